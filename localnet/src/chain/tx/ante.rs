//! What a transaction must pass before its messages run, in the order of the SDK's ante handler.
//!
//! Whatever happens to the messages afterwards, the fee stays paid and the sequence stays counted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::auth::v1beta1::BaseAccount;
use cosmos_sdk_proto::cosmos::crypto::secp256k1::PubKey;
use cosmrs::tendermint::account::Id;
use cosmwasm_std::{Decimal256, Event, Storage, Uint256};
use k256::ecdsa::VerifyingKey;
use prost::Message;

use super::decode::DecodedTx;
use super::verify::{self, Known, PUBKEY_TYPE, Verdict, key_bytes};
use crate::chain::error::{AbciError, Kind};
use crate::chain::gas::{self, Meter};
use crate::chain::{address, auth, bank, coins};

/// Why the checks are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// For a block, or to let the transaction wait for one.
    Deliver,
    /// To estimate gas: signatures may be empty and fees absent.
    Simulate,
}

/// What this chain asks of every transaction.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The chain's id.
    pub chain_id: String,
    /// Prefix of its addresses.
    pub prefix: String,
    /// The denomination that fees are priced in.
    pub denom: String,
    /// Lowest fee per unit of gas.
    pub min_gas_price: Decimal256,
    /// The account that fees go to.
    pub fee_collector: String,
    /// Whether gas is estimated as if in the next block and not, as on other chains, in the last one: where blocks are
    /// made only when something is sent, the last one would be that of the last transaction for ever.
    pub estimates_ahead: bool,
}

/// One run of the checks.
pub struct Ante<'a> {
    /// The chain's terms.
    pub terms: &'a Terms,
    /// Pays for the checks.
    pub meter: &'a Meter,
    /// The block that the transaction would be in.
    pub height: u64,
    /// Why the checks are made.
    pub mode: Mode,
}

impl Ante<'_> {
    /// Checks `tx`, takes the fee and counts the sequences. `verdicts` are what was found out about
    /// the signatures beforehand; one that rests on an account that has changed is made anew.
    pub fn run(
        &self,
        storage: &mut dyn Storage,
        tx: &DecodedTx,
        verdicts: &[Verdict],
    ) -> Result<Vec<Event>, AbciError> {
        let timeout = tx.body.timeout_height;
        if timeout > 0 && self.height > timeout {
            let detail = format!("block height: {}, timeout height: {timeout}", self.height);
            return Err(AbciError::new(Kind::TimeoutHeight, detail));
        }
        self.pay_for_size(tx);
        let mut events = self.take_fee(storage, tx)?;
        for (index, signer) in tx.signers.iter().enumerate() {
            let account = self.with_key(storage, tx, index, signer)?;
            self.check_signature(tx, index, &account, verdicts.get(index))?;
            events.extend(signature_events(tx, index, signer));
            auth::save(
                storage,
                &BaseAccount {
                    sequence: account.sequence.saturating_add(1),
                    ..account
                },
            );
        }
        Ok(events)
    }

    fn pay_for_size(&self, tx: &DecodedTx) {
        // what a real transaction has and a simulated one lacks: signature, fee, gas limit
        const MISSING: usize = 66 + 60;
        let size = match self.mode {
            Mode::Deliver => tx.bytes.len(),
            Mode::Simulate => tx.bytes.len() + MISSING * tx.signers.len(),
        };
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        let more = u64::try_from(tx.signers.len().saturating_sub(1)).unwrap_or(u64::MAX);
        self.meter.pay(gas::TX_BYTE.saturating_mul(size), "txSize");
        self.meter.pay(
            gas::TX_BASE + gas::EXTRA_SIGNATURE * more,
            "ante verify: secp256k1",
        );
    }

    fn take_fee(&self, storage: &mut dyn Storage, tx: &DecodedTx) -> Result<Vec<Event>, AbciError> {
        let payer = tx.payer();
        if self.mode == Mode::Deliver {
            self.check_price(tx)?;
        }
        if auth::load(storage, payer).is_none() {
            let detail = format!("fee payer address: {payer} does not exist");
            return Err(AbciError::new(Kind::UnknownAddress, detail));
        }
        let mut events = Vec::new();
        if !tx.fee_coins.is_empty() || self.mode == Mode::Simulate {
            self.meter.pay(gas::FEE, "fee");
        }
        if !tx.fee_coins.is_empty() {
            let to = &self.terms.fee_collector;
            // the SDK wraps the bank's refusal in the same error once more
            let paid = bank::transfer(storage, payer, to, &tx.fee_coins)
                .map_err(|error| AbciError::new(Kind::InsufficientFunds, error))?;
            events.extend(paid);
        }
        events.push(
            Event::new("tx")
                .add_attribute("fee", coins::text(&tx.fee_coins))
                .add_attribute("fee_payer", payer),
        );
        Ok(events)
    }

    fn check_price(&self, tx: &DecodedTx) -> Result<(), AbciError> {
        if self.terms.min_gas_price.is_zero() {
            return Ok(());
        }
        let gas = Decimal256::from_ratio(tx.fee.gas_limit, 1_u64);
        let required = self
            .terms
            .min_gas_price
            .checked_mul(gas)
            .map_or(Uint256::MAX, |price| price.to_uint_ceil());
        let denom = &self.terms.denom;
        let offered = tx.fee_coins.iter().find(|coin| coin.denom == *denom);
        if offered.is_some_and(|coin| coin.amount >= required) {
            return Ok(());
        }
        let got = coins::text(&tx.fee_coins);
        let detail = format!("insufficient fees; got: {got} required: {required}{denom}");
        Err(AbciError::new(Kind::InsufficientFee, detail))
    }

    /// The signer's account, with the public key that it shows for the first time now.
    fn with_key(
        &self,
        storage: &dyn Storage,
        tx: &DecodedTx,
        index: usize,
        signer: &str,
    ) -> Result<BaseAccount, AbciError> {
        let Some(mut account) = auth::load(storage, signer) else {
            let detail = format!("account {signer} does not exist");
            return Err(AbciError::new(Kind::UnknownAddress, detail));
        };
        let shown = tx
            .signer_infos
            .get(index)
            .and_then(|info| info.public_key.as_ref());
        let (Some(shown), true) = (shown, account.pub_key.as_ref() != shown) else {
            return Ok(account);
        };
        let key = key_bytes(shown)?;
        if self.mode == Mode::Deliver && self.address_of(&key)? != signer {
            let detail =
                format!("pubKey does not match signer address {signer} with signer index: {index}");
            return Err(AbciError::new(Kind::InvalidPubKey, detail));
        }
        if account.pub_key.is_none() && self.mode == Mode::Deliver {
            account.pub_key = Some(Any {
                type_url: PUBKEY_TYPE.to_owned(),
                value: PubKey { key }.encode_to_vec(),
            });
        }
        Ok(account)
    }

    fn address_of(&self, key: &[u8]) -> Result<String, AbciError> {
        let key = VerifyingKey::from_sec1_bytes(key)
            .map_err(|error| AbciError::new(Kind::InvalidPubKey, error))?;
        address::encode(&self.terms.prefix, Id::from(key).as_bytes())
    }

    fn check_signature(
        &self,
        tx: &DecodedTx,
        index: usize,
        account: &BaseAccount,
        verdict: Option<&Verdict>,
    ) -> Result<(), AbciError> {
        let got = tx.signer_infos.get(index).map_or(0, |info| info.sequence);
        let expected = account.sequence;
        if got != expected {
            let detail = format!("account sequence mismatch, expected {expected}, got {got}");
            return Err(AbciError::new(Kind::WrongSequence, detail));
        }
        if self.mode == Mode::Simulate {
            return Ok(());
        }
        let known = known(account);
        let info = tx.signer_infos.get(index);
        // a signer that shows its key does not need the one on the account
        let shown = info.is_some_and(|info| info.public_key.is_some());
        let holds = |verdict: &&Verdict| {
            let then = &verdict.known;
            then.account_number == known.account_number && (shown || then.pub_key == known.pub_key)
        };
        match verdict.filter(holds) {
            Some(verdict) => verdict.result.clone(),
            None => verify::verify(tx, index, &self.terms.chain_id, known).result,
        }
    }
}

/// What a signature check needs to know of an account.
pub fn known(account: &BaseAccount) -> Known {
    Known {
        account_number: account.account_number,
        pub_key: account.pub_key.as_ref().and_then(|key| key_bytes(key).ok()),
    }
}

fn signature_events(tx: &DecodedTx, index: usize, signer: &str) -> [Event; 2] {
    let sequence = tx.signer_infos.get(index).map_or(0, |info| info.sequence);
    let signature = tx.raw.signatures.get(index).map(Vec::as_slice);
    [
        Event::new("tx").add_attribute("acc_seq", format!("{signer}/{sequence}")),
        Event::new("tx").add_attribute("signature", STANDARD.encode(signature.unwrap_or_default())),
    ]
}
