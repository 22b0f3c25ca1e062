//! What a bot can do: one file a kind, named as authors write it. A new kind is one new file and, here, its
//! `mod`, its `use` and its lines in the table; nothing else has to be told of it.

mod ask;
mod bound;
mod call;
mod card;
mod compute;
mod emit;
mod forget_reminder;
mod handover;
mod http;
mod language;
mod remind;
mod r#return;
mod say;
mod set;
mod tag;
mod take_back;
mod unset;
mod untag;
mod wait;

pub use ask::Ask;
pub(crate) use ask::{SETTINGS as ASK_SETTINGS, answer_type};
pub use bound::Bound;
pub use call::Call;
pub use card::{Card, EachCard};
pub use compute::Compute;
pub use emit::Emit;
pub use forget_reminder::ForgetReminder;
pub(crate) use handover::KEYS as HANDOVER_KEYS;
pub use handover::{Handover, OnReturn};
pub(crate) use http::is_header;
pub use http::{Http, HttpBody, Save};
pub use language::Language;
pub use remind::{Remind, When};
pub use r#return::Return;
pub(crate) use say::{MESSAGE, TEMPLATE};
pub use say::{Part, Say, Utility};
pub(crate) use set::SET_VALUES;
pub use set::Set;
pub use tag::Tag;
pub use take_back::TakeBack;
pub use unset::Unset;
pub use untag::Untag;
pub use wait::Wait;

use crate::id::ModuleId;
use crate::language::{Definition, Diagnostic, Fields, Key, Kind, MapKey, Node, Site, names};
use crate::run::{Progress, Source};
use crate::scene::Scene;

/// Makes of the table the enum, its names and what leads to each kind's own file.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:literal => $file:ident::$kind:ident($held:ty),)*) => {
        /// One step of a list.
        #[derive(Debug, Clone)]
        pub enum Action {
            $($(#[$doc])* $kind($held),)*
        }

        impl Action {
            /// The names of all actions, as authors write them.
            pub(crate) const NAMES: &[&str] = &names(&Self::KEYS);

            /// What authors can write for each of them.
            pub(crate) const KEYS: [Key; [$($name),*].len()] = [$($file::KEY),*];

            /// Reads the action of a name; what is wrong is reported.
            pub(crate) fn load(name: &str, node: &Node, site: &Site<'_>) -> Option<Self> {
                match name {
                    $($name => $kind::load(node, site).map(|held| Self::$kind(held.into())),)*
                    _ => None,
                }
            }

            /// Its name, as authors write it.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => $name,)*
                }
            }

            /// Runs it: asks for effects, and says whether the list goes on.
            pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
                match self {
                    $(Self::$kind(held) => held.run(scene),)*
                }
            }
        }
    };
}

actions! {
    /// Sends messages.
    "say" => say::Say(Say),
    /// Asks and waits for a valid answer.
    "ask" => ask::Ask(Box<Ask>),
    /// Keeps values.
    "set" => set::Set(Set),
    /// Keeps calculated values.
    "compute" => compute::Compute(Compute),
    /// Forgets values.
    "unset" => unset::Unset(Unset),
    /// Marks the contact.
    "tag" => tag::Tag(Tag),
    /// Takes marks off.
    "untag" => untag::Untag(Untag),
    /// Calls a service.
    "http" => http::Http(Box<Http>),
    /// Hands the conversation to people.
    "handover" => handover::Handover(Box<Handover>),
    /// Brings it back.
    "take_back" => take_back::TakeBack(TakeBack),
    /// Pauses.
    "wait" => wait::Wait(Wait),
    /// Runs another module as a part of this list.
    "call" => call::Call(Call),
    /// Goes to a module later.
    "remind" => remind::Remind(Remind),
    /// Takes a reminder away.
    "forget_reminder" => forget_reminder::ForgetReminder(ForgetReminder),
    /// Sets the contact's language.
    "language" => language::Language(Language),
    /// Tells the world outside that something happened.
    "emit" => emit::Emit(Emit),
    /// Ends a called module early.
    "return" => r#return::Return(Return),
}

/// What rooms beside this one ask of an action. Most kinds are none of it, and need not say so.
impl Action {
    /// The question, if it is one.
    pub(crate) fn as_question(&self) -> Option<&Ask> {
        let Self::Ask(ask) = self else { return None };
        Some(ask)
    }

    /// The handover, if it is one.
    pub(crate) fn as_handover(&self) -> Option<&Handover> {
        let Self::Handover(handover) = self else { return None };
        Some(handover)
    }

    /// The call of a service, if it is one.
    pub(crate) fn as_http(&self) -> Option<&Http> {
        let Self::Http(http) = self else { return None };
        Some(http)
    }

    /// The messages, if it sends some and does nothing else.
    pub(crate) fn as_say(&self) -> Option<&Say> {
        let Self::Say(say) = self else { return None };
        Some(say)
    }

    /// What it says to the person of its own accord: a `say`, or the text of a question.
    pub(crate) fn speech(&self) -> Option<&Say> {
        self.as_say().or_else(|| Some(&self.as_question()?.say))
    }

    /// What its outcome comes from; `None` where it has none.
    pub(crate) fn source(&self) -> Option<Source> {
        let ask = self.as_question().map(|_| Source::Ask);
        let http = self.as_http().map(|_| Source::Http);
        ask.or(http).or(self.as_handover().map(|_| Source::Handover))
    }

    /// A module it leads to by itself, now or later.
    pub(crate) fn leads_to(&self) -> Option<&ModuleId> {
        let reminded = || {
            let Self::Remind(remind) = self else { return None };
            Some(&remind.to)
        };
        self.as_call().or_else(reminded)
    }

    /// The module it calls.
    pub(crate) fn as_call(&self) -> Option<&ModuleId> {
        let Self::Call(call) = self else { return None };
        Some(&call.module)
    }

    /// Whether it goes back to who called.
    pub(crate) fn returns(&self) -> bool {
        matches!(self, Self::Return(_))
    }

    /// Whether the person, or people, must do something before the list goes on.
    pub(crate) fn awaits(&self) -> bool {
        self.as_question().is_some() || self.as_handover().is_some()
    }

    /// Whether a path stops in it for a while.
    pub(crate) fn pauses(&self) -> bool {
        self.awaits() || matches!(self, Self::Wait(_))
    }
}

/// Reports settings of an action that has none.
fn no_settings(node: &Node, site: &Site<'_>, name: &str) {
    let empty = match &node.kind {
        Kind::Nothing => true,
        Kind::Map { entries, .. } => entries.is_empty(),
        Kind::Text { .. } | Kind::List { .. } | Kind::Broken => false,
    };
    if !empty {
        let instead = format!("it has no settings: write `- {name}`");
        site.wrong_shape(node, &format!("`{name}`"), &instead);
    }
}

/// Marks of a `tag` or `untag`.
fn marks(node: &Node, site: &Site<'_>, what: &str) -> Option<Vec<String>> {
    let names: Vec<String> = site.several(node, what).into_iter().map(|words| words.text).collect();
    if let Some(empty) = names.iter().find(|name| name.trim().is_empty() || name.contains("{{")) {
        site.report(
            Diagnostic::error("bad-name", node.spot, format!("`{empty}` cannot be a mark"))
                .help("a mark is a fixed word: `- tag: vip`; what varies goes into a variable"),
        );
        return None;
    }
    (!names.is_empty()).then_some(names)
}

/// Names with values of a `set` or `compute`.
fn named<'n>(
    node: &'n Node,
    site: &Site<'_>,
    definition: &'static Definition,
    example: &str,
) -> Option<Vec<(&'n MapKey, &'n Node)>> {
    let mut fields = Fields::of(site, node, definition)?;
    if fields.is_empty() {
        site.wrong_shape(node, definition.name, &format!("write names with values: {example}"));
        return None;
    }
    Some(fields.rest())
}
