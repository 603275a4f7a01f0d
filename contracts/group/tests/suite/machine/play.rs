//! Plays a story on the real contract and in the model at once: what one refuses the other must refuse.

use std::collections::BTreeMap;

use cosmwasm_std::Addr;
use folkmoot_group::action::Action;
use folkmoot_group::charter::ElectorateKind;
use folkmoot_group::msg::*;
use folkmoot_group::wallet::Holder;
use folkmoot_rules::Seconds;

use super::model::{
    Act, Decision, From, GroupIndex, GroupModel, Model, Refusal, SeatModel, Who, decision_mut,
    path, rescindable,
};
use crate::world::{Attempt, Group, Person, Proposal, World, actions, spec};

/// People who may sit in groups; of four one has an Ethereum wallet.
const POOL: usize = 12;

/// Contract and model side by side.
pub struct Play {
    pub world: World,
    pub model: Model,
    pub groups: Vec<Group>,
    pub people: Vec<Person>,
    pub payee: Addr,
    /// Signed ballots that were taken.
    pub taken: Vec<(GroupIndex, ProposalId, SignedBallot)>,
    /// How many coins were ever made.
    pub minted: u128,
    /// How often what happened: a story in which nothing happens proves nothing.
    pub tale: BTreeMap<&'static str, u32>,
}

/// How a procedure and electorate are named in the model before they are written down.
pub(super) struct Opening {
    pub(super) from: From,
    pub(super) charter: usize,
    pub(super) kind: ElectorateKind,
    pub(super) origin_height: u64,
    pub(super) acts: Vec<Act>,
}

impl Play {
    pub fn new() -> Self {
        let world = World::new().without_dumps();
        let person = |number: usize| {
            let name = format!("person {number}");
            if number % 4 == 3 {
                world.ethereum(&name)
            } else {
                world.cosmos(&name)
            }
        };
        Self {
            people: (0..POOL).map(person).collect(),
            payee: world.account("the payee"),
            model: Model::default(),
            groups: vec![],
            taken: vec![],
            minted: 0,
            tale: BTreeMap::new(),
            world,
        }
    }

    pub fn sends_transactions(&self, person: usize) -> bool {
        person % 4 != 3
    }

    pub(super) fn count(&mut self, what: &'static str) {
        *self.tale.entry(what).or_default() += 1;
    }

    /// Contract and model agree on whether it goes.
    #[track_caller]
    pub(super) fn agree(
        &mut self,
        what: &'static str,
        told: Attempt,
        expected: Result<(), Refusal>,
    ) -> bool {
        self.agree_on(what, &told.outcome(), expected)
    }

    fn agree_on<T>(
        &mut self,
        what: &'static str,
        told: &Result<T, String>,
        expected: Result<(), Refusal>,
    ) -> bool {
        match (told, &expected) {
            (Ok(_), Ok(())) => {
                self.count(what);
                true
            }
            (Err(_), Err(_)) => false,
            (told, expected) => panic!(
                "{what}: the contract says {:?}, the model {expected:?}",
                told.as_ref().err()
            ),
        }
    }

    pub(super) fn sent(&self, from: &Addr, group: GroupIndex, msg: &ExecuteMsg) -> Attempt {
        self.world.attempt(from, &self.groups[group].address, msg)
    }

    pub(super) fn by_anybody(&self, group: GroupIndex, msg: &ExecuteMsg) -> Attempt {
        self.sent(&self.world.account("anybody"), group, msg)
    }

    /// The account that a relayer operates for a group.
    pub fn account(&self, group: GroupIndex) -> Addr {
        self.world.account(&format!("relayer of {group}"))
    }

    pub(super) fn settle(&mut self, height: u64) {
        self.model
            .groups
            .iter_mut()
            .for_each(|group| group.settle(height));
    }

    pub fn decision(&self, group: GroupIndex, id: ProposalId) -> Option<&Decision> {
        self.model.groups[group]
            .decisions
            .get(usize::try_from(id).unwrap().checked_sub(1)?)
    }

    pub(super) fn decision_mut(&mut self, group: GroupIndex, id: ProposalId) -> &mut Decision {
        decision_mut(&mut self.model.groups[group], id).unwrap()
    }

    pub fn proposal(&self, group: GroupIndex, id: ProposalId) -> Proposal {
        self.groups[group].proposal(id)
    }

    /// Founds a group of these people and, once they join, groups.
    pub fn found(
        &mut self,
        level: u8,
        people: &[usize],
        below: &[GroupIndex],
        charter: folkmoot_group::charter::CharterSpec,
    ) -> GroupIndex {
        let index = self.groups.len();
        let height = self.world.height();
        let mut charter = charter;
        charter.group_accounts.push(self.account(index).to_string());
        let seats = people.iter().enumerate().map(|(place, person)| {
            let weight = u64::try_from(place).unwrap() + 1;
            (
                self.people[*person].seat_weighing(weight),
                SeatModel::new(Who::Person(*person), weight),
            )
        });
        let groups = below.iter().map(|below| {
            let lead = self.model.groups[*below].charter().upstream.round.period;
            let seat = SeatModel {
                lead: Some(lead),
                ..SeatModel::new(Who::Group(*below), 1)
            };
            (self.groups[*below].seat_spec(lead), seat)
        });
        let (specs, seats): (Vec<_>, Vec<_>) = seats.chain(groups).unzip();
        let founding = self.world.group(&format!("group {index}")).seats(specs);
        let group = founding.charter_spec(charter.clone()).found();
        self.groups.push(group);
        let mut model = GroupModel {
            level,
            seats,
            charters: vec![(height, charter)],
            ..GroupModel::default()
        };
        model.settle(height);
        self.model.groups.push(model);
        index
    }

    /// The actions of these acts as the contract reads them.
    fn actions(&self, acts: &[Act]) -> Vec<Action> {
        let address = |group: &GroupIndex| self.groups[*group].address.to_string();
        let action = |act: &Act| match act {
            Act::Spend(amount) => actions::spend(&self.payee, *amount),
            Act::Give(group, amount) => actions::contribute(&self.groups[*group], *amount),
            Act::Admit(person) => actions::admit(self.people[*person].seat()),
            Act::Remove(seat) => Action::RemoveSeat { seat: *seat },
            Act::Standing(seat, revision, standing) => Action::ChangeSeat {
                seat: *seat,
                revision: *revision,
                name: None,
                standing: Some(*standing),
                holder: None,
                weight: None,
            },
            Act::Amend(version, charter) => actions::amend(*version, charter.as_ref().clone()),
            Act::Join(above, lead) => actions::join(&self.groups[*above], *lead),
            Act::AdmitGroup(below, lead) => actions::admit(SeatSpec {
                name: "a group".into(),
                holder: Holder::Group {
                    address: address(below),
                    lead_time: *lead,
                },
                standing: Standing::Core,
                weight: None,
            }),
            Act::LeaveGroup(above) => actions::leave(&self.groups[*above]),
            Act::Appoint(seat) => Action::appoint(*seat),
            Act::Rescind(proposal) => Action::Rescind {
                proposal: *proposal,
            },
        };
        acts.iter().map(action).collect()
    }

    /// Whether a seat may open a proposal of these acts, and how it is then decided.
    fn opening(
        &self,
        group: GroupIndex,
        seat: SeatId,
        acts: &[Act],
        now: u64,
        height: u64,
    ) -> Result<Opening, Refusal> {
        let model = &self.model.groups[group];
        let proposer = model.seat(seat).unwrap();
        if proposer.standing != Standing::Core || (proposer.is_group() && !proposer.linked) {
            return Err("only core seats propose");
        }
        let version = u32::try_from(model.charters.len()).unwrap();
        let outdated = |act: &Act| matches!(act, Act::Amend(written, _) if *written != version);
        if acts.iter().any(outdated) {
            return Err("outdated charter version");
        }
        let (charter, procedure) = match acts {
            [Act::Rescind(id)] => {
                let target = self.decision(group, *id).ok_or("no such proposal")?;
                rescindable(target, now)?;
                let From::Own { procedure, .. } = target.from else {
                    return Err("a mirror");
                };
                (target.charter, procedure)
            }
            acts if acts.iter().any(|act| act.kind().is_none()) => {
                return Err("a rescission stands alone");
            }
            acts => (model.charters.len() - 1, model.procedure_for(acts)?),
        };
        let kind = model.charters[charter].1.procedures[procedure]
            .electorate
            .clone();
        let from = From::Own { seat, procedure };
        let opening = Opening {
            from,
            charter,
            kind,
            origin_height: height,
            acts: acts.to_vec(),
        };
        let is_void = |act: &Act| match act {
            Act::Remove(seat) | Act::Standing(seat, ..) | Act::Appoint(seat) => {
                model.is_gone(*seat)
            }
            Act::LeaveGroup(above) => !model.uplinks.contains_key(above),
            _ => false,
        };
        if acts.iter().any(is_void) {
            return Err("about what is gone");
        }
        if self.voters(group, &opening).is_empty() {
            return Err("nobody could vote");
        }
        Ok(opening)
    }

    fn voters(&self, group: GroupIndex, opening: &Opening) -> super::model::Votes {
        let mut votes = self.model.groups[group].electorate_at(opening.origin_height);
        votes.retain(|_, (_, is_group)| opening.kind == ElectorateKind::CoreSeats || *is_group);
        votes
    }

    /// Writes an opened proposal down.
    pub(super) fn write(&mut self, group: GroupIndex, opening: Opening, now: u64) -> ProposalId {
        let model = &self.model.groups[group];
        let charter = &model.charters[opening.charter].1;
        let (round, delay, translation) = match opening.from {
            From::Own { procedure, .. } => {
                let (round, delay) = path(&charter.procedures[procedure]);
                (round, delay, None)
            }
            From::Mirror { .. } => (
                charter.upstream.round.clone(),
                Seconds::ZERO,
                Some(charter.upstream.translation),
            ),
        };
        let all = model.electorate_at(opening.origin_height);
        let groups = all
            .iter()
            .filter(|(_, (_, is_group))| *is_group)
            .map(|(seat, (weight, _))| (*seat, *weight));
        let id = u64::try_from(model.decisions.len()).unwrap() + 1;
        let proposal = self.proposal(group, id);
        let view = proposal.view();
        let decision = Decision {
            charter: opening.charter,
            translation,
            delay,
            window: charter.execution_window,
            opened_at: now,
            ask_until: now + charter.relay_buffer.0.div_ceil(2),
            electorate: self.voters(group, &opening),
            groups: groups.collect(),
            round,
            origin_height: opening.origin_height,
            kind: opening.kind,
            from: opening.from,
            acts: opening.acts,
            ballots: BTreeMap::new(),
            asked: Default::default(),
            moved: None,
            ended: None,
            failed: 0,
            rolled: None,
            content: (view.content_hash.to_vec(), view.title, proposal.content()),
        };
        self.model.groups[group].decisions.push(decision);
        id
    }

    /// Somebody opens a proposal.
    pub fn open(&mut self, group: GroupIndex, person: usize, acts: &[Act]) -> Option<ProposalId> {
        let (now, height) = (self.world.now(), self.world.height());
        let seat = self.model.groups[group]
            .seat_of(Who::Person(person))
            .ok_or("no seat");
        let expected = seat.and_then(|seat| self.opening(group, seat, acts, now, height));
        let proposal = spec("A proposal", self.actions(acts));
        let told = self.people[person].tries_to_propose(&self.groups[group], proposal);
        self.opened(group, told, expected, now)
    }

    /// A representative opens a proposal of the group in a group above.
    pub fn open_above(
        &mut self,
        group: GroupIndex,
        person: usize,
        above: GroupIndex,
        acts: &[Act],
    ) -> Option<ProposalId> {
        let (now, height) = (self.world.now(), self.world.height());
        let model = &self.model.groups[group];
        let seat = model
            .seat_of(Who::Person(person))
            .filter(|seat| model.representatives.contains(seat));
        let linked = model
            .uplinks
            .get(&above)
            .is_some_and(|uplink| uplink.since.is_some());
        let expected = match (seat, linked) {
            (Some(_), true) => {
                let seat = self.model.groups[above]
                    .seat_of(Who::Group(group))
                    .expect("a link has two sides");
                self.opening(above, seat, acts, now, height)
            }
            (None, _) => Err("no representative"),
            (_, false) => Err("no link"),
        };
        let proposal = spec("A joint proposal", self.actions(acts));
        let told = self.people[person].tries_to_propose_upstream(
            &self.groups[group],
            &self.groups[above],
            proposal,
        );
        self.opened(above, told, expected, now)
    }

    fn opened(
        &mut self,
        group: GroupIndex,
        told: Attempt,
        expected: Result<Opening, Refusal>,
        now: u64,
    ) -> Option<ProposalId> {
        let (opening, expected) = match expected {
            Ok(opening) => (Some(opening), Ok(())),
            Err(refusal) => (None, Err(refusal)),
        };
        let told = told.outcome();
        if told.as_ref().is_err_and(|refusal| is_hopeless(refusal)) {
            return None;
        }
        self.agree_on("opened", &told, expected)
            .then(|| self.write(group, opening.unwrap(), now))
    }
}

/// What could never be done is refused at its opening; the model finds out when it is executed.
fn is_hopeless(refusal: &str) -> bool {
    let never = [
        "there is no seat",
        "can't be paid by itself",
        "is this group's already",
        "is not on this chain",
        "which is this group",
        "an office is a person's",
        "there is no link with",
        "can't sit in itself",
        "already holds seat",
        "was given up or removed",
        "written on revision",
    ];
    never.iter().any(|words| refusal.contains(words))
}
