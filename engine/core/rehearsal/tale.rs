//! What has happened in a test, to be read: who said what, what was passed and called, and how time went.

use serde_json::Value as Json;

use super::fake::request_of;
use super::test::Act;
use super::thread::Happening;
use super::world::US;
use crate::bot::Bot;
use crate::effect::{ButtonDoes, Content, Message};
use crate::event::{AttachmentKind, Refused};
use crate::id::{AppId, Timestamp};

/// Lines that are shown of a long conversation: the last ones, where it went another way.
const SHOWN: usize = 60;

/// What happened, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tale {
    lines: Vec<(Timestamp, Option<String>, Line)>,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub(crate) enum Line {
    /// Somebody did something.
    Act(Act),
    /// The bot did something.
    Did(Happening),
    /// The bot told the world outside of something.
    Emitted(String, Json),
    /// The platform refused something.
    Refused(String, Refused),
}

impl Tale {
    /// Adds a line; `person` where there are several.
    pub(crate) fn tell(&mut self, at: Timestamp, person: Option<String>, line: Line) {
        self.lines.push((at, person, line));
    }

    /// As lines of text, each with who and what.
    pub(crate) fn shown(&self, bot: &Bot) -> String {
        let mut out = String::new();
        let hidden = self.lines.len().saturating_sub(SHOWN);
        if hidden > 0 {
            row(&mut out, "…", &format!("{hidden} lines before"));
        }
        let mut whose: Option<&String> = None;
        for (_, person, line) in self.lines.iter().skip(hidden) {
            if let Some(person) = person
                && whose != Some(person)
            {
                row(&mut out, "--", &format!("with {person}"));
                whose = Some(person);
            }
            line.show(bot, &mut out);
        }
        out
    }
}

fn row(out: &mut String, who: &str, what: &str) {
    let mut who = who;
    for line in what.lines().chain(what.is_empty().then_some("")) {
        out.push_str(format!("  {who:>6}  {line}").trim_end());
        out.push('\n');
        who = "";
    }
}

impl Line {
    fn show(&self, bot: &Bot, out: &mut String) {
        match self {
            Self::Act(act) => {
                let (who, what) = act_shown(act, bot);
                row(out, who, &what);
            }
            Self::Did(Happening::Said(message)) => row(out, "bot", &message_shown(message)),
            Self::Did(happening) => row(out, "--", &happening_shown(happening, bot)),
            Self::Emitted(name, data) => row(out, "--", &format!("emits {name} {data}")),
            Self::Refused(what, refused) => {
                let (code, subcode) = (refused.code, refused.subcode);
                row(out, "--", &format!("refused with {code}/{subcode}: {what}"));
            }
        }
    }
}

/// A message with what can be tapped below it.
pub(crate) fn message_shown(message: &Message) -> String {
    let mut text = match &message.content {
        Content::Utility(utility) => {
            format!("[template {}] {}", utility.name, utility.with.join(" | "))
        }
        Content::Text { text, .. } => text.clone(),
        Content::Media { kind, url } => format!("[{}] {url}", format!("{kind:?}").to_lowercase()),
        Content::Cards(cards) => {
            let titles: Vec<_> = cards.iter().map(|card| card.title.as_str()).collect();
            format!("[cards] {}", titles.join(" | "))
        }
    };
    let mut taps: Vec<String> = Vec::new();
    let button = |button: &crate::effect::Button| match &button.does {
        ButtonDoes::Press(_) => format!("[{}]", button.label),
        ButtonDoes::Url(url) => format!("[{}: {url}]", button.label),
        ButtonDoes::Phone(number) => format!("[{}: {number}]", button.label),
    };
    match &message.content {
        Content::Text { buttons, .. } => taps.extend(buttons.iter().map(button)),
        Content::Cards(cards) => {
            taps.extend(cards.iter().flat_map(|card| &card.buttons).map(button));
        }
        Content::Media { .. } | Content::Utility(_) => {}
    }
    taps.extend(message.choices.iter().map(|choice| format!("({})", choice.label)));
    if !taps.is_empty() {
        text.push('\n');
        text.push_str(&taps.join(" "));
    }
    text
}

/// What the bot did, in a line.
pub(crate) fn happening_shown(happening: &Happening, bot: &Bot) -> String {
    match happening {
        Happening::Said(message) => message_shown(message),
        Happening::Passed(app, metadata) => {
            let with =
                if metadata.is_empty() { String::new() } else { format!(" with \"{metadata}\"") };
            format!("pass_thread_control to {}{with}", app_shown(app, bot))
        }
        Happening::Took(metadata) => format!("take_thread_control with \"{metadata}\""),
        Happening::Called(call) => request_of(call),
    }
}

/// The name a bot has for an app, else its number.
pub(crate) fn app_shown(app: &AppId, bot: &Bot) -> String {
    if app.as_str() == US {
        return "the bot".to_owned();
    }
    let named = bot.receivers.iter().find(|(_, id)| *id == app);
    named.map_or_else(|| app.to_string(), |(name, _)| name.clone())
}

fn act_shown(act: &Act, bot: &Bot) -> (&'static str, String) {
    let app = |app: &Option<AppId>| {
        app.as_ref().map_or("the agent".to_owned(), |app| app_shown(app, bot))
    };
    match act {
        Act::User(text, _) => ("user", text.clone()),
        Act::Tap(label, false) => ("user", format!("taps [{label}]")),
        Act::Tap(label, true) => ("user", format!("taps [{label}] in the menu")),
        Act::Sends(attachment, text) => {
            let kind = attachment.as_ref().map_or("something", |a| sent_word(a.kind));
            ("user", format!("sends {kind} {text}").trim_end().to_owned())
        }
        Act::Opens(true, _) => ("user", "opens the conversation with Get Started".to_owned()),
        Act::Opens(false, referral) => {
            let reference = referral.as_ref().and_then(|referral| referral.reference.clone());
            ("user", format!("comes by the link {}", reference.unwrap_or_default()))
        }
        Act::Event(kind, _) => ("user", format!("{kind:?}").to_lowercase()),
        Act::Agent { text, .. } => ("agent", text.clone()),
        Act::PassesBack(door) => ("agent", format!("{} passes back", app(&door.app))),
        Act::Takes(door) => ("agent", format!("{} takes the conversation", app(&door.app))),
        Act::Requests(door) => ("agent", format!("{} asks for the conversation", app(&door.app))),
        Act::OperatorReturns => ("--", "an operator brings the conversation back".to_owned()),
        Act::Fails(planned) => {
            ("--", format!("from now on {:?} fails with {}", planned.call, planned.code))
        }
        Act::Later(time) => ("--", format!("{time} later")),
        Act::Quiet(time) => ("--", format!("{time} later, in which nothing happens")),
        Act::As(id) => ("--", format!("with {id}")),
        Act::Restart => ("--", "the engine stops and starts again".to_owned()),
        Act::GoTo(module) => ("--", format!("an operator moves the conversation to {module}")),
    }
}

fn sent_word(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Image => "an image",
        AttachmentKind::Video => "a video",
        AttachmentKind::Audio => "an audio message",
        AttachmentKind::File => "a file",
        AttachmentKind::Sticker => "a sticker",
        AttachmentKind::Location => "a location",
        AttachmentKind::Contact => "a contact",
        AttachmentKind::Other => "something",
    }
}
