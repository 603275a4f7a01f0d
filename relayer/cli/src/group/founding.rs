//! A group that is being founded: at an address that is known before, with itself as its admin, in as many messages as
//! its seats need. Stopped anywhere, the same command goes on where it stopped.

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::base::v1beta1::Coin as ProtoCoin;
use cosmwasm_std::{CanonicalAddr, Coin, instantiate2_address};
use folkmoot_chain::{CodeInfo, execute, instantiate2};
use folkmoot_group::limits::MAX_SEATS_A_MESSAGE;
use folkmoot_group::msg::{ExecuteMsg, GroupView, InstantiateMsg, SeatSpec, SeatView};
use sha2::{Digest, Sha256};

use crate::CliError;

/// The longest label that wasmd takes, in bytes.
const MAX_LABEL: usize = 128;

/// What is to be founded.
#[derive(Debug)]
pub struct Founding {
    /// Name, charter and all seats.
    pub group: InstantiateMsg,
    /// Who founds it.
    pub founder: String,
    /// The code it runs.
    pub code: CodeInfo,
    /// Tells groups of one name and founder apart.
    pub salt: String,
    /// What the founder gives to its treasury, in the transaction that founds it: so it is given once.
    pub deposit: Vec<Coin>,
}

/// Messages that go into one transaction.
#[derive(Debug)]
pub struct Batch {
    /// The messages.
    pub messages: Vec<Any>,
    /// How many seats the group has after it.
    pub seats: usize,
}

impl Founding {
    fn salt(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        // lengths keep a name that ends like a salt begins apart from the other way round
        for part in ["folkmoot group", &self.group.name, &self.salt] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into()
    }

    /// The address that the group will have, of its code, founder, name and salt.
    pub fn address(&self) -> Result<String, CliError> {
        let unusable = |reason: String| {
            CliError::refused(format!("the group's address can't be computed: {reason}"))
        };
        let (prefix, founder) =
            bech32::decode(&self.founder).map_err(|error| unusable(error.to_string()))?;
        let founder = CanonicalAddr::from(founder);
        let address = instantiate2_address(&self.code.checksum.0, &founder, &self.salt())
            .map_err(|error| unusable(error.to_string()))?;
        bech32::encode::<bech32::Bech32>(prefix, address.as_slice())
            .map_err(|error| unusable(error.to_string()))
    }

    /// What is still to be sent once the first `done` seats are there; `None` stands for a group that isn't there.
    pub fn batches(&self, done: Option<usize>) -> Result<Vec<Batch>, CliError> {
        let mut batches = self.founding_batches(done)?;
        if let (Some(last), false) = (batches.last_mut(), self.deposit.is_empty()) {
            let coins = self.deposit.iter();
            let coins = coins
                .map(|it| coin(&it.amount.to_string(), &it.denom))
                .collect();
            let (founder, address) = (&self.founder, self.address()?);
            let gift = execute(founder, &address, &ExecuteMsg::Contribute {}, coins)?;
            last.messages.push(gift);
        }
        Ok(batches)
    }

    fn founding_batches(&self, done: Option<usize>) -> Result<Vec<Batch>, CliError> {
        let address = self.address()?;
        let all = &self.group.seats;
        let mut batches = Vec::new();
        let mut seats = done.unwrap_or(0);
        let next = |from: usize| all.iter().skip(from).take(MAX_SEATS_A_MESSAGE).cloned();
        if done.is_none() {
            let first: Vec<SeatSpec> = next(0).collect();
            seats = first.len();
            batches.push(Batch {
                messages: vec![self.instantiate(&address, first, seats == all.len())?],
                seats,
            });
            if seats == all.len() {
                return Ok(batches);
            }
        }
        loop {
            let more: Vec<SeatSpec> = next(seats).collect();
            seats = seats.saturating_add(more.len());
            let mut messages = Vec::new();
            if !more.is_empty() {
                messages.push(self.tell(&address, &ExecuteMsg::AddSeats { seats: more })?);
            }
            let last = seats == all.len();
            if last {
                messages.push(self.tell(&address, &ExecuteMsg::Found {})?);
            }
            batches.push(Batch { messages, seats });
            if last {
                return Ok(batches);
            }
        }
    }

    fn instantiate(
        &self,
        address: &str,
        seats: Vec<SeatSpec>,
        founded: bool,
    ) -> Result<Any, CliError> {
        let message = InstantiateMsg {
            seats,
            founded,
            ..self.group.clone()
        };
        let label: String = label(&self.group.name);
        let salt = self.salt();
        Ok(instantiate2(
            &self.founder,
            Some(address),
            self.code.id,
            &label,
            &message,
            Vec::new(),
            &salt,
        )?)
    }

    fn tell(&self, address: &str, message: &ExecuteMsg) -> Result<Any, CliError> {
        Ok(execute(&self.founder, address, message, Vec::new())?)
    }

    /// Checks that what is there is the beginning of what is to be founded.
    pub fn check_begun(&self, group: &GroupView, seats: &[SeatView]) -> Result<usize, CliError> {
        let name = &self.group.name;
        let address = &group.address;
        if group.founded_at.is_some() {
            return Err(CliError::refused(format!(
                "you have founded {name} already, at {address}: name a --salt to found another of that name"
            )));
        }
        for (there, wanted) in seats.iter().zip(&self.group.seats) {
            if there.name != wanted.name || there.standing != wanted.standing {
                return Err(CliError::refused(format!(
                    "the founding of {name} at {address} was begun with {:?} in seat {}, not {:?}: found it with the \
                     same members, or another one with a --salt",
                    there.name, there.seat, wanted.name
                )));
            }
        }
        if seats.len() > self.group.seats.len() {
            return Err(CliError::refused(format!(
                "the founding of {name} at {address} has {} seats already, more than the {} named now",
                seats.len(),
                self.group.seats.len()
            )));
        }
        Ok(seats.len())
    }
}

fn coin(amount: &str, denom: &str) -> ProtoCoin {
    ProtoCoin {
        amount: amount.to_owned(),
        denom: denom.to_owned(),
    }
}

/// The name, cut where a character ends.
fn label(name: &str) -> String {
    let mut end = name.len().min(MAX_LABEL);
    while !name.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    name.get(..end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
