//! The relayer's HTTP interface. One endpoint a file; a folder has its own routes.
//!
//! It takes signed ballots, tells what became of them, and says how the relayer is. It decides nothing: what it accepts
//! was checked with the rules that the contract checks with, and the contract checks again.

mod ballots;
mod figures;
mod probes;
mod problem;
mod receipts;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, header};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::cors::{Any, CorsLayer};
use tower_http::trace::TraceLayer;

use crate::duty::Context;
use crate::relay::{Bell, Pulse};
pub(crate) use ballots::Keeper;
pub use problem::Problem;

/// The largest body, in bytes: more than a hundred ballots with reasons.
pub const MAX_BODY: usize = 64 * 1024;

/// What every endpoint has at hand.
#[derive(Clone)]
pub(crate) struct Shared {
    pub context: Context,
    pub pulse: Arc<Pulse>,
    pub bell: Bell,
    pub keeper: Keeper,
}

/// Serves until it is told to stop.
pub(crate) async fn serve(
    listener: TcpListener,
    shared: Shared,
    stop: CancellationToken,
) -> std::io::Result<()> {
    axum::serve(listener, router(shared))
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
}

fn router(shared: Shared) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE]);
    Router::new()
        .route("/healthz", get(probes::alive))
        .route("/readyz", get(probes::ready))
        .route("/metrics", get(figures::show))
        .merge(ballots::routes())
        .route("/api/v1/receipts/{id}", get(receipts::show))
        .fallback(problem::no_such_path)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(cors)
        .layer(TraceLayer::new_for_http())
        .with_state(shared)
}
