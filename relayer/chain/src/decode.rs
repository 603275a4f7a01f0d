//! From the client library's types to plain data.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tendermint::abci;
use tendermint_rpc::endpoint;

use super::{BlockView, ChainError, Event, Status, TxHash, TxResult};

/// The wire has signed numbers where none is ever below 0: times since 1970, gas (-1 is "no limit" in a simulation).
fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

pub(super) fn status(answer: &endpoint::status::Response) -> Status {
    Status {
        chain_id: answer.node_info.network.to_string(),
        height: answer.sync_info.latest_block_height.value(),
        time: unsigned(answer.sync_info.latest_block_time.unix_timestamp()),
    }
}

pub(super) fn block(
    height: u64,
    block: &tendermint::Block,
    results: Vec<abci::types::ExecTxResult>,
) -> Result<BlockView, ChainError> {
    let decode = |reason: String| ChainError::Decode {
        what: format!("block {height}"),
        reason,
    };
    let found = block.header.height.value();
    if found != height {
        return Err(decode(format!("it is block {found}")));
    }
    if block.data.len() != results.len() {
        let (txs, results) = (block.data.len(), results.len());
        return Err(decode(format!(
            "it has {txs} transactions and {results} results"
        )));
    }
    let txs = block
        .data
        .iter()
        .zip(results)
        .map(|(tx, answer)| result(TxHash::of(tx), height, answer))
        .collect::<Result<_, _>>()?;
    Ok(BlockView {
        height,
        time: unsigned(block.header.time.unix_timestamp()),
        txs,
    })
}

pub(super) fn result(
    hash: TxHash,
    height: u64,
    answer: abci::types::ExecTxResult,
) -> Result<TxResult, ChainError> {
    let events = answer
        .events
        .into_iter()
        .map(|event| self::event(hash, event))
        .collect::<Result<_, _>>()?;
    // the client library leaves the field's base64 as it came
    let data = BASE64_STANDARD
        .decode(&answer.data)
        .map_err(|error| ChainError::Decode {
            what: format!("the data of transaction {hash}"),
            reason: error.to_string(),
        })?;
    Ok(TxResult {
        hash,
        height,
        code: answer.code.value(),
        codespace: answer.codespace,
        log: answer.log,
        gas_wanted: unsigned(answer.gas_wanted),
        gas_used: unsigned(answer.gas_used),
        events,
        data,
    })
}

fn event(hash: TxHash, event: abci::Event) -> Result<Event, ChainError> {
    let text = |bytes: &[u8]| {
        String::from_utf8(bytes.to_vec()).map_err(|error| ChainError::Decode {
            what: format!("an event of transaction {hash}"),
            reason: error.to_string(),
        })
    };
    let attributes = event
        .attributes
        .iter()
        .map(|entry| Ok((text(entry.key_bytes())?, text(entry.value_bytes())?)))
        .collect::<Result<_, ChainError>>()?;
    Ok(Event {
        kind: event.kind,
        attributes,
    })
}
