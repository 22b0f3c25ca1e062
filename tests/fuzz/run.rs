//! Runs the cases of a subject on a thread of their own, under a watch: a case that panics, breaks a promise or does
//! not end is made smaller and shown.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

use crate::chance::Chance;

/// How long one case may take, on a busy machine and without optimisation. What hangs, hangs for ever.
const PATIENCE: Duration = Duration::from_secs(60);
/// What a slow case is: told in long runs.
const SLOW: Duration = Duration::from_secs(1);
/// Tries to make a failing input smaller.
const TRIES: usize = 3_000;
/// What the threads are called that run cases.
const WORKER: &str = "cases of ";
/// Cases that may be told ahead of the watch; then the worker waits for it.
const WAITING: usize = 64;
/// Everyday's seed.
const SEED: u64 = 0xBA70;

thread_local! {
    /// Where the last case panicked, and what it said.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What is fed.
pub(crate) trait Subject: Send + Sync + 'static {
    /// The input of a case.
    fn input(&self, chance: &mut Chance) -> Vec<u8>;
    /// What must hold of it.
    fn holds(&self, input: &[u8]) -> Result<(), String>;
}

enum News {
    Begins(Vec<u8>),
    Fails(Vec<u8>, String),
    Done,
}

/// So many cases of a subject, or as many as the environment asks for.
#[track_caller]
pub(crate) fn run(name: &'static str, everyday: u64, subject: impl Subject) {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let cases = number("BATON_FUZZ_CASES").unwrap_or(everyday);
    let seed = number("BATON_FUZZ_SEED").unwrap_or(SEED);
    let begun = Instant::now();
    let (tell, news) = sync_channel(WAITING);
    let subject = Arc::new(subject);
    quiet_while_made_smaller();
    let worker = std::thread::Builder::new().name(format!("{WORKER}{name}"));
    let run = worker.spawn(move || {
        for case in 0..cases {
            let input = subject.input(&mut Chance::of(seed, case));
            tell.send(News::Begins(input.clone())).unwrap();
            if let Err(why) = tried(&*subject, &input) {
                let small = smaller(&*subject, input, &tell);
                let why = tried(&*subject, &small).err().unwrap_or(why);
                tell.send(News::Fails(small, why)).unwrap();
                return;
            }
        }
        tell.send(News::Done).unwrap();
    });
    drop(run.unwrap());
    let slowest = watch(name, &news);
    eprintln!("{name}: {cases} cases in {:.1?}, the slowest {slowest:.1?}", begun.elapsed());
}

/// Panics of cases are told once, at the end, and not by each smaller input.
fn quiet_while_made_smaller() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let current = std::thread::current();
            if current.name().is_some_and(|name| name.starts_with(WORKER)) {
                PANIC.with_borrow_mut(|told| *told = panic.to_string());
            } else {
                loud(panic);
            }
        }));
    });
}

/// Waits for the end; how long the slowest case took.
#[track_caller]
fn watch(name: &str, news: &Receiver<News>) -> Duration {
    let mut slowest = Duration::ZERO;
    let mut last: Option<(Instant, Vec<u8>)> = None;
    loop {
        let heard = news.recv_timeout(PATIENCE);
        if let Some((since, input)) = last.take() {
            let took = since.elapsed();
            if took > SLOW && took > slowest {
                let path = kept(name, &input);
                eprintln!("{name}: a case took {took:.1?}: {}", path.display());
            }
            slowest = slowest.max(took);
            if matches!(heard, Err(RecvTimeoutError::Timeout)) {
                panic!("{name}: a case does not end: {}", kept(name, &input).display());
            }
        }
        match heard {
            Ok(News::Begins(input)) => last = Some((Instant::now(), input)),
            Ok(News::Done) => return slowest,
            Ok(News::Fails(input, why)) => {
                let path = kept(name, &input);
                let shown = String::from_utf8_lossy(&input).into_owned();
                panic!("{name}: {why}\n{shown}\n{shown:?}\n{}", path.display());
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => panic!("{name}: the cases ended in between"),
        }
    }
}

/// Keeps an input beside the program that was tested.
fn kept(name: &str, input: &[u8]) -> PathBuf {
    let folder = std::env::temp_dir().join("baton-fuzz");
    let path = folder.join(format!("{}-{}", name.replace(' ', "-"), input.len()));
    std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, input)).unwrap();
    path
}

fn tried(subject: &dyn Subject, input: &[u8]) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| subject.holds(input)))
        .unwrap_or_else(|_| Err(PANIC.with_borrow_mut(std::mem::take)))
}

/// The same failure, of less input: parts are taken out while it still fails.
fn smaller(subject: &dyn Subject, mut input: Vec<u8>, tell: &SyncSender<News>) -> Vec<u8> {
    let mut size = input.len() / 2;
    let mut tries = 0;
    while size > 0 && tries < TRIES {
        let mut at = 0;
        let before = input.len();
        while at < input.len() && tries < TRIES {
            let mut less = input.clone();
            less.drain(at..(at + size).min(input.len()));
            tries += 1;
            // The watch looks at these too: a smaller input may be one that does not end.
            tell.send(News::Begins(less.clone())).unwrap();
            if tried(subject, &less).is_err() {
                input = less;
            } else {
                at += size;
            }
        }
        size = if input.len() < before { size.min(input.len()) } else { size / 2 };
    }
    input
}
