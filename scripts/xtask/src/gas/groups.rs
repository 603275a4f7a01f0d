//! The groups of a measurement.

use anyhow::{Context, Result};
use bech32::{Bech32, Hrp};
use cosmos_sdk_proto::Any;
use cosmwasm_std::instantiate2_address;
use folkmoot_api::charter::CharterSpec;
use folkmoot_api::limits::MAX_SEATS_A_MESSAGE;
use folkmoot_api::msg::{ExecuteMsg, InstantiateMsg, ProposalView, QueryMsg, SeatSpec};
use folkmoot_chain::{TxResult, coin, execute, instantiate2};
use folkmoot_rules::{Rule, Seconds};
use serde::de::DeserializeOwned;

use super::chain::{Chain, Sender};

/// How long a group has for a mirror, and for what is its own.
pub const INTERNAL: Seconds = Seconds::days(3);
/// The time kept free for carrying votes up.
const BUFFER: Seconds = Seconds::days(4);
/// How long a joint proposal is open.
pub const JOINT: Seconds = Seconds::days(7);

/// The contract's code on the chain.
pub struct Code {
    /// Its number.
    pub id: u64,
    /// Its checksum.
    pub checksum: [u8; 32],
}

/// Founds groups.
pub struct Founder<'c> {
    /// The chain.
    pub chain: &'c Chain,
    /// The code.
    pub code: &'c Code,
    /// Who pays for the founding.
    pub purse: &'c Sender,
    /// Whether the code is pinned by now.
    pub pinned: bool,
}

/// A group.
#[derive(Clone)]
pub struct Group {
    /// Its contract.
    pub address: String,
}

/// The charter of the measured groups: half of the members take part, more yes than no decide.
pub fn charter(period: Seconds, group_account: &str) -> CharterSpec {
    CharterSpec {
        relay_buffer: BUFFER,
        group_accounts: vec![group_account.to_owned()],
        ..CharterSpec::simple(Rule::majority(), period)
    }
}

impl Founder<'_> {
    /// Founds a group in one message.
    pub async fn found(
        &self,
        name: &str,
        charter: CharterSpec,
        seats: Vec<SeatSpec>,
    ) -> Result<(Group, TxResult)> {
        let (group, message) = self.founding(name, charter, seats, true)?;
        let sent = self
            .chain
            .send(self.purse, &format!("founding {name}"), vec![message])
            .await?;
        Ok((group, self.chain.included(&sent).await?))
    }

    /// Founds a group of more seats than fit into a message.
    pub async fn found_large(
        &self,
        name: &str,
        charter: CharterSpec,
        seats: Vec<SeatSpec>,
    ) -> Result<Group> {
        let (group, message) = self.founding(name, charter, vec![], false)?;
        let mut sent = vec![self.chain.send(self.purse, name, vec![message]).await?];
        for seats in seats.chunks(MAX_SEATS_A_MESSAGE) {
            let seats = ExecuteMsg::AddSeats {
                seats: seats.to_vec(),
            };
            let add = group.call(&self.purse.address, &seats)?;
            let what = format!("adding seats to {name}");
            sent.push(self.chain.send_large(self.purse, &what, vec![add]).await?);
        }
        let founded = group.call(&self.purse.address, &ExecuteMsg::Found {})?;
        let what = format!("completing {name}");
        sent.push(self.chain.send(self.purse, &what, vec![founded]).await?);
        self.chain.all(&sent).await?;
        Ok(group)
    }

    /// A group's address, which it needs to be its own admin, and the message that makes it.
    fn founding(
        &self,
        name: &str,
        charter: CharterSpec,
        seats: Vec<SeatSpec>,
        founded: bool,
    ) -> Result<(Group, Any)> {
        // another address in each round, and in each measurement on a chain that has seen one
        let salt = format!("{name}, {}, {}", self.pinned, self.code.id);
        let (_, creator) = bech32::decode(&self.purse.address)?;
        let address = instantiate2_address(&self.code.checksum, &creator.into(), salt.as_bytes())?;
        let prefix = Hrp::parse(&self.chain.prefix)?;
        let address = bech32::encode::<Bech32>(prefix, address.as_slice())?;
        let msg = InstantiateMsg {
            name: name.to_owned(),
            charter,
            seats,
            founded,
        };
        let (from, admin) = (&self.purse.address, Some(address.as_str()));
        let message = instantiate2(
            from,
            admin,
            self.code.id,
            name,
            &msg,
            vec![],
            salt.as_bytes(),
        )?;
        Ok((Group { address }, message))
    }
}

impl Group {
    /// A call by this account.
    pub fn call(&self, by: &str, msg: &ExecuteMsg) -> Result<Any> {
        Ok(execute(by, &self.address, msg, vec![])?)
    }

    /// A gift to its common fund.
    pub fn gift(&self, by: &str, amount: u128, denom: &str) -> Result<Any> {
        let gift = ExecuteMsg::Contribute {};
        Ok(execute(
            by,
            &self.address,
            &gift,
            vec![coin(amount, denom)],
        )?)
    }

    /// Asks it.
    pub async fn ask<T: DeserializeOwned>(&self, chain: &Chain, query: &QueryMsg) -> Result<T> {
        let answer = chain.client.smart(&self.address, query).await;
        answer.with_context(|| format!("{query:?}"))
    }

    /// One of its proposals.
    pub async fn proposal(&self, chain: &Chain, proposal: u64) -> Result<ProposalView> {
        self.ask(chain, &QueryMsg::ProposalView { proposal }).await
    }
}
