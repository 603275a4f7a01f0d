//! Reading a transaction from its bytes, with every check that needs no state.

use cosmos_sdk_proto::cosmos::tx::v1beta1::{AuthInfo, Fee, SignerInfo, TxBody, TxRaw};
use cosmwasm_std::Coin;
use prost::Message;
use sha2::{Digest, Sha256};

use super::message::Msg;
use crate::chain::error::{AbciError, Kind};
use crate::chain::gas::MAX_TX;
use crate::chain::{address, coins};

/// CometBFT's limit for one transaction.
pub const MAX_TX_BYTES: usize = 1024 * 1024;
const MAX_MEMO: usize = 256;
/// The SDK's limit on signatures, which also bounds the work of checking them.
const MAX_SIGNATURES: usize = 7;

/// A transaction that makes sense by itself.
#[derive(Debug, Clone)]
pub struct DecodedTx {
    /// Its bytes as sent.
    pub bytes: Vec<u8>,
    /// Their sha256.
    pub hash: [u8; 32],
    /// The signed parts as sent.
    pub raw: TxRaw,
    /// The body.
    pub body: TxBody,
    /// Signers, in the order of the signatures; the fee payer is the first unless named otherwise.
    pub signer_infos: Vec<SignerInfo>,
    /// The fee as sent.
    pub fee: Fee,
    /// The fee's coins.
    pub fee_coins: Vec<Coin>,
    /// The messages.
    pub messages: Vec<Msg>,
    /// Who must sign: each signer once, in the order of the messages, then the fee payer.
    pub signers: Vec<String>,
}

impl DecodedTx {
    /// Who pays the fee.
    pub fn payer(&self) -> &str {
        match self.fee.payer.as_str() {
            "" => self.signers.first().map_or("", String::as_str),
            payer => payer,
        }
    }
}

fn parse<M: Message + Default>(bytes: &[u8]) -> Result<M, AbciError> {
    M::decode(bytes).map_err(|error| AbciError::new(Kind::TxParse, error))
}

/// Reads a transaction. What can't be parsed is said to be so twice, as the SDK's layers do.
pub fn decode(bytes: Vec<u8>, prefix: &str) -> Result<DecodedTx, AbciError> {
    read(bytes, prefix).map_err(|error| match error.kind() {
        Kind::TxParse => AbciError::new(Kind::TxParse, error.log()),
        _ => error,
    })
}

fn read(bytes: Vec<u8>, prefix: &str) -> Result<DecodedTx, AbciError> {
    if bytes.len() > MAX_TX_BYTES {
        let size = bytes.len();
        let detail = format!("Tx too large. Max size is {MAX_TX_BYTES}, but got {size}");
        return Err(AbciError::new(Kind::TxTooLarge, detail));
    }
    let raw: TxRaw = parse(&bytes)?;
    let body: TxBody = parse(&raw.body_bytes)?;
    let auth: AuthInfo = parse(&raw.auth_info_bytes)?;
    if !body.extension_options.is_empty() {
        return Err(AbciError::bare(Kind::UnknownExtension));
    }
    if body.memo.len() > MAX_MEMO {
        let length = body.memo.len();
        let detail =
            format!("maximum number of characters is {MAX_MEMO} but received {length} characters");
        return Err(AbciError::new(Kind::MemoTooLarge, detail));
    }
    let messages = messages(&body, prefix)?;
    let fee = auth.fee.unwrap_or_default();
    coins::readable(&fee.amount)?;
    if fee.gas_limit > MAX_TX {
        let asked = fee.gas_limit;
        let detail = format!("tx gas limit {asked} exceeds block max gas {MAX_TX}");
        return Err(AbciError::new(Kind::InvalidGasLimit, detail));
    }
    let fee_coins = coins::parse(&fee.amount)?;
    let signers = signers(&messages, &fee, prefix)?;
    count_signatures(&raw, &auth.signer_infos, &signers)?;
    Ok(DecodedTx {
        hash: Sha256::digest(&bytes).into(),
        bytes,
        raw,
        body,
        signer_infos: auth.signer_infos,
        fee,
        fee_coins,
        messages,
        signers,
    })
}

fn messages(body: &TxBody, prefix: &str) -> Result<Vec<Msg>, AbciError> {
    if body.messages.is_empty() {
        let detail = "must contain at least one message";
        return Err(AbciError::new(Kind::InvalidRequest, detail));
    }
    let messages: Vec<Msg> = body
        .messages
        .iter()
        .map(Msg::decode)
        .collect::<Result<_, _>>()?;
    for message in &messages {
        coins::readable(message.coins())?;
        message.check(prefix)?;
    }
    Ok(messages)
}

fn signers(messages: &[Msg], fee: &Fee, prefix: &str) -> Result<Vec<String>, AbciError> {
    if !fee.granter.is_empty() {
        let detail = "fee grants are not supported by this chain";
        return Err(AbciError::new(Kind::InvalidRequest, detail));
    }
    let payer = (!fee.payer.is_empty()).then_some(fee.payer.as_str());
    let mut signers: Vec<String> = Vec::new();
    for text in messages.iter().map(Msg::signer).chain(payer) {
        // the same account may be written in upper case
        let signer = address::encode(prefix, &address::decode(prefix, text)?)?;
        if !signers.contains(&signer) {
            signers.push(signer);
        }
    }
    Ok(signers)
}

fn count_signatures(
    raw: &TxRaw,
    infos: &[SignerInfo],
    signers: &[String],
) -> Result<(), AbciError> {
    if raw.signatures.is_empty() {
        return Err(AbciError::bare(Kind::NoSignatures));
    }
    let (expected, got) = (signers.len(), raw.signatures.len());
    if expected != got || infos.len() != got {
        let detail = format!("wrong number of signers; expected {expected}, got {got}");
        return Err(AbciError::new(Kind::Unauthorized, detail));
    }
    if got > MAX_SIGNATURES {
        let detail = format!("signatures: {got}, limit: {MAX_SIGNATURES}");
        return Err(AbciError::new(Kind::InvalidRequest, detail));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmos_sdk_proto::Any;
    use cosmos_sdk_proto::cosmos::bank::v1beta1::MsgSend;

    fn send() -> Any {
        let address = address::encode("wasm", &[1; 20]).unwrap();
        let msg = MsgSend {
            from_address: address.clone(),
            to_address: address,
            amount: Vec::new(),
        };
        Any {
            type_url: "/cosmos.bank.v1beta1.MsgSend".to_owned(),
            value: msg.encode_to_vec(),
        }
    }

    fn tx(change: impl FnOnce(&mut TxBody, &mut AuthInfo, &mut Vec<Vec<u8>>)) -> Vec<u8> {
        let mut body = TxBody {
            messages: vec![send()],
            ..TxBody::default()
        };
        let mut auth = AuthInfo {
            signer_infos: vec![SignerInfo::default()],
            ..AuthInfo::default()
        };
        let mut signatures = vec![vec![]];
        change(&mut body, &mut auth, &mut signatures);
        TxRaw {
            body_bytes: body.encode_to_vec(),
            auth_info_bytes: auth.encode_to_vec(),
            signatures,
        }
        .encode_to_vec()
    }

    fn code(bytes: Vec<u8>) -> u32 {
        decode(bytes, "wasm").unwrap_err().code()
    }

    #[test]
    fn what_cannot_be_is_refused_by_its_code() {
        assert!(decode(tx(|_, _, _| ()), "wasm").is_ok());
        assert_eq!(code(vec![0xff; 40]), 2);
        assert_eq!(code(vec![0; 2 * MAX_TX_BYTES]), 21);
        assert_eq!(code(tx(|body, _, _| body.messages.clear())), 18);
        assert_eq!(code(tx(|body, _, _| body.memo = "m".repeat(257))), 12);
        assert_eq!(
            code(tx(|body, _, _| body.extension_options.push(send()))),
            31
        );
        let greedy = |auth: &mut AuthInfo| {
            auth.fee = Some(Fee {
                gas_limit: MAX_TX + 1,
                ..Fee::default()
            });
        };
        assert_eq!(code(tx(|_, auth, _| greedy(auth))), 41);
        assert_eq!(code(tx(|_, _, signatures| signatures.clear())), 15);
        assert_eq!(code(tx(|_, _, signatures| signatures.push(vec![]))), 4);
        assert_eq!(code(tx(|_, auth, _| auth.signer_infos.clear())), 4);
        assert_eq!(
            code(tx(|body, _, _| body.messages[0].type_url = "/x".into())),
            2
        );
        assert_eq!(
            code(tx(|body, _, _| body.messages[0].value = vec![0xff])),
            2
        );
        assert_eq!(code(tx(|body, _, _| body.messages[0].value = vec![])), 7);
    }
}
