//! The whole engine against the simulated platform, through the dev API and the terminal's script.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use baton_core::id::AppId;
use baton_core::language::{self, SourceFile};
use baton_simulator::{AgentAct, PersonAct};

use super::script::Script;
use super::stage::{Built, PAGE, Stage, build, routes};
use crate::config::{Config, Need, Places};
use crate::runtime::Shift;
use crate::server::{Bounds, run};
use crate::telemetry::{Log, filter, json_lines};
use crate::wiring::Written;

pub(super) const BOT: &str = r#"
bot: support
start: welcome
fallback: { say: Pardon? }
modules:
  welcome:
    say: Hi! What can I do for you?
    choices:
      - { label: Opening hours, to: opening }
      - { label: Talk to a person, to: person }
  opening:
    say: From nine to five.
    to: welcome
  person:
    handover:
      say: A colleague is coming.
      metadata: order_17
      return_keywords: [bot]
      idle_timeout: 15m
      say_on_return: I am back.
    to: welcome
"#;

pub(super) async fn play(text: &str) -> (Arc<Stage>, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}", directory.path().join("b.db").display());
    let set = [("BATON_DATABASE_URL", database), ("BATON_LISTEN", "127.0.0.1:0".to_owned())];
    let set = set.map(|(name, value)| (name.to_owned(), value)).into();
    let places = Places::of(BTreeMap::new(), set, Path::new("/nowhere"));
    let config = Config::read(&places, Need::Rehearsal).unwrap();
    let sources = vec![SourceFile::from_bytes("bot.yaml", text.as_bytes())];
    let loaded = language::load(sources.clone());
    let told = language::render(&loaded, false);
    let bot = loaded.bot.unwrap_or_else(|| panic!("{told}"));
    let written = Written { bot: Arc::new(bot), sources };
    let Built { stage, listener, .. } = build(config, written, &[], 0).await.unwrap();
    let all = routes(&stage, axum::Router::new());
    tokio::spawn(run(listener, all, Bounds::default(), std::future::pending()));
    (stage, directory)
}

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

// The log of the whole process, so that every thread is heard; other tests' lines do no harm.
#[tokio::test]
async fn the_log_holds_no_words_no_tokens_and_no_ids_of_people() {
    let memory = Memory::default();
    let sink = memory.clone();
    let log = Log { filter: Some("trace".into()), json: Some(true) };
    let subscriber = json_lines(filter(&log).unwrap(), move || sink.clone());
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let (stage, _directory) = play(BOT).await;
    let contact = "7770001234567";
    stage.person(contact, &PersonAct::write("my card is 4111-1111")).unwrap();
    assert!(stage.idle(Duration::from_secs(20)).await.unwrap());
    stage.person(contact, &PersonAct::tap("Talk to a person")).unwrap();
    assert!(stage.idle(Duration::from_secs(20)).await.unwrap());
    stage.platform().expire_token(PAGE);
    stage.agent(contact, AppId::PAGE_INBOX, &AgentAct::Done).unwrap();
    assert!(!stage.idle(Duration::from_millis(300)).await.unwrap());
    stage.stop().await;
    let log = String::from_utf8(memory.0.lock().unwrap().clone()).unwrap();
    assert!(log.lines().count() > 5, "{log}");
    for private in
        [contact, "4111", "Pardon", "What can I do", "order_17", "dev-page-token", "dev-secret"]
    {
        let line = log.lines().find(|line| line.contains(private));
        assert_eq!(line, None, "{private}");
    }
}

async fn news(stage: &Stage, script: &mut Script) -> Vec<String> {
    assert!(stage.idle(Duration::from_secs(20)).await.unwrap(), "never idle");
    script.news(&stage.platform(), "anna")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_talks_with_the_bot_goes_to_people_and_comes_back() {
    let (stage, _directory) = play(BOT).await;
    let mut script = Script::default();
    stage.person("anna", &PersonAct::write("hi")).unwrap();
    let told = news(&stage, &mut script).await;
    assert_eq!(told[0], "bot: Hi! What can I do for you?");
    assert_eq!(told[1], "     [1] Opening hours   [2] Talk to a person");
    let label = script.choice(2).unwrap().to_owned();
    stage.person("anna", &PersonAct::tap(&label)).unwrap();
    let told = news(&stage, &mut script).await;
    assert!(told[0].starts_with("bot: A colleague is coming."), "{told:?}");
    let passed = "passes the conversation to the Page inbox with \"order_17\"";
    assert!(told.last().unwrap().contains(passed), "{told:?}");
    let write = AgentAct::Write { text: "Hello, this is Maria.".into() };
    stage.agent("anna", AppId::PAGE_INBOX, &write).unwrap();
    assert_eq!(news(&stage, &mut script).await, ["agent: Hello, this is Maria."]);
    stage.person("anna", &PersonAct::write("thanks")).unwrap();
    assert!(news(&stage, &mut script).await.is_empty());
    stage.move_clock(Shift::By(16 * 60_000)).await.unwrap();
    let told = news(&stage, &mut script).await;
    assert_eq!(told[0], "  -- the bot takes the conversation");
    assert_eq!(told[1], "bot: I am back.");
    let owner = stage.platform().owner(stage.now().0, PAGE, "anna").map(str::to_owned);
    assert_eq!(owner.as_deref(), Some(super::stage::APP));
    stage.stop().await;
}
