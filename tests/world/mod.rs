//! A world of its own for each test: the real binary, a simulated platform, people who act, and what came of it.
//!
//! Every world has its own folder, database and ports on loopback, and ends with its test.

mod act;
mod database;
mod patience;
mod people;
mod plan;
mod server;
mod side;
mod webhook;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use baton::platform::{Front, Settings};
use baton_simulator::{PAGE_INBOX, Platform};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub(crate) use act::{Act, passes, refused, says, takes};
pub(crate) use database::{Reader, Stored};
use patience::{PATIENCE, Patience};
pub(crate) use people::{Agent, Operator, Person};
pub(crate) use plan::Plan;
pub(crate) use server::{Server, baton};
use side::Side;
pub(crate) use webhook::{envelope, message, now, read_all, sign, sign_by, write_some};

/// Our app. The same as in `baton dev`, so that one story can be told in both.
pub(crate) const APP: &str = "1001";
/// The app that is the default one where ours is not; the same as in `baton dev`.
pub(crate) const DEFAULT_ELSEWHERE: &str = "1002";
/// The one page.
pub(crate) const PAGE: &str = "100";
/// The Page inbox.
pub(crate) const INBOX: &str = PAGE_INBOX;
/// Signs webhooks; the same as in `baton dev`.
pub(crate) const SECRET: &str = "dev-secret";
/// The page's token; long enough to be found in a log it should not be in.
pub(crate) const TOKEN: &str = "EAAtests-page-token-0123456789";
/// The word for the webhook.
pub(crate) const VERIFY_TOKEN: &str = "the-word-for-the-webhook";
const ADMIN_TOKEN: &str = "the-token-of-the-operator";

/// One server, one platform, and the people.
pub(crate) struct World {
    // Dropped in this order: nobody calls a server or a platform that is gone.
    pub(crate) server: Server,
    side: Side,
    http: reqwest::Client,
    runtime: Runtime,
    folder: TempDir,
    env: Vec<(String, String)>,
    known: RefCell<BTreeSet<String>>,
    /// How many entries of a contact's ledger were compared already.
    seen: RefCell<BTreeMap<String, usize>>,
}

impl World {
    fn dev(plan: Plan) -> Self {
        assert!(plan.setup.is_none(), "a platform of one's own needs `serve`");
        let folder = tempfile::tempdir().unwrap();
        plan.write_bot(&folder.path().join("bot"));
        let env = environment(folder.path(), &plan);
        let mut arguments = vec!["dev", "bot"];
        for app in &plan.apps {
            arguments.extend(["--app", app]);
        }
        let server = Server::start(&arguments, folder.path(), &env);
        Self::new(server, Side::Dev, runtime(), folder, env)
    }

    fn serve(mut plan: Plan) -> Self {
        let folder = tempfile::tempdir().unwrap();
        plan.write_bot(&folder.path().join("bot"));
        let runtime = runtime();
        let platform = Arc::new(Mutex::new(Platform::new(plan.setup())));
        // Nobody listens on port 1; the right address is told when the server has one.
        let settings = Settings::new("http://127.0.0.1:1/webhook", SECRET);
        let front = runtime.block_on(Front::start(platform, settings)).unwrap();
        let mut env = vec![("BATON_GRAPH_URL".to_owned(), front.graph_url())];
        env.extend(environment(folder.path(), &plan));
        let server = Server::start(&["serve", "bot"], folder.path(), &env);
        front.set_webhook_url(&format!("{}/webhook", server.url));
        Self::new(server, Side::Here(front), runtime, folder, env)
    }

    fn new(
        server: Server,
        side: Side,
        runtime: Runtime,
        folder: TempDir,
        env: Vec<(String, String)>,
    ) -> Self {
        baton::use_ring();
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE * 2);
        Self {
            server,
            side,
            http: http.build().unwrap(),
            runtime,
            folder,
            env,
            known: RefCell::default(),
            seen: RefCell::default(),
        }
    }

    // People.

    /// A person; the first word begins their thread.
    pub(crate) fn person(&self, id: &str) -> Person<'_> {
        Person { world: self, id: id.to_owned() }
    }

    /// The people in the Page inbox.
    pub(crate) fn inbox(&self) -> Agent<'_> {
        self.app(INBOX)
    }

    /// Another app.
    pub(crate) fn app(&self, id: &str) -> Agent<'_> {
        Agent { world: self, app: id.to_owned() }
    }

    /// Whoever has the admin token.
    pub(crate) fn operator(&self) -> Operator<'_> {
        Operator { world: self }
    }

    // Time and quiet.

    /// Lets time pass; with `dev` only.
    pub(crate) fn later(&self, by: &str) {
        let (status, answer) = self.post("/dev/clock", &json!({ "by": by }));
        assert_eq!(status, 200, "{answer}");
        self.quiet();
    }

    /// Waits until every webhook is answered and nothing of ours is queued or on the wire: what has not happened by
    /// then does not happen by itself.
    #[track_caller]
    pub(crate) fn quiet(&self) {
        self.quiet_within(PATIENCE);
    }

    /// The same with more patience: a send of unknown outcome takes its time.
    #[track_caller]
    pub(crate) fn quiet_within(&self, within: Duration) {
        let quiet = match &self.side {
            Side::Dev => {
                let within = json!({ "within": format!("{}s", within.as_secs()) });
                let (status, answer) = self.post("/dev/idle", &within);
                status == 200 && answer["idle"] == true
            }
            Side::Here(_) => {
                let mut patience = Patience::new(&self.runtime, within);
                while patience.lasts() && !self.is_quiet() {}
                self.is_quiet()
            }
        };
        if !quiet {
            for contact in self.known.borrow().iter() {
                eprintln!("{contact}: {:?}\n{:#}", self.acts(contact), self.look(contact).1);
            }
            panic!("the world did not come to rest");
        }
    }

    fn is_quiet(&self) -> bool {
        let Some(before) = self.delivered() else { return false };
        let unsettled = |contact: &String| self.look(contact).1["unsettled"].as_u64() > Some(0);
        if self.known.borrow().iter().any(unsettled) {
            return false;
        }
        // A webhook that came meanwhile may have asked for more.
        self.delivered() == Some(before)
    }

    /// How many webhooks were delivered and calls made; `None` while some webhooks are on their way.
    fn delivered(&self) -> Option<(u64, usize)> {
        let platform = self.platform();
        let all = (platform.delivered(), platform.ledger().entries().len());
        (platform.undelivered() == 0).then_some(all)
    }

    /// Waits for something that comes in its own time.
    #[track_caller]
    pub(crate) fn wait_until<T>(&self, what: &str, look: impl FnMut(&Self) -> Option<T>) -> T {
        self.wait_at_most(PATIENCE, what, look)
    }

    /// The same with more patience.
    #[track_caller]
    pub(crate) fn wait_at_most<T>(
        &self,
        within: Duration,
        what: &str,
        mut look: impl FnMut(&Self) -> Option<T>,
    ) -> T {
        let mut patience = Patience::new(&self.runtime, within);
        while patience.lasts() {
            if let Some(found) = look(self) {
                return found;
            }
        }
        panic!("{what} never came");
    }

    // What came of it.

    /// Everything our app did to a contact since the beginning.
    pub(crate) fn acts(&self, contact: &str) -> Vec<Act> {
        let entries = self.ledger(contact);
        entries.iter().filter(|entry| entry.from_app == APP).filter_map(Act::of).collect()
    }

    /// Compares what our app did to a contact since the last look.
    #[track_caller]
    pub(crate) fn expect(&self, contact: &str, acts: impl IntoIterator<Item = Act>) {
        let all = self.acts(contact);
        let mut seen = self.seen.borrow_mut();
        let from = seen.insert(contact.to_owned(), all.len()).unwrap_or_default();
        let expected: Vec<_> = acts.into_iter().collect();
        assert_eq!(all[from..], expected, "what was done to {contact} since the last look");
    }

    /// Nothing was done to a contact since the last look.
    #[track_caller]
    pub(crate) fn expect_nothing(&self, contact: &str) {
        self.expect(contact, []);
    }

    /// What was done so far is not compared.
    pub(crate) fn skip(&self, contact: &str) {
        let length = self.acts(contact).len();
        self.seen.borrow_mut().insert(contact.to_owned(), length);
    }

    /// The labels under the newest message of the page.
    pub(crate) fn offers(&self, contact: &str) -> Vec<String> {
        let lines = self.lines(contact);
        let last = lines.iter().rev().find(|line| line.from != baton_simulator::Speaker::Person);
        let taps = last.map(|line| line.taps.clone()).unwrap_or_default();
        taps.into_iter().map(|tap| tap.title).collect()
    }

    /// The conversation as the admin API shows it.
    #[track_caller]
    pub(crate) fn shown(&self, contact: &str) -> Value {
        let (status, shown) = self.look(contact);
        assert_eq!(status, 200, "{contact}: {shown}");
        shown
    }

    fn look(&self, contact: &str) -> (u16, Value) {
        let path = format!("/api/v1/pages/{PAGE}/contacts/{contact}");
        self.runtime.block_on(self.ask(reqwest::Method::GET, &path, None))
    }

    /// Who may speak: `bot`, `opening`, `people`, `taking`.
    pub(crate) fn hand(&self, contact: &str) -> String {
        let shown = self.shown(contact);
        shown["hand"].as_str().unwrap_or_else(|| panic!("{shown}")).to_owned()
    }

    // The server.

    /// Kills it as a crash does, and starts it again on the same database.
    pub(crate) fn crash(&mut self) {
        self.server.kill();
        self.start_again();
    }

    /// Ends it in peace and starts it again on the same database.
    pub(crate) fn restart(&mut self) {
        self.server.stop();
        self.start_again();
    }

    /// Starts it after it has ended; with `serve` only.
    pub(crate) fn start_again(&mut self) {
        self.server = Server::start(&["serve", "bot"], self.folder.path(), &self.env);
        self.front().set_webhook_url(&format!("{}/webhook", self.server.url));
    }

    /// Ends it in peace and starts it again on a disk where no file grows beyond so many bytes.
    pub(crate) fn restart_on_a_bad_disk(&mut self, bytes: usize) {
        self.server.stop();
        let (folder, env) = (self.folder.path(), &self.env);
        self.server = Server::start_on_a_bad_disk(&["serve", "bot"], folder, env, bytes);
        self.front().set_webhook_url(&format!("{}/webhook", self.server.url));
    }

    /// Waits until the server has ended by itself; its exit code.
    pub(crate) fn wait_for_end(&mut self) -> i32 {
        let mut patience = Patience::new(&self.runtime, PATIENCE);
        while patience.lasts() {
            if let Some(code) = self.server.ended() {
                return code;
            }
        }
        panic!("the server did not end");
    }

    /// The database's file.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("baton.db")
    }

    /// Changes a setting; it holds from the next start on.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.env.push((name.to_owned(), value.to_owned()));
    }

    /// The bot's own copy, to be changed.
    pub(crate) fn bot(&self) -> PathBuf {
        self.folder.path().join("bot")
    }

    /// Replaces a piece of the bot's text, which must be there once.
    pub(crate) fn edit_bot(&self, old: &str, new: &str) {
        let path = self.bot().join("bot.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(old).count(), 1, "`{old}` in bot.yaml");
        std::fs::write(&path, text.replace(old, new)).unwrap();
    }

    // HTTP.

    /// The answer of a GET, which must be 200.
    pub(crate) fn get(&self, path: &str) -> Value {
        let (status, answer) = self.runtime.block_on(self.ask(reqwest::Method::GET, path, None));
        assert_eq!(status, 200, "GET {path}: {answer}");
        answer
    }

    /// Status and answer of a POST with the admin token.
    pub(crate) fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.runtime.block_on(self.ask(reqwest::Method::POST, path, Some(body)))
    }

    async fn ask(&self, method: reqwest::Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let request = self.http.request(method, format!("{}{path}", self.server.url));
        let request = request.bearer_auth(ADMIN_TOKEN);
        let request = match body {
            Some(Value::Null) | None => request,
            Some(body) => request.json(body),
        };
        let answer = request.send().await.expect("the server answers");
        let status = answer.status().as_u16();
        let text = answer.text().await.expect("the answer is whole");
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }
}

/// The repository's root.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(1).enable_all().build().unwrap()
}

fn environment(folder: &Path, plan: &Plan) -> Vec<(String, String)> {
    let database = format!("sqlite://{}", folder.join("baton.db").display());
    let usual = [
        ("BATON_LISTEN", "127.0.0.1:0"),
        ("BATON_DATABASE_URL", &database),
        ("BATON_APP_ID", APP),
        ("BATON_APP_SECRET", SECRET),
        ("BATON_VERIFY_TOKEN", VERIFY_TOKEN),
        ("BATON_PAGE_ID", PAGE),
        ("BATON_PAGE_TOKEN", TOKEN),
        ("BATON_ADMIN_TOKEN", ADMIN_TOKEN),
        ("BATON_ROUTING", plan.routing),
        ("BATON_LOG", "info"),
        ("BATON_DISK_RESERVE", "1"),
    ];
    let usual = usual.map(|(name, value)| (name.to_owned(), value.to_owned()));
    usual.into_iter().chain(plan.env.iter().cloned()).collect()
}
