//! Transactions of a measurement: every one is signed alike, and its gas is what the chain has charged in a block.

use std::cell::Cell;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use cosmos_sdk_proto::Any;
use folkmoot_chain::{Account, Client, Draft, LocalSigner, Node, Signer, TxHash, TxResult, coin};

use super::network::Network;

/// Paid for each transaction: its transfer is in the gas, as on a live chain.
const FEE: u128 = 5_000;
/// The gas that a transaction may use. More does not cost more.
const GAS_LIMIT: u64 = 6_000_000;
/// The same for what takes more: storing the code, founding large groups. A chain's least fee is by the limit.
const LARGE_FEE: u128 = 10_000;
const LARGE_GAS_LIMIT: u64 = 20_000_000;
/// From one look for a transaction to the next.
const POLL: Duration = Duration::from_millis(40);
/// How often it is looked for: a minute.
const LOOKS: usize = 1_500;

/// The chain that is measured on.
pub struct Chain {
    /// Its client.
    pub client: Client,
    /// The prefix of its addresses.
    pub prefix: String,
    /// The denomination of fees and treasuries.
    pub denom: String,
}

/// Somebody who signs transactions. The sequence is counted here, so that several can wait for one block.
pub struct Sender {
    /// The account's address.
    pub address: String,
    signer: LocalSigner,
    numbers: Cell<Account>,
}

/// A transaction on its way.
pub struct Sent {
    what: String,
    hash: TxHash,
}

impl Chain {
    /// The chain of a network.
    pub async fn connect(network: &Network) -> Result<Self> {
        let client = Client::connect(network.node()?).await?;
        Ok(Self {
            client,
            prefix: network.description.prefix.clone(),
            denom: network.description.denom.clone(),
        })
    }

    /// The sender with this key; the account has to be there.
    pub async fn sender(&self, signer: LocalSigner) -> Result<Sender> {
        let address = signer.address(&self.prefix)?;
        let numbers = self.client.account(&address).await?;
        let numbers = numbers.with_context(|| format!("there is no account {address}"))?;
        Ok(Sender {
            address,
            signer,
            numbers: Cell::new(numbers),
        })
    }

    /// Signs and sends a transaction, behind all that were sent before.
    pub async fn send(&self, by: &Sender, what: &str, messages: Vec<Any>) -> Result<Sent> {
        self.send_within(by, what, messages, (GAS_LIMIT, FEE)).await
    }

    /// The same with room for what takes more than any comparison allows.
    pub async fn send_large(&self, by: &Sender, what: &str, messages: Vec<Any>) -> Result<Sent> {
        self.send_within(by, what, messages, (LARGE_GAS_LIMIT, LARGE_FEE))
            .await
    }

    async fn send_within(
        &self,
        by: &Sender,
        what: &str,
        messages: Vec<Any>,
        (gas_limit, fee): (u64, u128),
    ) -> Result<Sent> {
        let account = by.numbers.get();
        let draft = Draft {
            messages,
            memo: String::new(),
            timeout_height: 0,
            gas_limit,
            fee: vec![coin(fee, &self.denom)],
            chain_id: self.client.chain_id().to_owned(),
            account,
        };
        let signed = draft.sign(&by.signer).await?;
        let hash = self.client.broadcast(signed.bytes).await;
        by.numbers.set(Account {
            sequence: account.sequence + 1,
            ..account
        });
        Ok(Sent {
            what: what.to_owned(),
            hash: hash.with_context(|| what.to_owned())?,
        })
    }

    /// Waits until a transaction is in a block. It has to have succeeded.
    pub async fn included(&self, sent: &Sent) -> Result<TxResult> {
        for _ in 0..LOOKS {
            if let Some(found) = self.client.transaction(sent.hash).await? {
                let (what, log) = (&sent.what, &found.log);
                ensure!(found.code == 0, "{what} failed: {log}");
                return Ok(found);
            }
            tokio::time::sleep(POLL).await;
        }
        let limit = POLL * u32::try_from(LOOKS)?;
        anyhow::bail!("{} is in no block after {limit:?}", sent.what)
    }

    /// Sends a transaction and waits for it.
    pub async fn done(&self, by: &Sender, what: &str, messages: Vec<Any>) -> Result<TxResult> {
        let sent = self.send(by, what, messages).await?;
        self.included(&sent).await
    }

    /// Waits for all of them.
    pub async fn all(&self, sent: &[Sent]) -> Result<Vec<TxResult>> {
        let mut results = Vec::with_capacity(sent.len());
        for sent in sent {
            results.push(self.included(sent).await?);
        }
        Ok(results)
    }

    /// What an address has.
    pub async fn balance(&self, address: &str) -> Result<u128> {
        Ok(self.client.balance(address, &self.denom).await?)
    }
}
