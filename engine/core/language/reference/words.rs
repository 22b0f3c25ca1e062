//! The pages of helpers, functions and names.

use super::table;
use crate::expression::FUNCTION_WORDS;
use crate::scope::{RESERVED_WORDS, reserved};
use crate::template::HELPER_WORDS;
use crate::word::Explained;

/// The helpers of templates.
pub(super) fn helpers() -> String {
    let intro = "What can stand between the braces of a text, besides a name: `{{upper topic}}`. A helper can stand \
                 in another in brackets: `{{upper (first slots)}}`. Blocks are `{{#if …}} … {{else}} … {{/if}}`, \
                 `{{#unless …}}`, `{{#each …}} … {{/each}}` and `{{#with …}}`. No variable is called like a helper.\n\n\
                 In the examples `topic` is “Refund”, `score` is 3, `slots` is a list of 9:00 and 10:00, \
                 `order.total` is 250.5, `due` is 24 March 2026, and it is Monday 2 March 2026.\n\n";
    intro.to_owned() + &words(HELPER_WORDS, "writes")
}

/// The functions of expressions.
pub(super) fn functions() -> String {
    let intro = "What can be called in `if`, `compute` and `valid_if`. Beside them there are `and`, `or`, `not`, \
                 `== != < <= > >=`, `in`, `+ - * / %`, `a.b`, `a[0]`, lists and `a ? b : c`.\n\n\
                 In the examples `topic` is “Refund”, `score` is 3, `slots` is a list of 9:00 and 10:00, \
                 `order.total` is 250.5, `due` is 24 March 2026, and it is Monday 2 March 2026.\n\n";
    intro.to_owned() + &words(FUNCTION_WORDS, "gives")
}

fn words(words: &[Explained], shows: &str) -> String {
    let row = |word: &Explained| {
        let name = format!("`{}`", word.name);
        let example = format!("`{}`", word.example);
        [name, word.takes.to_owned(), word.doc.to_owned(), example, format!("`{}`", word.shows)]
    };
    let rows: Vec<[String; 5]> = words.iter().map(row).collect();
    table(["word", "takes", "means", "example", shows], &rows)
}

/// The names that every bot has.
pub(super) fn names() -> String {
    let mut text = String::from(
        "What every bot knows without declaring it, in texts as `{{user.first_name}}` and in expressions as \
         `user.first_name`. No variable is called like one of these.\n\n",
    );
    let mut rows: Vec<[String; 3]> = Vec::new();
    for word in RESERVED_WORDS {
        let (root, member) = word.name.split_once('.').unwrap_or((word.name, ""));
        let kind =
            reserved(root).map(|of| match of.members.iter().find(|(name, _)| *name == member) {
                Some((_, kind)) => kind.word(),
                None if of.members.is_empty() => of.kind.word(),
                None => "",
            });
        let kind = kind.unwrap_or_default().replace('_', " ");
        rows.push([format!("`{}`", word.name), kind, word.doc.to_owned()]);
    }
    text += &table(["name", "is", "means"], &rows);
    text += "\nThe named groups of a `matches` are under `input` too: `(?<number>[0-9]+)` becomes `input.number`.\n";
    text
}
