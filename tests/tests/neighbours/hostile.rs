//! The hostile contract of `tests/neighbours`, in verbs.

use serde::Serialize;
use serde_json::Value;

use super::chain::{Chain, Done, Person};

/// A contract that does as it is told, however bad.
pub struct Hostile<'a> {
    chain: &'a Chain,
    /// Its contract.
    pub address: String,
}

impl Chain {
    /// Makes a contract that accepts everything until it is told otherwise.
    pub async fn hostile(&self, by: &Person) -> Hostile<'_> {
        Hostile {
            chain: self,
            address: self.contract(by, "hostile", &serde_json::json!({})).await,
        }
    }
}

impl Hostile<'_> {
    /// From now on it answers a message, or a question, like this.
    pub async fn behaves(&self, by: &Person, on: &str, how: &Value) {
        let msg = serde_json::json!({"behave": {"on": on, "how": how}});
        self.chain.call(by, &self.address, &msg).await.ok();
    }

    /// It sends messages.
    pub async fn sends(&self, by: &Person, messages: &[Value]) -> Done {
        let msg = serde_json::json!({"send": {"messages": messages}});
        self.chain.call(by, &self.address, &msg).await
    }
}

/// A call to a contract, as a contract sends it.
pub fn message(contract: &str, msg: &impl Serialize) -> Value {
    serde_json::json!({"wasm": {"execute": {
        "contract_addr": contract, "msg": base64(msg), "funds": [],
    }}})
}

/// A message's JSON in base64, as contracts hand it on.
pub fn base64(msg: &impl Serialize) -> String {
    cosmwasm_std::to_json_binary(msg).unwrap().to_base64()
}
