//! Webhook bodies as Meta writes them (messenger-platform: sections 1.2 and 2).
//!
//! Nothing here decides who is told; these are the shapes alone.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value, json};

/// The array of an entry an item sits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// `messaging[]`: meant for us.
    Messaging,
    /// `standby[]`: a copy, another app owns the thread.
    Standby,
}

impl Channel {
    /// The key in the entry.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Messaging => "messaging",
            Self::Standby => "standby",
        }
    }
}

/// What a webhook item tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A person wrote, sent something or tapped a quick reply.
    Message,
    /// A person tapped a button, a menu entry or Get Started.
    Postback,
    /// A person came by a link into an existing thread.
    Referral,
    /// A person reacted to a message.
    Reaction,
    /// A message the page sent.
    Echo,
    /// Messages arrived at the person.
    Delivery,
    /// The person read.
    Read,
    /// Control was passed to our app.
    Pass,
    /// Control was taken.
    Take,
    /// Somebody asks for control.
    Request,
}

impl EventKind {
    /// The three events of `messaging_handovers`.
    pub const HANDOVERS: [Self; 3] = [Self::Pass, Self::Take, Self::Request];

    /// The subscription field of the kind in `messaging[]`.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Message => "messages",
            Self::Postback => "messaging_postbacks",
            Self::Referral => "messaging_referrals",
            Self::Reaction => "message_reactions",
            Self::Echo => "message_echoes",
            Self::Delivery => "message_deliveries",
            Self::Read => "message_reads",
            Self::Pass | Self::Take | Self::Request => "messaging_handovers",
        }
    }
}

/// `{"object":"page","entry":[…]}` around one item.
pub(crate) fn envelope(page: &str, time: i64, channel: Channel, item: Value) -> Value {
    json!({ "object": "page", "entry": [entry(page, time, channel, item)] })
}

/// One entry with one item.
pub(crate) fn entry(page: &str, time: i64, channel: Channel, item: Value) -> Value {
    let mut entry = Map::new();
    entry.insert("id".into(), page.into());
    entry.insert("time".into(), time.into());
    entry.insert(channel.key().into(), Value::Array(vec![item]));
    Value::Object(entry)
}

/// Who an item comes from; the other one is the recipient.
#[derive(Clone, Copy)]
pub(crate) enum From {
    Person,
    Page,
}

/// The frame all items share: sender, recipient, timestamp and the key that names the kind.
pub(crate) fn item(
    page: &str,
    contact: &str,
    from: From,
    at: i64,
    key: &str,
    value: Value,
) -> Value {
    let (sender, recipient) = match from {
        From::Person => (contact, page),
        From::Page => (page, contact),
    };
    let mut item = Map::new();
    item.insert("sender".into(), json!({ "id": sender }));
    item.insert("recipient".into(), json!({ "id": recipient }));
    item.insert("timestamp".into(), at.into());
    item.insert(key.into(), value);
    Value::Object(item)
}

/// `message` of an echo: what was sent, who sent it, and the metadata as it was given.
pub(crate) fn echo(mid: &str, app: &str, metadata: Option<&str>, sent: &Value) -> Value {
    let mut message = Map::new();
    message.insert("is_echo".into(), true.into());
    message.insert("app_id".into(), number(app));
    if let Some(metadata) = metadata {
        message.insert("metadata".into(), metadata.into());
    }
    message.insert("mid".into(), mid.into());
    if let Some(text) = sent.get("text") {
        message.insert("text".into(), text.clone());
    }
    let attachments = match (sent.get("attachments"), sent.get("attachment")) {
        (Some(several), _) => Some(several.clone()),
        (None, Some(one)) => Some(Value::Array(vec![one.clone()])),
        (None, None) => None,
    };
    if let Some(mut attachments) = attachments {
        number_the_ids(&mut attachments);
        message.insert("attachments".into(), attachments);
    }
    Value::Object(message)
}

/// In echoes `attachment_id` is a number where the Send API wants a string.
fn number_the_ids(attachments: &mut Value) {
    let payloads = attachments.as_array_mut().into_iter().flatten();
    for payload in payloads.filter_map(|one| one.get_mut("payload")) {
        if let Some(id) = payload.get_mut("attachment_id") {
            *id = id.as_str().map_or(Value::Null, number);
        }
    }
}

/// An app id as the JSON number Meta writes in echoes and requests; not a number: as it is.
pub(crate) fn number(id: &str) -> Value {
    id.parse::<u64>().map_or_else(|_| id.into(), |id| Value::Number(Number::from(id)))
}

/// Body of `pass_thread_control` and `take_thread_control`.
pub(crate) fn control(previous: Option<&str>, new: &str, metadata: Option<&str>) -> Value {
    json!({ "previous_owner_app_id": previous, "new_owner_app_id": new, "metadata": metadata })
}

/// Body of `request_thread_control`.
pub(crate) fn request(by: &str, metadata: Option<&str>) -> Value {
    json!({ "requested_owner_app_id": number(by), "metadata": metadata })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echo_names_the_app_as_a_number_and_keeps_the_metadata() {
        let sent = json!({ "text": "hi", "metadata": "b1.x" });
        let echo = echo("m_1", "1517776481860111", Some("b1.x"), &sent);
        assert_eq!(
            echo,
            json!({ "is_echo": true, "app_id": 1_517_776_481_860_111_u64, "metadata": "b1.x",
                    "mid": "m_1", "text": "hi" })
        );
    }

    #[test]
    fn an_echo_shows_a_single_attachment_as_an_array_with_a_numeric_id() {
        let sent = json!({ "attachment":
            { "type": "image", "payload": { "attachment_id": "1745504518999123" } } });
        let echo = echo("m_1", "1", None, &sent);
        assert_eq!(
            echo["attachments"],
            json!([{ "type": "image",
                     "payload": { "attachment_id": 1_745_504_518_999_123_u64 } }])
        );
        assert!(echo.get("metadata").is_none());
    }

    #[test]
    fn a_standby_item_sits_under_standby_alone() {
        let body = envelope("9", 5, Channel::Standby, json!({ "x": 1 }));
        assert_eq!(
            body,
            json!({ "object": "page", "entry": [
                { "id": "9", "time": 5, "standby": [{ "x": 1 }] }] })
        );
    }
}
