//! `baton bench`: what a turn costs, beside what it costs by hand on the same machine in the same
//! minutes.
//!
//! A turn is one message of a person and its answer: a signed webhook goes in, and the Graph call
//! comes back. Every answer is checked. Subjects alternate within each round, so that what else the
//! machine does falls on both; compare ratios of one run, never figures of two.

mod flow;
mod graph;
mod line;
mod load;
pub mod reference;
mod report;
mod stored;
mod subject;
mod world;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::{AbortHandle, LocalSet, spawn_local};

use self::load::{Load, Turn};
use self::subject::{DATABASE, Kind, Subject};
use self::world::World;

pub use self::load::Faults;
pub use self::report::Report;
pub use self::world::Answers;

/// People talk this long before anything is counted: connections are opened, caches warm.
const WARM: Duration = Duration::from_millis(700);
/// A server that has asked nothing for so long has finished starting.
const STARTED: Duration = Duration::from_millis(300);
/// How long starting may take beside being ready.
const STARTING: Duration = Duration::from_secs(20);
/// How long people may take to finish their last turn.
const FAREWELL: Duration = Duration::from_secs(15);
/// How long to listen for answers nobody waits for.
const AFTER: Duration = Duration::from_millis(200);

/// What is measured.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How long each measurement counts.
    pub each: Duration,
    /// How often each is repeated.
    pub rounds: usize,
    /// How many people talk at once, one measurement each.
    pub people: Vec<usize>,
    /// Without (`false`) or with (`true`) an echo, a delivery and a read beside each turn; one
    /// measurement each.
    pub beside: Vec<bool>,
    /// Who answers messages.
    pub answers: Answers,
    /// Conversations that Baton's database holds before anybody writes.
    pub stored: usize,
    /// Below it the databases are made.
    pub folder: PathBuf,
}

impl Plan {
    /// About how long all of it takes.
    pub fn takes(&self) -> Duration {
        let measurements = self.rounds * self.people.len() * self.beside.len() * 2;
        let one = self.each + WARM + STARTED + AFTER + Duration::from_millis(500);
        let raw = self.each * u32::try_from(self.rounds).unwrap_or(u32::MAX);
        one * u32::try_from(measurements).unwrap_or(u32::MAX) + raw
    }
}

/// What one measurement found.
struct Measured {
    kind: Kind,
    people: usize,
    beside: bool,
    seconds: f64,
    /// How long each turn took, in the order they ended.
    took: Vec<Duration>,
    /// Seconds of processor time of the subject, and of the driver.
    cpu: f64,
    own_cpu: f64,
    /// Bytes of memory, and bytes written to the disk.
    peak: u64,
    disk: u64,
    again: u64,
    faults: Faults,
}

/// Measures everything, and tells how it goes.
///
/// # Errors When a server does not start, or the system does not tell what it costs. Faults of
/// turns are in the report.
pub fn run(plan: &Plan, tell: &dyn Fn(&str)) -> anyhow::Result<Report> {
    // One thread for people and platform: two would fight with the subject for the second core.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (mut all, mut alone) = (Vec::new(), Vec::new());
    let filled = (plan.stored > 0).then(|| fill(plan, &runtime, tell)).transpose()?;
    let filled = filled.as_ref().map(TempDir::path);
    for round in 1..=plan.rounds {
        let raw = reference::raw::turns_per_second(&plan.folder, plan.each)?;
        tell(&format!("round {round} of {}: a commit a turn: {raw:.0} turns/s", plan.rounds));
        alone.push(raw);
        for &beside in &plan.beside {
            for &people in &plan.people {
                for kind in order(round) {
                    let measured = LocalSet::new()
                        .block_on(
                            &runtime,
                            unless_stopped(measure(plan, kind, people, beside, filled)),
                        )
                        .with_context(|| format!("{} with {people} at once", kind.name()))?;
                    let turns = measured.took.len() as f64 / measured.seconds;
                    let with = if beside { ", with echoes" } else { "" };
                    tell(&format!(
                        "round {round} of {}: {}, {people} at once{with}: {turns:.0} turns/s",
                        plan.rounds,
                        kind.name()
                    ));
                    all.push(measured);
                }
            }
        }
    }
    Ok(Report::of(plan, &all, alone))
}

/// Makes the database that every measurement of Baton begins with a copy of.
fn fill(plan: &Plan, runtime: &Runtime, tell: &dyn Fn(&str)) -> anyhow::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("baton-bench-").tempdir_in(&plan.folder)?;
    runtime.block_on(stored::fill(&folder.path().join(DATABASE), plan.stored))?;
    tell(&format!("{} conversations are stored", plan.stored));
    Ok(folder)
}

/// Gives up when the process is asked to end, so that no server outlives it.
async fn unless_stopped<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        done = work => done,
        _ = terminate.recv() => bail!("stopped"),
        interrupted = tokio::signal::ctrl_c() => {
            interrupted?;
            bail!("stopped")
        }
    }
}

/// Who begins alternates.
fn order(round: usize) -> [Kind; 2] {
    if round % 2 == 1 { [Kind::Reference, Kind::Baton] } else { [Kind::Baton, Kind::Reference] }
}

/// A task that ends with its value.
struct Ending(AbortHandle);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn measure(
    plan: &Plan,
    kind: Kind,
    people: usize,
    beside: bool,
    filled: Option<&Path>,
) -> anyhow::Result<Measured> {
    let (listener, graph) = listen().await.context("no address on loopback")?;
    let load = Load::new(World::new(plan.answers, beside), people);
    let _front = Ending(spawn_local(graph::serve(listener, Rc::clone(&load))).abort_handle());
    let subject = Subject::start(kind, graph, &plan.folder, filled).await?;
    let begun = Instant::now();
    while load.quiet() < STARTED && begun.elapsed() < STARTING {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mut talking = load.begin(subject.address);
    tokio::time::sleep(WARM).await;
    let (from, cpu, own_cpu) = (Instant::now(), subject.cpu()?, subject::cpu("self")?);
    let disk = subject.written()?;
    tokio::time::sleep(plan.each).await;
    let (until, cpu) = (Instant::now(), subject.cpu()? - cpu);
    let own_cpu = subject::cpu("self")? - own_cpu;
    let disk = subject.written()? - disk;
    load.end();
    let all = async { while talking.join_next().await.is_some() {} };
    tokio::time::timeout(FAREWELL, all).await.context("people wait for ever")?;
    tokio::time::sleep(AFTER).await;
    let peak = subject.peak()?;
    let (faults, again) = (load.faults(), load.again());
    if faults.all() > 0 {
        tracing::warn!("{} said:\n{}", kind.name(), subject.log());
    }
    subject.end().await?;
    let within = |turn: &Turn| (from..until).contains(&turn.ended);
    let took = load.take_turns().into_iter().filter(within).map(|turn| turn.took).collect();
    let seconds = (until - from).as_secs_f64();
    Ok(Measured { kind, people, beside, seconds, took, cpu, own_cpu, peak, disk, again, faults })
}

async fn listen() -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}
