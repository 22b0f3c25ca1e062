//! Writing an author's files: a file is replaced whole, or stays as it was.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::Failure;

/// Puts a text in the place of a file, which keeps its permissions. `false` where it says so already.
///
/// # Errors
/// [`Failure::Outside`] where the folder cannot be written.
pub(super) fn rewrite(path: &Path, text: &str) -> Result<bool, Failure> {
    let old = fs::read(path).ok();
    if old.as_deref() == Some(text.as_bytes()) {
        return Ok(false);
    }
    replace(path, text).map_err(|error| {
        let told = format!("{} cannot be written", path.display());
        Failure::Outside(anyhow::Error::from(error).context(told))
    })?;
    Ok(true)
}

fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    // Written through a link, not in its place.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut builder = tempfile::Builder::new();
    let kept = fs::metadata(&path).map(|meta| meta.permissions());
    // A file of its own kind: only the owner of a temporary file could read it.
    let mut draft = builder
        .permissions(kept.unwrap_or_else(|_| std::os::unix::fs::PermissionsExt::from_mode(0o644)))
        .prefix(".baton-")
        .tempfile_in(folder.unwrap_or(Path::new(".")))?;
    draft.write_all(text.as_bytes())?;
    draft.persist(&path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_is_replaced_and_keeps_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bot.yaml");
        fs::write(&path, "a: 1\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(rewrite(&path, "a: 2\n").unwrap());
        assert!(!rewrite(&path, "a: 2\n").unwrap(), "it says so already");
        assert_eq!(fs::read_to_string(&path).unwrap(), "a: 2\n");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }
}
