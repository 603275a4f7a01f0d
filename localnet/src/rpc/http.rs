//! Requests by POST and by GET.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::backend::Backend;
use super::envelope::{Request, RpcError, response};
use super::method::Method;
use super::server::Shared;

/// The most requests in one batch.
const MAX_BATCH: usize = 100;

fn json(status: StatusCode, body: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json")];
    (status, headers, body.to_string()).into_response()
}

/// Answers one request or a batch.
pub async fn post<B: Backend>(State(shared): State<Arc<Shared<B>>>, body: Bytes) -> Response {
    let failed = |error| {
        json(
            StatusCode::INTERNAL_SERVER_ERROR,
            &response(&Value::from(-1), Err(error)),
        )
    };
    let parsed = match serde_json::from_slice(&body) {
        Ok(parsed) => parsed,
        Err(error) => return failed(RpcError::parse(error.to_string())),
    };
    let Value::Array(batch) = parsed else {
        return match answer(&shared.backend, parsed).await {
            Some(answer) => json(StatusCode::OK, &answer),
            None => StatusCode::OK.into_response(),
        };
    };
    if batch.is_empty() || batch.len() > MAX_BATCH {
        let detail = format!("a batch has 1 to {MAX_BATCH} requests, got {}", batch.len());
        return failed(RpcError::invalid_request(detail));
    }
    let mut answers = Vec::with_capacity(batch.len());
    for request in batch {
        answers.extend(answer(&shared.backend, request).await);
    }
    json(StatusCode::OK, &Value::Array(answers))
}

/// Answers a request unless it wants no answer.
pub async fn answer<B: Backend>(backend: &B, request: Value) -> Option<Value> {
    let id = request.get("id").cloned();
    let request = match Request::parse(request) {
        Ok(request) => request,
        Err(error) => return Some(response(&id.unwrap_or(Value::Null), Err(error))),
    };
    let id = request.id.clone();
    let result = match request.method() {
        Ok(method) => backend.call(method).await,
        Err(error) => Err(error),
    };
    id.map(|id| response(&id, result))
}

/// Answers a request in a URI, such as `/block?height=5` or `/tx?hash=0xAB…`.
pub async fn uri<B: Backend>(
    State(shared): State<Arc<Shared<B>>>,
    Path(name): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let params = query.into_iter().map(|(key, text)| (key, uri_value(&text)));
    let params: Map<String, Value> = params.collect();
    let result = match Method::parse(&name, Value::Object(params)) {
        Ok(method) => shared.backend.call(method).await,
        Err(error) => Err(error),
    };
    let status = match &result {
        Ok(_) => StatusCode::OK,
        Err(error) if error.code == -32601 => StatusCode::NOT_FOUND,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    json(status, &response(&Value::from(-1), result))
}

/// In a URI, text stands in quotes, and true and false are themselves.
fn uri_value(text: &str) -> Value {
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        other => {
            let quoted = other
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'));
            Value::from(quoted.unwrap_or(other))
        }
    }
}

/// Says what this is, to those who look with a browser.
pub async fn index<B: Backend>(State(_): State<Arc<Shared<B>>>) -> &'static str {
    "Folkmoot localnet: CometBFT RPC by POST on /, by GET on /<method>, and on /websocket.\n"
}
