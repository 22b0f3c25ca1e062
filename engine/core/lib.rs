//! Baton's core: a pure function from a conversation and an event to the next conversation and what to do.
//!
//! It reads no clock, opens no socket or file, starts no thread, and cannot fail.

pub mod action;
pub mod answer;
mod arrive;
pub mod bot;
mod calls;
pub mod condition;
pub mod conversation;
pub mod default_text;
pub mod duration;
pub mod effect;
pub mod event;
pub mod expression;
mod follow;
mod handover;
mod hear;
pub mod hours;
pub mod id;
pub mod language;
pub mod limit;
pub mod locale;
mod message;
mod names;
pub mod note;
mod outcome;
mod press;
pub mod problem;
mod question;
mod run;
mod scene;
pub mod scope;
pub mod step;
#[cfg(test)]
mod story;
pub mod suggest;
pub mod template;
pub mod tongue;
mod tree;
pub mod value;
mod version;
mod wake;
pub mod word;
