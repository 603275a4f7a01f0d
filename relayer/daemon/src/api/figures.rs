//! `GET /metrics`: the figures, in the OpenMetrics text format.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Shared;
use crate::metrics::Metrics;

/// The figures.
pub(super) async fn show(State(shared): State<Shared>) -> Response {
    match shared.context.metrics.text() {
        Ok(text) => ([(header::CONTENT_TYPE, Metrics::MEDIA_TYPE)], text).into_response(),
        Err(error) => {
            tracing::warn!(%error, "the figures can't be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
