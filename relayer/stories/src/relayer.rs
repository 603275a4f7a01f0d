//! A relayer in this process, as `folkmoot relay` runs it: with a keystore, a database and an API of its own.

use std::sync::Arc;
use std::time::Duration;

use folkmoot_chain::clock::SystemClock;
use folkmoot_chain::keystore::{KeyKind, KeyName, KeySource, Keystore};
use folkmoot_chain::{LocalSigner, Signer};
use folkmoot_daemon::config::Config;
use folkmoot_daemon::log::LogFormat;
use folkmoot_daemon::relay::{self, Relay, Signers};
use folkmoot_group::msg::SignedBallot;
use folkmoot_store::BallotState;
use rand::RngCore;
use rand::rngs::OsRng;
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tempfile::TempDir;

use super::host::{Carried, HostError, Setting};
use super::people::Account;
use super::place::Place;

/// From one look for a new block to the next, if nothing wakes it before.
const POLL: Duration = Duration::from_millis(100);
/// How often a ballot is looked for: a minute.
const LOOKS: usize = 600;
/// The passphrase is random and gone with the story, so stretching it would only cost time.
const WORK_FACTOR: u8 = 2;

/// A relayer and all that is its own; it ends and its folder goes with it.
pub(super) struct Relayer {
    config: Config,
    keystore: Keystore,
    http: reqwest::Client,
    /// None while it is stopped.
    running: Option<Relay>,
    groups: Vec<(String, KeyName)>,
    edition: String,
    _folder: TempDir,
}

/// What the API answers to a ballot.
#[derive(Deserialize)]
struct Accepted {
    receipt: String,
}

/// What it says of the ballot later.
#[derive(Deserialize)]
struct Receipt {
    state: BallotState,
    reason: Option<String>,
}

/// A problem document, as far as a story reads it.
#[derive(Deserialize)]
struct Problem {
    title: String,
    #[serde(default)]
    detail: String,
}

impl Relayer {
    /// Starts one for a chain, that reads blocks from this height on.
    pub(super) async fn start(
        place: &Place,
        height: u64,
        setting: &Setting,
    ) -> Result<Self, HostError> {
        let folder = tempfile::tempdir().map_err(broken)?;
        let keys = folder.path().join("keys");
        let mut secret = [0; 32];
        OsRng.try_fill_bytes(&mut secret).map_err(broken)?;
        let passphrase = SecretString::from(hex::encode(secret));
        let keystore = Keystore::open(&keys, passphrase).map_err(broken)?;
        let config = Config {
            nodes: place.nodes.clone(),
            chain_id: Some(setting.chain_id.clone()),
            prefix: setting.prefix.clone(),
            gas_price: place.gas_price.clone(),
            keystore: keys,
            passphrase_file: None,
            database: folder.path().join("relayer.db"),
            listen: ([127, 0, 0, 1], 0).into(),
            poll_interval: POLL,
            websocket: false,
            start_height: height,
            groups: vec![],
            carrier: None,
            log_format: LogFormat::Text,
            log: String::new(),
        };
        let mut relayer = Self {
            config,
            keystore: keystore.with_work_factor(WORK_FACTOR),
            http: reqwest::Client::new(),
            running: None,
            groups: vec![],
            edition: setting.edition.clone(),
            _folder: folder,
        };
        relayer.resume().await?;
        Ok(relayer)
    }

    /// Where its API is, while it runs.
    pub(super) fn api_url(&self) -> Option<String> {
        self.running.as_ref().map(Relay::api_url)
    }

    /// Whether it runs.
    pub(super) fn runs(&self) -> bool {
        self.running.is_some()
    }

    /// Lets it work on, with what it remembers.
    pub(super) async fn resume(&mut self) -> Result<(), HostError> {
        if self.running.is_some() {
            return Ok(());
        }
        let mut signers = Signers::default();
        for (group, key) in &self.groups {
            signers = signers.with_group(group, Arc::new(self.load(key)?));
        }
        let started = relay::start(&self.config, signers, Arc::new(SystemClock)).await;
        self.running = Some(started.map_err(broken)?);
        Ok(())
    }

    /// Stops it.
    pub(super) async fn pause(&mut self) -> Result<(), HostError> {
        match self.running.take() {
            Some(running) => running.stop().await.map_err(broken),
            None => Ok(()),
        }
    }

    /// From now on it operates a group's account. The key goes into the keystore, encrypted, and is read from there.
    pub(super) async fn operate(
        &mut self,
        group: &str,
        account: &Account,
    ) -> Result<(), HostError> {
        let name: KeyName = format!("group-{}", self.groups.len())
            .parse()
            .map_err(broken)?;
        let secret = KeySource::Hex(Account::secret(&account.name, &self.edition)?);
        self.keystore
            .import(&name, KeyKind::Cosmos, secret)
            .map_err(broken)?;
        let signer = self.load(&name)?;
        let address = signer.address(&self.config.prefix).map_err(broken)?;
        if address != account.address {
            return Err(broken(format!(
                "the key of {} is another account's",
                account.name
            )));
        }
        self.groups.push((group.to_owned(), name));
        match &self.running {
            Some(running) => running
                .operate(group, Arc::new(signer))
                .await
                .map_err(broken),
            None => Ok(()),
        }
    }

    fn load(&self, name: &KeyName) -> Result<LocalSigner, HostError> {
        self.keystore.load(name).map_err(broken)
    }

    /// Until it has read all blocks and nothing is due; at once where it is stopped.
    pub(super) async fn settle(&self) -> Result<(), HostError> {
        match &self.running {
            Some(running) => running.settle().await.map_err(broken),
            None => Ok(()),
        }
    }

    /// Hands ballots in over the API, and waits until they are carried.
    pub(super) async fn carry(
        &self,
        group: &str,
        proposal: u64,
        ballots: &[SignedBallot],
    ) -> Result<Vec<Carried>, HostError> {
        let api = self
            .api_url()
            .ok_or_else(|| broken("the relayer is stopped"))?;
        let url = format!("{api}/api/v1/groups/{group}/proposals/{proposal}/ballots");
        // one after the other, so that they count in the story's order
        let mut handed_in: Vec<Result<Accepted, String>> = vec![];
        for ballot in ballots {
            handed_in.push(self.ask(self.http.post(&url).json(ballot)).await?);
        }
        self.settle().await?;
        let mut carried = vec![];
        for receipt in handed_in {
            carried.push(match receipt {
                Err(refused) => Carried::Refused(refused),
                Ok(Accepted { receipt }) => self.carried(&api, &receipt).await?,
            });
        }
        Ok(carried)
    }

    /// What became of a ballot. One whose carrying failed is tried again after a while, so it is waited for.
    async fn carried(&self, api: &str, receipt: &str) -> Result<Carried, HostError> {
        let url = format!("{api}/api/v1/receipts/{receipt}");
        for _ in 0..LOOKS {
            let found: Receipt = self.ask(self.http.get(&url)).await?.map_err(broken)?;
            match found.state {
                BallotState::Carried => return Ok(Carried::Counted),
                BallotState::Refused => {
                    return Ok(Carried::Refused(found.reason.unwrap_or_default()));
                }
                BallotState::Received => tokio::time::sleep(POLL).await,
            }
            self.settle().await?;
        }
        Err(broken(format!(
            "ballot {receipt} is not carried after {LOOKS} looks"
        )))
    }

    /// What the API answers, or its refusal in words.
    async fn ask<T: DeserializeOwned>(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<Result<T, String>, HostError> {
        let answer = request.send().await.map_err(broken)?;
        if answer.status().is_success() {
            return answer.json().await.map(Ok).map_err(broken);
        }
        let Problem { title, detail } = answer.json().await.map_err(broken)?;
        Ok(Err(format!("{title}: {detail}")))
    }
}

fn broken(error: impl std::fmt::Display) -> HostError {
    HostError::Broken(error.to_string())
}
