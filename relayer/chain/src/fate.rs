//! What became of a transaction: answered from the blocks, never assumed.

use super::{ChainError, Node, TxHash, TxResult};

/// What became of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is in a block, failed or not.
    Included(Box<TxResult>),
    /// It may still get into a block.
    Pending,
    /// It is in none of the blocks that could hold it and will never be: what it was for may be signed again.
    Lost,
}

/// Looks for a transaction that was signed at `from_height` and may be in no block above `timeout_height`.
///
/// The node's index is asked first, because it is quick; only the blocks themselves prove that it is lost.
pub async fn fate<N: Node>(
    node: &N,
    hash: TxHash,
    from_height: u64,
    timeout_height: u64,
) -> Result<Fate, ChainError> {
    if let Some(found) = node.transaction(hash).await? {
        return Ok(Fate::Included(Box::new(found)));
    }
    if node.status().await?.height < timeout_height {
        return Ok(Fate::Pending);
    }
    let found = search(node, hash, from_height, timeout_height).await?;
    Ok(found.map_or(Fate::Lost, |found| Fate::Included(Box::new(found))))
}

/// Reads the blocks above `after` up to `last` for a transaction.
pub(super) async fn search<N: Node>(
    node: &N,
    hash: TxHash,
    after: u64,
    last: u64,
) -> Result<Option<TxResult>, ChainError> {
    for height in after.saturating_add(1)..=last {
        let Some(block) = node.block(height).await? else {
            // another node than the one that told the height, or its results are being written: ask again
            return Err(ChainError::Transport {
                node: "in use".to_owned(),
                reason: format!("block {height} is not there yet"),
            });
        };
        if let Some(found) = block.txs.into_iter().find(|tx| tx.hash == hash) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
