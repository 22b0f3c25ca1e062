//! Shape and limits of what is sent (messenger-platform 4.2, 4.5 to 4.8). Characters, not bytes.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::error::Refusal;

type Checked = Result<(), Refusal>;

/// What `thread_control` of a send asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum HandOver {
    /// Nothing.
    No,
    /// The thread becomes idle after the message.
    Release,
    /// It goes to this app, or to the default app.
    Pass(Option<String>),
}

/// Reads `thread_control`; `release` is meant when no type is given.
pub(crate) fn thread_control(value: Option<&Value>) -> Result<HandOver, Refusal> {
    let Some(value) = value else {
        return Ok(HandOver::No);
    };
    let app = match &value["app_id"] {
        Value::String(app) => Some(app.clone()),
        Value::Number(app) => Some(app.to_string()),
        _ => None,
    };
    match value["control_type"].as_str() {
        None | Some("release") => Ok(HandOver::Release),
        Some("pass") => Ok(HandOver::Pass(app)),
        Some(other) => Err(Refusal::parameter(format!("Invalid control_type {other}"))),
    }
}

/// Exactly one way to name the recipient; this model knows people by their id alone.
pub(crate) fn recipient(value: Option<&Value>) -> Checked {
    let recipient = value.and_then(Value::as_object);
    let one = recipient.is_some_and(|recipient| recipient.len() == 1);
    let by_id = recipient.is_some_and(|recipient| recipient.contains_key("id"));
    if one && by_id {
        return Ok(());
    }
    Err(Refusal::parameter("recipient must hold exactly one of its fields (here: id)"))
}

/// The whole `message` object.
pub(crate) fn message(message: &Value, known_attachments: &BTreeSet<String>) -> Checked {
    let Some(message) = message.as_object() else {
        return Err(Refusal::parameter("message must be an object"));
    };
    length(message.get("metadata"), 999, "metadata")?;
    let bodies = ["text", "attachment", "attachments", "sticker_id", "template"];
    if bodies.iter().filter(|body| message.contains_key(**body)).count() != 1 {
        return Err(Refusal::parameter("message needs either text or an attachment"));
    }
    if let Some(text) = message.get("text") {
        filled(Some(text), 1999, "text")?;
    }
    if let Some(replies) = message.get("quick_replies") {
        if message.contains_key("template") {
            return Err(Refusal::parameter("quick_replies need a text or an attachment"));
        }
        quick_replies(replies)?;
    }
    if let Some(template) = message.get("template") {
        return approved(template);
    }
    match (message.get("attachment"), message.get("attachments")) {
        (Some(one), _) => attachment(one, known_attachments),
        (None, Some(several)) => images(several, known_attachments),
        (None, None) => Ok(()),
    }
}

/// An approved template goes as a utility message and as nothing else (messenger-platform 4.4).
pub(crate) fn utility(message: &Value, messaging_type: Option<&str>) -> Checked {
    match (message.get("template").is_some(), messaging_type == Some("UTILITY")) {
        (true, true) | (false, false) => Ok(()),
        (true, false) => Err(Refusal::parameter("a template needs messaging_type UTILITY")),
        (false, true) => Err(Refusal::parameter("messaging_type UTILITY needs a template")),
    }
}

fn approved(template: &Value) -> Checked {
    filled(template.get("name"), 512, "template name")?;
    filled(template["language"].get("code"), 20, "template language code")?;
    let Some(components) = template.get("components") else { return Ok(()) };
    for component in list(components, 1, 10, "components")? {
        filled(component.get("type"), 20, "component type")?;
        for parameter in list(&component["parameters"], 1, 100, "parameters")? {
            filled(parameter.get("type"), 20, "parameter type")?;
            filled(parameter.get("text"), 1024, "parameter text")?;
        }
    }
    Ok(())
}

fn images(several: &Value, known: &BTreeSet<String>) -> Checked {
    let several = list(several, 1, 30, "attachments")?;
    for one in several {
        if one["type"] != "image" {
            return Err(Refusal::parameter("attachments can hold images only"));
        }
        attachment(one, known)?;
    }
    Ok(())
}

/// Any one attachment: media by address or id, or a template.
pub(crate) fn attachment(attachment: &Value, known: &BTreeSet<String>) -> Checked {
    let payload = &attachment["payload"];
    match attachment["type"].as_str() {
        Some("image" | "video" | "audio" | "file") => media(payload, known),
        Some("template") => template(payload),
        _ => Err(Refusal::parameter("attachment.type is not one of the known types")),
    }
}

fn media(payload: &Value, known: &BTreeSet<String>) -> Checked {
    match (payload["url"].as_str(), payload["attachment_id"].as_str()) {
        (Some(_), Some(_)) | (None, None) => {
            Err(Refusal::parameter("payload needs either url or attachment_id"))
        }
        (None, Some(id)) if !known.contains(id) => {
            Err(Refusal::new(100, Some(2_018_074), "Invalid attachment id"))
        }
        (Some(url), None) if !is_web(url) => {
            Err(Refusal::new(100, Some(2_018_008), "Failed to fetch the file from the url"))
        }
        (Some(_), None) | (None, Some(_)) => Ok(()),
    }
}

fn template(payload: &Value) -> Checked {
    match payload["template_type"].as_str() {
        Some("button") => {
            filled(payload.get("text"), 640, "text")?;
            buttons(&payload["buttons"], 1)
        }
        Some("generic") => list(&payload["elements"], 1, 10, "elements")?.iter().try_for_each(card),
        Some("media") => {
            let elements = list(&payload["elements"], 1, 1, "elements")?;
            optional_buttons(&elements[0])
        }
        Some("receipt") => receipt(payload),
        Some("product") => list(&payload["elements"], 1, 10, "elements").map(|_| ()),
        Some("coupon") => {
            length(payload.get("title"), 80, "title")?;
            length(payload.get("subtitle"), 80, "subtitle")
        }
        Some("customer_feedback") => {
            filled(payload.get("title"), 65, "title")?;
            length(payload.get("subtitle"), 80, "subtitle")?;
            length(payload.get("button_title"), 20, "button_title")?;
            list(&payload["feedback_screens"], 1, 1, "feedback_screens").map(|_| ())
        }
        _ => Err(Refusal::parameter("template_type is not one of the known types")),
    }
}

fn card(element: &Value) -> Checked {
    filled(element.get("title"), 80, "title")?;
    length(element.get("subtitle"), 80, "subtitle")?;
    if element.as_object().map_or(0, Map::len) < 2 {
        return Err(Refusal::parameter("an element needs a title and one property more"));
    }
    if let Some(action) = element.get("default_action") {
        if action.get("title").is_some() {
            return Err(Refusal::parameter("default_action has no title"));
        }
        web_address(action)?;
    }
    optional_buttons(element)
}

fn receipt(payload: &Value) -> Checked {
    for key in ["recipient_name", "order_number", "currency", "payment_method"] {
        filled(payload.get(key), usize::MAX, key)?;
    }
    if !payload["summary"]["total_cost"].is_number() {
        return Err(Refusal::parameter("summary.total_cost is required"));
    }
    let elements = payload.get("elements").map(|elements| list(elements, 0, 100, "elements"));
    elements.transpose().map(|_| ())
}

fn optional_buttons(holder: &Value) -> Checked {
    holder.get("buttons").map_or(Ok(()), |value| buttons(value, 1))
}

fn buttons(value: &Value, least: usize) -> Checked {
    list(value, least, 3, "buttons")?.iter().try_for_each(button)
}

fn button(button: &Value) -> Checked {
    match button["type"].as_str() {
        Some("postback") => {
            filled(button.get("title"), 20, "button title")?;
            filled(button.get("payload"), 1000, "button payload")
        }
        Some("web_url") => {
            filled(button.get("title"), 20, "button title")?;
            web_address(button)
        }
        Some("phone_number") => {
            filled(button.get("title"), 20, "button title")?;
            let number = button["payload"].as_str().unwrap_or_default();
            if number.starts_with('+') {
                return Ok(());
            }
            Err(Refusal::parameter("a phone number begins with + and the country"))
        }
        Some("account_link") => web_address(button),
        Some("account_unlink" | "game_play") => Ok(()),
        _ => Err(Refusal::parameter("button type is not one of the known types")),
    }
}

fn quick_replies(value: &Value) -> Checked {
    for reply in list(value, 1, 13, "quick_replies")? {
        match reply["content_type"].as_str() {
            Some("text") => {
                length(reply.get("title"), 20, "quick reply title")?;
                filled(reply.get("payload"), 1000, "quick reply payload")?;
                let empty = reply["title"].as_str().unwrap_or_default().is_empty();
                if empty && reply.get("image_url").is_none() {
                    return Err(Refusal::parameter("a quick reply needs a title or an image"));
                }
            }
            Some("user_phone_number" | "user_email") => {}
            _ => {
                return Err(Refusal::parameter("content_type is not one of the known types"));
            }
        }
    }
    Ok(())
}

fn web_address(holder: &Value) -> Checked {
    let url = holder["url"].as_str().unwrap_or_default();
    if is_web(url) { Ok(()) } else { Err(Refusal::parameter("url must be a web address")) }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn list<'a>(
    value: &'a Value,
    least: usize,
    most: usize,
    name: &str,
) -> Result<&'a [Value], Refusal> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    if value.is_array() && (least..=most).contains(&list.len()) {
        return Ok(list);
    }
    Err(Refusal::parameter(format!("{name} must hold {least} to {most} items")))
}

fn length(value: Option<&Value>, most: usize, name: &str) -> Checked {
    let Some(value) = value else { return Ok(()) };
    let Some(text) = value.as_str() else {
        return Err(Refusal::parameter(format!("{name} must be a string")));
    };
    if text.chars().count() <= most {
        return Ok(());
    }
    Err(Refusal::parameter(format!("Length of param {name} must be at most {most}")))
}

fn filled(value: Option<&Value>, most: usize, name: &str) -> Checked {
    if value.and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err(Refusal::parameter(format!("{name} must be a non-empty string")));
    }
    length(value, most, name)
}
