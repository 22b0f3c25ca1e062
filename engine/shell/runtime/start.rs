//! The start: takes over what the process before us left, by the database and its ledger. And the
//! stop: gives back what was claimed and not begun.

use std::collections::VecDeque;
use std::sync::Arc;

use baton_core::effect::{Effect, Lane};
use baton_core::id::{ConversationId, Timestamp};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

use super::accepted::Accepted;
use super::agenda::{Agenda, Wake};
use super::board::Board;
use super::cache::Cache;
use super::crumbs::Crumbs;
use super::lanes::{Lanes, Row};
use super::ledger::{Ledger, Left};
use super::outbox::World;
use super::pages::Pages;
use super::publishing::{self, Versions};
use super::worker::{Load, Order, Stamps, Worker};
use super::{Inner, Parts, StartProblem};
use crate::messenger::effect_name::EffectName;
use crate::store::{
    Changes, CommitProblem, OutboxChange, OutboxRow, PageRow, Problem, Readers, RowState, Store,
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
    let store = Arc::new(store);
    let readers = store.readers();
    let mut writer = store.writer().await?;
    let version = publishing::version(&bot, sources);
    let number = writer.publish(&version, clock.now()).await?;
    tracing::info!(number, bot = %bot.hash, "the bot to run");

    let ledger_path = store.beside(".ledger");
    let left = Ledger::read(&ledger_path).map_err(|source| file(&store, source))?;
    let now = clock.now();
    let mut stamps = Stamps::default();
    let board = Arc::new(Board::new(pages.iter()));
    let mut pages = Pages::new(pages, readers.pages().await?, &board);
    let deaf = deaf_pages(&mut pages, &left, now, settings.outage);
    let accepted =
        Accepted::open(&store.beside(".accepted")).map_err(|source| file(&store, source))?;
    let taken = take_over(&readers, &left, &accepted, &settings).await?;
    let TakenOver { lanes, changed, settled } = taken;
    let stamp = stamps.draw();
    let changes = Changes { stamp, changed, settled, pages: &deaf, ..Changes::default() };
    writer.commit(&changes).await.map_err(unwritten)?;
    // From here on the ledger of the process before us is told.
    let ledger = Ledger::begin(&ledger_path, now).map_err(|source| file(&store, source))?;
    let crumbs = Crumbs::open(&store.beside(".crumbs")).map_err(|source| file(&store, source))?;

    let (send_reports, reports) = mpsc::channel(REPORTS);
    let (send_queue, queue) = mpsc::channel(settings.queue_items);
    let (send_orders, orders) = mpsc::channel::<Order>(ORDERS);
    let world = World {
        client,
        fetch,
        clock: clock.clone(),
        ledger: Arc::new(ledger),
        accepted: Arc::new(accepted),
        reports: send_reports,
    };
    let mut agenda = Agenda::default();
    for wake in [Wake::Timers, Wake::Parked, Wake::Alive] {
        agenda.add(now, wake);
    }
    agenda.add(now.plus_ms(FIRST_TIDY), Wake::Tidy);
    let load = Arc::new(Load::default());
    let resent = readers.resent().await?.into_iter().map(|row| {
        let (conversation, sequence, stamp) = (row.conversation, row.sequence, row.stamp);
        (EffectName { conversation, sequence, stamp }, row)
    });
    let channels = pages.channels();
    let mut worker = Worker {
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
        resent: resent.collect(),
        deaf: Vec::new(),
        crumbs,
        world,
        agenda,
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
    worker.begin_all();
    employ(worker, Arc::clone(&board)).map_err(|source| file(&store, source))?;
    Ok(Inner {
        store,
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

/// Gives the worker a thread of its own: the database answers on the thread it is called on, and
/// nobody else is to wait for its disk. The thread ends with the runtime that it was started in.
fn employ(worker: Worker, board: Arc<Board>) -> std::io::Result<()> {
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
            board.set_trouble(Some("the worker died".into()));
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

/// What the process before us left unsettled, as ours.
#[derive(Default)]
struct TakenOver {
    lanes: Lanes,
    /// What changes of it in the table.
    changed: Vec<OutboxChange>,
    /// What was accepted, and only its mark is missing.
    settled: Vec<(ConversationId, u64, i64)>,
}

/// Reads every unsettled effect. What was claimed and never written to the wire is queued again;
/// what may have been is unknown.
async fn take_over(
    readers: &Readers,
    left: &Left,
    accepted: &Accepted,
    settings: &super::Settings,
) -> Result<TakenOver, Problem> {
    let mut taken = TakenOver::default();
    let proven = accepted.names();
    let mut after = (ConversationId(i64::MIN), 0, i64::MIN);
    loop {
        let rows = readers.unsettled(after).await?;
        let Some(last) = rows.last() else { break };
        after = (last.conversation, last.sequence, last.stamp);
        for stored in rows {
            let OutboxRow { conversation, sequence, stamp, .. } = stored;
            if proven.contains(&EffectName { conversation, sequence, stamp }) {
                taken.settled.push((conversation, sequence, stamp));
                continue;
            }
            let (row, change) = inherit(&stored, left, accepted, settings.claim);
            taken.changed.extend(change);
            let talk = taken.lanes.open(conversation, &stored.page, &stored.contact);
            talk.epoch.store(stored.epoch, std::sync::atomic::Ordering::Release);
            talk.lane_mut(row.effect.lane()).push_back(row);
        }
    }
    Ok(taken)
}

/// A row of the process before us as ours, and what changes of it in the table.
fn inherit(
    stored: &OutboxRow,
    left: &Left,
    accepted: &Accepted,
    claim: u64,
) -> (Row, Option<OutboxChange>) {
    let OutboxRow { conversation, sequence, stamp, .. } = *stored;
    let name = EffectName { conversation, sequence, stamp };
    let mut row = Row::new(stored.effect.clone(), stamp, stored.state);
    row.claim = stored.claim;
    row.not_before = stored.not_before;
    row.tries = stored.tries;
    row.sent_at = stored.sent_at;
    row.first_at = stored.sent_at;
    let on_the_wire = left.on_the_wire.as_ref().is_none_or(|names| names.contains(&name));
    let claimed = stored.state == RowState::Claimed;
    if claimed && on_the_wire && !may_repeat(&stored.effect) {
        row.state = RowState::Unknown;
        let claimed_at =
            stored.deadline.map(|deadline| Timestamp(deadline.0 - claim.cast_signed()));
        row.sent_at = row.sent_at.or(claimed_at);
    } else if claimed {
        row.state = RowState::Queued;
    }
    if row.state == RowState::Unknown {
        row.others = accepted.others(&name);
    }
    let change = claimed.then(|| row.change(conversation));
    (row, change)
}

/// Whether an effect that may have been performed can simply be performed again.
fn may_repeat(effect: &Effect) -> bool {
    match effect {
        Effect::AskOwner { .. } | Effect::AskProfile { .. } | Effect::Pass { to: None, .. } => true,
        Effect::Http { call, .. } => call.repeatable,
        Effect::Send(_)
        | Effect::Typing { .. }
        | Effect::Pass { to: Some(_), .. }
        | Effect::Take { .. } => false,
    }
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
    /// back.
    pub(super) async fn give_back(&mut self) {
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
