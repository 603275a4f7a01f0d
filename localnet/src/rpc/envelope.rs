//! JSON-RPC 2.0 requests and responses.

use serde::Deserialize;
use serde_json::{Value, json};

use super::method::{Method, Way};

/// A refused request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({code}): {data}")]
pub struct RpcError {
    /// JSON-RPC's code.
    pub code: i32,
    /// What the code means.
    pub message: &'static str,
    /// What went wrong here; may be empty.
    pub data: String,
}

impl RpcError {
    fn new(code: i32, message: &'static str, data: impl Into<String>) -> Self {
        Self {
            code,
            message,
            data: data.into(),
        }
    }

    /// The body is no request.
    pub fn parse(data: impl Into<String>) -> Self {
        Self::new(-32700, "Parse error. Invalid JSON", data)
    }

    /// The body is JSON, but makes no sense.
    pub fn invalid_request(data: impl Into<String>) -> Self {
        Self::new(-32600, "Invalid Request", data)
    }

    /// There is no such method.
    pub fn method_not_found() -> Self {
        Self::new(-32601, "Method not found", "")
    }

    /// The parameters do not fit the method.
    pub fn invalid_params(data: impl Into<String>) -> Self {
        Self::new(-32602, "Invalid params", data)
    }

    /// Whether the parameters are what is wrong.
    pub fn is_about_params(&self) -> bool {
        self.code == Self::invalid_params("").code
    }

    /// The request was understood and could not be answered.
    pub fn internal(data: impl Into<String>) -> Self {
        Self::new(-32603, "Internal error", data)
    }
}

/// A request as it arrives.
#[derive(Debug, Deserialize)]
pub struct Request {
    /// What the answer is marked with; a request without one, or with null, gets no answer.
    #[serde(default)]
    pub id: Option<Id>,
    #[serde(default)]
    method: String,
    #[serde(default)]
    params: Value,
}

/// What answers are marked with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Id {
    /// A text.
    Text(String),
    /// A number.
    Number(serde_json::Number),
}

impl Id {
    /// What answers that belong to no request are marked with.
    pub fn none() -> Self {
        Self::Number((-1).into())
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Number(number) => Value::Number(number.clone()),
        }
    }
}

impl Request {
    /// Reads one request.
    pub fn parse(value: Value) -> Result<Self, RpcError> {
        serde_json::from_value(value).map_err(|error| unreadable(&error))
    }

    /// Reads what it asks for.
    pub fn method(self) -> Result<Method, RpcError> {
        Method::parse(&self.method, self.params, Way::Json)
    }
}

/// The error for a body that is no request.
pub fn unreadable(error: &serde_json::Error) -> RpcError {
    RpcError::parse(format!("error unmarshaling request: {error}"))
}

/// Writes the response to the request with this id. What could not be read has none.
pub fn response(id: Option<&Id>, result: Result<Value, RpcError>) -> Value {
    let mut response = match result {
        Ok(result) => json!({"jsonrpc": "2.0", "result": result}),
        Err(error) => {
            let mut told = json!({"code": error.code, "message": error.message});
            if !error.data.is_empty() {
                told["data"] = error.data.into();
            }
            json!({"jsonrpc": "2.0", "error": told})
        }
    };
    if let Some(id) = id {
        response["id"] = id.to_json();
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_say_what_is_wrong_with_them() {
        let code = |value: Value| {
            Request::parse(value)
                .and_then(Request::method)
                .unwrap_err()
                .code
        };
        let call =
            |method: &str, params| code(json!({"id": 1, "method": method, "params": params}));
        assert_eq!(code(json!(1)), -32700);
        assert_eq!(code(json!({"id": 1, "method": 5})), -32700);
        assert_eq!(code(json!({"id": [], "method": "health"})), -32700);
        assert_eq!(code(json!({"id": 1})), -32601);
        assert_eq!(code(json!({"id": 1, "method": "nope"})), -32601);
        assert_eq!(call("abci_query", json!({"path": 1})), -32602);
        assert_eq!(call("broadcast_tx_sync", json!({"tx": "%"})), -32602);
        assert_eq!(call("block", json!({"height": 1})), -32602);
    }

    #[test]
    fn what_could_not_be_read_is_answered_without_an_id() {
        let answer = response(None, Err(RpcError::parse("x")));
        assert!(answer.get("id").is_none());
        let answer = response(Some(&Id::none()), Err(RpcError::method_not_found()));
        assert_eq!(answer["id"], -1);
        assert!(answer["error"].get("data").is_none());
    }
}
