//! The messages the platform has lately accepted from us, in a small file beside the database.
//! Whoever looks through a thread's past for a message in doubt must not take another one of the
//! same words for it, and the process that looks may not be the one that sent. Invariant: an
//! acceptance stands here before its mark is committed. Like the ledger it is not synced: it
//! outlives the process, and a crash of the machine may take the newest of it.

use std::collections::{HashSet, VecDeque};
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use baton_core::id::ConversationId;
use sha2::{Digest, Sha256};

use crate::messenger::effect_name::EffectName;

const MAGIC: &[u8; 8] = b"baton.a1";
const HEAD: u64 = 8;
/// One acceptance: its number, conversation, sequence, stamp, and what is kept of the message's id.
const ENTRY: usize = 40;
/// How many are kept. A message in doubt is compared with those of the five seconds before it, ten
/// seconds after it was sent: that is a thousand messages a second, and most lanes of a process
/// with more than that do not stand in doubt.
const ROOM: u64 = 16_384;

/// A message's id on the platform, as far as it is kept: eight bytes of its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mid(u64);

impl Mid {
    pub(super) fn of(mid: &str) -> Self {
        let digest = Sha256::digest(mid.as_bytes());
        let first = digest.first_chunk().expect("a digest has 32 bytes");
        Self(u64::from_le_bytes(*first))
    }
}

/// The file, and what stands in it.
#[derive(Debug)]
pub(super) struct Accepted {
    file: File,
    ring: Mutex<Ring>,
}

#[derive(Debug, Default)]
struct Ring {
    /// Oldest first.
    entries: VecDeque<(EffectName, Mid)>,
    /// The number of the next; from 1, since 0 is a place never written.
    next: u64,
}

impl Accepted {
    /// Opens the file with what the processes before us wrote.
    pub(super) fn open(path: &Path) -> std::io::Result<Self> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let ours = bytes.starts_with(MAGIC);
        let file =
            OpenOptions::new().create(true).truncate(!ours).read(true).write(true).open(path)?;
        file.write_all_at(MAGIC, 0)?;
        let entries = if ours { &bytes[MAGIC.len()..] } else { &[] };
        let mut numbered: Vec<_> =
            entries.chunks_exact(ENTRY).map(read).filter(|(number, _)| *number > 0).collect();
        numbered.sort_unstable_by_key(|(number, _)| *number);
        let next = numbered.last().map_or(1, |(number, _)| number + 1);
        let entries = numbered.into_iter().map(|(_, entry)| entry).collect();
        Ok(Self { file, ring: Mutex::new(Ring { entries, next }) })
    }

    /// The platform has accepted a message of ours and calls it so.
    pub(super) fn add(&self, name: &EffectName, mid: &str) -> std::io::Result<()> {
        let mid = Mid::of(mid);
        let number = {
            let mut ring = self.ring();
            if ring.entries.len() as u64 == ROOM {
                ring.entries.pop_front();
            }
            ring.entries.push_back((*name, mid));
            ring.next += 1;
            ring.next - 1
        };
        let at = HEAD + (number % ROOM) * ENTRY as u64;
        self.file.write_all_at(&written(number, name, mid), at)
    }

    /// The messages of ours that were accepted.
    pub(super) fn names(&self) -> HashSet<EffectName> {
        self.ring().entries.iter().map(|(name, _)| *name).collect()
    }

    /// The conversation's accepted messages but this one: none of them is the one in doubt.
    pub(super) fn others(&self, name: &EffectName) -> Vec<Mid> {
        let ring = self.ring();
        let others = ring
            .entries
            .iter()
            .filter(|(of, _)| of.conversation == name.conversation && of != name);
        others.map(|(_, mid)| *mid).collect()
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn written(number: u64, name: &EffectName, mid: Mid) -> [u8; ENTRY] {
    let mut bytes = [0; ENTRY];
    let parts = [
        number,
        name.conversation.0.cast_unsigned(),
        name.sequence,
        name.stamp.cast_unsigned(),
        mid.0,
    ];
    for (place, part) in bytes.chunks_exact_mut(8).zip(parts) {
        place.copy_from_slice(&part.to_le_bytes());
    }
    bytes
}

fn read(entry: &[u8]) -> (u64, (EffectName, Mid)) {
    let part = |at: usize| {
        let bytes = entry.get(at * 8..at * 8 + 8).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u64::from_le_bytes)
    };
    let name = EffectName {
        conversation: ConversationId(part(1).cast_signed()),
        sequence: part(2),
        stamp: part(3).cast_signed(),
    };
    (part(0), (name, Mid(part(4))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(conversation: i64, sequence: u64) -> EffectName {
        EffectName { conversation: ConversationId(conversation), sequence, stamp: -5 }
    }

    #[test]
    fn the_next_process_knows_what_was_accepted_and_as_what() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("accepted");
        let ours = Accepted::open(&path).unwrap();
        ours.add(&name(-7, 1), "m_one").unwrap();
        ours.add(&name(-7, 2), "m_two").unwrap();
        ours.add(&name(8, 1), "m_else").unwrap();
        let next = Accepted::open(&path).unwrap();
        assert!(next.names().contains(&name(-7, 2)) && !next.names().contains(&name(-7, 3)));
        assert_eq!(next.others(&name(-7, 2)), [Mid::of("m_one")], "itself is no other");
        next.add(&name(-7, 3), "m_three").unwrap();
        let third = Accepted::open(&path).unwrap();
        assert_eq!(third.others(&name(-7, 4)), ["m_one", "m_two", "m_three"].map(Mid::of));
    }

    #[test]
    fn only_the_newest_are_kept_and_the_file_does_not_grow() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("accepted");
        let ours = Accepted::open(&path).unwrap();
        for n in 0..ROOM + 100 {
            ours.add(&name(1, n), "m").unwrap();
        }
        assert_eq!(std::fs::metadata(&path).unwrap().len(), HEAD + ROOM * ENTRY as u64);
        let next = Accepted::open(&path).unwrap();
        assert!(!next.names().contains(&name(1, 99)) && next.names().contains(&name(1, 100)));
        next.add(&name(1, ROOM + 100), "m").unwrap();
        assert!(!next.names().contains(&name(1, 100)), "the oldest goes first");
    }

    #[test]
    fn a_file_that_is_not_ours_is_begun_anew() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("accepted");
        std::fs::write(&path, [1; 500]).unwrap();
        let ours = Accepted::open(&path).unwrap();
        assert!(ours.others(&name(1, 1)).is_empty());
        ours.add(&name(1, 2), "m").unwrap();
        assert!(Accepted::open(&path).unwrap().names().contains(&name(1, 2)));
    }
}
