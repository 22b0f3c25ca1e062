//! What is told at load of names in loops, of what helpers need, and of what is written out for them.

use super::Template;
use crate::scope::stage::Stage;

fn told(source: &str) -> Vec<(String, String)> {
    let problems = match Template::compile(source) {
        Ok(template) => template.check(&Stage::new()).err().unwrap_or_default(),
        Err(problems) => problems,
    };
    let said =
        |problem: crate::problem::Problem| (problem.message, problem.help.unwrap_or_default());
    problems.into_iter().map(said).collect()
}

#[track_caller]
fn only(source: &str, message: &str, help: &str) {
    let found = told(source);
    assert_eq!(found.len(), 1, "{source}: {found:?}");
    assert!(found[0].0.contains(message), "{source}: {}", found[0].0);
    assert!(found[0].1.contains(help), "{source}: {}", found[0].1);
}

#[test]
fn item_is_the_item_of_the_loop_as_in_cards_and_choices() {
    let render =
        |source: &str| Template::compile(source).unwrap().render(&Stage::new(), 1_000).unwrap();
    assert_eq!(render("{{#each slots}}{{item}} {{/each}}"), "9:00 10:00 ");
    let lines = "{{#each order.lines}}{{item.name}} {{money item.price \"EUR\"}}; {{/each}}";
    assert_eq!(render(lines), "Chair €100.00; Table €150.50; ");
    let with = "{{#each order.lines}}{{#with ../order}}{{item.name}} {{id}}; {{/with}}{{/each}}";
    assert_eq!(render(with), "Chair A-17; Table A-17; ");
    assert_eq!(render("{{#each order.lines as |item|}}{{item.name}} {{/each}}"), "Chair Table ");
}

#[test]
fn a_loop_goes_through_a_list() {
    only("{{#each score}}{{this}}{{/each}}", "`each` needs a list, and `score` is a number", "");
    only("{{#each topic}}{{this}}{{/each}}", "`each` needs a list, and `topic` is a text", "");
    only("{{join agreed}}", "`join` needs a list", "");
    assert_eq!(told("{{#each order.lines}}{{name}}{{/each}}{{#each tags}}{{this}}{{/each}}"), []);
}

#[test]
fn names_in_loops_are_checked_as_far_as_they_can_be() {
    assert_eq!(told("{{#each order.lines}}{{naem}} {{user.first_name}} {{topic}}{{/each}}"), []);
    let each = |inside: &str| format!("{{{{#each order.lines}}}}{inside}{{{{/each}}}}");
    only(&each("{{user.frist_name}}"), "`user` has no `frist_name`", "did you mean `first_name`?");
    only(&each("{{user.size}}"), "`user` has no `size`", "{{item.user.size}}");
    only(&each("{{../scroe}}"), "no variable `scroe`", "did you mean `score`?");
    only(&each("{{@indx}}"), "there is no `@indx`", "did you mean `@index`?");
    only(&each("{{secret.KEY}}"), "`secret` can only be used", "{{item.secret.KEY}}");
}

#[test]
fn helpers_get_what_they_can_write() {
    only("{{money due \"EUR\"}}", "`money` needs a number, and `due` is a date", "");
    only("{{date score}}", "`date` needs a date or a time, and `score` is a number", "");
    only("{{time_ago agreed}}", "`time_ago` needs a date or a time", "");
    only("{{plural due \"a\" \"b\"}}", "`plural` needs a number", "");
    only("{{size score}}", "`size` needs a text or a list", "");
    let fine = "{{money order.total \"EUR\"}} {{date due}} {{date topic}} {{number topic}} {{size slots}} \
                {{plural slots \"a\" \"b\"}} {{time_ago meeting}} {{first slots}}";
    assert_eq!(told(fine), []);
}

#[test]
fn what_is_written_out_for_a_helper_means_something() {
    only("{{money score \"Euro\"}}", "`Euro` is no currency", "\"EUR\"");
    only("{{date due \"DD.MM.YYYY\"}}", "has a `D`", "the day of the month is `d`");
    only("{{date due \"dd.mm.yyyy\"}}", "the minutes", "the month is `M`");
    only("{{date due \"d 'of MMMM\"}}", "never closed", "both sides");
    only("{{number score 20}}", "how many digits", "{{number price 2}}");
    assert_eq!(told("{{date due topic}} {{money score topic}} {{date due \"EEE d MMM\"}}"), []);
}
