//! The document that a wallet signs in the old amino mode: canonical JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cosmos_sdk_proto::cosmos::base::v1beta1::Coin;
use cosmos_sdk_proto::cosmwasm::wasm::v1::{MsgInstantiateContract, MsgInstantiateContract2};
use serde_json::{Map, Value, json};

use super::decode::DecodedTx;
use super::message::Msg;
use crate::chain::error::{AbciError, Kind};

/// The bytes that amino mode signs.
pub fn sign_bytes(
    tx: &DecodedTx,
    chain_id: &str,
    account_number: u64,
    sequence: u64,
) -> Result<Vec<u8>, AbciError> {
    let messages: Vec<Value> = tx.messages.iter().map(message).collect::<Result<_, _>>()?;
    let mut fee = Map::new();
    fee.insert("amount".into(), coins(&tx.fee.amount));
    fee.insert("gas".into(), json!(tx.fee.gas_limit.to_string()));
    if !tx.fee.payer.is_empty() {
        fee.insert("payer".into(), json!(tx.fee.payer));
    }
    let mut document = Map::new();
    document.insert("account_number".into(), json!(account_number.to_string()));
    document.insert("chain_id".into(), json!(chain_id));
    document.insert("fee".into(), Value::Object(fee));
    document.insert("memo".into(), json!(tx.body.memo));
    document.insert("msgs".into(), Value::Array(messages));
    document.insert("sequence".into(), json!(sequence.to_string()));
    if tx.body.timeout_height > 0 {
        let height = tx.body.timeout_height.to_string();
        document.insert("timeout_height".into(), json!(height));
    }
    let mut text = String::new();
    canonical(&Value::Object(document), &mut text);
    Ok(text.into_bytes())
}

fn coins(coins: &[Coin]) -> Value {
    let one = |coin: &Coin| json!({"amount": coin.amount, "denom": coin.denom});
    coins.iter().map(one).collect()
}

fn contract_message(bytes: &[u8]) -> Result<Value, AbciError> {
    serde_json::from_slice(bytes)
        .map_err(|error| AbciError::new(Kind::TxParse, format!("contract message: {error}")))
}

/// A message with its amino name.
fn message(msg: &Msg) -> Result<Value, AbciError> {
    let name = match msg {
        Msg::Send(_) => "cosmos-sdk/MsgSend",
        Msg::Execute(_) => "wasm/MsgExecuteContract",
        Msg::Instantiate(_) => "wasm/MsgInstantiateContract",
        Msg::Instantiate2(_) => "wasm/MsgInstantiateContract2",
        Msg::StoreCode(_) => "wasm/MsgStoreCode",
        Msg::Migrate(_) => "wasm/MsgMigrateContract",
        Msg::UpdateAdmin(_) => "wasm/MsgUpdateAdmin",
        Msg::ClearAdmin(_) => "wasm/MsgClearAdmin",
    };
    Ok(json!({"type": name, "value": value(msg)?}))
}

fn value(msg: &Msg) -> Result<Value, AbciError> {
    Ok(match msg {
        Msg::Send(msg) => json!({
            "from_address": msg.from_address,
            "to_address": msg.to_address,
            "amount": coins(&msg.amount),
        }),
        Msg::Execute(msg) => json!({
            "sender": msg.sender,
            "contract": msg.contract,
            "msg": contract_message(&msg.msg)?,
            "funds": coins(&msg.funds),
        }),
        Msg::Instantiate(msg) => instantiation(msg)?,
        Msg::Instantiate2(msg) => salted(msg)?,
        Msg::StoreCode(msg) => json!({
            "sender": msg.sender,
            "wasm_byte_code": STANDARD.encode(&msg.wasm_byte_code),
        }),
        Msg::Migrate(msg) => json!({
            "sender": msg.sender,
            "contract": msg.contract,
            "code_id": msg.code_id.to_string(),
            "msg": contract_message(&msg.msg)?,
        }),
        Msg::UpdateAdmin(msg) => json!({
            "sender": msg.sender,
            "new_admin": msg.new_admin,
            "contract": msg.contract,
        }),
        Msg::ClearAdmin(msg) => json!({"sender": msg.sender, "contract": msg.contract}),
    })
}

fn instantiation(msg: &MsgInstantiateContract) -> Result<Value, AbciError> {
    let mut value = json!({
        "sender": msg.sender,
        "code_id": msg.code_id.to_string(),
        "label": msg.label,
        "msg": contract_message(&msg.msg)?,
        "funds": coins(&msg.funds),
    });
    // amino leaves out fields that are empty; lists of coins are the exception
    if !msg.admin.is_empty() {
        value["admin"] = json!(msg.admin);
    }
    Ok(value)
}

fn salted(msg: &MsgInstantiateContract2) -> Result<Value, AbciError> {
    let mut value = instantiation(&MsgInstantiateContract {
        sender: msg.sender.clone(),
        admin: msg.admin.clone(),
        code_id: msg.code_id,
        label: msg.label.clone(),
        msg: msg.msg.clone(),
        funds: msg.funds.clone(),
    })?;
    value["salt"] = json!(STANDARD.encode(&msg.salt));
    if msg.fix_msg {
        value["fix_msg"] = json!(true);
    }
    Ok(value)
}

/// Writes JSON with sorted keys, no spaces and Go's escapes.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                canonical(item, out);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(key, _)| key.as_str());
            out.push('{');
            for (index, (key, field)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                string(key, out);
                out.push(':');
                canonical(field, out);
            }
            out.push('}');
        }
        Value::String(text) => string(text, out),
        other => out.push_str(&other.to_string()),
    }
}

fn string(text: &str, out: &mut String) {
    for character in Value::from(text).to_string().chars() {
        match character {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_sorted_tight_and_escaped_as_by_go() {
        let value = json!({"b": [1, {"z": null, "a": true}], "a": "<&>\n\"é\u{2028}"});
        let mut out = String::new();
        canonical(&value, &mut out);
        let expected = r#"{"a":"\u003c\u0026\u003e\n\"é\u2028","b":[1,{"a":true,"z":null}]}"#;
        assert_eq!(out, expected);
    }
}
