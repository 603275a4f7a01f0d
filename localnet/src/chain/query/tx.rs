//! The transaction service: estimates, and transactions by hash.

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::base::abci::v1beta1::{GasInfo, Result as SdkResult, TxResponse};
use cosmos_sdk_proto::cosmos::tx::v1beta1::{
    GetTxRequest, GetTxResponse, SimulateRequest, SimulateResponse, Tx,
};
use cosmos_sdk_proto::tendermint::v0_38::abci::{Event as ProtoEvent, EventAttribute};
use cosmwasm_std::Event;
use prost::Message;
use serde_json::Value;

use super::{request, status, unknown};
use crate::chain::block::TxRecord;
use crate::chain::error::{AbciError, Kind};
use crate::chain::gas::MAX_TX;
use crate::chain::ledger::Ledger;
use crate::chain::machine::{Machine, TxResult};
use crate::chain::{render, tx};
use crate::rpc::Hex;

/// Answers one query.
pub fn answer(
    machine: &mut Machine,
    ledger: &Ledger,
    name: &str,
    data: &[u8],
) -> Result<Vec<u8>, AbciError> {
    match name {
        "Simulate" => simulate(machine, request(data)?),
        "GetTx" => by_hash(ledger, &request(data)?),
        _ => Err(unknown()),
    }
}

fn simulate(machine: &mut Machine, asked: SimulateRequest) -> Result<Vec<u8>, AbciError> {
    let bytes = simulated_bytes(asked);
    if bytes.is_empty() {
        let detail = "empty txBytes is not allowed";
        return Err(status("InvalidArgument", Kind::InvalidRequest, detail));
    }
    let failed = |log: &str, gas: u64| {
        let detail = format!("{log} with gas used: '{gas}'");
        status("Unknown", Kind::UnknownRequest, detail)
    };
    let decoded =
        tx::decode(bytes, &machine.terms.prefix).map_err(|error| failed(error.log(), 0))?;
    let result = machine
        .simulate(&decoded)
        .map_err(|error| failed(error.log(), 0))?;
    if result.code != 0 {
        return Err(failed(&result.log, result.gas_used));
    }
    Ok(SimulateResponse {
        gas_info: Some(GasInfo {
            gas_wanted: MAX_TX,
            gas_used: result.gas_used,
        }),
        result: Some(sdk_result(&result)),
    }
    .encode_to_vec())
}

#[expect(
    deprecated,
    reason = "old clients put a whole transaction into `tx` instead of its bytes"
)]
fn simulated_bytes(asked: SimulateRequest) -> Vec<u8> {
    match asked.tx {
        Some(tx) if asked.tx_bytes.is_empty() => tx.encode_to_vec(),
        _ => asked.tx_bytes,
    }
}

/// Events; only those of a block are marked as indexed.
fn events(events: &[Event], index: bool) -> Vec<ProtoEvent> {
    let attributes = |event: &Event| {
        let each = event.attributes.iter().map(|attribute| EventAttribute {
            key: attribute.key.clone(),
            value: attribute.value.clone(),
            index,
        });
        each.collect()
    };
    let each = events.iter().map(|event| ProtoEvent {
        r#type: event.ty.clone(),
        attributes: attributes(event),
    });
    each.collect()
}

fn sdk_result(result: &TxResult) -> SdkResult {
    let answers =
        cosmos_sdk_proto::cosmos::base::abci::v1beta1::TxMsgData::decode(result.data.as_slice());
    #[expect(deprecated, reason = "the SDK fills `data` for old clients")]
    SdkResult {
        data: result.data.clone(),
        log: String::new(),
        events: convert_all(&events(&result.events, false)),
        msg_responses: answers.map(|data| data.msg_responses).unwrap_or_default(),
    }
}

/// The SDK's types name the events of an older CometBFT, which are the same on the wire.
fn convert_all<T: Message + Default>(events: &[ProtoEvent]) -> Vec<T> {
    let each = events
        .iter()
        .filter_map(|event| T::decode(event.encode_to_vec().as_slice()).ok());
    each.collect()
}

fn by_hash(ledger: &Ledger, asked: &GetTxRequest) -> Result<Vec<u8>, AbciError> {
    if asked.hash.is_empty() {
        let detail = "tx hash cannot be empty";
        return Err(status("InvalidArgument", Kind::InvalidRequest, detail));
    }
    let bytes = Hex::try_from(Value::from(asked.hash.as_str()))
        .map_err(|error| AbciError::new(Kind::InvalidRequest, error))?;
    let found = bytes.0.try_into().ok().and_then(|hash| ledger.tx(&hash));
    let Some(record) = found else {
        let detail = format!("tx not found: {}", asked.hash);
        return Err(status("NotFound", Kind::KeyNotFound, detail));
    };
    let nanos = ledger.block(record.height).map_or(0, |block| block.nanos);
    Ok(GetTxResponse {
        // the parts of a raw transaction are those of a transaction, encoded
        tx: Tx::decode(record.bytes.as_slice()).ok(),
        tx_response: Some(tx_response(record, nanos)),
    }
    .encode_to_vec())
}

fn tx_response(record: &TxRecord, nanos: u64) -> TxResponse {
    let result = &record.result;
    let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    TxResponse {
        height: signed(record.height),
        txhash: render::hash(&record.hash),
        codespace: result.codespace.clone(),
        code: result.code,
        data: hex::encode_upper(&result.data),
        raw_log: result.log.clone(),
        logs: Vec::new(),
        info: String::new(),
        gas_wanted: signed(result.gas_wanted),
        gas_used: signed(result.gas_used),
        tx: Some(Any {
            type_url: "/cosmos.tx.v1beta1.Tx".to_owned(),
            // the parts of a raw transaction are those of a transaction, encoded
            value: record.bytes.clone(),
        }),
        timestamp: render::time(nanos),
        events: convert_all(&events(&result.events, true)),
    }
}
