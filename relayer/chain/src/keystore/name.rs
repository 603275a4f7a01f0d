//! A key's name is a file's name, so it is held to what is safe as one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::KeystoreError;

/// The longest name.
const MAX_LENGTH: usize = 64;

/// The name of a key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyName(String);

impl KeyName {
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for KeyName {
    type Err = KeystoreError;

    fn from_str(text: &str) -> Result<Self, KeystoreError> {
        let start = text.starts_with(|c: char| c.is_ascii_alphanumeric());
        let letters = text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if start && letters && text.len() <= MAX_LENGTH {
            Ok(Self(text.to_owned()))
        } else {
            Err(KeystoreError::Name(
                text.chars().take(MAX_LENGTH + 16).collect(),
            ))
        }
    }
}

impl TryFrom<String> for KeyName {
    type Error = KeystoreError;

    fn try_from(text: String) -> Result<Self, KeystoreError> {
        text.parse()
    }
}

impl From<KeyName> for String {
    fn from(name: KeyName) -> Self {
        name.0
    }
}
