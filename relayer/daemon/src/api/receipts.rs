//! `GET /api/v1/receipts/{id}`: what became of a ballot.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use folkmoot_store::{Ballot, BallotState, ReceiptId};
use serde::Serialize;

use super::{Problem, Shared};
use crate::duty::Said;

/// A receipt.
#[derive(Serialize)]
pub(super) struct Receipt {
    receipt: ReceiptId,
    state: BallotState,
    group: String,
    proposal: u64,
    seat: Option<u64>,
    wallet: String,
    /// The hash of the last transaction that was signed to carry it.
    tx: Option<String>,
    /// The block that holds it, where that is known.
    height: Option<u64>,
    /// Why it does not count.
    reason: Option<String>,
    received_at: u64,
    updated_at: u64,
}

/// Answers with the receipt.
pub(super) async fn show(
    State(shared): State<Shared>,
    Path(id): Path<String>,
) -> Result<Json<Receipt>, Problem> {
    let unknown = || {
        let detail = "there is no receipt of this number here".to_owned();
        let (status, title) = (StatusCode::NOT_FOUND, "No such receipt");
        Problem::new(status, "receipt-unknown", title, detail)
    };
    let id: ReceiptId = id.parse().map_err(|_| unknown())?;
    let mut store = shared.context.store.begin().await?;
    let found = store.ballots().lookup(&id).await?;
    store.cancel().await?;
    Ok(Json(receipt(found.ok_or_else(unknown)?)))
}

fn receipt(ballot: Ballot) -> Receipt {
    let said = ballot.result.as_deref().and_then(Said::of_text);
    let (height, reason) = match said {
        Some(Said::Cast { height, .. }) => (height, None),
        Some(Said::Refused { reason, height }) => (height, Some(reason)),
        None => (None, None),
    };
    Receipt {
        receipt: ballot.receipt,
        state: ballot.state,
        group: ballot.group,
        proposal: ballot.proposal,
        seat: ballot.seat,
        wallet: ballot.wallet,
        tx: ballot.tx.map(|tx| tx.hash),
        height,
        reason,
        received_at: ballot.received_at,
        updated_at: ballot.updated_at,
    }
}
