//! Plays a story on the real contract and in the model at once: what one refuses the other must refuse.

use std::collections::BTreeMap;

use cosmwasm_std::Addr;
use folkmoot_group::action::Action;
use folkmoot_group::charter::ElectorateKind;
use folkmoot_group::msg::*;
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Ended, Outcome, Seconds, Status};

use super::count;
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
struct Opening {
    from: From,
    charter: usize,
    kind: ElectorateKind,
    origin_height: u64,
    acts: Vec<Act>,
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

    fn count(&mut self, what: &'static str) {
        *self.tale.entry(what).or_default() += 1;
    }

    /// Contract and model agree on whether it goes.
    #[track_caller]
    fn agree(&mut self, what: &'static str, told: Attempt, expected: Result<(), Refusal>) -> bool {
        let told = told.outcome();
        match (&told, &expected) {
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

    fn sent(&self, from: &Addr, group: GroupIndex, msg: &ExecuteMsg) -> Attempt {
        self.world.attempt(from, &self.groups[group].address, msg)
    }

    fn by_anybody(&self, group: GroupIndex, msg: &ExecuteMsg) -> Attempt {
        self.sent(&self.world.account("anybody"), group, msg)
    }

    /// The account that a relayer operates for a group.
    pub fn account(&self, group: GroupIndex) -> Addr {
        self.world.account(&format!("relayer of {group}"))
    }

    fn settle(&mut self, height: u64) {
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

    fn decision_mut(&mut self, group: GroupIndex, id: ProposalId) -> &mut Decision {
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
            Act::Appoint(seat) => Action::Appoint { seat: *seat },
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
        let kind = model.charters[charter].1.procedures[procedure].electorate;
        let from = From::Own { seat, procedure };
        let opening = Opening {
            from,
            charter,
            kind,
            origin_height: height,
            acts: acts.to_vec(),
        };
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
    fn write(&mut self, group: GroupIndex, opening: Opening, now: u64) -> ProposalId {
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
        self.agree("opened", told, expected)
            .then(|| self.write(group, opening.unwrap(), now))
    }

    /// Somebody votes, each with their own kind of wallet.
    pub fn vote(&mut self, group: GroupIndex, id: ProposalId, person: usize, choice: Choice) {
        let now = self.world.now();
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let seat = self.model.groups[group].seat_of(Who::Person(person));
        let expected = (|| {
            let seat = seat.ok_or("no seat")?;
            if !decision.takes_ballots(now) {
                return Err("not open");
            }
            if !decision.electorate.contains_key(&seat) {
                return Err("not in the electorate");
            }
            if decision.ballots.contains_key(&seat) && !decision.round.revoting {
                return Err("has voted");
            }
            Ok(())
        })();
        let proposal = self.proposal(group, id);
        let took = if self.sends_transactions(person) {
            let told = self.people[person].tries_to_vote(&proposal, choice);
            self.agree("voted", told, expected)
        } else {
            self.carry(group, id, person, choice, expected)
        };
        if let (true, Some(seat)) = (took, seat) {
            let ballots = &mut self.decision_mut(group, id).ballots;
            let revision = ballots.get(&seat).map_or(0, |(_, revision)| *revision) + 1;
            ballots.insert(seat, (Cast::Choice(choice), revision));
        }
    }

    fn carry(
        &mut self,
        group: GroupIndex,
        id: ProposalId,
        person: usize,
        choice: Choice,
        expected: Result<(), Refusal>,
    ) -> bool {
        let proposal = self.proposal(group, id);
        let ballot = self.people[person].signs(&proposal, choice);
        let told = self.world.try_carry(&proposal, vec![ballot.clone()]);
        let taken = match told.outcome() {
            Ok(response) => {
                let results: Vec<BallotResult> =
                    cosmwasm_std::from_json(response.data.unwrap()).unwrap();
                matches!(results.as_slice(), [BallotResult::Cast { .. }])
            }
            Err(_) => false,
        };
        assert_eq!(
            taken,
            expected.is_ok(),
            "a signed ballot: the model says {expected:?}"
        );
        if taken {
            self.count("voted by signature");
            self.taken.push((group, id, ballot));
        }
        taken
    }

    /// A ballot that was taken is carried once more, and refused.
    pub fn replay(&mut self, which: usize) {
        let Some((group, id, ballot)) = self.taken.get(which).cloned() else {
            return;
        };
        let told = self
            .world
            .try_carry(&self.proposal(group, id), vec![ballot]);
        if let Ok(response) = told.outcome() {
            let results: Vec<BallotResult> =
                cosmwasm_std::from_json(response.data.unwrap()).unwrap();
            assert!(
                matches!(results.as_slice(), [BallotResult::Refused { .. }]),
                "a ballot good twice: {results:?}"
            );
        }
        self.count("replayed");
    }

    /// Group seats of a proposal are asked: these, or all.
    pub fn fan_out(&mut self, group: GroupIndex, id: ProposalId, named: Option<SeatId>) {
        let (now, height) = (self.world.now(), self.world.height());
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let model = &self.model.groups[group];
        let asks = |seat: &SeatId| {
            let group_seat = model
                .seat(*seat)
                .filter(|seat| !seat.left && seat.is_group());
            group_seat.is_some()
                && decision.electorate.contains_key(seat)
                && !decision.asked.contains(seat)
        };
        let candidates: Vec<SeatId> = match named {
            Some(seat) => vec![seat],
            None => model.live().map(|(id, _)| id).collect(),
        };
        let asked: Vec<SeatId> = candidates.into_iter().filter(asks).collect();
        let open = decision.status(now) == Status::Open && now < decision.ask_until;
        let expected = match (open, asked.is_empty()) {
            (false, _) => Err("too late to ask"),
            (_, true) => Err("nobody to ask"),
            (true, false) => Ok(()),
        };
        let msg = ExecuteMsg::FanOut {
            proposal: id,
            seats: named.map(|seat| vec![seat]),
        };
        let told = self.by_anybody(group, &msg);
        if self.agree("fanned out", told, expected) {
            for seat in asked {
                self.ask(group, id, seat, now, height);
            }
        }
    }

    /// A group seat was asked: its group has a mirror, or had a reason not to open one.
    fn ask(&mut self, group: GroupIndex, id: ProposalId, seat: SeatId, now: u64, height: u64) {
        let Who::Group(below) = self.model.groups[group].seat(seat).unwrap().who else {
            unreachable!()
        };
        let joint = self.decision(group, id).unwrap();
        let depth = match joint.from {
            From::Own { .. } => 1,
            From::Mirror { depth, .. } => depth + 1,
        };
        let (origin, deadline, hash) = (
            joint.origin_height,
            joint.deadline(),
            joint.content.0.clone(),
        );
        let child = &self.model.groups[below];
        let consented = child
            .uplinks
            .get(&group)
            .and_then(|uplink| uplink.since)
            .is_some_and(|since| since < origin);
        let charter = child.charter_at(origin);
        let in_time = charter.is_some_and(|charter| {
            now + child.charters[charter].1.upstream.round.period.0 < deadline
        });
        let goes =
            consented && origin <= height && in_time && !child.electorate_at(origin).is_empty();
        let mirror = self.groups[below].mirror(&self.proposal(group, id));
        assert_eq!(
            mirror.is_some(),
            goes,
            "a mirror of {id} of group {group} in group {below}"
        );
        if !goes {
            self.count("could not be asked");
            return;
        }
        let from = From::Mirror {
            above: group,
            proposal: id,
            deadline,
            depth,
        };
        let kind = ElectorateKind::CoreSeats;
        let opening = Opening {
            from,
            charter: charter.unwrap(),
            kind,
            origin_height: origin,
            acts: vec![],
        };
        let mirror = self.write(below, opening, now);
        assert_eq!(
            self.decision(below, mirror).unwrap().content.0,
            hash,
            "a mirror has its joint proposal's hash"
        );
        self.model.groups[below].mirrors.insert((group, id), mirror);
        self.decision_mut(group, id).asked.insert(seat);
    }

    /// A mirror's vote is carried up, by its group's account or anybody.
    pub fn roll_up(&mut self, group: GroupIndex, id: ProposalId, by_account: bool) {
        let now = self.world.now();
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let ballot = count::upstream(decision, now);
        let expected = match (&decision.from, &decision.rolled, ballot) {
            (From::Own { .. }, ..) => Err("no mirror"),
            (_, Some(_), _) | (_, None, Some(_)) => Ok(()),
            _ => Err("undecided"),
        };
        let again = decision.rolled.is_some();
        let account = if by_account {
            self.account(group)
        } else {
            self.world.account("anybody")
        };
        let told = self.sent(&account, group, &ExecuteMsg::RollUp { mirror: id });
        let went = self.agree("rolled up", told, expected);
        if !went || again {
            return;
        }
        let ballot = ballot.unwrap();
        let verdict = self.cast_above(group, id, ballot, by_account, now);
        let outcome = {
            let decision = self.decision(group, id).unwrap();
            named_or_counted(decision, now)
        };
        let decision = self.decision_mut(group, id);
        decision.moved = Some((now.min(decision.deadline()), outcome));
        decision.rolled = Some((ballot, verdict));
        self.count(match verdict {
            Verdict::Counted => "counted",
            Verdict::Late => "late",
            Verdict::Superseded => "superseded",
            Verdict::Moot => "moot",
        });
    }

    /// What the group above makes of a vote.
    fn cast_above(
        &mut self,
        group: GroupIndex,
        id: ProposalId,
        ballot: folkmoot_rules::UpstreamBallot,
        by_account: bool,
        now: u64,
    ) -> Verdict {
        let mirror = self.decision(group, id).unwrap();
        let From::Mirror {
            above,
            proposal,
            deadline,
            ..
        } = mirror.from
        else {
            unreachable!()
        };
        let origin = mirror.origin_height;
        let uplink = self.model.groups[group].uplinks.get(&above);
        if !uplink
            .and_then(|uplink| uplink.since)
            .is_some_and(|since| since < origin)
        {
            return Verdict::Moot;
        }
        if now >= deadline {
            return Verdict::Late;
        }
        let seat = self.model.groups[above]
            .seat_of(Who::Group(group))
            .expect("a link has two sides");
        let joint = self.decision_mut(above, proposal);
        if !joint.electorate.contains_key(&seat) {
            return Verdict::Moot;
        }
        if !joint.takes_ballots(now) {
            return Verdict::Superseded;
        }
        let cast = Cast::Upstream {
            ballot,
            mirror: id,
            by_group_account: by_account,
        };
        let before = joint.ballots.insert(seat, (cast, 1));
        assert!(before.is_none(), "a group votes once");
        Verdict::Counted
    }

    /// A seat that left is counted as not cast.
    pub fn count_absent(&mut self, group: GroupIndex, id: ProposalId, seat: SeatId) {
        let now = self.world.now();
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let expected = match self.model.groups[group].seat(seat) {
            None => Err("no such seat"),
            Some(_) if decision.status(now) != Status::Open => Err("not open"),
            Some(held) if !held.left => Err("still a seat"),
            Some(_) if decision.ballots.contains_key(&seat) => Err("has voted"),
            Some(_) if !decision.electorate.contains_key(&seat) => Err("had no vote"),
            Some(left) if left.is_group() && !decision.asked.contains(&seat) => {
                Err("was not asked")
            }
            Some(_) => Ok(()),
        };
        let told = self.by_anybody(
            group,
            &ExecuteMsg::CountAbsent {
                proposal: id,
                seats: vec![seat],
            },
        );
        if self.agree("counted absent", told, expected) {
            self.decision_mut(group, id)
                .ballots
                .insert(seat, (Cast::Absent {}, 1));
        }
    }

    pub fn move_on(&mut self, group: GroupIndex, id: ProposalId) {
        let now = self.world.now();
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let outcome = decision.outcome(now);
        let expected = match decision.status(now) {
            _ if decision.is_mirror() => Err("a mirror"),
            Status::Open if outcome == Outcome::Undecided => Err("undecided"),
            Status::Open => Ok(()),
            _ => Err("not open"),
        };
        let told = self.by_anybody(group, &ExecuteMsg::MoveOn { proposal: id });
        if self.agree("moved on", told, expected) {
            self.decision_mut(group, id).moved = Some((now, outcome));
        }
    }

    pub fn execute(&mut self, group: GroupIndex, id: ProposalId) {
        let (now, height) = (self.world.now(), self.world.height());
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let mut moved = decision.clone();
        if moved.status(now) == Status::Open {
            moved.moved = Some((now, moved.outcome(now)));
        }
        let expected = match moved.status(now) {
            _ if decision.is_mirror() => Err("a mirror"),
            Status::Passed | Status::ExecutionFailed => Ok(()),
            _ => Err("not to be executed"),
        };
        let told = self.by_anybody(group, &ExecuteMsg::Execute { proposal: id });
        if !self.agree("tried to execute", told, expected) {
            return;
        }
        // the record says executed before the first act, so that no act can reach it
        let before = self.model.clone();
        moved.ended = Some(Ended::Executed);
        let acts = moved.acts.clone();
        *self.decision_mut(group, id) = moved;
        let performed = self.model.perform(group, &acts, now, height);
        let told = self.proposal(group, id).status();
        let status = if performed.is_ok() {
            Status::Executed
        } else {
            Status::ExecutionFailed
        };
        assert_eq!(
            told, status,
            "executing {acts:?}: the model says {performed:?}"
        );
        if performed.is_ok() {
            self.count("executed");
        } else {
            self.count("failed to execute");
            let mut failed = self.decision(group, id).unwrap().clone();
            self.model = before;
            (failed.ended, failed.failed) = (None, failed.failed + 1);
            *self.decision_mut(group, id) = failed;
        }
    }

    pub fn withdraw(&mut self, group: GroupIndex, id: ProposalId, person: usize) {
        let now = self.world.now();
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let seat = self.model.groups[group].seat_of(Who::Person(person));
        let core = seat
            .and_then(|id| self.model.groups[group].seat(id))
            .is_some_and(|seat| seat.standing == Standing::Core);
        let expected = match (&decision.from, seat) {
            (_, None) => Err("no seat"),
            _ if !core => Err("not core"),
            (From::Mirror { .. }, _) => Err("a mirror"),
            (From::Own { seat, .. }, Some(by)) if *seat != by => Err("another's"),
            _ if decision.status(now) != Status::Open => Err("not open"),
            _ if decision.outcome(now) != Outcome::Undecided => Err("decided"),
            _ => Ok(()),
        };
        let told =
            self.people[person].sends(&self.groups[group], &ExecuteMsg::Withdraw { proposal: id });
        if self.agree("withdrawn", told, expected) {
            self.decision_mut(group, id).ended = Some(Ended::Withdrawn);
        }
    }

    /// Somebody leaves: nobody and nothing keeps them.
    pub fn leave(&mut self, group: GroupIndex, person: usize) {
        let height = self.world.height();
        let seat = self.model.groups[group].seat_of(Who::Person(person));
        let told = self.people[person].sends(&self.groups[group], &ExecuteMsg::Leave {});
        if self.agree("left", told, seat.map(|_| ()).ok_or("no seat")) {
            self.model.end(group, seat.unwrap());
            self.settle(height);
        }
    }

    pub fn refresh(&mut self, group: GroupIndex, seat: SeatId) {
        let (now, height) = (self.world.now(), self.world.height());
        let mut next = self.model.clone();
        let expected = next.refresh(group, seat, now);
        let told = self.by_anybody(group, &ExecuteMsg::RefreshWeight { seat });
        if self.agree("refreshed", told, expected) {
            self.model = next;
            self.settle(height);
        }
    }

    /// Somebody gives to a group, or just sends it coins.
    pub fn give(&mut self, group: GroupIndex, amount: u128) {
        let donor = self.world.account("a donor");
        self.world.mint(&donor, amount);
        self.minted += amount;
        let group_address = self.groups[group].address.clone();
        if amount % 2 == 0 {
            let coins = crate::world::money(amount);
            self.world
                .attempt_raw(&donor, &group_address, &ExecuteMsg::Contribute {}, &coins)
                .ok();
        } else {
            self.world.send_coins(&donor, &group_address, amount).ok();
        }
        self.model.groups[group].balance += amount;
        self.count("given");
    }

    /// Somebody outside tries what only the group, or a linked one, may do.
    pub fn stranger(&mut self, group: GroupIndex, id: ProposalId, what: u8) {
        let ballot = folkmoot_rules::UpstreamBallot::Signal(folkmoot_rules::Signal::Yes);
        let signal = SignalSpec {
            proposal: id,
            version: 1,
            mirror: 1,
            ballot,
            by_group_account: true,
        };
        let msg = match what % 5 {
            0 => ExecuteMsg::CountSignal(signal),
            1 => ExecuteMsg::PerformActions { proposal: id },
            2 => ExecuteMsg::OpenMirror(MirrorSpec {
                proposal: id,
                version: 1,
                title: "Vote for us".into(),
                content_hash: [3; 32].into(),
                deadline: u64::MAX,
                origin_height: self.world.height(),
                depth: 1,
            }),
            3 => ExecuteMsg::Vote {
                proposal: id,
                choice: Choice::Yes,
                reason: None,
            },
            _ => ExecuteMsg::Propose {
                proposal: spec("From outside", vec![]),
            },
        };
        // a group's own relayer is a stranger to all of this as well
        let sender = if what % 2 == 0 {
            self.account(group)
        } else {
            self.world.account("a stranger")
        };
        let told = self.sent(&sender, group, &msg);
        self.agree("forged", told, Err("a stranger"));
    }
}

/// What a mirror is closed with: what was decided early, or what its ballots come to.
fn named_or_counted(decision: &Decision, now: u64) -> Outcome {
    match decision.outcome(now) {
        Outcome::Undecided => count::outcome(decision, now),
        named => named,
    }
}
