//! Every place of every file has an answer, whole and cut off anywhere.

use super::{BOT, DANISH, Draft, MODULES, TESTS, file};

/// Files as authors write them, with what is hard about them.
const HARD: [&str; 9] = [
    "modules:\n  a:\n    say: Grüße 🎉 {{user.first_name}}\n    choices: [ { label: \"ja 👍\", to: end } ]\n",
    "modules: { a: { say: [ {{x}}, \"y",
    "a: >-\n  text: {\n - [ } ] \"\n",
    "\t- tab\n\t\tkey:\tvalue\r\n",
    "- - - a: b\n    c: [\n  d\n e: {\n",
    "'quoted key': 'it''s'\n\"k\": \"\\\"\"\n:\n: :\n",
    "moved: {\nmodules:\n  ü: { to: ü, if: open(\"",
    "key: value: again # {{ comment\n{{",
    "\u{feff}bot: b\n\u{2028}x: \"\u{1f469}\u{200d}\u{1f680}\n",
];

#[test]
fn every_place_has_an_answer_and_none_panics() {
    let draft = super::draft();
    for (path, text) in [
        ("bot.yaml", BOT),
        ("more.yaml", MODULES),
        ("lang/da.yaml", DANISH),
        ("a.test.yaml", TESTS),
    ] {
        for byte in 0..=text.len() {
            let cut = &text[..byte];
            draft.proposals(path, text, byte);
            draft.proposals(path, cut, byte);
        }
    }
    for (file, source) in draft.files().iter().enumerate() {
        for byte in 0..=source.text.len() {
            draft.told(file, byte);
            draft.declarations(file, byte);
            draft.uses(file, byte, true);
            drop(draft.renamable(file, byte));
            draft.mendings(file, &(byte..byte));
        }
    }
}

#[test]
fn what_no_parser_takes_has_answers_too() {
    for text in HARD {
        for path in ["bot.yaml", "lang/da.yaml"] {
            for byte in 0..=text.len() {
                let cut = &text[..text.floor_char_boundary(byte)];
                let draft = Draft::new(vec![file(path, cut)], vec![file("a.test.yaml", cut)], None);
                draft.proposals(path, text, byte);
                draft.proposals(path, cut, byte);
                draft.outline(0);
                draft.told(0, byte);
                draft.mendings(0, &(0..byte));
                draft.mended();
                drop(draft.renamed(0, byte, "other"));
            }
        }
    }
}
