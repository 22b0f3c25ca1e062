//! No source breaks the reading, and the short ways of reading mean what Handlebars means.

use proptest::prelude::*;

use super::super::{HELPERS, Template};
use super::{LIMIT, Stage};

const PIECES: [&str; 36] = [
    "{{",
    "}}",
    "{{topic}}",
    "{{order.lines.0.name}}",
    "{{#if ",
    "{{/if}}",
    "{{else}}",
    "{{#each order.lines}}",
    "{{/each}}",
    "{{#each slots}}",
    "{{#with order}}",
    "{{/with}}",
    "{{this}}",
    "{{name}}",
    "{{../score}}",
    "{{@index}}",
    "score",
    "upper",
    "(",
    ")",
    "\"",
    "'",
    " ",
    "\\",
    "\n",
    "~",
    "{{{",
    "}}}",
    "!",
    "--",
    "{{date due \"EEE\"}}",
    "{{first ",
    "{{>",
    "é",
    "{{@root.user.first_name}}",
    "x",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_source_breaks_the_reading(source in "\\PC{0,40}|[{}a-z#/ \"'.@~!>()\\\\]{0,40}") {
        if let Err(problems) = Template::compile(&source) {
            for problem in problems {
                prop_assert!(source.get(problem.span.clone()).is_some(), "{source} {problem:?}");
            }
        }
    }

    #[test]
    fn whatever_can_be_read_can_be_checked_and_rendered(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..10)) {
        let source = pieces.concat();
        let stage = Stage::new();
        if let Ok(template) = Template::compile(&source) {
            if let Err(problems) = template.check(&stage) {
                for problem in problems {
                    prop_assert!(source.get(problem.span.clone()).is_some(), "{source} {problem:?}");
                }
            }
            let text = template.render(&stage, LIMIT);
            prop_assert!(text.is_ok(), "{source}: {text:?}");
            prop_assert!(template.render_value(&stage).is_ok());
        }
    }
}

proptest! {
    #[test]
    fn the_short_way_reads_what_handlebars_reads(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("{{".to_owned()), Just("}}".to_owned()), Just("{{topic}}".to_owned()),
                Just("{{ order.lines.0.name }}".to_owned()), Just("{{{score}}}".to_owned()),
                Just("\\{{topic}}".to_owned()), Just("{{this}}".to_owned()), Just("{{upper}}".to_owned()),
                Just("\\".to_owned()), Just("\n".to_owned()), Just("{{_a1.b_2}}".to_owned()),
                "[a-z {}.\\\\]{0,6}", "\\PC{0,4}", "\\{\\{ ?[a-z0-9_.]{1,8} ?\\}\\}",
            ],
            0..8,
        )
    ) {
        let source = parts.concat();
        if super::super::plain::read(&source).is_some() {
            let (short, long) =
                (Template::compile(&source), super::super::compile::by_handlebars(&source));
            prop_assert_eq!(short, long, "{}", source);
        }
    }

    #[test]
    fn a_helper_called_directly_is_read_and_writes_as_through_handlebars(
        parts in proptest::collection::vec((call(), prop_oneof![Just(""), Just(" and "), Just("\n")]), 1..4),
        danish in any::<bool>(),
    ) {
        let source: String = parts.iter().map(|(call, behind)| format!("{call}{behind}")).collect();
        let short = Template::compile(&source);
        prop_assert_eq!(&short, &super::super::compile::by_handlebars(&source), "{}", source);
        let (Ok(short), Ok(long)) = (short, super::super::compile::in_blocks(&source)) else { return Ok(()) };
        let mut stage = Stage::new();
        stage.language = if danish { "da_DK" } else { "en" };
        prop_assert_eq!(short.render(&stage, LIMIT), long.render(&stage, LIMIT), "{}", source);
        prop_assert_eq!(short.render_url(&stage, LIMIT), long.render_url(&stage, LIMIT), "{}", source);
        prop_assert_eq!(short.render(&stage, 9), long.render(&stage, 9), "{}", source);
    }
}

/// Any helper with any values, most of them written as authors do.
fn call() -> impl Strategy<Value = String> {
    let value = prop::sample::select(vec![
        "topic",
        "order.total",
        "order.lines.0.name",
        "user.first_name",
        "slots",
        "due",
        "meeting",
        "email",
        "score",
        "order",
        "nothing.there",
        "\"x y\"",
        "\"EUR\"",
        "\"EEE d MMM\"",
        "\"HH:mm\"",
        "\"\"",
        "'one'",
        "2",
        "0",
        "007",
        "-1",
        "1.5",
        "12345678901",
        "true",
        "null",
        "this",
        "(upper topic)",
        "\"a \\\"b\\\"\"",
        "upper",
        "now",
        "today",
        "\"2026-03-24T13:00:00Z\"",
    ]);
    let helper = prop_oneof![
        8 => prop::sample::select(HELPERS.to_vec()),
        1 => prop::sample::select(vec!["if", "lookup", "topic", "else"]),
    ];
    let space = prop_oneof![8 => Just(" "), 1 => Just("  "), 1 => Just("\n")];
    let braces =
        prop_oneof![8 => Just(("{{", "}}")), 1 => Just(("{{{", "}}}")), 1 => Just(("{{~ ", " }}"))];
    (braces, helper, space, prop::collection::vec(value, 0..4)).prop_map(
        |((open, close), helper, space, values)| {
            let values: String = values.iter().map(|value| format!("{space}{value}")).collect();
            format!("{open}{helper}{values}{close}")
        },
    )
}
