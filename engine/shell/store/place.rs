//! Where the database lies: no file system of a network, and some room kept for when the disk is full. Invariant: the
//! room is given up at most once before it is there again.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{FallocateFlags, fallocate, statfs, statvfs};

use super::Problem;
use super::open::{beside, file_problem};

/// File systems on which SQLite's locks do not hold or its shared memory is not shared, by the numbers of statfs(2)
/// and linux/magic.h.
const NETWORKS: [(u32, &str); 14] = [
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xfe53_4d42, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0x6573_5546, "FUSE"),
    (0x0102_1997, "9P"),
    (0x5346_414f, "AFS"),
    (0x6b41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x564c, "NCP"),
    (0x00c3_6400, "Ceph"),
    (0x0bd0_0bd0, "Lustre"),
    (0x4750_4653, "GPFS"),
    (0x786f_4256, "a shared folder of VirtualBox"),
];

/// Refuses a folder on a network.
pub(super) fn check(folder: &Path) -> Result<(), Problem> {
    let found = statfs(folder).map_err(|error| file_problem(folder, error.into()))?;
    // Wide or narrow, signed or not: the number has 32 bits everywhere.
    match network(found.f_type as u32) {
        Some(kind) => Err(Problem::Network { folder: folder.display().to_string(), kind }),
        None => Ok(()),
    }
}

fn network(number: u32) -> Option<&'static str> {
    NETWORKS.iter().find(|(known, _)| *known == number).map(|(_, kind)| *kind)
}

/// Room on the disk that is kept by a file beside the database, and given up when the disk is full, so that what has
/// been done can still be recorded.
#[derive(Debug)]
pub struct Reserve {
    path: PathBuf,
    bytes: u64,
    spent: AtomicBool,
}

impl Reserve {
    /// Keeps so many bytes beside the database; 0: none.
    pub(super) fn keep(database: &Path, bytes: u64) -> Self {
        let path = beside(database, ".reserve");
        let reserve = Self { path, bytes, spent: AtomicBool::new(false) };
        if bytes > 0
            && let Err(error) = reserve.make()
        {
            // A disk that is full already, or one that cannot: without it there is less to lose with.
            tracing::warn!(bytes, "no room is kept for a full disk: {error}");
        }
        reserve
    }

    fn make(&self) -> io::Result<()> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&self.path)?;
        if let Err(error) = fallocate(&file, FallocateFlags::empty(), 0, self.bytes) {
            drop(file);
            std::fs::remove_file(&self.path)?;
            return Err(error.into());
        }
        file.sync_all()
    }

    /// Gives the room up.
    pub fn spend(&self) {
        if self.bytes == 0 || self.spent.swap(true, Ordering::Relaxed) {
            return;
        }
        match std::fs::remove_file(&self.path) {
            Ok(()) => tracing::error!(
                bytes = self.bytes,
                "the disk is full; the room kept for results is given up, and nothing new is taken in before there is \
                 room again"
            ),
            Err(error) => tracing::error!("the disk is full, and no room was kept: {error}"),
        }
    }

    /// Whether it is given up.
    pub fn is_spent(&self) -> bool {
        self.spent.load(Ordering::Relaxed)
    }

    /// Keeps the room anew, when the disk has twice as much.
    pub fn restore(&self) {
        if !self.is_spent() || self.free() < 2 * self.bytes {
            return;
        }
        match self.make() {
            Ok(()) => {
                self.spent.store(false, Ordering::Relaxed);
                tracing::warn!("the disk has room again");
            }
            Err(error) => tracing::debug!("the room cannot be kept yet: {error}"),
        }
    }

    /// Bytes the disk has left for us.
    fn free(&self) -> u64 {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        match statvfs(folder.unwrap_or(Path::new("."))) {
            Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize),
            Err(error) => {
                tracing::warn!("how much room the disk has is not known: {error}");
                0
            }
        }
    }
}

/// The folder of a file is synced, so that the file is there after a power cut.
pub(super) fn sync_folder(path: &Path) -> Result<(), Problem> {
    let folder = folder(path);
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|source| file_problem(folder, source))
}

/// The folder a file lies in.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_of_this_machine_is_taken_and_one_of_another_is_not() {
        let directory = tempfile::tempdir().unwrap();
        check(directory.path()).unwrap();
        assert_eq!(network(0x6969), Some("NFS"));
        assert_eq!(network(0xff53_4d42), Some("CIFS"));
        // ext4, xfs, btrfs, tmpfs, overlay
        for local in [0xef53, 0x5846_5342, 0x9123_683e, 0x0102_1994, 0x794c_7630] {
            assert_eq!(network(local), None, "{local:x}");
        }
        let problem = Problem::Network { folder: "/mnt/share".into(), kind: "NFS" };
        assert!(problem.to_string().contains("/mnt/share lies on NFS"), "{problem}");
    }

    #[test]
    fn the_room_is_given_up_once_and_kept_anew() {
        let directory = tempfile::tempdir().unwrap();
        let reserve = Reserve::keep(&directory.path().join("b.db"), 65_536);
        let file = directory.path().join("b.db.reserve");
        assert_eq!(std::fs::metadata(&file).unwrap().len(), 65_536);
        reserve.restore();
        assert!(!reserve.is_spent());
        reserve.spend();
        assert!(reserve.is_spent() && !file.exists());
        reserve.spend();
        reserve.restore();
        assert!(!reserve.is_spent() && file.exists());
    }

    #[test]
    fn more_than_the_disk_has_is_not_kept_and_nothing_is_left_of_the_attempt() {
        let directory = tempfile::tempdir().unwrap();
        let reserve = Reserve::keep(&directory.path().join("b.db"), 1 << 60);
        assert!(!directory.path().join("b.db.reserve").exists());
        reserve.spend();
        assert!(reserve.is_spent());
    }
}
