//! What both models are set up with.

use anyhow::{Context, Result};
use cosmwasm_std::Addr;
use folkmoot_group::action::Action as Decision;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{
    ExecuteMsg, InstantiateMsg, ProposalId, ProposalSpec, ProposalView, QueryMsg, SeatSpec,
    Standing, Text,
};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::Choice;

use crate::chain::Chain;

/// When groups are founded, unix seconds.
pub(crate) const FOUNDED: u64 = 1_800_000_000;
pub(crate) const HOUR: u64 = 3_600;
pub(crate) const DAY: u64 = 24 * HOUR;

/// A yes or a no.
pub(crate) const fn vote(proposal: ProposalId, yes: bool) -> ExecuteMsg {
    ExecuteMsg::Vote {
        proposal,
        choice: if yes { Choice::Yes } else { Choice::No },
        reason: None,
    }
}

/// A proposal with one action.
pub(crate) fn statement(title: &str, action: Decision) -> ProposalSpec {
    ProposalSpec {
        title: title.into(),
        text: Text::None,
        actions: vec![action],
        parties: vec![],
    }
}

pub(crate) fn founding(name: &str, charter: CharterSpec, seats: Vec<SeatSpec>) -> InstantiateMsg {
    InstantiateMsg {
        name: name.into(),
        charter,
        seats,
        founded: true,
    }
}

pub(crate) fn person(wallet: Addr) -> SeatSpec {
    seat(Holder::Keys {
        wallets: vec![Wallet::Cosmos(wallet.into())],
        signatures: 1,
    })
}

pub(crate) fn seat(holder: Holder) -> SeatSpec {
    SeatSpec {
        name: "seat".into(),
        holder,
        standing: Standing::Core,
        weight: None,
    }
}

/// The proposal that a group opened last.
pub(crate) fn newest(chain: &Chain, group: &Addr) -> Result<ProposalView> {
    let question = QueryMsg::Proposals {
        start_after: None,
        limit: Some(1),
        newest_first: true,
    };
    let found: Vec<ProposalView> = chain.ask(group, question)?;
    found.into_iter().next().context("no proposal")
}

/// All of these people open a proposal in their group and say yes to it.
pub(crate) fn agree(
    chain: &mut Chain,
    group: &Addr,
    people: &[Addr],
    action: Decision,
) -> Result<ProposalId> {
    let proposer = people.first().context("a group of nobody")?;
    let proposal = statement("together", action);
    chain.run(proposer, group, &ExecuteMsg::Propose { proposal })?;
    let proposal = newest(chain, group)?.proposal;
    for member in people {
        chain.run(member, group, &vote(proposal, true))?;
    }
    Ok(proposal)
}

/// The same, and it is executed.
pub(crate) fn decide(
    chain: &mut Chain,
    group: &Addr,
    people: &[Addr],
    action: Decision,
) -> Result<()> {
    let proposal = agree(chain, group, people, action)?;
    let proposer = people.first().context("a group of nobody")?;
    chain.run(proposer, group, &ExecuteMsg::Execute { proposal })
}
