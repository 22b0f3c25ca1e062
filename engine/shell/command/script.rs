//! What happened in a conversation, as lines to read: messages with what can be tapped, and control going to and fro.

use baton_core::id::AppId;
use baton_simulator::{Call, Entry, Outcome, Platform};

use super::stage::{APP, PAGE};

/// Reads on from where it stopped.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// Entries of the ledger that were read.
    seen: usize,
    /// What the last message with something to tap offers.
    choices: Vec<String>,
}

impl Script {
    /// What happened since the last time.
    pub(super) fn news(&mut self, platform: &Platform, contact: &str) -> Vec<String> {
        let entries = platform.ledger().entries();
        let new = entries.get(self.seen..).unwrap_or_default();
        self.seen = entries.len();
        let ours = new.iter().filter(|entry| entry.contact.as_deref() == Some(contact));
        ours.flat_map(|entry| self.lines(platform, contact, entry)).collect()
    }

    /// The label with this number, from 1.
    pub(super) fn choice(&self, number: usize) -> Option<&str> {
        self.choices.get(number.checked_sub(1)?).map(String::as_str)
    }

    fn lines(&mut self, platform: &Platform, contact: &str, entry: &Entry) -> Vec<String> {
        let Outcome::Accepted { mid } = &entry.result else { return Vec::new() };
        match entry.call {
            Call::Message => {
                let who = speaker(&entry.from_app);
                let text = entry.text.as_deref().unwrap_or("[…]");
                let mut lines = vec![format!("{who}: {}", text.replace('\n', "\n    "))];
                lines.extend(self.taps(platform, contact, mid.as_deref()));
                lines
            }
            Call::Pass => {
                let to = entry.body["target_app_id"].as_str();
                let to = to.or_else(|| platform.default_app(PAGE)).map(name);
                let to = to.unwrap_or_else(|| "whoever had it before".to_owned());
                let metadata = entry.metadata.as_deref().filter(|text| !text.is_empty());
                let metadata = metadata.map_or(String::new(), |text| format!(" with {text:?}"));
                vec![format!(
                    "  -- {} passes the conversation to {to}{metadata}",
                    name(&entry.from_app)
                )]
            }
            Call::Take => vec![format!("  -- {} takes the conversation", name(&entry.from_app))],
            Call::Request => {
                vec![format!("  -- {} asks for the conversation", name(&entry.from_app))]
            }
            Call::Release => {
                vec![format!("  -- {} lets the conversation go", name(&entry.from_app))]
            }
            _ => Vec::new(),
        }
    }

    fn taps(&mut self, platform: &Platform, contact: &str, mid: Option<&str>) -> Option<String> {
        let lines = platform.lines(PAGE, contact);
        let line = lines.iter().find(|line| Some(line.mid.as_str()) == mid)?;
        if line.taps.is_empty() {
            return None;
        }
        self.choices = line.taps.iter().map(|tap| tap.title.clone()).collect();
        let numbered = self.choices.iter().enumerate();
        let shown: Vec<_> = numbered.map(|(at, label)| format!("[{}] {label}", at + 1)).collect();
        Some(format!("     {}", shown.join("   ")))
    }
}

/// Who writes in an app: in the inbox it is a colleague.
fn speaker(app: &str) -> String {
    match app {
        APP => "bot".to_owned(),
        AppId::PAGE_INBOX => "agent".to_owned(),
        other => name(other),
    }
}

/// An app that has the conversation or gives it away.
fn name(app: &str) -> String {
    match app {
        APP => "the bot".to_owned(),
        AppId::PAGE_INBOX => "the Page inbox".to_owned(),
        other => format!("app {other}"),
    }
}

#[cfg(test)]
mod tests {
    use baton_simulator::{AgentAct, PersonAct, Setup};

    use super::*;

    #[test]
    fn what_happened_is_told_once_and_in_order() {
        let mut platform = Platform::new(Setup::one_page(APP, PAGE, "t"));
        let mut script = Script::default();
        platform.person(1, PAGE, "anna", &PersonAct::write("hi")).unwrap();
        let inbox = AppId::PAGE_INBOX;
        let write = AgentAct::Write { text: "Hello, this is Maria.".into() };
        platform.agent(2, PAGE, "anna", inbox, &write).unwrap();
        platform.agent(3, PAGE, "anna", inbox, &AgentAct::Done).unwrap();
        let news = script.news(&platform, "anna");
        assert_eq!(news[0], "agent: Hello, this is Maria.");
        assert!(news[1].starts_with("  -- the Page inbox passes the conversation"), "{news:?}");
        assert!(script.news(&platform, "anna").is_empty());
    }

    #[test]
    fn another_contact_is_another_story() {
        let mut platform = Platform::new(Setup::one_page(APP, PAGE, "t"));
        let write = AgentAct::Write { text: "Hello".into() };
        platform.person(1, PAGE, "bob", &PersonAct::write("hi")).unwrap();
        platform.agent(2, PAGE, "bob", AppId::PAGE_INBOX, &write).unwrap();
        assert!(Script::default().news(&platform, "anna").is_empty());
    }
}
