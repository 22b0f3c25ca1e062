//! Damaged expressions and templates: read, checked and run.

use baton_core::expression::{Expression, FUNCTION_WORDS};
use baton_core::problem::Problem;
use baton_core::scope::RESERVED_WORDS;
use baton_core::template::{HELPER_WORDS, Template};

use crate::chance::Chance;
use crate::mutate::Mutator;
use crate::run::{Subject, run};
use crate::world::Stage;

const EXPRESSIONS: [&str; 14] = [
    "score > 3 and known(email)",
    "not tagged(\"vip\") or open(\"support\")",
    "order.lines[0].price * 1.25 + count % 7 - -2",
    "topic in [\"a\", 'b'] ? slots : [1, 2.5, order.id]",
    "size(topic) >= 3 && !(agreed == yes)",
    "same(topic, \"Refund\") || contains(topic, 'ref')",
    "round(order.total / 3, 2)",
    "min(score, limit, 9) + max(slots[2], 1)",
    "due > today and meeting < now",
    "text(answer) + \" \" + item.name",
    "date(\"2026-03-24\") == due",
    "order[\"id\"] != null",
    "number(text(score)) + hours(meeting)",
    "((((1))))",
];

const TEMPLATES: [&str; 14] = [
    "Hi {{user.first_name}}!",
    "Hi {{default user.first_name \"there\"}}, {{upper topic}}",
    "{{#if order.paid}}paid{{else}}{{number order.total}}{{/if}}",
    "{{#each order.lines}}{{@index}}: {{this.price}}{{#unless @last}}, {{/unless}}{{/each}}",
    "{{date due \"EEE d MMM y\"}} {{time meeting}}",
    "{{#if (and agreed (gt score 2))}}x{{else if topic}}y{{/if}}",
    "\\{{not}} {{{raw}}} {{! a comment }} {{!-- another --}}",
    "{{list slots}} {{count slots}} {{first slots}} {{truncate topic 5}}",
    "{{plural score \"one\" \"many\"}} {{money order.total \"EUR\"}}",
    "https://shop.example/{{order.id}}?q={{topic}}",
    "{{#with order}}{{id}}{{../topic}}{{/with}}",
    "{{item.name}} {{answer}} {{secret.key}}",
    "{{slots.0}} {{order.lines.1.price}} {{order.[lines].[0]}}",
    "{{~topic~}} {{ topic }}",
];

fn problems_stand_in(source: &str, problems: Vec<Problem>) -> Result<(), String> {
    match problems.into_iter().find(|problem| source.get(problem.span.clone()).is_none()) {
        Some(problem) => Err(format!("{problem:?} stands at no place")),
        None => Ok(()),
    }
}

struct Expressions(Mutator);

impl Subject for Expressions {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        self.0.text(chance).into_bytes()
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let source = String::from_utf8_lossy(input);
        let expression = match Expression::parse(&source) {
            Ok(expression) => expression,
            Err(problems) => return problems_stand_in(&source, problems),
        };
        let stage = Stage::new();
        problems_stand_in(&source, expression.signs())?;
        for checked in [
            expression.check(&stage).map(drop),
            expression.check_condition(&stage),
            expression.check_list(&stage),
        ] {
            problems_stand_in(&source, checked.err().unwrap_or_default())?;
        }
        let first = expression.evaluate(&stage);
        if first != expression.evaluate(&stage) {
            return Err("it came out differently the second time".to_owned());
        }
        drop(expression.holds(&stage));
        Ok(())
    }
}

#[test]
fn expressions_are_read_and_run_whatever_stands_in_them() {
    let known = include_str!("../../engine/core/expression/cel.txt").lines();
    let known = known.filter_map(|line| line.split('\t').next()).map(str::to_owned);
    let explained = FUNCTION_WORDS.iter().map(|word| word.example.to_owned());
    let own = EXPRESSIONS.iter().map(|text| (*text).to_owned());
    // The own ones are few and say more: as often as the others together.
    let own = own.chain(explained).cycle().take(600);
    let texts = known.step_by(7).chain(own).collect();
    run("expressions", 10_000, Expressions(Mutator::new(texts)));
}

struct Templates(Mutator);

impl Subject for Templates {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        self.0.text(chance).into_bytes()
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let source = String::from_utf8_lossy(input);
        let template = match Template::compile(&source) {
            Ok(template) => template,
            Err(problems) => return problems_stand_in(&source, problems),
        };
        let stage = Stage::new();
        problems_stand_in(&source, template.check(&stage).err().unwrap_or_default())?;
        let text = template.render(&stage, 2_000);
        if let Ok(text) = &text
            && text.encode_utf16().count() > 2_000
        {
            return Err(format!("{} units of text", text.encode_utf16().count()));
        }
        if text != template.render(&stage, 2_000) {
            return Err("it came out differently the second time".to_owned());
        }
        drop((template.render_url(&stage, 2_000), template.render_value(&stage)));
        Ok(())
    }
}

#[test]
fn templates_are_read_and_rendered_whatever_stands_in_them() {
    let explained = HELPER_WORDS.iter().map(|word| word.example.to_owned());
    let reserved = RESERVED_WORDS.iter().map(|word| word.example.to_owned());
    let own = TEMPLATES.iter().map(|text| (*text).to_owned());
    run(
        "templates",
        8_000,
        Templates(Mutator::new(own.chain(explained).chain(reserved).collect())),
    );
}
