//! What a webhook's handler waits for: every item of its body. Invariant: an item that is lost
//! counts as failed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::oneshot;

use super::Overloaded;

/// All items of one body; answers when the last is done.
#[derive(Debug)]
struct Ticket {
    left: AtomicUsize,
    failed: AtomicBool,
    answer: std::sync::Mutex<Option<oneshot::Sender<Result<(), Overloaded>>>>,
}

/// One item's part in it.
#[derive(Debug)]
pub(super) struct Stub {
    ticket: Arc<Ticket>,
    done: bool,
}

/// Parts for `count` items, and what resolves when all of them are done.
pub(super) fn issue(count: usize) -> (Vec<Stub>, oneshot::Receiver<Result<(), Overloaded>>) {
    let (answer, waiting) = oneshot::channel();
    let ticket = Arc::new(Ticket {
        left: AtomicUsize::new(count),
        failed: AtomicBool::new(false),
        answer: std::sync::Mutex::new(Some(answer)),
    });
    let stub = |_| Stub { ticket: Arc::clone(&ticket), done: false };
    ((0..count).map(stub).collect(), waiting)
}

impl Stub {
    /// The item is committed, a duplicate, parked or quarantined.
    pub(super) fn done(mut self) {
        self.done = true;
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        if !self.done {
            self.ticket.failed.store(true, Ordering::Release);
        }
        if self.ticket.left.fetch_sub(1, Ordering::AcqRel) > 1 {
            return;
        }
        let failed = self.ticket.failed.load(Ordering::Acquire);
        let answer = self.ticket.answer.lock().ok().and_then(|mut answer| answer.take());
        // A handler that has gone away needs no answer: the commit makes its redelivery free.
        answer.map(|answer| answer.send(if failed { Err(Overloaded) } else { Ok(()) }).is_ok());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_is_answered_when_its_last_item_is_done() {
        let (mut stubs, mut waiting) = issue(2);
        stubs.remove(0).done();
        assert!(waiting.try_recv().is_err());
        stubs.remove(0).done();
        assert_eq!(waiting.await.unwrap(), Ok(()));
    }

    #[tokio::test]
    async fn one_lost_item_fails_the_body() {
        let (mut stubs, waiting) = issue(2);
        stubs.remove(0).done();
        drop(stubs);
        assert_eq!(waiting.await.unwrap(), Err(Overloaded));
    }
}
