//! The send ledger: a small file that says which requests may be on the wire. Invariant: a request
//! is written to it before it is written to the network, and leaves it after its outcome is
//! committed, so that after `kill -9` every claimed effect that is not in it was never sent. It is
//! not synced: it helps after a crash of the process, and after a crash of the machine its other
//! boot id says that it knows nothing.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Mutex;

use baton_core::id::{ConversationId, Timestamp};

use crate::messenger::effect_name::EffectName;

/// The file begins with its format, the boot id and when we were last alive.
const HEAD: u64 = 64;
const MAGIC: &[u8; 8] = b"baton.l1";
const ALIVE_AT: u64 = 48;
/// One slot: a mark, conversation, sequence, stamp.
const SLOT: u64 = 32;
const TAKEN: u64 = 1;

/// What a slot is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot(u32);

/// What the ledger of the process before us says.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// What may have been on the wire; `None`: nobody knows (no file, or the machine was started
    /// anew).
    pub(super) on_the_wire: Option<HashSet<EffectName>>,
    /// When it was last known to be alive.
    pub(super) alive: Option<Timestamp>,
}

/// The ledger of this process.
#[derive(Debug)]
pub(super) struct Ledger {
    file: File,
    free: Mutex<Free>,
}

#[derive(Debug, Default)]
struct Free {
    slots: Vec<u32>,
    next: u32,
}

impl Ledger {
    /// Reads what the process before us left. Call it before [`Ledger::begin`].
    pub(super) fn read(path: &Path) -> std::io::Result<Left> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Left::default()),
            Err(error) => return Err(error),
        };
        let head = usize::try_from(HEAD).expect("64 fits");
        if bytes.len() < head || &bytes[..8] != MAGIC {
            return Ok(Left::default());
        }
        let alive = Some(Timestamp(number(&bytes, 48)));
        if bytes[8..44] != boot_id() {
            return Ok(Left { on_the_wire: None, alive });
        }
        let slots = bytes[head..].chunks_exact(32).filter(|slot| number(slot, 0) != 0);
        let names = slots.map(|slot| EffectName {
            conversation: ConversationId(number(slot, 8)),
            sequence: number(slot, 16).cast_unsigned(),
            stamp: number(slot, 24),
        });
        Ok(Left { on_the_wire: Some(names.collect()), alive })
    }

    /// Begins anew. Call it after what the process before us left is settled in the database.
    pub(super) fn begin(path: &Path, now: Timestamp) -> std::io::Result<Self> {
        let file =
            OpenOptions::new().create(true).truncate(true).read(true).write(true).open(path)?;
        let mut head = [0; 64];
        head[..8].copy_from_slice(MAGIC);
        head[8..44].copy_from_slice(&boot_id());
        head[48..56].copy_from_slice(&now.0.to_le_bytes());
        file.write_all_at(&head, 0)?;
        Ok(Self { file, free: Mutex::default() })
    }

    /// Writes down that an effect is about to go out.
    pub(super) fn write(&self, name: &EffectName) -> std::io::Result<Slot> {
        let slot = {
            let mut free = self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            free.slots.pop().unwrap_or_else(|| {
                free.next += 1;
                free.next - 1
            })
        };
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&TAKEN.to_le_bytes());
        bytes[8..16].copy_from_slice(&name.conversation.0.to_le_bytes());
        bytes[16..24].copy_from_slice(&name.sequence.to_le_bytes());
        bytes[24..].copy_from_slice(&name.stamp.to_le_bytes());
        self.file.write_all_at(&bytes, HEAD + u64::from(slot) * SLOT)?;
        Ok(Slot(slot))
    }

    /// Its outcome is committed, or it provably never went out.
    pub(super) fn clear(&self, slot: Slot) -> std::io::Result<()> {
        self.file.write_all_at(&[0; 8], HEAD + u64::from(slot.0) * SLOT)?;
        let mut free = self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        free.slots.push(slot.0);
        Ok(())
    }

    /// Notes that we are alive, so that the next process knows how long nobody was.
    pub(super) fn alive(&self, now: Timestamp) -> std::io::Result<()> {
        self.file.write_all_at(&now.0.to_le_bytes(), ALIVE_AT)
    }
}

fn number(bytes: &[u8], at: usize) -> i64 {
    bytes[at..at + 8].try_into().map(i64::from_le_bytes).unwrap_or_default()
}

/// Differs after each start of the machine; the process before us may have lost what it wrote
/// without a sync.
fn boot_id() -> [u8; 36] {
    let mut id = [b'-'; 36];
    if let Ok(text) = std::fs::read("/proc/sys/kernel/random/boot_id") {
        let n = text.len().min(36);
        id[..n].copy_from_slice(&text[..n]);
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(sequence: u64) -> EffectName {
        EffectName { conversation: ConversationId(-7), sequence, stamp: 99 }
    }

    #[test]
    fn what_was_not_cleared_was_on_the_wire() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger");
        assert!(Ledger::read(&path).unwrap().on_the_wire.is_none(), "no file, no knowledge");
        let ledger = Ledger::begin(&path, Timestamp(5)).unwrap();
        let first = ledger.write(&name(1)).unwrap();
        ledger.write(&name(2)).unwrap();
        ledger.clear(first).unwrap();
        assert_eq!(ledger.write(&name(3)).unwrap(), first, "slots are used again");
        ledger.alive(Timestamp(17)).unwrap();
        let left = Ledger::read(&path).unwrap();
        assert_eq!(left.on_the_wire, Some(HashSet::from([name(2), name(3)])));
        assert_eq!(left.alive, Some(Timestamp(17)));
    }

    #[test]
    fn after_another_start_of_the_machine_it_knows_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger");
        let ledger = Ledger::begin(&path, Timestamp(5)).unwrap();
        ledger.write(&name(1)).unwrap();
        ledger.file.write_all_at(b"another boot", 8).unwrap();
        assert!(Ledger::read(&path).unwrap().on_the_wire.is_none());
    }
}
