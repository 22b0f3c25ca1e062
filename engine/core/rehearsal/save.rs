//! A conversation that was had, as a test: what people did becomes its steps, and what the bot does in a world of
//! tests is what it expects.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::fake::request_of;
use super::play::world_of;
use super::rewrite::{applied, rewrite};
use super::test::Does;
use super::{Subject, Suite, write};
use crate::duration::Duration;
use crate::id::Timestamp;
use crate::language::{SourceFile, render_all};

/// A step that is written anew may show the next difference.
const ROUNDS: usize = 4;

/// Something people did in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Had {
    /// The person wrote.
    Wrote(String),
    /// The person tapped what had this label.
    Tapped(String),
    /// The person tapped Get Started.
    Started,
    /// An agent wrote.
    Agent(String),
    /// The agent was done.
    PassedBack,
    /// The agent took the conversation.
    Took,
    /// The agent asked for it.
    Requested,
    /// An operator brought it back.
    Returned,
    /// Time passed.
    Later(Duration),
}

/// A conversation that was had.
#[derive(Debug, Clone)]
pub struct Session {
    /// What it shows, in a sentence.
    pub name: String,
    /// The person's first name.
    pub person: String,
    /// The person's language and country.
    pub locale: String,
    /// When it began.
    pub at: Timestamp,
    /// What people did, in order.
    pub had: Vec<Had>,
}

/// The session as a file of tests. Where services were called, it has what they answer to be filled in.
///
/// # Errors
/// What is wrong with the file, in words: what was done cannot be written as a test.
pub fn as_test(subject: &Subject, session: &Session) -> Result<String, String> {
    let alone = file(session, &BTreeSet::new());
    let fakes = called(subject, &read(subject, &alone)?);
    let mut text = file(session, &fakes);
    for _ in 0..ROUNDS {
        let suite = read(subject, &text)?;
        let edits = rewrite(subject, &suite, 0);
        let Some(changed) = applied(&suite.files, edits).pop() else { break };
        if changed.text == text {
            break;
        }
        text = changed.text;
    }
    Ok(text)
}

fn read(subject: &Subject, text: &str) -> Result<Suite, String> {
    let file = SourceFile { path: "session.test.yaml".into(), text: text.to_owned() };
    let suite = Suite::read(subject, vec![file]);
    let whole = suite.is_right() && suite.len() == 1;
    if whole { Ok(suite) } else { Err(render_all(&suite.diagnostics, &suite.files, false)) }
}

/// The services that are called on the way.
fn called(subject: &Subject, suite: &Suite) -> BTreeSet<String> {
    let mut world = world_of(subject, suite, 0);
    world.invented = Some(Vec::new());
    for step in &suite.tests[0].steps {
        let Does::Act(act) = &step.does else { continue };
        if world.act(act).is_err() {
            break;
        }
    }
    let calls = world.invented.unwrap_or_default();
    calls.iter().map(request_of).collect()
}

fn file(session: &Session, fakes: &BTreeSet<String>) -> String {
    let (name, locale) = (write::plainly(&session.person), write::plainly(&session.locale));
    let mut out = format!("person: {{ first_name: {name}, locale: {locale} }}\n");
    let moment = jiff::Timestamp::from_millisecond(session.at.0).unwrap_or_default();
    let moment = moment.to_zoned(TimeZone::UTC);
    out.push_str(&format!("starts_at: {} UTC\n", moment.strftime("%Y-%m-%d %H:%M")));
    if !fakes.is_empty() {
        out.push_str("\n# Write here what the services answer.\nfake_http:\n");
    }
    for request in fakes {
        let request = write::plainly(request);
        out.push_str(&format!(
            "  - request: {request}\n    reply: {{ status: 200, json: {{}} }}\n"
        ));
    }
    let name = write::plainly(&session.name);
    out.push_str(&format!("\ntests:\n\n  - test: {name}\n    steps:\n"));
    for had in &session.had {
        let step = match had {
            Had::Wrote(text) => format!("user: {}", write::plainly(text)),
            Had::Tapped(label) => format!("tap: {}", write::plainly(label)),
            Had::Started => "opens: get_started".to_owned(),
            Had::Agent(text) => format!("agent: {}", write::plainly(text)),
            Had::PassedBack => "agent_passes_back".to_owned(),
            Had::Took => "agent_takes".to_owned(),
            Had::Requested => "agent_requests".to_owned(),
            Had::Returned => "operator_returns".to_owned(),
            Had::Later(time) => format!("later: {time}"),
        };
        out.push_str(&format!("      - {step}\n"));
    }
    out
}
