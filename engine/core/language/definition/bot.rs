//! The bot, and the small maps among its keys.

use super::{
    A_KEYWORD, BOT_HANDOVER, Definition, ENTRIES, ICE_BREAKER, Key, MENU, MODULE, MOVED, NAME,
    Names, Own, Rule, SERVICES, SESSION, Shape, VARIABLES,
};

/// Everything at the top of a file.
pub static BOT: Definition = Definition::new(
    "bot",
    "a bot",
    "A bot is one file or a folder of files. These keys stand at the top, without indentation. Each \
     stands once in the whole bot, by habit in `bot.yaml`; `modules` and `keywords` may stand in \
     every file.",
    &[&WHO, &SPEECH, &WHAT, &WORLD, &PARTS],
)
.example("bot: nordic_chairs\nmodules:\n  welcome:\n    say: Hello!\n    to: end");

/// A language tag.
pub(crate) const LANGUAGE: Shape = Shape::Written {
    form: "the code of a language: en, da, pt-BR",
    pattern: "^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$",
};

/// The id of an app.
pub(crate) const APP_ID: Shape =
    Shape::Written { form: "digits, as Meta shows them", pattern: "^[0-9]{1,20}$" };

const WHO: [Key; 5] = [
    Key::new(
        "bot",
        Shape::Id,
        "The id of the bot: small letters, digits and _. It never changes for the sake of a name.",
    )
    .example("bot: nordic_chairs"),
    Key::new("name", Shape::Text, "The name of the bot for people.")
        .example("name: Nordic Chairs")
        .default("the id"),
    Key::new("description", Shape::Text, "What the bot is for, in a sentence for colleagues.")
        .example("description: Orders, returns, opening hours"),
    Key::new(
        "language",
        LANGUAGE,
        "The language of the texts. Default texts, dates and what people may answer with yes and \
         no follow it.",
    )
    .example("language: da")
    .default("en"),
    Key::new(
        "start",
        Shape::Name(Names::Module),
        "The module a new conversation enters. A bot of several files must say it.",
    )
    .example("start: welcome")
    .default("the first module"),
];

const SPEECH: [Key; 2] = [
    Key::new(
        "languages",
        Shape::Either(&[LANGUAGE, Shape::List(&LANGUAGE)]),
        "The other languages of the bot. Their texts stand in `lang/da.yaml` and so on, in the \
         bot's folder; `baton lang sync` writes those files. Everybody is spoken to in the language \
         of their profile, where the bot has it, and understood in all of them.",
    )
    .example("languages: [da, de]")
    .default("the bot has one language"),
    Key::new(
        "texts",
        Shape::Map(&TEXTS),
        "Other words for what the engine says where you wrote nothing.",
    )
    .example("texts: { returned: You are talking to Chairy again. }")
    .default("the engine's own, in English and twelve other languages"),
];

const WHAT: [Key; 6] = [
    Key::new(
        "variables",
        Shape::Map(&VARIABLES),
        "What the bot remembers about a contact, with type and first value.",
    )
    .example("variables:\n  email: text\n  score: { type: number, default: 0 }"),
    Key::new(
        "fallback",
        Shape::Map(&FALLBACK),
        "What is said when nothing fits a message.",
    )
    .example("fallback:\n  say: Sorry, I did not get that.\n  give_up_after: 3\n  to: person")
    .default("a default text"),
    Key::new("entries", Shape::Map(&ENTRIES), "Where people come in: Get Started, links, ads.")
        .example("entries:\n  get_started: { to: welcome }"),
    Key::new(
        "menu",
        Shape::Either(MENU),
        "The menu beside the text field, always there. At most 20 entries, labels of at most 30 \
         characters.",
    )
    .example("menu:\n  - { label: My order, to: order }\n  - { label: Website, url: \"https://nordic.example\" }"),
    Key::new(
        "greeting",
        Shape::Template,
        "What the Page shows to somebody who has not written yet, at most 160 characters. It can insert \
         {{user.first_name}} and {{user.last_name}}.",
    )
    .example("greeting: Hello {{user.first_name}}!"),
    Key::new(
        "ice_breakers",
        Shape::List(&AN_ICE_BREAKER),
        "Questions a person can tap instead of writing the first word. At most 4.",
    )
    .example("ice_breakers:\n  - { label: \"Where is my order?\", to: order }"),
];

const WORLD: [Key; 7] = [
    Key::new(
        "receivers",
        Shape::Map(&RECEIVERS),
        "Names for the apps a conversation can be handed to.",
    )
    .example("receivers: { desk: \"1234567890\" }"),
    Key::new(
        "handover",
        Shape::Map(&BOT_HANDOVER),
        "What holds for every handover, and for those that people begin.",
    )
    .example("handover:\n  return_keywords: [bot]\n  idle_timeout: 30m"),
    Key::new(
        "personas",
        Shape::Map(&PERSONAS),
        "Names for the personas a message can be said by.",
    )
    .example("personas: { maria: \"1234567890\" }"),
    Key::new("services", Shape::Map(&SERVICES), "The other systems the bot can call.")
        .example("services:\n  shop: { url: \"https://api.nordic.example/v1\" }"),
    Key::new("hours", Shape::Map(&HOURS), "Opening hours by name.")
        .example("hours:\n  support: { zone: Europe/Copenhagen, mon-fri: [\"9:00-17:00\"] }"),
    Key::new("session", Shape::Map(&SESSION), "When a conversation counts as over.")
        .example("session: { expires_after: 24h }"),
    Key::new(
        "moved",
        Shape::Map(&MOVED),
        "What became of modules and buttons that are no longer in the bot. Conversations that stand there, and \
         buttons people still see, find their successors.",
    )
    .example("modules: { new_order: { say: Hello!, to: end } }\nmoved: { old_order: new_order }"),
];

const PARTS: [Key; 3] = [
    Key::new(
        "keywords",
        Shape::List(&A_KEYWORD),
        "Connections that hold everywhere, tried in their order. They may stand in every file.",
    )
    .example("keywords:\n  - when: [menu, start over]\n    to: welcome"),
    Key::new(
        "modules",
        Shape::Map(&MODULES),
        "The modules of this file. Their ids are unique in the whole bot.",
    )
    .example("modules:\n  welcome:\n    say: Hello!\n    to: end"),
    Key::new(
        "flow",
        Shape::Text,
        "A name for this file: graphs and reports show its modules together. It changes nothing \
         else.",
    )
    .example("flow: Orders"),
];

/// `modules`.
pub(crate) static MODULES: Definition = Definition::named(
    "modules",
    "`modules`",
    "The modules, each with its id as the key: small letters, digits and _, beginning with a letter.",
    Own { name: "the id of a module", shape: Shape::Map(&MODULE) },
)
.spelled(NAME)
.example("welcome:\n  say: Hello!\n  to: end");

/// `receivers`.
pub(crate) static RECEIVERS: Definition = Definition::named(
    "receivers",
    "`receivers`",
    "Names for app ids, so that a handover can say `receiver: desk`. `page_inbox` and \
     `instagram_inbox` always exist.",
    Own { name: "the name of a receiver", shape: APP_ID },
)
.spelled(NAME)
.example("desk: \"1234567890\"");

/// `personas`.
pub(crate) static PERSONAS: Definition = Definition::named(
    "personas",
    "`personas`",
    "Names for the ids of personas, so that a message can say `persona: maria`.",
    Own { name: "the name of a persona", shape: APP_ID },
)
.spelled(NAME)
.example("maria: \"1234567890\"");

/// `hours`.
pub(crate) static HOURS: Definition = Definition::named(
    "hours",
    "`hours`",
    "Opening hours by name. A handover asks for them with `hours: support`, a condition with \
     `open(\"support\")`.",
    Own { name: "the name of these hours", shape: Shape::Map(&OPENING) },
)
.example("support: { zone: Europe/Copenhagen, mon-fri: [\"9:00-17:00\"] }");

/// One of `hours`.
pub(crate) static OPENING: Definition = Definition::new(
    "opening",
    "opening hours",
    "When something is open: a time zone, days with their times, and the dates on which it is \
     closed. Days are mon, tue, wed, thu, fri, sat, sun, or a range like mon-fri.",
    &[&[
        Key::new(
            "zone",
            Shape::Written {
                form: "a time zone like Europe/Copenhagen",
                pattern: "^[A-Za-z0-9_+/-]+$",
            },
            "The time zone of the hours. Summer time is kept by itself.",
        )
        .required()
        .example("zone: Europe/Copenhagen"),
        Key::new("closed", Shape::Texts, "Dates on which it is closed, like 2026-12-24.")
            .example("closed: [2026-12-24, 2026-12-25]"),
    ]],
)
.and_own(Own { name: "a day or days: `sat`, `mon-fri`", shape: Shape::Texts })
.spelled("^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$")
.example("zone: Europe/Copenhagen\nmon-fri: [\"9:00-17:00\"]\nsat: [\"10:00-14:00\"]\nclosed: [2026-12-24]");

/// An item of `ice_breakers`.
const AN_ICE_BREAKER: Shape = Shape::Map(&ICE_BREAKER);

/// `texts`; the keys are the ids of [`crate::default_text::DefaultText`].
pub(crate) static TEXTS: Definition = Definition::new(
    "texts",
    "`texts`",
    "What the engine says where you wrote nothing, in your words. They are the same in the files of \
     other languages.",
    &[&[
        Key::new("returned", Shape::Template, "The conversation is back from people.")
            .example("returned: You are talking to Chairy again."),
        Key::new("failed", Shape::Template, "A handover reached nobody.")
            .example("failed: Nobody can be reached right now."),
        Key::new(
            "nobody",
            Shape::Template,
            "The conversation is back because no agent wrote in time.",
        )
        .example("nobody: Everybody is busy. I am back."),
        Key::new("closed", Shape::Template, "A handover in a `do` met closed doors.")
            .example("closed: We are back tomorrow at nine."),
        Key::new("fallback", Shape::Template, "Nothing fitted, and there is no `fallback`.")
            .example("fallback: Pardon?"),
        Key::new(
            "come_back",
            Shape::Template,
            "Stands over the return button, where nothing else can hold it.",
        )
        .example("come_back: Tap here to come back."),
        Key::new("invalid", Shape::Template, "An `if_invalid` could not be said.")
            .example("invalid: Please try again."),
        Key::new(
            "too_much",
            Shape::Template,
            "More words came at once than are answered; said once.",
        )
        .example("too_much: One thing at a time, please."),
        Key::new("more", Shape::Label(20), "The choice that shows the next ones.")
            .example("more: Show more"),
    ]],
)
.example("returned: You are talking to Chairy again.");

/// `fallback`.
pub(crate) static FALLBACK: Definition = Definition::new(
    "fallback",
    "`fallback`",
    "What is said when nothing fits a message. Then the open question is asked again.",
    &[&[
        Key::new("say", Shape::Messages, "What is said.")
            .example("say: Sorry, I did not get that.")
            .default("a default text in the language of the bot"),
        Key::new(
            "give_up_after",
            Shape::Count(1, 20),
            "After so many messages in a row that nothing fits, the conversation goes to `to`.",
        )
        .example("give_up_after: 3\nto: person")
        .default("3"),
        Key::new(
            "to",
            Shape::Name(Names::Target),
            "Where the conversation goes then, without the text.",
        )
        .example("to: person")
        .default("the text is said again and again"),
    ]],
)
.rules(&[Rule::Needs("give_up_after", &["to"])])
.example("say: Sorry, I did not get that.\ngive_up_after: 3\nto: person");
