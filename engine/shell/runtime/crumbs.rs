//! Breadcrumbs: which events are being stepped right now. A panic is caught; an event that kills
//! the whole process (stack, memory) is redelivered and would kill the next one too. Invariant: a
//! suspect runs alone, and one that has killed three times is not run again.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Deaths after which an event counts as poison.
pub(super) const DEADLY: u32 = 3;
/// One crumb: a key of 16 bytes and how often the process died over it.
const CRUMB: usize = 20;

/// The file and its suspects.
#[derive(Debug)]
pub(super) struct Crumbs {
    file: File,
    suspects: HashMap<[u8; 16], u32>,
    dirty: bool,
}

impl Crumbs {
    /// Opens the file; whatever stands in it was being stepped when the process before us died.
    pub(super) fn open(path: &Path) -> std::io::Result<Self> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let count = bytes.get(..4).and_then(|n| n.try_into().ok()).map_or(0, u32::from_le_bytes);
        let count = usize::try_from(count).unwrap_or(0);
        let crumbs = bytes.get(4..).unwrap_or_default().chunks_exact(CRUMB).take(count);
        let suspects = crumbs.filter_map(|crumb| {
            let (key, deaths) = crumb.split_first_chunk::<16>()?;
            Some((*key, u32::from_le_bytes(deaths.try_into().ok()?) + 1))
        });
        let suspects = suspects.collect();
        let file =
            OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
        Ok(Self { file, suspects, dirty: false })
    }

    /// How often the process died while this event was stepped.
    pub(super) fn deaths(&self, key: &[u8; 16]) -> u32 {
        self.suspects.get(key).copied().unwrap_or(0)
    }

    /// Whether anything is suspected at all.
    pub(super) fn any(&self) -> bool {
        !self.suspects.is_empty()
    }

    /// Writes down what is about to be stepped.
    pub(super) fn lay<'a>(
        &mut self,
        keys: impl Iterator<Item = &'a [u8; 16]>,
    ) -> std::io::Result<()> {
        let mut bytes = vec![0; 4];
        let mut count: u32 = 0;
        for key in keys {
            bytes.extend_from_slice(key);
            bytes.extend_from_slice(&self.deaths(key).to_le_bytes());
            count += 1;
        }
        if count == 0 {
            return Ok(());
        }
        bytes[..4].copy_from_slice(&count.to_le_bytes());
        self.dirty = true;
        self.file.write_all_at(&bytes, 0)
    }

    /// They were stepped, and we are alive.
    pub(super) fn sweep(&mut self) -> std::io::Result<()> {
        if self.dirty {
            self.dirty = false;
            self.file.write_all_at(&[0; 4], 0)?;
        }
        Ok(())
    }

    /// An event turned out harmless, or was put away.
    pub(super) fn clear(&mut self, key: &[u8; 16]) {
        self.suspects.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_suspected_by_the_process_that_comes_after_the_one_it_killed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("crumbs");
        for died in 0..3 {
            let mut crumbs = Crumbs::open(&path).unwrap();
            assert_eq!(crumbs.deaths(&[1; 16]), died);
            crumbs.lay([[1; 16]].iter()).unwrap();
        }
        let mut crumbs = Crumbs::open(&path).unwrap();
        assert_eq!(crumbs.deaths(&[1; 16]), DEADLY);
        crumbs.lay([[1; 16], [2; 16]].iter()).unwrap();
        crumbs.sweep().unwrap();
        assert!(!Crumbs::open(&path).unwrap().any(), "what was survived is not suspected");
    }
}
