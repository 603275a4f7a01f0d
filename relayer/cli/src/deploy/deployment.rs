//! A deployment at work: it looks at the chain before each step, does what is missing, and writes it down.

use std::collections::BTreeMap;
use std::path::PathBuf;

use cosmwasm_std::Uint256;
use folkmoot_chain::CodeInfo;
use folkmoot_group::msg::InstantiateMsg;
use indicatif::ProgressBar;

use super::decisions::{Decision, open_ones};
use super::federation::{Federation, Group, in_group};
use super::manifest::{CodeLine, DecisionLine, GroupLine, Manifest};
use super::steps::{Decided, Founded, Step};
use crate::code::{Code, is_native, stored};
use crate::group::Founding;
use crate::reader::Reader;
use crate::session::Session;
use crate::transaction::Transaction;
use crate::{CliError, Output};

/// A deployment at work.
pub struct Deployment<'a> {
    session: &'a Session,
    federation: &'a Federation,
    path: PathBuf,
    manifest: Manifest,
    addresses: BTreeMap<String, String>,
    bar: ProgressBar,
}

impl<'a> Deployment<'a> {
    /// What is to be done, checked against what was begun before.
    pub fn of(
        session: &'a Session,
        federation: &'a Federation,
        path: PathBuf,
        code: &Code,
    ) -> Result<Self, CliError> {
        let (chain_id, deployer) = (session.client.chain_id(), &session.address);
        let checksum = code.checksum();
        let before = Manifest::read(&path)?;
        if let Some(before) = &before {
            before.check_same(&path, chain_id, deployer, checksum)?;
        }
        let (id, founded, decisions) = before.map_or_else(Default::default, Manifest::into_parts);
        let mut deployment = Self {
            manifest: Manifest {
                chain_id: chain_id.to_owned(),
                deployer: deployer.clone(),
                code: CodeLine {
                    id,
                    checksum: checksum.to_string(),
                },
                groups: vec![],
                decisions,
            },
            session,
            federation,
            path,
            addresses: BTreeMap::new(),
            bar: progress(federation.groups.len(), session.dry_run),
        };
        let unstored = code.info();
        for group in &federation.groups {
            let address = deployment.founding(group, &unstored)?.address()?;
            deployment.manifest.groups.push(GroupLine {
                name: group.name.clone(),
                founded: founded.contains(&address),
                address: address.clone(),
            });
            deployment.addresses.insert(group.name.clone(), address);
        }
        Ok(deployment)
    }

    fn founding(&self, group: &Group, code: &CodeInfo) -> Result<Founding, CliError> {
        // an address does not depend on the seats, and those of seated groups are known when their turn comes
        let seats = group.seats_at(&self.addresses)?;
        Ok(Founding {
            group: InstantiateMsg {
                name: group.name.clone(),
                charter: group.charter.clone(),
                seats,
                founded: false,
            },
            founder: self.session.address.clone(),
            code: code.clone(),
            salt: self.federation.salt.clone(),
            deposit: group.deposit.clone(),
        })
    }

    fn address(&self, group: &Group) -> Result<&String, CliError> {
        let address = self.addresses.get(&group.name);
        address.ok_or_else(|| CliError::refused("it has no address"))
    }

    /// Looks at what is there: groups founded otherwise than the file says, and coins for the deposits that are left.
    pub async fn check(&self) -> Result<(), CliError> {
        let client = &self.session.client;
        let mut deposits: BTreeMap<&str, Uint256> = BTreeMap::new();
        for group in &self.federation.groups {
            let address = self.address(group)?;
            let there = client.contract_info(address).await?.is_some();
            let founded = match there {
                true => self.check_founded(group, address).await?,
                false => false,
            };
            for coin in group.deposit.iter().filter(|_| !founded) {
                let sum = deposits.entry(&coin.denom).or_default();
                *sum = sum.saturating_add(coin.amount);
            }
        }
        for (denom, sum) in deposits {
            let deployer = &self.session.address;
            let held = client.balance(deployer, denom).await?;
            if Uint256::from(held) < sum {
                return Err(CliError::refused(format!(
                    "the deposits come to {sum}{denom}, {deployer} holds {held}{denom}"
                )));
            }
        }
        Ok(())
    }

    /// Whether it is founded; with this charter, or the file was changed since.
    async fn check_founded(&self, group: &Group, address: &str) -> Result<bool, CliError> {
        let reader = Reader::new(&self.session.client, address);
        let first = reader.charter(Some(1)).await?.charter;
        if first != group.charter {
            return Err(CliError::refused(format!(
                "group {}: it was founded at {address} with another charter than the file has now: a change is the \
                 group's own to decide, and another federation needs another salt",
                group.name
            )));
        }
        Ok(reader.group().await?.founded_at.is_some())
    }

    /// Stores the code unless it is there.
    pub async fn store(&mut self, code: Code, output: &mut Output) -> Result<CodeInfo, CliError> {
        let checksum = code.checksum();
        let missing = matches!(code, Code::Missing { .. });
        if missing && self.session.dry_run {
            output.tell(&Step::Code {
                id: None,
                checksum: checksum.to_string(),
                stored: false,
            })?;
            return Ok(code.info());
        }
        let code = stored(self.session, code).await?;
        self.manifest.code.id = Some(code.id);
        self.write_down()?;
        output.tell(&Step::Code {
            id: Some(code.id),
            checksum: checksum.to_string(),
            stored: missing,
        })?;
        Ok(code)
    }

    /// Founds a group unless it is there.
    pub async fn found(
        &mut self,
        group: &Group,
        code: &CodeInfo,
        output: &mut Output,
    ) -> Result<(), CliError> {
        let address = self.address(group)?.clone();
        let founding = self.founding(group, code)?;
        let (mut state, done) = self.begun(&founding, &address).await?;
        let mut transactions = vec![];
        if state != Founded::Before && self.session.dry_run {
            state = Founded::DryRun;
        } else if state != Founded::Before {
            transactions = self.send(&founding, done).await?;
        }
        for line in &mut self.manifest.groups {
            line.founded |= line.name == group.name && state != Founded::DryRun;
        }
        self.write_down()?;
        self.bar.inc(1);
        let step = Step::Group {
            name: group.name.clone(),
            address,
            seats: group.seats.len(),
            state,
            transactions,
        };
        self.bar.suspend(|| output.tell(&step))
    }

    /// What becomes of a group in this run, and how many of its seats are there if it was begun.
    async fn begun(
        &self,
        founding: &Founding,
        address: &str,
    ) -> Result<(Founded, Option<usize>), CliError> {
        let client = &self.session.client;
        if client.contract_info(address).await?.is_none() {
            return Ok((Founded::Now, None));
        }
        let reader = Reader::new(client, address);
        let there = reader.group().await?;
        if there.founded_at.is_some() {
            return Ok((Founded::Before, None));
        }
        let seats = reader.seats(usize::MAX).await?;
        let done = founding.check_begun(&there, &seats)?;
        Ok((Founded::Resumed, Some(done)))
    }

    async fn send(
        &self,
        founding: &Founding,
        done: Option<usize>,
    ) -> Result<Vec<Transaction>, CliError> {
        let mut transactions = vec![];
        for batch in founding.batches(done)? {
            let sent = self.session.send(batch.messages).await?;
            transactions.push(Transaction::from(&sent));
        }
        if !is_native(&founding.code) {
            self.session.next_block().await?;
        }
        Ok(transactions)
    }

    /// What the groups have to decide, as far as it goes; whether nothing is left.
    pub async fn decide(&mut self, output: &mut Output) -> Result<bool, CliError> {
        if self.session.dry_run {
            return Ok(false);
        }
        let open = open_ones(self.session, self.federation, &self.addresses).await?;
        // what was open before and is not now has been decided
        for line in &mut self.manifest.decisions {
            line.done = true;
        }
        let mut complete = true;
        for decision in open {
            let advanced = decision.advance(self.session).await;
            let (proposal, state) = advanced.map_err(|error| in_group(&decision.group, &error))?;
            complete &= state == Decided::Done;
            self.manifest.note(line(&decision, proposal, &state));
            self.write_down()?;
            let step = Step::Decision {
                group: decision.group,
                address: decision.address,
                title: decision.title,
                proposal,
                state,
            };
            self.bar.suspend(|| output.tell(&step))?;
        }
        self.write_down()?;
        Ok(complete)
    }

    /// Where it is written down, at the end.
    pub fn end(&self) -> String {
        self.bar.finish_and_clear();
        self.path.display().to_string()
    }

    fn write_down(&self) -> Result<(), CliError> {
        match self.session.dry_run {
            true => Ok(()),
            false => self.manifest.write(&self.path),
        }
    }
}

fn line(decision: &Decision, proposal: Option<u64>, state: &Decided) -> DecisionLine {
    DecisionLine {
        group: decision.group.clone(),
        title: decision.title.clone(),
        proposal,
        done: *state == Decided::Done,
    }
}

/// A bar on stderr, on a terminal.
fn progress(groups: usize, dry_run: bool) -> ProgressBar {
    if dry_run {
        return ProgressBar::hidden();
    }
    ProgressBar::new(u64::try_from(groups).unwrap_or(u64::MAX))
}
