//! The file in which an order or a ballot travels from who signs it to who carries it.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cosmwasm_std::HexBinary;
use folkmoot_group::msg::{
    ExecuteMsg, OrderPlace, ProposalId, SeatId, SignedBallot, SignedOrder, WalletSignature,
};
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::{BallotFields, CanonicalError, Choice};
use folkmoot_wallets::collect;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::{CliError, parse};

const ABOUT: &str = "A Folkmoot order or ballot. A wallet signs to_sign: an Ethereum wallet typed_data \
(eth_signTypedData_v4) or text (personal_sign), a Cosmos wallet text (signArbitrary), a passkey challenge. Put what it \
answers into signatures, as {\"wallet\": …, \"signature\": …}, or use `folkmoot sign add`; check it with `folkmoot verify`; \
anybody may then carry it with `folkmoot carry`. docs/wallets.md has the details.";

/// An order or a ballot, what of it is signed, and the signatures so far.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedFile {
    /// What the file is, for whoever opens it.
    #[serde(default)]
    about: String,
    /// The chain id.
    pub chain: String,
    /// The group's address.
    pub group: String,
    /// The group's name.
    pub group_name: String,
    /// The title of the proposal that it is about; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// The ballot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ballot: Option<Ballot>,
    /// What wallets sign; made from all of the above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to_sign: Option<Value>,
    /// Who has signed, in whatever form their wallets answered.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// What a file holds.
#[derive(Debug)]
pub enum Content {
    /// An order.
    Order(Order),
    /// A ballot.
    Ballot(Ballot),
}

/// An act of a seat.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// The seat that acts.
    pub seat: SeatId,
    /// The message that a transaction would carry.
    pub act: Box<ExecuteMsg>,
    /// Of the version that it is about, if it is about a proposal or a notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_hash: Option<HexBinary>,
    /// Of two orders of a seat with one number and one expiry, one counts.
    pub number: u64,
    /// Until when it may be carried, unix seconds.
    pub expires: u64,
}

/// A vote.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The proposal.
    pub proposal: ProposalId,
    /// Of the version that is voted on.
    pub content_hash: HexBinary,
    /// The choice.
    pub choice: Choice,
    /// Why, for all to read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// 1 for the seat's first ballot, one more for each change of it.
    pub revision: u32,
    /// Until when it may be carried, unix seconds.
    pub expires: u64,
}

/// A wallet, and what it answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Its address or key, or the same with its kind as messages have it.
    wallet: Value,
    /// Bytes in hexadecimal or base64, or the object that the wallet gave.
    signature: Value,
}

/// What wallets sign.
#[derive(Debug, Clone)]
pub struct Signable {
    /// The typed data's digest.
    pub digest: [u8; 32],
    /// The request for `eth_signTypedData_v4`.
    pub typed_data: Value,
    /// The text for all others.
    pub text: String,
}

/// What is wrong with a file.
#[derive(Debug, Error)]
pub enum FileError {
    /// Neither or both.
    #[error("it has to hold either an order or a ballot")]
    Kind,
    /// Another message.
    #[error(
        "{0} is no act that an order carries: that is what a seat does by transaction without coins, but vote"
    )]
    NotAnAct(String),
    /// The act has no canonical form.
    #[error("the act: {0}")]
    Canonical(#[from] CanonicalError),
    /// Not 32 bytes.
    #[error("content_hash has {0} bytes, it must have 32")]
    ContentHash(usize),
    /// Somebody changed one and not the other.
    #[error(
        "to_sign is not what the rest of the file gives: make the file again with `folkmoot sign`"
    )]
    ToSign,
    /// A signer that is no wallet.
    #[error("signature {place}: wallet {wallet} is none: {reason}")]
    Wallet {
        /// Its place, from 1.
        place: usize,
        /// As written.
        wallet: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A signature that is not good.
    #[error("signature {place}, of wallet {wallet}: {reason}")]
    Signature {
        /// Its place, from 1.
        place: usize,
        /// Whose it should be.
        wallet: String,
        /// What is wrong with it.
        reason: String,
    },
    /// One wallet, two signatures.
    #[error("signature {place}: wallet {wallet} has signed already")]
    Twice {
        /// Its place, from 1.
        place: usize,
        /// The wallet.
        wallet: String,
    },
    /// Nobody has signed.
    #[error("nobody has signed it yet")]
    Unsigned,
}

impl Signable {
    /// What a passkey is given: the sha-256 of the text, base64url.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.text))
    }

    fn json(&self) -> Value {
        json!({ "text": self.text, "challenge": self.challenge(), "typed_data": self.typed_data })
    }
}

impl Signature {
    /// Of a wallet, in the form in which it is carried.
    pub fn carried(signed: &WalletSignature) -> Self {
        Self {
            wallet: json!(signed.wallet.key()),
            signature: json!(signed.signature.to_base64()),
        }
    }

    fn wallet(&self, place: usize) -> Result<Wallet, FileError> {
        let wrong = |reason: String| FileError::Wallet {
            place,
            wallet: self.wallet.to_string().chars().take(200).collect(),
            reason,
        };
        let key = match &self.wallet {
            Value::String(text) => text.clone(),
            kind => {
                let wallet: Wallet = serde_json::from_value(kind.clone())
                    .map_err(|error| wrong(error.to_string()))?;
                wallet.key().to_owned()
            }
        };
        parse::wallet(&key).map_err(|error| wrong(error.to_string()))
    }
}

impl SignedFile {
    /// A new file, not signed yet: the chain, the group's address and name, and the title of what it is about.
    pub fn new(
        chain: &str,
        (group, group_name): (&str, String),
        title: String,
        content: Content,
    ) -> Self {
        let (order, ballot) = match content {
            Content::Order(order) => (Some(order), None),
            Content::Ballot(ballot) => (None, Some(ballot)),
        };
        Self {
            about: ABOUT.to_owned(),
            chain: chain.to_owned(),
            group: group.to_owned(),
            group_name,
            title,
            order,
            ballot,
            to_sign: None,
            signatures: Vec::new(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It can't be read, or is no order and no ballot.
    pub fn read(path: &Path) -> Result<Self, CliError> {
        let text = fs::read_to_string(path).map_err(CliError::file(path))?;
        serde_json::from_str(&text).map_err(|error| wrong(path, error.to_string()))
    }

    /// Writes it; what is there already is overwritten only where that is meant.
    ///
    /// # Errors
    /// It can't be written, or is there already, or holds nothing that could be signed.
    pub fn write(&self, path: &Path, again: bool) -> Result<(), CliError> {
        if path.exists() && !again {
            let path = path.display();
            return Err(CliError::refused(format!(
                "{path} is there already: name another file, or sign what it holds with `folkmoot sign add {path}`"
            )));
        }
        let signable = self
            .signable()
            .map_err(|error| wrong(path, error.to_string()))?;
        let whole = Self {
            to_sign: Some(signable.json()),
            ..self.clone()
        };
        let mut text = serde_json::to_string_pretty(&whole).map_err(CliError::Json)?;
        text.push('\n');
        fs::write(path, text).map_err(CliError::file(path))
    }

    /// What wallets sign.
    ///
    /// # Errors
    /// It holds no act that an order carries, or its parts don't agree.
    pub fn signable(&self) -> Result<Signable, FileError> {
        let signable = match (&self.order, &self.ballot) {
            (Some(order), None) => self.of_order(order)?,
            (None, Some(ballot)) => self.of_ballot(ballot)?,
            _ => return Err(FileError::Kind),
        };
        match &self.to_sign {
            Some(found) if *found != signable.json() => Err(FileError::ToSign),
            _ => Ok(signable),
        }
    }

    fn of_order(&self, order: &Order) -> Result<Signable, FileError> {
        if let Some(hash) = &order.content_hash
            && hash.len() != 32
        {
            return Err(FileError::ContentHash(hash.len()));
        }
        let signed = order.signed(Vec::new());
        let json = signed.act_json()?;
        let place = OrderPlace {
            chain: &self.chain,
            group: &self.group,
            group_name: &self.group_name,
            subject: &self.title,
        };
        let fields = signed.fields(&json, &place);
        let fields = fields.ok_or_else(|| FileError::NotAnAct(name_of(&order.act)))?;
        Ok(Signable {
            digest: fields.eip712_digest(),
            typed_data: fields.typed_data(),
            text: fields.text(),
        })
    }

    fn of_ballot(&self, ballot: &Ballot) -> Result<Signable, FileError> {
        let hash = &ballot.content_hash;
        let content_hash = hash.to_array();
        let fields = BallotFields {
            chain: &self.chain,
            group: &self.group,
            proposal: ballot.proposal,
            title: &self.title,
            content_hash: content_hash.map_err(|_| FileError::ContentHash(hash.len()))?,
            choice: ballot.choice.as_str(),
            reason: &ballot.reason,
            revision: ballot.revision,
            expires: ballot.expires,
        };
        Ok(Signable {
            digest: fields.eip712_digest(),
            typed_data: fields.typed_data(),
            text: fields.text(&self.group_name),
        })
    }

    /// The signatures as they are carried, each checked.
    ///
    /// # Errors
    /// One of them is not good, or there is none.
    pub fn checked(&self) -> Result<Vec<WalletSignature>, FileError> {
        let signable = self.signable()?;
        let mut checked: Vec<WalletSignature> = Vec::with_capacity(self.signatures.len());
        for (place, found) in (1..).zip(&self.signatures) {
            let wallet = found.wallet(place)?;
            let name = wallet.to_string();
            if checked.iter().any(|other| other.wallet == wallet) {
                return Err(FileError::Twice {
                    place,
                    wallet: name,
                });
            }
            let signed = collect(&wallet, &found.signature, &signable.digest, &signable.text);
            checked.push(signed.map_err(|error| FileError::Signature {
                place,
                wallet: name,
                reason: error.to_string(),
            })?);
        }
        match checked.is_empty() {
            true => Err(FileError::Unsigned),
            false => Ok(checked),
        }
    }

    /// What it says, in a line.
    pub fn words(&self) -> String {
        let what = match (&self.order, &self.ballot) {
            (Some(order), _) => {
                let words = order.act.ordered().map_or("act", |act| act.words);
                format!("seat {}: {words}", order.seat)
            }
            (_, Some(ballot)) => format!(
                "ballot on proposal {}: {}",
                ballot.proposal,
                ballot.choice.as_str()
            ),
            _ => "nothing".to_owned(),
        };
        match self.title.is_empty() {
            true => format!("{}, {what}", self.group_name),
            false => format!("{}, {what} ({})", self.group_name, self.title),
        }
    }

    /// Until when it is good, unix seconds.
    pub fn expires(&self) -> u64 {
        let order = self.order.as_ref().map(|order| order.expires);
        let ballot = self.ballot.as_ref().map(|ballot| ballot.expires);
        order.or(ballot).unwrap_or_default()
    }
}

impl Order {
    /// As it is carried.
    pub fn signed(&self, signatures: Vec<WalletSignature>) -> SignedOrder {
        SignedOrder {
            seat: self.seat,
            act: self.act.clone(),
            content_hash: self.content_hash.clone(),
            number: self.number,
            expires: self.expires,
            signatures,
        }
    }
}

impl Ballot {
    /// As it is carried.
    pub fn signed(&self, signatures: Vec<WalletSignature>) -> SignedBallot {
        SignedBallot {
            choice: self.choice,
            reason: self.reason.clone(),
            revision: self.revision,
            expires: self.expires,
            signatures,
        }
    }
}

/// A message's name.
pub fn name_of(message: &ExecuteMsg) -> String {
    let json = serde_json::to_value(message).unwrap_or_default();
    let name = json.as_object().and_then(|object| object.keys().next());
    name.cloned().unwrap_or_default()
}

/// A file that is none.
pub fn wrong(path: &Path, reason: String) -> CliError {
    CliError::Content {
        path: path.to_owned(),
        what: "order or ballot that could be carried",
        reason,
    }
}

#[cfg(test)]
mod tests;
