//! Who signs: each group's own account, and one that carries for all others.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use folkmoot_chain::clock::Clock;
use folkmoot_chain::keystore::{Keystore, KeystoreError};
use folkmoot_chain::{Client, Signer, SignerError, Writer, WriterConfig};

use crate::config::Config;

/// The keys that the relayer signs with.
#[derive(Clone, Default)]
pub struct Signers {
    groups: BTreeMap<String, Arc<dyn Signer>>,
    carrier: Option<Arc<dyn Signer>>,
}

impl fmt::Debug for Signers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups: Vec<&String> = self.groups.keys().collect();
        f.debug_struct("Signers")
            .field("groups", &groups)
            .field("carrier", &self.carrier.is_some())
            .finish_non_exhaustive()
    }
}

impl Signers {
    /// The keys that a configuration names, out of a keystore.
    pub fn of_keystore(config: &Config, keystore: &Keystore) -> Result<Self, KeystoreError> {
        let mut signers = Self::default();
        for group in &config.groups {
            let signer = Arc::new(keystore.load(&group.key)?);
            signers = signers.with_group(&group.address, signer);
        }
        if let Some(key) = &config.carrier {
            signers = signers.with_carrier(Arc::new(keystore.load(key)?));
        }
        Ok(signers)
    }

    /// The same with a group's own account.
    #[must_use]
    pub fn with_group(mut self, group: &str, signer: Arc<dyn Signer>) -> Self {
        self.groups.insert(group.to_owned(), signer);
        self
    }

    /// The same with an account for what anybody may do.
    #[must_use]
    pub fn with_carrier(mut self, signer: Arc<dyn Signer>) -> Self {
        self.carrier = Some(signer);
        self
    }
}

/// The writers, one an account: an account that signs for two groups still has one. Cloning it shares them.
#[derive(Clone)]
pub struct Accounts {
    client: Client,
    clock: Arc<dyn Clock>,
    config: WriterConfig,
    writers: Arc<RwLock<Writers>>,
}

#[derive(Default)]
struct Writers {
    of_groups: BTreeMap<String, Writer>,
    carrier: Option<Writer>,
    by_address: BTreeMap<String, Writer>,
}

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accounts").finish_non_exhaustive()
    }
}

impl Accounts {
    pub(super) fn start(
        client: Client,
        clock: Arc<dyn Clock>,
        config: WriterConfig,
        signers: Signers,
    ) -> Result<Self, SignerError> {
        let accounts = Self {
            client,
            clock,
            config,
            writers: Arc::default(),
        };
        for (group, signer) in signers.groups {
            accounts.operate(&group, signer)?;
        }
        if let Some(signer) = signers.carrier {
            let writer = accounts.writer(signer)?;
            accounts.change(|writers| writers.carrier = Some(writer));
        }
        Ok(accounts)
    }

    /// From now on this account signs for the group.
    pub(super) fn operate(&self, group: &str, signer: Arc<dyn Signer>) -> Result<(), SignerError> {
        let writer = self.writer(signer)?;
        self.change(|writers| {
            writers.of_groups.insert(group.to_owned(), writer);
        });
        Ok(())
    }

    /// The groups that have an account of their own here.
    pub fn operated(&self) -> Vec<String> {
        self.read(|writers| writers.of_groups.keys().cloned().collect())
    }

    /// A group's own account.
    pub fn own(&self, group: &str) -> Option<Writer> {
        self.read(|writers| writers.of_groups.get(group).cloned())
    }

    /// The account for what anybody may do.
    pub fn carrier(&self) -> Option<Writer> {
        self.read(|writers| writers.carrier.clone())
    }

    /// All accounts' addresses.
    pub fn addresses(&self) -> Vec<String> {
        self.read(|writers| writers.by_address.keys().cloned().collect())
    }

    /// The denomination that they pay fees in.
    pub fn denom(&self) -> &str {
        self.config.gas_price.denom()
    }

    fn writer(&self, signer: Arc<dyn Signer>) -> Result<Writer, SignerError> {
        let address = signer.address(&self.config.prefix)?;
        if let Some(known) = self.read(|writers| writers.by_address.get(&address).cloned()) {
            return Ok(known);
        }
        let (client, clock) = (self.client.clone(), Arc::clone(&self.clock));
        let writer = Writer::spawn(client, signer, clock, self.config.clone())?;
        self.change(|writers| {
            writers.by_address.insert(address, writer.clone());
        });
        Ok(writer)
    }

    // a map is whole after each step, also where a panic has poisoned its lock
    fn read<R>(&self, read: impl FnOnce(&Writers) -> R) -> R {
        read(&self.writers.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, change: impl FnOnce(&mut Writers)) {
        change(&mut self.writers.write().unwrap_or_else(PoisonError::into_inner));
    }
}
