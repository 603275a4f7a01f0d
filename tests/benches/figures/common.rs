//! What both figures need: a large group with an open proposal.

use std::time::Duration;

use folkmoot_chain::{Client, Draft, LocalSigner, Node, Signed, Signer, execute, instantiate};
use folkmoot_embedded::group_code;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{ExecuteMsg, InstantiateMsg, ProposalSpec, SeatSpec, Text};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_localnet::{BlockMode, Config, Handle};
use folkmoot_rules::{Rule, Seconds};

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

const SEATS_A_MESSAGE: usize = 200;
const TEXT_BYTES: usize = 10_000;

#[expect(clippy::print_stdout, reason = "the figures are this program's output")]
pub fn say(line: &str) {
    println!("{line}");
}

/// A chain that makes ten blocks a second, on which these accounts hold coins.
pub fn config(addresses: &[String]) -> Config {
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

/// A key of its own for each number, always the same.
pub fn digits(index: usize) -> String {
    format!("{:064x}", index + 1)
}

fn charter() -> CharterSpec {
    let mut charter = CharterSpec::simple(Rule::majority(), Seconds::days(3));
    charter.upstream.round.rule = Rule::three_quarters();
    charter.execution_window = Seconds::days(7);
    charter
}

/// Founds a group of all voters in several messages and opens a proposal with a text.
pub async fn found(
    chain: &Handle,
    client: &Client,
    founder: &LocalSigner,
    wallets: Vec<Wallet>,
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
    for chunk in wallets.chunks(SEATS_A_MESSAGE) {
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
        parties: vec![],
    };
    let msg = ExecuteMsg::Propose { proposal };
    send(client, founder, execute(&from, &group, &msg, vec![])?).await?;
    Ok(group)
}

fn seat(wallet: &Wallet) -> SeatSpec {
    SeatSpec {
        name: wallet.to_string(),
        holder: Holder::person(vec![wallet.clone()]),
        standing: Default::default(),
        weight: None,
    }
}

/// Signs, sends and waits until it is in a block.
pub async fn send(
    client: &Client,
    signer: &LocalSigner,
    message: cosmrs::Any,
) -> Result<(), Failure> {
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

pub async fn sign(
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
