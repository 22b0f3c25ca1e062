//! Everything that is shown through the real binary: one test binary, a module for each subject.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![allow(clippy::print_stderr, reason = "shown where a test fails: what the server said")]

mod acceptance;
mod authoring;
mod begin;
mod bench;
mod check;
mod conversation;
mod covered;
mod crash;
mod delivery;
mod diff;
mod disk;
mod documentation;
mod flows;
mod graph;
mod handover;
mod hostile;
mod lang;
mod later;
mod lsp;
mod outage;
mod reference;
mod replay;
mod schema;
mod tidy;
mod tools;
mod tutorial;
mod webhook;
mod world;
mod xml;
