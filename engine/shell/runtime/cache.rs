//! Conversations kept in memory between batches, as they are stored: a few hundred bytes each, a
//! quarter of what they take unpacked. Invariant: an entry is what the last known commit wrote;
//! whoever takes it out puts it back only when it knows the next commit.

use std::collections::HashMap;

use baton_core::id::{ConversationId, PageId, Timestamp};

/// What an entry takes beside its state: itself, and its places in a table that keeps room for
/// twice as many as it holds.
const ENTRY: usize = size_of::<Entry>() + 64;

/// A conversation as it was committed.
#[derive(Debug)]
pub(super) struct Entry {
    /// What the core remembers, packed.
    pub(super) state: Box<[u8]>,
    pub(super) page: PageId,
    /// The batch that wrote it.
    pub(super) stamp: i64,
    /// The newest line of its history.
    pub(super) history: Option<i64>,
    /// What its timer row says.
    pub(super) timer: Option<Timestamp>,
}

impl Entry {
    fn bytes(&self) -> usize {
        ENTRY + self.state.len()
    }
}

/// Two generations: when the young one is full it becomes the old one, and what nobody asked for
/// meanwhile goes.
#[derive(Debug)]
pub(super) struct Cache {
    young: HashMap<ConversationId, Entry>,
    old: HashMap<ConversationId, Entry>,
    young_bytes: usize,
    limit: usize,
}

impl Cache {
    pub(super) fn new(bytes: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), young_bytes: 0, limit: bytes / 2 }
    }

    pub(super) fn contains(&self, id: ConversationId) -> bool {
        self.young.contains_key(&id) || self.old.contains_key(&id)
    }

    /// Takes an entry out.
    pub(super) fn take(&mut self, id: ConversationId) -> Option<Entry> {
        if let Some(entry) = self.young.remove(&id) {
            self.young_bytes -= entry.bytes();
            return Some(entry);
        }
        self.old.remove(&id)
    }

    pub(super) fn put(&mut self, id: ConversationId, entry: Entry) {
        self.old.remove(&id);
        self.young_bytes += entry.bytes();
        if let Some(before) = self.young.insert(id, entry) {
            self.young_bytes -= before.bytes();
        }
        if self.young_bytes > self.limit {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
    }

    /// Forgets everything: after a doubt about what the database holds.
    pub(super) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
        self.young_bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(stamp: i64) -> Entry {
        let page = PageId::new("p");
        Entry { state: vec![0; 1_000 - ENTRY].into(), page, stamp, history: None, timer: None }
    }

    #[test]
    fn it_never_holds_more_than_its_bytes_and_keeps_what_was_used_last() {
        let mut cache = Cache::new(10_000);
        for n in 0..100 {
            cache.put(ConversationId(n), entry(n));
        }
        assert!(cache.young.len() + cache.old.len() <= 12);
        assert_eq!(cache.take(ConversationId(99)).unwrap().stamp, 99);
        assert!(!cache.contains(ConversationId(99)), "taken is gone");
        assert!(!cache.contains(ConversationId(1)));
    }
}
