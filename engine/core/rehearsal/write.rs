//! Writes what happened as steps of a test, as an author would write them.
//!
//! Invariant: what is written is read as exactly what it was written for.

use super::fake::request_of;
use super::pattern::escaped;
use super::thread::Happening;
use crate::bot::Bot;
use crate::effect::{Content, Media, Message};
use crate::id::AppId;

/// What the bot did, as the lines of a step; the first begins behind the dash.
pub(crate) fn step(happening: &Happening, bot: &Bot) -> Vec<String> {
    match happening {
        Happening::Said(message) => said(message),
        Happening::Passed(app, metadata) => {
            let mut lines = vec!["graph: pass_thread_control".to_owned()];
            let mut with = vec![format!("receiver: {}", receiver(app, bot))];
            if !metadata.is_empty() {
                with.push(format!("metadata: {}", in_flow(metadata)));
            }
            lines.push(format!("with: {{ {} }}", with.join(", ")));
            lines
        }
        Happening::Took(_) => vec!["graph: take_thread_control".to_owned()],
        Happening::Called(call) => vec![format!("http: {}", text(&request_of(call)))],
    }
}

fn said(message: &Message) -> Vec<String> {
    let mut lines = Vec::new();
    match &message.content {
        Content::Text { text: said, buttons } => {
            lines.push(format!("bot: {}", text(said)));
            if !buttons.is_empty() {
                let labels = buttons.iter().map(|button| button.label.as_str());
                lines.push(format!("buttons: {}", list(labels)));
            }
        }
        Content::Media { kind, url } => {
            lines.push("bot:".to_owned());
            lines.push(format!("{}: {}", media(*kind), text(url)));
        }
        Content::Utility(utility) => {
            lines.push("bot:".to_owned());
            lines.push(format!("template: {}", text(&utility.name)));
        }
        Content::Cards(cards) => {
            lines.push("bot:".to_owned());
            lines.push(format!("cards: {}", list(cards.iter().map(|card| card.title.as_str()))));
        }
    }
    if !message.choices.is_empty() {
        lines.push(format!("choices: {}", list(choices(message))));
    }
    lines
}

/// The labels of a message's quick replies.
pub(crate) fn choices(message: &Message) -> impl Iterator<Item = &str> {
    message.choices.iter().map(|choice| choice.label.as_str())
}

fn media(kind: Media) -> &'static str {
    match kind {
        Media::Image => "image",
        Media::Video => "video",
        Media::Audio => "audio",
        Media::File => "file",
    }
}

fn receiver(app: &AppId, bot: &Bot) -> String {
    let named = bot.receivers.iter().find(|(_, id)| *id == app);
    named.map_or_else(|| format!("\"{app}\""), |(name, _)| name.clone())
}

/// Texts as a list in one line.
pub(crate) fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let texts: Vec<_> = texts.map(in_flow).collect();
    format!("[{}]", texts.join(", "))
}

/// A text that is expected as it stands, in quotes where it would be read otherwise.
pub(crate) fn text(text: &str) -> String {
    plainly(&escaped(text.trim()))
}

/// A text, in quotes where it would be read otherwise.
pub(crate) fn plainly(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

fn in_flow(label: &str) -> String {
    let label = escaped(label.trim());
    let plain = is_plain(&label) && !label.contains([',', '[', ']', '{', '}', '?']);
    if plain { label } else { quoted(&label) }
}

/// A text in double quotes; what JSON escapes, YAML reads.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether a text is read as itself without quotes.
fn is_plain(text: &str) -> bool {
    let begins = text.chars().next().is_some_and(char::is_alphanumeric);
    let cut = text.contains(": ") || text.contains(" #") || text.ends_with(':');
    let strange = text.contains(|c: char| c.is_control() || matches!(c, '\\' | '"' | '{' | '}'));
    let spaced = text.trim() != text;
    begins && !cut && !strange && !spaced && text != "anything"
}

#[cfg(test)]
mod tests {
    use super::{list, text};

    #[test]
    fn quotes_stand_where_yaml_would_read_something_else() {
        assert_eq!(text("Hi Anna!"), "Hi Anna!");
        assert_eq!(text("Note: this"), "\"Note: this\"");
        assert_eq!(text("2 * 3"), "\"2 \\\\* 3\"");
        assert_eq!(text("anything"), "\"anything\"");
        assert_eq!(text("a\nb"), "\"a\\nb\"");
        assert_eq!(list(["Yes, please", "No"].into_iter()), "[\"Yes, please\", No]");
    }
}
