//! What can go wrong in a command.

use std::io;
use std::path::PathBuf;

use folkmoot_chain::keystore::KeystoreError;
use folkmoot_chain::{ChainError, GasPriceError, SignerError, WriteError};
use folkmoot_daemon::config::ConfigError;
use folkmoot_daemon::log::LogError;
use folkmoot_group::action::ActionError;
use folkmoot_store::StoreError;
use serde_json::{Value, json};
use thiserror::Error;

use super::parse::ParseError;

/// An error of a command. Its text says what to do about it where that isn't plain.
#[derive(Debug, Error)]
pub enum CliError {
    /// What was typed makes no sense.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// A file can't be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file does not hold what it should.
    #[error("{path} is no {what}: {reason}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The chain did not answer, or said no.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// Something was not written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// A key can't sign.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The gas price makes no sense.
    #[error(transparent)]
    GasPrice(#[from] GasPriceError),
    /// The relayer's database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The log can't be started.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The actions of a proposal can't stand together.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// A report that can't be written as JSON.
    #[error("the answer can't be written as JSON: {0}")]
    Json(serde_json::Error),
    /// Stdout can't be written.
    #[error("stdout can't be written: {0}")]
    Stdout(io::Error),
    /// Whoever read stdout has gone: nothing is left to be said.
    #[error("nobody reads stdout any more")]
    Closed,
    /// A check failed whose report has been told already.
    #[error("{0}")]
    Failed(String),
    /// A command can't be done as things stand; the text says why and what to do.
    #[error("{0}")]
    Refused(String),
    /// Another part of the program failed.
    #[error("{what}")]
    Other {
        /// What was being done.
        what: String,
        /// Why it failed.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl CliError {
    /// A refusal in these words.
    pub fn refused(text: impl Into<String>) -> Self {
        Self::Refused(text.into())
    }

    /// An error of another part of the program.
    pub fn other(
        what: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Other {
            what: what.into(),
            source: source.into(),
        }
    }

    /// A file that can't be read or written.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        |source| Self::File { path, source }
    }

    /// The error and what it came from, on one line.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        for cause in causes(self) {
            if !text.contains(&cause) {
                text.push_str(": ");
                text.push_str(&cause);
            }
        }
        text
    }

    /// The same for scripts.
    pub fn json(&self) -> Value {
        json!({ "error": self.to_string(), "causes": causes(self) })
    }
}

fn causes(error: &dyn std::error::Error) -> Vec<String> {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    causes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_with_what_it_came_from_and_nothing_twice() {
        let error = CliError::other("the relayer stopped", "port 8080 is taken");
        assert_eq!(error.chain(), "the relayer stopped: port 8080 is taken");
        assert_eq!(
            error.json(),
            json!({"error": "the relayer stopped", "causes": ["port 8080 is taken"]})
        );
        let lost = CliError::file("a.json")(io::Error::other("no such disk"));
        assert_eq!(lost.chain(), "a.json: no such disk");
    }
}
