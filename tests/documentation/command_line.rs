//! The command lines on the pages are read by the real command line: a flag that is gone, or never was, is found here.

use baton::command::Cli;
use clap::Parser;
use clap::error::ErrorKind;

use super::page;

/// A `baton …` of a page, and whether it is a line to type or only named in a sentence.
struct Line {
    page: String,
    text: String,
    to_type: bool,
}

/// Every line that begins with `baton`, in blocks for a shell or indented, and every `baton …` in a sentence.
fn lines() -> Vec<Line> {
    let mut found = Vec::new();
    for (page, text) in page::pages() {
        let mut fence: Option<String> = None;
        for line in text.replace("\\\n", " ").lines() {
            if let Some(of) = line.trim().strip_prefix("```") {
                fence = fence.is_none().then(|| of.to_owned());
                continue;
            }
            // What stands in a console is typed behind `$`; all else is printed.
            let line_of_shell = match fence.as_deref() {
                None => line.starts_with("    ").then_some(line.trim()),
                Some("sh") => Some(line.trim()),
                Some("console") => line.strip_prefix("$ "),
                Some(_) => None,
            };
            // The program may be named with its folder, as in `target/start/baton`.
            let named = line_of_shell.and_then(|line| Some((line, line.split_once("baton ")?.0)));
            let typed = named.filter(|(_, folder)| {
                folder.is_empty() || (folder.ends_with('/') && !folder.contains(' '))
            });
            if let Some((line, folder)) = typed {
                let text = line[folder.len()..].to_owned();
                found.push(Line { page: page.clone(), text, to_type: true });
            } else if fence.is_none() {
                // Whatever stands at an odd place between backticks is code.
                let code = line.split('`').skip(1).step_by(2);
                let named = code.filter(|code| code.starts_with("baton ")).map(str::to_owned);
                found.extend(named.map(|text| Line { page: page.clone(), text, to_type: false }));
            }
        }
    }
    // With a figure behind it, it is a version that was printed.
    found.retain(|line| {
        !line.text["baton ".len()..].starts_with(|sign: char| sign.is_ascii_digit())
    });
    found
}

/// A line as a shell splits it, without its comment.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for sign in line.chars() {
        match sign {
            '"' => quoted = !quoted,
            // Behind these the shell goes on, not the program.
            '#' | '>' | '|' if !quoted && word.is_empty() => break,
            ' ' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            other => word.push(other),
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// Why the real command line does not take it, if it does not.
fn refused(line: &Line) -> Option<String> {
    // A sentence may show what can be left out in brackets.
    let shown = |word: String| match line.to_type {
        true => word,
        false => word.trim_matches(['[', ']', '…', '.']).to_owned(),
    };
    let words: Vec<_> = words(&line.text).into_iter().map(shown).collect();
    let error = Cli::try_parse_from(words.iter().filter(|word| !word.is_empty())).err()?;
    let fine = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        // A sentence may name a command without what it needs.
        ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand
        // Or with a word in capitals in place of a value.
        | ErrorKind::InvalidValue
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => !line.to_type,
        _ => false,
    };
    (!fine).then(|| format!("{}: {}\n{error}", line.page, line.text))
}

#[test]
fn every_command_line_on_the_pages_is_one_that_baton_takes() {
    let lines = lines();
    assert!(lines.iter().filter(|line| line.to_type).count() > 8, "too few lines to type");
    assert!(lines.len() > 40, "only {} command lines", lines.len());
    let wrong: Vec<_> = lines.iter().filter_map(refused).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
