//! CometBFT's JSON: 64-bit numbers in quotes, bytes in base64, hashes in upper-case hex.

mod blocks;
mod events;
mod node;
mod results;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cosmrs::tendermint::Time;

pub use blocks::{block, block_id, commit, header, meta};
pub use events::{new_block, new_header, tx_notice};
pub use node::{consensus_params, genesis, net_info, status, validators};
pub use results::{block_results, broadcast, check_tx, no_result, query, refused, tx, tx_result};

/// Bytes in base64.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// A hash in upper-case hex.
pub fn hash(bytes: &[u8]) -> String {
    hex::encode_upper(bytes)
}

/// A time as RFC 3339.
pub fn time(nanos: u64) -> String {
    let seconds = i64::try_from(nanos / 1_000_000_000).unwrap_or(i64::MAX);
    let rest = u32::try_from(nanos % 1_000_000_000).unwrap_or_default();
    Time::from_unix_timestamp(seconds, rest)
        .unwrap_or_else(|_| Time::unix_epoch())
        .to_rfc3339()
}
