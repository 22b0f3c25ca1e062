//! Baton.

pub mod messenger;
