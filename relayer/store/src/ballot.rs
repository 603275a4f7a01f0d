//! Signed ballots that were handed in, and what became of them.

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Page, PageRequest, SignedTx, StoreError};

/// The number of a receipt: the hash of what was handed in, so the same ballot twice has the same receipt.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReceiptId(String);

impl ReceiptId {
    /// The receipt of a ballot, over its digest and the wallet that signed it: a signature can be written in two
    /// ways, so it is no part of it.
    pub fn of(ballot_digest: &[u8], wallet: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"folkmoot receipt");
        hash.update(Sha256::digest(ballot_digest));
        hash.update(wallet.as_bytes());
        Self(hex::encode(hash.finalize()))
    }

    /// Its text: 64 lower-case hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ReceiptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ReceiptId {
    type Error = StoreError;

    fn try_from(text: String) -> Result<Self, StoreError> {
        let digits = text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if text.len() == 64 && digits {
            Ok(Self(text))
        } else {
            Err(StoreError::Value {
                what: "receipt",
                value: text.chars().take(80).collect(),
                expected: "64 lower-case hexadecimal digits",
            })
        }
    }
}

impl std::str::FromStr for ReceiptId {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        Self::try_from(text.to_owned())
    }
}

impl From<ReceiptId> for String {
    fn from(receipt: ReceiptId) -> Self {
        receipt.0
    }
}

/// What became of a ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BallotState {
    /// Checked and kept; not on the chain yet, as far as is known.
    Received,
    /// The group took it.
    Carried,
    /// The group refused it, or it can't be carried any more.
    Refused,
}

impl BallotState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Received, Self::Carried, Self::Refused];

    /// Its name, as stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Carried => "carried",
            Self::Refused => "refused",
        }
    }

    /// The state of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A ballot as handed in, already checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBallot {
    /// Its receipt.
    pub receipt: ReceiptId,
    /// The group it is for.
    pub group: String,
    /// The proposal it is about.
    pub proposal: u64,
    /// The seat it is cast for, if known by then.
    pub seat: Option<u64>,
    /// The wallet that signed it.
    pub wallet: String,
    /// The ballot with its signature, as the contract takes it.
    pub payload: serde_json::Value,
}

/// A ballot in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ballot {
    /// Its receipt.
    pub receipt: ReceiptId,
    /// The group it is for.
    pub group: String,
    /// The proposal it is about.
    pub proposal: u64,
    /// The seat it is cast for, if known.
    pub seat: Option<u64>,
    /// The wallet that signed it.
    pub wallet: String,
    /// The ballot with its signature, as the contract takes it.
    pub payload: serde_json::Value,
    /// What became of it.
    pub state: BallotState,
    /// What the group said to it.
    pub result: Option<String>,
    /// The last transaction signed to carry it.
    pub tx: Option<SignedTx>,
    /// When it was handed in.
    pub received_at: u64,
    /// When it last changed.
    pub updated_at: u64,
}

/// The answer to handing a ballot in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It is new and kept.
    New,
    /// The very same was handed in before; nothing changed.
    Known(Box<Ballot>),
}

/// A proposal for which ballots wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// The group.
    pub group: String,
    /// The proposal.
    pub proposal: u64,
    /// How many ballots wait.
    pub ballots: u64,
    /// When the first of them was handed in.
    pub since: u64,
}

/// Which ballots to list; an empty filter lists all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BallotFilter {
    /// Only those in this state.
    pub state: Option<BallotState>,
    /// Only those for this group.
    pub group: Option<String>,
    /// Only those about this proposal.
    pub proposal: Option<u64>,
}

/// The ballots. Changes of state are refused with a conflict unless the ballot is received.
#[async_trait]
pub trait BallotRepository: Send {
    /// Keeps a ballot, unless the very same is kept already.
    async fn receive(&mut self, ballot: NewBallot, now: u64) -> Result<Received, StoreError>;

    /// A ballot by its receipt.
    async fn lookup(&mut self, receipt: &ReceiptId) -> Result<Option<Ballot>, StoreError>;

    /// Proposals for which ballots wait, the longest waiting first.
    async fn waiting(&mut self, limit: u32) -> Result<Vec<Waiting>, StoreError>;

    /// The ballots that wait for one proposal, in the order of arrival.
    async fn waiting_for(
        &mut self,
        group: &str,
        proposal: u64,
        limit: u32,
    ) -> Result<Vec<Ballot>, StoreError>;

    /// The ballots that wait for one seat in a proposal, in the order of arrival: few, for each has its own revision.
    async fn waiting_of_seat(
        &mut self,
        group: &str,
        proposal: u64,
        seat: u64,
    ) -> Result<Vec<Ballot>, StoreError>;

    /// Writes down the signed transaction that carries these; to be saved before it is sent.
    async fn signed(
        &mut self,
        receipts: &[ReceiptId],
        tx: &SignedTx,
        now: u64,
    ) -> Result<(), StoreError>;

    /// received → carried, with what the group said.
    async fn carried(
        &mut self,
        receipt: &ReceiptId,
        result: &str,
        now: u64,
    ) -> Result<(), StoreError>;

    /// received → refused, with the reason.
    async fn refused(
        &mut self,
        receipt: &ReceiptId,
        result: &str,
        now: u64,
    ) -> Result<(), StoreError>;

    /// Ballots in pages.
    async fn list(
        &mut self,
        filter: &BallotFilter,
        page: PageRequest,
    ) -> Result<Page<Ballot>, StoreError>;

    /// How many there are in a state.
    async fn count(&mut self, state: BallotState) -> Result<u64, StoreError>;
}
