//! Blocks: their contents and their hashes, which are those that CometBFT computes.

use std::sync::Arc;

use cosmos_sdk_proto::Timestamp;
use cosmos_sdk_proto::tendermint::v0_38::types::{BlockId, PartSetHeader};
use cosmos_sdk_proto::tendermint::v0_38::version::Consensus;
use prost::Message;
use sha2::{Digest, Sha256};

use super::machine::TxResult;

/// A hash.
pub type Hash = [u8; 32];

/// A transaction in a block.
#[derive(Debug, Clone)]
pub struct TxRecord {
    /// sha256 of its bytes.
    pub hash: Hash,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The block.
    pub height: u64,
    /// Its place in the block.
    pub index: u32,
    /// What became of it.
    pub result: TxResult,
}

/// A block.
#[derive(Debug, Clone)]
pub struct Block {
    /// Chain id.
    pub chain_id: String,
    /// Height.
    pub height: u64,
    /// Time in nanoseconds since 1970.
    pub nanos: u64,
    /// Its transactions.
    pub txs: Vec<Arc<TxRecord>>,
    /// Hash of the block before; none for the first.
    pub last_hash: Option<Hash>,
    /// The application's hash after the block before, which is what a header holds.
    pub last_app_hash: Hash,
    /// Hash of the results of the block before.
    pub last_results_hash: Hash,
    /// The application's hash after this block.
    pub app_hash: Hash,
    /// Hash of the header.
    pub hash: Hash,
}

/// CometBFT's block protocol.
pub const BLOCK_PROTOCOL: u64 = 11;

/// The key of the one validator. It signs nothing: the chain has no consensus.
pub fn validator_key() -> Hash {
    Sha256::digest(b"folkmoot-localnet validator").into()
}

/// The validator's address: the first 20 bytes of its key's hash.
pub fn validator_address() -> Vec<u8> {
    let mut hash = Sha256::digest(validator_key()).to_vec();
    hash.truncate(20);
    hash
}

/// Hash of the set of validators, of the parameters, and of whatever else never changes here.
pub fn constant_hash(what: &str) -> Hash {
    Sha256::digest(what.as_bytes()).into()
}

/// The parts that a block's id names besides its hash.
pub fn part_set_hash(hash: &Hash) -> Hash {
    Sha256::digest(hash).into()
}

/// The id of the block with this hash.
fn block_id(hash: Option<&Hash>) -> BlockId {
    BlockId {
        hash: hash.map(|hash| hash.to_vec()).unwrap_or_default(),
        part_set_header: Some(PartSetHeader {
            total: u32::from(hash.is_some()),
            hash: hash
                .map(|hash| part_set_hash(hash).to_vec())
                .unwrap_or_default(),
        }),
    }
}

impl Block {
    /// Hash over the transactions.
    pub fn data_hash(&self) -> Hash {
        merkle(self.txs.iter().map(|tx| tx.hash.to_vec()).collect())
    }

    /// Hash over what became of the transactions; stands in the next header.
    pub fn results_hash(&self) -> Hash {
        let leaf = |tx: &Arc<TxRecord>| {
            let result = &tx.result;
            let numbers = (result.code, result.gas_wanted, result.gas_used);
            [
                &numbers.0.to_be_bytes()[..],
                &numbers.1.to_be_bytes(),
                &numbers.2.to_be_bytes(),
                &result.data,
            ]
            .concat()
        };
        merkle(self.txs.iter().map(leaf).collect())
    }

    /// Hash over the signatures for the block before.
    pub fn last_commit_hash(&self) -> Hash {
        match &self.last_hash {
            Some(hash) => Sha256::digest(part_set_hash(hash)).into(),
            None => merkle(Vec::new()),
        }
    }

    /// CometBFT's hash of the header: a Merkle tree over its fields.
    pub fn header_hash(&self) -> Hash {
        let version = Consensus {
            block: BLOCK_PROTOCOL,
            app: 0,
        };
        let time = Timestamp {
            seconds: i64::try_from(self.nanos / 1_000_000_000).unwrap_or(i64::MAX),
            nanos: i32::try_from(self.nanos % 1_000_000_000).unwrap_or_default(),
        };
        let bytes = |hash: &[u8]| hash.to_vec().encode_to_vec();
        merkle(vec![
            version.encode_to_vec(),
            self.chain_id.clone().encode_to_vec(),
            self.height.encode_to_vec(),
            time.encode_to_vec(),
            block_id(self.last_hash.as_ref()).encode_to_vec(),
            bytes(&self.last_commit_hash()),
            bytes(&self.data_hash()),
            bytes(&constant_hash("validators")),
            bytes(&constant_hash("validators")),
            bytes(&constant_hash("consensus")),
            bytes(&self.last_app_hash),
            bytes(&self.last_results_hash),
            bytes(&merkle(Vec::new())),
            bytes(&validator_address()),
        ])
    }
}

/// The Merkle tree of RFC 6962, as CometBFT uses it.
pub fn merkle(leaves: Vec<Vec<u8>>) -> Hash {
    let hashes: Vec<Hash> = leaves
        .into_iter()
        .map(|leaf| {
            Sha256::new()
                .chain_update([0])
                .chain_update(leaf)
                .finalize()
                .into()
        })
        .collect();
    root(&hashes)
}

fn root(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => Sha256::digest([]).into(),
        [one] => *one,
        many => {
            let split = many.len().next_power_of_two() / 2;
            let (left, right) = many.split_at(split);
            Sha256::new()
                .chain_update([1])
                .chain_update(root(left))
                .chain_update(root(right))
                .finalize()
                .into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_those_of_rfc_6962() {
        // vectors of CometBFT's crypto/merkle
        assert_eq!(
            hex::encode(merkle(vec![])),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            hex::encode(merkle(vec![vec![]])),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        let three = merkle(vec![vec![1], vec![2], vec![3]]);
        let pair = merkle(vec![vec![1], vec![2]]);
        let alone = merkle(vec![vec![3]]);
        assert_eq!(three, root(&[pair, alone]));
    }
}
