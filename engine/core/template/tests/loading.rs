//! What is found in templates while they are loaded, and how it is explained.

use super::*;

#[test]
fn unknown_names_and_helpers_are_found_at_load() {
    let cases = [
        (
            "Hi {{user.fist_name}}",
            "user.fist_name",
            "`user` has no `fist_name`",
            "did you mean `first_name`?",
        ),
        ("{{#if scroe}}x{{/if}}", "scroe", "there is no variable `scroe`", "did you mean `score`?"),
        ("{{upper scroe}}", "scroe", "there is no variable `scroe`", "did you mean `score`?"),
        ("{{uper topic}}", "uper", "there is no helper `uper`", "did you mean `upper`?"),
        (
            "{{upper}}",
            "upper",
            "`upper` is a helper and needs a value",
            "write {{upper name}}; a variable cannot be called `upper`",
        ),
        (
            "{{money score}}",
            "money",
            "`money` does not take 1 values",
            "write it like {{money price \"EUR\"}}",
        ),
        ("{{if score}}", "if", "there is no helper `if`", "write {{#if …}} … {{/if}}"),
        (
            "{{#when score}}{{/when}}",
            "when",
            "there is no block `when`",
            "there are {{#if}}, {{#unless}}, {{#each}} and {{#with}}",
        ),
        (
            "{{lookup order \"id\"}}",
            "lookup",
            "there is no helper `lookup`",
            "a name has no spaces; the helpers are default, upper, lower, title, number, money, date, time_ago, plural, join, json, url, first, size",
        ),
        ("{{item.name}}", "item.name", "`item` can only be used inside `each`", ""),
        (
            "{{this.name}}",
            "this.name",
            "`this.name` means nothing outside of {{#each}}",
            "write the name of a variable",
        ),
        (
            "{{topic}} {{scroe}} {{score}}",
            "scroe",
            "there is no variable `scroe`",
            "did you mean `score`?",
        ),
    ];
    for (source, at, message, help) in cases {
        let (found, said, proposed) = problem(source);
        assert_eq!((said.as_str(), proposed.as_str()), (message, help), "{source}");
        assert_eq!(found, at, "{source}");
    }
    let mut stage = Stage::new();
    stage.place = Some(Place::Each);
    assert!(compiled("{{item.name}}").check(&stage).is_ok());
}

#[test]
fn what_cannot_be_inserted_is_explained() {
    let calculate = "calculate it before, for example `compute: { large: total > 100 }`, and use {{large}} or {{#if large}}";
    let cases = [
        (
            "{{#if score > 3}}x{{/if}}",
            ">",
            "a text only inserts; it does not compare or calculate",
            calculate,
        ),
        (
            "{{#if score and topic}}x{{/if}}",
            "and",
            "a text only inserts; it does not compare or calculate",
            calculate,
        ),
        ("{{score + 1}}", "+", "a text only inserts; it does not compare or calculate", calculate),
        (
            "{{#if topic == \"a > b\"}}x{{/if}}",
            "==",
            "a text only inserts; it does not compare or calculate",
            calculate,
        ),
        (
            "{{#if score topic}}x{{/if}}",
            "if",
            "`if` takes exactly one name",
            "calculate it before, for example `compute: { large: total > 100 }`, and ask {{#if large}}",
        ),
        (
            "Hi {{name",
            "{{",
            "`{{` is never closed",
            "write }} behind the name; for the signs themselves write \\{{",
        ),
        (
            "{{}}",
            "{{}}",
            "nothing is inserted here",
            "write a name between {{ and }}; for the signs themselves write \\{{",
        ),
        (
            "{{> footer}}",
            "{{> footer}}",
            "texts from elsewhere cannot be put in here",
            "write the text itself, or insert a variable: {{name}}",
        ),
        (
            "{{name | upper}}",
            "|",
            "`|` is not used here",
            "write the helper in front: {{upper name}}",
        ),
        (
            "{{order[0]}}",
            "[",
            "a place in a list is written with a dot here",
            "write it like {{order.lines.0.name}}",
        ),
        (
            "{{default topic “there”}}",
            "“",
            "`“` is not a plain quote",
            "write \" on both sides of the text",
        ),
        ("{{#if topic}}x", "{{", "`{{#if}}` is never closed", "write {{/if}} where it ends"),
        (
            "x{{/if}}",
            "{{/if}}",
            "nothing is open here that could be closed",
            "begin it with {{#if …}}, or remove this",
        ),
        (
            "{{#if a}}{{#each b}}{{/if}}",
            "{{/if}}",
            "`{{#each}}` is still open here",
            "write {{/each}}",
        ),
        (
            "{{else}}",
            "{{else}}",
            "`{{else}}` stands outside of a block",
            "write {{#if name}} before it and {{/if}} behind",
        ),
        (
            "{{{{raw}}}} x {{{{/raw}}}}",
            "{{{{raw}}}}",
            "`{{{{` is not used here",
            "write two brackets on each side: {{name}}",
        ),
        (
            "{{a..b}}",
            "a..b",
            "this insertion cannot be read",
            "a name has letters, digits and _, its parts are joined by dots: {{order.total}}",
        ),
    ];
    for (source, at, message, help) in cases {
        let (found, said, proposed) = problem(source);
        assert_eq!((said.as_str(), proposed.as_str()), (message, help), "{source}");
        assert_eq!(found, at, "{source}");
    }
}
