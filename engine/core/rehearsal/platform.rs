//! The platform and the services, as far as a flow can tell: every effect is performed at once and in order, unless the
//! test lets it fail or take its time.

use super::fake::Fake;
use super::fault::{self, PlatformCall};
use super::tale::Line;
use super::thread::{Happening, Thread};
use super::world::{Stopped, World};
use crate::effect::{Auth, Body, Effect, HttpCall, Send};
use crate::event::{Event, Owner, Refusal, Refused, Settled};
use crate::id::{AppId, EffectId};

impl World<'_> {
    /// Performs an effect; what comes back is heard in the next turn.
    pub(super) fn perform(&mut self, who: usize, effect: Effect) -> Result<Option<Event>, Stopped> {
        let stale = effect.epoch().is_some_and(|of| of != self.threads[who].conversation.epoch);
        Ok(match effect {
            Effect::Typing { .. } => None,
            Effect::Send(_) if stale => None,
            Effect::Send(send) => self.send(who, send),
            Effect::Pass { id, to, metadata, .. } => {
                let settled = if stale { Settled::Dropped } else { self.pass(who, to, metadata) };
                Some(Event::Passed { effect: id, settled })
            }
            Effect::Take { id, metadata, .. } => {
                let settled = if stale { Settled::Dropped } else { self.take(who, metadata) };
                Some(Event::Took { effect: id, settled })
            }
            Effect::AskOwner { id } => {
                let failed = self.fails(PlatformCall::Owner).is_some();
                let owner = self.threads[who].owner.clone();
                let owner = if failed { Owner::Failed } else { owner };
                Some(Event::OwnerIs { effect: id, owner })
            }
            Effect::AskProfile { id } => {
                let failed = self.fails(PlatformCall::Profile).is_some();
                let profile = self.threads[who].person.profile.clone().filter(|_| !failed);
                Some(Event::ProfileIs { effect: id, profile })
            }
            Effect::Http { id, call } => self.call(who, id, call)?,
        })
    }

    fn send(&mut self, who: usize, send: Send) -> Option<Event> {
        let Send { id, message, .. } = &send;
        let refused =
            self.fails(PlatformCall::Messages).or_else(|| match self.threads[who].owner {
                Owner::Us | Owner::Idle => None,
                Owner::Other(_) | Owner::Hidden | Owner::Failed => {
                    let class = Refusal::AnotherAppControls;
                    Some(Refused { class, code: 10, subcode: 2_018_300 })
                }
            });
        if let Some(refused) = refused {
            self.tell(who, Line::Refused(crate::message::spoken(message), refused.clone()));
            let later = matches!(refused.class, Refusal::OutsideWindow | Refusal::PersonGone);
            let unsaid = later.then(|| Box::new(send.clone()));
            return Some(Event::Sent { effect: *id, refused, unsaid });
        }
        self.threads[who].show(message);
        self.did(who, Happening::Said(send.message));
        None
    }

    fn pass(&mut self, who: usize, to: Option<AppId>, metadata: String) -> Settled {
        // Nobody is told anything: it only says that what went before is settled.
        let Some(to) = to else { return Settled::Accepted };
        if let Some(refused) = self.fails(PlatformCall::Pass) {
            self.tell(who, Line::Refused("pass_thread_control".into(), refused.clone()));
            return Settled::Refused(refused);
        }
        self.threads[who].owner = Owner::Other(to.clone());
        self.did(who, Happening::Passed(to, metadata));
        Settled::Accepted
    }

    fn take(&mut self, who: usize, metadata: String) -> Settled {
        if let Some(refused) = self.fails(PlatformCall::Take) {
            self.tell(who, Line::Refused("take_thread_control".into(), refused.clone()));
            return Settled::Refused(refused);
        }
        self.threads[who].owner = Owner::Us;
        self.did(who, Happening::Took(metadata));
        Settled::Accepted
    }

    /// The refusal a call meets, where a test planned one. What is only tried again meets none.
    fn fails(&mut self, call: PlatformCall) -> Option<Refused> {
        loop {
            let at = self.planned.iter().position(|planned| planned.call == call)?;
            let planned = &mut self.planned[at];
            let refused = fault::meaning(call, planned.code, planned.subcode);
            planned.times -= 1;
            if planned.times == 0 {
                self.planned.remove(at);
            }
            if refused.is_some() {
                return refused;
            }
        }
    }

    fn call(&mut self, who: usize, id: EffectId, call: HttpCall) -> Result<Option<Event>, Stopped> {
        let free = |(fake, used): &&mut (&Fake, u8)| {
            fake.request.fits(&call) && fake.times.is_none_or(|times| *used < times)
        };
        let Some((fake, used)) = self.fakes.iter_mut().find(free) else {
            let Some(invented) = &mut self.invented else {
                return Err(Stopped::NoFake(Box::new(call)));
            };
            let answer = invented.answer(call);
            return Ok(Some(Event::Answer { effect: id, answer }));
        };
        *used = used.saturating_add(1);
        let fake: &Fake = fake;
        if fake.reply.is_good() {
            self.threads[who].graph_was_called(&call);
        }
        let answer = fake.reply.answer();
        self.did(who, Happening::Called(Box::new(call)));
        let Some(delay) = fake.reply.delay else {
            return Ok(Some(Event::Answer { effect: id, answer }));
        };
        let at = self.now.plus_ms(delay.as_millis());
        self.threads[who].answers.push((at, id, answer));
        Ok(None)
    }
}

impl Thread {
    /// A plain call of the platform may move control too.
    fn graph_was_called(&mut self, call: &HttpCall) {
        if call.auth != Auth::PageToken {
            return;
        }
        let path = call.path.split('?').next().unwrap_or_default();
        let target = match &call.body {
            Body::Json(body) => body.get("target_app_id"),
            Body::Empty | Body::Form(_) | Body::Text(_) => None,
        };
        let target = target.map(|app| app.as_str().map_or_else(|| app.to_string(), str::to_owned));
        if path.ends_with("/pass_thread_control")
            && let Some(target) = target
        {
            self.owner = Owner::Other(AppId::new(target));
        } else if path.ends_with("/take_thread_control") {
            self.owner = Owner::Us;
        }
    }
}
