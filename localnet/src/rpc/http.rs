//! Requests by POST and by GET.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::backend::Backend;
use super::envelope::{Id, Request, RpcError, response, unreadable};
use super::method::{Method, Way};
use super::server::Shared;
use super::uri;

/// The most requests in one batch: CometBFT's default.
const MAX_BATCH: usize = 10;

const INDEX: &str =
    "Folkmoot localnet: CometBFT RPC by POST on /, by GET on /<method>, and on /websocket.\n";

fn json(status: StatusCode, body: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json")];
    (status, headers, body.to_string()).into_response()
}

fn failed(error: RpcError) -> Response {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    json(status, &response(None, Err(error)))
}

/// Answers one request or a batch. Like CometBFT, it answers a batch that wants one answer with that answer alone.
pub async fn post<B: Backend>(State(shared): State<Arc<Shared<B>>>, body: Bytes) -> Response {
    if body.is_empty() {
        return INDEX.into_response();
    }
    let requests = match read(&body) {
        Ok(requests) => requests,
        Err(error) => return failed(error),
    };
    if requests.len() > MAX_BATCH {
        let detail =
            format!("batch request exceeds maximum ({MAX_BATCH}) allowed number of requests");
        let refused = response(None, Err(RpcError::invalid_request(detail)));
        return json(StatusCode::OK, &refused);
    }
    let mut answers = Vec::with_capacity(requests.len());
    for request in requests {
        answers.extend(answer(&shared.backend, request).await);
    }
    match answers.len() {
        0 => StatusCode::OK.into_response(),
        1 => json(StatusCode::OK, &answers.remove(0)),
        _ => json(StatusCode::OK, &Value::Array(answers)),
    }
}

fn read(body: &[u8]) -> Result<Vec<Request>, RpcError> {
    let parsed = serde_json::from_slice(body).map_err(|error| unreadable(&error))?;
    match parsed {
        Value::Array(batch) => batch.into_iter().map(Request::parse).collect(),
        single => Ok(vec![Request::parse(single)?]),
    }
}

/// Answers a request unless it wants no answer. One that wants none is not even looked at.
pub async fn answer<B: Backend>(backend: &B, request: Request) -> Option<Value> {
    let id = request.id.clone()?;
    let result = match request.method() {
        Ok(method) => backend.call(method).await,
        Err(error) => Err(error),
    };
    Some(response(Some(&id), result))
}

/// Answers a request in a URI, such as `/block?height=5` or `/tx?hash=0xAB…`.
pub async fn get<B: Backend>(
    State(shared): State<Arc<Shared<B>>>,
    Path(name): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let params = query.into_iter();
    let params = params.map(|(key, text)| Ok((key.clone(), uri::value(&name, &key, &text)?)));
    let params: Result<Map<String, Value>, String> = params.collect();
    let method = params
        .map_err(|error| Way::Http.refuse(error))
        .and_then(|params| Method::parse(&name, Value::Object(params), Way::Http));
    let result = match method {
        Ok(method) => shared.backend.call(method).await,
        Err(error) => Err(error),
    };
    let status = match &result {
        Ok(_) => StatusCode::OK,
        Err(error) if *error == RpcError::method_not_found() => {
            return (StatusCode::NOT_FOUND, "404 page not found\n").into_response();
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    json(status, &response(Some(&Id::none()), result))
}

/// Says what this is, to those who look with a browser.
pub async fn index() -> &'static str {
    INDEX
}
