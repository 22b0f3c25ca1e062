//! Every short form is its long form.

use super::{bot, file, modules};
use crate::bot::Bot;
use crate::language::load;

/// All that a bot does, in one order; its hash differs with its spelling and is left out.
#[expect(clippy::disallowed_methods, reason = "sorted right behind")]
fn meaning(bot: &Bot) -> Vec<String> {
    let mut lists: Vec<_> = bot.lists.iter().map(|(id, list)| format!("{id}: {list:?}")).collect();
    lists.sort();
    let mut presses: Vec<_> =
        bot.presses.iter().map(|(id, press)| format!("{id:?}: {press:?}")).collect();
    presses.sort();
    let rest = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        bot.modules, bot.keywords, bot.fallback, bot.entries, bot.handover, bot.variables
    );
    [lists, presses, vec![rest]].concat()
}

fn same(short: &str, long: &str) {
    assert_eq!(meaning(&bot(&modules(short))), meaning(&bot(&modules(long))), "{short}");
}

#[test]
fn one_action_stands_as_a_key_and_say_before_it() {
    same("a: { say: Hi, to: end }", "a: { actions: [ { say: Hi } ], to: end }");
    same(
        "a: { say: Hi, tag: vip, to: end }",
        "a: { actions: [ { say: Hi }, { tag: vip } ], to: end }",
    );
    same("a: { tag: vip, to: end }", "a: { actions: { tag: [vip] }, to: end }");
}

#[test]
fn a_question_takes_its_settings_beside_it() {
    same(
        "a: { ask: How many?, expect: number, min: 1, save_as: count, to: end }",
        "a: { ask: { say: How many?, expect: number, min: 1, save_as: count }, to: end }",
    );
    same(
        "a: { ask: Name?, save_as: name, to: end }",
        "a: { actions: [ { ask: { say: Name?, expect: text, save_as: name } } ], to: end }",
    );
}

#[test]
fn a_bare_word_is_an_action_without_settings() {
    same("a: { handover: , to: end }", "a: { actions: [ handover ], to: end }");
    same("a: { actions: [ handover ], to: end }", "a: { actions: [ { handover: {} } ], to: end }");
}

#[test]
fn texts_in_when_are_what_is_said() {
    let long = "a: { say: Hi, connections: [ { when: { says: [yes] }, to: end } ] }";
    same("a: { say: Hi, connections: [ { when: \"yes\", to: end } ] }", long);
    same("a: { say: Hi, connections: [ { when: [yes], to: end } ] }", long);
}

#[test]
fn several_keys_in_one_when_must_all_hold() {
    same(
        "a: { say: Hi, connections: [ { when: { contains: x, is: email }, to: end } ] }",
        "a: { say: Hi, connections: [ { when: { all: [ { contains: x }, { is: email } ] }, to: \
            end } ] }",
    );
}

#[test]
fn any_is_several_connections_of_one_place() {
    let bot = bot(&modules(
        "a:\n  say: Hi\n  connections:\n    - when: { any: [ { says: x }, { any: [ { is: email }, \
            { sends: image } ] } ] }\n      do: [ { tag: t } ]\n      to: end\n    - to: end",
    ));
    let module = &bot.modules[&crate::id::ModuleId::new("a")];
    let places: Vec<u16> = module.connections.iter().map(|connection| connection.place).collect();
    assert_eq!(places, [0, 0, 0, 1]);
    let lists: Vec<_> = module.connections.iter().map(|c| c.leads.list.clone()).collect();
    assert_eq!(lists[0], lists[2]);
    assert_eq!(lists[0].as_ref().map(crate::id::ListId::as_str), Some("a#c0"));
}

#[test]
fn one_text_is_a_list_of_one_message() {
    same("a: { say: Hi, to: end }", "a: { say: [ Hi ], to: end }");
    same("a: { say: Hi, to: end }", "a: { say: { text: Hi }, to: end }");
    same("a: { tag: x, to: end }", "a: { tag: [ x ], to: end }");
}

#[test]
fn scalars_in_a_text_position_are_text() {
    let bot = bot(&modules("a: { say: [ no, on, 007, 12:30, ~, 1.20 ], to: end }"));
    let text = format!("{:?}", bot.lists);
    for word in ["no", "on", "007", "12:30", "~", "1.20"] {
        assert!(text.contains(&format!("{word:?}")), "{word}: {text}");
    }
}

#[test]
fn plain_scalars_in_a_value_position_follow_json() {
    let text = "a: { set: { a: 1, b: '1', c: true, d: yes, e: null, f: 007, g: [1, x], h: 1.5 }, \
               to: end }";
    let bot = bot(&modules(text));
    let text = format!("{:?}", bot.lists);
    for part in [
        "(\"a\", Value(Number(1.0)))",
        "(\"b\", Value(Text(\"1\")))",
        "(\"c\", Value(YesNo(true)))",
        "(\"d\", Value(Text(\"yes\")))",
        "(\"e\", Value(Missing))",
        "(\"f\", Value(Text(\"007\")))",
        "(\"h\", Value(Number(1.5)))",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn yes_and_true_are_equal_where_a_yes_or_no_is_expected() {
    same("a: { say: Hi, waits: yes }", "a: { say: Hi, waits: true }");
}

#[test]
fn several_files_are_one_bot() {
    let whole = "bot: b\nstart: a\nfallback: { say: Pardon? }\nkeywords: [ { when: [x], to: a }, \
                { when: [y], to: c } ]\nmodules:\n  a: { say: Hi, to: c }\n  c: { say: Ho, to: \
                end }\n";
    let first = "bot: b\nstart: a\nfallback: { say: Pardon? }\nkeywords: [ { when: [x], to: a } \
                ]\nmodules:\n  a: { say: Hi, to: c }\n";
    let second =
        "flow: more\nkeywords: [ { when: [y], to: c } ]\nmodules:\n  c: { say: Ho, to: end }\n";
    let parts = load(vec![file("bot.yaml", first), file("c.yaml", second)]);
    let parts = parts.bot.expect("two files that belong together");
    assert_eq!(meaning(&bot(whole)), meaning(&parts));
    let turned = load(vec![file("c.yaml", second), file("bot.yaml", first)]);
    assert_eq!(turned.bot.map(|bot| bot.hash), Some(parts.hash));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_fine() {
    let text = modules("a:\n  say: Hi\n  to: end");
    let strange = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(meaning(&bot(&text)), meaning(&bot(&strange)));
}
