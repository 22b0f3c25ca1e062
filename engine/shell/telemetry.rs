//! The log: facts as fields, to stderr. Invariant: no message text, token or contact id is ever written; contacts are
//! told apart by a short pseudonym that is worth nothing without this process's key.

use std::collections::HashMap;
use std::io::IsTerminal;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use baton_core::id::ContactId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// What is logged when nobody says otherwise.
const FILTER: &str = "info";
/// Other people's rooms may write down what passes through them; they stay quiet unless asked for by name.
const QUIET: &str =
    "sqlx=warn,hyper=warn,hyper_util=warn,reqwest=warn,h2=warn,rustls=warn,notify=warn";

/// What an operator says about the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    /// `BATON_LOG`: like `info` or `baton=debug`.
    pub filter: Option<String>,
    /// `BATON_LOG_FORMAT`: JSON or not; by itself JSON where stderr is no terminal.
    pub json: Option<bool>,
}

/// Begins to log to stderr.
///
/// # Errors
/// Why the filter cannot be read, in a sentence.
pub fn begin(log: &Log) -> Result<(), String> {
    let terminal = std::io::stderr().is_terminal();
    let json = log.json.unwrap_or(!terminal);
    let colour = terminal && std::env::var_os("NO_COLOR").is_none();
    let filter = filter(log)?;
    let result = if json {
        tracing::subscriber::set_global_default(json_lines(filter, std::io::stderr))
    } else {
        let lines = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(colour)
            .with_target(false)
            .with_writer(std::io::stderr)
            .finish();
        tracing::subscriber::set_global_default(lines)
    };
    result.map_err(|error| error.to_string())
}

/// What is logged, and what is not.
pub(crate) fn filter(log: &Log) -> Result<EnvFilter, String> {
    let text = log.filter.as_deref().unwrap_or(FILTER);
    EnvFilter::try_new(format!("{QUIET},{text}"))
        .map_err(|_| format!("`{text}` is no filter; write one like info or baton=debug"))
}

/// The log as JSON, one line a fact.
pub(crate) fn json_lines<W>(filter: EnvFilter, writer: W) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(writer)
        .finish()
}

/// A fact that may come a thousand times a second is written once in this.
const SELDOM: Duration = Duration::from_secs(60);
/// Different facts that are remembered; more than that are not told apart any more.
const FACTS: usize = 1_000;

/// Lets a fact into the log once a minute: how often it has come since it was let in last, or `None` where it has to
/// wait. `fact` names it: a code, a page, a place in a flow.
pub fn seldom(fact: &str) -> Option<u64> {
    static SEEN: OnceLock<Mutex<Seen>> = OnceLock::new();
    let seen = SEEN.get_or_init(Mutex::default);
    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    seen.come(fact, Instant::now())
}

/// Facts, when each was let in last, and how often it has come since.
#[derive(Default)]
struct Seen(HashMap<String, (Instant, u64)>);

impl Seen {
    fn come(&mut self, fact: &str, now: Instant) -> Option<u64> {
        if let Some((last, times)) = self.0.get_mut(fact) {
            *times += 1;
            if now.duration_since(*last) < SELDOM {
                return None;
            }
            *last = now;
            return Some(std::mem::take(times));
        }
        if self.0.len() >= FACTS {
            self.0.retain(|_, (last, _)| now.duration_since(*last) < SELDOM);
        }
        if self.0.len() >= FACTS {
            return None;
        }
        self.0.insert(fact.to_owned(), (now, 0));
        Some(1)
    }
}

/// A contact as it may stand in a log: eight letters, the same for a contact as long as this process lives.
pub fn pseudonym(contact: &ContactId) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key()).expect("HMAC takes keys of every length");
    mac.update(contact.as_str().as_bytes());
    mac.finalize().into_bytes().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

fn key() -> &'static [u8; 32] {
    static KEY: OnceLock<[u8; 32]> = OnceLock::new();
    KEY.get_or_init(|| {
        let mut key = [0; 32];
        getrandom::fill(&mut key).expect("the system has randomness once it runs programs");
        key
    })
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::Arc;

    use super::*;

    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<Vec<u8>>>);

    impl Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_pseudonym_tells_contacts_apart_and_hides_them() {
        let (one, other) = (ContactId::new("1234567890"), ContactId::new("1234567891"));
        assert_eq!(pseudonym(&one), pseudonym(&one));
        assert_ne!(pseudonym(&one), pseudonym(&other));
        assert_eq!(pseudonym(&one).len(), 8);
        assert!(!pseudonym(&one).contains("1234"));
    }

    #[test]
    fn a_fact_is_let_in_once_a_minute_with_how_often_it_came() {
        let (mut seen, began) = (Seen::default(), Instant::now());
        let at = |seconds| began + Duration::from_secs(seconds);
        assert_eq!(seen.come("a", at(0)), Some(1));
        assert_eq!(seen.come("a", at(1)), None);
        assert_eq!(seen.come("b", at(1)), Some(1), "another fact");
        assert_eq!(seen.come("a", at(59)), None);
        assert_eq!(seen.come("a", at(60)), Some(3));
        assert_eq!(seen.come("a", at(61)), None);
        for n in 0..2_000 {
            seen.come(&n.to_string(), at(62));
        }
        assert!(seen.0.len() <= FACTS);
        assert_eq!(seen.come("later", at(200)), Some(1), "old ones make room");
    }

    #[test]
    fn a_line_of_the_log_stays_one_line() {
        let memory = Memory::default();
        let sink = memory.clone();
        let subscriber = json_lines(EnvFilter::new("info"), move || sink.clone());
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(page = "4\n2", "first\nsecond");
            tracing::debug!("not asked for");
        });
        let written = String::from_utf8(memory.0.lock().unwrap().clone()).unwrap();
        assert_eq!(written.lines().count(), 1, "{written}");
        let line: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(line["page"], "4\n2");
        assert_eq!(line["level"], "INFO");
    }

    #[test]
    fn a_filter_that_cannot_be_read_is_told() {
        let log = Log { filter: Some("baton=loud".into()), json: None };
        assert!(filter(&log).unwrap_err().contains("baton=debug"));
    }
}
