//! The doors of the runtime: what comes in waits here for the worker, within bounds. Invariant:
//! whatever is taken in is answered after its commit; whatever is not is refused at once, so that
//! the platform delivers it again.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use baton_core::bot::Bot;
use baton_core::event::Operator;
use baton_core::id::{ContactId, ConversationId, PageId, Timestamp};
use baton_core::language::SourceFile;
use tokio::sync::oneshot;

use super::board::count;
use super::item::{Echo, Item, Operate, What};
use super::publishing;
use super::worker::Order;
use super::{
    Health, OperateProblem, Operated, Overloaded, Parts, Publication, Runtime, Shift, Shown,
    StartProblem, show, start, ticket,
};
use crate::messenger::inbound;
use crate::store::{self, Problem};

/// What an item takes in the queue beside its own bytes.
const ITEM_BYTES: usize = 256;
/// Lines of history shown at once.
const LINES: usize = 1_000;

impl Runtime {
    /// Takes over what the database holds and begins.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn start(parts: Parts) -> Result<Self, StartProblem> {
        let inner = start::start(parts).await?;
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Takes a webhook's items. Resolves when each is committed, a duplicate, parked or
    /// quarantined.
    ///
    /// # Errors
    /// [`Overloaded`] when not all of them could be; the platform delivers the body again, and what
    /// was committed of
    /// it is dropped then.
    pub async fn accept(&self, items: Vec<inbound::Item>) -> Result<(), Overloaded> {
        let inner = &self.inner;
        let now = inner.clock.now();
        let mut pages: Vec<PageId> = Vec::new();
        let mut ours: Vec<Item> = Vec::with_capacity(items.len());
        let (body, mut fits) = (items.len(), true);
        for item in items {
            let Some((page, mut item)) = self.take(item, now) else { continue };
            if let Some(page) = &page {
                item.share = inner.board.share(page, inner.settings.queue_items, body);
                fits &= item.share.is_some();
            }
            ours.push(item);
            if let Some(page) = page.filter(|page| !pages.contains(page)) {
                pages.push(page);
            }
        }
        for page in &pages {
            inner.board.heard(page, now);
        }
        if ours.is_empty() {
            return Ok(());
        }
        // The worker may begin with some of a body before the rest is queued, and sorts only what it has.
        ours.sort_by_key(|item| happened(item, now));
        let accepted = if fits { self.queue(ours).await } else { Err(Overloaded) };
        if accepted.is_ok() {
            inner.board.outage.works(now);
        } else {
            count(&inner.board.counters.overloaded);
            for page in &pages {
                inner.board.refused(page, now);
            }
        }
        accepted
    }

    /// An item as the worker takes it; `None`: there is nothing to do about it.
    fn take(&self, item: inbound::Item, now: Timestamp) -> Option<(Option<PageId>, Item)> {
        let board = &self.inner.board;
        let known = |page: &PageId| {
            let known = board.serves(page);
            if !known {
                count(&board.counters.foreign);
            }
            known
        };
        let (page, bytes, what) = match item {
            inbound::Item::Event(mut inbound) => {
                if !known(&inbound.page) {
                    return None;
                }
                inbound.happened_by(now);
                (Some(inbound.page.clone()), inbound.raw.len(), What::Event(inbound))
            }
            inbound::Item::OwnEcho { page, contact, name, mid } => {
                if !known(&page) {
                    return None;
                }
                (Some(page.clone()), 0, What::Echo(Echo { page, contact, name, mid }))
            }
            inbound::Item::Watermark { page, .. } => {
                // Nobody reads how far a person has read yet, so it is only counted.
                count(&board.counters.watermarks);
                board.heard(&page, now);
                return None;
            }
            inbound::Item::Unknown { page, kind, raw } => {
                if page.as_ref().is_some_and(|page| !known(page)) {
                    return None;
                }
                count(&board.counters.kept);
                (page.clone(), raw.len(), What::Keep(page, format!("unknown: {kind}"), raw))
            }
            inbound::Item::Bad { reason, raw } => {
                count(&board.counters.kept);
                (None, raw.len(), What::Keep(None, format!("bad: {reason}"), raw))
            }
        };
        Some((page, Item { bytes: bytes + ITEM_BYTES, ..Item::new(what) }))
    }

    /// Queues items and waits for them.
    async fn queue(&self, items: Vec<Item>) -> Result<(), Overloaded> {
        let inner = &self.inner;
        let bytes: usize = items.iter().map(|item| item.bytes).sum();
        if inner.board.is_closed() || !self.has_room(items.len(), bytes) {
            return Err(Overloaded);
        }
        let (stubs, waiting) = ticket::issue(items.len());
        for (mut item, stub) in items.into_iter().zip(stubs) {
            item.stub = Some(stub);
            self.put(item).await?;
        }
        let patience = Duration::from_millis(inner.settings.answer);
        match tokio::time::timeout(patience, waiting).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(Overloaded),
        }
    }

    /// Queues one item. It is counted once its place is certain: whoever waits for the place may go
    /// away, and what was counted and never queued would count for ever.
    async fn put(&self, item: Item) -> Result<(), Overloaded> {
        let (load, bytes) = (&self.inner.load, item.bytes);
        let place = self.inner.queue.reserve().await.map_err(|_| Overloaded)?;
        load.items.fetch_add(1, Ordering::Relaxed);
        load.bytes.fetch_add(bytes, Ordering::Relaxed);
        place.send(item);
        Ok(())
    }

    /// Whether the queue takes so much more, and would come to its end in time.
    fn has_room(&self, items: usize, bytes: usize) -> bool {
        let (load, settings) = (&self.inner.load, &self.inner.settings);
        let waiting = load.items.load(Ordering::Relaxed);
        // Whole batches before ours: what one takes hardly depends on how much is in it, and one slow sync of a disk
        // says nothing about the few that wait behind it.
        let batches = waiting / settings.batch.max(1);
        let wait = batches.saturating_mul(load.pace.load(Ordering::Relaxed)) / 1_000;
        waiting + items <= settings.queue_items.max(items)
            && load.bytes.load(Ordering::Relaxed) + bytes <= settings.queue_bytes
            && u64::try_from(wait).is_ok_and(|wait| wait <= settings.queue_wait)
    }

    /// Does what a person at the controls asks.
    ///
    /// # Errors
    /// When the conversation is not in a state for it, or does not exist.
    pub async fn operate(
        &self,
        page: &PageId,
        contact: &ContactId,
        ask: Operator,
    ) -> Result<Operated, OperateProblem> {
        let inner = &self.inner;
        let problem = |code: &str, message: &str| OperateProblem {
            code: code.into(),
            message: message.into(),
        };
        if !inner.board.serves(page) {
            return Err(problem("not_found", "this server does not serve that page"));
        }
        let (answer, waiting) = oneshot::channel();
        let (page, contact) = (page.clone(), contact.clone());
        let item = Item::new(What::Operate(Operate { page, contact, ask, answer }));
        let busy = || problem("overloaded", "the server is busy or stopping; ask again");
        self.put(item).await.map_err(|_| busy())?;
        waiting.await.unwrap_or_else(|_| Err(busy()))
    }

    /// A conversation; `None` when there is none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn show(&self, page: &PageId, contact: &ContactId) -> Result<Option<Shown>, Problem> {
        let Some((id, own)) = self.conversation(page, contact) else { return Ok(None) };
        let Some(stored) = self.inner.readers.conversation(id).await? else { return Ok(None) };
        let unsettled = self.inner.readers.unsettled_count(id).await?;
        let conversation =
            stored.conversation.map_err(|why| Problem::Row { table: "conversation", why })?;
        Ok(Some(show::shown(&conversation, &own, unsettled)))
    }

    /// The newest lines of a conversation's history, oldest first: when, and the notes of one step
    /// as JSON.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn history(
        &self,
        page: &PageId,
        contact: &ContactId,
    ) -> Result<Vec<(Timestamp, serde_json::Value)>, Problem> {
        let Some((id, _)) = self.conversation(page, contact) else { return Ok(Vec::new()) };
        let lines = self.inner.readers.history(id, LINES).await?;
        let read = |(at, what): (Timestamp, Vec<u8>)| {
            let notes = serde_json::from_slice(&what)
                .map_err(|error| Problem::Row { table: "history", why: error.to_string() })?;
            Ok((at, notes))
        };
        lines.into_iter().map(read).collect()
    }

    fn conversation(
        &self,
        page: &PageId,
        contact: &ContactId,
    ) -> Option<(ConversationId, baton_core::id::AppId)> {
        let (channel, own) = self.inner.channels.get(page)?;
        Some((ConversationId::of(channel, page, contact), own.clone()))
    }

    /// Makes a version the newest. Publishing the one that is newest already changes nothing.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn publish(
        &self,
        bot: Arc<Bot>,
        sources: Vec<SourceFile>,
    ) -> Result<Publication, Problem> {
        let version = publishing::version(&bot, sources);
        let (answer, waiting) = oneshot::channel();
        let stopped = || Problem::Sql(sqlx::Error::PoolClosed);
        let order = Order::Publish(bot, version, answer);
        self.inner.orders.send(order).await.map_err(|_| stopped())?;
        waiting.await.unwrap_or_else(|_| Err(stopped()))
    }

    /// Says whether a page's messages come back to us as echoes (its webhook field
    /// `message_echoes`). Until told otherwise they do; without them each message is claimed in a
    /// commit of its own right before it is sent.
    pub fn set_echoes(&self, page: &PageId, echoes: bool) {
        if self.inner.orders.try_send(Order::Echoes(page.clone(), echoes)).is_err() {
            tracing::debug!("the runtime is stopping, or is told too much at once");
        }
    }

    /// How we are.
    pub fn health(&self) -> Health {
        self.inner.board.health()
    }

    /// Resolves when nothing more can be done before another start, and says why: the database is damaged or
    /// cannot be reached for long.
    pub async fn broken(&self) -> String {
        let mut broken = self.inner.board.outage.broken();
        let why = broken.wait_for(Option::is_some).await.map(|why| why.clone());
        why.ok().flatten().unwrap_or_else(|| "the engine has ended".to_owned())
    }

    /// How many outages of minutes have ended, the one before this start included, and news of it. The platform may
    /// have unsubscribed us meanwhile.
    pub fn outages(&self) -> tokio::sync::watch::Receiver<u64> {
        self.inner.board.outage.over()
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Moves the clock forward (`dev` only) and returns the new time.
    ///
    /// # Errors
    /// When the timers cannot be read.
    pub async fn move_clock(&self, shift: Shift) -> Result<Timestamp, store::Problem> {
        let inner = &self.inner;
        let now = inner.clock.now();
        let by = match shift {
            Shift::By(ms) => ms,
            Shift::ToNextTimer => {
                let next = inner.readers.next_timer(now).await?;
                next.map_or(0, |next| next.ms_since(now))
            }
        };
        inner.clock.forward(by);
        if inner.orders.send(Order::ClockMoved).await.is_err() {
            tracing::debug!("the clock was moved after the runtime had stopped");
        }
        Ok(inner.clock.now())
    }

    /// Takes nothing more, finishes what is on its way (at most 5 s), and lets go of the database.
    pub async fn stop(&self) {
        self.inner.board.stop();
        let (done, stopped) = oneshot::channel();
        let patience = Duration::from_millis(2 * self.inner.settings.stop);
        let ended = async {
            if self.inner.orders.send(Order::Stop(done)).await.is_ok() && stopped.await.is_err() {
                tracing::debug!("the runtime had stopped before");
            }
        };
        if tokio::time::timeout(patience, ended).await.is_err() {
            // The database answers no more. What is on disk is whole, and the next start goes on
            // from there.
            tracing::error!("the worker does not end; it is left behind");
        }
        Arc::clone(&self.inner.store).close().await;
    }
}

/// When an item happened by the platform's clock, as the worker orders it; what tells no time happens now.
fn happened(item: &Item, now: Timestamp) -> Timestamp {
    match &item.what {
        What::Event(inbound) => inbound.sent_at.unwrap_or(now),
        What::Echo(_)
        | What::Keep(..)
        | What::Report(_)
        | What::Claim(..)
        | What::Due(..)
        | What::Operate(_)
        | What::Again(_) => now,
    }
}
