//! What somebody tries next. Numbers are taken modulo what there is; most attempts are refused, and that is fine.

use folkmoot_group::action::Ground;
use folkmoot_group::msg::{Claimant, ExecuteMsg, HouseSays, Resolution};
use folkmoot_rules::{Choice, Seconds, Signal};
use proptest::prelude::*;

use super::founding::ALLOWANCE;
use super::*;
use crate::world::houses::veto;
use crate::world::{Attempt, Proposal, spec};

/// What somebody does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Deed {
    Propose,
    Decide,
    ProposeInUnion,
    DecideInHouse,
    Vote,
    Everybody,
    Carry,
    Join,
    Answer,
    Resolve,
    Amend,
    Withdraw,
    MoveOn,
    Execute,
    Refer,
    Concern,
    TakeBack,
    Stop,
    Report,
    Settle,
    FanOut,
    RollUp,
    Forge,
    Office,
    Spend,
    Delegate,
    Leave,
    WindUp,
    Wait,
}

/// One thing that somebody tries.
#[derive(Clone, Debug)]
pub(super) struct Step {
    deed: Deed,
    who: u8,
    which: u8,
    how: u8,
}

/// What happens at least once.
pub(super) const REACHED: [&str; 17] = [
    "amended",
    "blocked by somebody",
    "concerned",
    "delegated",
    "fanned out",
    "forged in vain",
    "moved on",
    "nominated",
    "objected to",
    "filled an office",
    "opened",
    "referred",
    "reported",
    "resolved",
    "rolled up",
    "spent without a vote",
    "wound up",
];

pub(super) fn step() -> impl Strategy<Value = Step> {
    let deed = prop_oneof![
        6 => Just(Deed::Propose),
        12 => Just(Deed::Decide),
        5 => Just(Deed::ProposeInUnion),
        3 => Just(Deed::DecideInHouse),
        5 => Just(Deed::Vote),
        6 => Just(Deed::Everybody),
        9 => Just(Deed::Carry),
        9 => Just(Deed::Join),
        8 => Just(Deed::Answer),
        4 => Just(Deed::Resolve),
        5 => Just(Deed::Amend),
        1 => Just(Deed::Withdraw),
        3 => Just(Deed::MoveOn),
        9 => Just(Deed::Execute),
        6 => Just(Deed::Refer),
        7 => Just(Deed::Concern),
        1 => Just(Deed::TakeBack),
        6 => Just(Deed::Stop),
        3 => Just(Deed::Report),
        2 => Just(Deed::Settle),
        4 => Just(Deed::FanOut),
        7 => Just(Deed::RollUp),
        1 => Just(Deed::Forge),
        7 => Just(Deed::Office),
        5 => Just(Deed::Spend),
        6 => Just(Deed::Delegate),
        1 => Just(Deed::Leave),
        2 => Just(Deed::WindUp),
        12 => Just(Deed::Wait),
    ];
    let numbers = (any::<u8>(), any::<u8>(), any::<u8>());
    (deed, numbers).prop_map(|(deed, (who, which, how))| Step {
        deed,
        who,
        which,
        how,
    })
}

impl Lives {
    pub(super) fn live(&mut self, step: &Step) {
        let who = self.people[usize::from(step.who) % self.people.len()].clone();
        let choices = [
            Choice::Yes,
            Choice::Yes,
            Choice::No,
            Choice::Abstain,
            Choice::Block,
        ];
        let choice = choices[usize::from(step.how) % choices.len()];
        match step.deed {
            Deed::Propose => {
                // mostly somebody who may
                let who = self.people[usize::from(step.who % 5)].clone();
                self.propose(&who, step.which, step.how);
            }
            Deed::Decide => self.decide(step.who, step.which, step.how),
            Deed::ProposeInUnion => self.propose_in_union(step.which),
            Deed::DecideInHouse => self.decide_in_house(step.which, step.how),
            Deed::Vote => self.vote(&who, step.which, choice),
            Deed::Everybody => self.everybody(step.which, step.how),
            Deed::Carry => self.carry(step.which, step.how),
            Deed::Join => self.join(step.which, step.how),
            Deed::Answer => self.answer(step.which, step.how),
            Deed::Resolve => self.resolve(step.which, step.how),
            Deed::Amend => self.amend(step.which),
            Deed::Withdraw => {
                let told = self.recent(CELL, step.which).map(|one| {
                    let proposal = one.id;
                    who.sends(&one.group, &ExecuteMsg::Withdraw { proposal })
                });
                self.tried(told, "withdrawn by somebody");
            }
            Deed::MoveOn => {
                let told = self.any(step).map(|one| one.moves_on());
                self.tried(told, "moved on");
            }
            Deed::Execute => self.execute(step),
            Deed::Refer => {
                for back in 0..8 {
                    let told = self.recent_of(CELL, back).map(|one| one.refer());
                    self.tried(told, "referred");
                }
            }
            Deed::Concern => {
                let house = &self.groups[HOUSE];
                let told = self.looked_at(step.which);
                let told = told.map(|one| who.raises_concern(house, &one, "Why?"));
                self.tried(told, "concerned");
            }
            Deed::TakeBack => {
                let house = &self.groups[HOUSE];
                let told = self.looked_at(step.which);
                let told = told.map(|one| who.withdraws_concern(house, &one));
                self.tried(told, "took a concern back");
            }
            Deed::Stop => self.stop(step.which, step.who),
            Deed::Report => {
                for back in 0..8 {
                    let told = self.recent_of(HOUSE, back).map(|one| one.report_veto());
                    self.tried(told, "reported");
                }
            }
            Deed::Settle => {
                let union = &self.groups[UNION];
                let seat = u32::from(step.which % 2) + 1;
                let settled = union.settles(&self.world, seat);
                let paid = union.pays(&self.world, &Claimant::Seat(seat));
                self.tried(Some(settled), "settled");
                self.tried(Some(paid), "claimed");
            }
            Deed::FanOut => {
                let told = self.recent(UNION, step.which).map(|one| one.fan_out());
                self.tried(told, "fanned out");
            }
            Deed::RollUp => {
                let group = [CELL, HOUSE, SISTER][usize::from(step.how % 3)];
                let told = self.recent(group, step.which).map(|one| one.roll_up());
                self.tried(told, "rolled up");
            }
            Deed::Forge => self.forge(&who, step.which, step.how),
            Deed::Office => self.office(&who, step.which, step.how),
            Deed::Spend => self.spend(&who, step.how),
            Deed::Delegate => self.delegate(step.who, step.which, step.how),
            Deed::Leave => {
                // not often: a group without anybody does nothing any more
                if step.how.is_multiple_of(4) {
                    let group = &self.groups[usize::from(step.which) % UNION];
                    let told = who.leaves(group);
                    self.tried(Some(told), "left");
                }
            }
            Deed::WindUp => {
                let group = &self.groups[CELL];
                let denoms = vec![];
                let told = who.sends(group, &ExecuteMsg::WindUp { denoms });
                self.tried(Some(told), "wound up");
            }
            Deed::Wait => {
                let hours = [1, 2, 5, 9, 12, 24, 24, 48][usize::from(step.how % 8)];
                self.world.advance(Seconds::hours(hours));
            }
        }
    }

    pub(super) fn tried(&mut self, told: Option<Attempt>, what: &str) -> bool {
        let went = told.is_some_and(|told| told.outcome().is_ok());
        if went {
            self.note(what);
        }
        went
    }

    /// One of the group's last proposals.
    pub(super) fn recent(&self, group: usize, which: u8) -> Option<Proposal> {
        self.recent_of(group, u64::from(which % 4))
    }

    fn recent_of(&self, group: usize, back: u64) -> Option<Proposal> {
        let last = self.groups[group].view().proposals;
        let id = last.checked_sub(back).filter(|id| *id > 0)?;
        Some(self.groups[group].proposal(id))
    }

    /// One that a house looks at, if there is one.
    pub(super) fn looked_at(&self, which: u8) -> Option<Proposal> {
        let last = (0..8).filter_map(|back| self.recent_of(CELL, back));
        let mut referred = last.filter(|one| matches!(one.status(), Status::Referred { .. }));
        referred.next().or_else(|| self.recent(CELL, which))
    }

    /// One of anybody's.
    fn any(&self, step: &Step) -> Option<Proposal> {
        let group = [CELL, CELL, HOUSE, UNION][usize::from(step.how % 4)];
        self.recent(group, step.which)
    }

    fn vote(&mut self, who: &Person, which: u8, choice: Choice) {
        for group in [CELL, HOUSE, SISTER] {
            let told = self.recent(group, which);
            let told = told.map(|one| who.tries_to_vote_because(&one, choice, "because"));
            let what = match choice {
                Choice::Block => "blocked by somebody",
                _ => "voted on",
            };
            self.tried(told, what);
        }
    }

    /// All who can, say yes; or all but one, who says no.
    fn everybody(&mut self, which: u8, how: u8) {
        let group = [CELL, CELL, HOUSE, SISTER][usize::from(how % 4)];
        let Some(proposal) = self.recent(group, which) else {
            return;
        };
        for (place, person) in self.people.clone().iter().enumerate() {
            let against = how % 5 == 4 && place == usize::from(how % 8);
            let choice = if against { Choice::No } else { Choice::Yes };
            let told = person.tries_to_vote(&proposal, choice);
            self.tried(Some(told), "voted on");
        }
    }

    pub(super) fn say(&mut self, proposal: &Proposal, choice: Choice) {
        for person in &self.people.clone() {
            let told = person.tries_to_vote(proposal, choice);
            self.tried(Some(told), "voted on");
        }
    }

    /// The cell agrees, but for somebody at times, and what it agreed to is referred.
    fn carry(&mut self, which: u8, how: u8) {
        let Some(proposal) = self.recent(CELL, which) else {
            return;
        };
        if how.is_multiple_of(3) {
            let blocker = self.people[usize::from(how % 4)].clone();
            let told = blocker.tries_to_vote_because(&proposal, Choice::Block, "not so");
            self.tried(Some(told), "blocked by somebody");
        }
        self.say(&proposal, Choice::Yes);
        let told = proposal.moves_on();
        self.tried(Some(told), "moved on");
        let told = proposal.refer();
        self.tried(Some(told), "referred");
        match how % 12 {
            0 | 6 => self.resolve(which, how),
            3 => self.amend(which),
            _ => {}
        }
    }

    fn resolve(&mut self, which: u8, how: u8) {
        let how = [Resolution::Withdrawn, Resolution::Integrated][usize::from(how % 2)];
        let Some(blocked) = self.recent(CELL, which) else {
            return;
        };
        for person in &self.people[..4].to_vec() {
            let told = person.resolves(&blocked, how);
            self.tried(Some(told), "resolved");
        }
    }

    fn amend(&mut self, which: u8) {
        let Some(blocked) = self.recent(CELL, which) else {
            return;
        };
        for person in &self.people[..4].to_vec() {
            let told = person.amends(&blocked, spec("A better one", vec![]));
            self.tried(Some(told), "amended");
        }
    }

    /// One proposal, or whatever may be executed.
    fn execute(&mut self, step: &Step) {
        if step.how.is_multiple_of(2) {
            let told = self.any(step).map(|one| one.execution());
            self.tried(told, "executed by somebody");
            return;
        }
        for group in [CELL, HOUSE, UNION] {
            let last = self.groups[group].view().proposals;
            for id in last.saturating_sub(9).max(1)..=last {
                let told = self.groups[group].proposal(id).execution();
                self.tried(Some(told), "executed by somebody");
            }
        }
    }

    /// The groups of the union are asked, and answer; what they agree to is done.
    fn join(&mut self, which: u8, how: u8) {
        let Some(joint) = self.recent(UNION, which) else {
            return;
        };
        let told = joint.fan_out();
        self.tried(Some(told), "fanned out");
        for group in [CELL, SISTER] {
            let Some(mirror) = self.groups[group].mirror(&joint) else {
                continue;
            };
            let against = how.is_multiple_of(8) && group == SISTER;
            self.say(&mirror, if against { Choice::No } else { Choice::Yes });
            let told = mirror.roll_up();
            self.tried(Some(told), "rolled up");
        }
        let told = joint.execution();
        self.tried(Some(told), "executed by somebody");
    }

    /// The house answers what it was asked last.
    fn answer(&mut self, which: u8, how: u8) {
        let Some(asked) = self.recent(HOUSE, which) else {
            return;
        };
        self.say(
            &asked,
            if how.is_multiple_of(4) {
                Choice::No
            } else {
                Choice::Yes
            },
        );
        let told = asked.roll_up();
        self.tried(Some(told), "rolled up");
    }

    fn stop(&mut self, which: u8, by: u8) {
        let house = self.groups[HOUSE].clone();
        let Some(reviewed) = self.looked_at(which) else {
            return;
        };
        let stop = spec("Stop it", vec![veto(&reviewed, Ground::BreachOfAgreement)]);
        let told = self.people[3 + usize::from(by % 3)].tries_to_propose(&house, stop);
        if self.tried(Some(told), "held") {
            let stop = house.newest();
            self.say(
                &stop,
                if by.is_multiple_of(2) {
                    Choice::No
                } else {
                    Choice::Yes
                },
            );
        }
    }

    /// Nobody speaks for a house, a group above or the group itself but their contracts.
    fn forge(&mut self, who: &Person, which: u8, how: u8) {
        let cell = self.groups[CELL].clone();
        let Some(one) = self.recent(CELL, which) else {
            return;
        };
        let proposal = one.id;
        let words = [
            HouseSays::Release {},
            HouseSays::Ratification(Signal::Yes),
            HouseSays::Veto {
                ground: Ground::CaptureOrMalice,
            },
        ];
        let says = words[usize::from(how % 3)];
        for msg in [
            ExecuteMsg::HearHouse { proposal, says },
            ExecuteMsg::PerformActions { proposal },
        ] {
            assert!(who.sends(&cell, &msg).outcome().is_err(), "{msg:?}");
        }
        self.note("forged in vain");
    }

    fn office(&mut self, who: &Person, which: u8, how: u8) {
        let cell = self.groups[CELL].clone();
        let seat = u32::from(which % 5) + 1;
        match how % 6 {
            0 | 1 => {
                let told = who.nominates(&cell, "speaker", seat);
                self.tried(Some(told), "nominated");
            }
            2 => {
                let told = who.nominates(&cell, "speaker", seat);
                self.tried(Some(told), "nominated");
                for person in &self.people[..4].to_vec() {
                    let told = person.objects(&cell, "speaker", seat, "Not yet.");
                    self.tried(Some(told), "objected to");
                }
            }
            3 => {
                let told = cell.acclaims("speaker", seat);
                self.tried(Some(told), "filled an office");
            }
            4 => {
                let told = cell.rotates("host");
                self.tried(Some(told), "filled an office");
            }
            _ => {
                let role = ["speaker", "host", "bursar"][usize::from(which % 3)];
                let told = who.resigns(&cell, role);
                self.tried(Some(told), "resigned");
            }
        }
    }

    /// Somebody of the cell lets another speak, who has something to say at times; or no longer.
    fn delegate(&mut self, who: u8, which: u8, how: u8) {
        let cell = self.groups[CELL].clone();
        let days = u32::from(how % 16);
        let msg = ExecuteMsg::Delegate {
            to: (!how.is_multiple_of(5)).then(|| u32::from(which % 4) + 1),
            procedures: vec![],
            until: Seconds::days(days).after(self.world.now()),
        };
        let told = self.people[usize::from(who % 4)].sends(&cell, &msg);
        let delegated = self.tried(Some(told), "delegated");
        if delegated && how.is_multiple_of(3) {
            let delegate = self.people[usize::from(which % 4)].clone();
            if let Some(proposal) = self.propose(&delegate, how, which) {
                let told = delegate.tries_to_vote(&proposal, Choice::Yes);
                self.tried(Some(told), "voted on");
            }
        }
    }

    /// Whoever is bursar spends; others try.
    fn spend(&mut self, who: &Person, how: u8) {
        let cell = self.groups[CELL].clone();
        let amount = u128::from(how) % (ALLOWANCE + 2) + 1;
        let spender = self.people[..4].iter().find(|person| {
            let seat = cell.seat_of(person.address.as_str());
            seat.is_some_and(|seat| cell.holders("bursar").contains(&seat.seat))
        });
        let spender = spender.unwrap_or(who).clone();
        let soup = self.soup.clone();
        let told = spender.spends(&cell, "bursar", &soup, amount);
        if self.tried(Some(told), "spent without a vote") {
            self.allowed.push((self.world.now(), amount));
        }
    }
}
