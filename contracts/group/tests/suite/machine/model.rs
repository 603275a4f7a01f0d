//! A slow model of groups: everything is kept, nothing is added up, every question is answered from the whole history.

use std::collections::{BTreeMap, BTreeSet};

use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{
    Basis, CharterSpec, Covers, ElectorateKind, Procedure, Round, Stage,
};
use folkmoot_group::msg::{Cast, ContentView, ProposalId, SeatId, Standing, Verdict};
use folkmoot_rules::{Ended, Outcome, Seconds, Status, Translation, UpstreamBallot};

use super::count;

/// The place of a group in the model.
pub type GroupIndex = usize;
/// Why something does not go.
pub type Refusal = &'static str;
/// Who decides: what each voting seat weighs, and whether a group sits in it.
pub type Votes = BTreeMap<SeatId, (u64, bool)>;

/// All groups and all coins.
#[derive(Clone, Default)]
pub struct Model {
    pub groups: Vec<GroupModel>,
    /// What all groups together paid out of the world of groups.
    pub paid_out: u128,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    Person(usize),
    Group(GroupIndex),
}

#[derive(Clone)]
pub struct SeatModel {
    pub who: Who,
    pub standing: Standing,
    pub fixed: u64,
    pub members: u64,
    pub announced: Option<(u64, u64)>,
    pub linked: bool,
    pub left: bool,
    pub lead: Option<Seconds>,
    pub revision: u32,
}

#[derive(Clone)]
pub struct Uplink {
    pub lead: Seconds,
    pub since: Option<u64>,
}

#[derive(Clone, Default)]
pub struct GroupModel {
    pub level: u8,
    pub seats: Vec<SeatModel>,
    pub uplinks: BTreeMap<GroupIndex, Uplink>,
    /// Each with the height in which it was decided.
    pub charters: Vec<(u64, CharterSpec)>,
    /// Who weighed what at the end of which block, where that changed.
    pub history: Vec<(u64, Votes)>,
    pub decisions: Vec<Decision>,
    pub mirrors: BTreeMap<(GroupIndex, ProposalId), ProposalId>,
    pub representatives: BTreeSet<SeatId>,
    pub balance: u128,
}

/// What a proposal does.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    Spend(u128),
    Give(GroupIndex, u128),
    Admit(usize),
    Remove(SeatId),
    Standing(SeatId, u32, Standing),
    Amend(u32, Box<CharterSpec>),
    Join(GroupIndex, Seconds),
    AdmitGroup(GroupIndex, Seconds),
    LeaveGroup(GroupIndex),
    Appoint(SeatId),
    Rescind(ProposalId),
}

#[derive(Clone, Debug, PartialEq)]
pub enum From {
    Own {
        seat: SeatId,
        procedure: usize,
    },
    Mirror {
        above: GroupIndex,
        proposal: ProposalId,
        deadline: u64,
        depth: u8,
    },
}

/// A proposal or mirror.
#[derive(Clone, Debug)]
pub struct Decision {
    pub from: From,
    pub charter: usize,
    pub round: Round,
    pub translation: Option<Translation>,
    pub delay: Seconds,
    pub window: Seconds,
    pub opened_at: u64,
    pub ask_until: u64,
    /// Electorates are of this block's start, here and in every mirror of it.
    pub origin_height: u64,
    pub kind: ElectorateKind,
    pub electorate: Votes,
    /// All group seats, whichever kind decides.
    pub groups: BTreeMap<SeatId, u64>,
    pub ballots: BTreeMap<SeatId, (Cast, u32)>,
    pub asked: BTreeSet<SeatId>,
    pub moved: Option<(u64, Outcome)>,
    pub ended: Option<Ended>,
    pub failed: u32,
    pub rolled: Option<(UpstreamBallot, Verdict)>,
    pub acts: Vec<Act>,
    /// Hash, title and content as they were at the opening.
    pub content: (Vec<u8>, String, ContentView),
}

impl SeatModel {
    pub fn new(who: Who, fixed: u64) -> Self {
        Self {
            who,
            standing: Standing::Core,
            fixed,
            members: 1,
            announced: None,
            linked: false,
            left: false,
            lead: None,
            revision: 1,
        }
    }

    pub fn is_group(&self) -> bool {
        matches!(self.who, Who::Group(_))
    }

    fn weight(&self, charter: &CharterSpec) -> u64 {
        if self.left || self.standing != Standing::Core || (self.is_group() && !self.linked) {
            return 0;
        }
        let weight = match charter.weighting.basis {
            Basis::Equal => 1,
            Basis::ByMembers if self.is_group() => self.members,
            Basis::ByMembers => 1,
            Basis::Fixed => self.fixed,
            Basis::ByContribution => 1,
        };
        charter.weighting.cap.map_or(weight, |cap| weight.min(cap))
    }
}

impl GroupModel {
    pub fn charter(&self) -> &CharterSpec {
        &self.charters.last().unwrap().1
    }

    pub fn seat(&self, id: SeatId) -> Option<&SeatModel> {
        self.seats.get(usize::try_from(id).unwrap().checked_sub(1)?)
    }

    /// Whether a seat was one and is none any more.
    pub fn is_gone(&self, id: SeatId) -> bool {
        let index = usize::try_from(id).unwrap().checked_sub(1);
        index
            .and_then(|index| self.seats.get(index))
            .is_some_and(|seat| seat.left)
    }

    fn seat_mut(&mut self, id: SeatId) -> Result<&mut SeatModel, Refusal> {
        let index = usize::try_from(id)
            .unwrap()
            .checked_sub(1)
            .ok_or("no such seat")?;
        let seat = self.seats.get_mut(index).ok_or("no such seat")?;
        if seat.left {
            Err("the seat was given up")
        } else {
            Ok(seat)
        }
    }

    /// Numbers and seats that are held.
    pub fn live(&self) -> impl Iterator<Item = (SeatId, &SeatModel)> {
        let numbered = self.seats.iter().enumerate();
        numbered
            .filter(|(_, seat)| !seat.left)
            .map(|(index, seat)| (SeatId::try_from(index + 1).unwrap(), seat))
    }

    pub fn seat_of(&self, who: Who) -> Option<SeatId> {
        self.live()
            .find(|(_, seat)| seat.who == who)
            .map(|(id, _)| id)
    }

    pub fn weights(&self) -> Votes {
        let charter = self.charter();
        let weighed = self
            .live()
            .map(|(id, seat)| (id, (seat.weight(charter), seat.is_group())));
        weighed.filter(|(_, (weight, _))| *weight > 0).collect()
    }

    /// Members: core seats, a group's once it has joined.
    pub fn core_seats(&self) -> u64 {
        let member =
            |seat: &SeatModel| seat.standing == Standing::Core && (seat.linked || !seat.is_group());
        u64::try_from(self.live().filter(|(_, seat)| member(seat)).count()).unwrap()
    }

    /// Who weighed what at the start of a block.
    pub fn electorate_at(&self, height: u64) -> Votes {
        let before = self.history.iter().rev().find(|(at, _)| *at < height);
        before.map(|(_, votes)| votes.clone()).unwrap_or_default()
    }

    /// The charter in force at the start of a block.
    pub fn charter_at(&self, height: u64) -> Option<usize> {
        self.charters.iter().rposition(|(since, _)| *since < height)
    }

    /// Writes down what has changed in this block.
    pub fn settle(&mut self, height: u64) {
        let now = self.weights();
        match self.history.last_mut() {
            Some((at, votes)) if *at == height => *votes = now,
            Some((_, votes)) if *votes == now => {}
            _ => self.history.push((height, now)),
        }
    }

    /// The procedure that decides these acts: the first that covers each of them, if it is one for all.
    pub fn procedure_for(&self, acts: &[Act]) -> Result<usize, Refusal> {
        let sum: u128 = acts.iter().map(Act::coins).sum();
        let covers = |procedure: &Procedure, kind: Option<ActionKind>| match &procedure.covers {
            Covers::Everything {} => true,
            Covers::Kinds(kinds) => kind.is_some_and(|kind| kinds.contains(&kind)),
            Covers::SpendsAbove(bar) => {
                kind == Some(ActionKind::Spend) && sum > crate::world::units(&bar[0])
            }
        };
        let first = |kind| {
            self.charter()
                .procedures
                .iter()
                .position(|procedure| covers(procedure, kind))
                .unwrap()
        };
        let mut found: Vec<usize> = acts.iter().map(|act| first(act.kind())).collect();
        if acts.is_empty() {
            found.push(first(None));
        }
        found.dedup();
        match found.as_slice() {
            [one] => Ok(*one),
            _ => Err("two procedures"),
        }
    }

    /// Whether a charter fits what was agreed and offered.
    fn fits(&self, charter: &CharterSpec) -> Result<(), Refusal> {
        let below = self.live().filter_map(|(_, seat)| seat.lead).max();
        let rounds = charter
            .procedures
            .iter()
            .filter_map(Procedure::round)
            .chain([&charter.upstream.round]);
        let shortest = rounds.map(|round| round.period.0).min().unwrap();
        if below.is_some_and(|lead| lead.0 + charter.relay_buffer.0 > shortest) {
            return Err("too short for the groups below");
        }
        let above = self.uplinks.values().map(|uplink| uplink.lead.0).min();
        if above.is_some_and(|promised| charter.upstream.round.period.0 > promised) {
            return Err("longer than promised above");
        }
        Ok(())
    }
}

impl Act {
    pub fn coins(&self) -> u128 {
        match self {
            Self::Spend(amount) | Self::Give(_, amount) => *amount,
            _ => 0,
        }
    }

    pub fn kind(&self) -> Option<ActionKind> {
        Some(match self {
            Self::Spend(_) | Self::Give(..) => ActionKind::Spend,
            Self::Admit(_)
            | Self::Remove(_)
            | Self::Standing(..)
            | Self::AdmitGroup(..)
            | Self::Appoint(_) => ActionKind::Seats,
            Self::Amend(..) => ActionKind::AmendCharter,
            Self::Join(..) | Self::LeaveGroup(_) => ActionKind::Links,
            Self::Rescind(_) => return None,
        })
    }
}

impl Decision {
    pub fn deadline(&self) -> u64 {
        self.opened_at + self.round.period.0
    }

    pub fn is_mirror(&self) -> bool {
        matches!(self.from, From::Mirror { .. })
    }

    pub fn is_withdrawn(&self) -> bool {
        self.ended == Some(Ended::Withdrawn)
    }

    /// What is decided now.
    pub fn outcome(&self, now: u64) -> Outcome {
        match self.moved {
            Some((_, outcome)) => outcome,
            None if now >= self.deadline() => count::outcome(self, now),
            None if self.round.early_finish => count::early(self, now),
            None => Outcome::Undecided,
        }
    }

    /// Where it stands now.
    pub fn status(&self, now: u64) -> Status {
        match self.ended {
            Some(Ended::Withdrawn) => return Status::Withdrawn,
            Some(Ended::Executed) => return Status::Executed,
            Some(Ended::Rescinded) => return Status::Rescinded,
            Some(Ended::Superseded) => return Status::Superseded,
            None => {}
        }
        if self.moved.is_none() && now < self.deadline() {
            return Status::Open;
        }
        let decided = self
            .moved
            .map_or(self.deadline(), |(at, _)| at.min(self.deadline()));
        match self.outcome(now) {
            Outcome::NoQuorum => Status::NoQuorum,
            Outcome::Passed => self.after_passing(decided + self.delay.0, now),
            _ => Status::Rejected,
        }
    }

    fn after_passing(&self, until: u64, now: u64) -> Status {
        if now < until {
            Status::Delayed { until }
        } else if self.is_mirror() {
            Status::Passed
        } else if now >= until + self.window.0 {
            Status::Expired
        } else if self.failed > 0 {
            Status::ExecutionFailed
        } else {
            Status::Passed
        }
    }

    /// Whether it still takes ballots.
    pub fn takes_ballots(&self, now: u64) -> bool {
        self.ended.is_none() && self.moved.is_none() && now < self.deadline()
    }
}

/// The rules of a procedure as a decision freezes them.
pub fn path(procedure: &Procedure) -> (Round, Seconds) {
    let mut delay = 0;
    let mut round = None;
    for stage in &procedure.stages {
        match stage {
            Stage::Decide(decide) => round = Some(decide.clone()),
            Stage::Delay { duration } => delay += duration.0,
            Stage::Refer(_) => unreachable!("the machine has no houses"),
        }
    }
    (round.unwrap(), Seconds(delay))
}

impl Model {
    /// Does all of it, or nothing and says why.
    pub fn perform(
        &mut self,
        group: GroupIndex,
        acts: &[Act],
        now: u64,
        height: u64,
    ) -> Result<(), Refusal> {
        let mut next = self.clone();
        for act in acts {
            next.act(group, act, now, height)?;
        }
        next.groups
            .iter_mut()
            .for_each(|group| group.settle(height));
        *self = next;
        Ok(())
    }

    fn act(&mut self, index: GroupIndex, act: &Act, now: u64, height: u64) -> Result<(), Refusal> {
        let group = &mut self.groups[index];
        match act {
            Act::Spend(amount) => {
                group.balance = group.balance.checked_sub(*amount).ok_or("too few coins")?;
                self.paid_out += amount;
            }
            Act::Give(other, amount) => {
                group.balance = group.balance.checked_sub(*amount).ok_or("too few coins")?;
                self.groups[*other].balance += amount;
            }
            Act::Admit(person) => {
                if group.seat_of(Who::Person(*person)).is_some() {
                    return Err("holds a seat already");
                }
                group.seats.push(SeatModel::new(Who::Person(*person), 1));
            }
            // whoever is gone since the opening needs no changing
            Act::Remove(seat) | Act::Standing(seat, ..) | Act::Appoint(seat)
                if group.is_gone(*seat) => {}
            Act::Remove(seat) => self.remove(index, *seat)?,
            Act::Standing(seat, revision, standing) => {
                let seat = group.seat_mut(*seat)?;
                if seat.revision != *revision {
                    return Err("outdated revision");
                }
                seat.standing = *standing;
                seat.revision += 1;
            }
            Act::Amend(version, charter) => amend(group, *version, charter, height)?,
            Act::Join(above, lead) => self.join(index, *above, *lead, height)?,
            Act::AdmitGroup(below, lead) => self.admit_group(index, *below, *lead, height)?,
            Act::LeaveGroup(above) => {
                if group.uplinks.remove(above).is_some() {
                    self.end_seat_of(*above, index);
                }
            }
            Act::Appoint(seat) => {
                if group.seat_mut(*seat)?.is_group() {
                    return Err("a group is no representative");
                }
                group.representatives.insert(*seat);
            }
            Act::Rescind(id) => {
                let target = decision_mut(group, *id)?;
                rescindable(target, now)?;
                target.ended = Some(Ended::Rescinded);
            }
        }
        Ok(())
    }

    fn remove(&mut self, index: GroupIndex, seat: SeatId) -> Result<(), Refusal> {
        let who = self.groups[index].seat_mut(seat)?.who;
        self.end(index, seat);
        if let Who::Group(below) = who {
            self.groups[below].uplinks.remove(&index);
        }
        Ok(())
    }

    /// Ends a seat.
    pub fn end(&mut self, index: GroupIndex, seat: SeatId) {
        let group = &mut self.groups[index];
        if let Ok(ended) = group.seat_mut(seat) {
            ended.left = true;
            ended.announced = None;
            ended.lead = None;
        }
        group.representatives.remove(&seat);
    }

    fn end_seat_of(&mut self, above: GroupIndex, below: GroupIndex) {
        if let Some(seat) = self.groups[above].seat_of(Who::Group(below)) {
            self.end(above, seat);
        }
    }

    fn join(
        &mut self,
        index: GroupIndex,
        above: GroupIndex,
        lead: Seconds,
        height: u64,
    ) -> Result<(), Refusal> {
        let group = &mut self.groups[index];
        if above == index || group.uplinks.contains_key(&above) {
            return Err("itself, or linked already");
        }
        if lead < group.charter().upstream.round.period {
            return Err("promises less time than it needs");
        }
        group.uplinks.insert(above, Uplink { lead, since: None });
        if let Some(seat) = self.groups[above].seat_of(Who::Group(index)) {
            self.complete(above, seat, index, lead, height)?;
        }
        Ok(())
    }

    fn admit_group(
        &mut self,
        index: GroupIndex,
        below: GroupIndex,
        lead: Seconds,
        height: u64,
    ) -> Result<(), Refusal> {
        let group = &mut self.groups[index];
        if below == index || group.seat_of(Who::Group(below)).is_some() {
            return Err("itself, or seated already");
        }
        group.seats.push(SeatModel {
            lead: Some(lead),
            ..SeatModel::new(Who::Group(below), 1)
        });
        group.fits(&group.charter().clone())?;
        let seat = SeatId::try_from(group.seats.len()).unwrap();
        if self.groups[below].uplinks.contains_key(&index) {
            self.complete(index, seat, below, lead, height)?;
        }
        Ok(())
    }

    /// Both have decided: the link exists if they decided the same.
    fn complete(
        &mut self,
        above: GroupIndex,
        seat: SeatId,
        below: GroupIndex,
        lead: Seconds,
        height: u64,
    ) -> Result<(), Refusal> {
        let members = self.groups[below].core_seats();
        let child = &mut self.groups[below];
        child.fits(&child.charter().clone())?;
        let uplink = child.uplinks.get_mut(&above).unwrap();
        let promised = uplink.lead;
        uplink.since = Some(height);
        let seat = self.groups[above].seat_mut(seat)?;
        if promised != lead || seat.lead != Some(lead) || seat.linked {
            return Err("other figures");
        }
        seat.linked = true;
        seat.members = members;
        Ok(())
    }

    /// Looks at how many members a group seat has.
    pub fn refresh(&mut self, index: GroupIndex, seat: SeatId, now: u64) -> Result<(), Refusal> {
        let notice = self.groups[index].charter().weight_notice.0;
        let Who::Group(below) = self.groups[index].seat_mut(seat)?.who else {
            return Err("no group's seat");
        };
        let found = self.groups[below].core_seats();
        let seat = self.groups[index].seat_mut(seat)?;
        if !seat.linked {
            return Err("not linked");
        }
        let announce = |found: u64, held: u64| (found > held).then_some((found, now + notice));
        let (members, announced) = match seat.announced {
            _ if found <= seat.members => (found, None),
            Some((weight, from)) if from <= now => {
                let risen = weight.min(found);
                (risen, announce(found, risen))
            }
            Some((weight, from)) => (seat.members, Some((weight.min(found), from))),
            None => (seat.members, announce(found, seat.members)),
        };
        (seat.members, seat.announced) = (members, announced);
        Ok(())
    }
}

fn amend(
    group: &mut GroupModel,
    version: u32,
    charter: &CharterSpec,
    height: u64,
) -> Result<(), Refusal> {
    if usize::try_from(version).unwrap() != group.charters.len() {
        return Err("outdated charter version");
    }
    group.fits(charter)?;
    group.charters.push((height, charter.clone()));
    Ok(())
}

/// A decision by its number.
pub fn decision_mut(group: &mut GroupModel, id: ProposalId) -> Result<&mut Decision, Refusal> {
    let index = usize::try_from(id)
        .unwrap()
        .checked_sub(1)
        .ok_or("no such proposal")?;
    group.decisions.get_mut(index).ok_or("no such proposal")
}

/// Whether a decision can be taken back.
pub fn rescindable(target: &Decision, now: u64) -> Result<(), Refusal> {
    match target.status(now) {
        Status::Passed | Status::Delayed { .. } | Status::ExecutionFailed
            if !target.is_mirror() =>
        {
            Ok(())
        }
        _ => Err("can't be taken back"),
    }
}
