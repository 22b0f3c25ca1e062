//! What the person, agents, apps and operators do, each as the event the core hears.

use indexmap::IndexMap;

use super::{INBOX, US, World};
use crate::conversation::Routing;
use crate::duration::Duration;
use crate::event::{
    Arrived, Attachment, AttachmentKind, Control, Echo, Event, Moved, Opening, Operator, Owner,
    Press, Referral, System, SystemKind, Word,
};
use crate::id::{AppId, ModuleId};

impl World {
    fn arrived(&self) -> Arrived {
        let ours = self.routing == Routing::Shared || matches!(self.owner, Owner::Us | Owner::Idle);
        if ours { Arrived::Messaging } else { Arrived::Standby }
    }

    pub(in crate::story) fn word(&self, text: &str) -> Word {
        let (arrived, sent_at) = (self.arrived(), self.now);
        Word { arrived, sent_at, text: text.to_owned(), ..Word::default() }
    }

    /// The person types.
    pub(in crate::story) fn says(&mut self, text: &str) {
        self.now = self.now.plus_ms(1_000);
        self.step(Event::Word(self.word(text)));
    }

    /// The person taps what they saw last under this label; on standby the payload is withheld.
    #[track_caller]
    pub(in crate::story) fn taps(&mut self, label: &str) {
        self.now = self.now.plus_ms(1_000);
        let found = self.shown.iter().rev().find(|(shown, _)| shown == label);
        let payload = found.unwrap_or_else(|| panic!("no `{label}` in {:?}", self.shown)).1.clone();
        let mut word = self.word(label);
        let payload = (word.arrived == Arrived::Messaging).then_some(payload);
        word.press = Some(Press { payload, title: Some(label.to_owned()) });
        self.step(Event::Word(word));
    }

    /// What can be tapped, the newest last.
    pub(in crate::story) fn shown_labels(&self) -> Vec<String> {
        self.shown.iter().map(|(label, _)| label.clone()).collect()
    }

    /// The person taps a button with this payload.
    pub(in crate::story) fn presses(&mut self, payload: &str, title: &str) {
        self.now = self.now.plus_ms(1_000);
        let mut word = self.word(title);
        word.press = Some(Press { payload: Some(payload.into()), title: Some(title.into()) });
        self.step(Event::Word(word));
    }

    /// The person sends a picture.
    pub(in crate::story) fn sends_a_picture(&mut self) {
        self.sends(AttachmentKind::Image);
    }

    /// The person sends something, a place by its coordinates alone.
    pub(in crate::story) fn sends(&mut self, kind: AttachmentKind) {
        self.now = self.now.plus_ms(1_000);
        let mut word = self.word("");
        let place = (kind == AttachmentKind::Location).then_some((55.5, 12.25));
        let url = place.is_none().then(|| "https://cdn.example.com/a.png".to_owned());
        word.attachments = vec![Attachment { kind, url, title: None, place }];
        self.step(Event::Word(word));
    }

    /// The person says something that cannot be run.
    pub(in crate::story) fn loses(&mut self) {
        self.now = self.now.plus_ms(1_000);
        self.step(Event::Lost { sent_at: self.now });
    }

    pub(in crate::story) fn opens(&mut self, get_started: bool, reference: Option<&str>) {
        self.now = self.now.plus_ms(1_000);
        let referral = reference.map(|reference| Referral {
            reference: Some(reference.to_owned()),
            ..Referral::default()
        });
        let (arrived, sent_at) = (self.arrived(), self.now);
        self.step(Event::Opening(Opening { arrived, sent_at, get_started, referral }));
    }

    pub(in crate::story) fn reacts(&mut self) {
        let data = IndexMap::from([("reaction".to_owned(), crate::value::Value::text("love"))]);
        self.step(Event::System(System { kind: SystemKind::Reaction, sent_at: self.now, data }));
    }

    /// An agent writes; five seconds pass, since no agent is faster.
    pub(in crate::story) fn agent(&mut self, app: &str, text: &str) {
        self.now = self.now.plus_ms(5_000);
        self.echo(Some(app), text);
    }

    pub(in crate::story) fn echo(&mut self, app: Option<&str>, text: &str) {
        let echo = Echo {
            app: app.map(AppId::new),
            ours: false,
            has_metadata: false,
            text: Some(text.to_owned()),
            sent_at: self.now,
        };
        self.step(Event::Echo(echo));
    }

    /// Control moves, and everybody is told.
    pub(in crate::story) fn control(&mut self, moved: Moved, from: Option<&str>, to: Option<&str>) {
        self.now = self.now.plus_ms(1_000);
        if let Some(to) = to {
            self.owner = if to == US { Owner::Us } else { Owner::Other(AppId::new(to)) };
        }
        let (from, to) = (from.map(AppId::new), to.map(AppId::new));
        let control = Control { moved, from, to, metadata: None, sent_at: self.now };
        self.step(Event::Control(control));
    }

    /// The agent gives the conversation back.
    pub(in crate::story) fn agent_passes_back(&mut self) {
        self.control(Moved::Passed, Some(INBOX), Some(US));
    }

    pub(in crate::story) fn requests(&mut self, app: &str) {
        let (app, metadata) = (AppId::new(app), Some("hello".to_owned()));
        self.step(Event::Requested { app, metadata, sent_at: self.now });
    }

    pub(in crate::story) fn operator(&mut self, operator: Operator) {
        self.step(Event::Operator(operator));
    }

    pub(in crate::story) fn goes_to(&mut self, module: &str) {
        self.operator(Operator::Goto(ModuleId::new(module)));
    }

    /// Time passes; what falls due is fired at its own moment.
    pub(in crate::story) fn later(&mut self, time: &str) {
        let until = self.now.plus_ms(Duration::parse(time).unwrap().as_millis());
        for _ in 0..10_000 {
            let Some(due) = self.c.next_due().filter(|due| *due <= until) else {
                self.now = self.now.max(until);
                return;
            };
            self.now = self.now.max(due);
            self.step(Event::Due);
            let next = self.c.next_due();
            assert!(next != Some(due) || self.now < due, "a deadline fires for ever: {:?}", self.c);
        }
        panic!("time does not pass: {:?}", self.c);
    }
}
