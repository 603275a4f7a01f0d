//! Both chains, started alike.

use std::time::Duration;

use anyhow::{Error, Result};
use folkmoot_localnet::{BlockMode, Config, Handle, NativeCode};
use folkmoot_wasmd::{MNEMONIC, Network, Options};
use tempfile::TempDir;

use crate::chain::Chain;
use crate::draft::Person;

/// How many people each chain has for the tests.
const PEOPLE: usize = 40;
/// wasmd's time between blocks.
const BLOCK_TIME: Duration = Duration::from_millis(300);

/// The embedded chain and wasmd.
pub struct Pair {
    /// wasmd.
    pub real: Chain,
    /// The embedded chain.
    pub embedded: Chain,
    /// Both end with it.
    pub guard: Guard,
}

/// Keeps both chains running.
pub struct Guard {
    _network: Network,
    _handle: Handle,
    _folder: TempDir,
}

impl Pair {
    /// Starts both: one node of wasmd, and an embedded chain with the same terms that runs these contracts.
    ///
    /// # Errors
    /// When one of them does not start.
    pub async fn start(codes: Vec<NativeCode>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let options = Options::new(folder.path().join("wasmd"));
        let network = tokio::task::spawn_blocking(move || Network::start(&options)).await??;
        let description = network.description();
        let config = Config {
            chain_id: description.chain_id.clone(),
            prefix: description.prefix.clone(),
            denom: description.denom.clone(),
            accounts: PEOPLE,
            block: BlockMode::Interval(BLOCK_TIME),
            codes,
            min_gas_price: description.gas_price.parse().map_err(Error::msg)?,
            ..Config::default()
        };
        let handle = folkmoot_localnet::spawn(config).await?;
        let people = description.accounts.iter().take(PEOPLE);
        let people: Result<Vec<Person>> = people
            .map(|account| Person::of(MNEMONIC, &account.path))
            .collect();
        let real = Chain::new(
            network.nodes()[0].rpc.clone(),
            description.chain_id.clone(),
            people?,
        );
        let people = handle.accounts().iter();
        let people: Result<Vec<Person>> = people
            .map(|account| Person::of(&account.mnemonic, &account.path))
            .collect();
        let embedded = Chain::new(handle.rpc_url(), handle.chain_id().to_owned(), people?);
        Ok(Self {
            real,
            embedded,
            guard: Guard {
                _network: network,
                _handle: handle,
                _folder: folder,
            },
        })
    }
}
