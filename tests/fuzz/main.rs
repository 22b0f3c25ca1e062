//! Hostile input for everything that reads what others wrote: nothing panics, nothing hangs, and what is promised
//! holds whatever comes.
//!
//! Real files and bodies are damaged by chance. A short run is part of the tests; a long one, optimised and with
//! every check of the arithmetic:
//!
//! `BATON_FUZZ_CASES=1000000 cargo test --profile fuzz --test fuzz -- --nocapture [SUBJECT]`
//!
//! `BATON_FUZZ_SEED` gives another chance than everyday's. What fails is made smaller and shown.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![allow(clippy::print_stderr, reason = "shown in long runs: how far they are")]

mod chance;
mod conversations;
mod corpus;
mod flows;
mod graphs;
mod mending;
mod mutate;
mod run;
mod webhooks;
mod words;
mod world;
#[path = "../xml.rs"]
mod xml;
