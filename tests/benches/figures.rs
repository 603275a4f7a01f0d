//! The figures of docs/performance.md that concern the embedded chain: `cargo bench --package stories --bench figures`.
//!
//! A vote is measured whole: a signed transaction sent over JSON-RPC, decoded, its signature checked, executed by the
//! contract, in a block. Each voter has an account and a key of their own. Signing and founding are not measured.

use std::sync::Arc;
use std::time::{Duration, Instant};

use folkmoot::chain::{Client, Draft, LocalSigner, Node, Signed, Signer, execute, instantiate};
use folkmoot::embedded::group_code;
use folkmoot_group::charter::{
    Basis, CharterSpec, Covers, Procedure, Round, Stage, UpstreamPolicy, Weighting,
};
use folkmoot_group::msg::{
    ExecuteMsg, InstantiateMsg, ProposalSpec, ProposalView, QueryMsg, SeatSpec, Text,
};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_localnet::{BlockMode, Config, Handle};
use folkmoot_rules::{Choice, Rule, Seconds, Translation};
use tokio::task::JoinSet;

type Failure = Box<dyn std::error::Error + Send + Sync>;

const VOTERS: usize = 5_000;
const CONNECTIONS: usize = 32;
const SEATS_A_MESSAGE: usize = 200;
const TEXT_BYTES: usize = 10_000;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let voters = (0..VOTERS).map(voter).collect::<Result<Vec<_>, _>>()?;
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
    let group = found(&chain, &client, &voters[0], &addresses).await?;
    let signed = sign_votes(&client, &group, &voters, &addresses).await?;
    let taken = cast(&chain, &client, &group, signed).await?;
    let per_second = VOTERS as f64 / taken.as_secs_f64();
    say(&format!(
        "signed vote transactions: {VOTERS} in {taken:.2?}, {per_second:.0} a second over {CONNECTIONS} connections"
    ));
    chain.shutdown().await?;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures are this program's output")]
fn say(line: &str) {
    println!("{line}");
}

fn config(addresses: &[String]) -> Config {
    Config {
        block: BlockMode::Interval(Duration::from_millis(100)),
        codes: vec![group_code()],
        extra_balances: addresses
            .iter()
            .map(|address| (address.clone(), 1_000_000))
            .collect(),
        ..Config::default()
    }
}

/// A key of its own for each voter, always the same.
fn voter(index: usize) -> Result<LocalSigner, Failure> {
    let digits = format!("{:064x}", index + 1);
    Ok(LocalSigner::from_hex(&digits.into())?)
}

fn charter() -> CharterSpec {
    let round = |rule| Round {
        rule,
        period: Seconds::days(3),
        early_finish: true,
        revoting: false,
    };
    CharterSpec {
        weighting: Weighting {
            basis: Basis::Equal,
            cap: None,
        },
        procedures: vec![Procedure {
            name: "ordinary".into(),
            covers: Covers::Everything {},
            electorate: Default::default(),
            stages: vec![Stage::Decide(round(Rule::majority()))],
        }],
        upstream: UpstreamPolicy {
            round: round(Rule::three_quarters()),
            translation: Translation::default(),
        },
        relay_buffer: Seconds::days(4),
        execution_window: Seconds::days(7),
        group_accounts: vec![],
        key_notice: Seconds::days(7),
        weight_notice: Seconds::days(7),
        trusted_code: vec![],
    }
}

/// Founds a group of all voters in several messages and opens a proposal with a text.
async fn found(
    chain: &Handle,
    client: &Client,
    founder: &LocalSigner,
    addresses: &[String],
) -> Result<String, Failure> {
    let begin = InstantiateMsg {
        name: "Voters".into(),
        charter: charter(),
        seats: vec![],
        founded: false,
    };
    let code = chain.codes().first().ok_or("no code")?.0;
    let from = founder.address("wasm")?;
    send(
        client,
        founder,
        instantiate(&from, None, code, "Voters", &begin, vec![])?,
    )
    .await?;
    let group = client
        .contracts_by_code(code)
        .await?
        .pop()
        .ok_or("no contract")?;
    for chunk in addresses.chunks(SEATS_A_MESSAGE) {
        let seats = chunk.iter().map(seat).collect();
        let msg = ExecuteMsg::AddSeats { seats };
        send(client, founder, execute(&from, &group, &msg, vec![])?).await?;
    }
    send(
        client,
        founder,
        execute(&from, &group, &ExecuteMsg::Found {}, vec![])?,
    )
    .await?;
    let proposal = ProposalSpec {
        title: "A proposal with a text".into(),
        text: Text::Stored("x".repeat(TEXT_BYTES)),
        actions: vec![],
    };
    let msg = ExecuteMsg::Propose { proposal };
    send(client, founder, execute(&from, &group, &msg, vec![])?).await?;
    Ok(group)
}

fn seat(address: &String) -> SeatSpec {
    SeatSpec {
        name: address.clone(),
        holder: Holder::person(vec![Wallet::Cosmos(address.clone())]),
        standing: Default::default(),
        weight: None,
    }
}

/// Signs, sends and waits until it is in a block.
async fn send(client: &Client, signer: &LocalSigner, message: cosmrs::Any) -> Result<(), Failure> {
    let signed = sign(client, signer, message).await?;
    client.broadcast(signed.bytes).await?;
    loop {
        if let Some(result) = client.transaction(signed.hash).await? {
            if result.code != 0 {
                return Err(result.log.into());
            }
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn sign(
    client: &Client,
    signer: &LocalSigner,
    message: cosmrs::Any,
) -> Result<Signed, Failure> {
    let account = client
        .account(&signer.address("wasm")?)
        .await?
        .ok_or("a voter without an account")?;
    let draft = Draft {
        messages: vec![message],
        memo: String::new(),
        timeout_height: 0,
        gas_limit: 100_000_000,
        fee: vec![],
        chain_id: client.chain_id().to_owned(),
        account,
    };
    Ok(draft.sign(signer).await?)
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
