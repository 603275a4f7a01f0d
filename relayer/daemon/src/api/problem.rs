//! Errors as RFC 9457 has them.

use axum::Json;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use folkmoot_chain::ChainError;
use folkmoot_store::StoreError;
use serde::Serialize;
use serde_json::{Map, Value};

/// The media type of a problem.
const MEDIA_TYPE: &str = "application/problem+json";

/// What is wrong with a request, or why it can't be answered. Its type is stable; the detail is for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: String,
    /// The limit, the value and what else a program may want to know.
    #[serde(flatten)]
    more: Map<String, Value>,
}

impl Problem {
    /// A problem of a type.
    pub(super) fn new(
        status: StatusCode,
        slug: &str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind: format!("/problems/{slug}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            more: Map::new(),
        }
    }

    /// The same with a figure or name.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// Its type: `/problems/` and a word that never changes.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The database does not work, or nobody is there to write into it.
    pub(super) fn book_closed() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "book-closed",
            "The relayer's database can't be used just now",
            "the relayer's database does not answer; try again soon, the same ballot has the same receipt",
        )
    }

    /// The relayer does not know its groups yet.
    pub(super) fn starting() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "starting",
            "The relayer is starting",
            "the relayer is still reading its groups; try again soon",
        )
    }

    /// The body can't be read.
    pub(super) fn malformed(detail: impl Into<String>) -> Self {
        let title = "The request can't be read";
        Self::new(StatusCode::BAD_REQUEST, "malformed", title, detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = [(header::CONTENT_TYPE, MEDIA_TYPE)];
        (self.status(), kind, Json(self)).into_response()
    }
}

impl From<ChainError> for Problem {
    fn from(error: ChainError) -> Self {
        tracing::warn!(%error, "a request could not be answered");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "node-gone",
            "The chain can't be asked just now",
            "the relayer's node does not answer; try again soon",
        )
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::warn!(%error, "a request could not be answered");
        Self::book_closed()
    }
}

/// There is nothing at this path.
pub(super) async fn no_such_path(uri: Uri) -> Problem {
    let detail = format!("there is nothing at {}", uri.path());
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-path",
        "No such path",
        detail,
    )
}

/// There is something at this path, but not for this method.
pub(super) async fn no_such_method(method: Method, uri: Uri) -> Problem {
    let detail = format!("{} does not take {method}", uri.path());
    let title = "No such method";
    let status = StatusCode::METHOD_NOT_ALLOWED;
    Problem::new(status, "no-such-method", title, detail)
}
