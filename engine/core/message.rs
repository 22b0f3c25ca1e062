//! From what an author wrote to say to messages within the channel's limits. Nothing is cut silently.

use crate::action::{Part, Say};
use crate::bot::{self, Does, Label, owner};
use crate::channel::{self, Piece};
use crate::default_text::{DefaultText, default_text};
use crate::each;
use crate::effect::{Button, ButtonDoes, Content, Message, QuickReply, Suggest};
use crate::id::{ButtonId, ModuleId};
use crate::limit;
use crate::scene::Scene;
use crate::scope::Scope;
use crate::template::Template;
use crate::value::Value;
use crate::{cards, cut};

/// A message and the typing pause before it, in milliseconds.
pub(crate) type Timed = (u64, Message);

/// What a say carries besides its own parts.
#[derive(Default)]
pub(crate) struct Dress<'m> {
    /// Quick replies on its last message.
    pub(crate) choices: Vec<QuickReply>,
    /// The chip on its last message.
    pub(crate) suggest: Option<Suggest>,
    /// The button that brings the conversation back, with the text it stands under where nothing else can hold it.
    pub(crate) return_button: Option<(&'m Label, &'m str)>,
    /// Only the last message, without its buttons: a question asked again.
    pub(crate) again: bool,
    /// Where chance comes from: list, visit and place.
    pub(crate) chance: (&'m str, u32, u64),
}

/// What the platform sends back when the button is tapped.
pub(crate) fn payload(owner: &ModuleId, id: &ButtonId) -> String {
    format!("1.{owner}.{id}")
}

/// What a payload names.
pub(crate) struct Named {
    /// The owner.
    pub(crate) owner: ModuleId,
    /// The button or choice.
    pub(crate) id: ButtonId,
    /// What it carries of the item it was made from.
    pub(crate) item: Option<Value>,
}

/// What a payload names; `None` when it is not of our form.
pub(crate) fn parse_payload(payload: &str) -> Option<Named> {
    let (owner, rest) = payload.strip_prefix("1.")?.split_once('.')?;
    let (id, item) = match rest.split_once('.') {
        Some((id, item)) => (id, serde_json::from_str(item).ok()),
        None => (rest, None),
    };
    Some(Named { owner: ModuleId::new(owner), id: ButtonId::new(id), item })
}

/// The text of a message, for traces and for people who look at them.
pub(crate) fn spoken(message: &Message) -> String {
    match &message.content {
        Content::Text { text, .. } => text.clone(),
        Content::Media { kind, url } => format!("[{kind:?} {url}]"),
        Content::Cards(cards) => {
            let titles: Vec<&str> = cards.iter().map(|card| card.title.as_str()).collect();
            format!("[Cards {}]", titles.join(" | "))
        }
        Content::Utility(utility) => {
            format!("[template {}] {}", utility.name, utility.with.join(", ")).trim_end().to_owned()
        }
    }
}

/// Renders everything a say sends.
pub(crate) fn render(scene: &Scene, say: &Say, dress: Dress) -> Result<Vec<Timed>, String> {
    let mut out = parts(scene, &say.parts, &dress)?;
    if dress.again {
        out = repeat_last(out);
    }
    if let Some((label, under)) = dress.return_button {
        add_return_button(scene, &mut out, label, under)?;
    }
    match out.last_mut() {
        Some((_, last)) => (last.choices, last.suggest) = (dress.choices, dress.suggest),
        None if !dress.choices.is_empty() => {
            scene.overlook("there is no message for the choices to stand under".to_owned());
        }
        None => {}
    }
    Ok(out)
}

/// The messages of some parts, each with the pause before it.
fn parts(scene: &Scene, parts: &[Part], dress: &Dress) -> Result<Vec<Timed>, String> {
    let mut out: Vec<Timed> = Vec::new();
    let mut pause = 0;
    for (index, part) in parts.iter().enumerate() {
        let (outer, part) = part.spoken_as();
        let (inner, part) = chosen(scene, part, dress, index as u64).spoken_as();
        if let Part::Typing(duration) = part {
            pause += duration.0;
            continue;
        }
        // Instagram knows no personas (messenger-platform 7.2).
        let by = inner.or(outer).filter(|_| scene.conversation.page.channel != channel::INSTAGRAM);
        for mut message in render_part(scene, part, dress)? {
            message.persona = message.persona.or_else(|| by.map(str::to_owned));
            out.push((std::mem::take(&mut pause), message));
        }
    }
    Ok(out)
}

fn chosen<'p>(scene: &Scene, part: &'p Part, dress: &Dress, index: u64) -> &'p Part {
    let Part::OneOf { parts, others } = part else { return part };
    let parts = scene.tongues().pick(others).unwrap_or(parts);
    let (list, visit, place) = dress.chance;
    let roll = scene.chance(list, visit, place.wrapping_mul(64).wrapping_add(index));
    let Some(part) = parts.get((roll % parts.len().max(1) as u64) as usize) else { return part };
    part
}

/// A question asked again is its last message only; buttons stay where they were first sent.
fn repeat_last(messages: Vec<Timed>) -> Vec<Timed> {
    let last = messages.into_iter().next_back().map(|(_, mut message)| {
        if let Content::Text { buttons, .. } = &mut message.content {
            buttons.clear();
        }
        (0, message)
    });
    last.into_iter().collect()
}

fn render_part(scene: &Scene, part: &Part, dress: &Dress) -> Result<Vec<Message>, String> {
    match part {
        Part::Text { text: template, buttons } => {
            let text = text_of(scene, template)?;
            let buttons = render_buttons(scene, buttons)?;
            if text.trim().is_empty() && !buttons.is_empty() {
                scene.overlook("a text above buttons came out empty and was not sent".to_owned());
            }
            Ok(texts(scene, &text, buttons))
        }
        Part::Media { kind, url } => {
            let url = address_of(scene, url)?;
            let message = |url| of(Content::Media { kind: *kind, url });
            Ok(url.map(message).into_iter().collect())
        }
        Part::Cards(cards) => cards::render(scene, cards),
        Part::Each(each) => {
            let made = cards::from_list(scene, each)?;
            match (&made, &each.if_empty) {
                (None, Some(instead)) => {
                    let said = parts(scene, &instead.parts, dress)?;
                    Ok(said.into_iter().map(|(_, message)| message).collect())
                }
                (None, None) | (Some(_), _) => Ok(made.unwrap_or_default()),
            }
        }
        Part::Utility(utility) => Ok(vec![of(Content::Utility(utility.render(scene)?))]),
        Part::As { part, .. } => render_part(scene, part, dress),
        // A pause is taken up by the caller; a choice within a choice is refused at load.
        Part::OneOf { .. } | Part::Typing(_) => Ok(Vec::new()),
    }
}

/// One text as the channel takes it: long ones become several, buttons stand under the last.
fn texts(scene: &Scene, text: &str, buttons: Vec<Button>) -> Vec<Message> {
    let channel = scene.conversation.page.channel.as_str();
    let mut pieces = cut::split(text, Piece::Text.room_on(channel));
    if !buttons.is_empty()
        && let Some(last) = pieces.pop()
    {
        pieces.extend(cut::split(&last, Piece::TextWithButtons.room_on(channel)));
    }
    let Some(last) = pieces.pop() else { return Vec::new() };
    let mut out: Vec<Message> = pieces.into_iter().map(|piece| plain(piece, Vec::new())).collect();
    out.push(plain(last, buttons));
    out
}

fn plain(text: String, buttons: Vec<Button>) -> Message {
    of(Content::Text { text, buttons })
}

/// A message that shows this and nothing else.
pub(crate) fn of(content: Content) -> Message {
    Message { content, choices: Vec::new(), suggest: None, persona: None }
}

/// The buttons that can be shown; what cannot be is noted.
pub(crate) fn render_buttons(
    scope: &dyn Scope,
    buttons: &[bot::Button],
) -> Result<Vec<Button>, String> {
    let rendered = buttons.iter().map(|button| render_button(scope, button));
    let rendered: Vec<Option<Button>> = rendered.collect::<Result<_, _>>()?;
    Ok(rendered.into_iter().flatten().collect())
}

fn render_button(scope: &dyn Scope, button: &bot::Button) -> Result<Option<Button>, String> {
    let does = match &button.does {
        Does::Press => each::button_payload(scope, button).map(ButtonDoes::Press),
        Does::Url(url) => address_of(scope, url)?.map(ButtonDoes::Url),
        Does::Phone(number) => number_of(scope, number)?.map(ButtonDoes::Phone),
    };
    let label = label_of(scope, &button.label)?;
    if label.is_empty() {
        let source = button.label.text.source();
        scope.note_fault(format!("a button was left out: its label `{source}` is empty"));
        return Ok(None);
    }
    Ok(does.map(|does| Button { label, does }))
}

/// The return button goes under the last text that has room; else it is sent behind under a text of its own.
fn add_return_button(
    scene: &Scene,
    out: &mut Vec<Timed>,
    label: &Label,
    under: &str,
) -> Result<(), String> {
    let id = ButtonId::new(owner::RETURN);
    let does = ButtonDoes::Press(payload(&ModuleId::new(owner::HANDOVER), &id));
    let button = Button { label: label_of(scene, label)?, does };
    let last = out.iter().rposition(|(_, message)| matches!(message.content, Content::Text { .. }));
    let room = last.and_then(|at| match &out[at].1.content {
        Content::Text { text, buttons } if buttons.len() < channel::BUTTONS => {
            Some((at, text.clone(), buttons.clone()))
        }
        Content::Text { .. } | Content::Media { .. } => None,
        Content::Cards(_) | Content::Utility(_) => None,
    });
    let Some((at, text, mut buttons)) = room else {
        out.push((0, plain(under.to_owned(), vec![button])));
        return Ok(());
    };
    buttons.push(button);
    let mut pause = out[at].0;
    let pieces = texts(scene, &text, buttons).into_iter();
    let pieces: Vec<Timed> = pieces.map(|piece| (std::mem::take(&mut pause), piece)).collect();
    out.splice(at..=at, pieces);
    Ok(())
}

/// Renders a template as a text for the person.
pub(crate) fn text_of(scope: &dyn Scope, template: &Template) -> Result<String, String> {
    template.render(scope, limit::RENDERED).map_err(|fault| fault.to_string())
}

/// One of the engine's own texts, as the author words it or as it is, in the language of the person.
pub(crate) fn own_text(scene: &Scene, which: DefaultText) -> String {
    let own = scene.newest().own_text(which).map(|text| text_of(scene, text));
    match own {
        Some(Ok(text)) => text,
        Some(Err(_)) | None => default_text(scene.language(), which).to_owned(),
    }
}

/// Renders a label within the channel's limit.
pub(crate) fn label_of(scope: &dyn Scope, label: &Label) -> Result<String, String> {
    fitting(scope, &label.text, Piece::Label)
}

/// A label as it is shown; `None` where it is shown as it is.
pub(crate) fn shown_label(text: &str) -> Option<String> {
    cut::shortened(text, Piece::Label.room())
}

/// Renders a text of which the platform shows only so much; what is shortened is noted.
pub(crate) fn fitting(
    scope: &dyn Scope,
    template: &Template,
    piece: Piece,
) -> Result<String, String> {
    let text = text_of(scope, template)?;
    let text = text.trim();
    let Some(short) = cut::shortened(text, piece.room()) else { return Ok(text.to_owned()) };
    let (what, most) = (piece.words(), piece.room().most);
    scope.note_fault(format!("{what} `{}` was shortened to {most} characters", template.source()));
    Ok(short)
}

/// Renders an address; `None`, and noted, where it is none the platform would open.
pub(crate) fn address_of(scope: &dyn Scope, template: &Template) -> Result<Option<String>, String> {
    let text = text_of(scope, template)?;
    let text = text.trim();
    if text.starts_with("https://") || text.starts_with("http://") {
        return Ok(Some(text.to_owned()));
    }
    scope.note_fault(format!("`{}` gives no address: it was left out", template.source()));
    Ok(None)
}

/// Renders a number to call, as the platform asks for it: `+` and digits (messenger-platform 4.2).
fn number_of(scope: &dyn Scope, template: &Template) -> Result<Option<String>, String> {
    let text = text_of(scope, template)?;
    let bare = |c: &char| !matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}');
    let number: String = text.chars().filter(bare).collect();
    let digits = number.strip_prefix('+').unwrap_or("");
    if (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Some(number));
    }
    scope.note_fault(format!("`{}` is no number to call: it was left out", template.source()));
    Ok(None)
}

/// A text of the engine's own.
pub(crate) fn text(text: &str) -> Message {
    plain(text.to_owned(), Vec::new())
}
