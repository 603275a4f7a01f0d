//! Logs go to stderr, as text for people or JSON for machines; stdout belongs to what a command says.

use std::io::IsTerminal;
use std::str::FromStr;

use thiserror::Error;
use tracing_subscriber::EnvFilter;

/// What is logged when nothing is said: this program's own news, others' warnings.
pub const DEFAULT_FILTER: &str = "warn,folkmoot=info,folkmoot_store=info,folkmoot_localnet=info";

/// How a log line looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// One line for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// An error of the log.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum LogError {
    /// No such format.
    #[error("log format {0} is unknown: use text or json")]
    Format(String),
    /// The filter can't be read.
    #[error("log filter {filter} can't be read: {reason}")]
    Filter {
        /// The filter as given.
        filter: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Logging was started before.
    #[error("the log was started already")]
    Started,
}

impl FromStr for LogFormat {
    type Err = LogError;

    fn from_str(text: &str) -> Result<Self, LogError> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            other => Err(LogError::Format(other.to_owned())),
        }
    }
}

/// Reads a filter such as `info,folkmoot=debug`.
pub fn filter(text: &str) -> Result<EnvFilter, LogError> {
    EnvFilter::builder()
        .parse(text)
        .map_err(|error| LogError::Filter {
            filter: text.to_owned(),
            reason: error.to_string(),
        })
}

/// Starts the log of this process, once.
pub fn start(format: LogFormat, filter: EnvFilter) -> Result<(), LogError> {
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let started = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|_| LogError::Started)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_or_filter_that_makes_no_sense_is_named() {
        assert_eq!("json".parse(), Ok(LogFormat::Json));
        let error = "xml".parse::<LogFormat>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "log format xml is unknown: use text or json"
        );
        assert!(filter(DEFAULT_FILTER).is_ok());
        let error = filter("folkmoot=chatty").unwrap_err().to_string();
        assert!(
            error.starts_with("log filter folkmoot=chatty can't be read"),
            "{error}"
        );
    }
}
