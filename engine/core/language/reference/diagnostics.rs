//! The page of what `baton check` says.

use crate::language::Severity;
use crate::language::code::{CHAPTERS, Code, Example, MENDED};

const INTRO: &str = "Every problem of a bot is shown at once: file, line, column, the line itself with a mark below the \
place, what is wrong in plain words, and what to write instead. An **error** keeps a bot from being loaded; a **warning** \
does not (`baton check --strict` counts warnings too). Exit codes: 0 without errors, 1 with them.\n\n`baton check --fix` mends \
in the files what can be mended for certain: slips of the pen in keys and names, texts that lack their quotes, tabs, lists \
and times. It changes nothing else, comments and order stay, and it shows each line before and after. What can be meant in \
several ways is left to you.\n\nFor programs: `--format json` is an array, each finding with `code`, `severity`, `file`, \
`line`, `column`, `end_line`, `end_column` (behind the last character), `message` and `help`; `--format sarif` is SARIF \
2.1.0 for code scanning; `--format github` shows the findings beside the lines of a change.\n\nCodes are stable: a \
code keeps its name and its meaning. *Points to* says what line and column name; columns count characters, from 1. In the \
terminal `baton explain CODE` shows the same.\n\n";

/// Every code with its explanation, wrong and right.
pub(super) fn diagnostics() -> String {
    let mut text = INTRO.to_owned();
    for chapter in CHAPTERS {
        text += &format!("## {}\n\n", chapter.title);
        for code in chapter.codes {
            text += &of_code(code);
        }
    }
    text
}

fn of_code(code: &Code) -> String {
    let kind = match code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut text = format!("### {}\n\n", code.code);
    text += &format!("*{}* ({kind}). {} Points to {}.\n\n", code.title, code.doc, code.points_to);
    if MENDED.contains(&code.code) {
        text += "Mended by `--fix` where it is certain what was meant.\n\n";
    }
    match (&code.wrong, &code.right) {
        (Example::Part(wrong), Example::Part(right)) => {
            text += "```yaml\n";
            text += &format!("# wrong\n{}\n# right\n{}\n", wrong.join("\n"), right.join("\n"));
            text += "```\n\n";
        }
        (wrong, right) => {
            for (word, what) in [("Wrong", wrong), ("Right", right)] {
                text += &other(word, what);
            }
        }
    }
    text
}

/// Several files, or what cannot be shown as text.
fn other(word: &str, example: &Example) -> String {
    match example {
        Example::Told(words) => format!("{word}: {words}.\n\n"),
        Example::Part(lines) => block(word, "", lines),
        Example::Files(files) => {
            files.iter().map(|(name, lines)| block(word, &format!(" in `{name}`"), lines)).collect()
        }
    }
}

fn block(word: &str, place: &str, lines: &[&str]) -> String {
    let lines = lines.join("\n");
    format!("{word}{place}:\n\n<!-- yaml: definition -->\n```yaml\n{lines}\n```\n\n")
}
