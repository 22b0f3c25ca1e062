//! The package `baton`: everything that waits, around a core that does not.

pub mod config;
