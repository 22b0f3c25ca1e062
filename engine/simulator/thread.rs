//! One person's thread with one page: who owns it, until when, and what was said last.
//!
//! An owner holds until `expires_at`; after that the thread is idle, without anybody being told.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// How long an owner keeps a thread without a word from the person, in ms.
pub(crate) const OWNERSHIP: i64 = 24 * 60 * 60 * 1000;

/// How many messages a thread remembers, for taps and for the Conversations API.
const REMEMBERED: usize = 25;

/// What the platform knows of one thread.
#[derive(Debug, Default)]
pub(crate) struct Thread {
    owner: Option<String>,
    expires_at: i64,
    /// Who passed the thread to its present owner.
    pub(crate) passed_by: Option<String>,
    /// The person's last action that opens the window, Unix ms.
    pub(crate) last_action_at: Option<i64>,
    /// The person blocked the page.
    pub(crate) blocked: bool,
    pub(crate) profile: Option<Profile>,
    lines: VecDeque<Line>,
}

/// A person's public profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Address of the picture.
    pub profile_pic: String,
    /// For example `en_GB`; shown only when asked for by name.
    pub locale: Option<String>,
    /// Hours from UTC; shown only when asked for by name.
    pub timezone: Option<i64>,
}

/// Who said something in a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The person.
    Person,
    /// The page, by this app.
    App(String),
}

/// One message of a thread, as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Message id.
    pub mid: String,
    /// Unix ms.
    pub at: i64,
    /// Who said it.
    pub from: Speaker,
    /// Text, or what stands for it: `[image]`.
    pub text: String,
    /// What can be tapped.
    pub taps: Vec<Tap>,
}

/// A button or quick reply of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tap {
    /// The label.
    pub title: String,
    /// What comes back; buttons that open a page have none.
    pub payload: Option<String>,
    /// Quick replies come back as messages and vanish with the next message.
    pub quick_reply: bool,
}

impl Thread {
    /// The owner at this time; `None` = idle.
    pub(crate) fn owner(&self, now: i64) -> Option<&str> {
        self.owner.as_deref().filter(|_| now < self.expires_at)
    }

    /// When the present ownership ends, Unix ms.
    pub(crate) fn expires_at(&self) -> i64 {
        self.expires_at
    }

    /// Gives the thread to an app for the usual 24 hours; says who had it.
    pub(crate) fn give(&mut self, app: &str, now: i64) -> Option<String> {
        let previous = self.owner(now).map(str::to_owned);
        self.owner = Some(app.to_owned());
        self.expires_at = now + OWNERSHIP;
        self.passed_by.clone_from(&previous);
        previous
    }

    /// Makes the thread idle.
    pub(crate) fn release(&mut self) {
        self.owner = None;
    }

    /// Keeps the present owner until then.
    pub(crate) fn extend(&mut self, until: i64) {
        self.expires_at = until;
    }

    /// The person did something: the window opens, and an owner's 24 hours begin again.
    pub(crate) fn acted(&mut self, now: i64) {
        self.last_action_at = Some(now);
        if self.owner(now).is_some() {
            self.expires_at = self.expires_at.max(now + OWNERSHIP);
        }
    }

    pub(crate) fn remember(&mut self, line: Line) {
        if self.lines.len() == REMEMBERED {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
    }

    /// What was said, oldest first.
    pub(crate) fn lines(&self) -> impl DoubleEndedIterator<Item = &Line> {
        self.lines.iter()
    }

    /// The newest message that offers this label; quick replies only on the last message of all.
    pub(crate) fn offered(&self, label: &str) -> Option<(&Line, &Tap)> {
        let newest = self.lines.back()?;
        self.lines.iter().rev().find_map(|line| {
            let live =
                |tap: &&Tap| tap.title == label && (!tap.quick_reply || line.mid == newest.mid);
            line.taps.iter().find(live).map(|tap| (line, tap))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ownership_ends_24_hours_after_the_last_word() {
        let mut thread = Thread::default();
        assert_eq!(thread.give("1", 0), None);
        thread.acted(1_000);
        assert_eq!(thread.owner(1_000 + OWNERSHIP - 1), Some("1"));
        assert_eq!(thread.owner(1_000 + OWNERSHIP), None);
    }

    #[test]
    fn an_extension_holds_longer_and_any_change_of_hands_ends_it() {
        let mut thread = Thread::default();
        thread.give("1", 0);
        thread.extend(7 * OWNERSHIP);
        thread.acted(10);
        assert_eq!(thread.owner(6 * OWNERSHIP), Some("1"));
        assert_eq!(thread.give("2", 20), Some("1".into()));
        assert_eq!(thread.owner(2 * OWNERSHIP), None);
    }

    #[test]
    fn quick_replies_vanish_with_the_next_message_and_buttons_stay() {
        let line = |mid: &str, quick_reply| Line {
            mid: mid.into(),
            at: 0,
            from: Speaker::App("1".into()),
            text: String::new(),
            taps: vec![Tap { title: "Yes".into(), payload: Some(mid.into()), quick_reply }],
        };
        let mut thread = Thread::default();
        thread.remember(line("button", false));
        thread.remember(line("quick", true));
        let payload = |thread: &Thread| {
            thread.offered("Yes").and_then(|(_, tap)| tap.payload.clone()).unwrap()
        };
        assert_eq!(payload(&thread), "quick");
        thread.remember(Line { taps: Vec::new(), ..line("next", true) });
        assert_eq!(payload(&thread), "button");
    }
}
