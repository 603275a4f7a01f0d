//! Turns random steps into a story: numbers into groups, people and proposals that are there.

use std::collections::BTreeMap;

use folkmoot_group::msg::{ProposalId, SeatId, Standing};
use folkmoot_rules::{Choice, Outcome, Seconds, Status};

use super::model::{self, Act, GroupIndex, Who};
use super::play::Play;
use super::steps::{CharterPick, Setup, Step};
use super::{STEPS, count};

/// Founds the groups, takes the steps, and lets everything end.
pub fn live_through(setup: &Setup, steps: &[Step]) -> BTreeMap<&'static str, u32> {
    let mut story = Story::begin(setup);
    for (number, step) in steps.iter().enumerate() {
        story.takes(step);
        story.play.check_coins();
        if number % 6 == 5 {
            story.play.check_groups();
        }
        if number == STEPS / 2 {
            story.play.check_all();
        }
    }
    story.end_block();
    story.play.check_all();
    story.play.ends_well();
    story.play.tale
}

/// A story being told.
struct Story {
    play: Play,
    /// For how many more steps the block stays the same.
    held: u8,
}

impl Story {
    /// Founds the groups; each decides to join those above it.
    fn begin(setup: &Setup) -> Self {
        let mut play = Play::new();
        let pool = play.people.len();
        let mut lower = vec![];
        for (count, first, pick) in &setup.leaves {
            let people: Vec<usize> = (0..usize::from(*count))
                .map(|place| (usize::from(*first) + place) % pool)
                .collect();
            lower.push(play.found(0, &people, &[], pick.charter(0)));
        }
        let leaves = lower.clone();
        let mut joints = vec![];
        for (place, (members, pick)) in setup.joints.iter().enumerate() {
            let mut below: Vec<GroupIndex> = leaves
                .iter()
                .copied()
                .filter(|leaf| members >> leaf & 1 == 1)
                .collect();
            if below.is_empty() {
                below.push(leaves[place % leaves.len()]);
            }
            // a person who founds it, and may open proposals in it
            joints.push((play.found(1, &[place % 3], &below, pick.charter(1)), below));
        }
        let mut story = Self { play, held: 0 };
        if let Some((members, pick)) = &setup.top {
            story.found_top(*members, pick, &joints, &leaves);
        }
        for (joint, below) in &joints {
            for leaf in below {
                story.joins(*leaf, *joint);
            }
        }
        for group in 0..story.play.groups.len() {
            story.play.give(group, 100 + u128::try_from(group).unwrap());
        }
        story
    }

    fn found_top(
        &mut self,
        members: u8,
        pick: &CharterPick,
        joints: &[(GroupIndex, Vec<GroupIndex>)],
        leaves: &[GroupIndex],
    ) {
        let mut below: Vec<GroupIndex> = joints.iter().map(|(joint, _)| *joint).collect();
        if members % 2 == 1 {
            below.push(leaves[0]);
        }
        let top = self.play.found(2, &[4], &below, pick.charter(2));
        // a joint group's founder decides alone, before its groups have joined
        for group in below {
            self.joins(group, top);
        }
    }

    /// A group decides to join another, with its first person as representative, all of its people agreeing.
    fn joins(&mut self, group: GroupIndex, above: GroupIndex) {
        self.play.world.advance(Seconds::ZERO);
        let model = &self.play.model.groups[group];
        let lead = model.charter().upstream.round.period;
        let people = self.people_in(group);
        let opener = people
            .iter()
            .copied()
            .find(|person| self.play.sends_transactions(*person))
            .unwrap();
        let seat = model.seat_of(Who::Person(opener)).unwrap();
        for acts in [vec![Act::Join(above, lead)], vec![Act::Appoint(seat)]] {
            let id = self.play.open(group, opener, &acts).expect("an opening");
            for person in &people {
                self.play.vote(group, id, *person, Choice::Yes);
            }
            let decision = self.play.decision(group, id).unwrap();
            let ripe = decision.deadline() + decision.delay.0;
            self.play.world.advance_to(ripe);
            self.play.execute(group, id);
            assert_eq!(
                self.play.decision(group, id).unwrap().status(ripe),
                Status::Executed
            );
        }
    }

    fn end_block(&mut self) {
        if self.held > 0 {
            self.held = 0;
            self.play.world.end_block();
        }
    }

    fn group(&self, number: u8) -> GroupIndex {
        usize::from(number) % self.play.groups.len()
    }

    /// A proposal that can be moved or executed now, or one of the last ones.
    fn ripe_or_recent(&self, group: GroupIndex, number: u8) -> (GroupIndex, ProposalId) {
        let now = self.play.world.now();
        let mut ripe = vec![];
        for (group, model) in self.play.model.groups.iter().enumerate() {
            for (index, decision) in model.decisions.iter().enumerate() {
                let decided = decision.status(now) == Status::Open
                    && decision.outcome(now) != Outcome::Undecided;
                let passed = matches!(
                    decision.status(now),
                    Status::Passed | Status::ExecutionFailed
                );
                if !decision.is_mirror() && (decided || passed) {
                    ripe.push((group, u64::try_from(index).unwrap() + 1));
                }
            }
        }
        if number % 4 == 3 || ripe.is_empty() {
            return (group, self.recent(group, number));
        }
        ripe[usize::from(number) % ripe.len()]
    }

    /// Somebody who left without a ballot on something that is open.
    fn absentee(&self) -> Option<(GroupIndex, ProposalId, SeatId)> {
        let now = self.play.world.now();
        let groups = self.play.model.groups.iter().enumerate();
        let mut found = groups.flat_map(|(group, model)| {
            let open = model.decisions.iter().enumerate();
            let open = open.filter(move |(_, decision)| decision.status(now) == Status::Open);
            open.flat_map(move |(index, decision)| {
                let left = |seat: &SeatId| model.seat(*seat).is_some_and(|seat| seat.left);
                let silent = |seat: &SeatId| !decision.ballots.contains_key(seat);
                let seats = decision.electorate.keys().copied();
                let seats = seats.filter(move |seat| left(seat) && silent(seat));
                seats.map(move |seat| (group, u64::try_from(index).unwrap() + 1, seat))
            })
        });
        found.next()
    }

    /// The person who opened a proposal.
    fn proposer_of(&self, group: GroupIndex, id: ProposalId) -> Option<usize> {
        let model::From::Own { seat, .. } = self.play.decision(group, id)?.from else {
            return None;
        };
        match self.play.model.groups[group].seat(seat)?.who {
            Who::Person(person) => Some(person),
            Who::Group(_) => None,
        }
    }

    /// One of the last proposals of a group.
    fn recent(&self, group: GroupIndex, number: u8) -> ProposalId {
        let count = self.play.model.groups[group].decisions.len();
        let back = usize::from(number) % count.clamp(1, 4);
        u64::try_from(count - back.min(count)).unwrap()
    }

    fn seat(&self, group: GroupIndex, number: u8) -> SeatId {
        let count = self.play.model.groups[group].seats.len();
        SeatId::try_from(usize::from(number) % (count + 1)).unwrap()
    }

    /// A person with a seat in the group, or now and then one without.
    fn person(&self, group: GroupIndex, number: u8) -> usize {
        let people = self.people_in(group);
        let stranger = usize::from(number) % self.play.people.len();
        if number % 16 == 15 || people.is_empty() {
            stranger
        } else {
            people[usize::from(number) % people.len()]
        }
    }

    fn takes(&mut self, step: &Step) {
        match step {
            Step::Advance { how } => {
                self.end_block();
                return self.advance(*how);
            }
            Step::SameBlock { steps } => {
                self.end_block();
                self.held = *steps;
                return self.play.world.begin_block();
            }
            step => self.acts(step),
        }
        if self.held > 0 {
            self.held -= 1;
            if self.held == 0 {
                self.play.world.end_block();
            }
        }
    }

    fn acts(&mut self, step: &Step) {
        let touched = match step {
            Step::Open {
                group,
                by,
                what,
                size,
                charter,
            } => self.open(*group, *by, *what, *size, charter),
            Step::OpenAbove { group, what, size } => self.open_above(*group, *what, *size),
            Step::Relay => {
                self.relay();
                None
            }
            Step::Decide {
                group,
                what,
                size,
                charter,
                execute,
            } => {
                self.end_block();
                self.decide(*group, *what, *size, charter, *execute)
            }
            Step::Within { group, by, changes } => {
                self.end_block();
                let group = self.group(*group);
                self.within(group, *by, *changes)
            }
            Step::Replay { which } => {
                let count = self.play.taken.len().max(1);
                self.play.replay(usize::from(*which) % count);
                None
            }
            Step::Leave { group, by } => {
                let group = self.group(*group);
                let person = self.person(group, *by);
                if self.play.sends_transactions(person) {
                    self.play.leave(group, person);
                }
                None
            }
            Step::Refresh { group, seat } => {
                let group = self.group(*group);
                let seat = self.seat(group, *seat);
                self.play.refresh(group, seat);
                None
            }
            Step::Give { group, amount } => {
                let group = self.group(*group);
                self.play.give(group, u128::from(*amount) + 1);
                None
            }
            other => self.acts_on_proposal(other),
        };
        if let Some((group, id)) = touched {
            self.play.check_decision(group, id);
        }
    }

    fn acts_on_proposal(&mut self, step: &Step) -> Option<(GroupIndex, ProposalId)> {
        let (Step::Vote {
            group, proposal, ..
        }
        | Step::Everybody {
            group, proposal, ..
        }
        | Step::FanOut {
            group, proposal, ..
        }
        | Step::RollUp {
            group, proposal, ..
        }
        | Step::CountAbsent {
            group, proposal, ..
        }
        | Step::MoveOn { group, proposal }
        | Step::Execute { group, proposal }
        | Step::Withdraw {
            group, proposal, ..
        }
        | Step::Stranger {
            group, proposal, ..
        }) = step
        else {
            return None;
        };
        let group = self.group(*group);
        let (group, id) = match step {
            Step::MoveOn { .. } | Step::Execute { .. } => self.ripe_or_recent(group, *proposal),
            _ => (group, self.recent(group, *proposal)),
        };
        match step {
            Step::Vote { by, choice, .. } => {
                let person = self.person(group, *by);
                self.play
                    .vote(group, id, person, choice_of(u32::from(*choice)));
            }
            Step::Everybody { choices, .. } => self.everybody(group, id, *choices),
            Step::FanOut { seat, .. } => {
                let seat = seat.map(|seat| self.seat(group, seat));
                self.play.fan_out(group, id, seat);
            }
            Step::RollUp { by_account, .. } => self.play.roll_up(group, id, *by_account),
            Step::CountAbsent { seat, .. } => {
                let absentee = self.absentee().filter(|_| seat % 4 > 0);
                let (group, id, seat) = absentee.unwrap_or((group, id, self.seat(group, *seat)));
                self.play.count_absent(group, id, seat);
            }
            Step::MoveOn { .. } => self.play.move_on(group, id),
            Step::Execute { .. } => self.executes(group, id),
            Step::Withdraw { by, .. } => {
                let proposer = self.proposer_of(group, id).filter(|_| by % 4 > 0);
                let person = proposer.unwrap_or(self.person(group, *by));
                self.play.withdraw(group, id, person);
            }
            Step::Stranger { what, .. } => self.play.stranger(group, id, *what),
            _ => {}
        }
        Some((group, id))
    }

    fn rescinded(&self) -> u32 {
        let decisions = self
            .play
            .model
            .groups
            .iter()
            .flat_map(|group| &group.decisions);
        let rescinded =
            decisions.filter(|decision| decision.ended == Some(folkmoot_rules::Ended::Rescinded));
        u32::try_from(rescinded.count()).unwrap()
    }

    /// Who is there at a block's start decides what opens in it, whatever else happens in the block.
    fn within(
        &mut self,
        group: GroupIndex,
        by: u8,
        changes: [u8; 2],
    ) -> Option<(GroupIndex, ProposalId)> {
        let newcomer = usize::from(changes[0]) % self.play.people.len();
        let people = self.people_in(group);
        let opener = people
            .iter()
            .copied()
            .find(|person| self.play.sends_transactions(*person))?;
        let admission = self.play.open(group, opener, &[Act::Admit(newcomer)])?;
        self.agree(group, admission, false);
        let decision = self.play.decision(group, admission)?;
        if let Status::Delayed { until } = decision.status(self.play.world.now()) {
            self.play.world.advance_to(until);
        }
        self.play.world.begin_block();
        let change = |story: &mut Self, change: u8| match change % 4 {
            0 => story.play.execute(group, admission),
            1 if people.len() > 1 => {
                let others = people.iter().copied().filter(|person| *person != opener);
                let sends = |person: &usize| story.play.sends_transactions(*person);
                let leaving = others.filter(sends).max();
                leaving
                    .into_iter()
                    .for_each(|person| story.play.leave(group, person));
            }
            2 => {
                let seat = story.seat(group, by);
                story.play.refresh(group, seat);
            }
            _ => story.play.execute(group, admission),
        };
        change(self, changes[0]);
        let id = self.play.open(group, opener, &[]);
        change(self, changes[1]);
        self.play.world.end_block();
        *self.play.tale.entry("within a block").or_default() += u32::from(id.is_some());
        let id = id?;
        self.play.check_ballots(group, id);
        self.play.vote(group, id, newcomer, Choice::No);
        Some((group, id))
    }

    /// A decision that everybody carries.
    fn decide(
        &mut self,
        group: u8,
        what: u8,
        size: u8,
        charter: &CharterPick,
        execute: bool,
    ) -> Option<(GroupIndex, ProposalId)> {
        let group = self.group(group);
        let people = self.people_in(group);
        let opener = people
            .into_iter()
            .find(|person| self.play.sends_transactions(*person))?;
        let acts = self.acts_of(group, what, size, Some(charter));
        let id = self.play.open(group, opener, &acts)?;
        self.agree(group, id, size % 2 == 1);
        if execute {
            if let Status::Delayed { until } =
                self.play.decision(group, id)?.status(self.play.world.now())
            {
                self.play.world.advance_to(until);
            }
            self.executes(group, id);
        }
        Some((group, id))
    }

    /// Everybody says yes, down to the last member, and every vote is carried up; in haste only as many as it takes.
    fn agree(&mut self, group: GroupIndex, id: ProposalId, hasty: bool) {
        for person in self.people_in(group) {
            self.play.vote(group, id, person, Choice::Yes);
        }
        let decision = self.play.decision(group, id).unwrap();
        if !decision.groups.is_empty() && self.play.world.now() < decision.ask_until {
            self.play.fan_out(group, id, None);
        }
        let below = 0..self.play.groups.len();
        let mirrors: Vec<_> = below
            .filter_map(|below| {
                let mirrors = &self.play.model.groups[below].mirrors;
                Some((below, *mirrors.get(&(group, id))?))
            })
            .collect();
        for (below, mirror) in &mirrors {
            self.agree(*below, *mirror, hasty);
        }
        for (below, mirror) in mirrors {
            let now = self.play.world.now();
            let decided = self.play.decision(group, id).unwrap().outcome(now) != Outcome::Undecided;
            if !(hasty && decided) {
                self.play.roll_up(below, mirror, true);
            }
        }
        let decision = self.play.decision(group, id).unwrap();
        let now = self.play.world.now();
        let deadline = decision.deadline();
        if decision.status(now) == Status::Open
            && decision.outcome(now) == Outcome::Undecided
            && now < deadline
        {
            self.play.world.advance_to(deadline);
        }
    }

    fn executes(&mut self, group: GroupIndex, id: ProposalId) {
        let before = self.rescinded();
        self.play.execute(group, id);
        *self.play.tale.entry("rescinded").or_default() += self.rescinded() - before;
    }

    fn people_in(&self, group: GroupIndex) -> Vec<usize> {
        let person = |who: Who| match who {
            Who::Person(person) => Some(person),
            Who::Group(_) => None,
        };
        self.play.model.groups[group]
            .live()
            .filter_map(|(_, seat)| person(seat.who))
            .collect()
    }

    /// All people of a group vote, each as two bits say.
    fn everybody(&mut self, group: GroupIndex, id: ProposalId, choices: u32) {
        let people = self.people_in(group);
        for (place, person) in people.into_iter().enumerate() {
            let word = choices.rotate_right(2 * u32::try_from(place).unwrap()) & 7;
            if word < 7 {
                self.play.vote(group, id, person, choice_of(word));
            }
        }
    }

    /// A relayer's round: everything that can be asked is asked, everything that is final is carried up.
    fn relay(&mut self) {
        for group in (0..self.play.groups.len()).rev() {
            for id in 1..=u64::try_from(self.play.model.groups[group].decisions.len()).unwrap() {
                let now = self.play.world.now();
                let decision = self.play.decision(group, id).unwrap();
                if !decision.groups.is_empty()
                    && decision.takes_ballots(now)
                    && now < decision.ask_until
                {
                    self.play.fan_out(group, id, None);
                }
            }
        }
        for group in 0..self.play.groups.len() {
            for id in 1..=u64::try_from(self.play.model.groups[group].decisions.len()).unwrap() {
                let now = self.play.world.now();
                let decision = self.play.decision(group, id).unwrap();
                if decision.is_mirror()
                    && decision.rolled.is_none()
                    && count::upstream(decision, now).is_some()
                {
                    if matches!(decision.from, model::From::Mirror { depth: 2, .. }) {
                        *self.play.tale.entry("three levels").or_default() += 1;
                    }
                    self.play.roll_up(group, id, true);
                    self.play.check_decision(group, id);
                }
            }
        }
    }

    fn advance(&mut self, how: u8) {
        let now = self.play.world.now();
        let decisions = self
            .play
            .model
            .groups
            .iter()
            .flat_map(|group| &group.decisions);
        let open = decisions.filter(|decision| decision.takes_ballots(now));
        let instants = open.flat_map(|decision| [decision.deadline(), decision.ask_until]);
        let seats = self.play.model.groups.iter().flat_map(|group| &group.seats);
        let rises = seats
            .filter_map(|seat| seat.announced)
            .map(|(_, from)| from);
        let next = instants.chain(rises).filter(|instant| *instant > now).min();
        let to = match (how % 8, next) {
            (0, _) => now + 1,
            (1, _) => now + Seconds::hours(7).0,
            (2, _) => now + Seconds::days(1).0,
            (3, _) => now + Seconds::days(4).0,
            (4 | 5, Some(next)) => next - 1,
            (_, Some(next)) => next,
            (_, None) => now + Seconds::hours(1).0,
        };
        self.play.world.advance_to(to);
    }

    /// What a proposal may be about; `size` says how much or which.
    fn acts_of(
        &self,
        group: GroupIndex,
        what: u8,
        size: u8,
        charter: Option<&CharterPick>,
    ) -> Vec<Act> {
        let model = &self.play.model.groups[group];
        let other = usize::from(size) % self.play.groups.len();
        let seat = self.seat(group, size);
        let version = u32::try_from(model.charters.len()).unwrap();
        let lead = |group: GroupIndex| {
            self.play.model.groups[group]
                .charter()
                .upstream
                .round
                .period
        };
        let spend = Act::Spend(u128::from(size % 90) + 1);
        match (what % 18, charter) {
            (0, _) => vec![],
            (1..=3, _) => vec![spend],
            (4, _) => vec![spend.clone(), spend],
            (5, _) => vec![Act::Give(other, u128::from(size % 60) + 1)],
            (6, _) => vec![Act::Admit(usize::from(size) % self.play.people.len())],
            (7, _) => vec![Act::Remove(seat)],
            (8, _) => {
                let standing = [Standing::Core, Standing::Contributor, Standing::Observer]
                    [usize::from(size) % 3];
                let revision = model.seat(seat).map_or(1, |seat| seat.revision);
                vec![Act::Standing(seat, revision, standing)]
            }
            (9 | 10, Some(pick)) => {
                // now and then written on a version that is not in force
                let written = if size.is_multiple_of(8) {
                    version + 1
                } else {
                    version
                };
                vec![Act::Amend(written, Box::new(self.amended(group, pick)))]
            }
            (11, _) => model
                .uplinks
                .keys()
                .next()
                .map(|above| Act::LeaveGroup(*above))
                .into_iter()
                .collect(),
            (12, _) => vec![Act::Join(other, lead(group))],
            (13, _) => vec![Act::AdmitGroup(other, lead(other))],
            (14, _) => vec![Act::Appoint(seat)],
            (15, _) => vec![
                spend,
                Act::Admit(usize::from(size) % self.play.people.len()),
            ],
            _ => vec![Act::Rescind(
                self.passed(group).unwrap_or(self.recent(group, size)),
            )],
        }
    }

    fn passed(&self, group: GroupIndex) -> Option<ProposalId> {
        let now = self.play.world.now();
        let decisions = &self.play.model.groups[group].decisions;
        let index = decisions
            .iter()
            .rposition(|decision| model::rescindable(decision, now).is_ok())?;
        Some(u64::try_from(index).unwrap() + 1)
    }

    fn amended(
        &self,
        group: GroupIndex,
        pick: &CharterPick,
    ) -> folkmoot_group::charter::CharterSpec {
        let model = &self.play.model.groups[group];
        let mut charter = pick.charter(model.level);
        charter
            .group_accounts
            .push(self.play.account(group).to_string());
        charter
    }

    fn open(
        &mut self,
        group: u8,
        by: u8,
        what: u8,
        size: u8,
        charter: &CharterPick,
    ) -> Option<(GroupIndex, ProposalId)> {
        let group = self.group(group);
        let person = self.person(group, by);
        if !self.play.sends_transactions(person) {
            return None;
        }
        let acts = self.acts_of(group, what, size, Some(charter));
        Some((group, self.play.open(group, person, &acts)?))
    }

    /// A representative of some group opens a proposal above it.
    fn open_above(&mut self, group: u8, what: u8, size: u8) -> Option<(GroupIndex, ProposalId)> {
        let linked = |group: &GroupIndex| !self.play.model.groups[*group].uplinks.is_empty();
        let below: Vec<GroupIndex> = (0..self.play.groups.len()).filter(linked).collect();
        let group = *below.get(usize::from(group) % below.len().max(1))?;
        let model = &self.play.model.groups[group];
        let uplinks: Vec<GroupIndex> = model.uplinks.keys().copied().collect();
        let above = uplinks[usize::from(size) % uplinks.len()];
        let spokesman = model.representatives.iter().next().copied();
        let person = spokesman.and_then(|seat| match model.seat(seat)?.who {
            Who::Person(person) => Some(person),
            Who::Group(_) => None,
        });
        let person = person.unwrap_or(usize::from(size) % self.play.people.len());
        if !self.play.sends_transactions(person) {
            return None;
        }
        let acts = self.acts_of(above, what, size, None);
        Some((above, self.play.open_above(group, person, above, &acts)?))
    }
}

/// Three of eight words say yes, more than say no.
fn choice_of(word: u32) -> Choice {
    match word % 8 {
        0..=3 => Choice::Yes,
        4 | 5 => Choice::No,
        _ => Choice::Abstain,
    }
}
