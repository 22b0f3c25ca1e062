//! The conversation of one person in a test: what the core knows of it, who owns it in truth, and what can be tapped.

use std::collections::VecDeque;

use serde_json::Value as Json;

use super::person::Person;
use crate::conversation::Conversation;
use crate::effect::{ButtonDoes, Content, Effect, HttpCall, Message};
use crate::event::{Answer, Event, Owner};
use crate::id::{AppId, EffectId, Timestamp};
use crate::note::Note;

/// Something the bot did that a test has to expect.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Happening {
    /// It said something.
    Said(Message),
    /// It gave control away.
    Passed(AppId, String),
    /// It took control.
    Took(String),
    /// It called a service.
    Called(Box<HttpCall>),
}

/// What a person can tap.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tap {
    pub(crate) label: String,
    pub(crate) does: ButtonDoes,
    /// A quick reply: gone with the next message.
    pub(crate) quick: bool,
}

/// A turn of the present act, for whoever asks why it went as it did.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    pub(crate) before: Conversation,
    pub(crate) event: Event,
    pub(crate) notes: Vec<Note>,
    pub(crate) now: Timestamp,
}

/// The conversation of one person.
#[derive(Debug)]
pub(crate) struct Thread {
    pub(crate) person: Person,
    pub(crate) conversation: Conversation,
    /// Who has the thread in truth.
    pub(crate) owner: Owner,
    /// The newest last.
    pub(crate) taps: Vec<Tap>,
    /// What the bot did and no step has expected yet.
    pub(crate) news: VecDeque<Happening>,
    /// Events told to the world outside since the last act, that no step has expected yet.
    pub(crate) emitted: Vec<(String, Json)>,
    /// Since the last act.
    pub(crate) turns: Vec<Turn>,
    /// Effects that wait to be performed.
    pub(super) pending: VecDeque<Effect>,
    /// Answers of services that take their time.
    pub(super) answers: Vec<(Timestamp, EffectId, Answer)>,
}

impl Thread {
    /// Somebody who has not written yet; the thread is ours.
    pub(super) fn new(person: Person, conversation: Conversation) -> Self {
        Self {
            person,
            conversation,
            owner: Owner::Us,
            taps: Vec::new(),
            news: VecDeque::new(),
            emitted: Vec::new(),
            turns: Vec::new(),
            pending: VecDeque::new(),
            answers: Vec::new(),
        }
    }

    /// When something happens here by itself next.
    pub(super) fn next(&self) -> Option<Timestamp> {
        let answer = self.answers.iter().map(|(at, _, _)| *at).min();
        answer.into_iter().chain(self.conversation.next_due()).min()
    }

    /// The answer of a service that comes now.
    pub(super) fn answered_by(&mut self, now: Timestamp) -> Option<Event> {
        let at = self.answers.iter().position(|(at, _, _)| *at <= now)?;
        let (_, effect, answer) = self.answers.remove(at);
        Some(Event::Answer { effect, answer })
    }

    /// The person sees a message; the quick replies of those before are gone.
    pub(super) fn show(&mut self, message: &Message) {
        self.taps.retain(|tap| !tap.quick);
        let mut buttons: Vec<&crate::effect::Button> = Vec::new();
        match &message.content {
            Content::Text { buttons: under, .. } => buttons.extend(under),
            Content::Cards(cards) => buttons.extend(cards.iter().flat_map(|card| &card.buttons)),
            Content::Media { .. } | Content::Utility(_) => {}
        }
        self.taps.extend(buttons.into_iter().map(|button| Tap {
            label: button.label.clone(),
            does: button.does.clone(),
            quick: false,
        }));
        self.taps.extend(message.choices.iter().map(|choice| Tap {
            label: choice.label.clone(),
            does: ButtonDoes::Press(choice.payload.clone()),
            quick: true,
        }));
    }
}
