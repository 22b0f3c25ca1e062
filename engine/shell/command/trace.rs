//! `baton trace`: one conversation as it was recorded, in a file that `baton replay` plays, or as a conversation test.
//!
//! Invariant: the database is only read, also beside a running server. A trace holds what people wrote.

use std::collections::BTreeSet;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use baton_core::conversation::{PageFacts, Routing};
use baton_core::id::{AppId, BotHash, ContactId, ConversationId, PageId};
use baton_core::note::Note;
use baton_core::rehearsal::{TRACE_FORMAT, Trace, TraceStep, test_of};
use clap::Args;

use super::{Failure, dev, record, stage, talk};
use crate::config::{Config, Need, Places, RoutingChoice};
use crate::store::Readers;

/// Lines of history that are read: more than anybody says in the weeks they are kept.
const LINES: usize = 100_000;

/// Writes a conversation of the database down, so that `baton replay` can play it against another version. It holds what
/// the person wrote: keep it like the database.
#[derive(Debug, Args)]
pub(super) struct TraceOf {
    /// The person, as the platform numbers them on the page (PSID)
    contact: String,
    /// The file to make; NAME.test.yaml makes a conversation test of it. Without it the trace goes to stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A conversation of `baton dev`, whose database lies below this folder
    #[arg(long)]
    dev: bool,
}

impl TraceOf {
    pub(super) async fn run(&self, places: &Places) -> Result<(), Failure> {
        let (readers, facts) =
            if self.dev { rehearsed(places).await? } else { configured(places).await? };
        let page = facts.id.clone();
        let trace = read(&readers, facts, &ContactId::new(&self.contact)).await?;
        readers.close().await;
        let Some(trace) = trace else {
            let whom = format!("{} on page {page}", self.contact);
            return Err(Failure::Outside(anyhow::anyhow!("nothing is recorded of contact {whom}")));
        };
        match &self.output {
            Some(file) if file.to_string_lossy().ends_with(".test.yaml") => {
                let text = test_of(&trace, &record::name_of(file)).map_err(anyhow::Error::msg)?;
                write_new(file, &text)?;
                talk::say(&format!("{}: play it with baton test", file.display()));
            }
            Some(file) => {
                write(&trace, file)?;
                talk::say(&format!("{}: play it with baton replay", file.display()));
            }
            None => talk::result(&text(&trace)),
        }
        Ok(())
    }
}

/// The database and the one page of `baton dev`.
async fn rehearsed(places: &Places) -> Result<(Readers, PageFacts), Failure> {
    let mut url = Config::read(places, Need::Rehearsal)?.database_url;
    if url.is_empty() {
        url = format!("sqlite://{}", dev::STATE);
    }
    let readers = Readers::look(&url)
        .await
        .context("baton dev has left no database here; go to the folder it runs in")?;
    Ok((readers, facts_of(stage::PAGE, stage::APP, "", RoutingChoice::Auto)))
}

/// The database and the page of the settings.
async fn configured(places: &Places) -> Result<(Readers, PageFacts), Failure> {
    let config = Config::read(places, Need::Database)?;
    let [page] = config.pages.as_slice() else {
        return Err(Failure::WrongUse(match config.pages.len() {
            0 => "no page is configured: set BATON_PAGE_ID, BATON_PAGE_TOKEN and BATON_APP_ID as for \
                  `baton serve` (or add --dev for `baton dev`)"
                .to_owned(),
            several => format!("{several} pages are configured; name the one with --page-id"),
        }));
    };
    let readers =
        Readers::look(&config.database_url).await.context("the database does not open")?;
    let learned = readers.pages().await.context("the database")?;
    let learned = learned.into_iter().find(|row| row.id == page.id).and_then(|row| row.routing);
    let facts = PageFacts {
        id: page.id.clone(),
        name: page.name.clone(),
        own_app: config.app_of(page),
        routing: routing(config.routing, learned.map(|(routing, _)| routing)),
        zone: page.zone.clone(),
        ..PageFacts::unknown()
    };
    Ok((readers, facts))
}

fn routing(chosen: RoutingChoice, learned: Option<Routing>) -> Routing {
    match chosen {
        RoutingChoice::Auto => learned.unwrap_or(Routing::WeAreDefault),
        RoutingChoice::DefaultApp => Routing::WeAreDefault,
        RoutingChoice::OtherDefault => Routing::AnotherIsDefault,
        RoutingChoice::Shared => Routing::Shared,
    }
}

/// The facts of a page of which no settings are read, as in `baton chat`.
pub(super) fn facts_of(page: &str, app: &str, name: &str, choice: RoutingChoice) -> PageFacts {
    PageFacts {
        id: PageId::new(page),
        name: name.to_owned(),
        own_app: AppId::new(app),
        routing: routing(choice, None),
        ..PageFacts::unknown()
    }
}

/// The conversation of a contact as it was recorded; `None` where nothing is.
pub(super) async fn read(
    readers: &Readers,
    page: PageFacts,
    contact: &ContactId,
) -> anyhow::Result<Option<Trace>> {
    let id = ConversationId::of(&page.channel, &page.id, contact);
    let (lines, whole) = readers.whole_history(id, LINES).await.context("the database")?;
    let mut steps = Vec::new();
    for (at, what) in lines {
        let notes: Vec<Note> = serde_json::from_slice(&what).context("a line of the history")?;
        let before = steps.len();
        for note in &notes {
            if let Note::Came { event, on_the_way } = note {
                let event = event.as_deref().cloned();
                steps.push(TraceStep { at, event, on_the_way: *on_the_way });
            }
        }
        // A remark of the engine's own is of no step; any other line of an older program lacks its event.
        let any = steps.len() > before;
        if !any
            && !notes.iter().all(|note| matches!(note, Note::Remark(_) | Note::Overtaken { .. }))
        {
            steps.push(TraceStep { at, event: None, on_the_way: false });
        }
    }
    if steps.is_empty() {
        return Ok(None);
    }
    let newest = readers.publications().await.context("the database")?;
    let names: BTreeSet<BotHash> = newest.iter().map(|(_, hash)| hash.clone()).collect();
    let mut versions = Vec::new();
    for hash in names {
        if let Some(version) = readers.version(&hash).await.context("the database")? {
            versions.push((hash, version.sources));
        }
    }
    Ok(Some(Trace {
        baton_trace: TRACE_FORMAT,
        page,
        contact: contact.clone(),
        whole,
        versions,
        newest,
        steps,
    }))
}

fn text(trace: &Trace) -> String {
    serde_json::to_string_pretty(trace).expect("a trace is plain data with text keys")
}

/// Writes a trace into a new file that only its owner reads.
pub(super) fn write(trace: &Trace, file: &Path) -> anyhow::Result<()> {
    write_new(file, &text(trace))
}

fn write_new(file: &Path, text: &str) -> anyhow::Result<()> {
    let unwritten = || format!("{} cannot be written", file.display());
    let new = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    new.and_then(|mut new| new.write_all(text.as_bytes())).with_context(unwritten)
}
