//! What a person sees of a message: its text, and what can be tapped.

use serde_json::Value;

use crate::thread::Tap;

/// Whether the message is a customer feedback template, which reaches seven days with its tag.
pub(crate) fn is_feedback(message: &Value) -> bool {
    message.pointer("/attachment/payload/template_type").and_then(Value::as_str)
        == Some("customer_feedback")
}

/// The text a person reads; `[image]` and the like where there is none.
pub(crate) fn text(message: &Value) -> String {
    if let Some(text) = message.get("text").and_then(Value::as_str) {
        return text.to_owned();
    }
    if let Some(approved) = message.get("template") {
        return approved_text(approved);
    }
    let attachment = message.get("attachment").or_else(|| message.pointer("/attachments/0"));
    let Some(attachment) = attachment else {
        return String::new();
    };
    let payload = &attachment["payload"];
    let written = [&payload["text"], &payload["title"], &payload["elements"][0]["title"]];
    if let Some(text) = written.into_iter().find_map(Value::as_str) {
        return text.to_owned();
    }
    format!("[{}]", attachment["type"].as_str().unwrap_or("attachment"))
}

/// An approved template: its text is known at Meta alone, so its name stands for it, with what was put in.
fn approved_text(template: &Value) -> String {
    let components = template["components"].as_array().into_iter().flatten();
    let parameters = components.filter_map(|one| one["parameters"].as_array()).flatten();
    let texts: Vec<&str> = parameters.filter_map(|one| one["text"].as_str()).collect();
    let name = template["name"].as_str().unwrap_or_default();
    format!("[template {name}] {}", texts.join(", ")).trim_end().to_owned()
}

/// Everything that can be tapped, in the order a person sees it.
pub(crate) fn taps(message: &Value) -> Vec<Tap> {
    let payload = message.pointer("/attachment/payload");
    let own = payload.map(|payload| &payload["buttons"]);
    let elements = payload.and_then(|payload| payload["elements"].as_array());
    let of_elements = elements.into_iter().flatten().map(|element| &element["buttons"]);
    let buttons = own.into_iter().chain(of_elements).filter_map(Value::as_array).flatten();
    // Chips show only what the profile has, and people here have neither e-mail nor phone (4.6).
    let quick = message["quick_replies"].as_array().into_iter().flatten();
    let quick = quick.filter(|reply| reply["content_type"] == "text");
    buttons.map(|one| tap(one, false)).chain(quick.map(|one| tap(one, true))).collect()
}

fn tap(value: &Value, quick_reply: bool) -> Tap {
    let postback = quick_reply || value["type"] == "postback";
    let payload = value["payload"].as_str().filter(|_| postback).map(str::to_owned);
    Tap { title: value["title"].as_str().unwrap_or_default().to_owned(), payload, quick_reply }
}
