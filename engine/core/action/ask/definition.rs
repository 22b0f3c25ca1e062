//! What an author can write for `ask`.

use crate::answer::Kind;
use crate::language::{Definition, Key, Names, Rule, Shape, Word, word, words};

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "ask",
    Shape::Either(SHORT_OR_LONG),
    "Asks a question and waits for a valid answer. In a module write `ask: …` and its settings \
     beside it; in a list the settings stand inside, with the question as `say`. Outcomes: \
     `answered`, `too_many_tries`.",
)
.example("ask: { say: \"How many?\", expect: number, min: 1, save_as: count }");

const SHORT_OR_LONG: &[Shape] = &[Shape::Messages, Shape::Map(&QUESTION)];

/// `ask` with its settings inside.
pub(crate) static QUESTION: Definition = Definition::new(
    "question",
    "a question",
    "A question with its settings, as it stands in a list of actions.",
    &[&SAY, &SETTINGS],
)
.short("say")
.rules(&[Rule::Needs("skip_if_known", &["save_as"])])
.example("say: \"How many?\"\nexpect: number\nmin: 1\nsave_as: count");

const SAY: [Key; 1] =
    [Key::new("say", Shape::Messages, "The question.").required().example("say: \"How many?\"")];

/// What `expect` can be, as authors write it.
pub(crate) const EXPECTED: [(Word, Kind); 12] = [
    (word("text", "Any text."), Kind::Text),
    (word("email", "An e-mail address."), Kind::Email),
    (word("phone", "A telephone number, 7 to 15 digits."), Kind::Phone),
    (word("number", "A number in figures: 3, 1 200,50."), Kind::Number),
    (word("date", "A day: 24.12., 24 December, tomorrow."), Kind::Date),
    (word("time", "A time of the day: 14:30."), Kind::Time),
    (word("date_time", "A day with a time: tomorrow 14:30."), Kind::DateTime),
    (word("url", "The address of a page."), Kind::Url),
    (word("yes_no", "Yes or no, in any language of the bot."), Kind::YesNo),
    (word("image", "A picture that is sent; its address is kept."), Kind::Image),
    (word("file", "A file that is sent; its address is kept."), Kind::File),
    (word("location", "A place that is sent, with `latitude` and `longitude`."), Kind::Location),
];

/// What can be suggested as an answer.
pub(crate) const SUGGESTED: [(Word, ()); 1] =
    [(word("profile", "What Messenger knows: the e-mail address or the phone number."), ())];
const SUGGESTED_WORDS: [Word; 1] = words(&SUGGESTED);

/// A bound of what is valid.
const BOUND: Shape = Shape::Either(&[Shape::Number, Shape::Text]);
const EXPECTED_WORDS: [Word; 12] = words(&EXPECTED);

/// The settings that may stand beside `ask: <text>` in a module.
pub(crate) const SETTINGS: [Key; 10] = [
    Key::new(
        "expect",
        Shape::Words(&EXPECTED_WORDS),
        "What the answer must be. What people type is read as they write it: dates, numbers and \
         times of their language.",
    )
    .example("expect: email")
    .default("any text, or one of the `choices`"),
    Key::new(
        "min",
        BOUND,
        "The smallest valid answer: of a number; of a date (`2026-03-24` or `today`), a time \
         (`09:30`) or a date with time (also `now`) the earliest; of a text the fewest characters. \
         `\"{{name}}\"` takes what a variable holds.",
    )
    .example("min: 1"),
    Key::new(
        "max",
        BOUND,
        "The largest valid answer, the latest day or time, or the most characters of a text.",
    )
    .example("max: 20"),
    Key::new(
        "matches",
        Shape::Pattern,
        "A regular expression that must fit the whole answer, for codes and numbers of a fixed form.",
    )
    .example("matches: \"nc-[0-9]{4}\""),
    Key::new(
        "valid_if",
        Shape::Expression,
        "A condition over `answer` that must hold, for everything the other settings cannot say.",
    )
    .example("valid_if: size(answer) < 100"),
    Key::new(
        "save_as",
        Shape::Name(Names::Variable),
        "The variable that keeps the answer, read as `expect` says: a number as a number, a date as \
         a date.",
    )
    .example("save_as: email"),
    Key::new(
        "if_invalid",
        Shape::Messages,
        "What is said after an answer that is not valid, in place of the question. Say what is \
         wrong and give an example.",
    )
    .example("if_invalid: That does not look like an e-mail address. Try something like anna@example.com.")
    .default("the fallback's text, and the question again"),
    Key::new(
        "tries",
        Shape::Count(1, 20),
        "How many answers that are not valid end the question, with the outcome `too_many_tries`. \
         The module needs a connection for it.",
    )
    .example("tries: 3")
    .default("it is asked again and again"),
    Key::new(
        "skip_if_known",
        Shape::YesNo,
        "`yes`: the question is left out where the variable of `save_as` has a value already.",
    )
    .example("skip_if_known: yes\nsave_as: email")
    .default("no"),
    Key::new(
        "suggest",
        Shape::Words(&SUGGESTED_WORDS),
        "A small button below the question that holds the person's own e-mail address or phone \
         number, for `expect: email` and `expect: phone`.",
    )
    .example("suggest: profile\nexpect: email"),
];
