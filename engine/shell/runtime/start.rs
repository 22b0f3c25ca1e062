//! The start: takes over what the process before us left, by the database and its ledger. And the
//! stop: gives back what was claimed and not begun.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use baton_core::bot::Bot;
use baton_core::effect::Lane;
use baton_core::id::{ConversationId, Timestamp};
use baton_core::language::SourceFile;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

use super::accepted::Accepted;
use super::agenda::{Agenda, Wake};
use super::board::Board;
use super::cache::Cache;
use super::crumbs::Crumbs;
use super::inherit::{TakenOver, take_over};
use super::item::Item;
use super::lanes::Lanes;
use super::ledger::{Ledger, Left};
use super::outbox::World;
use super::pages::Pages;
use super::publishing::{self, Versions};
use super::worker::{Load, Order, Stamps, Worker};
use super::{Clock, Inner, Parts, StartProblem};
use crate::fetch::Fetch;
use crate::messenger::client::Client;
use crate::messenger::effect_name::EffectName;
use crate::store::{
    Changes, CommitProblem, OutboxChange, PageRow, Problem, Readers, Resent, RowState, Store,
    Writer,
};

/// Ended calls that wait to be written down; more wait in their tasks.
const REPORTS: usize = 1_024;
/// Orders that wait; they come from people and from the clock.
const ORDERS: usize = 64;
/// The first turn of retention; a start has more urgent things to do.
const FIRST_TIDY: u64 = 10_000;

/// Takes over and starts the worker.
pub(super) async fn start(parts: Parts) -> Result<Inner, StartProblem> {
    let Parts { store, clock, pages, client, fetch, bot, sources, settings } = parts;
    let readers = store.readers();
    let now = clock.now();
    let mut writer = publish(&store, &bot, sources, now).await?;
    let file = |source| file(&store, source);
    let Beside { left, accepted, crumbs } = Beside::open(&store).map_err(file)?;
    let mut stamps = Stamps::default();
    let board = Arc::new(Board::new(pages.iter(), clock.clone(), store.reserve(), settings.alarm));
    let mut pages = Pages::new(pages, readers.pages().await?, &board);
    if let Some(alive) = left.alive {
        board.outage.ended(now.ms_since(alive));
    }
    let deaf = deaf_pages(&mut pages, &left, now, settings.outage);
    let taken = take_over(&readers, &left, &accepted, &settings).await?;
    let lanes = own(&mut writer, taken, &deaf, stamps.draw()).await?;
    // From here on the ledger of the process before us is told.
    let ledger = Ledger::begin(&store.beside(".ledger"), now).map_err(file)?;
    let (send_queue, queue) = mpsc::channel(settings.queue_items);
    let (send_orders, orders) = mpsc::channel::<Order>(ORDERS);
    let (world, reports) = outside(client, fetch, &clock, ledger, accepted);
    let load = Arc::new(Load::default());
    let channels = pages.channels();
    let worker = Worker {
        writer,
        readers: readers.clone(),
        board: Arc::clone(&board),
        clock: clock.clone(),
        cache: Cache::new(settings.cache_bytes),
        settings: settings.clone(),
        versions: Versions::new(bot),
        lanes,
        pages,
        parked: readers.parked_counts().await?,
        resent: resent(&readers).await?,
        deaf: Vec::new(),
        crumbs,
        world,
        agenda: agenda(now),
        pending: VecDeque::new(),
        deferred: Vec::new(),
        in_trouble: false,
        load: Arc::clone(&load),
        queue,
        reports,
        orders,
        next_timer: None,
        stopping: None,
        stop_at: None,
        stamps,
        careful: 0,
    };
    employ(worker, Arc::clone(&board)).map_err(file)?;
    Ok(Inner {
        store: Arc::new(store),
        readers,
        clock,
        board,
        settings,
        channels,
        queue: send_queue,
        orders: send_orders,
        load,
    })
}

/// What calls the world outside, and where it reports what came of it.
fn outside(
    client: Arc<Client>,
    fetch: Fetch,
    clock: &Clock,
    ledger: Ledger,
    accepted: Accepted,
) -> (World, mpsc::Receiver<Item>) {
    let (reports, receiver) = mpsc::channel(REPORTS);
    let (ledger, accepted) = (Arc::new(ledger), Arc::new(accepted));
    (World { client, fetch, clock: clock.clone(), ledger, accepted, reports }, receiver)
}

/// The one writer, with the bot published.
async fn publish(
    store: &Store,
    bot: &Bot,
    sources: Vec<SourceFile>,
    now: Timestamp,
) -> Result<Writer, Problem> {
    let mut writer = store.writer().await?;
    let number = writer.publish(&publishing::version(bot, sources), now).await?;
    tracing::info!(number, bot = %bot.hash, "the bot to run");
    Ok(writer)
}

/// The files beside the database that help after a crash, as the process before us left them.
struct Beside {
    left: Left,
    accepted: Accepted,
    crumbs: Crumbs,
}

impl Beside {
    fn open(store: &Store) -> std::io::Result<Self> {
        Ok(Self {
            left: Ledger::read(&store.beside(".ledger"))?,
            accepted: Accepted::open(&store.beside(".accepted"))?,
            crumbs: Crumbs::open(&store.beside(".crumbs"))?,
        })
    }
}

/// Writes down that what was left is ours.
async fn own(
    writer: &mut Writer,
    taken: TakenOver,
    deaf: &[PageRow],
    stamp: i64,
) -> Result<Lanes, StartProblem> {
    let TakenOver { lanes, changed, settled } = taken;
    let changes = Changes { stamp, changed, settled, pages: deaf, ..Changes::default() };
    writer.commit(&changes).await.map_err(unwritten)?;
    Ok(lanes)
}

/// What is looked at first.
fn agenda(now: Timestamp) -> Agenda {
    let mut agenda = Agenda::default();
    for wake in [Wake::Timers, Wake::Parked, Wake::Alive] {
        agenda.add(now, wake);
    }
    agenda.add(now.plus_ms(FIRST_TIDY), Wake::Tidy);
    agenda
}

/// What was sent again lately, by its name.
async fn resent(readers: &Readers) -> Result<HashMap<EffectName, Resent>, Problem> {
    let named = readers.resent().await?.into_iter().map(|row| {
        let (conversation, sequence, stamp) = (row.conversation, row.sequence, row.stamp);
        (EffectName { conversation, sequence, stamp }, row)
    });
    Ok(named.collect())
}

/// Gives the worker a thread of its own: the database answers on the thread it is called on, and
/// nobody else is to wait for its disk. The thread ends with the runtime that it was started in.
fn employ(mut worker: Worker, board: Arc<Board>) -> std::io::Result<()> {
    worker.begin_all();
    let (alive, over) = oneshot::channel::<()>();
    let (ended, end) = oneshot::channel();
    let runtime = Handle::current();
    let works = move || {
        runtime.block_on(async {
            tokio::select! {
                biased;
                _ = over => {}
                () = worker.work() => {}
            }
        });
        if ended.send(()).is_err() {
            tracing::debug!("the worker outlived its runtime");
        }
    };
    std::thread::Builder::new().name("baton-worker".into()).spawn(works)?;
    tokio::spawn(async move {
        // A worker that died is a bug of ours; nothing is taken in any more, and health says so.
        if end.await.is_err() {
            board.break_down("the worker died");
        }
        drop(alive);
    });
    Ok(())
}

fn file(store: &Store, source: std::io::Error) -> StartProblem {
    StartProblem::Store(Problem::File { path: store.path().display().to_string(), source })
}

fn unwritten(problem: CommitProblem) -> StartProblem {
    StartProblem::NotTakenOver(problem.to_string())
}

/// Nobody listened since the process before us was last alive.
fn deaf_pages(pages: &mut Pages, left: &Left, now: Timestamp, outage: u64) -> Vec<PageRow> {
    let from = left.alive.unwrap_or(now).min(now);
    let deaf = |page: &mut super::pages::PageState| {
        page.deaf(from, outage);
        page.deaf_until(now);
        page.row.clone()
    };
    pages.iter_mut().map(deaf).collect()
}

impl Worker {
    /// Lets every lane that was taken over go on.
    fn begin_all(&mut self) {
        for id in self.lanes.ids() {
            for lane in [Lane::Speak, Lane::Call] {
                self.count_doubts(id, lane);
                self.drive(id, lane);
            }
        }
    }

    fn count_doubts(&mut self, id: ConversationId, lane: Lane) {
        let Some(talk) = self.lanes.get(id) else { return };
        let doubts = talk.lane(lane).iter().filter(|row| row.state == RowState::Unknown).count();
        if let Some(page) = self.pages.get_mut(&talk.page) {
            page.doubts += doubts;
        }
    }

    /// At a stop: what is claimed and not with a task was never written to the wire, and is given
    /// back. Readers leave before the writer: only the last one out folds the log into the file, and a reader may not.
    pub(super) async fn give_back(&mut self) {
        self.give_back_unsent().await;
        self.readers.close().await;
    }

    async fn give_back_unsent(&mut self) {
        let mut changed = Vec::new();
        for id in self.lanes.ids() {
            let Some(talk) = self.lanes.get(id) else { continue };
            let rows = talk.lane(Lane::Speak).iter().chain(talk.lane(Lane::Call));
            let unsent = rows.filter(|row| row.state == RowState::Claimed && !row.running);
            changed.extend(
                unsent.map(|row| OutboxChange { state: RowState::Queued, ..row.change(id) }),
            );
        }
        if changed.is_empty() {
            return;
        }
        let changes = Changes { stamp: self.stamps.draw(), changed, ..Changes::default() };
        if let Err(problem) = self.writer.commit(&changes).await {
            // The ledger says the same to the next process.
            tracing::warn!(%problem, "unsent effects are not given back");
        }
    }
}
