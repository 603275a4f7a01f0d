//! The network that is measured on: one node of the real chain.

use std::path::Path;

use anyhow::{Context, Result};
use folkmoot_chain::LocalSigner;
use folkmoot_wasmd::{Account, Description, Network as Running, Options};
use tempfile::TempDir;

/// A running network of one node.
pub struct Network {
    /// What it is.
    pub description: Description,
    /// Where nobody named a folder the network ends with this, and its folder goes.
    _own: Option<(Running, TempDir)>,
}

impl Network {
    /// Starts a network that ends with the measurement, or takes that of a folder, which then stays.
    pub fn of(home: Option<&Path>) -> Result<Self> {
        if let Some(home) = home {
            let running = Running::start(&Options::new(home))?;
            let description = running.description().clone();
            running.detach();
            return Ok(Self {
                description,
                _own: None,
            });
        }
        let folder = tempfile::tempdir()?;
        let running = Running::start(&Options::new(folder.path()))?;
        Ok(Self {
            description: running.description().clone(),
            _own: Some((running, folder)),
        })
    }

    /// The address of its node.
    pub fn node(&self) -> Result<&str> {
        let node = self.description.nodes.first();
        Ok(&node.context("a network without nodes")?.rpc)
    }

    /// The key of an account that has coins.
    pub fn purse(&self) -> Result<LocalSigner> {
        self.signer(self.description.accounts.first())
    }

    /// The key of the account that holds the stake, and so decides what is pinned.
    pub fn validator(&self) -> Result<LocalSigner> {
        self.signer(self.description.validators.first())
    }

    fn signer(&self, account: Option<&Account>) -> Result<LocalSigner> {
        let account = account.context("a network without accounts")?;
        let words = self.description.mnemonic.as_str().into();
        Ok(LocalSigner::from_mnemonic_at(&words, &account.path)?)
    }
}
