//! What a group said to ballots, and how it gets into their receipts.

use cosmos_sdk_proto::cosmos::base::abci::v1beta1::TxMsgData;
use cosmos_sdk_proto::cosmwasm::wasm::v1::MsgExecuteContractResponse;
use folkmoot_group::msg::{BallotResult, Cast, SignedBallot};
use folkmoot_store::{Ballot, BallotState, ReceiptId, StoreError};
use prost::Message;
use serde::{Deserialize, Serialize};

use super::{Context, DutyError, Reason};
use crate::relay::Contract;

/// What became of a ballot, as its receipt keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Said {
    /// The group counted it.
    Cast {
        /// For this seat.
        seat: u32,
        /// In this block, if it is known.
        height: Option<u64>,
    },
    /// It does not count.
    Refused {
        /// Why.
        reason: String,
        /// In which block, if it got into one.
        height: Option<u64>,
    },
}

impl Said {
    /// As the book keeps it.
    pub(crate) fn text(&self) -> String {
        // a plain enum of texts and numbers always has a JSON form
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Out of the book.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// The results of a batch, from the data of the transaction whose first message carried it.
pub(super) fn of_data(hash: &str, data: &[u8]) -> Result<Vec<BallotResult>, DutyError> {
    let unreadable = |reason: String| Reason::Answer {
        hash: hash.to_owned(),
        reason,
    };
    let answers = TxMsgData::decode(data).map_err(|error| unreadable(error.to_string()))?;
    let first = answers
        .msg_responses
        .first()
        .ok_or_else(|| unreadable("it has no answers".to_owned()))?;
    let answer = MsgExecuteContractResponse::decode(first.value.as_slice())
        .map_err(|error| unreadable(error.to_string()))?;
    let results = serde_json::from_slice(&answer.data);
    Ok(results.map_err(|error| unreadable(error.to_string()))?)
}

/// Pairs a batch with its results. A ballot that the group refused may stand there all the same, because it was
/// carried twice: the group's own record decides.
pub(super) async fn said(
    contract: Contract<'_>,
    ballots: &[Ballot],
    results: Vec<BallotResult>,
    height: u64,
) -> Result<Vec<(ReceiptId, Said)>, DutyError> {
    let height = Some(height);
    let mut all = Vec::with_capacity(ballots.len());
    for (ballot, result) in ballots.iter().zip(results) {
        let said = match result {
            BallotResult::Cast { seat } => Said::Cast { seat, height },
            BallotResult::Refused { reason } => stands(contract, ballot)
                .await?
                .unwrap_or(Said::Refused { reason, height }),
        };
        all.push((ballot.receipt.clone(), said));
    }
    Ok(all)
}

/// What the group's record says of a ballot by its receipt, if it stands there.
pub(super) async fn on_chain(
    context: &Context,
    contract: Contract<'_>,
    receipt: &ReceiptId,
) -> Result<Option<Said>, DutyError> {
    match load(context, receipt).await? {
        Some(ballot) => stands(contract, &ballot).await,
        None => Ok(None),
    }
}

/// Whether exactly this ballot stands in the group's record.
pub(super) async fn stands(
    contract: Contract<'_>,
    ballot: &Ballot,
) -> Result<Option<Said>, DutyError> {
    let Some(seat) = ballot.seat.and_then(|seat| u32::try_from(seat).ok()) else {
        return Ok(None);
    };
    let Ok(signed) = serde_json::from_value::<SignedBallot>(ballot.payload.clone()) else {
        return Ok(None);
    };
    let found = contract.ballot(ballot.proposal, seat).await?;
    let same = found.is_some_and(|found| {
        found.revision == signed.revision
            && found.cast == Cast::Choice(signed.choice)
            && found.by == signers(&signed)
            && found.reason == signed.reason
    });
    Ok(same.then_some(Said::Cast { seat, height: None }))
}

/// Who signed a ballot, as the group records it.
pub(crate) fn signers(signed: &SignedBallot) -> String {
    let wallets = signed
        .signatures
        .iter()
        .map(|one| one.wallet.key().to_ascii_lowercase());
    wallets.collect::<Vec<_>>().join(",")
}

/// A ballot in the book.
pub(super) async fn load(
    context: &Context,
    receipt: &ReceiptId,
) -> Result<Option<Ballot>, StoreError> {
    let mut store = context.store.begin().await?;
    let found = store.ballots().lookup(receipt).await?;
    store.cancel().await?;
    Ok(found)
}

/// Writes results into the receipts, all at once. Receipts that have one keep it.
pub(super) async fn settle(
    context: &Context,
    results: Vec<(ReceiptId, Said)>,
) -> Result<(), DutyError> {
    let now = context.clock.now();
    let (mut carried, mut refused) = (0, 0);
    let mut store = context.store.begin().await?;
    for (receipt, said) in results {
        let known = store.ballots().lookup(&receipt).await?;
        if known.is_none_or(|ballot| ballot.state != BallotState::Received) {
            continue;
        }
        let mut ballots = store.ballots();
        match &said {
            Said::Cast { .. } => {
                ballots.carried(&receipt, &said.text(), now).await?;
                carried += 1;
            }
            Said::Refused { .. } => {
                ballots.refused(&receipt, &said.text(), now).await?;
                refused += 1;
            }
        }
    }
    store.save().await?;
    context.metrics.ballots_carried.inc_by(carried);
    context.metrics.ballots_refused.inc_by(refused);
    Ok(())
}
