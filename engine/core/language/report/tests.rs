//! The formats, from one finding with everything that must be escaped.

use serde_json::json;

use super::{Row, github, json as as_json, rows, sarif};
use crate::language::{Severity, SourceFile, code, load};

fn row() -> Row {
    Row {
        code: "unknown-module",
        severity: Severity::Error,
        file: "my flows/a,b:ø.yaml".into(),
        start: (4, 9),
        end: (4, 15),
        message: "there is no module `100%`".into(),
        help: "did you mean `welcome`?".into(),
    }
}

#[test]
fn json_has_exactly_nine_members() {
    let found = as_json(&[row()]);
    assert_eq!(
        found,
        json!([{
            "code": "unknown-module",
            "severity": "error",
            "file": "my flows/a,b:ø.yaml",
            "line": 4,
            "column": 9,
            "end_line": 4,
            "end_column": 15,
            "message": "there is no module `100%`",
            "help": "did you mean `welcome`?",
        }])
    );
    assert_eq!(as_json(&[]), json!([]), "nothing found is an empty list");
}

#[test]
fn the_end_is_counted_in_characters() {
    let text = "bot: b\nmodules:\n  a: { say: Hæ!, to: bø }\n";
    let loaded = load(vec![SourceFile { path: "bot.yaml".into(), text: text.into() }]);
    let rows = rows(&loaded);
    let found = rows.iter().find(|row| row.code == "unknown-module").unwrap();
    assert_eq!((found.start, found.end), ((3, 22), (3, 24)), "{rows:?}");
}

#[test]
fn a_command_of_github_is_one_line_with_its_signs_escaped() {
    assert_eq!(
        github(&[row()]),
        "::error file=my flows/a%2Cb%3Aø.yaml,line=4,col=9,endLine=4,endColumn=15,\
         title=unknown-module::there is no module `100%25`%0Adid you mean `welcome`?\n"
    );
    let over_lines = Row { end: (6, 2), severity: Severity::Warning, ..row() };
    let command = github(&[over_lines]);
    assert!(command.starts_with("::warning "), "{command}");
    assert!(command.contains(",endLine=6,title="), "no column of the end over lines: {command}");
}

#[test]
fn sarif_has_a_rule_for_every_code_and_points_to_it() {
    let log = sarif(&[row()], "1.2.3");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), code::all().count());
    let result = &run["results"][0];
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[index]["id"], result["ruleId"]);
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "my%20flows/a%2Cb%3A%C3%B8.yaml");
    assert_eq!(place["region"]["endColumn"], 15);
}
