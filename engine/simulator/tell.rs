//! Who is told of what: which channel an event takes to our app, and whether it flows at all.

use serde_json::{Value, json};

use crate::delivery::Letter;
use crate::event::{self, Channel, EventKind, From};
use crate::platform::{Platform, Spot};
use crate::setup::{EchoChannel, Routing, TakeTold};

impl Platform {
    /// The channel of a person's doings in this thread, as our app sees it.
    pub(crate) fn channel(&self, now: i64, spot: Spot<'_>) -> Channel {
        let owner = self.thread(spot).and_then(|thread| thread.owner(now));
        let ours = match (owner, &self.pages[spot.page].routing) {
            (Some(owner), _) => owner == self.app,
            (None, Routing::DefaultApp(default)) => *default == self.app,
            (None, Routing::NoDefault) => true,
        };
        if ours { Channel::Messaging } else { Channel::Standby }
    }

    /// Queues an event of the person for our app, in the channel given.
    pub(crate) fn tell(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        kind: EventKind,
        channel: Channel,
        key: &str,
        value: Value,
    ) {
        self.tell_from(now, spot, From::Person, kind, channel, key, value);
    }

    #[allow(clippy::too_many_arguments, reason = "one call site shape for every webhook item")]
    fn tell_from(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        from: From,
        kind: EventKind,
        channel: Channel,
        key: &str,
        value: Value,
    ) {
        if !self.flows(spot.page, kind, channel) {
            return;
        }
        let page = &self.pages[spot.page];
        let letter = Letter {
            page: spot.page,
            page_id: page.id.clone(),
            contact: spot.contact.to_owned(),
            channel,
            item: event::item(&page.id, spot.contact, from, now, key, value),
        };
        let act = self.faults.webhook(kind, channel, spot.contact, &mut self.chance);
        self.mail.post(now, letter, act);
    }

    /// Delivers any item as it stands, past subscription and faults: for kinds and shapes that
    /// nobody here makes (opt-ins, lead ads, old handover events). Unknown page: `false`.
    pub fn inject(
        &mut self,
        now: i64,
        page: &str,
        contact: &str,
        channel: Channel,
        item: Value,
    ) -> bool {
        let Some(page) = self.page_index(page) else {
            return false;
        };
        let page_id = self.pages[page].id.clone();
        let contact = contact.to_owned();
        self.mail.post(now, Letter { page, page_id, contact, channel, item }, None);
        true
    }

    /// Whether our app is subscribed to it. Standby has copies of these kinds only.
    fn flows(&self, page: usize, kind: EventKind, channel: Channel) -> bool {
        let subscribed = &self.pages[page].subscribed;
        match channel {
            Channel::Messaging => subscribed.contains(kind.field()),
            Channel::Standby => {
                let copied = match kind {
                    EventKind::Message
                    | EventKind::Postback
                    | EventKind::Echo
                    | EventKind::Delivery
                    | EventKind::Read => true,
                    EventKind::Referral
                    | EventKind::Reaction
                    | EventKind::Pass
                    | EventKind::Take
                    | EventKind::Request => false,
                };
                copied && subscribed.contains("standby")
            }
        }
    }

    /// Echo, delivery and read of a message the page sent by some app.
    pub(crate) fn tell_sent(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        app: &str,
        mid: &str,
        metadata: Option<&str>,
        message: &Value,
    ) {
        let channel = self.channel(now, spot);
        let echo_channel = match (channel, self.unsure.echo_elsewhere) {
            (Channel::Messaging, _) | (Channel::Standby, EchoChannel::Messaging) => {
                Some(Channel::Messaging)
            }
            (Channel::Standby, EchoChannel::Standby) => Some(Channel::Standby),
            (Channel::Standby, EchoChannel::Nowhere) => None,
        };
        if let Some(echo_channel) = echo_channel.filter(|_| self.traffic.echoes) {
            let echo = event::echo(mid, app, metadata, message);
            let kind = EventKind::Echo;
            self.tell_from(now, spot, From::Page, kind, echo_channel, "message", echo);
        }
        if self.traffic.deliveries {
            let delivery = json!({ "mids": [mid], "watermark": now });
            self.tell(now, spot, EventKind::Delivery, channel, "delivery", delivery);
        }
        if self.traffic.reads {
            let read = json!({ "watermark": now });
            self.tell(now, spot, EventKind::Read, channel, "read", read);
        }
    }

    /// `pass_thread_control` goes to the app that receives control.
    pub(crate) fn tell_pass(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        previous: Option<&str>,
        new: &str,
        metadata: Option<&str>,
    ) {
        if new == self.app {
            let body = event::control(previous, new, metadata);
            let kind = EventKind::Pass;
            self.tell(now, spot, kind, Channel::Messaging, "pass_thread_control", body);
        }
    }

    /// `take_thread_control` goes to the loser, or to everyone (a switch: the pages disagree).
    pub(crate) fn tell_take(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        previous: Option<&str>,
        new: &str,
        metadata: Option<&str>,
    ) {
        let told = match self.unsure.take_told {
            TakeTold::Loser => previous == Some(self.app.as_str()),
            TakeTold::Everyone => true,
        };
        if told {
            let body = event::control(previous, new, metadata);
            let kind = EventKind::Take;
            self.tell(now, spot, kind, Channel::Messaging, "take_thread_control", body);
        }
    }

    /// `request_thread_control` goes to the app that has the thread.
    pub(crate) fn tell_request(
        &mut self,
        now: i64,
        spot: Spot<'_>,
        by: &str,
        metadata: Option<&str>,
    ) {
        if self.channel(now, spot) == Channel::Messaging {
            let body = event::request(by, metadata);
            let kind = EventKind::Request;
            self.tell(now, spot, kind, Channel::Messaging, "request_thread_control", body);
        }
    }
}
