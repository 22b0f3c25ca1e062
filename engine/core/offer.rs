//! What can be chosen: the choices of the module that waits, as written or made from a list, and how
//! they are shown as quick replies.
//!
//! A list of more than 13 is shown in pages of 12 with "More" behind; typed labels of every page hold.

use crate::bot::{Choice, Each, Label, Leads, Module};
use crate::channel;
use crate::condition::Phrase;
use crate::condition::fit::Message;
use crate::condition::text::Tier;
use crate::conversation::FrameState;
use crate::default_text::DefaultText;
use crate::each::{self, WithItem};
use crate::effect::QuickReply;
use crate::id::ButtonId;
use crate::limit;
use crate::message;
use crate::note::Note;
use crate::scene::Scene;
use crate::scope::Scope;
use crate::template::Template;
use crate::value::Value;

/// The id of the choice that shows the next ones; no author's id begins so.
pub(crate) const MORE: &str = "@more";

/// A choice that was taken.
pub(crate) struct Chosen<'a> {
    /// As written; for one made from a list the pattern.
    pub(crate) choice: &'a Choice,
    /// The item it was made from: of a tap what its payload carried.
    pub(crate) item: Option<Value>,
    /// The label that was tapped; `None` where it was typed.
    pub(crate) tapped: Option<String>,
}

impl Chosen<'_> {
    /// What it does, with its item.
    pub(crate) fn leads(&self) -> Leads {
        Leads { item: self.item.clone(), ..self.choice.leads.clone() }
    }

    /// Renders with its item, where it was made from one.
    pub(crate) fn text<T>(&self, scene: &Scene, render: impl Fn(&dyn Scope) -> T) -> T {
        match &self.item {
            Some(item) => render(&WithItem::new(scene, item)),
            None => render(scene),
        }
    }
}

/// The module on top while its choices can be chosen: while it stands, or while the question that
/// carries them is open.
pub(crate) fn module<'a>(scene: &Scene<'a>) -> Option<&'a Module> {
    let (frame, module) = scene.top().zip(scene.top_module())?;
    let open = match frame.state {
        FrameState::Standing => true,
        FrameState::Asking => module.question_at == frame.next.checked_sub(1),
        FrameState::Running
        | FrameState::Http { .. }
        | FrameState::Away
        | FrameState::Sleeping { .. }
        | FrameState::Ready { .. }
        | FrameState::OutsideWindow
        | FrameState::Calling { .. } => false,
    };
    (open && !module.choices.is_empty()).then_some(module)
}

/// The first choice of which the message is the label, among those that are `wanted`.
pub(crate) fn heard<'a>(
    scene: &Scene<'a>,
    message: &Message,
    tier: Tier,
    wanted: impl Fn(&Choice) -> bool,
) -> Option<Chosen<'a>> {
    let module = module(scene)?;
    let mut wanted = module.choices.iter().filter(|choice| wanted(choice));
    let Some(each) = &module.each else {
        let choice = wanted.find(|choice| is_label(scene, &choice.label, message, tier))?;
        return Some(Chosen { choice, item: None, tapped: None });
    };
    let choice = wanted.next()?;
    let mut items = items(scene, each).into_iter();
    let said = |item: &Value| is_label(&WithItem::new(scene, item), &choice.label, message, tier);
    let item = items.find(said)?;
    Some(Chosen { choice, item: Some(item), tapped: None })
}

/// Whether the message is this label in any language of the bot, whole or as it was shown.
pub(crate) fn is_label(scope: &dyn Scope, label: &Label, message: &Message, tier: Tier) -> bool {
    if tier == Tier::Near {
        // A label is not forgiven more than a text of `says`, and that was tried before.
        return false;
    }
    let says = |text: &str| !text.is_empty() && message.heard.says(&Phrase::new(text), tier);
    let rendered = |text: &Template| {
        let text = text.render_main(scope, limit::RENDERED).unwrap_or_default();
        says(&text) || message::shown_label(&text).is_some_and(|shown| says(&shown))
    };
    message.says(&label.phrases, tier)
        || (label.varies && label.text.all().filter(|text| text.as_plain().is_none()).any(rendered))
}

/// The items choices are made from, as many as can be shown at all.
fn items(scene: &Scene, each: &Each) -> Vec<Value> {
    let mut items = each::items(scene, &each.list);
    if items.len() > limit::OFFERED {
        let (all, most) = (items.len(), limit::OFFERED);
        scene.overlook(format!("`{}` has {all} items; {most} are offered", each.list.source()));
        items.truncate(limit::OFFERED);
    }
    items
}

/// Whether there is nothing to choose from: the list behind the module's choices is empty.
pub(crate) fn is_empty(scene: &Scene, module: &Module) -> bool {
    module.each.as_ref().is_some_and(|each| items(scene, each).is_empty())
}

/// The choices of a module as quick replies; `room`: how many the message can have.
pub(crate) fn quick_replies(
    scene: &Scene,
    module: &Module,
    room: usize,
) -> Result<Vec<QuickReply>, String> {
    let (Some(each), Some(pattern)) = (&module.each, module.choices.first()) else {
        let replies = module.choices.iter().map(|choice| reply(scene, module, choice));
        let replies: Vec<_> = replies.collect::<Result<Vec<_>, String>>()?;
        return Ok(without_doubles(scene, replies.into_iter().flatten().collect(), room));
    };
    let items = items(scene, each);
    let from = first_shown(scene, &items);
    let page = page(items.len() - from, room);
    let shown = items[from..].iter().take(page);
    let replies = shown.map(|item| reply(&WithItem::new(scene, item), module, pattern));
    let replies: Vec<_> = replies.collect::<Result<Vec<_>, String>>()?;
    let mut replies = without_doubles(scene, replies.into_iter().flatten().collect(), room);
    if from + page < items.len() {
        let (label, id) = (more(scene), ButtonId::new(MORE));
        replies.push(QuickReply { label, payload: message::payload(&module.id, &id), image: None });
    }
    Ok(replies)
}

fn first_shown(scene: &Scene, items: &[Value]) -> usize {
    let shown = scene.top().map_or(0, |frame| usize::from(frame.shown));
    if shown < items.len() { shown } else { 0 }
}

/// How many of so many are shown at once: all, or one less than there is room, for "More".
fn page(left: usize, room: usize) -> usize {
    if left <= room { left } else { room - 1 }
}

/// One quick reply; `None`, and noted, where it would have neither label nor picture, or too much to
/// carry.
fn reply(
    scope: &dyn Scope,
    module: &Module,
    choice: &Choice,
) -> Result<Option<QuickReply>, String> {
    let Some(payload) = each::payload(scope, &module.id, &choice.id, &choice.carries) else {
        return Ok(None);
    };
    let image = match &choice.image {
        Some(image) => message::address_of(scope, image)?,
        None => None,
    };
    let label = message::label_of(scope, &choice.label)?;
    if label.is_empty() && image.is_none() {
        let source = choice.label.text.source();
        scope.note_fault(format!("a choice was left out: its label `{source}` is empty"));
        return Ok(None);
    }
    Ok(Some(QuickReply { label, payload, image }))
}

/// Two that look alike and do the same are one; where they do not, a typed label means the first.
fn without_doubles(scene: &Scene, replies: Vec<QuickReply>, room: usize) -> Vec<QuickReply> {
    let mut kept: Vec<QuickReply> = Vec::with_capacity(replies.len());
    for reply in replies {
        let twin = kept.iter().find(|other| other.label == reply.label && !reply.label.is_empty());
        let same = twin.is_some_and(|twin| twin.payload == reply.payload);
        if twin.is_some() {
            scene.overlook("two choices have the same label".to_owned());
        }
        if !same {
            kept.push(reply);
        }
    }
    kept.truncate(room);
    kept
}

fn more(scene: &Scene) -> String {
    message::own_text(scene, DefaultText::More)
}

/// Shows the next choices where the message asks for them, typed or tapped; `false` where it does not
/// or there are none.
pub(crate) fn more_heard(scene: &mut Scene, message: &Message, tier: Tier) -> bool {
    let asks = message.heard.says(&Phrase::new(&more(scene)), tier);
    asks && next_page(scene)
}

/// Turns to the next choices; the caller asks the question again. `false` where there are none.
pub(crate) fn next_page(scene: &mut Scene) -> bool {
    let Some((module, each)) = module(scene).and_then(|m| Some((m, m.each.as_ref()?))) else {
        return false;
    };
    let items = items(scene, each);
    let from = first_shown(scene, &items);
    let room = room_of(scene, module);
    let next = from + page(items.len() - from, room);
    if next >= items.len() {
        return false;
    }
    scene.conversation.misses = 0;
    scene.note(Note::Followed { from: format!("{}.{MORE}", module.id), index: 0 });
    if let Some(frame) = scene.top_mut() {
        frame.shown = u16::try_from(next).unwrap_or(0);
    }
    true
}

/// How many choices the message of a module can have: a chip of the profile takes a place.
pub(crate) fn room_of(scene: &Scene, module: &Module) -> usize {
    let list = scene.top().and_then(|frame| scene.list_of(frame));
    let at = module.question_at.map(usize::from);
    let action = list.zip(at).and_then(|(list, at)| list.actions.get(at));
    let chip = action.and_then(|action| action.as_question()?.suggest);
    channel::CHOICES - usize::from(chip.is_some())
}
