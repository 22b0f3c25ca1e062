//! A server that is measured: a process of its own, on a fresh database, and what the system knows
//! of its cost.
//!
//! Invariant: it ends with its value, whatever happens to the bench.

use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::flow;
use super::line::Line;
use super::world::{APP, PAGES, SECRET, page, token};

/// Baton's database, in the folder of a server.
pub(super) const DATABASE: &str = "baton.db";
/// How long a server may take to be ready.
const READY: Duration = Duration::from_secs(30);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(10);
/// The kernel counts a process's time in hundredths of a second for its readers, on every machine
/// Linux runs on today.
const TICKS: f64 = 100.0;

/// Which server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Baton,
    Reference,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Baton => "baton",
            Self::Reference => "reference",
        }
    }
}

/// A running server.
pub(super) struct Subject {
    child: Child,
    pid: u32,
    pub(super) address: SocketAddr,
    folder: TempDir,
}

impl Subject {
    /// Starts a server with a database in a new folder below `folder`, and waits until it is ready.
    /// Baton's begins as a copy of the one in `filled`, where there is one.
    pub(super) async fn start(
        kind: Kind,
        graph: SocketAddr,
        folder: &Path,
        filled: Option<&Path>,
    ) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("baton-bench-")
            .tempdir_in(folder)
            .with_context(|| format!("no folder can be made in {}", folder.display()))?;
        if let Some(filled) = filled.filter(|_| kind == Kind::Baton) {
            std::fs::copy(filled.join(DATABASE), folder.path().join(DATABASE))?;
        }
        let address = free_address()?;
        let mut command = command(kind, address, graph, folder.path())?;
        let log = File::create(folder.path().join("log"))?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).kill_on_drop(true);
        let child = command.spawn().context("the server does not start")?;
        let pid = child.id().context("the server ended at once")?;
        let mut subject = Self { child, pid, address, folder };
        subject.ready().await?;
        Ok(subject)
    }

    async fn ready(&mut self) -> anyhow::Result<()> {
        let end = Instant::now() + READY;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status}:\n{}", self.log());
            }
            if matches!(ask(self.address).await, Ok(200)) {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
        bail!("the server is not ready after {READY:?}:\n{}", self.log());
    }

    /// The end of what it said.
    pub(super) fn log(&self) -> String {
        let text = std::fs::read(self.folder.path().join("log")).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    /// Seconds of processor time it has used.
    pub(super) fn cpu(&self) -> anyhow::Result<f64> {
        cpu(&self.pid.to_string())
    }

    /// The most memory it ever had, in bytes.
    pub(super) fn peak(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|rest| rest.split_whitespace().next());
        let kilobytes: u64 = kilobytes.context("no VmHWM")?.parse()?;
        Ok(kilobytes * 1024)
    }

    /// Bytes it has had written to the disk.
    pub(super) fn written(&self) -> anyhow::Result<u64> {
        let io = std::fs::read_to_string(format!("/proc/{}/io", self.pid))?;
        let line = io.lines().find_map(|line| line.strip_prefix("write_bytes:"));
        line.context("no write_bytes")?.trim().parse().context("write_bytes is no number")
    }

    /// Ends it. Its database goes with it.
    pub(super) async fn end(mut self) -> anyhow::Result<()> {
        self.child.kill().await.context("the server cannot be ended")
    }
}

/// Seconds of processor time a process has used; `self` is this one.
pub(super) fn cpu(process: &str) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name stands in brackets and may hold anything; utime and stime are the 14th and 15th
    // field.
    let (_, rest) = stat.rsplit_once(')').context("no stat of a process")?;
    let mut fields = rest.split_whitespace().skip(11);
    let mut next = || fields.next().and_then(|field| field.parse::<f64>().ok());
    let (user, system) = next().zip(next()).context("no times of a process")?;
    Ok((user + system) / TICKS)
}

async fn ask(address: SocketAddr) -> io::Result<u16> {
    Line::open(address).await?.get("/readyz").await
}

/// An address nobody listens on. Somebody else may take it before the server does; then the server
/// says so.
fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

fn command(
    kind: Kind,
    address: SocketAddr,
    graph: SocketAddr,
    folder: &Path,
) -> anyhow::Result<Command> {
    let program = std::env::current_exe().context("this program's file is not known")?;
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("BATON_") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder);
    match kind {
        Kind::Reference => {
            command.arg("bench-reference").arg(address.to_string()).arg(graph.to_string());
            command.arg(folder.join("reference.db"));
        }
        Kind::Baton => {
            std::fs::write(folder.join("bench.yaml"), flow::BOT)?;
            std::fs::write(folder.join("baton.yaml"), settings(address, graph, folder))?;
            command.args(["serve", "bench.yaml"]);
        }
    }
    Ok(command)
}

/// What stands in `baton.yaml`.
fn settings(address: SocketAddr, graph: SocketAddr, folder: &Path) -> String {
    let database = folder.join(DATABASE);
    let mut text = format!(
        "listen: {address}\ndatabase_url: sqlite://{}\napp_id: \"{APP}\"\napp_secret: {SECRET}\n\
         verify_token: bench\ngraph_url: http://{graph}\nrouting: default_app\nlog: warn\npages:\n",
        database.display()
    );
    for page in (0..PAGES).map(page) {
        text.push_str(&format!("  - {{ id: \"{page}\", token: {} }}\n", token(&page)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_used_some_time() {
        assert!(cpu("self").unwrap() >= 0.0);
        assert!(cpu("0").is_err());
    }
}
