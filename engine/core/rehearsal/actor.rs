//! What people do in a test: the person, agents and operators, as the platform would let them.

use super::pattern::Stars;
use super::tale::Line;
use super::test::{Act, Door};
use super::thread::Tap;
use super::world::{Stopped, US, World};
use crate::conversation::Hand;
use crate::effect::ButtonDoes;
use crate::event::{
    Arrived, Control, Echo, Event, Moved, Opening, Operator, Owner, Press, System, Word,
};
use crate::id::{AppId, Timestamp};
use crate::limit;

/// What the Page inbox gives along when an agent is done.
const FROM_INBOX: &str = "Pass thread control from Page Inbox";

impl World<'_> {
    /// Somebody does something; `quiet` and `later` only let time pass.
    pub(crate) fn act(&mut self, act: &Act) -> Result<(), Stopped> {
        for thread in &mut self.threads {
            thread.turns.clear();
            thread.emitted.clear();
        }
        // No two things are done in the same instant.
        let now = self.now.plus_ms(1);
        match act {
            Act::Later(time) | Act::Quiet(time) => {
                self.tell(self.who, Line::Act(act.clone()));
                return self.pass_time(self.now.plus_ms(time.as_millis()));
            }
            Act::Fails(planned) => {
                self.tell(self.who, Line::Act(act.clone()));
                self.planned.push(planned.clone());
                return Ok(());
            }
            Act::As(id) => {
                self.turn_to(id);
                return Ok(());
            }
            Act::Agent { .. } => self.pass_time(now.max(self.no_automatic_answer()))?,
            Act::User(..)
            | Act::Tap(..)
            | Act::Sends(..)
            | Act::Opens(..)
            | Act::Event(..)
            | Act::PassesBack(_)
            | Act::Takes(_)
            | Act::Requests(_)
            | Act::OperatorReturns
            | Act::Restart
            | Act::GoTo(_) => self.pass_time(now)?,
        }
        let who = self.who;
        self.tell(who, Line::Act(act.clone()));
        if let Some(event) = self.event_of(act)? {
            self.happens(who, event)?;
        }
        self.after(act);
        Ok(())
    }

    /// An inbox that answers at once answers by itself; this soon an agent can be meant.
    fn no_automatic_answer(&self) -> Timestamp {
        let last = self.threads[self.who].conversation.person.last_word_at;
        last.map_or(self.now, |last| last.plus_ms(limit::AUTOMATIC.as_millis()))
    }

    fn event_of(&mut self, act: &Act) -> Result<Option<Event>, Stopped> {
        let sent_at = self.now;
        let us = || Some(AppId::new(US));
        Ok(Some(match act {
            Act::User(text, understood) => {
                Event::Word(Word { understood: understood.clone(), ..self.word(text) })
            }
            Act::Tap(label, menu) => Event::Word(self.tap(label, *menu)?),
            Act::Sends(attachment, text) => {
                let mut word = self.word(text);
                word.attachments.extend(attachment.clone());
                Event::Word(word)
            }
            Act::Opens(get_started, referral) => Event::Opening(Opening {
                arrived: self.arrived(),
                sent_at,
                get_started: *get_started,
                referral: referral.clone(),
            }),
            Act::Event(kind, data) => {
                Event::System(System { kind: *kind, sent_at, data: data.clone() })
            }
            Act::Agent { text, receiver } => {
                let app = receiver.clone().or_else(|| self.other_owner()).unwrap_or_else(inbox);
                let text = Some(text.clone());
                Event::Echo(Echo {
                    app: Some(app),
                    ours: false,
                    has_metadata: false,
                    text,
                    sent_at,
                })
            }
            Act::PassesBack(door) => {
                let from = self.passes_back(door)?;
                let metadata = given_along(door, &from);
                let moved = Moved::Passed;
                Event::Control(Control { moved, from: Some(from), to: us(), metadata, sent_at })
            }
            Act::Takes(door) => {
                let app = door.app.clone().unwrap_or_else(inbox);
                if self.other_owner().as_ref() == Some(&app) {
                    return Err(impossible("the agent has the conversation already"));
                }
                let from = self.other_owner().or_else(us);
                self.thread().owner = Owner::Other(app.clone());
                let (moved, metadata) = (Moved::Taken, door.metadata.clone());
                Event::Control(Control { moved, from, to: Some(app), metadata, sent_at })
            }
            Act::Requests(door) => {
                let app = door.app.clone().unwrap_or_else(inbox);
                Event::Requested { app, metadata: door.metadata.clone(), sent_at }
            }
            Act::OperatorReturns => Event::Operator(Operator::Return),
            Act::GoTo(module) => Event::Operator(Operator::Goto(module.clone())),
            // All that is left of a conversation between two turns is what is stored, whatever stops.
            Act::Restart => return Ok(None),
            Act::Fails(_) | Act::Later(_) | Act::Quiet(_) | Act::As(_) => return Ok(None),
        }))
    }

    /// By writing, an inbox gets the thread, where the bot falls silent for it.
    fn after(&mut self, act: &Act) {
        let Act::Agent { receiver, .. } = act else { return };
        let app = receiver.clone().or_else(|| self.other_owner()).unwrap_or_else(inbox);
        let thread = self.thread();
        let silent = !matches!(thread.conversation.hand, Hand::Bot { .. });
        if silent && app.is_inbox() && matches!(thread.owner, Owner::Us | Owner::Idle) {
            thread.owner = Owner::Other(app);
        }
    }

    fn other_owner(&self) -> Option<AppId> {
        match &self.threads[self.who].owner {
            Owner::Other(app) => Some(app.clone()),
            Owner::Us | Owner::Idle | Owner::Hidden | Owner::Failed => None,
        }
    }

    fn passes_back(&mut self, door: &Door) -> Result<AppId, Stopped> {
        let from = match (self.other_owner(), &door.app) {
            (Some(owner), None) => owner,
            (Some(owner), Some(app)) if *app == owner => owner,
            // It had the conversation before the bot ever did.
            (None, Some(app)) => app.clone(),
            (Some(_), Some(_)) => return Err(impossible("that app has not got the conversation")),
            (None, None) => {
                return Err(impossible(
                    "nobody else has the conversation who could give it back; name the app where it had it \
                     before the bot: `agent_passes_back: { receiver: page_inbox }`",
                ));
            }
        };
        self.thread().owner = Owner::Us;
        Ok(from)
    }

    fn arrived(&self) -> Arrived {
        match self.threads[self.who].owner {
            Owner::Us | Owner::Idle => Arrived::Messaging,
            Owner::Other(_) | Owner::Hidden | Owner::Failed => Arrived::Standby,
        }
    }

    /// The person says something; quick replies are gone with it.
    fn word(&mut self, text: &str) -> Word {
        self.thread().taps.retain(|tap| !tap.quick);
        let (arrived, sent_at) = (self.arrived(), self.now);
        Word { arrived, sent_at, text: text.to_owned(), ..Word::default() }
    }

    /// The person taps what was shown last under this label, else an entry of the menu.
    fn tap(&mut self, label: &str, in_menu: bool) -> Result<Word, Stopped> {
        let wanted = Stars::new(label);
        let fits = |tap: &&Tap| tap.label == label || wanted.fits(&tap.label);
        let shown = if in_menu { &[] } else { self.threads[self.who].taps.as_slice() };
        let menu = self.menu();
        let Some(tap) = shown.iter().rev().find(fits).or_else(|| menu.iter().find(fits)).cloned()
        else {
            return Err(Stopped::Impossible(self.nothing_to_tap(label, &menu)));
        };
        let payload = match tap.does {
            ButtonDoes::Press(payload) => payload,
            ButtonDoes::Url(_) => {
                return Err(impossible("that button opens a page; nobody is told"));
            }
            ButtonDoes::Phone(_) => return Err(impossible("that button calls; nobody is told")),
        };
        let mut word = self.word(&tap.label);
        // Who does not own the thread is not told what a button carries, and of a quick reply only its text.
        let ours = word.arrived == Arrived::Messaging;
        let title = Some(tap.label.clone());
        word.press = match (ours, tap.quick) {
            (true, _) => Some(Press { payload: Some(payload), title }),
            (false, false) => Some(Press { payload: None, title }),
            (false, true) => None,
        };
        Ok(word)
    }

    fn nothing_to_tap(&self, label: &str, menu: &[Tap]) -> String {
        let shown = &self.threads[self.who].taps;
        let labels: Vec<_> = shown.iter().rev().chain(menu).map(|tap| tap.label.as_str()).collect();
        let near = crate::suggest::nearest(label, labels.iter().copied());
        match (near, labels.is_empty()) {
            (Some(near), _) => {
                format!("nothing can be tapped as `{label}`; did you mean `{near}`?")
            }
            (None, true) => format!("nothing can be tapped as `{label}`, nor as anything else"),
            (None, false) => {
                let labels = labels.join(", ");
                format!("nothing can be tapped as `{label}`; there are: {labels}")
            }
        }
    }
}

fn given_along(door: &Door, from: &AppId) -> Option<String> {
    let by_inbox = from.is_inbox().then(|| FROM_INBOX.to_owned());
    door.metadata.clone().or(by_inbox)
}

fn inbox() -> AppId {
    AppId::new(AppId::PAGE_INBOX)
}

fn impossible(why: &str) -> Stopped {
    Stopped::Impossible(why.to_owned())
}
