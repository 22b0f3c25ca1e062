//! Baton's core: a pure function from a conversation and an event to the next conversation and what to do.
//!
//! It reads no clock, opens no socket or file, starts no thread, and cannot fail.

pub mod action;
pub mod answer;
mod arrive;
pub mod bot;
mod calls;
mod cards;
pub mod channel;
pub mod condition;
pub mod conversation;
mod cut;
pub mod default_text;
pub mod duration;
mod each;
pub mod effect;
pub mod entry;
pub mod event;
pub mod expression;
mod follow;
mod gather;
mod handover;
mod hear;
pub mod hours;
pub mod id;
mod input;
mod keyword;
pub mod language;
pub mod limit;
pub mod locale;
mod message;
pub mod moved;
mod names;
pub mod note;
mod offer;
mod outcome;
mod press;
pub mod problem;
mod question;
pub mod rehearsal;
pub mod reminders;
mod run;
mod rush;
mod scene;
pub mod scope;
pub mod step;
#[cfg(test)]
mod story;
pub mod suggest;
pub mod template;
pub mod tongue;
mod tree;
mod unsaid;
pub mod value;
mod version;
mod wake;
pub mod word;
