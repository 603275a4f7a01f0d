//! Signed ballots taken in and carried a second, and how soon a decided mirror's vote is above.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use folkmoot_chain::clock::SystemClock;
use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_chain::{Client, LocalSigner, Signer};
use folkmoot_daemon::config::Config;
use folkmoot_daemon::log::LogFormat;
use folkmoot_daemon::relay::{self, Relay, Signers};
use folkmoot_group::msg::{ProposalView, QueryMsg, SignedBallot, WalletSignature};
use folkmoot_group::wallet::Wallet;
use folkmoot_localnet::Handle;
use folkmoot_rules::{BallotFields, Choice};
use tokio::task::JoinSet;

use crate::common::{Failure, config, digits, found, say};

const VOTERS: usize = 2_000;
const CONNECTIONS: usize = 32;

pub async fn measure() -> Result<(), Failure> {
    let founder = LocalSigner::from_hex(&digits(VOTERS).into())?;
    let carrier = LocalSigner::from_hex(&digits(VOTERS + 1).into())?;
    let funded = [founder.address("wasm")?, carrier.address("wasm")?];
    let voters = (0..VOTERS)
        .map(|index| EthereumSigner::from_hex(&digits(index).into()))
        .collect::<Result<Vec<_>, _>>()?;
    let chain = folkmoot_localnet::spawn(config(&funded)).await?;
    let client = Client::connect(&chain.rpc_url()).await?;
    let mut wallets = vec![Wallet::Cosmos(funded[0].clone())];
    wallets.extend(voters.iter().map(|voter| Wallet::Ethereum(voter.address())));
    let group = found(&chain, &client, &founder, wallets).await?;

    let folder = tempfile::tempdir()?;
    let relay = start(&chain, folder.path(), &group, carrier).await?;
    relay.settle().await?;
    let ballots = sign(&client, &group, &voters).await?;
    let (taken_in, carried) = carry(&relay, &client, &group, ballots).await?;
    say(&format!(
        "signed ballots: {VOTERS} verified and answered in {taken_in:.2?}, {:.0} a second; counted by the contract {:.0} a second",
        VOTERS as f64 / taken_in.as_secs_f64(),
        VOTERS as f64 / carried.as_secs_f64(),
    ));
    relay.stop().await?;
    chain.shutdown().await?;
    Ok(())
}

async fn start(
    chain: &Handle,
    folder: &std::path::Path,
    group: &str,
    carrier: LocalSigner,
) -> Result<Relay, Failure> {
    let config = Config {
        nodes: vec![chain.rpc_url()],
        chain_id: Some(chain.chain_id().to_owned()),
        prefix: chain.prefix().to_owned(),
        gas_price: format!("0{}", chain.denom()).parse()?,
        keystore: folder.join("keys"),
        passphrase_file: None,
        database: folder.join("relayer.db"),
        listen: ([127, 0, 0, 1], 0).into(),
        poll_interval: Duration::from_millis(50),
        websocket: true,
        start_height: 1,
        groups: vec![],
        carrier: None,
        log_format: LogFormat::Text,
        log: String::new(),
    };
    let signers = Signers::default().with_group(group, Arc::new(carrier));
    Ok(relay::start(&config, signers, Arc::new(SystemClock)).await?)
}

async fn sign(
    client: &Client,
    group: &str,
    voters: &[EthereumSigner],
) -> Result<Vec<SignedBallot>, Failure> {
    let view: ProposalView = client
        .smart(group, &QueryMsg::ProposalView { proposal: 1 })
        .await?;
    let expires = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() + 86_400;
    let fields = BallotFields {
        chain: client.chain_id(),
        group,
        proposal: 1,
        title: &view.title,
        content_hash: view.content_hash.as_slice().try_into()?,
        choice: Choice::Yes.as_str(),
        reason: "",
        revision: 1,
        expires,
    };
    let digest = fields.eip712_digest();
    voters
        .iter()
        .map(|voter| {
            let signature = WalletSignature {
                wallet: Wallet::Ethereum(voter.address()),
                signature: voter.sign_digest(&digest)?.into(),
            };
            Ok(SignedBallot {
                choice: Choice::Yes,
                reason: String::new(),
                revision: 1,
                expires,
                signatures: vec![signature],
            })
        })
        .collect()
}

/// The time until all were answered, and until the contract had counted them all.
async fn carry(
    relay: &Relay,
    client: &Client,
    group: &str,
    ballots: Vec<SignedBallot>,
) -> Result<(Duration, Duration), Failure> {
    let url = format!(
        "{}/api/v1/groups/{group}/proposals/1/ballots",
        relay.api_url()
    );
    let ballots = Arc::new(ballots);
    let http = reqwest::Client::new();
    let begun = Instant::now();
    let mut lanes = JoinSet::new();
    for lane in 0..CONNECTIONS {
        let (ballots, url, http) = (Arc::clone(&ballots), url.clone(), http.clone());
        lanes.spawn(async move {
            for ballot in ballots.iter().skip(lane).step_by(CONNECTIONS) {
                http.post(&url)
                    .json(ballot)
                    .send()
                    .await?
                    .error_for_status()?;
            }
            Ok::<(), Failure>(())
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane??;
    }
    let taken_in = begun.elapsed();
    loop {
        let query = QueryMsg::ProposalView { proposal: 1 };
        let view: ProposalView = client.smart(group, &query).await?;
        if view.tally.seats.yes == VOTERS as u128 {
            return Ok((taken_in, begun.elapsed()));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
