//! A chain behind nodes, and how a story passes there.

use std::time::Duration;

use folkmoot_chain::{Client, GasPrice, LocalSigner, Node, Status};
use folkmoot_embedded::group_code;
use folkmoot_localnet::{Clock, Config, Handle};
use folkmoot_rules::Seconds;
use serde_json::{Value, json};

use super::host::{BLOCK, GENESIS, HostError};
use super::tale::Tale;
use super::time::TimeScale;

/// From one look at the chain's time to the next.
const LOOK: Duration = Duration::from_millis(100);
/// How often the same time may be seen: a minute. Then the chain stands still.
const LOOKS: usize = 600;
/// What an account of a story can use at most, in units of gas: more than anybody needs in one.
const POCKET_GAS: u64 = 20_000_000;
/// What an account has where nothing has a price.
const COINS: u128 = 100;
/// JSON-RPC's code for a method that there isn't.
const NO_SUCH_METHOD: i64 = -32_601;

/// A chain on which a story can be played.
#[derive(Debug, Clone)]
pub struct Place {
    /// The RPC addresses of its nodes; the first that answers is used.
    pub nodes: Vec<String>,
    /// The key of an account with coins, who founds and gives.
    pub purse: LocalSigner,
    /// The prefix of its addresses.
    pub prefix: String,
    /// The denomination that treasuries hold.
    pub denom: String,
    /// What a unit of gas costs.
    pub gas_price: GasPrice,
    /// The number of the group contract's code.
    pub code_id: u64,
    /// How fast the story goes; unless it is named, time is moved where that can be done, and goes fast where it has
    /// to be waited for.
    pub time: Option<TimeScale>,
    /// Tells tellings on this chain apart.
    pub edition: String,
}

impl Place {
    /// The chain in this process, with a clock that only blocks and stories move.
    pub(super) fn embedded(chain: &Handle) -> Result<Self, HostError> {
        let missing = |what: &str| HostError::Broken(format!("the embedded chain has no {what}"));
        let purse = chain.accounts().first().ok_or_else(|| missing("account"))?;
        let words = purse.mnemonic.as_str().into();
        let purse = LocalSigner::from_mnemonic_at(&words, &purse.path).map_err(broken)?;
        Ok(Self {
            nodes: vec![chain.rpc_url()],
            purse,
            prefix: chain.prefix().to_owned(),
            denom: chain.denom().to_owned(),
            gas_price: format!("0{}", chain.denom()).parse().map_err(broken)?,
            code_id: chain.codes().first().ok_or_else(|| missing("code"))?.0,
            time: Some(TimeScale::REAL),
            edition: String::new(),
        })
    }

    /// What the founder has to hold for a story: everybody's pocket money, the treasuries, and the fees.
    #[must_use]
    pub fn cost(&self, tale: &Tale) -> u128 {
        let people = self.pocket_money().saturating_mul(tale.accounts);
        let fees = self.gas_price.fee(POCKET_GAS);
        people.saturating_add(fees).saturating_add(tale.coins)
    }

    /// What an account gets for fees, and so that it exists.
    pub(super) fn pocket_money(&self) -> u128 {
        self.gas_price.fee(POCKET_GAS).saturating_add(COINS)
    }
}

/// What the embedded chain is started with.
pub(super) fn config() -> Config {
    Config {
        clock: Clock::Manual {
            start: GENESIS,
            step_millis: BLOCK.0.saturating_mul(1_000),
        },
        codes: vec![group_code()],
        accounts: 1,
        ..Config::default()
    }
}

/// How time passes.
#[derive(Debug)]
pub(super) enum Passing {
    /// It is moved, by the embedded chain's own method.
    Moved(reqwest::Client),
    /// It is waited for.
    WaitedFor,
}

impl Passing {
    /// As the chain behind this client has it.
    pub(super) async fn of(client: &Client) -> Result<Self, HostError> {
        let http = reqwest::Client::new();
        match moved(&http, client.node_url(), Seconds::ZERO).await? {
            Ok(()) => Ok(Self::Moved(http)),
            Err(error) if error["code"] == NO_SUCH_METHOD => Ok(Self::WaitedFor),
            Err(error) => Err(broken(error)),
        }
    }

    /// How fast a story goes if nobody says it.
    pub(super) fn scale(&self) -> TimeScale {
        match self {
            Self::Moved(_) => TimeScale::REAL,
            Self::WaitedFor => TimeScale::FAST,
        }
    }

    /// Lets so much of the chain's time pass.
    pub(super) async fn pass(&self, client: &Client, time: Seconds) -> Result<(), HostError> {
        match self {
            Self::Moved(http) => moved(http, client.node_url(), time)
                .await?
                .map_err(|error| HostError::Refused(error.to_string())),
            Self::WaitedFor => {
                let now = client.status().await.map_err(broken)?.time;
                let until = time.after(now);
                waited(client, &format!("time {until}"), |it| it.time >= until).await
            }
        }
    }

    /// Until another block is there.
    pub(super) async fn next_block(&self, client: &Client) -> Result<(), HostError> {
        match self {
            Self::Moved(_) => self.pass(client, Seconds(1)).await,
            Self::WaitedFor => {
                let now = client.status().await.map_err(broken)?.height;
                waited(client, &format!("a block above {now}"), |it| {
                    it.height > now
                })
                .await
            }
        }
    }
}

/// Has the node move its time; the inner error is its answer.
async fn moved(
    http: &reqwest::Client,
    node: &str,
    time: Seconds,
) -> Result<Result<(), Value>, HostError> {
    let call = json!({
        "jsonrpc": "2.0",
        "id": 1,
        "method": "folkmoot_advance_time",
        "params": { "seconds": time.0 },
    });
    let answer = http.post(node).json(&call).send().await.map_err(broken)?;
    let answer: Value = answer.json().await.map_err(broken)?;
    Ok(match answer.get("error") {
        None => Ok(()),
        Some(error) => Err(error.clone()),
    })
}

/// Until the chain's last block is as it should be.
async fn waited(
    client: &Client,
    what: &str,
    is_there: impl Fn(&Status) -> bool,
) -> Result<(), HostError> {
    let (mut last, mut looks) = (0, 0);
    loop {
        match client.status().await {
            Ok(status) if is_there(&status) => return Ok(()),
            Ok(status) if status.height > last => (last, looks) = (status.height, 0),
            Ok(_) => looks += 1,
            // another node is asked the next time
            Err(error) if error.is_retry() => looks += 1,
            Err(error) => return Err(broken(error)),
        }
        if looks > LOOKS {
            let seconds = LOOK.as_secs_f64() * LOOKS as f64;
            let reason =
                format!("the chain has stood at height {last} for {seconds} s; waiting for {what}");
            return Err(HostError::Broken(reason));
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn broken(error: impl std::fmt::Display) -> HostError {
    HostError::Broken(error.to_string())
}
