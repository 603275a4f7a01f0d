//! A ballot signed off chain, and the relayer that carries it.

use std::time::Duration;

use cosmwasm_std::Binary;
use folkmoot_chain::clock::{Clock, SystemClock};
use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_group::msg::{ProposalId, ProposalView, SignedBallot, WalletSignature};
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::{BallotFields, Choice};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::CliError;

/// From one look at the receipt to the next.
const POLL: Duration = Duration::from_millis(250);
/// How long the relayer may take for one answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);

/// A ballot before it is signed.
#[derive(Debug, Clone, Copy)]
pub struct Unsigned<'a> {
    /// The chain.
    pub chain_id: &'a str,
    /// The group.
    pub group: &'a str,
    /// The proposal as the chain has it.
    pub proposal: &'a ProposalView,
    /// The choice.
    pub choice: Choice,
    /// Why.
    pub reason: &'a str,
    /// The seat's next.
    pub revision: u32,
}

impl Unsigned<'_> {
    /// Signs it, good until the proposal's deadline.
    pub fn sign(&self, signer: &EthereumSigner) -> Result<SignedBallot, CliError> {
        let view = self.proposal;
        let content_hash = view.content_hash.to_array().map_err(|error| {
            CliError::other(
                "the proposal's content hash can't be read",
                error.to_string(),
            )
        })?;
        let digest = BallotFields {
            chain: self.chain_id,
            group: self.group,
            proposal: view.proposal,
            title: &view.title,
            content_hash,
            choice: self.choice.as_str(),
            reason: self.reason,
            revision: self.revision,
            expires: view.deadline,
        }
        .eip712_digest();
        let signature = signer.sign_digest(&digest)?;
        Ok(SignedBallot {
            choice: self.choice,
            reason: self.reason.to_owned(),
            revision: self.revision,
            expires: view.deadline,
            signatures: vec![WalletSignature {
                wallet: Wallet::Ethereum(signer.address()),
                signature: Binary::from(signature.as_slice()),
            }],
        })
    }
}

/// Where a ballot is handed in.
#[derive(Debug, Clone, Copy)]
pub struct Post<'a> {
    /// The relayer's address.
    pub relayer: &'a str,
    /// The group.
    pub group: &'a str,
    /// The proposal.
    pub proposal: ProposalId,
}

/// What the relayer says of a ballot when it is handed in.
#[derive(Debug, Deserialize)]
struct Handed {
    receipt: String,
}

/// What became of a ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its number.
    pub receipt: String,
    /// `received`, `carried` or `refused`.
    pub state: String,
    /// The transaction that carries it.
    pub tx: Option<String>,
    /// The block that holds that.
    pub height: Option<u64>,
    /// Why it does not count.
    pub reason: Option<String>,
}

impl Receipt {
    /// In words.
    pub fn words(&self) -> String {
        let receipt = &self.receipt;
        match (self.state.as_str(), &self.tx, self.height) {
            ("carried", Some(tx), Some(height)) => {
                format!("Carried by transaction {tx} in block {height}; receipt {receipt}.")
            }
            ("carried", _, _) => format!("Carried; receipt {receipt}."),
            _ => format!("The relayer has it and will carry it; receipt {receipt}."),
        }
    }
}

impl Post<'_> {
    /// Hands the ballot in and waits until it is carried, or until `wait` has passed: the relayer carries it all the
    /// same.
    pub async fn carry(&self, ballot: &SignedBallot, wait: Duration) -> Result<Receipt, CliError> {
        let base = self.relayer.trim_end_matches('/');
        let (group, proposal) = (self.group, self.proposal);
        let url = format!("{base}/api/v1/groups/{group}/proposals/{proposal}/ballots");
        let http = reqwest::Client::builder()
            .timeout(ANSWER_TIMEOUT)
            .build()
            .map_err(|error| unreachable(base, &error))?;
        let handed: Handed = self.ask(http.post(&url).json(ballot)).await?;
        let url = format!("{base}/api/v1/receipts/{}", handed.receipt);
        let mut receipt: Receipt = self.ask(http.get(&url)).await?;
        let mut left = wait;
        while receipt.state == "received" && !left.is_zero() {
            let pause = POLL.min(left);
            SystemClock.sleep(pause).await;
            left = left.saturating_sub(pause);
            receipt = self.ask(http.get(&url)).await?;
        }
        if receipt.state == "refused" {
            let reason = receipt
                .reason
                .unwrap_or_else(|| "no reason was given".to_owned());
            return Err(CliError::refused(format!(
                "the ballot was refused: {reason}"
            )));
        }
        Ok(receipt)
    }

    async fn ask<R: DeserializeOwned>(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<R, CliError> {
        let answer = request
            .send()
            .await
            .map_err(|error| unreachable(self.relayer, &error))?;
        let status = answer.status();
        let body = answer
            .text()
            .await
            .map_err(|error| unreachable(self.relayer, &error))?;
        if !status.is_success() {
            return Err(CliError::refused(format!(
                "relayer {} refused it ({status}): {}",
                self.relayer,
                problem(&body)
            )));
        }
        serde_json::from_str(&body).map_err(|error| {
            CliError::other(
                format!("relayer {} gave an answer that is no receipt", self.relayer),
                error,
            )
        })
    }
}

/// The words of a problem document (RFC 9457), or the whole body.
fn problem(body: &str) -> String {
    let document: Option<Value> = serde_json::from_str(body).ok();
    let part = |key| document.as_ref()?.get(key)?.as_str().map(str::to_owned);
    part("detail")
        .or_else(|| part("title"))
        .unwrap_or_else(|| body.chars().take(300).collect())
}

fn unreachable(relayer: &str, error: &reqwest::Error) -> CliError {
    CliError::refused(format!("relayer {relayer} does not answer: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_told_in_its_own_words() {
        let document = r#"{"type":"about:blank","title":"Bad ballot","detail":"it has expired"}"#;
        assert_eq!(problem(document), "it has expired");
        assert_eq!(problem(r#"{"title":"Bad ballot"}"#), "Bad ballot");
        assert_eq!(problem("<html>"), "<html>");
    }
}
