//! A conversation that was had, as a test: what people did becomes its steps, and what the bot does in a world of
//! tests is what it expects.

use jiff::tz::TimeZone;

use super::fake::request_of;
use super::play::world_of;
use super::rewrite::{applied, rewrite};
use super::test::Does;
use super::world::Invented;
use super::{Subject, Suite, write};
use crate::duration::Duration;
use crate::event::Answer;
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
    /// The person sent something of this kind, as `sends` names it.
    Sent(&'static str),
    /// The person came by Get Started, a link or an ad.
    Opened {
        /// By Get Started.
        get_started: bool,
        /// The `ref` of the link or ad.
        reference: Option<String>,
    },
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
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// What it shows, in a sentence.
    pub name: String,
    /// The person's first name; empty where the platform tells nothing.
    pub person: String,
    /// The person's language and country.
    pub locale: String,
    /// When it began.
    pub at: Timestamp,
    /// The zone of the page, by its IANA name; empty or unknown: UTC.
    pub zone: String,
    /// What people did, in order.
    pub had: Vec<Had>,
    /// What services answered, in order, where that is known.
    pub answers: Vec<Answer>,
}

/// The session as a file of tests. Where services were called, it has what they answer to be filled in.
///
/// # Errors
/// What is wrong with the file, in words: what was done cannot be written as a test.
pub fn as_test(subject: &Subject, session: &Session) -> Result<String, String> {
    let alone = file(session, &[]);
    let fakes = called(subject, &read(subject, &alone)?, &session.answers);
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

/// The services that are called on the way, each with its answers in order.
fn called(subject: &Subject, suite: &Suite, answers: &[Answer]) -> Vec<(String, Vec<Answer>)> {
    let mut world = world_of(subject, suite, 0);
    world.invented = Some(Invented::of(answers.to_vec()));
    for step in &suite.tests[0].steps {
        let Does::Act(act) = &step.does else { continue };
        if world.act(act).is_err() {
            break;
        }
    }
    let mut called: Vec<(String, Vec<Answer>)> = Vec::new();
    for (call, answer) in world.invented.map(|invented| invented.calls).unwrap_or_default() {
        let request = request_of(&call);
        match called.iter_mut().find(|(known, _)| *known == request) {
            Some((_, answers)) => answers.push(answer),
            None => called.push((request, vec![answer])),
        }
    }
    called
}

/// The fakes of a request: one after the other, the last for every call behind.
fn fakes_of(request: &str, answers: &[Answer]) -> String {
    let request = write::plainly(request);
    let same = |a: &Answer, b: &Answer| (a.status, &a.body) == (b.status, &b.body);
    let mut shown: Vec<(&Answer, usize)> = Vec::new();
    for answer in answers {
        match shown.last_mut() {
            Some((last, times)) if same(last, answer) => *times += 1,
            Some(_) | None => shown.push((answer, 1)),
        }
    }
    let mut out = String::new();
    for (place, (answer, times)) in shown.iter().enumerate() {
        let last = place + 1 == shown.len();
        let times = if last { String::new() } else { format!("    times: {times}\n") };
        let reply = reply_of(answer);
        out.push_str(&format!("  - request: {request}\n{times}    reply: {reply}\n"));
    }
    out
}

fn reply_of(answer: &Answer) -> String {
    match (answer.status, &answer.body) {
        (0, _) => "timeout".to_owned(),
        (status, Some(body)) => format!("{{ status: {status}, json: {body} }}"),
        (status, None) => format!("{{ status: {status} }}"),
    }
}

fn file(session: &Session, fakes: &[(String, Vec<Answer>)]) -> String {
    let mut out = person(session);
    let moment = jiff::Timestamp::from_millisecond(session.at.0).unwrap_or_default();
    let zone = TimeZone::get(&session.zone).unwrap_or(TimeZone::UTC);
    let name = zone.iana_name().unwrap_or("UTC").to_owned();
    let moment = moment.to_zoned(zone);
    out.push_str(&format!("starts_at: {} {name}\n", moment.strftime("%Y-%m-%d %H:%M")));
    if !fakes.is_empty() {
        let told = if session.answers.is_empty() {
            "# Write here what the services answer."
        } else {
            "# What the services answered."
        };
        out.push_str(&format!("\n{told}\nfake_http:\n"));
    }
    fakes.iter().for_each(|(request, answers)| out.push_str(&fakes_of(request, answers)));
    let name = write::plainly(&session.name);
    out.push_str(&format!("\ntests:\n\n  - test: {name}\n    steps:\n"));
    for had in &session.had {
        out.push_str(&format!("      - {}\n", step(had)));
    }
    out
}

fn person(session: &Session) -> String {
    if session.person.is_empty() && session.locale.is_empty() {
        return "person: nothing\n".to_owned();
    }
    let told = [("first_name", &session.person), ("locale", &session.locale)];
    let told = told.iter().filter(|(_, what)| !what.is_empty());
    let told: Vec<_> = told.map(|(key, what)| format!("{key}: {}", write::plainly(what))).collect();
    format!("person: {{ {} }}\n", told.join(", "))
}

fn step(had: &Had) -> String {
    match had {
        Had::Wrote(text) => format!("user: {}", write::plainly(text)),
        Had::Tapped(label) => format!("tap: {}", write::plainly(label)),
        Had::Sent(kind) => format!("sends: {kind}"),
        Had::Started | Had::Opened { reference: None, .. } => "opens: get_started".to_owned(),
        Had::Opened { get_started, reference: Some(reference) } => {
            let first = if *get_started { ", get_started: yes" } else { "" };
            format!("opens: {{ ref: {}{first} }}", write::plainly(reference))
        }
        Had::Agent(text) => format!("agent: {}", write::plainly(text)),
        Had::PassedBack => "agent_passes_back".to_owned(),
        Had::Took => "agent_takes".to_owned(),
        Had::Requested => "agent_requests".to_owned(),
        Had::Returned => "operator_returns".to_owned(),
        Had::Later(time) => format!("later: {time}"),
    }
}
