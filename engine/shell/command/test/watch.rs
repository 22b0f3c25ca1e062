//! Plays again whenever a file is saved.

use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, TrySendError, sync_channel};
use std::time::Duration;

use anyhow::Context;
use notify::{EventKind, RecursiveMode, Watcher};

use crate::command::{Failure, talk};

/// Editors write a file in several steps; this long after the last one it is read.
const SETTLED: Duration = Duration::from_millis(100);

/// Plays now and after every change below the bot's folder, until the process is ended.
///
/// # Errors
/// Why the folder cannot be watched.
pub(super) fn follow(bot: &Path, mut play: impl FnMut()) -> Result<(), Failure> {
    let (sender, changes) = sync_channel(1);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let is_yaml = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "yaml");
        let looks = event.is_ok_and(|event| {
            !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(is_yaml)
        });
        // A full channel already means "play again".
        if looks && let Err(TrySendError::Disconnected(())) = sender.try_send(()) {
            tracing::trace!("nobody plays any more");
        }
    })
    .context("the folder cannot be watched")?;
    let folder = if bot.is_dir() { bot } else { bot.parent().unwrap_or(bot) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    watcher.watch(folder, RecursiveMode::Recursive).context("the folder cannot be watched")?;
    loop {
        play();
        talk::say(&format!("  Watching {}; Ctrl+C ends.", folder.display()));
        if changes.recv().is_err() {
            return Ok(());
        }
        loop {
            match changes.recv_timeout(SETTLED) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
        talk::say("");
    }
}
