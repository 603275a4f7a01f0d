//! Ballots that somebody else brings.

use cosmwasm_std::Binary;
use folkmoot_rules::Choice;
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SeatId;
use crate::wallet::Wallet;

/// A ballot signed off chain. Its content (title, hash, version) is the proposal's and is not repeated.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SignedBallot {
    /// The choice.
    pub choice: Choice,
    /// Why, for all to read; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// 1 for the seat's first ballot on the proposal, then one more each time.
    pub revision: u32,
    /// Until when it may be carried, unix seconds.
    pub expires: u64,
    /// The signature of a wallet of the seat; of as many as the seat needs.
    pub signatures: Vec<WalletSignature>,
}

/// A wallet's signature.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct WalletSignature {
    /// Who signed.
    pub wallet: Wallet,
    /// What the wallet made. Of an ethereum wallet r, s and v over the typed data, 65 bytes, or over the text, with 0x19 in
    /// front; of a cosmos wallet the compressed key, r and s; of a passkey r and s, the authenticator data behind its
    /// length in two bytes, and of the client data what follows `"origin":"`. See [`folkmoot_rules::Proof`]. In base64
    /// like all bytes that messages carry: hexadecimal would be half as long again, and each letter costs ten gas.
    pub signature: Binary,
}

/// What became of a ballot of a batch.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BallotResult {
    /// It counts.
    Cast {
        /// The seat that voted.
        seat: SeatId,
    },
    /// It does not, and the others of the batch are not touched by that.
    Refused {
        /// Why.
        reason: String,
    },
}
