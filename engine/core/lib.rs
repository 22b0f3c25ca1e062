//! Baton's core: a pure function from a conversation and an event to the next conversation and what to do.
//!
//! It reads no clock, opens no socket or file, starts no thread, and cannot fail.

pub mod action;
pub mod answer;
pub mod bot;
pub mod condition;
pub mod conversation;
pub mod duration;
pub mod effect;
pub mod event;
pub mod expression;
pub mod hours;
pub mod id;
pub mod language;
pub mod limit;
pub mod locale;
pub mod note;
pub mod problem;
pub mod scope;
pub mod suggest;
pub mod template;
pub mod value;
