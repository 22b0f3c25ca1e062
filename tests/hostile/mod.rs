//! Bad inputs 37 to 59: flows that are traps, and services that are. The numbers in the names are those of the bad
//! inputs that must be answered in one way for ever; 1 to 36 are in `tests/webhook`, and 51 and 52, which need names
//! that change their minds, beside the guard of the client in `engine/shell/fetch`.

mod calls;
mod flows;
mod service;
