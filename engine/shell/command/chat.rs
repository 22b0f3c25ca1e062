//! `baton chat`: a conversation in the terminal, with the whole engine inside. What is typed at a terminal or comes through
//! a pipe is answered in the same order: after each line the engine is waited for until nothing is on its way.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use baton_core::event::Operator;
use baton_core::id::{AppId, ContactId, PageId};
use baton_core::rehearsal::Had;
use baton_core::{bot::Bot, duration};
use baton_simulator::{AgentAct, PersonAct};
use clap::Args;
use std::io::IsTerminal;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, BufReader};

use super::record::Record;
use super::script::Script;
use super::stage::{self, Built, PAGE, Stage};
use super::{Failure, bot, schema, talk, trace};
use crate::config::{Config, Need, Places, RoutingChoice};
use crate::runtime::Shift;
use crate::server::{self, Bounds};
use crate::store::Readers;

/// Longer than a service may take.
const PATIENCE: Duration = Duration::from_secs(90);
/// Timers one `/wait` may set off: more is a flow that talks to itself.
const TIMERS: usize = 1_000;

const HELP: &str = "  \
/tap LABEL      tap a button or quick reply; /1, /2 … tap by number
  /start          tap Get Started
  /agent TEXT     a colleague writes
  /done           the colleague marks the conversation as done
  /take           the colleague takes the conversation
  /request        another app asks for the conversation
  /return         an operator brings it back
  /wait 30m       let time pass
  /vars           what the bot knows
  /where          where the conversation stands
  /save FILE      write it down as a test: tests/late_order.test.yaml; or as a trace for
                  baton replay: late_order.trace.json
  /quit           leave";

/// Talks with a bot in the terminal.
#[derive(Debug, Args)]
pub(super) struct Chat {
    /// A YAML file, or a folder of them
    #[arg(default_value = "flows")]
    bot: PathBuf,
    /// Who you are
    #[arg(long = "as", value_name = "NAME", default_value = "Anna")]
    name: String,
    /// The language of your profile, like da_DK: what a bot of several languages speaks with you
    #[arg(long, value_name = "LOCALE", default_value = stage::LOCALE)]
    locale: String,
}

impl Chat {
    pub(super) async fn run(&self, places: &Places) -> Result<(), Failure> {
        let mut config = Config::read(places, Need::Rehearsal)?;
        let written = bot::written(&self.bot)?;
        let folder = Folder::new()?;
        config.database_url = format!("sqlite://{}", folder.0.join("chat.db").display());
        config.listen = ([127, 0, 0, 1], 0).into();
        let bot = Arc::clone(&written.bot);
        let sources = written.sources.clone();
        let Built { stage, listener, .. } = stage::build(config.clone(), written, &[], 0).await?;
        let routes = stage::routes(&stage, axum::Router::new());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(server::run(listener, routes, Bounds::default(), async {
            // A sender that is gone is an end, too.
            drop(stopped.await);
        }));
        let record = Record::new(Arc::clone(&bot), sources, &self.name, &self.locale, stage.now());
        let talked = Talk::new(self, &stage, &config, &bot, record).run(&bot).await;
        drop(stop);
        server.await.context("the server")?;
        stage.stop().await;
        Ok(talked?)
    }
}

/// The id of somebody called so. Like those of Meta it can stand in any address, whatever letters a name has.
fn contact_of(name: &str) -> String {
    let id: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    if id.is_empty() { "somebody".to_owned() } else { id.to_lowercase() }
}

/// A folder that vanishes with the chat.
struct Folder(PathBuf);

impl Folder {
    fn new() -> anyhow::Result<Self> {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
        let name: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = std::env::temp_dir().join(format!("baton-chat-{name}"));
        std::fs::create_dir_all(&path)
            .with_context(|| format!("{} cannot be made", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!("{} is left behind: {error}", self.0.display());
        }
    }
}

/// What became of a line.
enum Next {
    GoOn,
    Quit,
}

struct Talk<'a> {
    stage: &'a Stage,
    /// Where the bot lies.
    flows: &'a Path,
    contact: String,
    script: Script,
    record: Record,
    /// Where the conversation is kept, and what the page is called and how it routes.
    database: String,
    page_name: String,
    routing: RoutingChoice,
}

impl<'a> Talk<'a> {
    fn new(chat: &'a Chat, stage: &'a Stage, config: &Config, bot: &Bot, record: Record) -> Self {
        let (contact, flows) = (contact_of(&chat.name), chat.bot.as_path());
        stage.introduce(&contact, &chat.name, &chat.locale);
        let (database, page_name) = (config.database_url.clone(), bot.name.clone());
        let (script, routing) = (Script::default(), config.routing);
        Self { stage, flows, contact, script, record, database, page_name, routing }
    }

    async fn run(&mut self, bot: &Bot) -> anyhow::Result<()> {
        let terminal = std::io::stdin().is_terminal();
        if terminal {
            talk::say(&format!(
                "  {}: write something. /help shows what else you can do.\n",
                bot.name
            ));
        }
        let mut lines = BufReader::new(tokio::io::stdin()).lines();
        loop {
            if terminal {
                talk::prompt("> ");
            }
            let Some(line) = lines.next_line().await.context("what was typed")? else { break };
            if !terminal && !line.trim().is_empty() {
                talk::result(&format!("> {}", line.trim()));
            }
            match self.take(line.trim()).await? {
                Next::GoOn => self.show().await?,
                Next::Quit => break,
            }
        }
        Ok(())
    }

    async fn take(&mut self, line: &str) -> anyhow::Result<Next> {
        let (command, rest) = match line.split_once(char::is_whitespace) {
            Some((command, rest)) => (command, rest.trim()),
            None => (line, ""),
        };
        match command {
            "" => {}
            "/quit" | "/exit" => return Ok(Next::Quit),
            "/help" => talk::result(HELP),
            "/start" => self.person(&PersonAct::GetStarted { referral: None }),
            "/tap" => self.tap(rest),
            "/agent" if rest.is_empty() => talk::result("  What does the colleague write?"),
            "/agent" => self.agent(&AgentAct::Write { text: rest.to_owned() }),
            "/done" => self.agent(&AgentAct::Done),
            "/take" => self.agent(&AgentAct::Take),
            "/request" => self.agent(&AgentAct::Request),
            "/return" => self.give_back().await,
            "/wait" => self.wait(rest).await?,
            "/vars" => self.variables().await?,
            "/where" => self.whereabouts().await?,
            "/save" => self.save(rest).await,
            slash if slash.starts_with('/') => self.other(slash),
            _ => self.person(&PersonAct::write(line)),
        }
        Ok(Next::GoOn)
    }

    async fn save(&self, file: &str) {
        if file.ends_with(".trace.json") {
            return match self.save_trace(file.as_ref()).await {
                Ok(()) => talk::result(&format!("  -- saved: {file}; play it with baton replay")),
                Err(error) => talk::result(&format!("  That cannot be done: {error:#}")),
            };
        }
        if !file.ends_with(".test.yaml") {
            return talk::result(
                "  Into which file? Write /save tests/late_order.test.yaml, or late_order.trace.json",
            );
        }
        let line = schema::line_of_test(self.flows, file.as_ref());
        match self.record.save(file.as_ref(), line.as_deref()) {
            Ok(()) => talk::result(&format!("  -- saved: {file}; play it with baton test")),
            Err(error) => talk::result(&format!("  That cannot be done: {error:#}")),
        }
    }

    async fn save_trace(&self, file: &std::path::Path) -> anyhow::Result<()> {
        let readers = Readers::look(&self.database).await.context("the database does not open")?;
        let facts = trace::facts_of(PAGE, stage::APP, &self.page_name, self.routing);
        let found = trace::read(&readers, facts, &ContactId::new(&self.contact)).await?;
        readers.close().await;
        trace::write(&found.context("nothing has happened yet")?, file)
    }

    fn other(&mut self, command: &str) {
        let number = command.strip_prefix('/').and_then(|text| text.parse::<usize>().ok());
        let choice = number.and_then(|number| self.script.choice(number)).map(str::to_owned);
        match (number, choice) {
            (_, Some(label)) => self.person(&PersonAct::tap(&label)),
            (Some(number), None) => {
                talk::result(&format!("  Nothing with the number {number} can be tapped."));
            }
            (None, None) => talk::result(&format!("  There is no {command} here.\n{HELP}")),
        }
    }

    fn tap(&mut self, what: &str) {
        let by_number = what.parse::<usize>().ok().and_then(|number| self.script.choice(number));
        let act = PersonAct::tap(by_number.unwrap_or(what));
        self.person(&act);
    }

    fn person(&mut self, act: &PersonAct) {
        match self.stage.person(&self.contact, act) {
            Ok(_) => self.record.person(act),
            Err(refused) => {
                talk::result(&format!("  That cannot be done: {}", stage::why(&refused)));
            }
        }
    }

    /// Whoever has the conversation acts, if it is not us; else the Page inbox.
    fn agent(&mut self, act: &AgentAct) {
        let now = self.stage.now().0;
        let owner = self.stage.platform().owner(now, PAGE, &self.contact).map(str::to_owned);
        let bots = owner.as_deref() == Some(stage::APP);
        if bots && matches!(act, AgentAct::Done | AgentAct::Release) {
            talk::result("  The bot has the conversation already.");
            return;
        }
        let app = owner.filter(|app| app != stage::APP);
        let app = app.unwrap_or_else(|| AppId::PAGE_INBOX.to_owned());
        match self.stage.agent(&self.contact, &app, act) {
            Ok(_) => self.record.agent(act),
            Err(refused) => {
                talk::result(&format!("  That cannot be done: {}", stage::why(&refused)));
            }
        }
    }

    async fn give_back(&mut self) {
        let (page, contact) = (PageId::new(PAGE), ContactId::new(&self.contact));
        match self.stage.runtime.operate(&page, &contact, Operator::Return).await {
            Ok(_) => self.record.had(Had::Returned),
            Err(problem) => talk::result(&format!("  That cannot be done: {problem}")),
        }
    }

    /// Lets time pass, from timer to timer, so that each falls due at its own moment.
    async fn wait(&mut self, text: &str) -> anyhow::Result<()> {
        let Ok(time) = duration::Duration::parse(text) else {
            talk::result("  How long? Write /wait 30m or /wait 1h30m.");
            return Ok(());
        };
        let end = self.stage.now().plus_ms(time.0);
        for _ in 0..TIMERS {
            let shown = self.stage.shown(&self.contact).await?;
            let due = shown.and_then(|shown| shown.next_due).filter(|due| *due < end);
            let Some(due) = due else { break };
            let step = due.ms_since(self.stage.now()).max(1);
            self.stage.move_clock(Shift::By(step)).await?;
            self.show().await?;
        }
        self.stage.move_clock(Shift::By(end.ms_since(self.stage.now()))).await?;
        self.record.had(Had::Later(time));
        talk::result(&format!("  -- {time} later"));
        Ok(())
    }

    /// What the bot knows of the person, as YAML: what authors write variables in.
    async fn variables(&self) -> anyhow::Result<()> {
        let Some(shown) = self.stage.shown(&self.contact).await? else {
            talk::result("  Nothing yet.");
            return Ok(());
        };
        let mut known = serde_json::Map::new();
        for (what, value) in [("remembered", shown.variables), ("this session", shown.session)] {
            if value.as_object().is_some_and(|variables| !variables.is_empty()) {
                known.insert(what.to_owned(), value);
            }
        }
        if !shown.tags.is_empty() {
            known.insert("tags".to_owned(), shown.tags.into());
        }
        if known.is_empty() {
            talk::result("  Nothing yet.");
            return Ok(());
        }
        for line in serde_yaml::to_string(&known)?.lines() {
            talk::result(&format!("  {line}"));
        }
        Ok(())
    }

    async fn whereabouts(&self) -> anyhow::Result<()> {
        let Some(shown) = self.stage.shown(&self.contact).await? else {
            talk::result("  The conversation has not begun.");
            return Ok(());
        };
        let module = shown.module.map_or("no module".to_owned(), |module| module.to_string());
        let hand = match shown.hand {
            "people" => "people have the conversation",
            "opening" => "it is being handed to people",
            "taking" => "it is being taken back",
            _ => "the bot has the conversation",
        };
        talk::result(&format!("  in the module {module}; {hand}"));
        let now = self.stage.now();
        for (name, at) in shown.deadlines {
            let what = match name {
                "timeout" => "the time of the handover is over",
                "idle" => "nobody has written for too long",
                "pickup" => "no colleague has written",
                "check" => "the platform is asked who has it",
                _ => "it is tried again",
            };
            // Whole seconds are what people read.
            let left = duration::Duration(at.ms_since(now).div_ceil(1_000) * 1_000);
            talk::result(&format!("  in {left}: {what}"));
        }
        Ok(())
    }

    /// Waits for the engine and prints what has happened since.
    async fn show(&mut self) -> anyhow::Result<()> {
        let idle = self.stage.idle(PATIENCE).await?;
        let platform = self.stage.platform();
        for line in self.script.news(&platform, &self.contact) {
            talk::result(&line);
        }
        drop(platform);
        if !idle {
            talk::result("  (something is still on its way)");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::contact_of;

    #[test]
    fn a_name_of_any_letters_is_an_id_for_an_address() {
        assert_eq!(contact_of("Anna Berg"), "annaberg");
        assert_eq!(contact_of("Lucía"), "luca");
        assert_eq!(contact_of("علي"), "somebody");
    }
}
