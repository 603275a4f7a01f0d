//! Transactions, signed in both modes, and wrong in every way that clients get wrong.

use anyhow::{Error, Result};
use bip39::Mnemonic;
use cosmrs::Any;
use cosmrs::bip32::{DerivationPath, XPrv};
use cosmrs::crypto::secp256k1::SigningKey;
use cosmrs::proto::cosmos::auth::v1beta1::BaseAccount;
use cosmrs::proto::cosmos::bank::v1beta1::MsgSend;
use cosmrs::proto::cosmos::base::v1beta1::Coin;
use cosmrs::proto::cosmos::tx::signing::v1beta1::SignMode;
use cosmrs::proto::cosmos::tx::v1beta1::{
    AuthInfo, Fee, ModeInfo, SignDoc, SignerInfo, TxBody, TxRaw, mode_info,
};
use prost::{Message, Name};
use serde_json::{Value, json};

/// The coin of both chains.
pub const DENOM: &str = "ustake";
/// A gas limit that is enough for everything.
pub const GAS: u64 = 6_000_000;
/// A fee that is enough for it.
pub const FEE: u128 = 5_000;

/// Somebody with a key.
pub struct Person {
    /// The address.
    pub address: String,
    /// The key.
    pub key: SigningKey,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.address)
    }
}

impl Person {
    /// The person whose key a mnemonic has at a path.
    ///
    /// # Errors
    /// When they are none.
    pub fn of(mnemonic: &str, path: &str) -> Result<Self> {
        let seed = Mnemonic::parse(mnemonic)?.to_seed("");
        let path: DerivationPath = path.parse().map_err(Error::msg)?;
        let key = XPrv::derive_from_path(seed, &path).map_err(Error::msg)?;
        let key = SigningKey::from(&key);
        let address = key.public_key().account_id("wasm");
        let address = address.map_err(Error::msg)?.to_string();
        Ok(Self { address, key })
    }
}

/// What is sent, and how it is signed.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The messages.
    pub messages: Vec<Any>,
    /// The fee, in the chain's coin.
    pub fee: u128,
    /// The fee's coin.
    pub denom: String,
    /// The gas limit.
    pub gas: u64,
    /// The memo.
    pub memo: String,
    /// The last height at which it may be in a block.
    pub timeout: u64,
    /// Added to the account's sequence.
    pub ahead: u64,
    /// Added to the account's number.
    pub number_off: u64,
    /// The chain that it is signed for, if another one.
    pub chain_id: Option<String>,
    /// How it is signed.
    pub mode: SignMode,
    /// What is done to the signature in the end.
    pub signature: fn(Vec<u8>) -> Vec<Vec<u8>>,
    /// Whether the public key is told.
    pub tells_key: bool,
}

impl Draft {
    /// One message, with all that is needed.
    pub fn of<M: Message + Name>(message: &M) -> Self {
        Self::with(vec![any(message)])
    }

    /// Any messages.
    #[must_use]
    pub fn with(messages: Vec<Any>) -> Self {
        Self {
            messages,
            fee: FEE,
            denom: DENOM.to_owned(),
            gas: GAS,
            memo: String::new(),
            timeout: 0,
            ahead: 0,
            number_off: 0,
            chain_id: None,
            mode: SignMode::Direct,
            signature: |signature| vec![signature],
            tells_key: true,
        }
    }

    /// The same, changed.
    #[must_use]
    pub fn but(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The transaction's bytes.
    ///
    /// # Errors
    /// When the key refuses to sign, or amino knows no such message.
    pub fn sign(&self, person: &Person, chain_id: &str, account: &BaseAccount) -> Result<Vec<u8>> {
        let chain_id = self.chain_id.as_deref().unwrap_or(chain_id);
        let number = account.account_number + self.number_off;
        let sequence = account.sequence + self.ahead;
        let body_bytes = self.body().encode_to_vec();
        let auth_info_bytes = self.auth_info(person, sequence)?.encode_to_vec();
        let signed = match self.mode {
            SignMode::LegacyAminoJson => self.amino(chain_id, number, sequence)?,
            _ => SignDoc {
                body_bytes: body_bytes.clone(),
                auth_info_bytes: auth_info_bytes.clone(),
                chain_id: chain_id.to_owned(),
                account_number: number,
            }
            .encode_to_vec(),
        };
        let signature = person.key.sign(&signed).map_err(Error::msg)?;
        Ok(TxRaw {
            body_bytes,
            auth_info_bytes,
            signatures: (self.signature)(signature.to_vec()),
        }
        .encode_to_vec())
    }

    fn body(&self) -> TxBody {
        TxBody {
            messages: self.messages.clone(),
            memo: self.memo.clone(),
            timeout_height: self.timeout,
            ..TxBody::default()
        }
    }

    fn auth_info(&self, person: &Person, sequence: u64) -> Result<AuthInfo> {
        let key = person.key.public_key().to_any().map_err(Error::msg)?;
        let mode = mode_info::Single {
            mode: self.mode.into(),
        };
        Ok(AuthInfo {
            signer_infos: vec![SignerInfo {
                public_key: self.tells_key.then_some(key),
                mode_info: Some(ModeInfo {
                    sum: Some(mode_info::Sum::Single(mode)),
                }),
                sequence,
            }],
            fee: Some(Fee {
                amount: self.coins(),
                gas_limit: self.gas,
                ..Fee::default()
            }),
            ..AuthInfo::default()
        })
    }

    fn coins(&self) -> Vec<Coin> {
        let amount = self.fee.to_string();
        let denom = self.denom.clone();
        let fee = (self.fee > 0).then_some(Coin { denom, amount });
        fee.into_iter().collect()
    }

    /// The bytes that a hardware wallet signs: JSON with sorted keys.
    fn amino(&self, chain_id: &str, number: u64, sequence: u64) -> Result<Vec<u8>> {
        let messages: Result<Vec<Value>> = self.messages.iter().map(amino_message).collect();
        let mut document = json!({
            "account_number": number.to_string(),
            "chain_id": chain_id,
            "fee": {"amount": self.coins().iter().map(amino_coin).collect::<Value>(), "gas": self.gas.to_string()},
            "memo": self.memo,
            "msgs": messages?,
            "sequence": sequence.to_string(),
        });
        if self.timeout > 0 {
            document["timeout_height"] = self.timeout.to_string().into();
        }
        // as Go writes JSON
        let text = document.to_string();
        let text = text.replace('<', "\\u003c").replace('>', "\\u003e");
        Ok(text.replace('&', "\\u0026").into_bytes())
    }
}

fn amino_coin(coin: &Coin) -> Value {
    json!({"denom": coin.denom, "amount": coin.amount})
}

fn amino_message(message: &Any) -> Result<Value> {
    anyhow::ensure!(
        message.type_url == "/cosmos.bank.v1beta1.MsgSend",
        "{} is not signed in amino here",
        message.type_url
    );
    let send = MsgSend::decode(message.value.as_slice())?;
    Ok(json!({
        "type": "cosmos-sdk/MsgSend",
        "value": {
            "from_address": send.from_address,
            "to_address": send.to_address,
            "amount": send.amount.iter().map(amino_coin).collect::<Value>(),
        },
    }))
}

/// A message with its type.
pub fn any<M: Message + Name>(message: &M) -> Any {
    Any {
        type_url: format!("/{}", M::full_name()),
        value: message.encode_to_vec(),
    }
}

/// Coins of the chain.
#[must_use]
pub fn coins(amount: u128) -> Vec<Coin> {
    vec![Coin {
        denom: DENOM.to_owned(),
        amount: amount.to_string(),
    }]
}

/// Moves coins.
#[must_use]
pub fn send(from: &Person, to: &str, amount: u128) -> MsgSend {
    MsgSend {
        from_address: from.address.clone(),
        to_address: to.to_owned(),
        amount: coins(amount),
    }
}
