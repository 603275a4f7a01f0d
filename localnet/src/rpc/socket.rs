//! The websocket: every method, and subscriptions.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;

use super::backend::Backend;
use super::envelope::{Request, RpcError, response, unreadable};
use super::method::Method;
use super::params::Text;
use super::server::Shared;
use super::subscriptions::Subscriptions;

/// The largest message, as large as the largest body.
const MAX_MESSAGE: usize = 8 * 1024 * 1024;

/// Turns the request into a websocket.
pub async fn upgrade<B: Backend>(
    State(shared): State<Arc<Shared<B>>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .on_upgrade(|socket| run(shared, socket))
}

async fn run<B: Backend>(shared: Arc<Shared<B>>, mut socket: WebSocket) {
    let mut notices = shared.backend.notices();
    let mut subscriptions = Subscriptions::default();
    loop {
        let outgoing = tokio::select! {
            () = shared.shutdown.cancelled() => break,
            incoming = socket.recv() => match incoming {
                Some(Ok(Message::Text(text))) => {
                    received(&shared.backend, &mut subscriptions, text.as_str()).await
                }
                Some(Ok(Message::Binary(bytes))) => {
                    let text = String::from_utf8_lossy(&bytes);
                    received(&shared.backend, &mut subscriptions, &text).await
                }
                // pings and a close are answered below this, while the next message is awaited
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Close(_))) => continue,
                // gone: there is nobody left to say goodbye to
                Some(Err(_)) | None => return,
            },
            notice = notices.recv() => match notice {
                Ok(notice) => subscriptions.messages(&notice),
                // too slow: CometBFT drops such a subscriber rather than leave gaps unsaid
                Err(RecvError::Lagged(_) | RecvError::Closed) => break,
            },
        };
        for message in outgoing {
            let text = Utf8Bytes::from(message.to_string());
            if socket.send(Message::Text(text)).await.is_err() {
                return;
            }
        }
    }
    // the other side may be gone already, and then nobody is left to be told
    drop(socket.send(Message::Close(None)).await);
}

async fn received<B: Backend>(
    backend: &B,
    subscriptions: &mut Subscriptions,
    text: &str,
) -> Vec<Value> {
    let unread = |error| vec![response(None, Err(error))];
    let parsed: Value = match serde_json::from_str(text) {
        Ok(parsed) => parsed,
        Err(error) => return unread(unreadable(&error)),
    };
    let request = match Request::parse(parsed) {
        Ok(request) => request,
        Err(error) => return unread(error),
    };
    // nobody waits for an answer to a request without an id
    let Some(id) = request.id.clone() else {
        return vec![];
    };
    let result = match request.method() {
        // CometBFT has another code for wrong parameters here
        Err(error) if error.is_about_params() => Err(RpcError::internal(error.data)),
        Err(error) => Err(error),
        Ok(Method::Subscribe { query: Text(query) }) => subscriptions.add(id.clone(), query),
        Ok(Method::Unsubscribe { query: Text(query) }) => subscriptions.remove(&query),
        Ok(Method::UnsubscribeAll {}) => subscriptions.clear(),
        Ok(other) => backend.call(other).await,
    };
    vec![response(Some(&id), result)]
}
