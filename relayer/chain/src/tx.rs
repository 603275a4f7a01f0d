//! A transaction in direct mode: drafted, priced, signed.

use std::fmt;
use std::str::FromStr;

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::base::v1beta1::Coin;
use cosmos_sdk_proto::cosmos::crypto::secp256k1::PubKey;
use cosmos_sdk_proto::cosmos::tx::signing::v1beta1::SignMode;
use cosmos_sdk_proto::cosmos::tx::v1beta1::{
    AuthInfo, Fee, ModeInfo, SignDoc, SignerInfo, TxBody, TxRaw, mode_info,
};
use prost::{Message, Name};
use thiserror::Error;

use super::{Account, Signer, SignerError, TxHash};

/// A text that is no gas price.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("gas price {0} is not an amount and a denomination, such as 0.025ustake")]
pub struct GasPriceError(String);

/// What a unit of gas costs: an exact decimal fraction of a denomination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GasPrice {
    /// The digits without the point.
    units: u128,
    /// How many of them stand behind the point.
    scale: u32,
    denom: String,
}

impl GasPrice {
    /// The denomination.
    pub fn denom(&self) -> &str {
        &self.denom
    }

    /// The fee for that much gas, rounded up: one unit too little is refused, one too much is not missed.
    pub fn fee(&self, gas: u64) -> u128 {
        let whole = self.units.saturating_mul(u128::from(gas));
        whole.div_ceil(10_u128.pow(self.scale))
    }
}

impl fmt::Display for GasPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = 10_u128.pow(self.scale);
        let (whole, rest) = (self.units / one, self.units % one);
        match self.scale {
            0 => write!(f, "{whole}{}", self.denom),
            scale => write!(
                f,
                "{whole}.{rest:0width$}{}",
                self.denom,
                width = scale as usize
            ),
        }
    }
}

impl FromStr for GasPrice {
    type Err = GasPriceError;

    fn from_str(text: &str) -> Result<Self, GasPriceError> {
        /// More digits behind the point than any chain uses; keeps the arithmetic far from its limits.
        const MAX_SCALE: usize = 18;
        let wrong = || GasPriceError(text.to_owned());
        let split = text
            .find(|c: char| c != '.' && !c.is_ascii_digit())
            .ok_or_else(wrong)?;
        let (number, denom) = text.split_at(split);
        let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() || rest.contains('.') || rest.len() > MAX_SCALE || !is_denom(denom) {
            return Err(wrong());
        }
        let units: u64 = format!("{whole}{rest}").parse().map_err(|_| wrong())?;
        Ok(Self {
            units: u128::from(units),
            scale: u32::try_from(rest.len()).map_err(|_| wrong())?,
            denom: denom.to_owned(),
        })
    }
}

/// Whether a text can be a denomination: as the chain's core has it.
pub fn is_denom(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && (3..=128).contains(&text.len())
        && letters.all(|c| c.is_ascii_alphanumeric() || "/:._-".contains(c))
}

/// A transaction before it is signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its messages, all or none of which happen.
    pub messages: Vec<Any>,
    /// A note that everybody can read.
    pub memo: String,
    /// The last height whose block may hold it; 0 is for ever.
    pub timeout_height: u64,
    /// The gas it may use.
    pub gas_limit: u64,
    /// What it pays for that.
    pub fee: Vec<Coin>,
    /// The chain it is for.
    pub chain_id: String,
    /// The signing account's numbers.
    pub account: Account,
}

/// A signed transaction.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    /// Its bytes, as they are sent.
    pub bytes: Vec<u8>,
    /// Its hash.
    pub hash: TxHash,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("hash", &self.hash)
            .finish_non_exhaustive()
    }
}

impl Draft {
    fn body(&self) -> Vec<u8> {
        TxBody {
            messages: self.messages.clone(),
            memo: self.memo.clone(),
            timeout_height: self.timeout_height,
            ..TxBody::default()
        }
        .encode_to_vec()
    }

    fn auth_info(&self, public_key: [u8; 33]) -> Vec<u8> {
        let key = PubKey {
            key: public_key.to_vec(),
        };
        let direct = mode_info::Single {
            mode: SignMode::Direct.into(),
        };
        let signer = SignerInfo {
            public_key: Some(Any {
                type_url: PubKey::type_url(),
                value: key.encode_to_vec(),
            }),
            mode_info: Some(ModeInfo {
                sum: Some(mode_info::Sum::Single(direct)),
            }),
            sequence: self.account.sequence,
        };
        let fee = Fee {
            amount: self.fee.clone(),
            gas_limit: self.gas_limit,
            ..Fee::default()
        };
        AuthInfo {
            signer_infos: vec![signer],
            fee: Some(fee),
            ..AuthInfo::default()
        }
        .encode_to_vec()
    }

    /// The bytes to try it with: everything but a signature.
    pub fn unsigned(&self, public_key: [u8; 33]) -> Vec<u8> {
        TxRaw {
            body_bytes: self.body(),
            auth_info_bytes: self.auth_info(public_key),
            signatures: vec![Vec::new()],
        }
        .encode_to_vec()
    }

    /// Signs it.
    pub async fn sign(&self, signer: &dyn Signer) -> Result<Signed, SignerError> {
        let (body_bytes, auth_info_bytes) = (self.body(), self.auth_info(signer.public_key()));
        let document = SignDoc {
            body_bytes: body_bytes.clone(),
            auth_info_bytes: auth_info_bytes.clone(),
            chain_id: self.chain_id.clone(),
            account_number: self.account.number,
        };
        let signature = signer.sign(&document.encode_to_vec()).await?;
        let bytes = TxRaw {
            body_bytes,
            auth_info_bytes,
            signatures: vec![signature.to_vec()],
        }
        .encode_to_vec();
        let hash = TxHash::of(&bytes);
        Ok(Signed { bytes, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LocalSigner, coin, send};
    use super::*;

    #[test]
    fn a_fee_is_exact_and_rounded_up() {
        let price: GasPrice = "0.025ustake".parse().unwrap();
        assert_eq!(price.fee(200_000), 5_000);
        assert_eq!(price.fee(200_001), 5_001);
        assert_eq!(price.fee(0), 0);
        assert_eq!(
            "2ustake".parse::<GasPrice>().unwrap().fee(u64::MAX),
            u128::from(u64::MAX) * 2
        );
        for text in ["0.025ustake", "2ustake", "10.50ibc/ABC"] {
            assert_eq!(text.parse::<GasPrice>().unwrap().to_string(), text);
        }
        for wrong in [
            "",
            "ustake",
            "0.025",
            "-1ustake",
            "1,5ustake",
            "0.0.1ustake",
            ".5ustake",
            "1us",
            "1 ustake",
        ] {
            let error = wrong.parse::<GasPrice>().unwrap_err();
            assert!(
                error
                    .to_string()
                    .contains(&format!("gas price {wrong} is not")),
                "{wrong}"
            );
        }
    }

    /// The same transaction signed by another implementation, cosmrs, has the same bytes.
    #[tokio::test]
    async fn a_signed_transaction_is_what_cosmrs_makes_of_it() {
        use cosmrs::tx::{Body, Fee, SignDoc, SignerInfo};
        let hex = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
        let signer = LocalSigner::from_hex(&hex.into()).unwrap();
        let from = signer.address("wasm").unwrap();
        let draft = Draft {
            messages: vec![send(&from, &from, vec![coin(7, "ustake")])],
            memo: "hello".to_owned(),
            timeout_height: 99,
            gas_limit: 120_000,
            fee: vec![coin(3_000, "ustake")],
            chain_id: "folkmoot-local-1".to_owned(),
            account: Account {
                number: 4,
                sequence: 9,
            },
        };
        let ours = draft.sign(&signer).await.unwrap();
        let key =
            cosmrs::crypto::secp256k1::SigningKey::from_slice(&hex::decode(hex).unwrap()).unwrap();
        let body = Body::new(draft.messages.clone(), "hello", 99_u32);
        let fee = cosmrs::Coin::new(3_000, "ustake").unwrap();
        let auth = SignerInfo::single_direct(Some(key.public_key()), 9)
            .auth_info(Fee::from_amount_and_gas(fee, 120_000_u64));
        let chain = "folkmoot-local-1".parse().unwrap();
        let theirs = SignDoc::new(&body, &auth, &chain, 4)
            .unwrap()
            .sign(&key)
            .unwrap();
        assert_eq!(ours.bytes, theirs.to_bytes().unwrap());
        assert_eq!(ours.hash.to_string().len(), 64);
    }
}
