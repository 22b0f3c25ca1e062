//! What a test expects to come of a step, as it is written: messages, changes of control, calls of services.

use super::definition;
use super::fake::{Request, json_of};
use super::pattern::{Pattern, Stars};
use super::read::Reading;
use super::test::{Call, CardLook, Does, EmitLook, Expected, Moves, Saying, TemplateLook};
use crate::effect::Media;
use crate::id::AppId;
use crate::language::{Diagnostic, Fields, Kind, Node, Site};

/// What a message can show beside its text.
const MEDIA: [(&str, Media); 4] = [
    ("image", Media::Image),
    ("video", Media::Video),
    ("audio", Media::Audio),
    ("file", Media::File),
];

/// `bot`, with what stands beside it.
pub(super) fn said(reading: &Reading<'_>, value: &Node, fields: &mut Fields<'_, '_>) -> Does {
    let value = Some(value).filter(|value| !matches!(value.kind, Kind::Nothing));
    let choices =
        fields.take("choices").map(|node| (patterns(reading, node, "`choices`"), node.spot));
    let buttons =
        fields.take("buttons").map(|node| (patterns(reading, node, "`buttons`"), node.spot));
    let cards = fields.take("cards").map(|node| cards(reading, node));
    let template = fields.take("template").and_then(|node| template(reading, node));
    let persona = fields.take("persona").and_then(|node| pattern(reading, node, "`persona`"));
    let mut media = None;
    for (name, kind) in MEDIA {
        let found = fields.take(name).and_then(|node| pattern(reading, node, "the address"));
        media = media.or(found.map(|pattern| (kind, pattern)));
    }
    Does::Expect(Expected::Said(Box::new(Saying {
        text: value.and_then(|node| pattern(reading, node, "`bot`")),
        text_spot: value.map(|node| node.spot),
        choices,
        buttons,
        cards,
        template,
        persona,
        media,
    })))
}

/// `anything`, a text with `*`, or `{ matches: … }`.
fn pattern(reading: &Reading<'_>, node: &Node, what: &str) -> Option<Pattern> {
    let site = &reading.site;
    if let Kind::Text { text, quoted: false } = &node.kind
        && text == "anything"
    {
        return Some(Pattern::Anything);
    }
    if !matches!(node.kind, Kind::Map { .. }) || site.colon(node) {
        return site.words(node, what).map(|words| Pattern::Text(Stars::new(&words.text)));
    }
    let mut fields = Fields::of(site, node, &definition::MATCHES)?;
    let matches = fields.need("matches", "\"order [A-Z]-[0-9]+\"");
    let words = matches.and_then(|node| site.words(node, "`matches`"));
    fields.finish();
    let words = words?;
    match regex::Regex::new(&words.text) {
        Ok(regex) => Some(Pattern::Matches(regex)),
        Err(_) => {
            let message = format!("`{}` is no regular expression", words.text);
            site.report(
                Diagnostic::error("bad-regex", words.spot, message)
                    .help("write a text with `*` for any part instead, or mend the expression"),
            );
            None
        }
    }
}

fn patterns(reading: &Reading<'_>, node: &Node, what: &str) -> Vec<Pattern> {
    match &node.kind {
        Kind::List { items, .. } => {
            items.iter().filter_map(|item| pattern(reading, item, what)).collect()
        }
        Kind::Text { .. } | Kind::Map { .. } => pattern(reading, node, what).into_iter().collect(),
        Kind::Nothing | Kind::Broken => Vec::new(),
    }
}

/// A name, or `{ name, language, with }`.
fn template(reading: &Reading<'_>, node: &Node) -> Option<TemplateLook> {
    if !matches!(node.kind, Kind::Map { .. }) {
        let name = Some(pattern(reading, node, "`template`")?);
        return Some(TemplateLook { name, ..TemplateLook::default() });
    }
    let mut fields = Fields::of(&reading.site, node, &definition::TEMPLATE)?;
    let mut part = |key: &'static str| {
        fields.take(key).and_then(|node| pattern(reading, node, &format!("`{key}`")))
    };
    let (name, language) = (part("name"), part("language"));
    let with = fields.take("with").map(|node| patterns(reading, node, "`with`"));
    fields.finish();
    Some(TemplateLook { name, language, with })
}

fn cards(reading: &Reading<'_>, node: &Node) -> Vec<CardLook> {
    let items = reading.items(node, "`cards`", "- Oak chair");
    items.iter().filter_map(|item| card(reading, item)).collect()
}

/// A title, or `{ title, subtitle, image, buttons }`.
fn card(reading: &Reading<'_>, node: &Node) -> Option<CardLook> {
    if !matches!(node.kind, Kind::Map { .. }) {
        let title = Some(pattern(reading, node, "a card")?);
        return Some(CardLook { title, ..CardLook::default() });
    }
    let mut fields = Fields::of(&reading.site, node, &definition::CARD)?;
    let mut part = |name: &'static str| {
        fields.take(name).and_then(|node| pattern(reading, node, &format!("`{name}`")))
    };
    let (title, subtitle, image) = (part("title"), part("subtitle"), part("image"));
    let buttons = fields.take("buttons").map(|node| patterns(reading, node, "`buttons`"));
    fields.finish();
    Some(CardLook { title, subtitle, image, buttons })
}

/// `graph`, with `with: { receiver, metadata }`.
pub(super) fn moves(
    reading: &Reading<'_>,
    value: &Node,
    fields: &mut Fields<'_, '_>,
) -> Option<Expected> {
    let site = &reading.site;
    let words = site.words(value, "`graph`")?;
    let with = fields.take("with").and_then(|node| Fields::of(site, node, &definition::CONTROL));
    let (mut receiver, mut metadata) = (None, None);
    if let Some(mut with) = with {
        receiver = with.take("receiver").map(|node| app(site, node));
        metadata = with.take("metadata").and_then(|node| pattern(reading, node, "`metadata`"));
        with.finish();
    }
    let kinds = [("pass_thread_control", true), ("take_thread_control", false)];
    let passes = site.one_of(&words, "`graph`", &kinds)?;
    let receiver = match receiver {
        Some(app) => Some(app?),
        None => None,
    };
    Some(Expected::Control(Moves { passes, receiver, metadata }))
}

/// A receiver by its name, or an app by its number.
fn app(site: &Site<'_>, node: &Node) -> Option<AppId> {
    let digits = node.as_text().is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit()));
    if digits { site.app_id(node) } else { site.receiver(node) }
}

/// A name, or `{ name, data }`.
pub(super) fn emitted(reading: &Reading<'_>, value: &Node) -> Option<Expected> {
    let site = &reading.site;
    if !matches!(value.kind, Kind::Map { .. }) {
        let name = site.words(value, "`emit`")?.text;
        return Some(Expected::Emitted(EmitLook { name, data: None }));
    }
    let mut fields = Fields::of(site, value, &definition::EMITTED)?;
    let name = fields.need("name", "lead").and_then(|node| site.words(node, "`name`"));
    let data = fields.take("data").map(json_of);
    fields.finish();
    Some(Expected::Emitted(EmitLook { name: name?.text, data }))
}

/// `http`, with `with: { json, form, text, headers }`.
pub(super) fn called(
    reading: &Reading<'_>,
    value: &Node,
    fields: &mut Fields<'_, '_>,
) -> Option<Expected> {
    let site = &reading.site;
    let request = Request::read(value, site, &reading.services);
    let with = fields.take("with").and_then(|node| Fields::of(site, node, &definition::CALL));
    let (mut json, mut headers) = (None, Vec::new());
    if let Some(mut with) = with {
        let body = ["json", "form", "text"].into_iter().filter_map(|key| with.take(key));
        json = body.last().map(json_of);
        let named =
            with.take("headers").and_then(|node| Fields::of(site, node, &definition::HEADERS));
        for (key, value) in named.map(|mut named| named.rest()).unwrap_or_default() {
            let value = pattern(reading, value, "the header");
            headers.extend(value.map(|value| (key.text.to_lowercase(), value)));
        }
        with.finish();
    }
    Some(Expected::Called(Call { request: request?, json, headers }))
}
