//! Who is paid: an address says nothing to those who vote on it.

use folkmoot_chain::{Client, Node};
use folkmoot_group::action::Action;
use serde::Serialize;

use crate::CliError;
use crate::reader::Reader;

/// A payee of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payee {
    /// The address.
    pub address: String,
    /// What it is, in words.
    pub is: String,
}

/// The payees of these actions, each once and in order.
pub async fn payees(
    client: &Client,
    reader: &Reader<'_>,
    actions: &[Action],
) -> Result<Vec<Payee>, CliError> {
    let mut found: Vec<Payee> = Vec::new();
    for action in actions {
        let (Action::Spend { to: address, .. } | Action::Contribute { group: address, .. }) =
            action
        else {
            continue;
        };
        if found.iter().all(|payee| payee.address != *address) {
            let is = who(client, reader, address).await?;
            found.push(Payee {
                address: address.clone(),
                is,
            });
        }
    }
    Ok(found)
}

async fn who(client: &Client, reader: &Reader<'_>, address: &str) -> Result<String, CliError> {
    if let Some(seat) = reader.seat_of(address).await? {
        return Ok(format!("{}, seat {}", seat.name, seat.seat));
    }
    if let Some(contract) = client.contract_info(address).await? {
        let group = Reader::new(client, address).group().await;
        return Ok(match group {
            Ok(group) => format!("the group {}", group.name),
            Err(_) => format!("a contract, '{}'", contract.label),
        });
    }
    Ok(match client.account(address).await? {
        Some(_) => "an account that holds no seat here".to_owned(),
        None => "a new account: this chain has not seen it yet".to_owned(),
    })
}
