//! Pinning a code: its contracts then stay in every node's memory, and entering one costs 2,000 instead of 60,000. The
//! chain's own governance decides it.

use std::time::Duration;

use anyhow::{Context, Result};
use bech32::{Bech32, Hrp};
use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::gov::v1::{MsgSubmitProposal, MsgVote, VoteOption};
use cosmos_sdk_proto::cosmwasm::wasm::v1::{
    MsgPinCodes, QueryPinnedCodesRequest, QueryPinnedCodesResponse,
};
use folkmoot_chain::{attribute, coin};
use prost::Name;
use sha2::{Digest, Sha256};

use super::chain::{Chain, Sender};

/// From one look at the pinned codes to the next.
const POLL: Duration = Duration::from_millis(300);
/// How often they are looked at: a minute. The chain's voting period has to be shorter.
const LOOKS: u32 = 200;
/// Deposited with the proposal, above every test chain's minimum.
const DEPOSIT: u128 = 10_000_000;

fn any<M: Name>(message: &M) -> Any {
    Any {
        type_url: M::type_url(),
        value: message.encode_to_vec(),
    }
}

/// The address of the chain's governance: no key has it.
fn governance(prefix: &str) -> Result<String> {
    let hash = Sha256::digest("gov");
    Ok(bech32::encode::<Bech32>(Hrp::parse(prefix)?, &hash[..20])?)
}

/// Has a code pinned, by the vote of the one validator.
pub async fn pin(chain: &Chain, validator: &Sender, code: u64) -> Result<()> {
    let pin = MsgPinCodes {
        authority: governance(&chain.prefix)?,
        code_ids: vec![code],
    };
    let proposal = MsgSubmitProposal {
        messages: vec![any(&pin)],
        initial_deposit: vec![coin(DEPOSIT, &chain.denom)],
        proposer: validator.address.clone(),
        metadata: String::new(),
        title: "pin".to_owned(),
        summary: "pin".to_owned(),
        expedited: false,
    };
    let result = chain
        .done(validator, "proposing to pin the code", vec![any(&proposal)])
        .await?;
    let number = attribute(&result.events, "submit_proposal", "proposal_id");
    let vote = MsgVote {
        proposal_id: number.context("a proposal without number")?.parse()?,
        voter: validator.address.clone(),
        option: VoteOption::Yes.into(),
        metadata: String::new(),
    };
    chain
        .done(validator, "voting to pin the code", vec![any(&vote)])
        .await?;
    for _ in 0..LOOKS {
        if is_pinned(chain, code).await? {
            return Ok(());
        }
        tokio::time::sleep(POLL).await;
    }
    anyhow::bail!("code {code} is not pinned after {:?}", POLL * LOOKS)
}

async fn is_pinned(chain: &Chain, code: u64) -> Result<bool> {
    const PATH: &str = "/cosmwasm.wasm.v1.Query/PinnedCodes";
    let request = QueryPinnedCodesRequest { pagination: None };
    let answer: QueryPinnedCodesResponse = chain.client.query(PATH, &request).await?;
    Ok(answer.code_ids.contains(&code))
}
