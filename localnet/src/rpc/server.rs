//! The server: routes, limits, and an end.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::cors::{AllowHeaders, AllowMethods, Any, CorsLayer};

use super::backend::Backend;
use super::{http, socket};

/// A body may hold a transaction well above the size limit, so that it is refused as too large by
/// the chain and not by a closed connection.
const MAX_BODY: usize = 8 * 1024 * 1024;

/// What every handler needs.
pub struct Shared<B> {
    /// Who answers.
    pub backend: B,
    /// Ends long-lived connections.
    pub shutdown: CancellationToken,
}

/// Serves until `shutdown` is cancelled.
pub async fn serve<B: Backend>(
    listener: TcpListener,
    backend: B,
    shutdown: CancellationToken,
) -> std::io::Result<()> {
    let shared = Arc::new(Shared {
        backend,
        shutdown: shutdown.clone(),
    });
    // as a node with `cors_allowed_origins = ["*"]`
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods(AllowMethods::mirror_request())
        .allow_headers(AllowHeaders::mirror_request());
    let routes = Router::new()
        .route("/", get(http::index).post(http::post::<B>))
        .route("/websocket", get(socket::upgrade::<B>))
        .route("/{method}", get(http::get::<B>))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(cors)
        .with_state(shared);
    // answers are small and awaited one by one: waiting to fill packets would only slow them
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, routes)
        .with_graceful_shutdown(shutdown.cancelled_owned())
        .await
}
