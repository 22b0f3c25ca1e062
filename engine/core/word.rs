//! A word of templates or expressions as the reference and `baton explain` show it.

/// What a helper, a function or a name that every bot has means.
#[derive(Debug, Clone, Copy)]
pub struct Explained {
    /// As it is written.
    pub name: &'static str,
    /// What it takes, in words; empty: nothing.
    pub takes: &'static str,
    /// What it means, in a paragraph for people who do not program.
    pub doc: &'static str,
    /// One use.
    pub example: &'static str,
    /// What comes of the example in the world of the tests, a Monday in March 2026; empty: it depends.
    pub shows: &'static str,
}

/// What a word means.
pub(crate) const fn explained(
    name: &'static str,
    takes: &'static str,
    doc: &'static str,
    example: &'static str,
    shows: &'static str,
) -> Explained {
    Explained { name, takes, doc, example, shows }
}
