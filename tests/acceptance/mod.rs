//! The acceptance items of the four products' help pages, each shown by its example through the real binary.
//! `docs/acceptance.md` lists item, example and test.

mod bot_platform;
mod certainly;
mod chatfuel;
mod cognigy;
