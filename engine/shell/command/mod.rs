//! The commands, one file each. Results go to stdout, talk to stderr; how a command ended is its exit code.

mod author;
mod backup;
mod bench;
mod bot;
mod chat;
mod check;
mod config;
mod dev;
mod diff;
mod explain;
mod findings;
mod graph;
mod lang;
mod layout;
mod look;
mod lsp;
mod manual;
mod migrate;
mod new;
mod record;
mod replay;
mod rewrite;
mod schema;
mod script;
mod serve;
mod show;
mod stage;
#[cfg(test)]
mod stage_tests;
mod talk;
mod test;
mod trace;
mod trigger;

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, Need, Places, Problem, Problems};
use crate::telemetry;

/// Runs chatbots that are written down, with people taking over and giving back.
#[derive(Debug, Parser)]
#[command(name = "baton", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a bot for real pages
    Serve(serve::Serve),
    /// Run a bot against a simulated platform, and take over every saved change
    Dev(dev::Dev),
    /// Talk with a bot in the terminal
    Chat(chat::Chat),
    #[command(flatten)]
    Author(author::Author),
    /// What changed in meaning between two bots, and which live conversations it strands
    Diff(diff::Diff),
    /// Write a conversation of the database down, for replay
    Trace(trace::TraceOf),
    /// Send a signed webhook to a running server
    Trigger(Box<trigger::Trigger>),
    /// Show every setting with where it comes from
    Config(config::Show),
    /// Bring the database to this version's tables
    Migrate,
    /// Copy the database, also while a server works on it
    Backup(backup::Backup),
    /// Measure what a turn costs on this machine
    Bench(bench::Bench),
    /// What `bench` compares with
    #[command(hide = true)]
    BenchReference(bench::Reference),
}

/// Settings that may also be given as flags. Secrets may not: other people on a machine can see flags.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings (also BATON_… variables, or baton.yaml)")]
struct Settings {
    /// Another file than baton.yaml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<String>,
    /// The address to listen on
    #[arg(long, global = true, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Where conversations are kept, sqlite://…
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// The number of the app
    #[arg(long, global = true, value_name = "ID")]
    app_id: Option<String>,
    /// The number of the page
    #[arg(long, global = true, value_name = "ID")]
    page_id: Option<String>,
    /// Where the Graph API is
    #[arg(long, global = true, value_name = "URL")]
    graph_url: Option<String>,
    /// The version of the Graph API
    #[arg(long, global = true, value_name = "vN.N")]
    graph_version: Option<String>,
    /// auto, default_app, other_default or shared
    #[arg(long, global = true, value_name = "MODE")]
    routing: Option<String>,
    /// Hosts of services that may be private
    #[arg(long, global = true, value_name = "HOSTS")]
    service_allow: Option<String>,
    /// What to log, like info or baton=debug
    #[arg(long, global = true, value_name = "FILTER")]
    log: Option<String>,
    /// text or json
    #[arg(long, global = true, value_name = "FORMAT")]
    log_format: Option<String>,
}

impl Settings {
    /// The given ones, by variable.
    fn by_variable(self) -> BTreeMap<&'static str, String> {
        let all = [
            ("BATON_CONFIG", self.config),
            ("BATON_LISTEN", self.listen),
            ("BATON_DATABASE_URL", self.database_url),
            ("BATON_APP_ID", self.app_id),
            ("BATON_PAGE_ID", self.page_id),
            ("BATON_GRAPH_URL", self.graph_url),
            ("BATON_GRAPH_VERSION", self.graph_version),
            ("BATON_ROUTING", self.routing),
            ("BATON_SERVICE_ALLOW", self.service_allow),
            ("BATON_LOG", self.log),
            ("BATON_LOG_FORMAT", self.log_format),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// The bot has problems (exit code 1); they are told already.
    Findings,
    /// Used wrongly, or settings are missing (2).
    WrongUse(String),
    /// Something outside failed (3).
    Outside(anyhow::Error),
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::WrongUse(problems.to_string())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Outside(error)
    }
}

/// Runs what the command line asks for, to its end.
pub fn run(cli: Cli) -> ExitCode {
    let Cli { command, settings } = cli;
    let places = Places::of_process(settings.by_variable());
    match begin(command, &places) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Findings) => ExitCode::from(1),
        Err(Failure::WrongUse(says)) => {
            talk::error(says.trim_end());
            ExitCode::from(2)
        }
        Err(Failure::Outside(error)) => {
            talk::error(&told(&error));
            ExitCode::from(3)
        }
    }
}

/// An error with its causes, each once: many say their cause in their own words already.
fn told(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

fn begin(command: Command, places: &Places) -> Result<(), Failure> {
    if let Command::Author(author) = command {
        // These wait for nothing.
        return author.run();
    }
    if let Command::Config(config) = command {
        // What is wrong with the log's settings is shown with all others.
        return config.run(places);
    }
    begin_with_log(command, places)
}

/// Runs what writes a log.
fn begin_with_log(command: Command, places: &Places) -> Result<(), Failure> {
    let log = places.log().map_err(|problem| with_the_rest(problem, &command, places))?;
    let log = match &command {
        // These are for people at a terminal: only what needs them.
        Command::Dev(_)
        | Command::Chat(_)
        | Command::Diff(_)
        | Command::Trace(_)
        | Command::Trigger(_)
        | Command::Bench(_) => telemetry::Log {
            filter: log.filter.or_else(|| Some("warn".to_owned())),
            json: log.json.or(Some(false)),
        },
        Command::Serve(_)
        | Command::Author(_)
        | Command::Config(_)
        | Command::Migrate
        | Command::Backup(_)
        | Command::BenchReference(_) => log,
    };
    telemetry::begin(&log).map_err(Failure::WrongUse)?;
    places.strangers().iter().for_each(|stranger| tracing::warn!("{stranger}"));
    if let Command::Backup(backup) = command {
        return backup.run(places);
    }
    if let Command::Bench(bench) = command {
        // On one thread of its own: the other processors belong to what is measured.
        return bench.run();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)?;
    runtime.block_on(async {
        match command {
            Command::Serve(serve) => serve.run(places).await,
            Command::Dev(dev) => dev.run(places).await,
            Command::Chat(chat) => chat.run(places).await,
            Command::Diff(diff) => diff.run(places).await,
            Command::Trace(trace) => trace.run(places).await,
            Command::Trigger(trigger) => trigger.run(places).await,
            Command::Config(config) => config.run(places),
            Command::Migrate => migrate::run(places).await,
            Command::Author(author) => author.run(),
            Command::Backup(backup) => backup.run(places),
            Command::Bench(bench) => bench.run(),
            Command::BenchReference(reference) => reference.run().await,
        }
    })
}

/// What is wrong with the log's settings, and with all others of the command, so that nobody mends one to learn of the next.
fn with_the_rest(problem: Problem, command: &Command, places: &Places) -> Problems {
    let need = match command {
        Command::Serve(_) => Need::Serve,
        Command::Migrate | Command::Backup(_) => Need::Database,
        _ => Need::Rehearsal,
    };
    let rest = Config::read(places, need).err();
    Problems(std::iter::once(problem).chain(rest.into_iter().flat_map(|rest| rest.0)).collect())
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::Cli;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_flag_stands_for_its_variable_wherever_it_is_written() {
        for line in [["baton", "--listen", "[::]:1", "dev"], ["baton", "dev", "--listen", "[::]:1"]]
        {
            let flags = Cli::parse_from(line).settings.by_variable();
            assert_eq!(flags.get("BATON_LISTEN").map(String::as_str), Some("[::]:1"));
            assert_eq!(flags.len(), 1);
        }
    }

    #[test]
    fn an_error_says_each_of_its_causes_once() {
        let error = anyhow::anyhow!("full").context("the disk says: full").context("not written");
        assert_eq!(super::told(&error), "not written: the disk says: full");
    }

    #[test]
    fn no_flag_takes_a_secret() {
        let mut command = Cli::command();
        command.build();
        let long = |arg: &clap::Arg| arg.get_long().map(str::to_owned);
        let names: Vec<_> = command.get_arguments().filter_map(long).collect();
        assert!(names.iter().all(|name| !name.contains("token") && !name.contains("secret")));
    }
}
