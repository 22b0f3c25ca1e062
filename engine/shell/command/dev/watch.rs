//! Takes over a saved change of the bot; a broken one changes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use baton_core::language::SourceFile;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;

use super::super::stage::Stage;
use super::super::{bot, talk};

/// Editors write a file in several steps; this long after the last one it is read.
const SETTLED: Duration = Duration::from_millis(100);

/// Watches until it is dropped.
pub(super) struct Watching {
    _watcher: RecommendedWatcher,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Begins to watch a bot's file or folder.
pub(super) fn begin(
    path: &Path,
    sources: Vec<SourceFile>,
    stage: &Arc<Stage>,
) -> notify::Result<Watching> {
    let (sender, changes) = mpsc::channel(1);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let looks = event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_)));
        // A full channel already means "look again".
        if looks && sender.try_send(()).is_err() {
            tracing::trace!("several changes at once");
        }
    })?;
    // Editors put a new file in the place of the old: the folder is watched, not the file.
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    watcher.watch(folder, RecursiveMode::Recursive)?;
    let task = tokio::spawn(follow(path.to_owned(), sources, changes, Arc::clone(stage)));
    Ok(Watching { _watcher: watcher, task })
}

async fn follow(
    path: PathBuf,
    mut known: Vec<SourceFile>,
    mut changes: mpsc::Receiver<()>,
    stage: Arc<Stage>,
) {
    while changes.recv().await.is_some() {
        while let Ok(Some(())) = tokio::time::timeout(SETTLED, changes.recv()).await {}
        match bot::read(&path) {
            Ok(files) if files == known => {}
            Ok(files) => {
                known = files;
                take_over(&path, &stage).await;
            }
            Err(unreadable) => talk::say(&format!("  The old bot stays: {unreadable}")),
        }
    }
}

async fn take_over(path: &Path, stage: &Stage) {
    let Ok(written) = bot::written(path) else {
        talk::say("  The old bot stays until this is mended.");
        return;
    };
    let what = super::counted(&written.bot);
    stage.doors.declare(&written.bot);
    match stage.runtime.publish(written.bot, written.sources).await {
        Ok(_) => talk::say(&format!("  Taken over: {what}")),
        Err(problem) => talk::say(&format!("  The old bot stays: {problem}")),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use baton_simulator::PersonAct;

    use super::super::super::script::Script;
    use super::super::super::stage_tests::{BOT, play};
    use super::*;

    /// What a new person is told at once, asked again until it is this or 20 s have passed.
    async fn told(stage: &Stage, wanted: &str) -> String {
        let mut last = String::new();
        let mut again = tokio::time::interval(Duration::from_millis(50));
        for number in 0..400 {
            again.tick().await;
            let contact = format!("{wanted}{number}");
            stage.person(&contact, &PersonAct::write("hi")).unwrap();
            assert!(stage.idle(Duration::from_secs(20)).await.unwrap());
            last = Script::default().news(&stage.platform(), &contact).join("\n");
            if last.contains(wanted) {
                break;
            }
        }
        last
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_saved_change_is_taken_over_and_a_broken_one_is_not() {
        let (stage, _directory) = play(BOT).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bot.yaml");
        std::fs::write(&path, BOT).unwrap();
        let _watching = begin(folder.path(), bot::read(folder.path()).unwrap(), &stage).unwrap();
        // Half a file, then a broken one, then a good one: only the last says something new.
        std::fs::write(&path, &BOT[..60]).unwrap();
        std::fs::write(&path, BOT.replace("say: Hi!", "sya: Ho!")).unwrap();
        assert!(told(&stage, "Hi!").await.contains("Hi! What can I do for you?"));
        std::fs::write(&path, BOT.replace("Hi!", "Hej!")).unwrap();
        let told = told(&stage, "Hej!").await;
        assert!(told.contains("Hej! What can I do for you?"), "{told}");
        stage.stop().await;
    }
}
