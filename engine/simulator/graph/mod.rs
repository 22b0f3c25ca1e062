//! The Graph API's paths: a request comes in, the rules decide, the ledger keeps it.
//!
//! Faults are asked before anything else, so that a scripted refusal changes nothing.

mod attachments;
mod check;
mod control;
mod conversations;
mod messages;
mod messenger_profile;
mod page;
mod params;
mod profile;
mod route;
mod subscriptions;
mod template;
mod wire;

#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::error::Refusal;
use crate::fault::GraphAct;
use crate::ledger::{Call, Entry, Outcome};
use crate::platform::{Platform, Spot};
use params::Params;
use route::{Node, Route};
pub use wire::{Fate, GraphAnswer, GraphRequest, Method};

/// An accepted call: the answer's body, and the message id where there is one.
struct Accepted {
    body: Value,
    mid: Option<String>,
    /// What the person reads, for the ledger.
    text: Option<String>,
}

impl Accepted {
    fn plain(body: Value) -> Self {
        Self { body, mid: None, text: None }
    }

    fn success() -> Self {
        Self::plain(serde_json::json!({ "success": true }))
    }
}

impl Platform {
    /// Answers one Graph call and does what it asks.
    pub fn graph(&mut self, now: i64, request: GraphRequest) -> GraphAnswer {
        let mut route = Route::of(self, request.method, &request.path);
        let params = Params::new(request.query, request.body, request.token);
        if route.call == Call::Message && params.is_sender_action() {
            route.call = Call::SenderAction;
        }
        let contact = params.contact(&route);
        let act = self.faults.graph(route.call, contact.as_deref(), &mut self.chance);
        let made = match act {
            Some(GraphAct::Refuse { .. } | GraphAct::Html(_) | GraphAct::DieBefore) => None,
            Some(GraphAct::MadeThenHtml(_) | GraphAct::DieAfter | GraphAct::Slow(_)) | None => {
                Some(self.make(now, &route, &params, contact.as_deref()))
            }
        };
        let unanswered = matches!(
            act,
            Some(GraphAct::DieAfter | GraphAct::DieBefore | GraphAct::MadeThenHtml(_))
        );
        self.record(now, &route, &params, contact, made.as_ref(), act.as_ref(), unanswered);
        self.reply(made, act)
    }

    fn make(
        &mut self,
        now: i64,
        route: &Route,
        params: &Params,
        contact: Option<&str>,
    ) -> Result<Accepted, Refusal> {
        if let Node::App = route.node {
            return self.app_subscriptions(route, params);
        }
        let page = self.authenticate(route, params)?;
        let spot = || {
            let contact = contact.ok_or_else(|| Refusal::parameter("recipient is required"))?;
            Ok(Spot { page, contact })
        };
        match route.call {
            Call::Message | Call::SenderAction => self.messages(now, spot()?, params),
            Call::Pass
            | Call::Take
            | Call::Request
            | Call::Release
            | Call::Extend
            | Call::Owner => self.control_call(now, route.call, spot()?, params),
            Call::Profile => self.profile(now, spot()?, params),
            Call::Conversations => self.conversations(now, page, contact, params),
            Call::Receivers => self.secondary_receivers(page),
            Call::Page => self.page_fields(page, params),
            Call::Subscription => self.page_subscription(page, route.method, params),
            Call::MessengerProfile => self.messenger_profile(page, route.method, params),
            Call::Upload => self.upload(page, params),
            Call::Unknown => {
                let text = "Unsupported request: unknown path or method";
                Err(Refusal::new(100, Some(33), text))
            }
        }
    }

    /// Finds the page a token belongs to.
    fn authenticate(&self, route: &Route, params: &Params) -> Result<usize, Refusal> {
        let Some(token) = params.token() else {
            let text = "An active access token must be used to query information";
            return Err(Refusal { code: 2500, ..Refusal::token(None, text) });
        };
        let page = self.pages.iter().position(|page| page.token == token);
        let page = page.ok_or_else(|| Refusal::token(None, "Invalid OAuth access token."))?;
        if self.pages[page].token_expired {
            let text = "Error validating access token: Session has expired.";
            return Err(Refusal::token(Some(463), text));
        }
        if self.proof_required && params.text("appsecret_proof").is_none() {
            let text = "API calls from the server require an appsecret_proof argument";
            return Err(Refusal::parameter(text));
        }
        match &route.node {
            Node::Page(index) if *index != page => {
                let text = "Object does not exist or permissions are missing";
                Err(Refusal::new(100, Some(33), text))
            }
            Node::Me | Node::App | Node::Page(_) | Node::Person(_) | Node::Nowhere => Ok(page),
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the facts of one ledger entry")]
    fn record(
        &mut self,
        now: i64,
        route: &Route,
        params: &Params,
        contact: Option<String>,
        made: Option<&Result<Accepted, Refusal>>,
        act: Option<&GraphAct>,
        unanswered: bool,
    ) {
        let result = match (made, act) {
            (Some(Ok(accepted)), _) => Outcome::Accepted { mid: accepted.mid.clone() },
            (Some(Err(refusal)), _) => {
                Outcome::Refused { code: refusal.code, subcode: refusal.subcode }
            }
            (None, Some(GraphAct::Refuse { code, subcode, .. })) => {
                Outcome::Refused { code: *code, subcode: *subcode }
            }
            (None, _) => Outcome::Lost,
        };
        if !self.ledger.keeps_entries() {
            self.ledger.count(route.call, result.is_accepted());
            return;
        }
        let page = params.token().and_then(|token| self.pages.iter().find(|p| p.token == token));
        let entry = Entry {
            at: now,
            page: page.map(|page| page.id.clone()).unwrap_or_default(),
            contact,
            call: route.call,
            from_app: self.app.clone(),
            metadata: params.metadata(),
            text: made.and_then(|made| made.as_ref().ok()).and_then(|made| made.text.clone()),
            body: params.body_without_token(),
            unanswered,
            result,
        };
        self.ledger.write(entry);
    }

    fn reply(
        &mut self,
        made: Option<Result<Accepted, Refusal>>,
        act: Option<GraphAct>,
    ) -> GraphAnswer {
        let mut headers = Vec::new();
        let html = |status| (status, Value::from("<html><body>Error</body></html>"));
        let (status, body) = match (made, &act) {
            (_, Some(GraphAct::Html(status) | GraphAct::MadeThenHtml(status))) => html(*status),
            (Some(Ok(accepted)), _) => (200, accepted.body),
            (Some(Err(refusal)), _) => (refusal.status, self.envelope(&refusal)),
            (None, Some(GraphAct::Refuse { status, code, subcode, transient, regain_minutes })) => {
                headers.extend(regain_minutes.map(|minutes| self.usage_header(minutes)));
                let refusal = Refusal::scripted(*status, *code, *subcode, *transient);
                (*status, self.envelope(&refusal))
            }
            (None, _) => (500, Value::Null),
        };
        let fate = match act {
            Some(GraphAct::DieBefore | GraphAct::DieAfter) => Fate::Silence,
            Some(GraphAct::Slow(late)) => Fate::AnswerAfter(late),
            Some(GraphAct::Refuse { .. } | GraphAct::Html(_) | GraphAct::MadeThenHtml(_))
            | None => Fate::Answer,
        };
        GraphAnswer { status, headers, body, fate }
    }

    fn envelope(&mut self, refusal: &Refusal) -> Value {
        refusal.envelope(self.chance.word(11))
    }

    fn usage_header(&self, minutes: u32) -> (String, String) {
        let page = self.pages.first().map(|page| page.id.as_str()).unwrap_or_default();
        let usage = serde_json::json!({ page: [{ "type": "messenger", "call_count": 100,
            "total_cputime": 25, "total_time": 25,
            "estimated_time_to_regain_access": minutes }] });
        ("X-Business-Use-Case-Usage".to_owned(), usage.to_string())
    }
}
