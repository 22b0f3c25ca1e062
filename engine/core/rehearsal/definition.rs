//! What an author can write in a file of tests, as data: from here come the findings about it, its schema and its
//! reference.

use super::fault::CALLS;
use crate::language::{Beside, Definition, Key, Names, Own, Shape, Word, word, words};

/// A text as it is expected.
const PATTERN: Shape = Shape::Either(&[Shape::Text, Shape::Map(&MATCHES)]);
/// Several of them; one may stand without a list.
const PATTERNS: Shape = Shape::Either(&[Shape::List(&PATTERN), PATTERN]);
/// One of several steps. A static, since a step can hold steps.
static ONE_STEP: Shape = Shape::Map(&STEP);
/// What is sent.
const SENT: Shape = Shape::Either(&[Shape::Words(&SENT_WORDS), Shape::Map(&SENDS)]);
/// How the person comes.
const OPENED: Shape = Shape::Either(&[
    Shape::Words(&[word("get_started", "The person taps Get Started.")]),
    Shape::Map(&OPENS),
]);
/// An approved template.
const TEMPLATE_LOOK: Shape = Shape::Either(&[Shape::Text, Shape::Map(&TEMPLATE)]);
/// What the person writes.
const SAID: Shape = Shape::Either(&[Shape::Text, Shape::Map(&UNDERSTOOD)]);
/// What is tapped.
const TAPPED: Shape = Shape::Either(&[Shape::Text, Shape::Map(&MENU)]);
/// What an agent writes.
const WRITTEN: Shape = Shape::Either(&[Shape::Text, Shape::Map(&AGENT)]);
/// The person.
const WHO: Shape = Shape::Either(&[Shape::Map(&PERSON), Shape::Nothing]);
/// What services answer.
const FAKES: Shape = Shape::List(&Shape::Map(&FAKE));
/// Rows.
const ROWS: Shape = Shape::List(&Shape::Map(&ROW));
/// Cards.
const CARDS: Shape = Shape::List(&Shape::Either(&[Shape::Text, Shape::Map(&CARD)]));
/// Tests.
const TESTS: Shape = Shape::List(&Shape::Map(&TEST));
/// What a service answers.
const ANSWER: Shape = Shape::Either(&[
    Shape::Map(&REPLY),
    Shape::Words(&[word("timeout", "No answer came in time.")]),
]);
/// A moment.
const MOMENT: Shape = Shape::Written {
    form: "a day, a time and a time zone",
    pattern: r"^\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}( [A-Za-z_]+(/[A-Za-z_+0-9-]+)*)?$",
};
/// A call of a service.
const REQUEST: Shape = Shape::Written {
    form: "a method and what is called",
    pattern: r"^(GET|POST|PUT|PATCH|DELETE) \S.*$",
};

/// Everything at the top of a file of tests.
pub static TEST_FILE: Definition = Definition::new(
    "test_file",
    "a test file",
    "Conversation tests of a bot. The file ends in `.test.yaml` and lies below the bot's folder, by \
     habit in `tests/`. `person`, `starts_at` and `fake_http` hold for every test of the file.",
    &[
        &COMMON,
        &[
            Key::new("tests", TESTS, "The tests, in order.")
                .example("tests:\n  - test: The bot greets\n    steps:\n      - user: hi\n      - bot: Hi*"),
            Key::new(
                "parts",
                Shape::Map(&PARTS),
                "Steps that several tests share, by name; `include` puts them in. Every test file of \
                 the bot can use them.",
            )
            .example("parts:\n  greeted:\n    - user: hi\n    - bot: Hi*"),
        ],
    ],
)
.example("tests:\n  - test: The bot greets\n    steps:\n      - user: hi\n      - bot: Hi*");

const COMMON: [Key; 3] = [
    Key::new(
        "person",
        WHO,
        "Who writes to the bot, as the platform tells it. `nothing`: the platform does not tell.",
    )
    .example("person: { first_name: Anna, locale: da_DK, timezone: 1 }")
    .default("Anna, of whom nothing else is known"),
    Key::new(
        "starts_at",
        MOMENT,
        "When the conversation begins. The zone is the Page's, and the person's where `timezone` is \
         not given.",
    )
    .example("starts_at: 2026-03-02 09:00 Europe/Copenhagen")
    .default("Monday 2 March 2026, 09:00 UTC"),
    Key::new(
        "fake_http",
        FAKES,
        "What services answer. The first whose `request` fits answers; those of a test are tried \
         before those of its file. A call that none answers fails the test, and one that answers \
         nothing fails too.",
    )
    .example("fake_http:\n  - request: GET shop/orders\n    reply: { json: { total: 0 } }"),
];

/// `parts`.
pub(crate) static PARTS: Definition = Definition::named(
    "parts",
    "`parts`",
    "Steps that several tests share.",
    Own { name: "the name of a part", shape: Shape::List(&ONE_STEP) },
)
.example("greeted:\n  - user: hi\n  - bot: Hi*");

/// A test.
pub(crate) static TEST: Definition = Definition::new(
    "test",
    "a test",
    "One conversation from its first word.",
    &[
        &[
            Key::new("test", Shape::Text, "What it shows, in a sentence.")
                .required()
                .example("test: The bot greets by name"),
            Key::new("steps", Shape::List(&ONE_STEP), "What happens, in order.")
                .required()
                .example("steps:\n  - user: hi\n  - bot: Hi*"),
            Key::new(
                "each",
                ROWS,
                "The test once for each of these rows; `{{name}}` in it stands for the value of the \
                 row.",
            )
            .example("each: [ { word: hi }, { word: hello } ]"),
        ],
        &COMMON,
    ],
)
.example("test: The bot greets\nsteps:\n  - user: hi\n  - bot: Hi*");

/// A row of `each`.
pub(crate) static ROW: Definition = Definition::named(
    "row",
    "a row of `each`",
    "Values by name; `{{name}}` stands for them.",
    Own { name: "a name", shape: Shape::Value },
)
.example("word: hello");

/// `person`.
pub(crate) static PERSON: Definition = Definition::new(
    "person",
    "a person",
    "Who writes to the bot.",
    &[&[
        Key::new("first_name", Shape::Text, "What `user.first_name` reads.")
            .example("first_name: Anna"),
        Key::new("last_name", Shape::Text, "What `user.last_name` reads.")
            .example("last_name: Jensen"),
        Key::new("locale", Shape::Text, "Language and country.").example("locale: da_DK"),
        Key::new("timezone", Shape::Number, "Hours from UTC.").example("timezone: 1"),
        Key::new("picture", Shape::Text, "The address of the picture.")
            .example("picture: https://cdn.example.com/anna.png"),
        Key::new("id", Shape::Text, "The name by which `as` calls the person, and `user.id`.")
            .example("id: anna")
            .default("the first name in small letters"),
    ]],
)
.example("first_name: Anna\nlocale: da_DK");

/// One of `fake_http`.
pub(crate) static FAKE: Definition = Definition::new(
    "fake",
    "a fake",
    "What a service answers to a request.",
    &[&[
        Key::new(
            "request",
            REQUEST,
            "A method, and service and path as the flow writes them; `*` stands for any part. What \
             is inserted stands as it is read, not as `%40`.",
        )
        .required()
        .example("request: GET shop/orders?email=anna@example.com"),
        Key::new("reply", ANSWER, "The answer.")
            .required()
            .example("reply: { status: 200, json: { total: 1 } }"),
        Key::new(
            "times",
            Shape::Count(1, 100),
            "It answers so often, then the next that fits does. A \
             call and its retries count once.",
        )
        .example("times: 1")
        .default("always"),
    ]],
)
.example("request: GET shop/orders\nreply: { json: { total: 0 } }");

/// `reply`.
pub(crate) static REPLY: Definition = Definition::new(
    "reply",
    "a reply",
    "What a service answers.",
    &[&[
        Key::new("status", Shape::Number, "The status.").example("status: 404").default("200"),
        Key::new("json", Shape::Value, "The body, as JSON.").example("json: { total: 1 }"),
        Key::new("text", Shape::Text, "The body, as text that is no JSON.")
            .example("text: Internal error"),
        Key::new("headers", Shape::Map(&HEADERS), "Its headers.")
            .example("headers: { X-Total: \"1\" }"),
        Key::new("delay", Shape::Duration, "So much time passes before it comes.")
            .example("delay: 4s"),
        Key::new("timeout", Shape::YesNo, "No answer came in time.").example("timeout: yes"),
    ]],
)
.example("json: { total: 1 }");

/// `headers`.
pub(crate) static HEADERS: Definition = Definition::named(
    "test_headers",
    "`headers`",
    "Headers by name.",
    Own { name: "the name of a header", shape: PATTERN },
)
.example("X-Total: \"1\"");

/// `{ matches: … }`.
pub(crate) static MATCHES: Definition = Definition::new(
    "matches",
    "what is expected",
    "A text that fits a regular expression.",
    &[&[Key::new("matches", Shape::Pattern, "The expression; it need not fit the whole text.")
        .required()
        .example("matches: \"order [A-Z]-[0-9]+\"")]],
)
.example("matches: \"order [A-Z]-[0-9]+\"");

/// A step.
pub(crate) static STEP: Definition = Definition::new(
    "step",
    "a step",
    "One thing that somebody does, or that the bot must have done. What the bot does and no step \
     expects fails the test: messages, changes of control, calls of services.",
    &[&DOES, &EXPECTS, &MORE],
)
.beside(&[
    Beside { key: "bot", keys: &LOOKS },
    Beside { key: "graph", keys: &[CONTROL_KEY] },
    Beside { key: "http", keys: &[CALL_KEY] },
    Beside {
        key: "event",
        keys: &[Key::new("data", Shape::Map(&DATA), "What the flow reads under `event`.")
            .example("data: { reaction: love }")],
    },
    Beside {
        key: "each",
        keys: &[Key::new(
            "steps",
            Shape::List(&ONE_STEP),
            "The steps that are done once for each row.",
        )
        .example("steps:\n  - user: \"{{word}}\"")],
    },
])
.worded()
.example("user: hi");

const DOES: [Key; 13] = [
    Key::new(
        "user",
        SAID,
        "The person writes this. With `intent`, `entities` or `sentiment` the platform's language \
         understanding has found that in it.",
    )
    .example("user: Where is my order?"),
    Key::new(
        "tap",
        TAPPED,
        "The person taps the button, choice or menu entry with this label, the newest of that name. \
         Choices are gone with the next message. `{ menu: … }`: in the menu beside the text field.",
    )
    .example("tap: Talk to a person"),
    Key::new(
        "sends",
        SENT,
        "The person sends something that is no text.",
    )
    .example("sends: { image: \"https://cdn.example.com/chair.png\" }"),
    Key::new(
        "opens",
        OPENED,
        "The person opens the conversation by Get Started, a link or an ad.",
    )
    .example("opens: { ref: summer_sale }"),
    Key::new("event", Shape::Words(&EVENT_WORDS), "Something the person did that is no message.")
        .example("event: reaction"),
    Key::new(
        "agent",
        WRITTEN,
        "An agent writes this: in the app that has the conversation, else in the Page inbox. It \
         comes at least 3 seconds after the person's last word, since what comes sooner is an \
         automatic answer.",
    )
    .example("agent: Hello, this is Maria."),
    Key::new("agent_passes_back", DOOR_SHAPE, "The agent is done and gives the conversation back.")
        .bare()
        .example("agent_passes_back: { metadata: solved }"),
    Key::new("agent_takes", DOOR_SHAPE, "The agent takes the conversation from the bot.")
        .bare()
        .example("agent_takes: { receiver: page_inbox }"),
    Key::new("agent_requests", DOOR_SHAPE, "The agent asks for the conversation.")
        .bare()
        .example("agent_requests: { receiver: page_inbox }"),
    Key::new("operator_returns", Shape::YesNo, "An operator brings the conversation back.")
        .bare()
        .example("operator_returns: yes"),
    Key::new(
        "go_to",
        Shape::Name(Names::Module),
        "An operator moves the conversation to this module.",
    )
    .example("go_to: welcome"),
    Key::new("later", Shape::Duration, "So much time passes; what falls due happens at its own moment.")
        .example("later: 10m"),
    Key::new("quiet", Shape::Duration, "So much time passes, and the bot does nothing in it.")
        .example("quiet: 14m59s"),
];

const EXPECTS: [Key; 6] = [
    Key::new(
        "bot",
        PATTERN,
        "The bot says this. `*` stands for any part of the text, `\\*` for a star; `anything` is any \
         message. With nothing behind it only what stands beside it is compared.",
    )
    .bare()
    .example("bot: Hi Anna!*"),
    Key::new(
        "graph",
        Shape::Words(&[
            word("pass_thread_control", "The bot passes the conversation to people."),
            word("take_thread_control", "The bot takes it back."),
        ]),
        "The bot moves control of the conversation.",
    )
    .example("graph: pass_thread_control"),
    Key::new("http", REQUEST, "The bot calls a service. Retries are the same step.")
        .example("http: GET shop/orders?email=anna@example.com"),
    Key::new(
        "at",
        Shape::Name(Names::Module),
        "The conversation stands at this module; `end`: at none.",
    )
    .example("at: welcome"),
    Key::new(
        "variables",
        Shape::Map(&VALUES),
        "These variables have these values; others are not compared.",
    )
    .example("variables: { email: anna@example.com }"),
    Key::new("tags", Shape::Texts, "The contact carries exactly these tags.").example("tags: [vip]"),
];

const MORE: [Key; 5] = [
    Key::new("as", Shape::Text, "What follows is the conversation of this person.").example("as: bob"),
    Key::new(
        "graph_fails",
        Shape::Map(&FAILS),
        "The next such calls of the platform fail. What the platform refuses for good needs no step \
         of its own; what may be tried again is tried again, and nothing is seen of it.",
    )
    .example("graph_fails: { call: messages, code: 551 }"),
    Key::new(
        "restart",
        Shape::YesNo,
        "The engine stops and starts again. Nothing is lost by it: between any two steps of a test \
         the conversation is stored and read anyway.",
    )
    .bare()
    .example("restart: yes"),
    Key::new("include", Shape::Text, "The steps of this part stand here.").example("include: greeted"),
    Key::new(
        "each",
        ROWS,
        "The steps beside it, once for each of these rows.",
    )
    .example("each: [ { word: menu }, { word: MENU } ]"),
];

const LOOKS: [Key; 9] = [
    Key::new("choices", PATTERNS, "The labels of its quick replies, all of them in order.")
        .example("choices: [\"Yes\", \"No\"]"),
    Key::new("buttons", PATTERNS, "The labels of its buttons, all of them in order.")
        .example("buttons: [Back to the bot]"),
    Key::new("cards", CARDS, "Its cards, all of them in order: the title, or more.")
        .example("cards: [Oak chair, { title: Pine chair, buttons: [Buy] }]"),
    Key::new("template", TEMPLATE_LOOK, "The approved template it is: its name, or more.")
        .example("template: visit_reminder"),
    Key::new("persona", PATTERN, "In whose name it is said: the id of a persona.")
        .example("persona: \"1234567890\""),
    Key::new("image", PATTERN, "The address of the image it is.").example("image: \"*/map.png\""),
    Key::new("video", PATTERN, "The address of the video it is.").example("video: \"*.mp4\""),
    Key::new("audio", PATTERN, "The address of the recording it is.").example("audio: \"*.mp3\""),
    Key::new("file", PATTERN, "The address of the file it is.").example("file: \"*.pdf\""),
];

/// A template as it is expected.
pub(crate) static TEMPLATE: Definition = Definition::new(
    "template_look",
    "a template",
    "An approved template as it is expected; what is left out is not compared.",
    &[&[
        Key::new("name", PATTERN, "Its name at Meta.").example("name: visit_reminder"),
        Key::new("language", PATTERN, "The language it is sent in.").example("language: en"),
        Key::new("with", PATTERNS, "What is put into it, all of it in order.")
            .example("with: [Anna, \"*\"]"),
    ]],
)
.example("name: visit_reminder\nwith: [Anna]");

/// A card as it is expected.
pub(crate) static CARD: Definition = Definition::new(
    "card_look",
    "a card",
    "A card as it is expected; what is left out is not compared.",
    &[&[
        Key::new("title", PATTERN, "Its title.").example("title: Oak chair"),
        Key::new("subtitle", PATTERN, "Its subtitle.").example("subtitle: \"from *\""),
        Key::new("image", PATTERN, "The address of its picture.").example("image: \"*.png\""),
        Key::new("buttons", PATTERNS, "The labels of its buttons.").example("buttons: [Buy]"),
    ]],
)
.example("title: Oak chair");

/// What can be sent, as the conditions name it.
const SENT_WORDS: [Word; 7] = words(&super::step::SENT);
const EVENT_WORDS: [Word; 4] = words(&super::step::EVENTS);
const CALL_WORDS: [Word; 5] = words(&CALLS);

/// What the person writes, with what the platform found in it.
pub(crate) static UNDERSTOOD: Definition = Definition::new(
    "understood",
    "what the person writes",
    "A text, and what the platform's language understanding finds in it.",
    &[&[
        Key::new("text", Shape::Text, "What the person writes.")
            .required()
            .example("text: I want my money back"),
        Key::new("intent", Shape::Text, "What the person wants.").example("intent: refund"),
        Key::new("entities", Shape::Map(&ENTITIES), "What stands in it.")
            .example("entities: { datetime: 2026-03-04 }"),
        Key::new("sentiment", Shape::Text, "positive, neutral or negative.")
            .example("sentiment: negative"),
        Key::new("language", Shape::Text, "The language it is written in.").example("language: da"),
        Key::new("confidence", Shape::Number, "How sure the platform is, from 0 to 1.")
            .example("confidence: 0.9")
            .default("1"),
    ]],
)
.example("text: I want my money back\nintent: refund");

/// `entities`.
pub(crate) static ENTITIES: Definition = Definition::named(
    "entities",
    "`entities`",
    "What the platform finds in a text.",
    Own { name: "the name of an entity", shape: Shape::Value },
)
.example("datetime: 2026-03-04");

/// `{ menu: … }`.
pub(crate) static MENU: Definition = Definition::new(
    "tapped_menu",
    "what is tapped",
    "An entry of the menu beside the text field, where a message shows the same label.",
    &[&[Key::new("menu", Shape::Text, "Its label.").required().example("menu: My order")]],
)
.example("menu: My order");

/// `sends`.
pub(crate) static SENDS: Definition = Definition::new(
    "sends",
    "what is sent",
    "What the person sends: one of these, perhaps with a text.",
    &[&[
        Key::new("image", Shape::Text, "The address of an image.")
            .bare()
            .example("image: \"https://cdn.example.com/a.png\""),
        Key::new("video", Shape::Text, "The address of a film.")
            .bare()
            .example("video: \"https://cdn.example.com/a.mp4\""),
        Key::new("audio", Shape::Text, "The address of a recording.")
            .bare()
            .example("audio: \"https://cdn.example.com/a.mp3\""),
        Key::new("file", Shape::Text, "The address of a file.")
            .bare()
            .example("file: \"https://cdn.example.com/a.pdf\""),
        Key::new("sticker", Shape::Text, "The address of a sticker.")
            .bare()
            .example("sticker: \"https://cdn.example.com/thumb.png\""),
        Key::new("location", Shape::Map(&PLACE), "A place on the map.")
            .bare()
            .example("location: { latitude: 55.67, longitude: 12.57 }"),
        Key::new("contact", Shape::Text, "The card of a contact.").bare().example("contact: Maria"),
        Key::new("text", Shape::Text, "A text with it.").example("text: This is the chair"),
        Key::new("name", Shape::Text, "The name of the file.").example("name: bill.pdf"),
    ]],
)
.example("image: \"https://cdn.example.com/a.png\"");

/// A place on the map.
pub(crate) static PLACE: Definition = Definition::new(
    "place",
    "a location",
    "A place on the map.",
    &[&[
        Key::new("latitude", Shape::Number, "Degrees to the north.")
            .required()
            .example("latitude: 55.67"),
        Key::new("longitude", Shape::Number, "Degrees to the east.")
            .required()
            .example("longitude: 12.57"),
    ]],
)
.example("latitude: 55.67\nlongitude: 12.57");

/// `opens`.
pub(crate) static OPENS: Definition = Definition::new(
    "opens",
    "`opens`",
    "A link or an ad that led here.",
    &[&[
        Key::new("ref", Shape::Text, "The `ref` of the link or ad.").example("ref: summer_sale"),
        Key::new("source", Shape::Text, "Where it stood, as the platform says it.")
            .example("source: SHORTLINK"),
        Key::new("ad_id", Shape::Text, "The ad.").example("ad_id: \"120200\""),
        Key::new(
            "get_started",
            Shape::YesNo,
            "The person tapped Get Started too: it is the first visit.",
        )
        .example("get_started: yes")
        .default("no"),
    ]],
)
.example("ref: summer_sale");

/// `agent` with the app it is written in.
pub(crate) static AGENT: Definition = Definition::new(
    "agent",
    "what an agent writes",
    "A text, and the app it is written in.",
    &[&[
        Key::new("text", Shape::Text, "What the agent writes.").required().example("text: Hello!"),
        Key::new("receiver", Shape::Name(Names::Receiver), "The app.")
            .example("receiver: page_inbox"),
    ]],
)
.example("text: Hello!\nreceiver: page_inbox");

const DOOR_SHAPE: Shape = Shape::Either(&[Shape::YesNo, Shape::Map(&DOOR)]);

/// Who moves control, and what goes along.
pub(crate) static DOOR: Definition = Definition::new(
    "door",
    "what an agent does",
    "The app, and what it gives along.",
    &[&[
        Key::new("receiver", Shape::Name(Names::Receiver), "The app.")
            .example("receiver: page_inbox")
            .default("who has the conversation, else the Page inbox"),
        Key::new("metadata", Shape::Text, "What it gives along.").example("metadata: solved"),
    ]],
)
.example("metadata: solved");

/// `data` of an event.
pub(crate) static DATA: Definition = Definition::named(
    "event_data",
    "`data`",
    "What the flow reads under `event`.",
    Own { name: "a name", shape: Shape::Value },
)
.example("reaction: love");

/// `variables`.
pub(crate) static VALUES: Definition = Definition::named(
    "values",
    "`variables`",
    "Variables and their values.",
    Own { name: "the name of a variable", shape: Shape::Value },
)
.example("email: anna@example.com");

const CONTROL_KEY: Key = Key::new("with", Shape::Map(&CONTROL), "To whom, and what goes along.")
    .example("with: { receiver: page_inbox, metadata: order_* }");

/// `with` of `graph`.
pub(crate) static CONTROL: Definition = Definition::new(
    "control",
    "`with`",
    "To whom control goes, and what goes along; what is left out is not compared.",
    &[&[
        Key::new(
            "receiver",
            Shape::Either(&[Shape::Name(Names::Receiver), crate::language::APP_ID]),
            "To whom: a receiver, or the number of an app.",
        )
        .example("receiver: page_inbox"),
        Key::new("metadata", PATTERN, "What goes along.").example("metadata: order_*"),
    ]],
)
.example("receiver: page_inbox");

const CALL_KEY: Key = Key::new("with", Shape::Map(&CALL), "What the call must hold.")
    .example("with: { json: { order: NC-1234 } }");

/// `with` of `http`.
pub(crate) static CALL: Definition = Definition::new(
    "call_look",
    "`with`",
    "What the call must hold; what is left out is not compared.",
    &[&[
        Key::new("json", Shape::Value, "Its body: of named values those named here, of lists every item; `*` stands for any part of a text.")
            .example("json: { order: NC-1234 }"),
        Key::new("form", Shape::Value, "The fields of its form.").example("form: { order: NC-1234 }"),
        Key::new("text", Shape::Text, "Its body as text.").example("text: \"*NC-1234*\""),
        Key::new("headers", Shape::Map(&HEADERS), "Its headers.").example("headers: { X-Trace: \"*\" }"),
    ]],
)
.example("json: { order: NC-1234 }");

/// `graph_fails`.
pub(crate) static FAILS: Definition = Definition::new(
    "graph_fails",
    "`graph_fails`",
    "Calls of the platform that fail.",
    &[&[
        Key::new("call", Shape::Words(&CALL_WORDS), "Which calls.")
            .required()
            .example("call: messages"),
        Key::new("code", Shape::Number, "The platform's code.").required().example("code: 551"),
        Key::new("subcode", Shape::Number, "The platform's subcode.")
            .example("subcode: 2018278")
            .default("none"),
        Key::new("times", Shape::Count(1, 100), "So many of them.")
            .example("times: 2")
            .default("1"),
    ]],
)
.example("call: messages\ncode: 551");
