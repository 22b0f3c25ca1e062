//! How names are found: by an expression or template that runs (`Scope`), and at load (`Names`).
//!
//! Invariant: the reserved names and their members stand here and nowhere else.

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::problem::{Problem, ProblemKind};
use crate::suggest::{self, Guess};
use crate::tongue::Tongues;
use crate::value::{Moment, Type, Value};

mod words;

pub use words::RESERVED_WORDS;

/// Where a running expression or template finds what it names.
pub trait Scope {
    /// The value of a variable or of a reserved name such as `user`; none if it has no value.
    ///
    /// `now` and `today` are never asked for: they follow from [`Scope::now`] and [`Scope::zone`].
    fn root(&self, name: &str) -> Option<Cow<'_, Value>>;

    /// What a name without a value stands for: [`Type::empty`] of its declared type.
    fn empty(&self, _name: &str) -> Value {
        Value::Missing
    }

    /// The time of this step.
    fn now(&self) -> Timestamp;

    /// The time zone of the contact.
    fn zone(&self) -> &TimeZone;

    /// The language of the contact, such as `da` or `en_US`.
    fn language(&self) -> &str;

    /// The languages a text is looked for in, before its main one.
    fn tongues(&self) -> Tongues;

    /// Whether the contact carries this tag.
    fn tagged(&self, tag: &str) -> bool;

    /// Whether the declared hours of this name are open now; false for hours nobody declared.
    fn open(&self, hours: &str) -> bool;

    /// A number that looks random, the same for the same step and the same `place`.
    ///
    /// `place` tells several chances within one expression apart.
    fn chance(&self, place: u32) -> u64;

    /// Notes that a comparison or a calculation met a name without a value.
    fn note_missing(&self, name: &str);

    /// Notes something the author should know: a label that had to be shortened.
    fn note_fault(&self, _fault: String) {}
}

/// The value behind a path such as `order`, `lines`, `0`, `price`.
pub fn find<'s>(scope: &'s dyn Scope, path: &[impl AsRef<str>]) -> Cow<'s, Value> {
    let Some((root, members)) = path.split_first() else {
        return Cow::Owned(Value::Missing);
    };
    let mut found = find_root(scope, root.as_ref());
    for member in members {
        found = member_of(found, member.as_ref());
    }
    found
}

/// The value of a root name, `now` and `today` included, empties included.
pub fn find_root<'s>(scope: &'s dyn Scope, name: &str) -> Cow<'s, Value> {
    match name {
        "now" => Cow::Owned(Value::DateTime(Moment::in_zone(scope.now(), scope.zone()))),
        "today" => Cow::Owned(Value::Date(scope.now().to_zoned(scope.zone().clone()).date())),
        _ => match scope.root(name) {
            Some(value) if !value.is_missing() => value,
            Some(_) | None => Cow::Owned(scope.empty(name)),
        },
    }
}

/// A member of a map or an item of a list; what does not exist is missing.
pub fn member_of<'v>(value: Cow<'v, Value>, name: &str) -> Cow<'v, Value> {
    match value {
        Cow::Borrowed(value) => {
            value.member(name).map_or(Cow::Owned(Value::Missing), Cow::Borrowed)
        }
        Cow::Owned(value) => Cow::Owned(value.into_member(name)),
    }
}

/// What is known at load about the names that expressions and templates may use in one place.
pub trait Names {
    /// The type of a variable, declared or made by `save_as`, `set`, `compute` or `save`; none: no
    /// such variable.
    fn variable(&self, name: &str) -> Option<Type>;

    /// All variables, for "did you mean".
    fn variables(&self) -> Vec<&str>;

    /// Whether the bot declares opening hours of this name.
    fn has_hours(&self, name: &str) -> bool;

    /// All declared opening hours, for "did you mean".
    fn hours(&self) -> Vec<&str>;

    /// Whether some `matches` of the bot has a named group of this name (`input.<name>`).
    fn captured(&self, group: &str) -> bool;

    /// The type of the name that holds in this place only; none where it may not be used here.
    fn kind_in(&self, place: Place) -> Option<Type>;
}

/// Where names stand that do not hold everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Inside `each`: `item`.
    Each,
    /// In `valid_if`: `answer`.
    ValidIf,
    /// In a declared service or its call: `secret`.
    Service,
}

impl Place {
    /// Where that is, for a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Place::Each => "inside `each`",
            Place::ValidIf => "in `valid_if`",
            Place::Service => "in `services`",
        }
    }
}

/// A name every bot has without declaring it.
#[derive(Debug, Clone, Copy)]
pub struct Reserved {
    /// The name as written.
    pub name: &'static str,
    /// Its members with their types; empty where it is a value itself or its members are not known.
    pub members: &'static [(&'static str, Type)],
    /// Its own type; `Any` for what has members.
    pub kind: Type,
    /// The only place it holds in; none: everywhere.
    pub place: Option<Place>,
}

const fn record(name: &'static str, members: &'static [(&'static str, Type)]) -> Reserved {
    Reserved { name, members, kind: Type::Any, place: None }
}

const fn single(name: &'static str, kind: Type, place: Option<Place>) -> Reserved {
    Reserved { name, members: &[], kind, place }
}

use Type::{Any, DateTime, List, Number, Text, YesNo};

/// Every reserved name, as section "Variables" of the language lists them.
pub const RESERVED: &[Reserved] = &[
    record(
        "user",
        &[
            ("id", Text),
            ("first_name", Text),
            ("last_name", Text),
            ("language", Text),
            ("locale", Text),
            ("timezone", Number),
            ("picture", Text),
        ],
    ),
    record(
        "input",
        &[
            ("text", Text),
            ("value", Any),
            ("label", Text),
            ("kind", Text),
            ("url", Text),
            ("file_name", Text),
            ("latitude", Number),
            ("longitude", Number),
            ("intent", Text),
            ("entities", Any),
            ("language", Text),
        ],
    ),
    record(
        "event",
        &[
            ("type", Text),
            ("metadata", Text),
            ("ref", Text),
            ("source", Text),
            ("ad_id", Text),
            ("from_app", Text),
            ("to_app", Text),
            ("reaction", Text),
            ("emoji", Text),
            ("payload", Text),
            ("title", Text),
            ("status", Text),
            ("question", Text),
            ("comment", Text),
        ],
    ),
    record(
        "handover",
        &[
            ("receiver", Text),
            ("opened_at", DateTime),
            ("returned_at", DateTime),
            ("returned_by", Text),
            ("metadata", Text),
            ("agent_wrote", YesNo),
            ("waited", Any),
        ],
    ),
    record(
        "http",
        &[("ok", YesNo), ("status", Number), ("headers", Any), ("ms", Number), ("error", Text)],
    ),
    record(
        "conversation",
        &[("id", Text), ("module", Text), ("channel", Text), ("window_until", DateTime)],
    ),
    record("page", &[("id", Text), ("name", Text)]),
    record("bot", &[("id", Text), ("version", Text)]),
    single("tags", List, None),
    single("now", DateTime, None),
    single("today", Type::Date, None),
    single("item", Any, Some(Place::Each)),
    single("answer", Any, Some(Place::ValidIf)),
    single("secret", Any, Some(Place::Service)),
];

/// The reserved name of this spelling.
pub fn reserved(name: &str) -> Option<&'static Reserved> {
    RESERVED.iter().find(|reserved| reserved.name == name)
}

/// Why a path means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// There is no such variable or reserved name.
    Root {
        /// The nearest that exists.
        near: Option<Guess>,
    },
    /// The reserved name has no such member.
    Member {
        /// Which part of the path it is, counted from 0.
        part: usize,
        /// The nearest that exists.
        near: Option<Guess>,
    },
    /// What stands before this part has no members at all.
    NoMembers {
        /// Which part of the path it is, counted from 0.
        part: usize,
        /// The type of what stands before.
        of: Type,
    },
    /// The name holds in another place only.
    NotHere(Place),
}

impl Unknown {
    /// The problem of a path of which `span` is the part that is wrong.
    pub fn problem(&self, path: &[impl AsRef<str>], span: Range<usize>) -> Problem {
        let part = |place: usize| path.get(place).map_or("", AsRef::as_ref);
        let before =
            |place: usize| path[..place].iter().map(AsRef::as_ref).collect::<Vec<_>>().join(".");
        let with = |problem: Problem, near: &Option<Guess>| match near {
            Some(near) => problem.with_guess(near.clone()),
            None => problem,
        };
        match self {
            Unknown::Root { near } => {
                let message = format!("there is no variable `{}`", part(0));
                with(Problem::new(ProblemKind::UnknownName, span, message), near)
            }
            Unknown::Member { part: place, near } => {
                let message = format!("`{}` has no `{}`", before(*place), part(*place));
                with(Problem::new(ProblemKind::UnknownName, span, message), near)
            }
            Unknown::NoMembers { part: place, of } => {
                let message = format!("`{}` is {} and has no members", before(*place), of.phrase());
                Problem::new(ProblemKind::UnknownName, span, message)
            }
            Unknown::NotHere(place) => {
                let message = format!("`{}` can only be used {}", part(0), place.words());
                Problem::new(ProblemKind::NotHere, span, message)
            }
        }
    }
}

/// The type of what a path names, or why it names nothing.
///
/// # Errors
/// [`Unknown`] tells which part of the path is wrong.
pub fn type_of(names: &dyn Names, path: &[impl AsRef<str>]) -> Result<Type, Unknown> {
    let Some((root, members)) = path.split_first() else {
        return Err(Unknown::Root { near: None });
    };
    let root = root.as_ref();
    let Some(reserved) = reserved(root) else {
        return match names.variable(root) {
            Some(kind) => type_of_members(kind, members, 1),
            None => Err(Unknown::Root { near: near_root(names, root) }),
        };
    };
    let kind = match reserved.place {
        None => reserved.kind,
        Some(place) => names.kind_in(place).ok_or(Unknown::NotHere(place))?,
    };
    let Some((first, rest)) = members.split_first() else {
        return Ok(kind);
    };
    if reserved.members.is_empty() {
        return type_of_members(kind, members, 1);
    }
    let first = first.as_ref();
    match reserved.members.iter().find(|(name, _)| *name == first) {
        Some((_, kind)) => type_of_members(*kind, rest, 2),
        None if root == "input" && names.captured(first) => type_of_members(Text, rest, 2),
        None => {
            let near = suggest::guess(first, reserved.members.iter().map(|(name, _)| *name));
            Err(Unknown::Member { part: 1, near })
        }
    }
}

fn type_of_members(kind: Type, members: &[impl AsRef<str>], part: usize) -> Result<Type, Unknown> {
    let Some(first) = members.first() else {
        return Ok(kind);
    };
    match kind {
        Any => Ok(Any),
        List if first.as_ref().bytes().all(|b| b.is_ascii_digit()) => Ok(Any),
        List | Text | Number | YesNo | Type::Date | Type::Time | DateTime => {
            Err(Unknown::NoMembers { part, of: kind })
        }
    }
}

fn near_root(names: &dyn Names, root: &str) -> Option<Guess> {
    let of_user =
        reserved("user").is_some_and(|user| user.members.iter().any(|(name, _)| *name == root));
    if of_user {
        return Some(Guess::known(root, &format!("user.{root}")));
    }
    let reserved = RESERVED.iter().map(|reserved| reserved.name);
    suggest::guess(root, names.variables().into_iter().chain(reserved))
}

#[cfg(test)]
pub(crate) mod stage;
