//! Baton.

pub mod platform;
