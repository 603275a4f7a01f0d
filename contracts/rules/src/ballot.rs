//! What a wallet signs when a member votes off chain. A signed format can't change later.

use folkmoot_wire::{Encode, to_json};
use serde_json::{Value, json};
use sha3::{Digest as _, Keccak256};
use thiserror::Error;

use crate::canonical::{CanonicalError, canonical};
use crate::wallet_formats::{Lines, digest, keccak, prefixed_hex, typed_request, word};

const BALLOT_TYPE: &str = "Ballot(string chain,string group,uint64 proposal,string title,bytes32 contentHash,\
string choice,string reason,uint32 revision,uint64 expires)";

/// Half of the order of secp256k1, big endian.
const HALF_ORDER: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
];

/// A ballot as it is signed: bound to chain, group, proposal, content, choice, revision and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BallotFields<'a> {
    /// The chain id.
    pub chain: &'a str,
    /// The group's address, bech32.
    pub group: &'a str,
    /// The proposal's number in the group.
    pub proposal: u64,
    /// The proposal's title, so that the wallet shows what is voted on.
    pub title: &'a str,
    /// The hash of the version that is voted on.
    pub content_hash: [u8; 32],
    /// The choice in its word.
    pub choice: &'a str,
    /// The reason; may be empty.
    pub reason: &'a str,
    /// 1 for a seat's first ballot, one more for each change of it.
    pub revision: u32,
    /// The unix second from which the ballot is no longer good.
    pub expires: u64,
}

/// Why bytes are not what a ballot's signature needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BallotError {
    /// Recovered keys come uncompressed.
    #[error(
        "public key of {length} bytes is not an uncompressed one of 65 bytes that start with 0x04"
    )]
    PublicKey {
        /// The length as given.
        length: usize,
    },
}

impl BallotFields<'_> {
    /// The digest that an Ethereum wallet signs (`eth_signTypedData_v4`).
    #[must_use]
    pub fn eip712_digest(&self) -> [u8; 32] {
        digest(self.chain, self.group, self.struct_hash())
    }

    /// The request for the wallet (`eth_signTypedData_v4`), integers as decimal strings.
    #[must_use]
    pub fn typed_data(&self) -> Value {
        let message = json!({
            "chain": self.chain,
            "group": self.group,
            "proposal": self.proposal.to_string(),
            "title": self.title,
            "contentHash": prefixed_hex(&self.content_hash),
            "choice": self.choice,
            "reason": self.reason,
            "revision": self.revision.to_string(),
            "expires": self.expires.to_string(),
        });
        typed_request(("Ballot", BALLOT_TYPE), self.chain, self.group, message)
    }

    /// The text that every other form signs; the group's name stands in it for the reader.
    #[must_use]
    pub fn text(&self, group_name: &str) -> String {
        Lines::new("Folkmoot ballot")
            .line("Vote", self.choice)
            .line("On", self.title)
            .line("Content", &hex::encode(self.content_hash))
            .line_if("Reason", self.reason)
            .group(group_name, self.group, self.chain)
            .line("Proposal", &self.proposal.to_string())
            .line("Revision", &self.revision.to_string())
            .until(self.expires)
    }

    /// The ballot as canonical JSON.
    pub fn canonical(&self) -> Result<String, CanonicalError> {
        canonical(&to_json(&SignedBallot {
            kind: "folkmoot/ballot/1",
            chain: self.chain,
            group: self.group,
            proposal: self.proposal,
            title: self.title,
            content_hash: &hex::encode(self.content_hash),
            choice: self.choice,
            reason: self.reason,
            revision: self.revision,
            expires: self.expires,
        }))
    }

    fn struct_hash(&self) -> [u8; 32] {
        let mut hasher = Keccak256::new();
        hasher.update(keccak(BALLOT_TYPE.as_bytes()));
        hasher.update(keccak(self.chain.as_bytes()));
        hasher.update(keccak(self.group.as_bytes()));
        hasher.update(word(self.proposal));
        hasher.update(keccak(self.title.as_bytes()));
        hasher.update(self.content_hash);
        hasher.update(keccak(self.choice.as_bytes()));
        hasher.update(keccak(self.reason.as_bytes()));
        hasher.update(word(self.revision.into()));
        hasher.update(word(self.expires));
        hasher.finalize().into()
    }
}

/// The Ethereum address of an uncompressed secp256k1 public key (65 bytes).
pub fn ethereum_address(uncompressed_pubkey: &[u8]) -> Result<[u8; 20], BallotError> {
    let error = BallotError::PublicKey {
        length: uncompressed_pubkey.len(),
    };
    let Some((0x04, point)) = uncompressed_pubkey
        .split_first()
        .map(|(first, rest)| (*first, rest))
    else {
        return Err(error);
    };
    if point.len() != 64 {
        return Err(error);
    }
    keccak(point).last_chunk::<20>().copied().ok_or(error)
}

/// Whether a secp256k1 signature r‖s of 64 bytes has its s in the lower half. Of the two signatures that are good for
/// the same ballot only this one is taken.
#[must_use]
pub fn is_low_s(signature: &[u8]) -> bool {
    match signature.split_at_checked(32) {
        Some((_, s)) if s.len() == 32 => s <= HALF_ORDER.as_slice(),
        _ => false,
    }
}

#[derive(Encode)]
struct SignedBallot<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    chain: &'a str,
    group: &'a str,
    proposal: u64,
    title: &'a str,
    content_hash: &'a str,
    choice: &'a str,
    reason: &'a str,
    revision: u32,
    expires: u64,
}
