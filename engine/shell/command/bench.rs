//! `baton bench`: what a turn costs on this machine, beside the same flow written by hand.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::anyhow;
use clap::{Args, ValueEnum};

use super::{Failure, talk};
use crate::bench::{self, Answers, Plan};

/// People at once, at most: more would measure the driver.
const MOST_PEOPLE: usize = 1024;

/// Measures turns per second, their time, and what they cost.
#[derive(Debug, Args)]
pub(super) struct Bench {
    /// How long each measurement counts
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// How often everything is measured
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=100))]
    rounds: u16,
    /// How many people talk at once
    #[arg(long, value_delimiter = ',', default_value = "1,16,64")]
    contacts: Vec<usize>,
    /// Only with the echo, delivery and read that a page sends beside each turn (else without and
    /// with)
    #[arg(long, conflicts_with = "bare")]
    with_echoes: bool,
    /// Only without them
    #[arg(long)]
    bare: bool,
    /// Who answers messages
    #[arg(long, value_enum, default_value_t = Platform::StandIn)]
    platform: Platform,
    /// How many conversations Baton's database holds before anybody writes
    #[arg(long, default_value_t = 0, value_name = "CONVERSATIONS")]
    stored: usize,
    /// Where the databases are made; it should be the disk you mean
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Platform {
    /// Accepts every message at the least cost
    StandIn,
    /// The simulated platform with all its rules
    Simulated,
}

impl Bench {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let plan = self.plan()?;
        if is_in_memory(&plan.folder) {
            talk::say("this folder is in memory: nothing is written to a disk here (--folder)");
        }
        if cfg!(debug_assertions) {
            talk::say("this is a debug build: its figures say nothing about a release build");
        }
        talk::say(&format!("takes about {} s", plan.takes().as_secs()));
        let report = bench::run(&plan, &talk::say)?;
        if self.json {
            let json = serde_json::to_string_pretty(&report).map_err(anyhow::Error::from)?;
            talk::result(&json);
        } else {
            talk::result(report.table().trim_end());
        }
        match report.faults.all() {
            0 => Ok(()),
            faults => Err(anyhow!("{faults} turns or webhooks did not end as they must").into()),
        }
    }

    fn plan(&self) -> Result<Plan, Failure> {
        if !(0.1..=600.0).contains(&self.seconds) {
            return Err(Failure::WrongUse("--seconds is a number from 0.1 to 600".to_owned()));
        }
        if !self.contacts.iter().all(|people| (1..=MOST_PEOPLE).contains(people)) {
            let says = format!("--contacts are numbers from 1 to {MOST_PEOPLE}, like 1,16,64");
            return Err(Failure::WrongUse(says));
        }
        Ok(Plan {
            each: Duration::from_secs_f64(self.seconds),
            rounds: self.rounds.into(),
            people: self.contacts.clone(),
            beside: match (self.bare, self.with_echoes) {
                (true, _) => vec![false],
                (false, true) => vec![true],
                (false, false) => vec![false, true],
            },
            answers: match self.platform {
                Platform::StandIn => Answers::StandIn,
                Platform::Simulated => Answers::Simulated,
            },
            stored: self.stored,
            folder: self.folder.clone().unwrap_or_else(std::env::temp_dir),
        })
    }
}

/// Whether a folder lies in memory. What cannot be told is taken for a disk.
fn is_in_memory(folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else { return false };
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    let place = |line: &str| -> Option<(usize, bool)> {
        let mut fields = line.split(' ').skip(1);
        let (at, kind) = (fields.next()?, fields.next()?);
        folder.starts_with(at).then_some((at.len(), matches!(kind, "tmpfs" | "ramfs")))
    };
    mounts.lines().filter_map(place).max().is_some_and(|(_, in_memory)| in_memory)
}

/// The yardstick of the bench, started by it.
#[derive(Debug, Args)]
pub(super) struct Reference {
    address: SocketAddr,
    graph: SocketAddr,
    database: PathBuf,
}

impl Reference {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let Self { address, graph, database } = self;
        tokio::select! {
            ended = bench::reference::serve(address, graph, &database) => Ok(ended?),
            () = super::serve::asked_to_stop() => Ok(()),
        }
    }
}
