//! Ballots as they are handed in.

use cosmwasm_std::HexBinary;
use folkmoot_group::limits::MAX_BATCH;
use folkmoot_group::msg::{SignedBallot, WalletSignature};
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::{Choice, ethereum_account};
use folkmoot_wallets::passkey;
use serde::Deserialize;
use serde_json::Value;

use super::super::Problem;
use axum::http::StatusCode;

/// A passkey's compressed key in hexadecimal.
const PASSKEY_DIGITS: usize = 66;

/// One ballot as handed in: of one wallet, or with several signatures as the contract takes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    choice: Choice,
    #[serde(default)]
    reason: String,
    revision: u32,
    expires: u64,
    wallet: Option<WrittenWallet>,
    signature: Option<String>,
    #[serde(default)]
    signatures: Vec<WalletSignature>,
}

/// A wallet as its address alone, or with its kind as the contract has it.
#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenWallet {
    Address(String),
    Kind(Wallet),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    ballots: Vec<Value>,
}

/// What was handed in.
pub(super) enum Handed {
    /// One ballot.
    One(Result<SignedBallot, Problem>),
    /// Several, each with a result of its own.
    Several(Vec<Result<SignedBallot, Problem>>),
}

/// Reads a body.
pub(super) fn read(body: &[u8]) -> Result<Handed, Problem> {
    let body: Value = serde_json::from_slice(body)
        .map_err(|error| Problem::malformed(format!("the body is not JSON: {error}")))?;
    if body.get("ballots").is_none() {
        return Ok(Handed::One(ballot(body)));
    }
    let batch: Batch = serde_json::from_value(body)
        .map_err(|error| Problem::malformed(format!("the body is no batch of ballots: {error}")))?;
    let found = batch.ballots.len();
    if found == 0 || found > MAX_BATCH {
        let detail = format!("a batch holds 1 to {MAX_BATCH} ballots, this one {found}");
        let (status, title) = (StatusCode::UNPROCESSABLE_ENTITY, "Too many or no ballots");
        return Err(Problem::new(status, "batch-size", title, detail)
            .with("limit", MAX_BATCH)
            .with("found", found));
    }
    Ok(Handed::Several(
        batch.ballots.into_iter().map(ballot).collect(),
    ))
}

fn ballot(value: Value) -> Result<SignedBallot, Problem> {
    let wrong = |reason: String| Problem::malformed(format!("the ballot can't be read: {reason}"));
    let written: Written =
        serde_json::from_value(value).map_err(|error| wrong(error.to_string()))?;
    let signatures = match (written.wallet, written.signature) {
        (None, None) if !written.signatures.is_empty() => {
            let signatures = written.signatures.into_iter();
            let checked = signatures.map(|one| {
                Ok(WalletSignature {
                    wallet: checked(one.wallet)?,
                    ..one
                })
            });
            checked.collect::<Result<_, Problem>>()?
        }
        (Some(wallet), Some(signature)) if written.signatures.is_empty() => {
            let digits = signature.strip_prefix("0x").unwrap_or(&signature);
            let signature = HexBinary::from_hex(digits)
                .map_err(|_| wrong("the signature is not hexadecimal".to_owned()))?
                .into();
            let wallet = match wallet {
                WrittenWallet::Address(text) => wallet_of(text)?,
                WrittenWallet::Kind(wallet) => checked(wallet)?,
            };
            vec![WalletSignature { wallet, signature }]
        }
        _ => {
            let reason = "it has either wallet and signature, or a list of signatures";
            return Err(wrong(reason.to_owned()));
        }
    };
    Ok(SignedBallot {
        choice: written.choice,
        reason: written.reason,
        revision: written.revision,
        expires: written.expires,
        signatures,
    })
}

/// The kind of a wallet, by how its address is written.
///
/// # Errors
/// An Ethereum address that is malformed or mistyped, or a passkey's key that is none.
pub(super) fn wallet_of(text: String) -> Result<Wallet, Problem> {
    let is_key = text.len() == PASSKEY_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.starts_with("0x") || text.starts_with("0X") {
        true => checked(Wallet::Ethereum(text)),
        false if is_key => checked(Wallet::Passkey(text)),
        false => Ok(Wallet::Cosmos(text)),
    }
}

/// The wallet in its one written form.
fn checked(wallet: Wallet) -> Result<Wallet, Problem> {
    let wrong = |error: String| Problem::malformed(format!("wallet {}: {error}", wallet.key()));
    match &wallet {
        Wallet::Ethereum(text) => ethereum_account(&text.replacen("0X", "0x", 1))
            .map(Wallet::Ethereum)
            .map_err(|error| wrong(error.to_string())),
        Wallet::Passkey(text) => passkey(text).map_err(|error| wrong(error.to_string())),
        Wallet::Cosmos(_) => Ok(wallet),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_ballot_may_be_written_in_two_ways() {
        let short =
            br#"{"wallet":"0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED","choice":"yes","revision":1,"expires":5,"signature":"0x0102"}"#;
        let long = br#"{"choice":"yes","reason":"","revision":1,"expires":5,
            "signatures":[{"wallet":{"ethereum":"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"},"signature":"AQI="}]}"#;
        let [short, long] = [&short[..], &long[..]].map(|body| match read(body).unwrap() {
            Handed::One(ballot) => ballot.unwrap(),
            Handed::Several(_) => panic!("one was handed in"),
        });
        assert_eq!(short, long);
    }

    #[test]
    fn what_can_not_be_read_is_said() {
        for (body, part) in [
            ("", "not JSON"),
            ("[]", "can't be read"),
            (r#"{"ballots":7}"#, "no batch"),
            (r#"{"ballots":[]}"#, "1 to 100 ballots, this one 0"),
            (
                r#"{"choice":"maybe","revision":1,"expires":5}"#,
                "unknown variant",
            ),
            (
                r#"{"choice":"yes","revision":-1,"expires":5}"#,
                "invalid value",
            ),
            (
                r#"{"choice":"yes","revision":1,"expires":5}"#,
                "either wallet",
            ),
            (
                r#"{"choice":"yes","revision":1,"expires":5,"wallet":"0x1","signature":"zz"}"#,
                "not hexadecimal",
            ),
            (
                r#"{"choice":"yes","revision":1,"expires":5,"wallet":"0x1","signature":"00"}"#,
                "0x and 40 hex digits",
            ),
            (
                r#"{"choice":"yes","revision":1,"expires":5,"wallet":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD","signature":"00"}"#,
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            ),
            (
                r#"{"choice":"yes","revision":1,"expires":5,
                "signatures":[{"wallet":{"ethereum":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"},"signature":"AQI="}]}"#,
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            ),
            (
                &format!(
                    r#"{{"choice":"yes","revision":1,"expires":5,"wallet":"02{}","signature":"00"}}"#,
                    "f".repeat(64)
                ),
                "no point of P-256",
            ),
            (
                r#"{"choice":"yes","revision":1,"expires":5,"wallet":"0x1","signature":"00","chain":"x"}"#,
                "unknown field",
            ),
        ] {
            let problem = match read(body.as_bytes()) {
                Err(problem) | Ok(Handed::One(Err(problem))) => problem,
                Ok(_) => panic!("{body} was read"),
            };
            let text = serde_json::to_string(&problem).unwrap();
            assert!(text.contains(part), "{body}: {text}");
        }
    }
}
