//! What the transport needs of whoever answers.

use std::future::Future;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::broadcast;

use super::envelope::RpcError;
use super::method::Method;

/// Answers requests and tells what happens.
pub trait Backend: Send + Sync + 'static {
    /// Answers one request.
    fn call(&self, method: Method) -> impl Future<Output = Result<Value, RpcError>> + Send;

    /// Everything that happens from now on.
    fn notices(&self) -> broadcast::Receiver<Arc<Notice>>;
}

/// Something that happened, for subscribers whose query it matches.
#[derive(Debug, Clone)]
pub struct Notice {
    /// CometBFT's name of the data, such as `tendermint/event/Tx`.
    pub kind: &'static str,
    /// The data.
    pub value: Value,
    /// What queries look at: composite keys such as `tm.event` with their values, in order.
    pub attributes: Vec<(String, String)>,
}
