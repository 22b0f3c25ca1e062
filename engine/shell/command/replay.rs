//! `baton replay`: a recorded conversation against another version of its bot, and where it departs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use baton_core::language::{self, SourceFile};
use baton_core::rehearsal::{Parted, Played, Replayed, Subject, Suite, Trace, play, replay};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Failure, bot, talk};

/// Bytes of a trace: a person who wrote for weeks, with a few versions of a large bot.
const LARGEST: u64 = 256 * 1024 * 1024;

const ABOUT: &str = "\
A trace comes from `baton trace CONTACT` (a conversation of a server's database), or from
`/save FILE.trace.json` in `baton chat`. A chat saved as a conversation test (FILE.test.yaml) is
played too.

Nothing is sent and no service is called: what came in then comes in again, at the same moments.

Exit codes: 0 the same, 1 it departs, 2 used wrongly.";

/// Plays a recorded conversation against a bot and shows the first place where it says or does something else.
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub(super) struct Replay {
    /// The recorded conversation
    trace: PathBuf,
    /// The bot to play it against: a YAML file, or a folder of them
    #[arg(long, value_name = "BOT", default_value = "flows")]
    bot: PathBuf,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Replay {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let text = read(&self.trace)?;
        let subject = subject(&self.bot)?;
        if self.trace.extension().is_some_and(|ending| ending == "yaml") {
            return self.test(&subject, text);
        }
        let trace: Trace = serde_json::from_str(&text).map_err(|error| {
            Failure::WrongUse(format!("{} is no trace: {error}", self.trace.display()))
        })?;
        let wrong = |problem: baton_core::rehearsal::Unplayable| {
            Failure::WrongUse(format!("{}: {problem}", self.trace.display()))
        };
        let replayed = replay(&trace, &subject).map_err(wrong)?;
        let shown = match self.format {
            Format::Text => shown(&trace, &replayed),
            Format::Json => format!("{:#}", as_json(&trace, &replayed)),
        };
        talk::result(shown.trim_end());
        if replayed.parted.is_some() { Err(Failure::Findings) } else { Ok(()) }
    }

    /// A chat that was saved as a test: its expectations are what was recorded.
    fn test(&self, subject: &Subject, text: String) -> Result<(), Failure> {
        let file = SourceFile { path: self.trace.display().to_string(), text };
        let suite = Suite::read(subject, vec![file]);
        let colour = talk::colour(&std::io::stdout());
        if !suite.is_right() || suite.is_empty() {
            talk::say(language::render_all(&suite.diagnostics, &suite.files, colour).trim_end());
            return Err(Failure::Findings);
        }
        let played: Vec<Played> =
            (0..suite.len()).map(|number| play(subject, &suite, number)).collect();
        let departed = played.iter().enumerate();
        let departed: Vec<_> =
            departed.filter_map(|(at, one)| Some((at, one.departure.as_ref()?))).collect();
        match self.format {
            Format::Json => {
                let one = |(at, departure): &(usize, &baton_core::rehearsal::Departure)| json!({ "test": suite.name(*at), "place": departure.place(&suite), "departs": departure.title() });
                let departed: Vec<_> = departed.iter().map(one).collect();
                talk::result(&format!(
                    "{:#}",
                    json!({ "conversations": played.len(), "departed": departed })
                ));
            }
            Format::Text => {
                for (at, departure) in &departed {
                    let shown = departure.render(subject, &suite, colour);
                    talk::result(&format!("{}\n\n{}", suite.name(*at), shown.trim_end()));
                }
                if departed.is_empty() {
                    talk::result("It does not depart: the bot does what was recorded.");
                }
            }
        }
        if departed.is_empty() { Ok(()) } else { Err(Failure::Findings) }
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    let unread =
        |why: String| Failure::WrongUse(format!("{} cannot be read: {why}", file.display()));
    let meta = std::fs::metadata(file).map_err(|error| unread(error.to_string()))?;
    if !meta.is_file() || meta.len() > LARGEST {
        return Err(unread("it is no ordinary file of a sensible size".to_owned()));
    }
    std::fs::read_to_string(file).map_err(|error| unread(error.to_string()))
}

fn subject(path: &Path) -> Result<Subject, Failure> {
    let loaded = bot::in_place(language::load(bot::sources(path)?), path);
    match loaded.bot {
        Some(bot) => Ok(Subject::new(Arc::new(bot), loaded.places, loaded.files)),
        None => {
            let colour = talk::colour(&std::io::stderr());
            talk::say(language::render_all(&loaded.diagnostics, &loaded.files, colour).trim_end());
            Err(Failure::Findings)
        }
    }
}

fn shown(trace: &Trace, replayed: &Replayed) -> String {
    let mut out = String::new();
    if !trace.whole {
        out += "The beginning is no longer kept: it is played as if the person were new.\n\n";
    }
    out += &replayed.transcript;
    out.push('\n');
    match &replayed.parted {
        Some(parted) => out += &apart(parted),
        None => {
            out += &format!(
                "It does not depart: {} steps, and the bot does the same.\n",
                replayed.played
            )
        }
    }
    if replayed.cut {
        out += "What followed was not kept in the history and is not played.\n";
    }
    out
}

/// Letters of each side, so that both stand beside each other in a usual terminal.
const SIDE: usize = 46;

fn apart(parted: &Parted) -> String {
    let mut out = format!("Here it departs, after\n{}\n\n", parted.after);
    out += &row("recorded", "now");
    out += &row(&"-".repeat(SIDE), &"-".repeat(SIDE));
    out += &beside(&side(&parted.recorded), &side(&parted.now));
    if parted.way_recorded != parted.way_now {
        out += "\n  the way it went\n";
        out += &beside(&wrapped(&parted.way_recorded), &wrapped(&parted.way_now));
    }
    if !parted.why.is_empty() {
        out.push('\n');
        out += &parted.why;
    }
    out
}

fn side(lines: &[String]) -> Vec<String> {
    let plain: Vec<String> =
        lines.iter().map(|line| line.replace("\n          ", "\n        ")).collect();
    if plain.is_empty() { vec!["        nothing".to_owned()] } else { wrapped(&plain) }
}

/// Lines cut into pieces that fit into a side.
fn wrapped(lines: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for line in lines.iter().flat_map(|line| line.lines()) {
        let letters: Vec<char> = line.trim_end().chars().collect();
        out.extend(letters.chunks(SIDE).map(|piece| piece.iter().collect::<String>()));
    }
    out
}

fn beside(left: &[String], right: &[String]) -> String {
    let longest = left.len().max(right.len());
    let at = |side: &[String], line: usize| side.get(line).cloned().unwrap_or_default();
    (0..longest).map(|line| row(&at(left, line), &at(right, line))).collect()
}

fn row(left: &str, right: &str) -> String {
    format!("  {left:SIDE$} | {right}").trim_end().to_owned() + "\n"
}

fn as_json(trace: &Trace, replayed: &Replayed) -> serde_json::Value {
    let parted = replayed.parted.as_ref().map(|parted| {
        let plain = |lines: &[String]| lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n");
        json!({
            "after": parted.after.trim(), "recorded": plain(&parted.recorded), "now": plain(&parted.now),
            "way_recorded": parted.way_recorded, "way_now": parted.way_now,
        })
    });
    json!({ "whole": trace.whole, "played": replayed.played, "cut": replayed.cut, "departs": parted })
}
