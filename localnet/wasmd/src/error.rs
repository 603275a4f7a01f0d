//! What can go wrong.

use std::io;
use std::path::PathBuf;

/// A network cannot be built, started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file's content.
    #[error("{path}: {reason}", path = path.display())]
    Content {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A program that cannot be started.
    #[error("{program} can't be run: {source}")]
    Run {
        /// Which.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// A program that failed.
    #[error("{command} failed with {status}:\n{said}")]
    Failed {
        /// What was run.
        command: String,
        /// How it ended.
        status: String,
        /// The end of what it said.
        said: String,
    },
    /// No Go.
    #[error("building wasmd needs Go {needed} or newer and a C compiler: {reason}")]
    NoGo {
        /// The version that go.mod asks for.
        needed: &'static str,
        /// Why it cannot be had.
        reason: String,
    },
    /// A key of the test mnemonic.
    #[error("test account {path}: {reason}")]
    Account {
        /// The derivation path.
        path: String,
        /// Why.
        reason: String,
    },
    /// Ports.
    #[error("no free port on loopback: {0}")]
    Port(io::Error),
    /// The number of validators.
    #[error("{0} validators asked for, 1 to 7 are possible")]
    Validators(usize),
    /// The folder is somebody else's.
    #[error("{path} is not empty and holds no network of ours: choose another folder", path = .0.display())]
    Foreign(PathBuf),
    /// The folder has another network.
    #[error("{home} has a network of {there} validators, {asked} are asked for: reset it first", home = home.display())]
    OtherSize {
        /// The folder.
        home: PathBuf,
        /// How many validators it has.
        there: usize,
        /// How many were asked for.
        asked: usize,
    },
    /// Somebody else is at work there.
    #[error("{path} is being started, stopped or reset by another process", path = .0.display())]
    Busy(PathBuf),
    /// No network there.
    #[error("{path} has no network", path = .0.display())]
    Nothing(PathBuf),
    /// No such node.
    #[error("there is no node {index}, the network has {count}")]
    NoNode {
        /// Which was asked for.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// A node that ended by itself.
    #[error("node {index} ended by itself, the end of {log}:\n{tail}", log = log.display())]
    Ended {
        /// Which.
        index: usize,
        /// Its log.
        log: PathBuf,
        /// The end of it.
        tail: String,
    },
    /// A node that took too long.
    #[error("node {index} was not {state} after {seconds} s, the end of {log}:\n{tail}", log = log.display())]
    Late {
        /// Which.
        index: usize,
        /// What was waited for.
        state: &'static str,
        /// The limit.
        seconds: u64,
        /// Its log.
        log: PathBuf,
        /// The end of it.
        tail: String,
    },
    /// A node that does not answer.
    #[error("{url}: {reason}")]
    Answer {
        /// Its RPC.
        url: String,
        /// What happened.
        reason: String,
    },
    /// A process that cannot be signalled.
    #[error("process {pid} can't be ended: {source}")]
    Signal {
        /// Which.
        pid: u32,
        /// Why.
        source: io::Error,
    },
}

impl Error {
    /// Names the file that an error is about.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    /// Names the file whose content is wrong.
    pub(crate) fn content(path: impl Into<PathBuf>, reason: impl ToString) -> Self {
        Self::Content {
            path: path.into(),
            reason: reason.to_string(),
        }
    }
}
