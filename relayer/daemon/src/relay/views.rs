//! What is known of the followed groups, and what of it to look at again.

use std::collections::{BTreeMap, BTreeSet};

use folkmoot_chain::{ChainError, Node};
use folkmoot_group::msg::SeatView;
use folkmoot_plan::{Book, Group, Key, Kind, MAX_CARRIED, Progress, View, WaitingBallot};
use tracing::{info, warn};

use super::look::{self, is_over};
use super::touched::Touched;
use crate::duty::{Context, DutyError};

/// Followed groups at most: each is read whole at the start.
const MAX_FOLLOWED: usize = 2_000;
/// Waiting ballots of one proposal that planning looks at: more than go into one batch, so that it is known whether
/// some are left behind.
const MAX_WAITING: u32 = 100;
const _: () = assert!(MAX_WAITING as usize > MAX_CARRIED);
/// Proposals with waiting ballots that are looked at after a restart.
const MAX_PROPOSALS: u32 = 500;

/// The followed groups.
#[derive(Default)]
pub(super) struct Views {
    groups: BTreeMap<String, Known>,
    again: BTreeMap<String, Again>,
    ballots: BTreeSet<(String, u64)>,
    /// What seats weigh in proposals: frozen at their opening, so asked for once.
    weights: BTreeMap<(String, u64, u32), u64>,
}

/// What is known of a group.
struct Known {
    group: Group,
    left: Vec<SeatView>,
    /// The groups whose house it is.
    reviewed: Vec<String>,
}

/// What to look at again of a group.
#[derive(Default)]
struct Again {
    everything: bool,
    touched: Touched,
}

impl Views {
    /// Follows a group from now on. Says `false` if it is followed already, or there are too many.
    pub(super) fn follow(&mut self, group: &str) -> bool {
        let followed = self.groups.contains_key(group) || self.again.contains_key(group);
        if followed || self.groups.len().saturating_add(self.again.len()) >= MAX_FOLLOWED {
            return false;
        }
        self.look_at(group);
        true
    }

    /// Reads all of a group again.
    pub(super) fn look_at(&mut self, group: &str) {
        self.again.entry(group.to_owned()).or_default().everything = true;
    }

    /// Notes what a block touched; of groups that are not followed nothing is kept.
    pub(super) fn touch(&mut self, touched: BTreeMap<String, Touched>) {
        for (group, touched) in touched {
            if !self.groups.contains_key(&group) {
                continue;
            }
            let again = &mut self.again.entry(group).or_default().touched;
            again.structure |= touched.structure;
            again.proposals.extend(touched.proposals);
        }
    }

    /// Notes that ballots for a proposal came or went.
    pub(super) fn touch_ballots(&mut self, group: &str, proposal: u64) {
        self.ballots.insert((group.to_owned(), proposal));
    }

    /// What seats weigh in a proposal, from whoever has asked already.
    pub(super) fn learn_weights(&mut self, group: &str, proposal: u64, weights: Vec<(u32, u64)>) {
        for (seat, weight) in weights {
            let key = (group.to_owned(), proposal, seat);
            self.weights.insert(key, weight);
        }
    }

    /// Whether there is nothing to look at again.
    pub(super) fn is_fresh(&self) -> bool {
        self.again.is_empty() && self.ballots.is_empty()
    }

    /// The followed groups' addresses.
    pub(super) fn followed(&self) -> BTreeSet<String> {
        self.groups.keys().cloned().collect()
    }

    /// What planning looks at.
    pub(super) fn view(&self, context: &Context) -> View {
        let own = |group: &Group| context.accounts.own(&group.address).is_some();
        let groups = self.groups.values().map(|known| Group {
            own_account: own(&known.group),
            ..known.group.clone()
        });
        View {
            chain: context.client.chain_id().to_owned(),
            carrier: context.accounts.carrier().is_some(),
            groups: groups.collect(),
        }
    }

    /// Reads which proposals ballots wait for.
    pub(super) async fn find_ballots(&mut self, context: &Context) -> Result<(), DutyError> {
        let mut store = context.store.begin().await?;
        let waiting = store.ballots().waiting(MAX_PROPOSALS).await?;
        store.cancel().await?;
        for one in waiting {
            self.touch_ballots(&one.group, one.proposal);
        }
        Ok(())
    }

    /// Looks at everything again that has to be. What fails is tried again the next time; a group that can't be read
    /// keeps no other from being read, and ballots that are on their way are looked at when that is over. Gives groups
    /// that were found by the way.
    pub(super) async fn refresh(
        &mut self,
        context: &Context,
        book: &Book,
    ) -> Result<BTreeSet<String>, DutyError> {
        let mut found = BTreeSet::new();
        let mut failed = None;
        for (group, again) in std::mem::take(&mut self.again) {
            match self.refresh_group(context, &group, &again).await {
                Ok(neighbours) => found.extend(neighbours),
                Err(error) if error.refusal().is_some() => {
                    // its next event leads here again
                    warn!(group, %error, "this group does not answer as a group does");
                }
                Err(error) => {
                    self.again.insert(group, again);
                    failed = Some(DutyError::from(error));
                }
            }
        }
        for (group, proposal) in std::mem::take(&mut self.ballots) {
            if is_carrying(context, book, &group, proposal) {
                self.ballots.insert((group, proposal));
                continue;
            }
            if let Err(error) = self.refresh_ballots(context, &group, proposal).await {
                self.ballots.insert((group, proposal));
                failed = Some(error);
            }
        }
        match failed {
            Some(error) => Err(error),
            None => Ok(found),
        }
    }

    async fn refresh_group(
        &mut self,
        context: &Context,
        address: &str,
        again: &Again,
    ) -> Result<BTreeSet<String>, ChainError> {
        let client = &context.client;
        let mut neighbours = BTreeSet::new();
        let mut proposals = again.touched.proposals.clone();
        if again.everything || again.touched.structure || !self.groups.contains_key(address) {
            let fresh = look::structure(client, address).await?;
            neighbours = fresh.neighbours;
            let mut group = fresh.group;
            match self.groups.remove(address) {
                Some(known) => {
                    proposals.extend(known.group.proposals.iter().map(|one| one.proposal));
                    group.proposals = known.group.proposals;
                    group.ballots = known.group.ballots;
                }
                None => info!(group = address, "following"),
            }
            let known = Known {
                group,
                left: fresh.left,
                reviewed: fresh.reviewed,
            };
            self.groups.insert(address.to_owned(), known);
        }
        if again.everything {
            let now = client.status().await?;
            for view in super::Contract::new(client, address).proposals().await? {
                let proposal = look::proposal_of(&view, now.height, now.time);
                if !is_over(&proposal, now.time) {
                    proposals.insert(view.proposal);
                }
            }
            for reviewed in self.reviewed_by(address) {
                let house = super::Contract::new(client, address);
                proposals.extend(house.vetoes_about(&reviewed).await?);
            }
        }
        for proposal in proposals {
            self.refresh_proposal(context, address, proposal).await?;
        }
        // of a group that nobody signs for, neighbours are none of this relayer's business
        Ok(match context.accounts.own(address) {
            Some(_) => neighbours,
            None => BTreeSet::new(),
        })
    }

    fn reviewed_by(&self, house: &str) -> Vec<String> {
        let known = self.groups.get(house);
        known.map_or_else(Vec::new, |known| known.reviewed.clone())
    }

    async fn refresh_proposal(
        &mut self,
        context: &Context,
        address: &str,
        proposal: u64,
    ) -> Result<(), ChainError> {
        let Some(known) = self.groups.get(address) else {
            return Ok(());
        };
        let is_house = !known.reviewed.is_empty();
        let fresh =
            look::proposal(&context.client, address, proposal, &known.left, is_house).await?;
        let Some(known) = self.groups.get_mut(address) else {
            return Ok(());
        };
        let group = &mut known.group;
        group.proposals.retain(|known| known.proposal != proposal);
        let is_waited_for = group.ballots.iter().any(|one| one.proposal == proposal);
        if is_waited_for || !is_over(&fresh, fresh.as_of) {
            group.proposals.push(fresh);
        } else {
            self.weights
                .retain(|(group, id, _), _| group != address || *id != proposal);
        }
        Ok(())
    }

    async fn refresh_ballots(
        &mut self,
        context: &Context,
        address: &str,
        proposal: u64,
    ) -> Result<(), DutyError> {
        if !self.groups.contains_key(address) {
            return Ok(());
        }
        let mut store = context.store.begin().await?;
        let kept = store
            .ballots()
            .waiting_for(address, proposal, MAX_WAITING)
            .await?;
        store.cancel().await?;
        let mut waiting: Vec<WaitingBallot> = Vec::with_capacity(kept.len());
        for ballot in &kept {
            let seat = ballot.seat.and_then(|seat| u32::try_from(seat).ok());
            let weight = seat.and_then(|seat| {
                let key = (address.to_owned(), proposal, seat);
                self.weights.get(&key).copied()
            });
            match look::waiting_ballot(&context.client, ballot, weight).await? {
                Some(found) => {
                    let key = (address.to_owned(), proposal, found.seat);
                    self.weights.insert(key, found.weight);
                    waiting.push(found);
                }
                None => warn!(receipt = %ballot.receipt, "a kept ballot can't be read"),
            }
        }
        let any = !waiting.is_empty();
        if let Some(known) = self.groups.get_mut(address) {
            let ballots = &mut known.group.ballots;
            ballots.retain(|one| one.proposal != proposal);
            ballots.extend(waiting);
        }
        let is_known = |known: &Known| {
            let mut proposals = known.group.proposals.iter();
            proposals.any(|one| one.proposal == proposal)
        };
        let known = self.groups.get(address).is_some_and(is_known);
        // what ballots wait for is looked at also when it is over; once none waits it can go
        if any != known {
            self.refresh_proposal(context, address, proposal).await?;
        }
        Ok(())
    }
}

fn is_carrying(context: &Context, book: &Book, group: &str, proposal: u64) -> bool {
    let key = Key {
        chain: context.client.chain_id().to_owned(),
        group: group.to_owned(),
        subject: proposal,
        kind: Kind::CarryBallots,
    };
    book.progress(&key) == Some(Progress::Running)
}
