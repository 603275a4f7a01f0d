//! The book of duties: what the relayer has taken on, and how far it is.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Page, PageRequest, SignedTx, StoreError};

/// How far a duty is.
///
/// ```text
/// planned ──claim──► running ──finish──► done ──reopen──┐
///    ▲                 │ │                              │
///    ├──────retry──────┘ └──fail──► failed ──reopen──┐  │
///    └───────────────────────────────────────────────┴──┘
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyState {
    /// To be done once its time has come.
    Planned,
    /// Somebody is at it; after a restart: it may or may not have happened, ask the chain.
    Running,
    /// Done.
    Done,
    /// Given up; only an operator or the chain's own state opens it again.
    Failed,
}

impl DutyState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Running, Self::Done, Self::Failed];

    /// Its name, as stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// The state of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A duty to take on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDuty {
    /// What makes it the same duty: chain, contract, proposal, kind (and seat, where that tells two apart).
    pub key: String,
    /// Its kind, as the registry of duties names it.
    pub kind: String,
    /// The group whose account does it.
    pub group: String,
    /// The proposal it is about, if it is about one.
    pub proposal: Option<u64>,
    /// Not before this time.
    pub not_before: u64,
}

/// A duty in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// What makes it the same duty.
    pub key: String,
    /// Its kind.
    pub kind: String,
    /// The group whose account does it.
    pub group: String,
    /// The proposal it is about, if it is about one.
    pub proposal: Option<u64>,
    /// How far it is.
    pub state: DutyState,
    /// How often it was claimed.
    pub attempts: u32,
    /// Not before this time.
    pub not_before: u64,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// The last transaction signed for it.
    pub tx: Option<SignedTx>,
    /// When it was taken on.
    pub created_at: u64,
    /// When it last changed.
    pub updated_at: u64,
}

/// The answer to planning a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planned {
    /// It was not in the book and is now.
    New,
    /// It was in the book; nothing changed.
    Known(Box<Duty>),
}

/// Which duties to list; an empty filter lists all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DutyFilter {
    /// Only these in this state.
    pub state: Option<DutyState>,
    /// Only those of this group.
    pub group: Option<String>,
    /// Only those of this kind.
    pub kind: Option<String>,
    /// Only those about this proposal.
    pub proposal: Option<u64>,
}

/// The book of duties. Every change but [`DutyRepository::plan`] is refused with a conflict if the duty's state is not
/// the one it starts from, and with unknown if there is no such duty.
#[async_trait]
pub trait DutyRepository: Send {
    /// Takes a duty on, unless it is in the book.
    async fn plan(&mut self, duty: NewDuty, now: u64) -> Result<Planned, StoreError>;

    /// A duty by its key.
    async fn lookup(&mut self, key: &str) -> Result<Option<Duty>, StoreError>;

    /// Planned duties whose time has come, the longest waiting first.
    async fn due(&mut self, now: u64, limit: u32) -> Result<Vec<Duty>, StoreError>;

    /// When the next planned duty is due, if there is one.
    async fn next_due(&mut self) -> Result<Option<u64>, StoreError>;

    /// planned → running, and counts the attempt.
    async fn claim(&mut self, key: &str, now: u64) -> Result<Duty, StoreError>;

    /// Writes the signed transaction of a running duty down; to be saved before the transaction is sent.
    async fn signed(&mut self, key: &str, tx: &SignedTx, now: u64) -> Result<(), StoreError>;

    /// planned or running → done: the chain says that it is so, whoever did it.
    async fn finish(&mut self, key: &str, now: u64) -> Result<(), StoreError>;

    /// running → planned, for later, with the reason.
    async fn retry(
        &mut self,
        key: &str,
        not_before: u64,
        error: &str,
        now: u64,
    ) -> Result<(), StoreError>;

    /// planned or running → failed, with the reason.
    async fn fail(&mut self, key: &str, error: &str, now: u64) -> Result<(), StoreError>;

    /// done or failed → planned: an operator asks for it, or the chain says it is still to be done.
    async fn reopen(&mut self, key: &str, not_before: u64, now: u64) -> Result<(), StoreError>;

    /// Duties in pages.
    async fn list(
        &mut self,
        filter: &DutyFilter,
        page: PageRequest,
    ) -> Result<Page<Duty>, StoreError>;

    /// How many there are in a state.
    async fn count(&mut self, state: DutyState) -> Result<u64, StoreError>;
}
