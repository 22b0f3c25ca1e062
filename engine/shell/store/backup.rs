//! A copy of the database while a server works on it. Invariant: the copy is one moment's state, whole, on the disk, and
//! readable by us alone; whatever is there already is left as it is.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::Problem;
use super::open::{file_problem, path_of};
use super::place::sync_folder;

const COPY: &str = "vacuum into ?1";
/// A checkpoint may hold the file for a moment.
const BUSY: Duration = Duration::from_secs(10);

/// Copies the database of an address into a new file; the copy's bytes. It blocks its thread, and the log of a server
/// that works meanwhile is not cut before it is done.
///
/// # Errors
/// When the target is there already, or a disk refuses.
pub fn back_up(address: &str, target: &Path) -> Result<u64, Problem> {
    let source = path_of(address)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection =
        Connection::open_with_flags(&source, flags).map_err(|e| copying(&source, e))?;
    connection.busy_timeout(BUSY).map_err(|error| copying(&source, error))?;
    // What people wrote is nobody else's to read.
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(target);
    let file = made.map_err(|error| file_problem(target, error))?;
    let copied = connection.execute(COPY, [target.display().to_string()]);
    if let Err(error) = copied {
        std::fs::remove_file(target).map_err(|error| file_problem(target, error))?;
        return Err(copying(target, error));
    }
    file.sync_all().map_err(|error| file_problem(target, error))?;
    sync_folder(target)?;
    let length = file.metadata().map_err(|error| file_problem(target, error))?.len();
    Ok(length)
}

fn copying(path: &Path, source: rusqlite::Error) -> Problem {
    Problem::Copy { path: PathBuf::from(path).display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::super::Store;
    use super::*;

    #[tokio::test]
    async fn a_copy_is_whole_ours_alone_and_replaces_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}/baton.db", directory.path().display());
        let store = Store::open(&address).await.unwrap();
        let copy = directory.path().join("copy.db");
        let bytes = back_up(&address, &copy).unwrap();
        let there = std::fs::metadata(&copy).unwrap();
        assert_eq!((there.len(), there.permissions().mode() & 0o777), (bytes, 0o600));
        let again = back_up(&address, &copy).unwrap_err();
        assert!(matches!(again, Problem::File { .. }), "{again}");
        assert_eq!(std::fs::metadata(&copy).unwrap().len(), bytes, "left as it was");
        drop(store);
        let elsewhere = format!("sqlite://{}", copy.display());
        assert!(Store::open(&elsewhere).await.unwrap().readers().newest().await.unwrap().is_none());
    }

    #[test]
    fn a_database_that_is_not_there_leaves_no_empty_copy() {
        let directory = tempfile::tempdir().unwrap();
        let copy = directory.path().join("copy.db");
        let address = format!("sqlite://{}/none.db", directory.path().display());
        assert!(back_up(&address, &copy).is_err());
        assert!(!copy.exists());
    }
}
