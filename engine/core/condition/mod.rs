//! What makes a connection fit.

pub mod text;
