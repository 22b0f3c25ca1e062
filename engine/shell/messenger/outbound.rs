//! Effects as the bodies of Graph calls (messenger-platform 3.2, 4.1 to 4.8).
//!
//! Invariant: says exactly what the effect says; limits were checked when the flow was loaded and
//! the text rendered, so nothing is cut here. Texts are borrowed until they are written.

use baton_core::effect::{
    Button, ButtonDoes, Card, Content, Media, Message, QuickReply, Suggest, Utility,
};
use baton_core::id::{AppId, ContactId};
use serde::Serialize;

use super::budget::Weight;

#[derive(Serialize)]
struct Recipient<'a> {
    id: &'a str,
}

#[derive(Serialize)]
struct Sending<'a> {
    messaging_type: &'static str,
    recipient: Recipient<'a>,
    message: Body<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    persona_id: Option<&'a str>,
}

#[derive(Serialize, Default)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attachment: Option<Attachment<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<Approved<'a>>,
    // An empty list is refused; the key stays out when there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    quick_replies: Vec<Choice<'a>>,
    metadata: &'a str,
}

/// An approved utility template (messenger-platform 4.4). Of its components only the body takes
/// values, in order; the shape of the values is the platform's for templates elsewhere (10.4).
#[derive(Serialize)]
struct Approved<'a> {
    name: &'a str,
    language: Language,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<[Component<'a>; 1]>,
}

#[derive(Serialize)]
struct Language {
    code: String,
}

#[derive(Serialize)]
struct Component<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    parameters: Vec<Parameter<'a>>,
}

#[derive(Serialize)]
struct Parameter<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct Attachment<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    payload: Payload<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Payload<'a> {
    Url { url: &'a str },
    Buttons { template_type: &'static str, text: &'a str, buttons: Vec<Tap<'a>> },
    Cards { template_type: &'static str, elements: Vec<Element<'a>> },
}

#[derive(Serialize)]
struct Element<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_action: Option<Open<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    buttons: Vec<Tap<'a>>,
}

/// A tap on the card itself: a button without a title.
#[derive(Serialize)]
struct Open<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Tap<'a> {
    Postback { title: &'a str, payload: &'a str },
    WebUrl { title: &'a str, url: &'a str },
    PhoneNumber { title: &'a str, payload: &'a str },
}

#[derive(Serialize)]
struct Choice<'a> {
    content_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<&'a str>,
}

#[derive(Serialize)]
struct Action<'a> {
    recipient: Recipient<'a>,
    sender_action: &'static str,
}

#[derive(Serialize)]
struct Control<'a> {
    recipient: Recipient<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_app_id: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    metadata: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<u64>,
}

/// A message to a person: an answer within the 24-hour window, or an approved template at any time.
/// `metadata` comes back in the echo.
pub fn message(contact: &ContactId, message: &Message, metadata: &str) -> Vec<u8> {
    let (messaging_type, body) = content(&message.content);
    json(&Sending {
        messaging_type,
        recipient: Recipient { id: contact.as_str() },
        message: Body { quick_replies: quick_replies(message), metadata, ..body },
        persona_id: message.persona.as_deref(),
    })
}

/// Which allowance a message draws on.
pub fn weight(message: &Message) -> Weight {
    match &message.content {
        Content::Media { kind: Media::Video | Media::Audio, .. } => Weight::Media,
        Content::Media { kind: Media::Image | Media::File, .. }
        | Content::Text { .. }
        | Content::Cards(_)
        | Content::Utility(_) => Weight::Text,
    }
}

/// `typing_on`, `typing_off` or `mark_seen`.
pub fn action(contact: &ContactId, action: &'static str) -> Vec<u8> {
    json(&Action { recipient: Recipient { id: contact.as_str() }, sender_action: action })
}

/// A change of thread control. `duration` in seconds, for extending only.
pub fn control(
    contact: &ContactId,
    target: Option<&AppId>,
    metadata: &str,
    duration: Option<u64>,
) -> Vec<u8> {
    json(&Control {
        recipient: Recipient { id: contact.as_str() },
        target_app_id: target.map(AppId::as_str),
        metadata,
        duration,
    })
}

/// What a message shows, and how it is sent.
fn content(content: &Content) -> (&'static str, Body<'_>) {
    let attached =
        |attachment| ("RESPONSE", Body { attachment: Some(attachment), ..Body::default() });
    match content {
        Content::Text { text, buttons } if buttons.is_empty() => {
            ("RESPONSE", Body { text: Some(text), ..Body::default() })
        }
        Content::Text { text, buttons } => {
            let buttons = buttons.iter().map(tap).collect();
            attached(template(Payload::Buttons { template_type: "button", text, buttons }))
        }
        Content::Media { kind, url } => {
            let kind = match kind {
                Media::Image => "image",
                Media::Video => "video",
                Media::Audio => "audio",
                Media::File => "file",
            };
            attached(Attachment { kind, payload: Payload::Url { url } })
        }
        Content::Cards(cards) => {
            let elements = cards.iter().map(element).collect();
            attached(template(Payload::Cards { template_type: "generic", elements }))
        }
        Content::Utility(utility) => {
            ("UTILITY", Body { template: Some(approved(utility)), ..Body::default() })
        }
    }
}

fn approved(utility: &Utility) -> Approved<'_> {
    let parameter = |text| Parameter { kind: "text", text };
    let parameters: Vec<_> = utility.with.iter().map(|text| parameter(text.as_str())).collect();
    let components = (!parameters.is_empty()).then_some([Component { kind: "body", parameters }]);
    // The platform writes `pt_BR`.
    let code = utility.language.replace('-', "_");
    Approved { name: &utility.name, language: Language { code }, components }
}

fn template(payload: Payload<'_>) -> Attachment<'_> {
    Attachment { kind: "template", payload }
}

fn element(card: &Card) -> Element<'_> {
    Element {
        title: &card.title,
        subtitle: card.subtitle.as_deref(),
        image_url: card.image.as_deref(),
        default_action: card.url.as_deref().map(|url| Open { kind: "web_url", url }),
        buttons: card.buttons.iter().map(tap).collect(),
    }
}

fn tap(button: &Button) -> Tap<'_> {
    let title = &button.label;
    match &button.does {
        ButtonDoes::Press(payload) => Tap::Postback { title, payload },
        ButtonDoes::Url(url) => Tap::WebUrl { title, url },
        ButtonDoes::Phone(number) => Tap::PhoneNumber { title, payload: number },
    }
}

fn quick_replies(message: &Message) -> Vec<Choice<'_>> {
    let chip = message.suggest.map(|suggest| match suggest {
        Suggest::Email => "user_email",
        Suggest::Phone => "user_phone_number",
    });
    let chip = chip.map(|content_type| Choice {
        content_type,
        title: None,
        payload: None,
        image_url: None,
    });
    message.choices.iter().map(choice).chain(chip).collect()
}

fn choice(choice: &QuickReply) -> Choice<'_> {
    Choice {
        content_type: "text",
        title: Some(&choice.label),
        payload: Some(&choice.payload),
        image_url: choice.image.as_deref(),
    }
}

fn json(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("texts and lists of texts always become JSON")
}

#[cfg(test)]
mod tests;
