//! The dev API: be a person, be an agent, move the clock, make things go wrong, and look. The console uses the same.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use baton_core::duration;
use baton_core::id::AppId;
use baton_simulator::{ActRefused, AgentAct, Done, GraphFault, PersonAct, WebhookFault};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::stage::{self, PAGE, Stage};
use super::Ahead;
use crate::runtime::Shift;
use crate::server::Problem;

/// How long `POST /dev/idle` waits when nobody says otherwise.
const IDLE: Duration = Duration::from_secs(10);

#[derive(Clone)]
struct Dev {
    stage: Arc<Stage>,
    ahead: Ahead,
}

type Answer = Result<Json<Value>, Problem>;

/// All of it.
pub(super) fn routes(stage: Arc<Stage>, ahead: Ahead) -> Router {
    Router::new()
        .route("/dev/contacts/{contact}", get(contact))
        .route("/dev/contacts/{contact}/messages", post(message))
        .route("/dev/agents/{app}/{what}", post(agent))
        .route("/dev/clock", get(clock).post(move_clock))
        .route("/dev/ledger", get(ledger))
        .route("/dev/faults", post(faults))
        .route("/dev/idle", post(idle))
        .with_state(Dev { stage, ahead })
}

fn wrong(message: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad_request", message)
}

fn failed(error: anyhow::Error) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "failed", format!("{error:#}"))
}

/// Reads a body however it is announced, so that plain `curl -d` works.
fn read<T: for<'de> Deserialize<'de>>(body: &str, shape: &str) -> Result<T, Problem> {
    serde_json::from_str(body).map_err(|error| wrong(format!("Send {shape}: {error}.")))
}

fn done(result: Result<Done, ActRefused>) -> Answer {
    match result {
        Ok(done) => Ok(Json(json!({ "mid": done.mid }))),
        Err(refused) => {
            let message = stage::why(&refused);
            Err(Problem::new(StatusCode::CONFLICT, "refused", message))
        }
    }
}

/// `true`, for what is done or not asked for at all.
#[derive(Debug)]
struct Yes;

impl<'de> Deserialize<'de> for Yes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let yes = bool::deserialize(deserializer)?;
        yes.then_some(Self).ok_or_else(|| serde::de::Error::custom("only true makes sense here"))
    }
}

/// What a person does: exactly one key.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Said {
    Text(String),
    Tap(String),
    Press { title: String, payload: String },
    Attachment { kind: String, url: String },
    GetStarted(Started),
    Referral(String),
    Reaction(String),
    Read(Yes),
    Blocks(bool),
}

/// Get Started: `true`, or the link's `ref`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Started {
    Plain(Yes),
    Link {
        #[serde(rename = "ref")]
        reference: String,
    },
}

async fn message(State(dev): State<Dev>, Path(contact): Path<String>, body: String) -> Answer {
    let shape = "{\"text\": …}, {\"tap\": label}, {\"attachment\": {\"kind\", \"url\"}}, \
                 {\"get_started\": true}, {\"referral\": ref}, {\"press\": {\"title\", \
                 \"payload\"}}, {\"reaction\": …}, {\"read\": true} or {\"blocks\": true}";
    let act = match read::<Said>(&body, shape)? {
        Said::Text(text) => PersonAct::Write { text },
        Said::Tap(label) => PersonAct::Tap { label },
        Said::Press { title, payload } => PersonAct::Press { title, payload },
        Said::Attachment { kind, url } => PersonAct::Attach { kind, url },
        Said::GetStarted(Started::Plain(Yes)) => PersonAct::GetStarted { referral: None },
        Said::GetStarted(Started::Link { reference }) => {
            PersonAct::GetStarted { referral: Some(reference) }
        }
        Said::Referral(reference) => PersonAct::Referral { reference },
        Said::Reaction(reaction) => PersonAct::React { reaction },
        Said::Read(Yes) => PersonAct::Read,
        Said::Blocks(true) => PersonAct::Block,
        Said::Blocks(false) => PersonAct::Unblock,
    };
    done(dev.stage.person(&contact, &act))
}

/// What an agent does it with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agent {
    contact: String,
    text: Option<String>,
    to: Option<String>,
    metadata: Option<String>,
}

async fn agent(
    State(dev): State<Dev>,
    Path((app, what)): Path<(String, String)>,
    body: String,
) -> Answer {
    let shape = "{\"contact\": …} and, where it needs them, \"text\", \"to\", \"metadata\"";
    let Agent { contact, text, to, metadata } = read(&body, shape)?;
    let text = || text.ok_or_else(|| wrong("There is no \"text\"."));
    let act = match what.as_str() {
        "messages" => AgentAct::Write { text: text()? },
        "automation" => AgentAct::Automation { text: text()?, metadata },
        "done" => AgentAct::Done,
        "pass" => {
            let to = to.as_deref().map_or(stage::APP, named);
            AgentAct::Pass { to: to.to_owned(), metadata }
        }
        "take" => AgentAct::Take,
        "request" => AgentAct::Request,
        "release" => AgentAct::Release,
        _ => {
            let all = "messages, automation, done, pass, take, request and release";
            return Err(wrong(format!("An agent can do {all}.")));
        }
    };
    done(dev.stage.agent(&contact, named(&app), &act))
}

fn named(app: &str) -> &str {
    match app {
        "page_inbox" => AppId::PAGE_INBOX,
        "us" => stage::APP,
        id => id,
    }
}

async fn contact(State(dev): State<Dev>, Path(contact): Path<String>) -> Answer {
    let shown = dev.stage.shown(&contact).await.map_err(failed)?;
    let now = dev.stage.now();
    let platform = dev.stage.platform();
    let lines = platform.lines(PAGE, &contact);
    let owner = platform.owner(now.0, PAGE, &contact);
    let engine = shown.map(|shown| {
        json!({
            "hand": shown.hand,
            "owner": shown.owner,
            "since": shown.since,
            "why": shown.why,
            "metadata": shown.metadata,
            "deadlines": shown.deadlines.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
            "next_due": shown.next_due,
            "window_until": shown.window_until,
            "module": shown.module,
            "unsettled": shown.unsettled,
            "variables": shown.variables,
            "session": shown.session,
            "tags": shown.tags,
        })
    });
    let whole = json!({
        "contact": contact,
        "now": now,
        "owner": owner,
        "lines": lines,
        "engine": engine,
    });
    Ok(Json(whole))
}

/// Where the clock is to go: one of the two.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Move {
    By(String),
    To(Next),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Next {
    NextTimer,
}

async fn clock(State(dev): State<Dev>) -> Json<Value> {
    Json(json!({ "now": dev.stage.now() }))
}

async fn move_clock(State(dev): State<Dev>, body: String) -> Answer {
    let shift = match read(&body, "{\"by\": \"30m\"} or {\"to\": \"next_timer\"}")? {
        Move::To(Next::NextTimer) => Shift::ToNextTimer,
        Move::By(text) => {
            let by = duration::Duration::parse(&text)
                .map_err(|_| wrong(format!("`{text}` is no time; write 30m or 1h30m.")))?;
            Shift::By(by.0)
        }
    };
    let before = dev.stage.now();
    let now = dev.stage.move_clock(shift).await.map_err(failed)?;
    dev.ahead.write(dev.ahead.read() + now.ms_since(before));
    Ok(Json(json!({ "now": now })))
}

/// Which entries are wanted.
#[derive(Debug, Deserialize)]
struct Wanted {
    contact: Option<String>,
}

async fn ledger(State(dev): State<Dev>, Query(wanted): Query<Wanted>) -> Json<Value> {
    let platform = dev.stage.platform();
    let of = |entry: &&baton_simulator::Entry| {
        wanted.contact.is_none() || entry.contact == wanted.contact
    };
    let entries: Vec<_> = platform.ledger().entries().iter().filter(of).collect();
    Json(json!({ "entries": entries }))
}

/// What is to go wrong: one of these.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Wrong {
    Webhook(Value),
    Graph(Value),
    Clear(Yes),
    ExpireToken(Yes),
    MayTake(bool),
    Subscribed(Vec<String>),
}

async fn faults(State(dev): State<Dev>, body: String) -> Answer {
    let shape = "{\"graph\": {\"calls\": […], \"act\": …}}, {\"webhook\": {\"kinds\": […], \
                 \"act\": …}}, {\"clear\": true}, {\"expire_token\": true}, {\"may_take\": …} or \
                 {\"subscribed\": […]}";
    let asked = read(&body, shape)?;
    let mut platform = dev.stage.platform();
    match asked {
        Wrong::Webhook(fault) => platform.add_webhook_fault(fault_of::<WebhookFault>(fault)?),
        Wrong::Graph(fault) => platform.add_graph_fault(fault_of::<GraphFault>(fault)?),
        Wrong::Clear(Yes) => platform.clear_faults(),
        Wrong::ExpireToken(Yes) => platform.expire_token(PAGE),
        Wrong::MayTake(may) => platform.set_may_take(may),
        Wrong::Subscribed(fields) => {
            let fields: Vec<_> = fields.iter().map(String::as_str).collect();
            platform.set_subscribed(PAGE, &fields);
        }
    }
    Ok(Json(json!({})))
}

/// A fault with what it does not say filled in: every kind, every contact, always.
fn fault_of<T: for<'de> Deserialize<'de>>(given: Value) -> Result<T, Problem> {
    let mut whole = json!({
        "kinds": [],
        "calls": [],
        "contact": null,
        "channel": null,
        "when": { "from": 1, "times": u32::MAX, "per_mille": 1000 },
    });
    let Value::Object(given) = given else { return Err(wrong("A fault holds keys.")) };
    for (key, value) in given {
        match (key.as_str(), value) {
            ("when", Value::Object(parts)) => {
                for (part, value) in parts {
                    whole["when"][part] = value;
                }
            }
            (key, value) => whole[key] = value,
        }
    }
    serde_json::from_value(whole).map_err(|error| wrong(format!("This is no fault: {error}.")))
}

/// How long to wait.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Within {
    within: Option<String>,
}

async fn idle(State(dev): State<Dev>, body: String) -> Answer {
    let asked: Within = if body.trim().is_empty() {
        Within::default()
    } else {
        read(&body, "{\"within\": \"10s\"} or nothing")?
    };
    let within = match asked.within {
        None => IDLE,
        Some(text) => duration::Duration::parse(&text)
            .map(|time| Duration::from_millis(time.0))
            .map_err(|_| wrong(format!("`{text}` is no time; write 10s.")))?,
    };
    let idle = dev.stage.idle(within).await.map_err(failed)?;
    Ok(Json(json!({ "idle": idle })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_needs_to_say_only_what_matters() {
        let given = json!({ "calls": ["message"], "act": "die_after", "when": { "times": 2 } });
        let fault = fault_of::<GraphFault>(given).unwrap_or_else(|p| panic!("{}", p.message));
        assert_eq!((fault.when.from, fault.when.times), (1, 2));
        let given = json!({ "kinds": [], "act": { "delay": 500 } });
        assert!(fault_of::<WebhookFault>(given).is_ok());
        assert!(fault_of::<WebhookFault>(json!({ "act": "explode" })).is_err());
    }

    #[test]
    fn a_person_does_one_thing_at_a_time() {
        let said = |text: &str| serde_json::from_str::<Said>(text).is_ok();
        for right in [
            r#"{"text":"hi"}"#,
            r#"{"tap":"Menu"}"#,
            r#"{"attachment":{"kind":"image","url":"https://x.example/a.png"}}"#,
            r#"{"get_started":true}"#,
            r#"{"get_started":{"ref":"summer"}}"#,
            r#"{"referral":"summer"}"#,
        ] {
            assert!(said(right), "{right}");
        }
        assert!(!said(r#"{"text":"hi","tap":"Menu"}"#));
        assert!(!said(r#"{"txt":"hi"}"#));
        assert!(!said(r#"{"read":false}"#));
    }
}
