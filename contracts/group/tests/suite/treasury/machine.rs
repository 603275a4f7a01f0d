//! The treasury's state machine: random stories of stakes, cycles, spends and exits are played on the real contract and in
//! a slow model that keeps no sums. Both must refuse the same things, and after each step every coin is where the model
//! says: no money is created, lost or moved by accounting.

use std::collections::BTreeMap;

use folkmoot_group::action::Action;
use folkmoot_group::msg::{Claimant, ExecuteMsg, SeatId, Standing};
use folkmoot_rules::{Choice, Seconds, Status};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::world::{
    Attempt, Funds, Group, Person, Plays, World, actions, money, open_cycle, spec, spend_from_pool,
};

const STEPS: usize = 70;
const PLAYS: Plays = Plays {
    called: "stories",
    cases: 24,
    seed: 2027,
    shrinks: 400,
};
const PEOPLE: usize = 4;
const DAY: u64 = 24 * 60 * 60;

/// What somebody does next.
#[derive(Clone, Debug)]
enum Step {
    Give(u16),
    SendUnasked(u16),
    Stake(usize, u16),
    Take(usize, u16),
    Pledge(usize, u16),
    OpenCycle(u16),
    Spend(u16),
    SpendTwice(u16, u16),
    SpendFromPool(usize, u16),
    SpendFromBoth(u16, u16),
    Leave(usize),
    Remove(usize),
    Replace(usize, usize),
    Admit(usize),
    Settle(usize),
    Pay(usize),
    Wait(u16),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..PEOPLE;
    let amount = 0_u16..500;
    prop_oneof![
        2 => amount.clone().prop_map(Step::Give),
        1 => amount.clone().prop_map(Step::SendUnasked),
        5 => (who.clone(), amount.clone()).prop_map(|(who, amount)| Step::Stake(who, amount)),
        2 => (who.clone(), amount.clone()).prop_map(|(who, amount)| Step::Take(who, amount)),
        6 => (who.clone(), amount.clone()).prop_map(|(who, amount)| Step::Pledge(who, amount)),
        3 => (1_u16..60).prop_map(Step::OpenCycle),
        2 => amount.clone().prop_map(Step::Spend),
        1 => (amount.clone(), amount.clone()).prop_map(|(one, other)| Step::SpendTwice(one, other)),
        3 => (0_usize..3, amount.clone()).prop_map(|(back, amount)| Step::SpendFromPool(back, amount)),
        1 => (amount.clone(), amount).prop_map(|(one, other)| Step::SpendFromBoth(one, other)),
        1 => who.clone().prop_map(Step::Leave),
        1 => (0_usize..8).prop_map(Step::Remove),
        3 => (0_usize..8, who.clone()).prop_map(|(index, who)| Step::Replace(index, who)),
        2 => who.prop_map(Step::Admit),
        3 => (0_usize..8).prop_map(Step::Settle),
        3 => (0_usize..8).prop_map(Step::Pay),
        3 => (1_u16..40).prop_map(Step::Wait),
    ]
}

/// A seat with every part of its money on its own.
#[derive(Clone, Default, Debug)]
struct SeatModel {
    person: usize,
    free: u128,
    pledge: u128,
    /// Parts of cycles that are not claims yet.
    parts: BTreeMap<u32, u128>,
    claim: u128,
    left: bool,
}

/// A cycle with every pledge on its own.
#[derive(Clone, Debug)]
struct CycleModel {
    ends_at: u64,
    pledges: BTreeMap<usize, u128>,
    spent: u128,
    settled: BTreeMap<usize, u128>,
}

impl CycleModel {
    fn pledged(&self) -> u128 {
        self.pledges.values().sum()
    }

    fn rest(&self) -> u128 {
        self.pledged() - self.spent
    }

    /// What is in the pool: the rest without the shares that became claims; nothing once all did.
    fn pool(&self) -> u128 {
        if self.settled.len() == self.pledges.len() {
            return 0;
        }
        self.rest() - self.settled.values().sum::<u128>()
    }

    fn dust(&self) -> u128 {
        if self.settled.len() < self.pledges.len() {
            return 0;
        }
        self.rest() - self.settled.values().sum::<u128>()
    }
}

struct Play {
    world: World,
    chair: Person,
    people: Vec<Person>,
    payee: Person,
    group: Group,
    seats: Vec<SeatModel>,
    cycles: Vec<CycleModel>,
    /// Given and not spent, without dust.
    gifts: u128,
    /// What the common fund paid beyond gifts came from dust.
    paid_common: u128,
    paid_pools: u128,
    minted: u128,
    /// What each person was paid.
    wallets: Vec<u128>,
    tale: BTreeMap<&'static str, u32>,
}

impl Play {
    fn new() -> Self {
        let world = World::new().without_dumps();
        let chair = world.cosmos("the chair");
        let payee = world.cosmos("a payee");
        let people = world.crowd("member", PEOPLE);
        let observers = people
            .iter()
            .map(|person| person.seat_as(Standing::Observer));
        let group = world
            .group("Pool")
            .people([&chair])
            .seats(observers)
            .found();
        let seats = (0..PEOPLE).map(|person| SeatModel {
            person,
            ..SeatModel::default()
        });
        Self {
            seats: seats.collect(),
            wallets: vec![0; PEOPLE],
            world,
            chair,
            people,
            payee,
            group,
            cycles: vec![],
            gifts: 0,
            paid_common: 0,
            paid_pools: 0,
            minted: 0,
            tale: BTreeMap::new(),
        }
    }

    fn common(&self) -> u128 {
        let dust: u128 = self.cycles.iter().map(CycleModel::dust).sum();
        self.gifts + dust - self.paid_common
    }

    /// The place in the list of the seat that a person holds.
    fn held_by(&self, person: usize) -> Option<usize> {
        let held = |seat: &SeatModel| seat.person == person && !seat.left;
        self.seats.iter().position(held)
    }

    fn id(index: usize) -> SeatId {
        // the chair has the first
        SeatId::try_from(index + 2).unwrap()
    }

    fn running(&self) -> Option<usize> {
        let last = self.cycles.len().checked_sub(1)?;
        (self.world.now() < self.cycles[last].ends_at).then_some(last)
    }

    /// What has become due to a seat when somebody touches it.
    fn touch(&mut self, index: usize) -> bool {
        let now = self.world.now();
        let seat = &mut self.seats[index];
        let mut any = false;
        for (number, cycle) in (1..).zip(&mut self.cycles) {
            if cycle.ends_at > now {
                continue;
            }
            if let Some(pledge) = seat.parts.remove(&number) {
                let share = pledge * cycle.rest() / cycle.pledged();
                cycle.settled.insert(index, share);
                seat.claim += share;
                any = true;
            }
        }
        any
    }

    fn note(&mut self, what: &'static str) {
        *self.tale.entry(what).or_default() += 1;
    }

    /// Both refuse, or neither does.
    fn same(&mut self, attempt: Attempt, goes: bool, what: &'static str) -> bool {
        let outcome = attempt.outcome();
        assert_eq!(outcome.is_ok(), goes, "{what}: {:?}", outcome.err());
        if goes {
            self.note(what);
        }
        goes
    }

    /// The chair decides: whether it was done.
    fn decides(&self, actions: Vec<Action>) -> bool {
        // what could never be done is refused at its opening
        let opened = self
            .chair
            .tries_to_propose(&self.group, spec("A decision", actions));
        if opened.outcome().is_err() {
            return false;
        }
        let proposal = self.group.newest();
        self.chair.votes(&proposal, Choice::Yes);
        proposal.executes();
        proposal.status() == Status::Executed
    }

    fn live(&mut self, step: &Step) {
        match *step {
            Step::Give(amount) => self.give(amount.into(), true),
            Step::SendUnasked(amount) => self.give(amount.into(), false),
            Step::Stake(who, amount) => self.stake(who, amount.into()),
            Step::Take(who, amount) => self.take(who, amount.into()),
            Step::Pledge(who, amount) => self.pledge(who, amount.into()),
            Step::OpenCycle(days) => self.open(u64::from(days) * DAY),
            Step::Spend(amount) => self.spend(&[amount.into()]),
            Step::SpendTwice(one, other) => self.spend(&[one.into(), other.into()]),
            Step::SpendFromPool(back, amount) => self.spend_from_pool(back, amount.into()),
            Step::SpendFromBoth(one, other) => self.spend_from_both(one.into(), other.into()),
            Step::Leave(who) => self.leave(who),
            Step::Remove(index) => self.remove(index),
            Step::Replace(index, who) => self.replace(index, who),
            Step::Admit(who) => self.admit(who),
            Step::Settle(index) => self.settle(index),
            Step::Pay(index) => self.pay(index),
            Step::Wait(days) => self.world.advance(Seconds(u64::from(days) * DAY)),
        }
        self.check();
    }

    fn give(&mut self, amount: u128, asked: bool) {
        if amount == 0 {
            return;
        }
        self.minted += amount;
        self.gifts += amount;
        if asked {
            self.group.receives(amount);
            return self.note("given");
        }
        let stranger = self.world.account("a stranger");
        self.world.mint(&stranger, amount);
        let sent = self
            .world
            .send_coins(&stranger, &self.group.address, amount);
        sent.ok();
        self.note("sent unasked");
    }

    fn stake(&mut self, who: usize, amount: u128) {
        let seat = self.held_by(who);
        if amount == 0 {
            return;
        }
        let attempt = self.people[who].tries_to_stake(&self.world, &self.group, &money(amount));
        self.minted += amount;
        if !self.same(attempt, seat.is_some(), "staked") {
            self.wallets[who] += amount;
            return;
        }
        let index = seat.unwrap();
        self.touch(index);
        self.seats[index].free += amount;
    }

    fn take(&mut self, who: usize, amount: u128) {
        let seat = self.held_by(who);
        let free = seat.map_or(0, |index| self.seats[index].free);
        let attempt = self.people[who].takes_back(&self.group, amount);
        if self.same(attempt, amount > 0 && amount <= free, "taken back") {
            let index = seat.unwrap();
            self.touch(index);
            let seat = &mut self.seats[index];
            seat.free -= amount;
            seat.pledge = seat.pledge.min(seat.free);
            self.wallets[who] += amount;
        }
    }

    fn pledge(&mut self, who: usize, amount: u128) {
        let seat = self.held_by(who);
        let free = seat.map(|index| self.seats[index].free);
        let attempt = self.people[who].pledges(&self.group, amount);
        let goes = free.is_some_and(|free| amount <= free);
        if self.same(attempt, goes, "pledged") {
            let index = seat.unwrap();
            self.touch(index);
            self.seats[index].pledge = amount;
        }
    }

    fn open(&mut self, length: u64) {
        let ends_at = self.world.now() + length;
        let pledged = self.seats.iter().any(|seat| seat.pledge > 0);
        let goes = pledged && self.running().is_none();
        assert_eq!(self.decides(vec![open_cycle(ends_at)]), goes);
        if !goes {
            return;
        }
        self.note("opened");
        let number = u32::try_from(self.cycles.len() + 1).unwrap();
        let mut pledges = BTreeMap::new();
        for (index, seat) in self.seats.iter_mut().enumerate() {
            let pledge = std::mem::take(&mut seat.pledge);
            if pledge > 0 {
                seat.free -= pledge;
                seat.parts.insert(number, pledge);
                pledges.insert(index, pledge);
            }
        }
        self.cycles.push(CycleModel {
            ends_at,
            pledges,
            spent: 0,
            settled: BTreeMap::new(),
        });
    }

    fn spend(&mut self, amounts: &[u128]) {
        if amounts.contains(&0) {
            return;
        }
        let goes = amounts.iter().sum::<u128>() <= self.common();
        let to = &self.payee.address;
        let acts = amounts.iter().map(|amount| actions::spend(to, *amount));
        assert_eq!(self.decides(acts.collect()), goes);
        if goes {
            self.paid_common += amounts.iter().sum::<u128>();
            self.note(match amounts.len() {
                1 => "spent",
                _ => "spent twice",
            });
        }
    }

    fn spend_from_pool(&mut self, back: usize, amount: u128) {
        if amount == 0 {
            return;
        }
        let number = self.cycles.len().saturating_sub(back);
        let index = number.checked_sub(1);
        let runs = index.is_some() && index == self.running();
        let goes = runs && amount <= self.cycles[index.unwrap()].rest();
        let number = u32::try_from(number).unwrap();
        let act = spend_from_pool(&self.payee.address, amount, number);
        assert_eq!(self.decides(vec![act]), goes);
        if goes {
            self.cycles[index.unwrap()].spent += amount;
            self.paid_pools += amount;
            self.note("spent from a pool");
        }
    }

    fn spend_from_both(&mut self, pool: u128, common: u128) {
        let Some(index) = self.running().filter(|_| pool > 0 && common > 0) else {
            return;
        };
        let goes = pool <= self.cycles[index].rest() && common <= self.common();
        let number = u32::try_from(index + 1).unwrap();
        let acts = vec![
            spend_from_pool(&self.payee.address, pool, number),
            actions::spend(&self.payee.address, common),
        ];
        assert_eq!(self.decides(acts), goes);
        if goes {
            self.cycles[index].spent += pool;
            self.paid_pools += pool;
            self.paid_common += common;
            self.note("spent from both");
        }
    }

    fn end(&mut self, index: usize) {
        self.touch(index);
        let seat = &mut self.seats[index];
        seat.claim += std::mem::take(&mut seat.free);
        seat.pledge = 0;
        seat.left = true;
    }

    fn leave(&mut self, who: usize) {
        let seat = self.held_by(who);
        let attempt = self.people[who].leaves(&self.group);
        if self.same(attempt, seat.is_some(), "left") {
            self.end(seat.unwrap());
        }
    }

    fn remove(&mut self, index: usize) {
        let goes = self.seats.get(index).is_some_and(|seat| !seat.left);
        let seat = Self::id(index);
        if self.does(Action::RemoveSeat { seat }, goes, "expelled") {
            self.end(index);
        }
    }

    /// A decision gives a seat to somebody: what the one before owns goes with them, under a number of its own.
    fn replace(&mut self, index: usize, person: usize) {
        let live = self.seats.get(index).is_some_and(|seat| !seat.left);
        let goes = live && self.held_by(person).is_none_or(|held| held == index);
        let seat = Self::id(index);
        let change = Action::ChangeSeat {
            seat,
            revision: if live {
                self.group.seat(seat).revision
            } else {
                1
            },
            name: None,
            standing: None,
            holder: Some(self.people[person].seat().holder),
            weight: None,
        };
        if !self.does(change, goes, "replaced") {
            return;
        }
        let before = &self.seats[index];
        if before.free > 0 || before.claim > 0 || !before.parts.is_empty() {
            let (former, moved) = (self.seats.len(), std::mem::take(&mut self.seats[index]));
            self.seats.push(moved);
            for cycle in &mut self.cycles {
                for of_seats in [&mut cycle.pledges, &mut cycle.settled] {
                    if let Some(amount) = of_seats.remove(&index) {
                        of_seats.insert(former, amount);
                    }
                }
            }
            self.end(former);
            self.note("parted with a stake");
        }
        self.seats[index].person = person;
    }

    /// The chair decides: it is done, or it can't be.
    fn does(&mut self, action: Action, goes: bool, what: &'static str) -> bool {
        if !goes {
            self.group.can_not_do(&[&self.chair], vec![action], "");
            return false;
        }
        assert!(self.decides(vec![action]), "{what}");
        self.note(what);
        true
    }

    fn admit(&mut self, person: usize) {
        let goes = self.held_by(person).is_none();
        let seat = self.people[person].seat_as(Standing::Contributor);
        assert_eq!(self.decides(vec![actions::admit(seat)]), goes);
        if goes {
            self.seats.push(SeatModel {
                person,
                ..SeatModel::default()
            });
            self.note("admitted again");
        }
    }

    fn settle(&mut self, index: usize) {
        let now = self.world.now();
        let ended = |number: &u32| self.cycles[usize::try_from(number - 1).unwrap()].ends_at <= now;
        let goes = self
            .seats
            .get(index)
            .is_some_and(|seat| seat.parts.keys().any(ended));
        let attempt = self.group.settles(&self.world, Self::id(index));
        if self.same(attempt, goes, "settled") {
            assert!(self.touch(index));
        }
    }

    fn pay(&mut self, index: usize) {
        let due = self.seats.get(index).map_or(0, |seat| seat.claim);
        let claimant = Claimant::Seat(Self::id(index));
        let attempt = self.group.pays(&self.world, &claimant);
        if self.same(attempt, due > 0, "paid") {
            self.seats[index].claim = 0;
            self.wallets[self.seats[index].person] += due;
        }
    }

    /// Every coin is where the model says.
    fn check(&self) {
        let sum = |part: fn(&SeatModel) -> u128| self.seats.iter().map(part).sum::<u128>();
        let expected = Funds {
            balance: self.minted
                - self.wallets.iter().sum::<u128>()
                - self.paid_common
                - self.paid_pools,
            common: self.common(),
            free: sum(|seat| seat.free),
            pools: self.cycles.iter().map(CycleModel::pool).sum(),
            claims: sum(|seat| seat.claim),
            deposits: 0,
        };
        assert_eq!(self.group.balance(), expected.balance);
        // what was only sent unasked is in no book yet
        if self.group.sum_of(crate::world::DENOM).is_some() {
            assert_eq!(self.group.funds(), expected);
        }
        let paid = self.paid_common + self.paid_pools;
        assert_eq!(self.payee.balance(), paid);
        for (person, wallet) in self.people.iter().zip(&self.wallets) {
            assert_eq!(person.balance(), *wallet, "{}", person.name);
        }
        for (index, seat) in self.seats.iter().enumerate() {
            let id = Self::id(index);
            let told = self.group.free_and_pledged(id);
            assert_eq!(told, (seat.free, seat.pledge), "seat {id}");
            assert_eq!(self.group.due_to(&Claimant::Seat(id)), seat.claim);
        }
        for (cycle, told) in self.cycles.iter().zip(self.group.cycles()) {
            assert_eq!(crate::world::units(&told.pledges), cycle.pledged());
            assert_eq!(crate::world::units(&told.pool), cycle.rest());
            assert_eq!(told.ends_at, cycle.ends_at);
        }
    }

    /// Everybody leaves and is paid, and what is left is the common fund.
    fn ends_well(&mut self) {
        for who in 0..PEOPLE {
            self.leave(who);
        }
        self.world.advance(Seconds(100 * DAY));
        for index in 0..self.seats.len() {
            self.settle(index);
            self.pay(index);
            assert!(self.seats[index].parts.is_empty(), "a stake was forgotten");
        }
        self.check();
        let funds = self.group.funds();
        assert_eq!(funds.common, funds.balance, "{funds:?}");
        // the last coin can be spent
        if funds.common > 0 {
            self.spend(&[funds.common]);
            assert_eq!(self.group.balance(), 0);
        }
        self.chair.sends(&self.group, &ExecuteMsg::Leave {}).ok();
    }
}

#[test]
fn no_story_creates_loses_or_moves_money_by_accounting() {
    let tale = PLAYS.play(&vec(step(), STEPS), |steps| {
        let mut play = Play::new();
        for step in &steps {
            play.live(step);
        }
        play.ends_well();
        play.tale
    });
    // a property that nothing reaches proves nothing
    for what in [
        "given",
        "sent unasked",
        "staked",
        "taken back",
        "pledged",
        "opened",
        "spent",
        "spent twice",
        "spent from a pool",
        "spent from both",
        "left",
        "expelled",
        "replaced",
        "parted with a stake",
        "admitted again",
        "settled",
        "paid",
    ] {
        let happened = tale.get(what).copied().unwrap_or_default();
        assert!(happened > 0, "nothing was ever {what}");
    }
}
