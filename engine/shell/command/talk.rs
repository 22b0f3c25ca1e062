//! What commands print: results to stdout, talk to stderr; colour only on a terminal and without `NO_COLOR`.

use std::io::{IsTerminal, Write};

/// A line of a result.
pub(super) fn result(text: &str) {
    // A reader that has seen enough (`baton check | head`) is no fault.
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// A line of talk.
pub(super) fn say(text: &str) {
    drop(writeln!(std::io::stderr(), "{text}"));
}

/// How far something is, in one line that is written over; only where somebody looks.
pub(super) struct Progress {
    shown: bool,
}

impl Progress {
    /// Nothing done yet.
    pub(super) fn begin() -> Self {
        Self { shown: std::io::stderr().is_terminal() }
    }

    /// So far.
    pub(super) fn show(&self, text: &str) {
        if self.shown {
            prompt(&format!("\r\u{1b}[2K{text}"));
        }
    }

    /// Done: the line is free again.
    pub(super) fn end(&self) {
        self.show("");
    }
}

/// Asks for a line.
pub(super) fn prompt(text: &str) {
    let mut out = std::io::stderr();
    drop(write!(out, "{text}").and_then(|()| out.flush()));
}

/// Why a command failed.
pub(super) fn error(text: &str) {
    if colour(&std::io::stderr()) {
        say(&format!("\u{1b}[1;31merror:\u{1b}[0m {text}"));
    } else {
        say(&format!("error: {text}"));
    }
}

/// Whether to use colour there.
pub(super) fn colour(to: &impl IsTerminal) -> bool {
    to.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
