//! Logs go to stderr, as text for people or JSON for machines; stdout belongs to what a command says.

use std::io::{IsTerminal, Write};
use std::str::FromStr;

use thiserror::Error;
use tracing_subscriber::EnvFilter;

/// What is logged when nothing is said: this program's own news, others' warnings. The names of all its crates begin so.
pub const DEFAULT_FILTER: &str = "warn,folkmoot=info";

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
        .with_writer(|| OneLine(std::io::stderr()));
    let started = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|_| LogError::Started)
}

/// Writes each entry of the log, which comes as a whole, on one line: what a chain or a member said begins no line of its own.
struct OneLine<W>(W);

impl<W: Write> Write for OneLine<W> {
    fn write(&mut self, entry: &[u8]) -> std::io::Result<usize> {
        let end = entry.strip_suffix(b"\n").map_or(entry.len(), <[u8]>::len);
        let (said, last) = entry.split_at(end);
        for (place, line) in said.split(|byte| matches!(byte, b'\n' | b'\r')).enumerate() {
            if place > 0 {
                self.0.write_all(b"\\n")?;
            }
            self.0.write_all(line)?;
        }
        self.0.write_all(last)?;
        Ok(entry.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_the_log_is_one_line() {
        let mut written = Vec::new();
        let entry = b"WARN refused error=no\nINFO paid\r!\n";
        OneLine(&mut written).write_all(entry).unwrap();
        assert_eq!(written, b"WARN refused error=no\\nINFO paid\\n!\n");
    }

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
