//! A typed way to a group's contract, for other contracts, relayers and tests alike.

use cosmwasm_std::{Coin, StdResult, WasmMsg};

use crate::json::binary;
use crate::msg::ExecuteMsg;

/// A group's contract, by its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupClient {
    address: String,
}

impl GroupClient {
    /// The group at an address.
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
        }
    }

    /// A message to it.
    ///
    /// # Errors
    /// Never in practice: messages have a JSON form.
    pub fn execute(&self, msg: &ExecuteMsg, funds: Vec<Coin>) -> StdResult<WasmMsg> {
        Ok(WasmMsg::Execute {
            contract_addr: self.address.clone(),
            msg: binary(msg),
            funds,
        })
    }
}
