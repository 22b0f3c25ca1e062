//! Whether what happened is what a step expects, and where they differ.

use serde_json::{Map, Value as Json};

use super::fake::request_of;
use super::pattern::{Pattern, Stars, json_fits};
use super::tale::{app_shown, happening_shown, message_shown};
use super::test::{Call, CardLook, Expected, Moves, Saying, Step, TemplateLook};
use super::thread::Happening;
use super::world::World;
use crate::bot::Bot;
use crate::effect::{Body, Button, Content, HttpCall, Message, Utility};
use crate::id::ListId;
use crate::language::Spot;
use crate::scene::Scene;
use crate::scope;

/// Where what happened differs from what a step expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Differs {
    /// The part of the step.
    pub(crate) spot: Spot,
    /// In a sentence: what the bot does instead.
    pub(crate) title: String,
    /// Beside the part.
    pub(crate) beside: String,
}

/// What kind of thing a step waits for.
fn waits_for(expected: &Expected) -> &'static str {
    match expected {
        Expected::Said(_) => "the bot says nothing more",
        Expected::Control(moves) if moves.passes => "control is not passed",
        Expected::Control(_) => "control is not taken",
        Expected::Called(_) => "the service is not called",
        Expected::At(_) | Expected::Variables(_) | Expected::Tags(_) => "",
        Expected::Emitted(_) => "",
    }
}

/// Whether the step looks at the state of the conversation, not at what happened.
pub(crate) fn is_state(expected: &Expected) -> bool {
    match expected {
        Expected::At(_) | Expected::Variables(_) | Expected::Tags(_) => true,
        Expected::Emitted(_) => true,
        Expected::Said(_) | Expected::Control(_) | Expected::Called(_) => false,
    }
}

/// Compares the next thing that happened with a step; `None`: it is as expected.
pub(crate) fn differs(
    step: &Step,
    expected: &Expected,
    got: Option<&Happening>,
    bot: &Bot,
) -> Option<Differs> {
    let at = |spot: Spot, beside: String| Differs {
        spot,
        title: "this went another way".into(),
        beside,
    };
    let Some(got) = got else {
        let title = waits_for(expected).to_owned();
        return Some(Differs { spot: step.value, title, beside: "expected here".into() });
    };
    let else_ = |got: &Happening| {
        let shown = happening_shown(got, bot).replace('\n', " ");
        let says = matches!(got, Happening::Said(_));
        let what =
            if says { format!("the bot says: {shown}") } else { format!("the bot does: {shown}") };
        Differs { spot: step.value, title: "something else happens here".into(), beside: what }
    };
    match (expected, got) {
        (Expected::Said(saying), Happening::Said(message)) => {
            said(step, saying, message).map(|(spot, beside)| {
                let title = "the bot says something else".to_owned();
                Differs { spot, title, beside }
            })
        }
        (Expected::Control(moves), Happening::Passed(app, metadata)) if moves.passes => {
            let to = moves.receiver.as_ref().is_none_or(|receiver| receiver == app);
            let beside = format!("it goes to {}", app_shown(app, bot));
            (!to).then(|| at(step.value, beside)).or_else(|| with(step, moves, metadata))
        }
        (Expected::Control(moves), Happening::Took(metadata)) if !moves.passes => {
            with(step, moves, metadata)
        }
        (Expected::Called(call), Happening::Called(made)) => {
            called(call, made).map(|beside| at(step.value, beside))
        }
        (
            Expected::Said(_)
            | Expected::Control(_)
            | Expected::Called(_)
            | Expected::Emitted(_)
            | Expected::At(_)
            | Expected::Variables(_)
            | Expected::Tags(_),
            got,
        ) => Some(else_(got)),
    }
}

fn with(step: &Step, moves: &Moves, metadata: &str) -> Option<Differs> {
    let fits = moves.metadata.as_ref().is_none_or(|wanted| wanted.fits(metadata));
    let title = "other metadata goes along".to_owned();
    let beside = format!("the metadata is \"{metadata}\"");
    (!fits).then_some(Differs { spot: step.value, title, beside })
}

/// Where a message differs, and how.
fn said(step: &Step, saying: &Saying, message: &Message) -> Option<(Spot, String)> {
    let no_buttons = Vec::new();
    let (text, buttons) = match &message.content {
        Content::Text { text, buttons } => (Some(text), buttons),
        Content::Media { .. } | Content::Cards(_) | Content::Utility(_) => (None, &no_buttons),
    };
    let whole =
        || (saying.text_spot.unwrap_or(step.value), format!("the bot says: {}", one_line(message)));
    if let Some(wanted) = &saying.text
        && !text.map_or(matches!(wanted, Pattern::Anything), |text| wanted.fits(text))
    {
        return Some(whole());
    }
    let labels = |found: Vec<&str>| format!("there are: [{}]", found.join(", "));
    if let Some((wanted, spot)) = &saying.choices {
        let found: Vec<_> = message.choices.iter().map(|choice| choice.label.as_str()).collect();
        if !all_fit(wanted, &found) {
            return Some((*spot, labels(found)));
        }
    }
    if let Some((wanted, spot)) = &saying.buttons {
        let found = labels_of(buttons);
        if !all_fit(wanted, &found) {
            return Some((*spot, labels(found)));
        }
    }
    (!shows(saying, message)).then(whole)
}

/// Whether a message shows the cards, template, persona and media that are expected.
fn shows(saying: &Saying, message: &Message) -> bool {
    let content = &message.content;
    let cards = saying.cards.as_ref().is_none_or(|wanted| match content {
        Content::Cards(cards) => {
            let mut pairs = wanted.iter().zip(cards);
            cards.len() == wanted.len() && pairs.all(|(look, card)| look.fits(card))
        }
        Content::Text { .. } | Content::Media { .. } | Content::Utility(_) => false,
    });
    let media = saying.media.as_ref().is_none_or(|(wanted, at)| match content {
        Content::Media { kind, url } => kind == wanted && at.fits(url),
        Content::Text { .. } | Content::Cards(_) | Content::Utility(_) => false,
    });
    let template = saying.template.as_ref().is_none_or(|wanted| match content {
        Content::Utility(utility) => wanted.fits(utility),
        Content::Text { .. } | Content::Cards(_) | Content::Media { .. } => false,
    });
    let persona = saying.persona.as_ref();
    let persona = persona.is_none_or(|id| id.fits(message.persona.as_deref().unwrap_or_default()));
    cards && media && template && persona
}

fn one_line(message: &Message) -> String {
    message_shown(message).replace('\n', " ")
}

fn labels_of(buttons: &[Button]) -> Vec<&str> {
    buttons.iter().map(|button| button.label.as_str()).collect()
}

fn all_fit(wanted: &[Pattern], found: &[&str]) -> bool {
    wanted.len() == found.len() && wanted.iter().zip(found).all(|(wanted, text)| wanted.fits(text))
}

impl CardLook {
    fn fits(&self, card: &crate::effect::Card) -> bool {
        let optional = |wanted: &Option<Pattern>, got: Option<&String>| {
            wanted.as_ref().is_none_or(|wanted| wanted.fits(got.map_or("", String::as_str)))
        };
        optional(&self.title, Some(&card.title))
            && optional(&self.subtitle, card.subtitle.as_ref())
            && optional(&self.image, card.image.as_ref())
            && self.buttons.as_ref().is_none_or(|wanted| all_fit(wanted, &labels_of(&card.buttons)))
    }
}

impl TemplateLook {
    fn fits(&self, utility: &Utility) -> bool {
        let part = |wanted: &Option<Pattern>, got: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted.fits(got))
        };
        let with: Vec<_> = utility.with.iter().map(String::as_str).collect();
        part(&self.name, &utility.name)
            && part(&self.language, &utility.language)
            && self.with.as_ref().is_none_or(|wanted| all_fit(wanted, &with))
    }
}

/// How a call differs.
fn called(wanted: &Call, made: &HttpCall) -> Option<String> {
    if !wanted.request.fits(made) {
        return Some(format!("the bot calls {}", request_of(made)));
    }
    if let Some(json) = &wanted.json {
        let body = body_of(made);
        if !json_fits(json, &body) {
            return Some(format!("it sends {body}"));
        }
    }
    let header = |name: &str| {
        made.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    };
    wanted.headers.iter().find_map(|(name, wanted)| {
        let got = header(name).map_or("", String::as_str);
        (!wanted.fits(got)).then(|| format!("the header {name} is \"{got}\""))
    })
}

/// The body of a call as a test writes it.
pub(crate) fn body_of(call: &HttpCall) -> Json {
    match &call.body {
        Body::Empty => Json::Null,
        Body::Json(json) => json.clone(),
        Body::Form(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), value.clone().into()));
            Json::Object(fields.collect())
        }
        Body::Text(text) => Json::String(text.clone()),
    }
}

/// Compares the state of the present conversation with a step.
pub(crate) fn state_differs(
    step: &Step,
    expected: &Expected,
    world: &World<'_>,
) -> Option<Differs> {
    let (title, beside) = match expected {
        Expected::At(wanted) => {
            let here = stands_at(world);
            if wanted.as_ref().map(|id| id.as_str()) == here.as_deref() {
                return None;
            }
            let here = here.map_or("at the end".to_owned(), |module| format!("at `{module}`"));
            ("the conversation stands elsewhere", format!("it stands {here}"))
        }
        Expected::Emitted(wanted) => {
            let emitted = &world.threads[world.who].emitted;
            if emitted.iter().any(|event| wanted.fits(event)) {
                return None;
            }
            let got: Vec<_> = emitted.iter().map(|(name, data)| format!("{name} {data}")).collect();
            ("this event is not told", format!("there are: [{}]", got.join(", ")))
        }
        Expected::Variables(wanted) => {
            let got = variables(world, wanted);
            if json_fits(wanted, &got) {
                return None;
            }
            ("the variables are others", format!("there is {got}"))
        }
        Expected::Tags(wanted) => {
            let got = &world.threads[world.who].conversation.tags;
            let same = got.len() == wanted.len()
                && wanted.iter().all(|tag| got.iter().any(|one| Stars::new(tag).fits(one)));
            if same {
                return None;
            }
            let got: Vec<_> = got.iter().map(String::as_str).collect();
            ("the tags are others", format!("there are: [{}]", got.join(", ")))
        }
        Expected::Said(_) | Expected::Control(_) | Expected::Called(_) => return None,
    };
    Some(Differs { spot: step.value, title: title.to_owned(), beside })
}

/// The module the present conversation stands at: where one calls another, the called one.
pub(crate) fn stands_at(world: &World<'_>) -> Option<String> {
    let frames = &world.threads[world.who].conversation.frames;
    let own = frames.iter().rev().find(|frame| !frame.list.as_str().contains('#'));
    own.or(frames.first()).map(|frame| module_of(&frame.list).to_owned())
}

/// The module a list belongs to.
pub(crate) fn module_of(list: &ListId) -> &str {
    list.as_str().split('#').next().unwrap_or_default()
}

/// Those of the variables that are asked for.
pub(crate) fn variables(world: &World<'_>, wanted: &Json) -> Json {
    let conversation = world.threads[world.who].conversation.clone();
    let scene = Scene::new(world.bots(), conversation, world.now);
    let names = wanted.as_object().into_iter().flat_map(Map::keys);
    let values = names.map(|name| (name.clone(), scope::find_root(&scene, name).to_json()));
    Json::Object(values.collect())
}
