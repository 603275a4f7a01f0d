//! JSON-RPC 2.0 requests and responses.

use serde::Deserialize;
use serde_json::{Value, json};

use super::method::Method;

/// A refused request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({code}): {data}")]
pub struct RpcError {
    /// JSON-RPC's code.
    pub code: i32,
    /// What the code means.
    pub message: &'static str,
    /// What went wrong here.
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

    /// The request is no JSON.
    pub fn parse(data: impl Into<String>) -> Self {
        Self::new(-32700, "Parse error. Invalid JSON", data)
    }

    /// The request is JSON, but no request.
    pub fn invalid_request(data: impl Into<String>) -> Self {
        Self::new(-32600, "Invalid Request", data)
    }

    /// There is no such method.
    pub fn method_not_found(name: &str) -> Self {
        Self::new(-32601, "Method not found", format!("no method {name}"))
    }

    /// The parameters do not fit the method.
    pub fn invalid_params(data: impl Into<String>) -> Self {
        Self::new(-32602, "Invalid params", data)
    }

    /// The request was understood and could not be answered.
    pub fn internal(data: impl Into<String>) -> Self {
        Self::new(-32603, "Internal error", data)
    }
}

/// A request as it arrives.
#[derive(Debug, Deserialize)]
pub struct Request {
    /// What the answer is marked with; a request without one gets no answer.
    #[serde(default, deserialize_with = "present")]
    pub id: Option<Value>,
    method: String,
    #[serde(default)]
    params: Value,
}

/// Keeps an `id` of null apart from none.
fn present<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(input).map(Some)
}

impl Request {
    /// Reads one request.
    pub fn parse(value: Value) -> Result<Self, RpcError> {
        serde_json::from_value(value).map_err(|error| RpcError::invalid_request(error.to_string()))
    }

    /// Reads what it asks for.
    pub fn method(self) -> Result<Method, RpcError> {
        Method::parse(&self.method, self.params)
    }
}

/// Writes the response to the request with this id.
pub fn response(id: &Value, result: Result<Value, RpcError>) -> Value {
    match result {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(error) => json!({
            "jsonrpc": "2.0",
            "id": id,
            "error": {"code": error.code, "message": error.message, "data": error.data},
        }),
    }
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
        assert_eq!(code(json!(1)), -32600);
        assert_eq!(code(json!({"id": 1})), -32600);
        assert_eq!(
            code(json!({"id": 1, "method": "nope", "params": {}})),
            -32601
        );
        assert_eq!(code(json!({"id": 1, "method": "nope"})), -32601);
        assert_eq!(
            code(json!({"id": 1, "method": "abci_query", "params": {"path": 1}})),
            -32602
        );
        assert_eq!(
            code(json!({"id": 1, "method": "broadcast_tx_sync", "params": {"tx": "%"}})),
            -32602
        );
        assert_eq!(
            code(json!({"id": 1, "method": "block", "params": {"height": "-1"}})),
            -32602
        );
    }
}
