//! Documents that a group adopts: what it is for, what it requires, and how far it has come.

use cosmwasm_std::HexBinary;
use folkmoot_rules::check_line;
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::DocumentError;
use crate::limits::{MAX_ANSWERS, MAX_NAME, MAX_TITLE, MAX_URI};

/// What a document is. Each kind has versions of its own.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DocumentKind {
    /// What the group is for.
    Purpose,
    /// What it requires of itself and of others.
    Requirements,
    /// Purpose, practice and progress of a cell, and which agreement answers which requirement.
    CellState,
    /// Any other, by its name.
    Other(String),
}

/// What names begin with where they are keys, so that none is taken for a kind of its own.
const OTHER: &str = "other:";

impl DocumentKind {
    /// The kind in one word, under which it is stored and told.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Purpose => "purpose".into(),
            Self::Requirements => "requirements".into(),
            Self::CellState => "cell_state".into(),
            Self::Other(name) => [OTHER, name].concat(),
        }
    }

    /// Checks the kind's own name, where it has one.
    ///
    /// # Errors
    /// It is empty, too long, or no line of text.
    pub fn check(&self) -> Result<(), DocumentError> {
        match self {
            Self::Other(name) => length("document's name", MAX_NAME, name),
            _ => Ok(()),
        }
    }

    /// The kind of a key.
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        match key {
            "purpose" => Self::Purpose,
            "requirements" => Self::Requirements,
            "cell_state" => Self::CellState,
            other => Self::Other(other.strip_prefix(OTHER).unwrap_or(other).into()),
        }
    }
}

/// A document to be adopted. It lies elsewhere; the group keeps where, and its hash.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct DocumentSpec {
    /// What it is.
    pub kind: DocumentKind,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub uri: String,
    /// Its sha-256.
    pub sha256: HexBinary,
    /// Of a cell state: which agreement answers which requirement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}

/// Which agreement answers a requirement.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Answer {
    /// The requirement, by its number or name.
    pub requirement: String,
    /// The agreement, by its name or link.
    pub agreement: String,
}

impl DocumentSpec {
    /// Checks texts, hash and list against their bounds.
    ///
    /// # Errors
    /// What is empty, too long, or no hash; answers on anything but a cell state.
    pub fn check(&self) -> Result<(), DocumentError> {
        self.kind.check()?;
        length("document's title", MAX_TITLE, &self.title)?;
        length("document's link", MAX_URI, &self.uri)?;
        check_hash(&self.sha256)?;
        if !self.answers.is_empty() && self.kind != DocumentKind::CellState {
            return Err(DocumentError::AnswersNothing {
                kind: self.kind.key(),
            });
        }
        if self.answers.len() > MAX_ANSWERS {
            return Err(DocumentError::TooManyAnswers {
                limit: MAX_ANSWERS,
                found: self.answers.len(),
            });
        }
        self.answers.iter().try_for_each(|answer| {
            length("requirement", MAX_TITLE, &answer.requirement)?;
            length("agreement", MAX_URI, &answer.agreement)
        })
    }
}

/// Checks that a hash has the length of one.
///
/// # Errors
/// It has not 32 bytes.
pub fn check_hash(sha256: &HexBinary) -> Result<(), DocumentError> {
    match sha256.len() {
        32 => Ok(()),
        bytes => Err(DocumentError::Hash { bytes }),
    }
}

fn length(what: &'static str, limit: usize, text: &str) -> Result<(), DocumentError> {
    match text.len() {
        bytes if bytes == 0 || bytes > limit => Err(DocumentError::Length { what, limit, bytes }),
        _ => Ok(check_line(what, text)?),
    }
}
