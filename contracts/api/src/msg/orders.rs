//! What a seat does by a signed order that somebody else brings.

use cosmwasm_std::HexBinary;
use folkmoot_rules::wallet_formats::MAX_DETAILS;
use folkmoot_rules::{CanonicalError, OrderFields, canonical};
use folkmoot_wire::{Decode, Encode, to_json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{ExecuteMsg, ProposalId, SeatId, WalletSignature};

/// An act of a seat, signed off chain.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SignedOrder {
    /// The seat that acts.
    pub seat: SeatId,
    /// The message that a transaction of the seat would carry; see [`ExecuteMsg::ordered`].
    pub act: Box<ExecuteMsg>,
    /// Where the act is about a proposal or a notice, the content hash of the version that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_hash: Option<HexBinary>,
    /// Chosen by the signer, best at random: of two orders of a seat with the same number and expiry, one counts.
    pub number: u64,
    /// Until when it may be carried, unix seconds; at most a year from now.
    pub expires: u64,
    /// The signature of a wallet of the seat; of as many as the seat needs.
    pub signatures: Vec<WalletSignature>,
}

/// An act as an order words it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordered<'a> {
    /// What it does.
    pub words: &'static str,
    /// On what.
    pub subject: Subject<'a>,
}

/// What an act is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// No proposal.
    None,
    /// A proposal that it opens, by its title.
    New(&'a str),
    /// A proposal of the group.
    Proposal(ProposalId),
    /// A decision of a reviewed group, of which a notice came.
    Notice(&'a str, ProposalId),
    /// A proposal in a group above.
    Above(&'a str, ProposalId),
}

/// Where an order is good, and what its subject is called there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderPlace<'a> {
    /// The chain id.
    pub chain: &'a str,
    /// The group's address.
    pub group: &'a str,
    /// The group's name.
    pub group_name: &'a str,
    /// The title of what the act is about; may be empty.
    pub subject: &'a str,
}

impl SignedOrder {
    /// The act's canonical JSON, which is what its hash is taken of.
    ///
    /// # Errors
    /// It holds an integer beyond 2^53.
    pub fn act_json(&self) -> Result<String, CanonicalError> {
        canonical(&to_json(self.act.as_ref()))
    }

    /// What the wallets sign; none for a message that no order carries.
    #[must_use]
    pub fn fields<'a>(&self, act_json: &'a str, place: &OrderPlace<'a>) -> Option<OrderFields<'a>> {
        let details = match act_json.len() > MAX_DETAILS {
            true => "",
            false => act_json,
        };
        let content_hash = self.content_hash.as_ref();
        Some(OrderFields {
            chain: place.chain,
            group: place.group,
            group_name: place.group_name,
            seat: self.seat,
            act: self.act.ordered()?.words,
            details,
            subject: place.subject,
            content_hash: content_hash
                .and_then(|hash| hash.to_array().ok())
                .unwrap_or_default(),
            act_hash: Sha256::digest(act_json).into(),
            number: self.number,
            expires: self.expires,
        })
    }
}

impl ExecuteMsg {
    /// How an order words the message, if an order may carry it: whatever a seat sends by itself and without coins, and
    /// the word of a wallet that a seat offers a place, which that wallet signs alone. Votes go by `cast_ballots`, stakes by
    /// `stake_for`.
    #[must_use]
    pub fn ordered(&self) -> Option<Ordered<'_>> {
        let (words, subject) = match self {
            Self::Propose { proposal } => ("open a proposal", Subject::New(&proposal.title)),
            Self::Withdraw { proposal } => ("withdraw the proposal", Subject::Proposal(*proposal)),
            Self::Amend { proposal, .. } => (
                "put a new version in the place of the proposal",
                Subject::Proposal(*proposal),
            ),
            Self::ResolveObjection { proposal, .. } => (
                "take back the objection to the proposal",
                Subject::Proposal(*proposal),
            ),
            Self::RaiseConcern {
                group, proposal, ..
            } => ("raise a concern", Subject::Notice(group, *proposal)),
            Self::WithdrawConcern { group, proposal } => {
                ("take back a concern", Subject::Notice(group, *proposal))
            }
            Self::ProposeUpstream { proposal, .. } => (
                "open a proposal in a group above",
                Subject::New(&proposal.title),
            ),
            Self::AmendUpstream {
                group, proposal, ..
            } => (
                "put a new version in the place of a proposal in a group above",
                Subject::Above(group, *proposal),
            ),
            Self::WithdrawUpstream { group, proposal } => (
                "withdraw a proposal in a group above",
                Subject::Above(group, *proposal),
            ),
            other => (other.words()?, Subject::None),
        };
        Some(Ordered { words, subject })
    }

    const fn words(&self) -> Option<&'static str> {
        Some(match self {
            Self::TakeStake { .. } => "take stake back",
            Self::Pledge { .. } => "pledge stake for the next cycle",
            Self::NamePayOut { .. } => "name where the seat is paid to",
            Self::KeepPayOut {} => "cancel a change of where the seat is paid to",
            Self::Leave {} => "give up the seat",
            Self::AddWallet { .. } => "offer a wallet a place in the seat",
            Self::ConfirmWallet { .. } => "take the place that the seat offers this wallet",
            Self::DropWallet { .. } => "drop a wallet of the seat",
            Self::KeepWallet { .. } => "cancel the dropping of a wallet",
            Self::Nominate { .. } => "nominate for a role",
            Self::ObjectNomination { .. } => "object to a nomination",
            Self::Resign { .. } => "give up a role or office",
            Self::Delegate { .. } => "let another seat carry the weight, or end that",
            Self::SpendAllowance { .. } => "pay from a role's allowance",
            _ => return None,
        })
    }
}
