//! Calls and answers: shapes, limits, errors, faults, and what the ledger keeps of them.

mod faults;
mod reading;
mod sending;

use serde_json::{Value, json};

use crate::window::WINDOW;
use crate::{
    Call, Fate, GraphAct, GraphAnswer, GraphFault, GraphRequest, Limits, Method, Outcome,
    PersonAct, Platform, Recording, Setup, When,
};

fn world() -> Platform {
    let mut platform = Platform::new(Setup::one_page("100", "9", "token"));
    platform.person(0, "9", "7", &PersonAct::write("hi")).unwrap();
    platform
}

fn request(method: Method, path: &str, body: Value) -> GraphRequest {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let query = pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    GraphRequest { method, path: path.to_owned(), query, body, token: Some("token".to_owned()) }
}

fn post(platform: &mut Platform, now: i64, path: &str, body: Value) -> GraphAnswer {
    platform.graph(now, request(Method::Post, path, body))
}

fn get(platform: &mut Platform, path: &str) -> GraphAnswer {
    platform.graph(1, request(Method::Get, path, Value::Null))
}

fn send(platform: &mut Platform, now: i64, message: Value) -> GraphAnswer {
    let body = json!({ "recipient": { "id": "7" }, "messaging_type": "RESPONSE",
                       "message": message });
    post(platform, now, "/v25.0/me/messages", body)
}

fn codes(answer: &GraphAnswer) -> (i64, i64) {
    let error = &answer.body["error"];
    (error["code"].as_i64().unwrap_or(0), error["error_subcode"].as_i64().unwrap_or(0))
}
