//! `GET /healthz` and `GET /readyz`: whether the process lives, and whether it can do its work.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::Shared;
use crate::health::{Health, examine};

/// The process lives.
pub(super) async fn alive() -> Json<Value> {
    Json(json!({ "alive": true }))
}

/// Whether node and database answer and all blocks are read.
pub(super) async fn ready(State(shared): State<Shared>) -> (StatusCode, Json<Health>) {
    let health = examine(&shared.context, &shared.pulse).await;
    let status = match health.ready {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, Json(health))
}
