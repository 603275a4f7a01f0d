//! Signed vote transactions a second.

use std::sync::Arc;
use std::time::{Duration, Instant};

use folkmoot_chain::{Client, LocalSigner, Node, Signed, Signer, execute};
use folkmoot_group::msg::{ExecuteMsg, ProposalView, QueryMsg};
use folkmoot_group::wallet::Wallet;
use folkmoot_localnet::Handle;
use folkmoot_rules::Choice;
use tokio::task::JoinSet;

use crate::common::{Failure, config, digits, found, say, sign};

const VOTERS: usize = 5_000;
const CONNECTIONS: usize = 32;

pub async fn measure() -> Result<(), Failure> {
    let voters = (0..VOTERS)
        .map(|index| LocalSigner::from_hex(&digits(index).into()))
        .collect::<Result<Vec<_>, _>>()?;
    let addresses = voters
        .iter()
        .map(|voter| voter.address("wasm"))
        .collect::<Result<Vec<_>, _>>()?;

    let started = Instant::now();
    let chain = folkmoot_localnet::spawn(config(&addresses)).await?;
    let start = started.elapsed();
    say(&format!(
        "start of the embedded chain with {VOTERS} funded accounts: {start:.1?}"
    ));

    let client = Client::connect(&chain.rpc_url()).await?;
    let wallets = addresses.iter().cloned().map(Wallet::Cosmos).collect();
    let group = found(&chain, &client, &voters[0], wallets).await?;
    let signed = sign_votes(&client, &group, &voters, &addresses).await?;
    let taken = cast(&chain, &client, &group, signed).await?;
    let per_second = VOTERS as f64 / taken.as_secs_f64();
    say(&format!(
        "signed vote transactions: {VOTERS} in {taken:.2?}, {per_second:.0} a second over {CONNECTIONS} connections"
    ));
    chain.shutdown().await?;
    Ok(())
}

async fn sign_votes(
    client: &Client,
    group: &str,
    voters: &[LocalSigner],
    addresses: &[String],
) -> Result<Vec<Signed>, Failure> {
    let mut signed = Vec::with_capacity(voters.len());
    for (voter, address) in voters.iter().zip(addresses) {
        let msg = ExecuteMsg::Vote {
            proposal: 1,
            choice: Choice::Yes,
            reason: None,
        };
        signed.push(sign(client, voter, execute(address, group, &msg, vec![])?).await?);
    }
    Ok(signed)
}

/// Sends all votes over several connections at once; the time until the contract has counted them all.
async fn cast(
    chain: &Handle,
    client: &Client,
    group: &str,
    signed: Vec<Signed>,
) -> Result<Duration, Failure> {
    let signed = Arc::new(signed);
    let mut lanes = JoinSet::new();
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Client::connect(&chain.rpc_url()).await?);
    }
    let begun = Instant::now();
    for (lane, connection) in connections.into_iter().enumerate() {
        let signed = Arc::clone(&signed);
        lanes.spawn(async move {
            for one in signed.iter().skip(lane).step_by(CONNECTIONS) {
                connection.broadcast(one.bytes.clone()).await?;
            }
            Ok::<(), Failure>(())
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane??;
    }
    loop {
        let query = QueryMsg::ProposalView { proposal: 1 };
        let view: ProposalView = client.smart(group, &query).await?;
        if view.tally.seats.yes == VOTERS as u128 {
            return Ok(begun.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
