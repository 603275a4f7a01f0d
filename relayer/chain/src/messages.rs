//! The messages that this program sends, ready for a transaction.

use std::io::Write;

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::bank::v1beta1::MsgSend;
use cosmos_sdk_proto::cosmos::base::v1beta1::Coin;
use cosmos_sdk_proto::cosmwasm::wasm::v1::{
    MsgExecuteContract, MsgInstantiateContract, MsgInstantiateContract2, MsgMigrateContract,
    MsgStoreCode,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use prost::Name;
use serde::Serialize;

use super::ChainError;

fn any<M: Name>(message: &M) -> Any {
    Any {
        type_url: M::type_url(),
        value: message.encode_to_vec(),
    }
}

fn json<M: Serialize>(what: &str, message: &M) -> Result<Vec<u8>, ChainError> {
    serde_json::to_vec(message).map_err(|error| ChainError::Encode {
        what: what.to_owned(),
        reason: error.to_string(),
    })
}

/// An amount of a denomination.
pub fn coin(amount: u128, denom: &str) -> Coin {
    Coin {
        denom: denom.to_owned(),
        amount: amount.to_string(),
    }
}

/// Coins from one address to another.
pub fn send(from: &str, to: &str, amount: Vec<Coin>) -> Any {
    any(&MsgSend {
        from_address: from.to_owned(),
        to_address: to.to_owned(),
        amount,
    })
}

/// A call to a contract.
pub fn execute<M: Serialize>(
    sender: &str,
    contract: &str,
    message: &M,
    funds: Vec<Coin>,
) -> Result<Any, ChainError> {
    Ok(any(&MsgExecuteContract {
        sender: sender.to_owned(),
        contract: contract.to_owned(),
        msg: json("a call to a contract", message)?,
        funds,
    }))
}

/// A new contract. No admin means that nobody can ever exchange its code.
pub fn instantiate<M: Serialize>(
    sender: &str,
    admin: Option<&str>,
    code_id: u64,
    label: &str,
    message: &M,
    funds: Vec<Coin>,
) -> Result<Any, ChainError> {
    Ok(any(&MsgInstantiateContract {
        sender: sender.to_owned(),
        admin: admin.unwrap_or_default().to_owned(),
        code_id,
        label: label.to_owned(),
        msg: json("a new contract's message", message)?,
        funds,
    }))
}

/// A new contract at an address that is known before: of code, sender and `salt`.
pub fn instantiate2<M: Serialize>(
    sender: &str,
    admin: Option<&str>,
    code_id: u64,
    label: &str,
    message: &M,
    funds: Vec<Coin>,
    salt: &[u8],
) -> Result<Any, ChainError> {
    Ok(any(&MsgInstantiateContract2 {
        sender: sender.to_owned(),
        admin: admin.unwrap_or_default().to_owned(),
        code_id,
        label: label.to_owned(),
        msg: json("a new contract's message", message)?,
        funds,
        salt: salt.to_vec(),
        // the address must not depend on the message, or nobody could name it in the message
        fix_msg: false,
    }))
}

/// A contract's code as chains like it best: a transaction pays for its bytes.
pub fn gzipped(wasm: &[u8]) -> Result<Vec<u8>, ChainError> {
    let failed = |error: std::io::Error| ChainError::Encode {
        what: "a contract's code".to_owned(),
        reason: error.to_string(),
    };
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(wasm).map_err(failed)?;
    packer.finish().map_err(failed)
}

/// A contract's code, plain or gzipped, to be stored.
pub fn store_code(sender: &str, wasm: Vec<u8>) -> Any {
    any(&MsgStoreCode {
        sender: sender.to_owned(),
        wasm_byte_code: wasm,
        instantiate_permission: None,
    })
}

/// Another code for a contract.
pub fn migrate<M: Serialize>(
    sender: &str,
    contract: &str,
    code_id: u64,
    message: &M,
) -> Result<Any, ChainError> {
    Ok(any(&MsgMigrateContract {
        sender: sender.to_owned(),
        contract: contract.to_owned(),
        code_id,
        msg: json("a migration's message", message)?,
    }))
}

#[cfg(test)]
mod tests {
    use cosmos_sdk_proto::cosmwasm::wasm::v1::MsgExecuteContract;
    use prost::Message;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_call_is_encoded_as_the_chain_reads_it() {
        let message = json!({"roll_up": {"proposal": 3}});
        let call = execute("wasm1a", "wasm1b", &message, vec![coin(5, "ustake")]).unwrap();
        assert_eq!(call.type_url, "/cosmwasm.wasm.v1.MsgExecuteContract");
        let read = MsgExecuteContract::decode(call.value.as_slice()).unwrap();
        assert_eq!(read.msg, br#"{"roll_up":{"proposal":3}}"#);
        assert_eq!(read.funds[0].amount, "5");
        assert_eq!(
            send("a", "b", vec![]).type_url,
            "/cosmos.bank.v1beta1.MsgSend"
        );
        assert_eq!(
            store_code("a", vec![1]).type_url,
            "/cosmwasm.wasm.v1.MsgStoreCode"
        );
    }
}
