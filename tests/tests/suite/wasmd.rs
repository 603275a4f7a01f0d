//! The real chain that `scripts/suite-wasmd` has started: one network for all stories, which are played side by side,
//! each with an account of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use folkmoot_chain::clock::SystemClock;
use folkmoot_chain::{
    Client, GasPrice, Job, LocalSigner, Writer, WriterConfig, gzipped, store_code,
};
use folkmoot_stories::{HostError, Place, Rpc};
use folkmoot_wasmd::Description;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

/// The file that describes the network.
const NETWORK: &str = "FOLKMOOT_NETWORK";
/// The group contract's wasm.
const WASM: &str = "FOLKMOOT_WASM";
/// How many seconds of a story pass in one of the chain.
const TIME_SCALE: &str = "FOLKMOOT_TIME_SCALE";

/// The number of the group's code, once it is stored.
static CODE: OnceCell<u64> = OnceCell::const_new();
/// The account that the next story takes; the first one stores the code.
static NEXT: AtomicUsize = AtomicUsize::new(1);

/// The network, with an account that no other story of this run uses.
pub async fn host() -> Result<Rpc, HostError> {
    Rpc::connect(place().await?).await
}

/// The same before a story connects.
pub async fn place() -> Result<Place, HostError> {
    let network = network()?;
    let code_id = *CODE.get_or_try_init(|| stored(&network)).await?;
    let index = NEXT.fetch_add(1, Ordering::Relaxed);
    let scale = std::env::var(TIME_SCALE).ok();
    Ok(Place {
        nodes: network.nodes.iter().map(|node| node.rpc.clone()).collect(),
        purse: signer(&network, index)?,
        gas_price: gas_price(&network)?,
        prefix: network.prefix,
        denom: network.denom,
        code_id,
        time: scale.map(|it| it.parse()).transpose().map_err(broken)?,
        edition: edition(index)?,
    })
}

fn broken(error: impl std::fmt::Display) -> HostError {
    HostError::Broken(error.to_string())
}

fn variable(name: &str) -> Result<PathBuf, HostError> {
    let found = std::env::var_os(name).map(PathBuf::from);
    found.ok_or_else(|| broken(format!("{name} is not set: run scripts/suite-wasmd")))
}

/// The file that describes the network.
pub fn network_file() -> Result<PathBuf, HostError> {
    variable(NETWORK)
}

fn network() -> Result<Description, HostError> {
    let text = std::fs::read_to_string(network_file()?).map_err(broken)?;
    serde_json::from_str(&text).map_err(broken)
}

fn gas_price(network: &Description) -> Result<GasPrice, HostError> {
    let price = format!("{}{}", network.gas_price, network.denom);
    price.parse().map_err(broken)
}

fn signer(network: &Description, index: usize) -> Result<LocalSigner, HostError> {
    let account = network.accounts.get(index);
    let account = account.ok_or_else(|| broken(format!("the network has no account {index}")))?;
    let words = network.mnemonic.as_str().into();
    LocalSigner::from_mnemonic_at(&words, &account.path).map_err(broken)
}

/// Stories that were played on this network before had another one.
fn edition(index: usize) -> Result<String, HostError> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    Ok(format!("{index} {}", now.map_err(broken)?.as_nanos()))
}

async fn stored(network: &Description) -> Result<u64, HostError> {
    let wasm = std::fs::read(variable(WASM)?).map_err(broken)?;
    let checksum: [u8; 32] = Sha256::digest(&wasm).into();
    let node = network.nodes.first().ok_or_else(|| broken("no node"))?;
    let client = Client::connect(&node.rpc).await.map_err(broken)?;
    let codes = client.codes().await.map_err(broken)?;
    if let Some(code) = codes.iter().find(|code| code.checksum.0 == checksum) {
        return Ok(code.id);
    }
    let config = WriterConfig::new(&network.prefix, gas_price(network)?);
    let signer = Arc::new(signer(network, 0)?);
    let writer = Writer::spawn(client, signer, Arc::new(SystemClock), config).map_err(broken)?;
    let packed = gzipped(&wasm).map_err(broken)?;
    let store = store_code(writer.address(), packed);
    let included = writer.write(Job::of(vec![store])).await.map_err(broken)?;
    let id = included.attribute("store_code", "code_id");
    let id = id.ok_or_else(|| broken("no code_id"))?;
    id.parse().map_err(broken)
}
