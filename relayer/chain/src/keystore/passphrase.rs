//! Where the passphrase comes from when nobody is there to be asked.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::KeystoreError;

/// The environment variable that may hold the passphrase.
pub const PASSPHRASE_VARIABLE: &str = "FOLKMOOT_PASSPHRASE";

/// The passphrase in [`PASSPHRASE_VARIABLE`], if it is set.
pub fn passphrase_of_environment() -> Result<Option<SecretString>, KeystoreError> {
    match std::env::var(PASSPHRASE_VARIABLE) {
        Ok(text) => {
            let passphrase = SecretString::from(text);
            check(&passphrase)?;
            Ok(Some(passphrase))
        }
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(KeystoreError::NoPassphrase(format!(
            "{PASSPHRASE_VARIABLE} is not UTF-8"
        ))),
    }
}

/// The passphrase in the first line of a file, as secret mounts have it.
pub fn passphrase_of_file(path: &Path) -> Result<SecretString, KeystoreError> {
    let text = std::fs::read_to_string(path).map(Zeroizing::new);
    let text = text.map_err(|source| KeystoreError::Io {
        path: path.to_owned(),
        source,
    })?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(KeystoreError::NoPassphrase(format!(
            "the first line of {} is empty",
            path.display()
        )));
    }
    Ok(SecretString::from(line))
}

pub(super) fn check(passphrase: &SecretString) -> Result<(), KeystoreError> {
    if passphrase.expose_secret().is_empty() {
        return Err(KeystoreError::NoPassphrase("it is empty".to_owned()));
    }
    Ok(())
}
