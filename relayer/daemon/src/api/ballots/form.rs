//! `GET /api/v1/groups/{address}/proposals/{id}/ballot-form`: what a wallet is to sign.

use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use folkmoot_group::msg::SignedBallot;
use folkmoot_rules::Choice;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::{Problem, Shared};
use super::body::wallet_of;
use super::booth::Booth;
use super::keep::next_revision;

/// What is to be signed.
#[derive(Deserialize)]
pub(super) struct Wanted {
    choice: Choice,
    wallet: String,
    #[serde(default)]
    reason: String,
    /// The proposal's deadline unless it is named.
    expires: Option<u64>,
}

/// The request for the wallet, and what goes with the signature when it is handed in.
#[derive(Serialize)]
pub(super) struct Form {
    /// For `eth_signTypedData_v4`.
    typed_data: Value,
    /// For `personal_sign` and `signArbitrary`; its sha-256 is a passkey's challenge.
    text: String,
    /// The typed data's, in hexadecimal.
    digest: String,
    seat: u32,
    wallet: String,
    choice: Choice,
    reason: String,
    revision: u32,
    expires: u64,
}

/// Answers with a form that only lacks the signature.
pub(super) async fn form(
    State(shared): State<Shared>,
    path: Result<Path<(String, u64)>, PathRejection>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<Form>, Problem> {
    let Path((group, proposal)) = path.map_err(|error| Problem::malformed(error.body_text()))?;
    let Query(wanted) = wanted.map_err(|error| Problem::malformed(error.body_text()))?;
    let booth = Booth::open(&shared, &group, proposal).await?;
    booth.check_open()?;
    let wallet = wallet_of(wanted.wallet)?.key().to_owned();
    let voter = booth.voter(&[&wallet]).await?;
    let mut store = shared.context.store.begin().await?;
    let seat = voter.seat.seat.into();
    let waiting = store
        .ballots()
        .waiting_of_seat(&group, proposal, seat)
        .await?;
    store.cancel().await?;
    let ballot = SignedBallot {
        choice: wanted.choice,
        reason: wanted.reason,
        revision: next_revision(&voter, &waiting),
        expires: wanted.expires.unwrap_or(booth.proposal.deadline),
        signatures: Vec::new(),
    };
    let text = booth.text(&ballot).await?;
    let fields = booth.fields(&ballot)?;
    Ok(Json(Form {
        typed_data: fields.typed_data(),
        text,
        digest: hex::encode(fields.eip712_digest()),
        seat: voter.seat.seat,
        wallet,
        choice: ballot.choice,
        revision: ballot.revision,
        expires: ballot.expires,
        reason: ballot.reason,
    }))
}
