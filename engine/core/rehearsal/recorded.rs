//! A recorded conversation as a test: what people did in it and when, and what services answered.
//!
//! Invariant: only what people did becomes a step. Results, echoes of ours and deadlines are made anew in the world of
//! tests.

use std::sync::Arc;

use super::save::{Had, Session, as_test};
use super::{Subject, Trace};
use crate::duration::Duration;
use crate::event::{AttachmentKind, Control, Echo, Event, Moved, Operator, Word};
use crate::id::{AppId, Timestamp};
use crate::language::{SourceFile, load};

/// A shorter time between two acts is left out, unless something fell due in it.
const SHORT: Duration = Duration::minutes(1);

/// The recorded conversation as a file of tests for the version of the bot that was the newest at its end. `name`: what
/// it shows.
///
/// # Errors
/// Why it cannot be written, in words.
pub fn test_of(trace: &Trace, name: &str) -> Result<String, String> {
    let newest = trace.newest.last().map(|(_, hash)| hash);
    let kept = trace.versions.iter().find(|(hash, _)| Some(hash) == newest);
    let (_, files) = kept.ok_or("the version of the bot it was had with is no longer kept")?;
    let source =
        |(path, text): &(String, String)| SourceFile { path: path.clone(), text: text.clone() };
    let loaded = load(files.iter().map(source).collect());
    let bot = loaded.bot.ok_or("the version of the bot it was had with is no longer read")?;
    let subject = Subject::new(Arc::new(bot), loaded.places, loaded.files);
    as_test(&subject, &session(trace, name, &subject))
}

fn session(trace: &Trace, name: &str, subject: &Subject) -> Session {
    let at = trace.steps.first().map_or(Timestamp(0), |step| step.at);
    let zone = trace.page.zone.clone();
    let mut session = Session { name: name.to_owned(), at, zone, ..Session::default() };
    let ours = &trace.page.own_app;
    let agents: Vec<&AppId> = subject.bots.newest.receivers.values().collect();
    let (mut last, mut fell_due) = (at, false);
    for step in &trace.steps {
        let Some(event) = &step.event else { break };
        let had = match event {
            Event::Word(word) => Some(had_of(word)),
            Event::Opening(opening) => {
                let reference = opening.referral.as_ref();
                let reference = reference.and_then(|referral| referral.reference.clone());
                Some(Had::Opened { get_started: opening.get_started, reference })
            }
            Event::Echo(echo) => agents_word(echo, ours, &agents),
            Event::Control(control) => moved(control, ours),
            Event::Requested { .. } => Some(Had::Requested),
            Event::Operator(Operator::Return) => Some(Had::Returned),
            Event::Answer { answer, .. } => {
                session.answers.push(answer.clone());
                None
            }
            Event::ProfileIs { profile, .. } => {
                let told = profile.clone().unwrap_or_default();
                session.person = told.first_name.unwrap_or_default();
                session.locale = told.locale.unwrap_or_default();
                None
            }
            Event::Due => {
                fell_due = true;
                None
            }
            Event::Lost { .. } | Event::System(_) | Event::Sent { .. } | Event::Passed { .. } => {
                None
            }
            Event::Took { .. } | Event::OwnerIs { .. } => None,
            Event::Operator(Operator::Open { .. } | Operator::Goto(_)) => None,
        };
        let Some(had) = had else { continue };
        let passed = step.at.ms_since(last);
        if fell_due || passed >= SHORT.as_millis() {
            session.had.push(Had::Later(Duration::seconds(passed.div_ceil(1_000))));
        }
        (last, fell_due) = (step.at, false);
        session.had.push(had);
    }
    let end = trace.steps.last().map_or(last, |step| step.at);
    if fell_due {
        session.had.push(Had::Later(Duration::seconds(end.ms_since(last).div_ceil(1_000))));
    }
    session
}

fn had_of(word: &Word) -> Had {
    if let Some(press) = &word.press {
        return Had::Tapped(press.title.clone().unwrap_or_else(|| word.text.clone()));
    }
    let Some(attachment) = word.attachments.first() else {
        return Had::Wrote(word.text.clone());
    };
    let kind = match attachment.kind {
        AttachmentKind::Image => "image",
        AttachmentKind::Video => "video",
        AttachmentKind::Audio => "audio",
        AttachmentKind::File | AttachmentKind::Other => "file",
        AttachmentKind::Sticker => "sticker",
        AttachmentKind::Location => "location",
        AttachmentKind::Contact => "contact",
    };
    Had::Sent(kind)
}

/// What somebody at the inbox or a declared receiver wrote; other apps are no people.
fn agents_word(echo: &Echo, ours: &AppId, agents: &[&AppId]) -> Option<Had> {
    let is_person = match &echo.app {
        Some(app) => app != ours && (app.is_inbox() || agents.contains(&app)),
        None => !echo.has_metadata,
    };
    let text = echo.text.clone().unwrap_or_else(|| "…".to_owned());
    (is_person && !echo.ours).then_some(Had::Agent(text))
}

fn moved(control: &Control, ours: &AppId) -> Option<Had> {
    let to_us = control.to.as_ref().map_or(control.moved == Moved::Passed, |to| to == ours);
    match control.moved {
        Moved::Passed if to_us => Some(Had::PassedBack),
        Moved::Taken if !to_us => Some(Had::Took),
        Moved::Passed | Moved::Taken => None,
    }
}
