//! Baton's shell: everything that waits. Rooms and arrows: `engine/ARCHITECTURE.md`.

pub mod messenger;
pub mod runtime;
pub mod store;
