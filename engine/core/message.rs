//! From what an author wrote to say to messages within the channel's limits. Nothing is cut silently.

use crate::action::{Card, Part, Say};
use crate::bot::{self, Choice, Does, Label, owner};
use crate::default_text::{DefaultText, default_text};
use crate::effect::{self, Button, ButtonDoes, Content, Message, QuickReply};
use crate::id::{ButtonId, ModuleId};
use crate::limit;
use crate::scene::Scene;
use crate::scope::Scope;
use crate::template::Template;

/// A message and the typing pause before it, in milliseconds.
pub(crate) type Timed = (u64, Message);

/// What a say carries besides its own parts.
#[derive(Default)]
pub(crate) struct Dress<'m> {
    /// Quick replies on its last message, and the module they belong to.
    pub(crate) choices: Option<(&'m ModuleId, &'m [Choice])>,
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

/// The owner and id a payload names; `None` when it is not of our form.
pub(crate) fn parse_payload(payload: &str) -> Option<(ModuleId, ButtonId)> {
    let (owner, id) = payload.strip_prefix("1.")?.split_once('.')?;
    Some((ModuleId::new(owner), ButtonId::new(id)))
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
    }
}

/// Renders everything a say sends.
pub(crate) fn render(scene: &Scene, say: &Say, dress: &Dress) -> Result<Vec<Timed>, String> {
    let mut out: Vec<Timed> = Vec::new();
    let mut pause = 0;
    for (index, part) in say.parts.iter().enumerate() {
        let part = chosen(scene, part, dress, index as u64);
        if let Part::Typing(duration) = part {
            pause += duration.0;
            continue;
        }
        for message in render_part(scene, part)? {
            out.push((std::mem::take(&mut pause), message));
        }
    }
    if dress.again {
        out = repeat_last(out);
    }
    if let Some((label, under)) = dress.return_button {
        add_return_button(scene, &mut out, label, under)?;
    }
    if let Some((module, choices)) = dress.choices
        && let Some((_, last)) = out.last_mut()
    {
        last.choices = quick_replies(scene, module, choices)?;
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

fn render_part(scene: &Scene, part: &Part) -> Result<Vec<Message>, String> {
    let bare = |content| Message { content, choices: Vec::new() };
    match part {
        Part::Text { text, buttons } => {
            let text = text_of(scene, text)?;
            let buttons = render_buttons(scene, buttons)?;
            Ok(texts(&text, buttons))
        }
        Part::Media { kind, url } => {
            let url = text_of(scene, url)?;
            Ok(vec![bare(Content::Media { kind: *kind, url })])
        }
        Part::Cards(cards) => {
            let cards = cards.iter().map(|card| render_card(scene, card));
            let cards: Vec<effect::Card> = cards.collect::<Result<_, _>>()?;
            Ok(vec![bare(Content::Cards(cards))])
        }
        // A pause is taken up by the caller; a choice within a choice is refused at load.
        Part::OneOf { .. } | Part::Typing(_) => Ok(Vec::new()),
    }
}

/// One text as the channel takes it: long ones become several, buttons stand under the last.
fn texts(text: &str, buttons: Vec<Button>) -> Vec<Message> {
    let last_limit = if buttons.is_empty() { limit::TEXT } else { limit::TEXT_WITH_BUTTONS };
    let mut pieces = if text.trim().is_empty() { Vec::new() } else { split(text, last_limit) };
    let Some(last) = pieces.pop() else { return Vec::new() };
    let mut out: Vec<Message> = pieces.into_iter().map(|piece| plain(piece, Vec::new())).collect();
    out.push(plain(last, buttons));
    out
}

fn plain(text: String, buttons: Vec<Button>) -> Message {
    Message { content: Content::Text { text, buttons }, choices: Vec::new() }
}

fn render_card(scene: &Scene, card: &Card) -> Result<effect::Card, String> {
    let optional = |template: &Option<Template>| -> Result<Option<String>, String> {
        let text = template.as_ref().map(|template| text_of(scene, template)).transpose()?;
        Ok(text.filter(|text| !text.is_empty()))
    };
    Ok(effect::Card {
        title: shorten(text_of(scene, &card.title)?, limit::CARD_TEXT),
        subtitle: optional(&card.subtitle)?.map(|text| shorten(text, limit::CARD_TEXT)),
        image: optional(&card.image)?,
        url: optional(&card.url)?,
        buttons: render_buttons(scene, &card.buttons)?,
    })
}

fn render_buttons(scene: &Scene, buttons: &[bot::Button]) -> Result<Vec<Button>, String> {
    buttons.iter().map(|button| render_button(scene, button)).collect()
}

fn render_button(scene: &Scene, button: &bot::Button) -> Result<Button, String> {
    let does = match &button.does {
        Does::Press => ButtonDoes::Press(payload(&button.owner, &button.id)),
        Does::Url(url) => ButtonDoes::Url(text_of(scene, url)?),
        Does::Phone(number) => ButtonDoes::Phone(text_of(scene, number)?),
    };
    Ok(Button { label: label_of(scene, &button.label)?, does })
}

fn quick_replies(
    scene: &Scene,
    module: &ModuleId,
    choices: &[Choice],
) -> Result<Vec<QuickReply>, String> {
    let reply = |choice: &Choice| -> Result<QuickReply, String> {
        let image = choice.image.as_ref().map(|image| text_of(scene, image)).transpose()?;
        let label = label_of(scene, &choice.label)?;
        Ok(QuickReply { label, payload: payload(module, &choice.id), image })
    };
    choices.iter().take(limit::CHOICES).map(reply).collect()
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
        Content::Text { text, buttons } if buttons.len() < limit::BUTTONS => {
            Some((at, text.clone(), buttons.clone()))
        }
        Content::Text { .. } | Content::Media { .. } | Content::Cards(_) => None,
    });
    let Some((at, text, mut buttons)) = room else {
        out.push((0, plain(under.to_owned(), vec![button])));
        return Ok(());
    };
    buttons.push(button);
    let mut pause = out[at].0;
    let pieces = texts(&text, buttons).into_iter();
    let pieces: Vec<Timed> = pieces.map(|piece| (std::mem::take(&mut pause), piece)).collect();
    out.splice(at..=at, pieces);
    Ok(())
}

/// Renders a template as a text for the person.
pub(crate) fn text_of(scene: &Scene, template: &Template) -> Result<String, String> {
    template.render(scene, limit::RENDERED).map_err(|fault| fault.to_string())
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
pub(crate) fn label_of(scene: &Scene, label: &Label) -> Result<String, String> {
    Ok(shorten(text_of(scene, &label.text)?, limit::LABEL))
}

/// Length as the platform counts: UTF-16 units, the stricter reading of "characters".
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Cuts a text to a limit, visibly.
fn shorten(text: String, limit: usize) -> String {
    if length(&text) <= limit {
        return text;
    }
    let mut out = String::new();
    let mut used = 1;
    for letter in text.chars() {
        used += letter.len_utf16();
        if used > limit {
            break;
        }
        out.push(letter);
    }
    out.push('…');
    out
}

/// Splits a text into pieces within the limit: at paragraph, line and sentence ends, else at spaces, else anywhere.
pub(crate) fn split(text: &str, limit: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while length(rest) > limit {
        let end = end_within(rest, limit);
        let cut = best_cut(&rest[..end]);
        let piece = rest[..cut].trim_end();
        if !piece.is_empty() {
            pieces.push(piece.to_owned());
        }
        rest = rest[cut..].trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

fn end_within(text: &str, limit: usize) -> usize {
    let mut used = 0;
    for (at, letter) in text.char_indices() {
        used += letter.len_utf16();
        if used > limit {
            return at;
        }
    }
    text.len()
}

fn best_cut(text: &str) -> usize {
    let ends = |pattern: &str| text.rfind(pattern).map(|at| at + pattern.len());
    let sentence = [". ", "! ", "? ", "。", "！", "？", "۔ ", "؟ "];
    let candidates =
        [ends("\n\n"), ends("\n"), sentence.iter().filter_map(|s| ends(s)).max(), ends(" ")];
    // A cut in the first quarter would leave a scrap; rather cut at the next weaker place.
    let good = candidates.into_iter().flatten().find(|at| *at > text.len() / 4);
    good.unwrap_or(text.len())
}

/// A text of the engine's own.
pub(crate) fn text(text: &str) -> Message {
    plain(text.to_owned(), Vec::new())
}
