//! A file of tests, and a test.

use super::around::{FAKES, PERSON};
use super::{ONE_STEP, ROWS};
use crate::language::{Definition, Key, Own, Shape};

/// The person.
const WHO: Shape = Shape::Either(&[Shape::Map(&PERSON), Shape::Nothing]);
/// Tests.
const TESTS: Shape = Shape::List(&Shape::Map(&TEST));
/// A moment.
const MOMENT: Shape = Shape::Written {
    form: "a day, a time and a time zone",
    pattern: r"^\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}( [A-Za-z_]+(/[A-Za-z_+0-9-]+)*)?$",
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
