//! Templates: what they print, what is refused, and that no input panics.

mod loading;
mod properties;

use serde_json::json;

use super::*;
use crate::problem::ProblemKind;
use crate::scope::Place;
use crate::scope::stage::Stage;

const LIMIT: usize = 2_000;

fn compiled(source: &str) -> Template {
    Template::compile(source).unwrap_or_else(|problems| panic!("{source}: {problems:?}"))
}

fn render_in(stage: &Stage, source: &str) -> String {
    compiled(source).render(stage, LIMIT).unwrap_or_else(|fault| panic!("{source}: {fault}"))
}

fn render(source: &str) -> String {
    render_in(&Stage::new(), source)
}

fn problem(source: &str) -> (String, String, String) {
    let stage = Stage::new();
    let problems =
        Template::compile(source).and_then(|template| template.check(&stage)).expect_err(source);
    let first = problems.first().unwrap();
    (
        source[first.span.clone()].to_owned(),
        first.message.clone(),
        first.help.clone().unwrap_or_default(),
    )
}

#[test]
fn names_are_inserted() {
    assert_eq!(render("Hi {{user.first_name}}, order {{ order.id }}."), "Hi Anna, order A-17.");
    assert_eq!(render("{{order.lines.0.name}}{{{topic}}}"), "ChairRefund");
    assert_eq!(render("no names } { here"), "no names } { here");
    assert_eq!(render("a \\{{name}} {{! a note }}b"), "a {{name}} b");
    assert_eq!(render("[{{limit}}{{order.note}}{{email}}]"), "[]");
}

#[test]
fn values_print_as_people_read_them() {
    let mut stage = Stage::new();
    stage.language = "da_DK";
    stage.set("count", json!(3.0));
    stage.set("agreed", json!(true));
    let source = "{{count}} {{agreed}} {{slots}} {{order.total}} {{due}} {{meeting}}";
    let expected = "3 ja 9:00, 10:00 250.5 2026-03-24 2026-03-24T14:00+01:00";
    assert_eq!(render_in(&stage, source), expected);
    assert_eq!(
        render_in(&stage, &format!("{source}{{{{#if agreed}}}}{{{{/if}}}}")),
        expected,
        "both ways agree"
    );
    assert!(matches!(compiled(source).read.form, Form::Pieces(_)));
    assert!(matches!(compiled("{{upper topic}}").read.form, Form::Pieces(_)));
}

#[test]
fn blocks_ask_and_repeat() {
    assert_eq!(render("{{#if agreed}}yes{{else if topic}}topic{{else}}no{{/if}}"), "topic");
    assert_eq!(render("{{#unless agreed}}not yet{{/unless}}"), "not yet");
    assert_eq!(
        render("{{#each order.lines}}{{@index}}:{{name}} {{money price \"EUR\"}}; {{/each}}"),
        "0:Chair €100.00; 1:Table €150.50; "
    );
    assert_eq!(
        render("{{#each slots}}{{this}}{{#unless @last}}, {{/unless}}{{else}}none{{/each}}"),
        "9:00, 10:00"
    );
    assert_eq!(render("{{#each order.lines as |line|}}{{line.name}} {{/each}}"), "Chair Table ");
    assert_eq!(render("{{#with order}}{{id}} {{total}}{{/with}}"), "A-17 250.5");
    assert_eq!(render("{{#each order.nothing}}x{{else}}none{{/each}}"), "none");
}

#[test]
fn inside_a_loop_names_of_the_outside_are_still_known() {
    let lines = "{{#each order.lines}}{{name}} for {{user.first_name}}{{#if score}} ({{upper topic}}){{/if}}; {{/each}}";
    assert_eq!(render(lines), "Chair for Anna (REFUND); Table for Anna (REFUND); ");
    assert_eq!(render("{{#each slots}}{{../topic}}{{@root.score}} {{/each}}"), "Refund3 Refund3 ");
    assert_eq!(
        render("{{#each order.lines}}{{#with this}}{{../name}}{{/with}}{{/each}}"),
        "ChairTable"
    );
}

#[test]
fn helpers_write_in_the_language() {
    let mut stage = Stage::new();
    stage.language = "da_DK";
    let cases = [
        ("{{default user.last_name \"there\"}} {{default topic \"x\"}}", "there Refund"),
        (
            "{{upper topic}} {{lower topic}} {{title \"anna o'neill-mcDonald\"}}",
            "REFUND refund Anna O'neill-McDonald",
        ),
        ("{{number order.total 2}} {{number 1234567}} {{number topic}}", "250,50 1.234.567 Refund"),
        ("{{money order.total \"DKK\"}}", "250,50\u{a0}kr."),
        (
            "{{date due}} | {{date due \"EEE d MMM\"}} | {{date meeting \"HH:mm\"}}",
            "24. marts 2026 | tirs. 24 mar. | 14:00",
        ),
        (
            "{{date \"2026-03-24T13:00:00Z\" \"HH:mm\"}} {{date \"2026-03-24 08:15\" \"H:mm\"}} {{date topic}}",
            "14:00 8:15 Refund",
        ),
        ("{{time_ago due}} {{time_ago meeting}} {{time_ago today}}", "om 22 dage om 22 dage i dag"),
        ("{{plural score \"stol\" \"stole\"}} {{plural 1 \"stol\" \"stole\"}}", "stole stol"),
        (
            "{{join slots \" og \"}} {{first slots}} {{size slots}} {{size topic}}",
            "9:00 og 10:00 9:00 2 6",
        ),
        (
            "{{json order.lines.0}} {{url \"a b&c\"}}",
            "{\"name\":\"Chair\",\"price\":100} a%20b%26c",
        ),
        ("{{upper (first slots)}} {{#if (size slots)}}some{{/if}}", "9:00 some"),
    ];
    for (source, expected) in cases {
        assert_eq!(render_in(&stage, source), expected, "{source}");
    }
}

#[test]
fn a_helper_gives_its_value_to_another() {
    let mut stage = Stage::new();
    stage.set("slots", json!([]));
    assert_eq!(render_in(&stage, "{{#if (size slots)}}some{{else}}none{{/if}}"), "none");
    assert_eq!(render_in(&stage, "{{default (first slots) \"nothing free\"}}"), "nothing free");
    assert_eq!(render("{{json (first order.lines)}}"), r#"{"name":"Chair","price":100}"#);
}

#[test]
fn no_helper_is_missing_from_the_list() {
    for name in HELPERS {
        assert!(helper::takes(name).is_some(), "{name}");
        assert!(Template::compile(helper::example(name)).is_ok(), "{name}");
    }
}

// Bad input 29.
#[test]
fn what_a_person_typed_is_data() {
    let mut stage = Stage::new();
    let sly = "{{secret.token}} ${x} <b>&\"</b> \\{{a}}";
    stage.set("topic", json!(sly));
    assert_eq!(render_in(&stage, "You wrote {{topic}}"), format!("You wrote {sly}"));
    assert_eq!(render_in(&stage, "{{#if topic}}{{topic}}{{/if}}"), sly);
}

#[test]
fn exactly_one_name_keeps_its_type() {
    let stage = Stage::new();
    let value = |source| compiled(source).render_value(&stage).unwrap();
    assert_eq!(value("{{order.total}}"), Value::Number(250.5));
    assert_eq!(
        value("{{ order.lines }}"),
        Value::natural(
            &json!([{"name": "Chair", "price": 100}, {"name": "Table", "price": 150.5}])
        )
    );
    assert_eq!(value("{{due}}"), Value::Date(jiff::civil::date(2026, 3, 24)));
    assert_eq!(value("{{order.note}}"), Value::Missing);
    assert_eq!(value("{{order.total}}!"), "250.5!".into());
    assert_eq!(value("refund"), "refund".into());
    assert_eq!(compiled("{{due}}").check(&stage), Ok(Type::Date));
    assert_eq!(compiled("on {{due}}").check(&stage), Ok(Type::Text));
}

// Bad input 56.
#[test]
fn an_address_is_encoded_and_cannot_climb() {
    let mut stage = Stage::new();
    stage.set("topic", json!("a&b=c#d/../"));
    let url = |stage: &Stage, source| compiled(source).render_url(stage, LIMIT);
    assert_eq!(
        url(&stage, "shop/orders/{{topic}}?q={{topic}}"),
        Ok("shop/orders/a%26b%3Dc%23d%2F..%2F?q=a%26b%3Dc%23d%2F..%2F".into())
    );
    assert_eq!(
        url(&stage, "shop/{{upper topic}}/{{url topic}}"),
        Ok("shop/A%26B%3DC%23D%2F..%2F/a%26b%3Dc%23d%2F..%2F".into())
    );
    assert_eq!(
        url(&stage, "shop?q={{#if topic}}{{topic}}{{/if}}"),
        Ok("shop?q=a%26b%3Dc%23d%2F..%2F".into())
    );
    assert_eq!(
        url(&stage, "shop?q={{lower (upper topic)}}"),
        Ok("shop?q=a%26b%3Dc%23d%2F..%2F".into()),
        "encoded once"
    );
    for climbing in ["..", ".", "%2e%2E"] {
        stage.set("topic", json!(climbing));
        let expected = if climbing.starts_with('%') {
            Ok("shop/%252e%252E/x".into())
        } else {
            Err(TemplateFault::PathClimbs)
        };
        assert_eq!(url(&stage, "shop/{{topic}}/x"), expected, "{climbing}");
        assert!(url(&stage, "shop?x={{topic}}").is_ok());
    }
    stage.set("topic", json!("."));
    assert_eq!(url(&stage, "shop/{{topic}}{{topic}}"), Err(TemplateFault::PathClimbs));
}

#[test]
fn a_text_ends_at_its_limit() {
    let mut stage = Stage::new();
    stage.set("slots", json!(vec!["x".repeat(100); 100]));
    for source in
        ["{{slots}}", "{{#each slots}}{{this}}{{/each}}", "{{join slots}}{{#if topic}}{{/if}}"]
    {
        assert_eq!(
            compiled(source).render(&stage, LIMIT),
            Err(TemplateFault::Overlong(LIMIT)),
            "{source}"
        );
    }
    assert_eq!(compiled("abc").render(&stage, 2), Err(TemplateFault::Overlong(2)));
}

#[test]
fn loops_that_write_nothing_end_too() {
    let mut stage = Stage::new();
    stage.set("slots", json!(vec![1; 1000]));
    let source =
        "{{#each slots}}{{#each @root.slots}}{{#each @root.slots}}{{/each}}{{/each}}{{/each}}";
    assert_eq!(compiled(source).render(&stage, LIMIT), Err(TemplateFault::TooCostly));
}

// Bad inputs 47 and 48: what would end the stack is refused before it is read.
#[test]
fn huge_and_deep_templates_are_refused() {
    let kind = |source: &str| Template::compile(source).unwrap_err()[0].kind;
    assert_eq!(kind(&"x{{a}}".repeat(10_000)), ProblemKind::TooLarge);
    assert_eq!(
        kind(&format!("{{{{upper {}a{}}}}}", "(lower ".repeat(1024), ")".repeat(1024))),
        ProblemKind::TooLarge
    );
    assert_eq!(
        kind(&format!("{}{}", "{{#if a}}".repeat(500), "{{/if}}".repeat(500))),
        ProblemKind::TooLarge
    );
    assert_eq!(
        kind(&format!("{}{}", "{{#each a}}".repeat(4), "{{/each}}".repeat(4))),
        ProblemKind::TooLarge
    );
}

#[test]
fn all_names_are_listed_with_their_places() {
    let template = compiled(
        "{{topic}} {{#each order.lines}}{{name}} {{@root.score}}{{/each}} {{date due \"d\"}}",
    );
    let names = template.names();
    let listed: Vec<_> =
        names.iter().map(|name| (name.path.join("."), name.span.start, name.certain)).collect();
    let expected = [
        ("topic".to_owned(), 2, true),
        ("order.lines".to_owned(), 18, true),
        ("name".to_owned(), 33, false),
        ("score".to_owned(), 42, true),
        ("due".to_owned(), 72, true),
    ];
    assert_eq!(listed, expected);
}

#[test]
fn a_plain_template_means_itself() {
    let template = Template::plain("{{topic}}");
    assert_eq!(template.as_plain(), Some("{{topic}}"));
    assert_eq!(template.render(&Stage::new(), LIMIT), Ok("{{topic}}".into()));
    assert_eq!(compiled("hello").as_plain(), Some("hello"));
}
