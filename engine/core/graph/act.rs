//! Actions in the words in which one would tell them.

use super::Handing;
use super::words::{answer, quoted};
use crate::action::{Action, Ask, Handover, Part, Remind, Say, When};
use crate::bot::{Bot, Label};
use crate::duration::Duration;
use crate::effect::{Media, Method};
use crate::id::AppId;
use crate::template::HELPERS;

/// An action.
pub(super) fn act(action: &Action, bot: &Bot) -> String {
    match action {
        Action::Say(say) => format!("says “{}”", first_text(say)),
        Action::Ask(ask) => format!("asks “{}”", first_text(&ask.say)),
        Action::Set(set) => format!("sets {}", names(set.values.iter().map(|(name, _)| name))),
        Action::Compute(of) => {
            format!("calculates {}", names(of.values.iter().map(|(name, _)| name)))
        }
        Action::Unset(unset) => format!("forgets {}", names(&unset.names)),
        Action::Tag(tag) => format!("tags {}", names(&tag.names)),
        Action::Untag(untag) => format!("takes off the tag {}", names(&untag.names)),
        Action::Http(http) => {
            format!("{} {}{}", method(http.method), http.service, http.path.source())
        }
        Action::Handover(handover) => format!("hands over to {}", handing(handover, bot).to),
        Action::TakeBack(_) => "takes the conversation back".to_owned(),
        Action::Wait(wait) => format!("waits {}", wait.pause),
        Action::Call(call) => format!("runs {} and comes back", call.module),
        Action::Remind(remind) => format!("{}: {}", due(remind), remind.to),
        Action::ForgetReminder(forget) => format!("forgets the reminder {}", names(&forget.ids)),
        Action::Language(language) => format!("speaks {}", language.tag.source()),
        Action::Emit(emit) => format!("reports {}", emit.name),
        Action::Return(_) => "goes back to where it was called".to_owned(),
    }
}

fn names<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

/// When a reminder is due.
pub(super) fn due(remind: &Remind) -> String {
    match &remind.when {
        When::After(after) => format!("after {after}"),
        When::Before(moment, Duration::ZERO) => format!("at {}", moment.source()),
        When::Before(moment, by) => format!("{by} before {}", moment.source()),
    }
}

/// What a question takes, besides its choices.
pub(super) fn expects(ask: &Ask) -> String {
    let kind = ask.expect.map(answer);
    let kept = ask.save_as.as_ref().map(|name| format!("kept as {name}"));
    let tries = ask.tries.map(|tries| format!("{tries} tries"));
    let matches = ask.matches.as_ref().map(|pattern| format!("like {}", pattern.source));
    let kind = kind.map(|kind| format!("takes {kind}"));
    let parts = [kind, matches, kept, tries];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The first text somebody reads; a word for what is no text.
pub(super) fn first_text(say: &Say) -> String {
    let mut pictures = None;
    for part in &say.parts {
        match text_of(part) {
            Ok(text) => return text,
            Err(word) => pictures = pictures.or(word),
        }
    }
    pictures.unwrap_or_default().to_owned()
}

/// The text of a message, or what it is instead.
fn text_of(part: &Part) -> Result<String, Option<&'static str>> {
    match part {
        Part::Text { text, .. } => Ok(one_line(&plain(text.source()))),
        Part::Media { kind, .. } => Err(Some(match kind {
            Media::Image => "(a picture)",
            Media::Video => "(a video)",
            Media::Audio => "(a sound)",
            Media::File => "(a file)",
        })),
        Part::Cards(_) | Part::Each(_) => Err(Some("(cards)")),
        Part::OneOf { parts, .. } => parts.first().map_or(Err(None), text_of),
        Part::Typing(_) => Err(None),
        Part::Utility(template) => Ok(format!("(template {})", template.name)),
        Part::As { part, .. } => text_of(part),
    }
}

/// A text with its insertions by their names alone: `{{default user.first_name "there"}}` is `{first_name}`.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("{{") {
        let Some((tag, behind)) = inside.split_once("}}") else { break };
        out.push_str(before);
        let block = tag.trim_start().starts_with(['#', '/', '^', '!']) || tag.trim() == "else";
        let helper = |word: &&str| HELPERS.contains(word);
        let name = tag.split_whitespace().find(|word| !helper(word)).filter(|_| !block);
        let last = name.and_then(|name| name.trim_matches(['{', '}']).split('.').next_back());
        out.extend(last.map(|name| format!("{{{name}}}")));
        rest = behind;
    }
    out + rest
}

/// White space folded: a label has no line breaks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A handover with its ways back.
pub(super) fn handing(handover: &Handover, bot: &Bot) -> Handing {
    let (receiver, to) = receiver(handover.receiver.as_ref(), bot);
    let mut back = Vec::new();
    if let Some(button) = &handover.return_button {
        back.push(format!("button “{}”", label(button)));
    }
    if !handover.return_keywords.is_empty() {
        back.push(format!("writes {}", quoted(&handover.return_keywords)));
    }
    let timers = [
        (handover.pickup, "nobody answers for"),
        (handover.idle, "silence for"),
        (handover.timeout, "at the latest after"),
    ];
    back.extend(timers.iter().filter_map(|(time, words)| Some(format!("{words} {}", (*time)?))));
    Handing {
        receiver,
        to,
        hours: handover.hours.clone(),
        back,
        metadata: handover.metadata.as_ref().map(|text| one_line(text.source())),
    }
}

/// A label as the author wrote it.
pub(super) fn label(label: &Label) -> String {
    one_line(label.text.source())
}

/// Who gets the conversation: a word of the author, and words for people.
fn receiver(app: Option<&AppId>, bot: &Bot) -> (String, String) {
    let Some(app) = app else { return ("page_inbox".into(), "the Page inbox".into()) };
    let named = bot.receivers.iter().find(|(_, of)| *of == app).map(|(name, _)| name.clone());
    let name = named.unwrap_or_else(|| app.to_string());
    let people = match app.as_str() {
        AppId::PAGE_INBOX => "the Page inbox".to_owned(),
        AppId::INSTAGRAM_INBOX => "the Instagram inbox".to_owned(),
        _ => name.clone(),
    };
    (name, people)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn an_insertion_is_told_by_its_name() {
        assert_eq!(plain("Hi {{default user.first_name \"there\"}}!"), "Hi {first_name}!");
        assert_eq!(plain("{{#if vip}}Dear {{name}}{{else}}Hi{{/if}} {{x"), "Dear {name}Hi {{x");
    }
}
