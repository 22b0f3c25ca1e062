//! Files are laid out, say the same as before, and are laid out the same way twice.

use proptest::prelude::*;

use super::{Untouched, laid_out};
use crate::language::SourceFile;
use crate::language::tests::generate;

fn file(text: &str) -> SourceFile {
    SourceFile { path: "bot.yaml".into(), text: text.into() }
}

fn laid(text: &str) -> String {
    laid_out(&file(text)).unwrap_or_else(|why| panic!("{why}\n{text}")).text
}

#[test]
fn indentation_dashes_and_ends_of_lines_become_even() {
    let text = "\
# About the bot


bot:   b   
modules:
    a:
        # first this
        actions:
        -   say:  Hi   # friendly
        -
            tag: vip
        # then that
        connections:
        - when: [yes,   no]
          do:
              - say:
                  text: |
                      A long text
                        indented

                      of lines
        # at the end
        to: b
    # the other one
    b: { say: 'Bye', to: end }";
    let wanted = "\
# About the bot

bot: b
modules:
  a:
    # first this
    actions:
      - say: Hi   # friendly
      -
        tag: vip
    # then that
    connections:
      - when: [yes,   no]
        do:
          - say:
              text: |
                A long text
                  indented

                of lines
    # at the end
    to: b

  # the other one
  b: { say: 'Bye', to: end }
";
    assert_eq!(laid(text), wanted);
    assert_eq!(laid(wanted), wanted);
}

#[test]
fn modules_of_one_line_need_no_blank_lines_between_them() {
    let text = "modules:\n  a: { say: Hi, to: b }\n  b: { say: Ho, to: end }\n";
    assert_eq!(laid(text), text);
}

#[test]
fn line_ends_of_windows_and_a_byte_order_mark_stay() {
    assert_eq!(laid("\u{feff}bot:  b\r\nmodules: \r\n"), "\u{feff}bot: b\r\nmodules:\r\n");
}

#[test]
fn texts_and_brackets_of_several_lines_move_as_a_whole() {
    let text = "\
modules:
    a:
        say: Hello
          to all
          of you
        choices: [
            { label: Yes, to: b },   # first
            { label: No, to: end },
        ]
";
    let wanted = "\
modules:
  a:
    say: Hello
      to all
      of you
    choices: [
        { label: Yes, to: b },   # first
        { label: No, to: end },
    ]
";
    assert_eq!(laid(text), wanted);
}

#[test]
fn what_cannot_be_read_stays_as_it_is() {
    assert_eq!(laid_out(&file("a: [b\nc: d")), Err(Untouched::Unreadable));
    assert_eq!(laid_out(&file("a:\n\t- b")), Err(Untouched::Unreadable));
    assert_eq!(laid(""), "");
    assert_eq!(laid("# only a comment"), "# only a comment");
}

#[test]
fn a_comment_further_out_than_all_above_it_stands_outermost() {
    assert_eq!(laid("  modules:\n # behind"), "modules:\n# behind\n");
}

#[test]
fn the_flows_that_ship_are_laid_out() {
    let files = [
        include_str!("../../../../flows/bot.yaml"),
        include_str!("../../../../flows/orders.yaml"),
        include_str!("../../../../flows/person.yaml"),
        include_str!("../../../../flows/returns.yaml"),
        include_str!("../../../../flows/welcome.yaml"),
        include_str!("../../../../examples/certainly-human-takeover/bot.yaml"),
        include_str!("../../../../examples/chatfuel-conversation-handover/bot.yaml"),
        include_str!("../../../../examples/cognigy-http-handover/bot.yaml"),
        include_str!("../../../../examples/the-bot-platform-handover/bot.yaml"),
    ];
    for text in files {
        assert_eq!(laid(text), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bot_is_laid_out_once_and_for_all(text in generate::bot()) {
        let once = laid(&text);
        prop_assert_eq!(&laid(&once), &once, "{}", text);
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(words(&once), words(&text));
        prop_assert!(once.lines().all(|line| line.trim_end() == line), "{}", once);
    }

    #[test]
    fn no_text_makes_it_panic(text in "([a-z#:'\"|>{}\\[\\], -]|\n|  ){0,60}") {
        drop(laid_out(&file(&text)));
    }
}
