//! `POST /api/v1/groups/{address}/proposals/{id}/ballots`: hands signed ballots in, to be carried.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use folkmoot_group::msg::SignedBallot;
use folkmoot_store::ReceiptId;
use serde_json::json;

use super::super::{MAX_BODY, Problem, Shared};
use super::body::{Handed, read};
use super::booth::Booth;
use super::keep::Checked;

/// Answers 202 with a receipt, or with a result for each ballot of a batch.
pub(super) async fn submit(
    State(shared): State<Shared>,
    path: Result<Path<(String, u64)>, PathRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let Path((group, proposal)) = path.map_err(|error| Problem::malformed(error.body_text()))?;
    let body = body.map_err(|error| unread(&error))?;
    let handed = read(&body)?;
    let booth = Booth::open(&shared, &group, proposal).await?;
    let (ballots, is_one) = match handed {
        Handed::One(ballot) => (vec![ballot], true),
        Handed::Several(ballots) => (ballots, false),
    };
    let Taken { results, weights } = take(&shared, &booth, &group, ballots).await?;
    count(&shared, &results);
    if !weights.is_empty() {
        // where the worker has stopped the ballots are kept all the same
        let _ = shared.bell.ballots(&group, proposal, weights).await;
    }
    if is_one && let Some(result) = results.first() {
        return result.clone().map(|receipt| accepted(&receipt));
    }
    let results: Vec<_> = results
        .into_iter()
        .map(|result| match result {
            Ok(receipt) => json!({ "receipt": receipt }),
            Err(problem) => json!({ "problem": problem }),
        })
        .collect();
    Ok((StatusCode::ACCEPTED, Json(json!({ "results": results }))).into_response())
}

fn accepted(receipt: &ReceiptId) -> Response {
    let location = [(header::LOCATION, format!("/api/v1/receipts/{receipt}"))];
    let body = Json(json!({ "receipt": receipt }));
    (StatusCode::ACCEPTED, location, body).into_response()
}

fn unread(error: &BytesRejection) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let detail = format!("the body has more than {MAX_BODY} bytes");
        let (status, title) = (StatusCode::PAYLOAD_TOO_LARGE, "The body is too large");
        return Problem::new(status, "body-too-large", title, detail).with("limit", MAX_BODY);
    }
    Problem::malformed(error.body_text())
}

/// Checks all ballots, then keeps the good ones together.
async fn take(
    shared: &Shared,
    booth: &Booth<'_>,
    group: &str,
    ballots: Vec<Result<SignedBallot, Problem>>,
) -> Result<Taken, Problem> {
    let mut results = Vec::with_capacity(ballots.len());
    let (mut good, mut places, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for (place, ballot) in ballots.into_iter().enumerate() {
        let judged = match ballot {
            Ok(ballot) => judge(shared, booth, group, ballot).await,
            Err(problem) => Err(problem),
        };
        results.push(match judged {
            Ok(Judged::Known(receipt)) => Ok(receipt),
            Ok(Judged::New(checked)) => {
                let receipt = checked.receipt.clone();
                weights.push((checked.voter.seat.seat, checked.voter.weight));
                places.push(place);
                good.push(*checked);
                Ok(receipt)
            }
            Err(problem) => Err(problem),
        });
    }
    if !good.is_empty() {
        let kept = shared.keeper.keep(good).await?;
        for (place, result) in places.into_iter().zip(kept) {
            if let Some(found) = results.get_mut(place) {
                *found = result;
            }
        }
    }
    Ok(Taken { results, weights })
}

/// What became of the ballots of a request.
struct Taken {
    results: Vec<Result<ReceiptId, Problem>>,
    /// What their seats weigh.
    weights: Vec<(u32, u64)>,
}

enum Judged {
    /// The very same was handed in before.
    Known(ReceiptId),
    /// It is good.
    New(Box<Checked>),
}

/// Checks one: signatures first, they cost the chain nothing. The same ballot twice is good whatever has happened since.
async fn judge(
    shared: &Shared,
    booth: &Booth<'_>,
    group: &str,
    ballot: SignedBallot,
) -> Result<Judged, Problem> {
    let receipt = booth.check_signatures(&ballot).await?;
    let problem = match check(booth, group, receipt.clone(), ballot).await {
        Ok(checked) => return Ok(Judged::New(Box::new(checked))),
        Err(problem) => problem,
    };
    let mut store = shared.context.store.begin().await?;
    let known = store.ballots().lookup(&receipt).await?;
    store.cancel().await?;
    match known {
        Some(known) => Ok(Judged::Known(known.receipt)),
        None => Err(problem),
    }
}

async fn check(
    booth: &Booth<'_>,
    group: &str,
    receipt: ReceiptId,
    ballot: SignedBallot,
) -> Result<Checked, Problem> {
    let keys: Vec<String> = ballot
        .signatures
        .iter()
        .map(|one| one.wallet.key().to_ascii_lowercase())
        .collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    booth.check_time(&ballot)?;
    let voter = booth.voter(&keys).await?;
    Ok(Checked {
        receipt,
        group: group.to_owned(),
        proposal: booth.proposal.proposal,
        voter,
        ballot,
    })
}

fn count(shared: &Shared, results: &[Result<ReceiptId, Problem>]) {
    let metrics = &shared.context.metrics;
    for result in results {
        match result {
            Ok(_) => metrics.ballots_received.inc(),
            Err(_) => metrics.ballots_refused.inc(),
        };
    }
}
