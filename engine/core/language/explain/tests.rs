//! Every word is found, and what the words of templates and expressions show is true.

use super::{Answer, Sort, all, explain, meant};
use crate::expression::{Expression, FUNCTION_WORDS, Function};
use crate::language::definition::Definition;
use crate::scope::stage::Stage;
use crate::scope::{RESERVED, RESERVED_WORDS};
use crate::template::{HELPER_WORDS, HELPERS, Template};
use crate::value::Value;

fn sorts(word: &str) -> Vec<Sort> {
    explain(word).into_iter().map(|answer| answer.sort).collect()
}

#[test]
fn a_word_is_found_whatever_it_is() {
    assert_eq!(sorts("unknown-module"), [Sort::Code]);
    assert_eq!(sorts("wait"), [Sort::Action]);
    assert_eq!(sorts("no_reply"), [Sort::Condition]);
    assert_eq!(sorts("give_up_after"), [Sort::Key]);
    assert_eq!(sorts("timed_out"), [Sort::Value]);
    assert_eq!(sorts("money"), [Sort::Helper]);
    assert_eq!(sorts("days_until"), [Sort::Function]);
    assert_eq!(sorts("handover.returned_by"), [Sort::Name]);
    assert_eq!(sorts("module.choices"), [Sort::Key]);
    assert_eq!(sorts("expect.email"), [Sort::Value]);
    assert!(sorts("handover").contains(&Sort::Action));
    assert!(sorts("conections").is_empty());
    assert_eq!(meant("conections").as_deref(), Some("connections"));
}

#[test]
fn a_key_of_several_maps_with_one_meaning_is_told_once() {
    let answers = explain("idle_timeout");
    let [one] = answers.as_slice() else { panic!("{answers:?}") };
    assert_eq!(one.stands_in, ["`handover`", "a handover"]);
    assert!(one.text().contains("Example:\n\n    idle_timeout: 15m\n"), "{}", one.text());
}

#[test]
fn everything_has_words() {
    let silent: Vec<Answer> = all()
        .into_iter()
        .map(|(_, answer)| answer)
        .filter(|answer| answer.doc.is_empty() || answer.text().replace("```", "").contains("``"))
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
    let maps = all().iter().filter(|(_, answer)| answer.sort == Sort::Map).count();
    assert!(maps > Definition::all().len(), "those of tests too: {maps}");
}

#[test]
fn every_helper_function_and_name_is_explained() {
    let helpers: Vec<_> = HELPER_WORDS.iter().map(|word| word.name).collect();
    assert_eq!(helpers, HELPERS);
    let functions: Vec<_> = FUNCTION_WORDS.iter().map(|word| word.name).collect();
    assert_eq!(functions, Function::ALL.map(Function::name));
    let mut names = Vec::new();
    for reserved in RESERVED {
        names.push(reserved.name.to_owned());
        let members = reserved.members.iter();
        names.extend(members.map(|(member, _)| format!("{}.{member}", reserved.name)));
    }
    let explained: Vec<_> = RESERVED_WORDS.iter().map(|word| word.name.to_owned()).collect();
    assert_eq!(explained, names);
}

#[test]
fn what_a_helper_shows_is_what_it_prints() {
    let stage = Stage::new();
    for word in HELPER_WORDS {
        let template = Template::compile(word.example).expect(word.name);
        template.check(&stage).expect(word.name);
        assert_eq!(template.render(&stage, 200).expect(word.name), word.shows, "{}", word.name);
    }
}

#[test]
fn what_a_function_shows_is_what_comes_of_it() {
    let stage = Stage::new();
    for word in FUNCTION_WORDS {
        let expression = Expression::parse(word.example).expect(word.name);
        expression.check(&stage).expect(word.name);
        let shown = match expression.evaluate(&stage).expect(word.name) {
            Value::YesNo(yes) => if yes { "yes" } else { "no" }.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.to_string(),
            other => panic!("{}: {other:?}", word.name),
        };
        assert_eq!(shown, word.shows, "{}", word.name);
    }
}
