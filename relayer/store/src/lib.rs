//! What the relayer remembers between two moments: how far it has read, which duties it has taken on, which
//! ballots it was handed and which groups it knows.
//!
//! The chain is the truth; this is a book of work. It may be lost and the relayer still does the right thing, only
//! later. What must never happen is that it says something that isn't so, hence two rules:
//!
//! - A [`Repository`] is a transaction. It is consumed by [`Repository::save`] or [`Repository::cancel`]; dropping it
//!   changes nothing.
//! - Every change of state is a compare-and-set in SQL: who finds another state than expected gets
//!   [`StoreError::Conflict`], so two relayers on one database never both run a duty.
//!
//! Lookups answer with `Option`, lists come in pages. Times are unix seconds and always handed in.

mod ballot;
mod cursor;
mod duty;
mod error;
mod group;
mod page;
mod repository;
mod sqlite;

pub use ballot::{
    Ballot, BallotFilter, BallotRepository, BallotState, NewBallot, ReceiptId, Received, Waiting,
};
pub use cursor::CursorRepository;
pub use duty::{Duty, DutyFilter, DutyRepository, DutyState, NewDuty, Planned};
pub use error::StoreError;
pub use group::{Group, GroupRepository};
pub use page::{MAX_PAGE, Order, Page, PageRequest};
pub use repository::{Repository, SignedTx, Store};
pub use sqlite::SqliteStore;
