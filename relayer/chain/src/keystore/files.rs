//! Files that are there whole or not at all, and only for their owner.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{KeyName, KeystoreError};

/// The ending of a file with a secret.
pub(super) const SECRET: &str = "age";

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> KeystoreError + use<> {
    let path = path.to_owned();
    |source| KeystoreError::Io { path, source }
}

/// Makes the folder, for its owner alone, if it isn't there.
pub(super) fn create_folder(folder: &Path) -> Result<(), KeystoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(io_error(folder))
}

/// Writes a file that must not be there yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), KeystoreError> {
    let file = written(path, bytes)?;
    match file.persist_noclobber(path) {
        Ok(_) => sync_folder(path),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(KeystoreError::Taken(path.to_owned()))
        }
        Err(error) => Err(io_error(path)(error.error)),
    }
}

/// Writes a file, in place of one that may be there.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), KeystoreError> {
    let file = written(path, bytes)?;
    file.persist(path)
        .map_err(|error| io_error(path)(error.error))?;
    sync_folder(path)
}

/// A file beside its place, safely on disk. Such files are made for their owner alone (mode 0600).
fn written(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, KeystoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::with_prefix_in(".new-", folder).map_err(io_error(folder))?;
    file.write_all(bytes).map_err(io_error(path))?;
    file.as_file().sync_all().map_err(io_error(path))?;
    Ok(file)
}

/// A new name in a folder is safe only when the folder is.
fn sync_folder(path: &Path) -> Result<(), KeystoreError> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(io_error(path))?;
    }
    Ok(())
}

/// A file's bytes; `None` if there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, KeystoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_error(path)(error)),
    }
}

/// The names of all keys in a folder, in order; none if there is no folder.
pub(super) fn names(folder: &Path) -> Result<Vec<KeyName>, KeystoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io_error(folder)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let path: PathBuf = entry.map_err(io_error(folder))?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        if let (Some(stem), true) = (
            stem,
            path.extension().is_some_and(|ending| ending == SECRET),
        ) {
            names.push(stem.parse()?);
        }
    }
    names.sort_unstable();
    Ok(names)
}
