//! Baton.

pub mod messenger;
pub mod platform;
