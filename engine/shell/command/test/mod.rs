//! `baton test`: plays the conversation tests of a bot, and tells where one goes another way than it says.

mod junit;
mod play;
mod report;
mod update;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use baton_core::language::{self, Loaded, Severity, SourceFile};
use baton_core::rehearsal::{Coverage, Subject, Suite};
use clap::Args;

use super::bot::{self, Unreadable};
use super::{Failure, talk};

const ABOUT: &str = "\
Tests are files that end in .test.yaml, anywhere below the bot's folder, by habit in tests/.
For a bot in one file they are NAME.test.yaml beside it, and those in tests/ there.

  # flows/tests/greeting.test.yaml
  tests:
    - test: The bot greets
      steps:
        - user: hi
        - bot: Hi Anna!*
          choices: [\"Where is my order?\", \"*\", \"*\", Talk to a person]

Nothing is sent anywhere: services answer as `fake_http` says, and time passes only in `later`
and `quiet`. How to write tests: docs/testing.md

Exit codes: 0 all passed, 1 some failed or a file has problems, 2 used wrongly, 3 a file cannot be
written.";

/// Plays the conversation tests of a bot.
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub(super) struct Test {
    /// A YAML file, or a folder of them
    #[arg(default_value = "flows")]
    bot: PathBuf,
    /// Play only tests with this in their name or path; upper and lower case are the same
    pattern: Option<String>,
    /// Show what of the bot the tests go through, and what not
    #[arg(long)]
    coverage: bool,
    /// Fail where less than so many percent are covered; shows the coverage too
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_coverage: Option<u8>,
    /// Write into the files what the bot does now, where tests expect something else
    #[arg(long, conflicts_with = "watch")]
    update: bool,
    /// Play again whenever a file of the bot or its tests is saved
    #[arg(long)]
    watch: bool,
    /// Write the results for build servers too
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

/// A bot and its tests, read and found right.
struct Ready {
    subject: Subject,
    suite: Suite,
}

impl Test {
    pub(super) fn run(&self) -> Result<(), Failure> {
        if self.watch {
            return watch::follow(&self.bot, || {
                // Told already; the next change may mend it.
                if let Err(Failure::WrongUse(says)) = self.once() {
                    talk::error(&says);
                }
            });
        }
        if self.update {
            update::files(&self.bot, self.pattern.as_deref())?;
        }
        self.once()
    }

    fn once(&self) -> Result<(), Failure> {
        let Ready { subject, suite } = ready(&self.bot)?;
        let numbers = chosen(&suite, self.pattern.as_deref());
        if numbers.is_empty() {
            return Err(none_found(&self.bot, &suite, self.pattern.as_deref()));
        }
        let results = play::all(&subject, &suite, &numbers);
        let whole = numbers.len() == suite.len();
        let unused = if whole { results.unused_fakes(&suite) } else { Vec::new() };
        report::failures(&subject, &suite, &results, &unused);
        if let Some(file) = &self.junit {
            junit::write(file, &suite, &results, &unused)?;
        }
        let mut good = results.failed() == 0 && unused.is_empty();
        if self.coverage || self.min_coverage.is_some() {
            let coverage = Coverage::of(&subject, &results.covered());
            report::coverage(&subject, &coverage);
            good &= enough(&coverage, self.min_coverage);
        }
        report::summary(&results, &unused);
        if good { Ok(()) } else { Err(Failure::Findings) }
    }
}

/// Whether as much is covered as was asked for; told where it is not.
fn enough(coverage: &Coverage, least: Option<u8>) -> bool {
    let Some(least) = least.map(usize::from) else { return true };
    let percent = coverage.all().percent();
    if percent < least {
        talk::error(&format!("{percent} % are covered; --min-coverage asks for {least} %"));
    }
    percent >= least
}

/// Reads bot and tests; what is wrong in them is told.
fn ready(path: &Path) -> Result<Ready, Failure> {
    let Loaded { bot, places, files, diagnostics, .. } = bot::load(path).map_err(told)?;
    let colour = talk::colour(&std::io::stderr());
    let Some(bot) = bot else {
        talk::say(language::render_all(&diagnostics, &files, colour).trim_end());
        return Err(Failure::Findings);
    };
    let subject = Subject::new(Arc::new(bot), places, files);
    let tests: Vec<SourceFile> = bot::tests(path).map_err(told)?;
    let suite = Suite::read(&subject, tests);
    if !suite.diagnostics.is_empty() {
        talk::say(language::render_all(&suite.diagnostics, &suite.files, colour).trim_end());
    }
    if suite.diagnostics.iter().any(|found| found.severity == Severity::Error) {
        return Err(Failure::Findings);
    }
    Ok(Ready { subject, suite })
}

fn told(unreadable: Unreadable) -> Failure {
    match unreadable {
        Unreadable::Missing(_) | Unreadable::Empty(_) => Failure::WrongUse(unreadable.to_string()),
        Unreadable::Special(_)
        | Unreadable::LargeFile(_)
        | Unreadable::LargeBot(_)
        | Unreadable::Sprawling(_)
        | Unreadable::Io(..) => {
            talk::error(&unreadable.to_string());
            Failure::Findings
        }
    }
}

/// The tests to play.
fn chosen(suite: &Suite, pattern: Option<&str>) -> Vec<usize> {
    let pattern = pattern.unwrap_or_default().to_lowercase();
    let named = |number: &usize| {
        let path = &suite.files[suite.file(*number)].path;
        format!("{path}: {}", suite.name(*number)).to_lowercase().contains(&pattern)
    };
    (0..suite.len()).filter(named).collect()
}

fn none_found(bot: &Path, suite: &Suite, pattern: Option<&str>) -> Failure {
    let says = match (suite.is_empty(), pattern) {
        (false, Some(pattern)) => {
            format!("none of the {} tests has `{pattern}` in its name or path", suite.len())
        }
        (false, None) | (true, _) if bot.is_dir() => format!(
            "there are no tests; write one into {}",
            bot.join("tests/greeting.test.yaml").display()
        ),
        (false, None) | (true, _) => format!(
            "there are no tests; write one into {}",
            bot.with_extension("test.yaml").display()
        ),
    };
    Failure::WrongUse(says)
}
