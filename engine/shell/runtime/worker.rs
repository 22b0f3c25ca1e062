//! The worker: the one task that writes. It takes what gathered while its last batch was
//! committing, plans it, steps it, commits it, and only then answers and acts. Invariant: between
//! two batches memory says what the database says.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use baton_core::bot::Bot;
use baton_core::id::{ConversationId, PageId, Timestamp};
use tokio::sync::mpsc::Receiver;
use tokio::sync::oneshot;

use super::Publication;
use super::agenda::{Agenda, Wake};
use super::attempt::Attempt;
use super::board::Board;
use super::cache::Cache;
use super::clock::Clock;
use super::crumbs::{Crumbs, DEADLY};
use super::item::{Item, What};
use super::lanes::Lanes;
use super::outbox::World;
use super::pages::Pages;
use super::publishing::Versions;
use super::settings::Settings;
use crate::messenger::effect_name::EffectName;
use crate::store::{Problem, Readers, Resent, Version, Writer};

/// What could not be written is tried again after this.
const DEFERRED: u64 = 1_000;

/// What the worker is told beside items.
#[derive(Debug)]
pub(super) enum Order {
    /// Make a version the newest.
    Publish(Arc<Bot>, Version, oneshot::Sender<Result<Publication, Problem>>),
    /// The clock was moved.
    ClockMoved,
    /// Whether a page's messages come back to us as echoes.
    Echoes(PageId, bool),
    /// Finish what is on its way and end.
    Stop(oneshot::Sender<()>),
}

/// The queue as its senders see it.
#[derive(Debug, Default)]
pub(super) struct Load {
    pub(super) items: AtomicUsize,
    pub(super) bytes: AtomicUsize,
    /// Microseconds the last batch took.
    pub(super) pace: AtomicUsize,
}

impl Load {
    /// An item has left the queue.
    pub(super) fn let_go(&self, item: &Item) {
        self.items.fetch_sub(1, Ordering::Relaxed);
        self.bytes.fetch_sub(item.bytes, Ordering::Relaxed);
    }
}

/// The worker.
pub(super) struct Worker {
    pub(super) writer: Writer,
    pub(super) readers: Readers,
    pub(super) board: Arc<Board>,
    pub(super) clock: Clock,
    pub(super) settings: Settings,
    pub(super) versions: Versions,
    pub(super) cache: Cache,
    pub(super) lanes: Lanes,
    pub(super) pages: Pages,
    /// Conversations with parked events.
    pub(super) parked: HashMap<ConversationId, usize>,
    /// Effects sent again lately.
    pub(super) resent: HashMap<EffectName, Resent>,
    /// Pages whose deaf moment is not written yet.
    pub(super) deaf: Vec<(PageId, Option<(Timestamp, Timestamp)>)>,
    pub(super) crumbs: Crumbs,
    pub(super) world: World,
    pub(super) agenda: Agenda,
    /// What follows from the last batch.
    pub(super) pending: VecDeque<Item>,
    /// What could not be written: tried again later.
    pub(super) deferred: Vec<Item>,
    /// The database cannot be written; nothing is sent meanwhile, since its outcome could not be.
    pub(super) in_trouble: bool,
    pub(super) load: Arc<Load>,
    pub(super) queue: Receiver<Item>,
    pub(super) reports: Receiver<Item>,
    pub(super) orders: Receiver<Order>,
    /// When the timer table is looked at next.
    pub(super) next_timer: Option<Timestamp>,
    pub(super) stopping: Option<oneshot::Sender<()>>,
    pub(super) stop_at: Option<Timestamp>,
    pub(super) stamps: Stamps,
    /// So many batches still ask which of their events are new.
    pub(super) careful: u32,
}

/// Draws the random numbers that name batches.
#[derive(Debug, Default)]
pub(super) struct Stamps(Vec<i64>);

impl Stamps {
    /// The next one; never 0.
    pub(super) fn draw(&mut self) -> i64 {
        loop {
            if let Some(stamp) = self.0.pop().filter(|stamp| *stamp != 0) {
                return stamp;
            }
            let mut bytes = [0; 512];
            getrandom::fill(&mut bytes).expect("the system has random numbers");
            self.0.extend(
                bytes.chunks_exact(8).filter_map(|n| n.try_into().ok().map(i64::from_ne_bytes)),
            );
        }
    }
}

impl Worker {
    /// Works until it is told to stop.
    pub(super) async fn work(mut self) {
        loop {
            let mut items = Vec::new();
            self.gather(&mut items);
            self.await_company(&mut items).await;
            if !items.is_empty() {
                self.run(items).await;
                self.tidy_log(false).await;
                while let Ok(order) = self.orders.try_recv() {
                    self.obey(order).await;
                }
                self.wake_due().await;
            } else if self.is_done() {
                break;
            } else {
                self.tidy_log(true).await;
                self.rest().await;
                self.wake_due().await;
            }
        }
        self.give_back().await;
        self.end().await;
    }

    /// Adds what gathered, to at most a batch: what people did first, and always room for results.
    pub(super) fn gather(&mut self, items: &mut Vec<Item>) {
        let most = self.settings.batch;
        while items.len() < most / 2 {
            let Some(item) = self.pending.pop_front() else { break };
            items.push(item);
        }
        while items.len() < most * 3 / 4 {
            let Ok(item) = self.reports.try_recv() else { break };
            items.push(item);
        }
        while items.len() < most {
            let Ok(item) = self.queue.try_recv() else { break };
            self.load.let_go(&item);
            items.push(item);
        }
    }

    /// Waits for something to do.
    async fn rest(&mut self) {
        let next = self.agenda.next().map_or(u64::MAX, |at| at.ms_since(self.clock.now()));
        let sleep = tokio::time::sleep(Duration::from_millis(next.min(60_000)));
        tokio::select! {
            Some(item) = self.reports.recv() => self.pending.push_back(item),
            Some(item) = self.queue.recv() => {
                self.load.let_go(&item);
                self.pending.push_back(item);
            }
            Some(order) = self.orders.recv() => self.obey(order).await,
            () = sleep => {}
        }
    }

    /// Does what it is told, between batches.
    pub(super) async fn obey(&mut self, order: Order) {
        match order {
            Order::Publish(bot, version, answer) => {
                let published = self.writer.publish(&version, self.clock.now()).await;
                let published = published.map(|number| {
                    self.versions.publish(Arc::clone(&bot));
                    tracing::info!(number, bot = %bot.hash, "published");
                    Publication { number, bot: bot.hash.clone() }
                });
                if answer.send(published).is_err() {
                    tracing::debug!("whoever published has gone away");
                }
            }
            Order::ClockMoved => self.look_at_timers(),
            Order::Echoes(page, echoes) => {
                if let Some(state) = self.pages.get_mut(&page) {
                    state.echoes = echoes;
                }
            }
            Order::Stop(done) => {
                self.stop_at = Some(self.clock.now().plus_ms(self.settings.stop));
                self.stopping = Some(done);
                self.agenda.add(self.clock.now().plus_ms(self.settings.stop), Wake::Alive);
            }
        }
    }

    /// Whether a stop has nothing more to wait for.
    fn is_done(&self) -> bool {
        let Some(stop_at) = self.stop_at else { return false };
        !self.lanes.any_running() || self.clock.now() >= stop_at
    }

    /// Runs a batch to its end: committed, put aside, or kept for later.
    async fn run(&mut self, items: Vec<Item>) {
        let began = std::time::Instant::now();
        let mut batches = self.apart(items);
        while let Some(mut items) = batches.pop() {
            let stamp = self.stamps.draw();
            match self.attempt(&items, stamp).await {
                Attempt::Done(draft, facts) => self.apply(*draft, facts, items),
                Attempt::Poisoned(poison) => {
                    tracing::error!(items = poison.items.len(), why = poison.why, "not steppable");
                    for at in poison.items {
                        items[at].mute = items[at].park.is_some();
                        items[at].park = Some(poison.why.clone());
                    }
                    batches.push(items);
                }
                Attempt::Refused(why) if items.len() > 1 => {
                    tracing::error!(why, items = items.len(), "a batch is halved");
                    let rest = items.split_off(items.len() / 2);
                    batches.extend([rest, items]);
                }
                Attempt::Refused(why) if items[0].mute => {
                    tracing::error!(why, "an item can neither be run nor parked");
                    items.clear();
                }
                Attempt::Refused(why) => {
                    // First it waits; then nobody is told of it either.
                    items[0].mute = items[0].park.is_some();
                    items[0].park.get_or_insert(why);
                    batches.push(items);
                }
                Attempt::Later(why) => self.later(items, why),
            }
        }
        let micros = usize::try_from(began.elapsed().as_micros()).unwrap_or(usize::MAX);
        self.load.pace.store(micros, Ordering::Relaxed);
    }

    /// Events that killed a process before run alone, so that they take nobody along.
    fn apart(&mut self, items: Vec<Item>) -> Vec<Vec<Item>> {
        if !self.crumbs.any() {
            return vec![items];
        }
        let (mut suspects, mut rest) = (Vec::new(), Vec::new());
        for mut item in items {
            match item.key().map(|key| self.crumbs.deaths(key)) {
                None | Some(0) => rest.push(item),
                Some(deaths) => {
                    if deaths >= DEADLY {
                        item.park = Some("it killed the process three times".into());
                    }
                    suspects.push(vec![item]);
                }
            }
        }
        suspects.push(rest);
        suspects
    }

    /// Moments of a page's webhooks answered with 503, to be remembered with the next batch.
    pub(super) fn note_deafness(&mut self) {
        let outage = self.settings.outage;
        self.deaf.clear();
        if !self.board.take_refused() {
            return;
        }
        for page in self.pages.iter_mut() {
            if let Some(at) = self.board.take_refused_at(&page.page.id) {
                page.deaf(at, outage);
                self.deaf.push((page.page.id.clone(), page.row.gap));
            }
        }
    }

    /// The database cannot be written now: webhooks are refused, our own results wait.
    fn later(&mut self, items: Vec<Item>, why: String) {
        self.board.set_trouble(Some(why));
        self.in_trouble = true;
        let ours =
            |item: &Item| matches!(item.what, What::Report(_) | What::Claim(..) | What::Again(_));
        self.deferred.extend(items.into_iter().filter(ours));
        self.agenda.add(self.clock.now().plus_ms(DEFERRED), Wake::Deferred);
        self.agenda.add(self.clock.now().plus_ms(DEFERRED), Wake::Timers);
    }

    async fn tidy_log(&mut self, idle: bool) {
        if let Err(problem) = self.writer.fold(idle).await {
            tracing::warn!(%problem, "the log cannot be folded into the file");
        }
    }

    /// Ends the writer.
    async fn end(self) {
        if let Err(problem) = self.writer.close().await {
            tracing::warn!(%problem, "closing the database");
        }
        if let Some(done) = self.stopping
            && done.send(()).is_err()
        {
            tracing::debug!("whoever stopped us has gone away");
        }
    }
}
