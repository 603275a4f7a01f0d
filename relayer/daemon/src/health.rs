//! Whether the relayer can do its work.

use folkmoot_chain::Node;
use serde::Serialize;

use crate::duty::Context;
use crate::relay::Pulse;

/// Blocks that the relayer may be behind its node.
const MAX_BEHIND: u64 = 10;

/// How the relayer is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Health {
    /// Whether all of it is well.
    pub ready: bool,
    /// The node.
    pub node: Part,
    /// The database.
    pub database: Part,
    /// Reading the chain.
    pub chain: Part,
}

/// One thing that it depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Whether it is well.
    pub ready: bool,
    /// What there is to say of it.
    pub detail: String,
}

impl Part {
    fn well(detail: String) -> Self {
        Self {
            ready: true,
            detail,
        }
    }

    fn ill(detail: String) -> Self {
        Self {
            ready: false,
            detail,
        }
    }
}

/// Asks node and database.
pub async fn examine(context: &Context, pulse: &Pulse) -> Health {
    let (node, height) = match context.client.status().await {
        Ok(status) => {
            let detail = format!("chain {} at height {}", status.chain_id, status.height);
            (Part::well(detail), Some(status.height))
        }
        Err(error) => (Part::ill(error.to_string()), None),
    };
    let database = database(context).await;
    let now = pulse.now();
    let chain = match now.started {
        true => chain(height, now.next_height.saturating_sub(1)),
        false => Part::ill("the groups are still being read".to_owned()),
    };
    Health {
        ready: node.ready && database.ready && chain.ready,
        node,
        database,
        chain,
    }
}

/// Opens a transaction that could write.
async fn database(context: &Context) -> Part {
    let tried = async {
        let store = context.store.begin().await?;
        store.cancel().await
    };
    match tried.await {
        Ok(()) => Part::well("it can be written".to_owned()),
        Err(error) => Part::ill(error.to_string()),
    }
}

fn chain(height: Option<u64>, read: u64) -> Part {
    let Some(height) = height else {
        return Part::ill(format!(
            "read up to height {read}; the node does not answer"
        ));
    };
    let behind = height.saturating_sub(read);
    let detail = format!("read up to height {read}, {behind} blocks behind");
    match behind > MAX_BEHIND {
        true => Part::ill(format!("{detail}, more than {MAX_BEHIND}")),
        false => Part::well(detail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relayer_that_is_far_behind_is_not_ready() {
        assert!(chain(Some(100), 100).ready);
        assert!(chain(Some(100), 90).ready);
        assert!(!chain(Some(100), 89).ready);
        assert!(!chain(None, 100).ready);
    }
}
