//! A world for the runtime: the simulated platform on one tokio runtime, the engine on another, so
//! that the engine can be killed in the middle of everything and started again on what it left on
//! disk.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use baton_core::bot::Bot;
use baton_core::id::{AppId, PageId};
use baton_core::language::{self, SourceFile};
use baton_simulator::{AgentAct, Call, PersonAct, Platform, Setup};
use secrecy::SecretString;

use crate::config::Services;
use crate::fetch::{self, Fetch, PageKey};
use crate::messenger::budget::Now;
use crate::messenger::client::{self, Client, PageAccess};
use crate::messenger::effect_name::Names;
use crate::messenger::inbound;
use crate::platform::{self, Front};
use crate::runtime::{Clock, Page, Parts, Runtime, Settings};
use crate::store::{Store, glimpse};

pub(super) const PAGE: &str = "9";
/// Another page, which only some tests have anything come from.
pub(super) const OTHER_PAGE: &str = "99";
pub(super) const APP: &str = "100";
pub(super) const INBOX: &str = "263902037430900";
const TOKEN: &str = "token";
const SECRET: &str = "test_app_secret";
/// Longer than anything a test waits for on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

const BOT: &str = r#"
bot: test
name: Test
language: en
start: hello
keywords:
  - when: ping
    do: [ { say: pong } ]
  - when: pictures
    do: [ { say: { image: "https://shop.example/a.png" } }, { say: { image: "https://shop.example/b.png" } } ]
  - when: many
    do: [ { say: [one, two, three, four] } ]
  - when: { matches: "n[0-9]+" }
    do: [ { say: "got {{input.text}}" } ]
  - when: agent
    to: people
  - when: soon
    to: soon
modules:
  hello:
    say: Hello
    connections:
      - when: hi
        to: hello
  people:
    handover:
      receiver: page_inbox
      metadata: help
      say: A person comes.
      timeout: 10m
    to: hello
  soon:
    actions:
      - wait: 10m
      - say: It is time.
    to: hello
"#;

/// The world.
pub(super) struct World {
    outer: tokio::runtime::Runtime,
    engine: Option<tokio::runtime::Runtime>,
    pub(super) runtime: Option<Runtime>,
    door: Door,
    front: Front,
    pub(super) directory: tempfile::TempDir,
    pub(super) settings: Settings,
    pub(super) clock: Clock,
    pub(super) bot: String,
    pub(super) token: String,
    /// Pages the database may have; more is a full disk.
    pub(super) disk: Option<u32>,
    /// Bytes kept for when it is full.
    pub(super) reserve: u64,
}

#[derive(Clone)]
struct Door {
    runtime: Arc<Mutex<Option<Runtime>>>,
    names: Names,
}

/// Waits that a test can outlive.
pub(super) fn quick() -> Settings {
    Settings {
        echo: 200,
        absence: 400,
        ask_past: 600,
        unavailable: 1_500,
        pause: 20,
        token_probe: 50,
        parked: 30,
        ..Settings::default()
    }
}

async fn receive(State(door): State<Door>, body: Bytes) -> StatusCode {
    let runtime = door.runtime.lock().unwrap().clone();
    let Some(runtime) = runtime else { return StatusCode::SERVICE_UNAVAILABLE };
    let reading = inbound::read(&body, &door.names);
    match runtime.accept(reading.items).await {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(quick())
    }

    pub(super) fn with(settings: Settings) -> Self {
        let mut world = Self::asleep(settings);
        world.wake();
        world
    }

    /// A world whose engine does not run yet.
    pub(super) fn asleep(settings: Settings) -> Self {
        let outer = tokio::runtime::Runtime::new().unwrap();
        let names = Names::new(&SecretString::from(SECRET), &[]);
        let door = Door { runtime: Arc::default(), names };
        let state = door.clone();
        let clock = Clock::new();
        let told = clock.clone();
        let front = outer.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address: SocketAddr = listener.local_addr().unwrap();
            let router = Router::new().route("/webhook", post(receive)).with_state(state);
            tokio::spawn(async move { axum::serve(listener, router).await });
            let mut setup = Setup::one_page(APP, PAGE, TOKEN);
            setup.redelivery.pauses = vec![50];
            let platform = Arc::new(Mutex::new(Platform::new(setup)));
            let url = format!("http://{address}/webhook");
            let settings = platform::Settings {
                clock: Arc::new(move || told.now().0),
                ..platform::Settings::new(&url, SECRET)
            };
            Front::start(platform, settings).await.unwrap()
        });
        Self {
            outer,
            engine: None,
            runtime: None,
            door,
            front,
            directory: tempfile::tempdir().unwrap(),
            settings,
            clock,
            bot: BOT.to_owned(),
            token: TOKEN.to_owned(),
            disk: None,
            reserve: 0,
        }
    }

    pub(super) fn database(&self) -> std::path::PathBuf {
        self.directory.path().join("baton.db")
    }

    /// Starts the engine on what is on disk.
    pub(super) fn wake(&mut self) {
        let engine = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let parts = parts(self);
        let runtime = engine.block_on(async {
            let mut store = store(&self.database()).await;
            store.keep_reserve(self.reserve);
            if let Some(pages) = self.disk {
                store.limit_pages(pages).await;
            }
            Runtime::start(parts(store)).await.unwrap()
        });
        *self.door.runtime.lock().unwrap() = Some(runtime.clone());
        self.runtime = Some(runtime);
        self.engine = Some(engine);
    }

    /// The process dies: whatever was on its way is never finished.
    pub(super) fn kill(&mut self) {
        *self.door.runtime.lock().unwrap() = None;
        self.runtime = None;
        if let Some(engine) = self.engine.take() {
            engine.shutdown_timeout(Duration::from_secs(5));
        }
    }

    pub(super) fn platform(&self) -> MutexGuard<'_, Platform> {
        self.front.platform().lock().unwrap()
    }

    pub(super) fn write(&self, contact: &str, text: &str) {
        let now = self.clock.now().0;
        self.platform().person(now, PAGE, contact, &PersonAct::write(text)).unwrap();
        self.front.wake();
    }

    pub(super) fn agent(&self, contact: &str, act: &AgentAct) {
        let now = self.clock.now().0;
        self.platform().agent(now, PAGE, contact, INBOX, act).unwrap();
        self.front.wake();
    }

    /// Texts our app got through to a contact, in the order of acceptance.
    pub(super) fn said(&self, contact: &str) -> Vec<String> {
        let platform = self.platform();
        platform.ledger().said(APP, contact).map(str::to_owned).collect()
    }

    /// Accepted calls of a kind.
    pub(super) fn accepted(&self, call: Call) -> usize {
        let platform = self.platform();
        let ours = |entry: &&baton_simulator::Entry| {
            entry.from_app == APP && entry.call == call && entry.result.is_accepted()
        };
        platform.ledger().entries().iter().filter(ours).count()
    }

    /// All calls of a kind that reached the platform's door.
    pub(super) fn calls(&self, call: Call) -> usize {
        let platform = self.platform();
        let ours = |entry: &&baton_simulator::Entry| entry.from_app == APP && entry.call == call;
        platform.ledger().entries().iter().filter(ours).count()
    }

    /// Waits until something is true.
    #[track_caller]
    pub(super) fn until(&self, what: &str, is_true: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        let mut look = {
            let _inside = self.outer.enter();
            tokio::time::interval(Duration::from_millis(3))
        };
        while !is_true(self) {
            assert!(
                Instant::now() < end,
                "never: {what}\nsaid: {:?}\n{:#?}",
                self.platform().ledger().entries(),
                self.runtime.as_ref().map(Runtime::health)
            );
            self.outer.block_on(look.tick());
        }
    }

    #[track_caller]
    pub(super) fn until_said(&self, contact: &str, texts: &[&str]) {
        self.until(&format!("{contact} hears {texts:?}"), |world| {
            world.said(contact).len() >= texts.len()
        });
        assert_eq!(self.said(contact), texts);
    }

    /// Waits until nothing is on its way: no webhook undelivered, no effect unsettled.
    #[track_caller]
    pub(super) fn settle(&self) {
        self.until("everything is settled", |world| {
            world.platform().undelivered() == 0 && world.count("outbox") == 0
        });
    }

    /// Makes room on a full disk.
    pub(super) fn drop_history(&self) {
        self.outer.block_on(glimpse::drop_history(&self.database()));
    }

    /// Makes a conversation unreadable.
    pub(super) fn spoil(&self, contact: &str) {
        self.outer.block_on(glimpse::spoil(&self.database(), contact));
    }

    /// How many rows the database has: of a table, or of a table `where …`.
    pub(super) fn count(&self, of: &str) -> i64 {
        self.outer.block_on(glimpse::count(&self.database(), of))
    }

    /// Keeps the engine from writing, until it is dropped.
    pub(super) fn hold_the_database(&self) -> impl Sized + use<> {
        self.outer.block_on(glimpse::hold(&self.database()))
    }

    pub(super) fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.outer.block_on(future)
    }

    pub(super) fn runtime(&self) -> &Runtime {
        self.runtime.as_ref().unwrap()
    }

    /// A counter of the runtime.
    pub(super) fn counter(&self, name: &str) -> u64 {
        let counters = self.runtime().health().counters;
        counters.into_iter().find(|(counter, _)| *counter == name).unwrap().1
    }

    pub(super) fn forward(&self, ms: u64) {
        let shift = crate::runtime::Shift::By(ms);
        self.block_on(self.runtime().move_clock(shift)).unwrap();
        self.front.wake();
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn store(path: &Path) -> Store {
    let address = format!("sqlite://{}", path.display());
    let end = Instant::now() + PATIENCE;
    loop {
        match Store::open(&address).await {
            Ok(store) => return store,
            // The connections of the one that was killed are still closing.
            Err(problem) => assert!(Instant::now() < end, "{problem}"),
        }
        tokio::task::yield_now().await;
    }
}

pub(super) fn bot(text: &str) -> (Arc<Bot>, Vec<SourceFile>) {
    let sources = vec![SourceFile { path: "bot.yaml".into(), text: text.to_owned() }];
    let loaded = language::load(sources.clone());
    let bot = loaded.bot.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics));
    (Arc::new(bot), sources)
}

fn parts(world: &World) -> impl FnOnce(Store) -> Parts + use<> {
    crate::use_ring();
    let page = PageId::new(PAGE);
    let graph: url::Url = world.front.graph_url().parse().unwrap();
    let secret = SecretString::from(SECRET);
    let token = SecretString::from(world.token.as_str());
    let (bot, sources) = bot(&world.bot);
    let (clock, settings, names) =
        (world.clock.clone(), world.settings.clone(), world.door.names.clone());
    move |store| {
        let told = clock.clone();
        let client = client::Settings {
            base: graph.clone(),
            version: "v25.0".into(),
            rates: Default::default(),
            now: Now::by(move || told.now().0),
        };
        let pages = [page, PageId::new(OTHER_PAGE)];
        let access = pages.each_ref().map(|page| PageAccess {
            page: page.clone(),
            channel: "messenger".into(),
            token: token.clone(),
            app: AppId::new(APP),
            app_secret: secret.clone(),
        });
        let fetch = fetch::Settings { services: Services::default(), graph_url: graph };
        let page = |id| Page {
            id,
            name: "Test".into(),
            channel: "messenger".into(),
            own_app: AppId::new(APP),
            inbox_app: AppId::new(INBOX),
            routing: None,
            zone: "UTC".into(),
            key: PageKey { token: token.clone(), app_secret: secret.clone() },
        };
        Parts {
            store,
            clock,
            pages: pages.map(page).into(),
            client: Arc::new(Client::new(client, access.into(), names).unwrap()),
            fetch: Fetch::new(fetch).unwrap(),
            bot,
            sources,
            settings,
        }
    }
}
