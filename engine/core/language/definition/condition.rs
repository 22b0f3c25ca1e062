//! What a `when` can ask for.

use super::{Definition, Key, Names, Rule, Shape, Word, word, words};
use crate::answer::Kind;
use crate::condition::{EventName, Is, Sends};
use crate::conversation::Outcome;

/// What a message can be.
pub(crate) const SENDS: [(Word, Sends); 9] = [
    (word("anything", "Any message at all."), Sends::Anything),
    (word("text", "Anything in letters, typed or tapped."), Sends::Text),
    (word("image", "A picture."), Sends::Image),
    (word("video", "A film."), Sends::Video),
    (word("audio", "A recording."), Sends::Audio),
    (word("file", "A document or another file."), Sends::File),
    (word("sticker", "A sticker, the thumb too."), Sends::Sticker),
    (word("location", "A place on the map."), Sends::Location),
    (word("contact", "The card of a contact."), Sends::Contact),
];
const SENDS_WORDS: [Word; 9] = words(&SENDS);

/// What can happen besides messages.
pub(crate) const EVENTS: [(Word, EventName); 9] = [
    (word("get_started", "The person tapped Get Started."), EventName::GetStarted),
    (word("referral", "The person came by a link or an ad; see `event.ref`."), EventName::Referral),
    (word("optin", "The person agreed to get messages."), EventName::Optin),
    (word("reaction", "The person put an emoji on a message."), EventName::Reaction),
    (word("feedback", "The person filled in a feedback form."), EventName::Feedback),
    (word("linked", "The person linked an account."), EventName::Linked),
    (
        word("pass_thread_control", "Another app passed the conversation to the bot."),
        EventName::PassThreadControl,
    ),
    (
        word(
            "take_thread_control",
            "The conversation was taken for the bot, without a handover of its own; when a \
             colleague takes it, the bot falls silent, and no connection is tried.",
        ),
        EventName::TakeThreadControl,
    ),
    (
        word("request_thread_control", "Another app asked for the conversation."),
        EventName::RequestThreadControl,
    ),
];
const EVENTS_WORDS: [Word; 9] = words(&EVENTS);

/// How an action can end.
pub(crate) const OUTCOMES: [(Word, Outcome); 10] = [
    (word("answered", "`ask`: there is a valid answer."), Outcome::Answered),
    (
        word("too_many_tries", "`ask`: as many answers as `tries` allows were not valid."),
        Outcome::TooManyTries,
    ),
    (
        word("ok", "`http`: the service answered, and everything in `must_have` is there."),
        Outcome::Ok,
    ),
    (
        word("not_found", "`http`: the service says there is no such thing (404)."),
        Outcome::NotFound,
    ),
    (
        word("failed", "`http` got no useful answer, or a `handover` reached nobody."),
        Outcome::Failed,
    ),
    (word("returned", "`handover`: the conversation came back."), Outcome::Returned),
    (word("timed_out", "`handover`: `timeout` or `idle_timeout` ended it."), Outcome::TimedOut),
    (
        word("nobody_answered", "`handover`: no agent wrote within `pickup_timeout`."),
        Outcome::NobodyAnswered,
    ),
    (
        word("closed", "`handover`: its `hours` say closed, so nothing was passed or said."),
        Outcome::Closed,
    ),
    (word("empty", "`choices`: the list they are made from has nothing in it."), Outcome::Empty),
];
const OUTCOMES_WORDS: [Word; 10] = words(&OUTCOMES);

/// What a message can be read as.
pub(crate) const READS: [(Word, Is); 9] = [
    (word("yes", "A yes in any language of the bot: yes, sure, ok, ja, …"), Is::Yes),
    (word("no", "A no in any language of the bot."), Is::No),
    (word("email", "An e-mail address."), Is::Kind(Kind::Email)),
    (word("phone", "A telephone number."), Is::Kind(Kind::Phone)),
    (word("number", "A number in figures."), Is::Kind(Kind::Number)),
    (word("date", "A day: 24.12., 2026-12-24, tomorrow."), Is::Kind(Kind::Date)),
    (word("time", "A time of the day."), Is::Kind(Kind::Time)),
    (word("date_time", "A day with a time."), Is::Kind(Kind::DateTime)),
    (word("url", "The address of a page."), Is::Kind(Kind::Url)),
];
const READS_WORDS: [Word; 9] = words(&READS);

/// How a message sounds.
pub(crate) const SENTIMENTS: [(Word, &str); 3] = [
    (word("positive", "The person sounds pleased."), "positive"),
    (word("neutral", "Neither pleased nor annoyed."), "neutral"),
    (word("negative", "The person sounds annoyed."), "negative"),
];
const SENTIMENTS_WORDS: [Word; 3] = words(&SENTIMENTS);

/// A `when` with names.
pub(crate) static CONDITION: Definition = Definition::new(
    "condition",
    "a condition",
    "What must have happened for a connection to be taken. Several of these in one `when` must all \
     hold. A text or a list of texts alone is short for `says`.",
    &[&WORDS_KEYS, &UNDERSTOOD, &OTHER_KEYS, &COMBINING],
)
.short("says")
.rules(&[Rule::Filled])
.example("contains: [refund, money back]");

const WORDS_KEYS: [Key; 7] = [
    Key::new(
        "says",
        Shape::Texts,
        "The whole message, typed or tapped, is one of these texts. Capitals, accents, emoji and \
         signs around it do not matter.",
    )
    .example("says: [yes, sure, ok]"),
    Key::new(
        "contains",
        Shape::Texts,
        "One of these words or phrases stands somewhere in the message, as whole words.",
    )
    .example("contains: [refund, money back]"),
    Key::new(
        "starts_with",
        Shape::Texts,
        "The message begins with one of these words or phrases.",
    )
    .example("starts_with: [order]"),
    Key::new(
        "like",
        Shape::Texts,
        "The whole message is one of these texts, with small typing errors: one in words of five to \
         eight letters, two in longer ones, none in shorter ones or in numbers. Tried when nothing \
         fits exactly.",
    )
    .example("like: [refund, opening hours]"),
    Key::new(
        "matches",
        Shape::Pattern,
        "The message fits a regular expression, for codes and numbers of a fixed form. Named groups \
         are kept: `(?<number>[0-9]+)` becomes `input.number`.",
    )
    .example("matches: \"nc-(?<number>[0-9]{4})\""),
    Key::new(
        "is",
        Shape::Words(&READS_WORDS),
        "The message can be read as this; what was read is `input.value`.",
    )
    .example("is: email"),
    Key::new("sends", Shape::Words(&SENDS_WORDS), "What kind of message it is.")
        .example("sends: image"),
];

const UNDERSTOOD: [Key; 4] = [
    Key::new(
        "intent",
        Shape::Texts,
        "What the person wants, as your own model at Meta names it. It needs the Page's built-in \
         language understanding (NLP) with a model of your own; see `input.intent`.",
    )
    .example("intent: [refund, complaint]"),
    Key::new(
        "entity",
        Shape::Texts,
        "Something Meta's language understanding found in the message: datetime, amount_of_money, \
         email, phone_number, location, quantity, thanks, greetings, bye, … Its value is \
         `input.value`; all of them are in `input.entities`.",
    )
    .example("entity: datetime"),
    Key::new(
        "sentiment",
        Shape::Either(&[
            Shape::Words(&SENTIMENTS_WORDS),
            Shape::List(&Shape::Words(&SENTIMENTS_WORDS)),
        ]),
        "How the message sounds, as Meta's language understanding hears it.",
    )
    .example("sentiment: negative"),
    Key::new(
        "confidence",
        Shape::Number,
        "How sure Meta must be of the `intent`, `entity` or `sentiment` beside it, from 0 to 1.",
    )
    .example("intent: refund\nconfidence: 0.8")
    .default("0.7"),
];

const OTHER_KEYS: [Key; 4] = [
    Key::new(
        "pressed",
        Shape::Name(Names::Button),
        "This button, choice or menu entry was tapped, named by its id.",
    )
    .example("pressed: more_news"),
    Key::new(
        "event",
        Shape::Words(&EVENTS_WORDS),
        "Something happened that is no message; what is known of it is under `event`.",
    )
    .example("event: referral"),
    Key::new("outcome", Shape::Words(&OUTCOMES_WORDS), "How this module's own action ended.")
        .example("outcome: failed"),
    Key::new(
        "no_reply",
        Shape::Duration,
        "The person wrote nothing for so long while the conversation waits here. Once for each \
         silence, and within the 24 hours in which a bot may write.",
    )
    .example("no_reply: 10m"),
];

const COMBINING: [Key; 3] = [
    Key::new("any", Shape::List(&Shape::Condition), "At least one of these holds.")
        .example("any: [ { contains: refund }, { is: email } ]"),
    Key::new("all", Shape::List(&Shape::Condition), "All of these hold.")
        .example("all: [ { contains: order }, { not: { contains: cancel } } ]"),
    Key::new("not", Shape::Condition, "This does not hold.").example("not: { sends: text }"),
];
