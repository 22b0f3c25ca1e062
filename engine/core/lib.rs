//! Baton's core: a pure function from a conversation and an event to the next conversation and what to do.
//!
//! It reads no clock, opens no socket or file, starts no thread, and cannot fail.

pub mod conversation;
pub mod duration;
pub mod effect;
pub mod event;
pub mod id;
pub mod limit;
pub mod note;
pub mod value;
