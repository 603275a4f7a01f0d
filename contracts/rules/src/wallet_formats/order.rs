//! What a wallet signs for an act of its seat. A signed format can't change later.

use serde_json::{Value, json};
use sha3::{Digest as _, Keccak256};

use super::{Lines, digest, keccak, prefixed_hex, typed_request, word};

/// The EIP-712 type of an order.
pub const ORDER_TYPE: &str = "Order(string chain,string group,string groupName,uint32 seat,string act,string details,\
string subject,bytes32 contentHash,bytes32 actHash,uint64 number,uint64 expires)";

/// Bytes of an act's canonical JSON up to which it stands in the order itself; a longer one is bound by its hash alone.
pub const MAX_DETAILS: usize = 600;

/// An order as it is signed: bound to chain, group, seat, act, content, number and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderFields<'a> {
    /// The chain id.
    pub chain: &'a str,
    /// The group's address, bech32.
    pub group: &'a str,
    /// The group's name.
    pub group_name: &'a str,
    /// The seat that acts.
    pub seat: u32,
    /// What it does, in words.
    pub act: &'a str,
    /// The act's canonical JSON, or nothing where that is longer than [`MAX_DETAILS`].
    pub details: &'a str,
    /// The title of the proposal that the act opens or is about; may be empty.
    pub subject: &'a str,
    /// The content hash of the proposal's version that the act is about; zeros where it is about none.
    pub content_hash: [u8; 32],
    /// The sha-256 of the act's canonical JSON.
    pub act_hash: [u8; 32],
    /// Chosen by the signer: of two orders of a seat with one number and one expiry, one counts.
    pub number: u64,
    /// The unix second from which the order is no longer good.
    pub expires: u64,
}

impl OrderFields<'_> {
    /// The digest that an Ethereum wallet signs (`eth_signTypedData_v4`).
    #[must_use]
    pub fn eip712_digest(&self) -> [u8; 32] {
        let texts = |texts: &[&str], hasher: &mut Keccak256| {
            for text in texts {
                hasher.update(keccak(text.as_bytes()));
            }
        };
        let mut hasher = Keccak256::new();
        texts(
            &[ORDER_TYPE, self.chain, self.group, self.group_name],
            &mut hasher,
        );
        hasher.update(word(self.seat.into()));
        texts(&[self.act, self.details, self.subject], &mut hasher);
        hasher.update(self.content_hash);
        hasher.update(self.act_hash);
        hasher.update(word(self.number));
        hasher.update(word(self.expires));
        digest(self.chain, self.group, hasher.finalize().into())
    }

    /// The request for the wallet (`eth_signTypedData_v4`), integers as decimal strings.
    #[must_use]
    pub fn typed_data(&self) -> Value {
        let message = json!({
            "chain": self.chain,
            "group": self.group,
            "groupName": self.group_name,
            "seat": self.seat.to_string(),
            "act": self.act,
            "details": self.details,
            "subject": self.subject,
            "contentHash": prefixed_hex(&self.content_hash),
            "actHash": prefixed_hex(&self.act_hash),
            "number": self.number.to_string(),
            "expires": self.expires.to_string(),
        });
        typed_request(("Order", ORDER_TYPE), self.chain, self.group, message)
    }

    /// The text that every other form signs.
    #[must_use]
    pub fn text(&self) -> String {
        let content = match self.content_hash == [0; 32] {
            true => String::new(),
            false => hex::encode(self.content_hash),
        };
        Lines::new("Folkmoot order")
            .line("Do", self.act)
            .line_if("On", self.subject)
            .line_if("Content", &content)
            .line_if("Details", self.details)
            .line("Act", &hex::encode(self.act_hash))
            .group(self.group_name, self.group, self.chain)
            .line("Seat", &self.seat.to_string())
            .line("Number", &self.number.to_string())
            .until(self.expires)
    }
}
