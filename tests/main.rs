//! Everything that is shown through the real binary: one test binary, a module for each subject.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![allow(clippy::print_stderr, reason = "shown where a test fails: what the server said")]

mod acceptance;
mod bench;
mod check;
mod crash;
mod delivery;
mod documentation;
mod flows;
mod handover;
mod hostile;
mod lang;
mod tidy;
mod webhook;
mod world;
