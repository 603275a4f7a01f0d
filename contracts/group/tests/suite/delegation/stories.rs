//! Random stories of five people who give, take back, open, vote and leave, within blocks and between them: after each step
//! the contract's ballots, tally and outcome are those of a model that keeps everything and adds nothing up.

use std::collections::{BTreeMap, BTreeSet};

use folkmoot_group::charter::{Basis, Round};
use folkmoot_group::msg::{Cast, ExecuteMsg, SeatId};
use folkmoot_rules::{Choice, Electorate, Outcome, Rule, Seconds, Tally, outcome};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;

use super::in_votes;
use crate::world::{self, Group, Person, Proposal, World, spec};

const PEOPLE: u32 = 5;
const HOUR: u64 = 3_600;
const CHOICES: [Choice; 3] = [Choice::Yes, Choice::No, Choice::Abstain];

#[derive(Clone, Debug)]
enum Step {
    Give(u32, u32, u8, u64),
    End(u32),
    Open(u32),
    Vote(u32, usize, usize),
    Leave(u32),
    Advance(u64),
    Block(bool),
}

fn step() -> impl Strategy<Value = Step> {
    let seat = || 1..=PEOPLE;
    prop_oneof![
        6 => (seat(), seat(), 0..4_u8, 1..90_u64).prop_map(|(by, to, what, hours)| Step::Give(by, to, what, hours)),
        2 => seat().prop_map(Step::End),
        4 => seat().prop_map(Step::Open),
        12 => (seat(), 0..4_usize, 0..3_usize).prop_map(|(by, which, choice)| Step::Vote(by, which, choice)),
        1 => seat().prop_map(Step::Leave),
        2 => (1..20_u64).prop_map(Step::Advance),
        4 => any::<bool>().prop_map(Step::Block),
    ]
}

/// What a seat said of its weight: for which procedures, to whom, until when; none where it took it back.
type Given = Option<(SeatId, u8, u64)>;

/// A proposal, its ballots with whether each is the seat's own.
struct Open {
    proposal: Proposal,
    electorate: BTreeSet<SeatId>,
    /// The delegate of each seat that had one.
    spoken_for: BTreeMap<SeatId, SeatId>,
    ballots: BTreeMap<SeatId, (Choice, bool)>,
}

struct Play {
    world: World,
    people: Vec<Person>,
    group: Group,
    rule: Rule,
    revoting: bool,
    /// Everything that was ever said, with the height.
    said: Vec<(u64, SeatId, Given)>,
    /// In which block who left.
    left: BTreeMap<SeatId, u64>,
    open: Vec<Open>,
    in_block: bool,
    tale: BTreeMap<&'static str, u32>,
}

const fn weight(seat: SeatId) -> u64 {
    seat as u64
}

impl Play {
    fn new(rule: Rule, revoting: bool) -> Self {
        let world = World::new().without_dumps();
        let people = world.crowd("person", PEOPLE as usize);
        let round = Round {
            early_finish: !revoting,
            revoting,
            ..Round::new(rule, Seconds::days(3))
        };
        let rules = in_votes().decides_in(round).weighting(Basis::Fixed, None);
        let seats = people
            .iter()
            .zip(1..)
            .map(|(one, seat)| one.seat_weighing(weight(seat)));
        let group = world
            .group("Five")
            .seats(seats.collect::<Vec<_>>())
            .charter(&rules)
            .found();
        Self {
            world,
            people,
            group,
            rule,
            revoting,
            said: vec![],
            left: BTreeMap::new(),
            open: vec![],
            in_block: false,
            tale: BTreeMap::new(),
        }
    }

    fn person(&self, seat: SeatId) -> &Person {
        &self.people[seat as usize - 1]
    }

    fn is_here(&self, seat: SeatId) -> bool {
        !self.left.contains_key(&seat)
    }

    /// What a seat had said before a block.
    fn given(&self, seat: SeatId, height: u64) -> Given {
        let mut said = self.said.iter().rev();
        said.find(|(at, who, _)| *who == seat && *at < height)?.2
    }

    fn say(&mut self, height: u64, seat: SeatId, given: Given) {
        self.said.push((height, seat, given));
    }

    fn agree(&mut self, what: &'static str, told: Result<(), String>, expected: bool) -> bool {
        assert_eq!(told.is_ok(), expected, "{what}: {told:?}");
        *self.tale.entry(what).or_default() += u32::from(expected);
        expected
    }

    fn play(&mut self, step: &Step) {
        let (now, height) = (self.world.now(), self.world.height());
        match *step {
            Step::Give(by, to, what, hours) => {
                let names: &[&str] = match what {
                    0 | 1 => &[],
                    2 => &["ordinary"],
                    _ => &["upstream"],
                };
                let told = self
                    .person(by)
                    .tries_to_delegate(&self.group, to, names, hours * HOUR);
                let expected = by != to && self.is_here(by) && self.is_here(to);
                if self.agree("given", told.outcome().map(drop), expected) {
                    self.say(height, by, Some((to, what, now + hours * HOUR)));
                }
            }
            Step::End(by) => {
                let told = self.person(by).ends_delegation(&self.group);
                let expected = self.is_here(by) && self.given(by, u64::MAX).is_some();
                if self.agree("ended", told.outcome().map(drop), expected) {
                    self.say(height, by, None);
                }
            }
            Step::Open(by) => self.opens(by, now, height),
            Step::Vote(by, which, choice) => self.votes(by, which, CHOICES[choice], now),
            Step::Leave(by) => {
                let is_last = self.left.len() + 2 >= PEOPLE as usize;
                if is_last || !self.is_here(by) {
                    return;
                }
                self.person(by)
                    .sends(&self.group, &ExecuteMsg::Leave {})
                    .ok();
                self.left.insert(by, height);
                for seat in 1..=PEOPLE {
                    let to_it = |(to, _, _)| to == by;
                    if seat == by || self.given(seat, u64::MAX).is_some_and(to_it) {
                        self.say(height, seat, None);
                    }
                }
                *self.tale.entry("left").or_default() += 1;
            }
            Step::Advance(hours) if !self.in_block => self.world.advance(Seconds(hours * HOUR)),
            Step::Advance(_) => {}
            Step::Block(begins) if begins != self.in_block => {
                match begins {
                    true => self.world.begin_block(),
                    false => self.world.end_block(),
                }
                self.in_block = begins;
            }
            Step::Block(_) => {}
        }
    }

    fn opens(&mut self, by: SeatId, now: u64, height: u64) {
        let told = self
            .person(by)
            .tries_to_propose(&self.group, spec("A proposal", vec![]));
        let is_here = self.is_here(by);
        if !self.agree("opened", told.outcome().map(drop), is_here) {
            return;
        }
        let was_here = |seat: &SeatId| self.left.get(seat).is_none_or(|at| *at >= height);
        let spoken_for = (1..=PEOPLE).filter_map(|seat| {
            let (to, what, until) = self.given(seat, height)?;
            (now < until && what < 3).then_some((seat, to))
        });
        let open = Open {
            proposal: self.group.newest(),
            electorate: (1..=PEOPLE).filter(was_here).collect(),
            spoken_for: spoken_for.collect(),
            ballots: BTreeMap::new(),
        };
        self.open.push(open);
    }

    fn votes(&mut self, by: SeatId, which: usize, choice: Choice, now: u64) {
        let Some(at) = self.open.len().checked_sub(which + 1) else {
            return;
        };
        let open = &self.open[at];
        let told = self.person(by).tries_to_vote(&open.proposal, choice);
        let own = open.ballots.get(&by).is_some_and(|(_, own)| *own);
        let expected = self.is_here(by)
            && open.electorate.contains(&by)
            && now < open.proposal.deadline()
            && (self.revoting || !own);
        if !self.agree("voted", told.outcome().map(drop), expected) {
            return;
        }
        let left: BTreeSet<SeatId> = self.left.keys().copied().collect();
        let open = &mut self.open[at];
        let overridden = open.ballots.insert(by, (choice, true));
        let mut carried = 0;
        for (seat, delegate) in &open.spoken_for {
            let own = open.ballots.get(seat).is_some_and(|(_, own)| *own);
            if *delegate == by && !own && !left.contains(seat) && open.electorate.contains(seat) {
                open.ballots.insert(*seat, (choice, false));
                carried += 1;
            }
        }
        *self.tale.entry("carried").or_default() += carried;
        let overridden = overridden.is_some_and(|(_, own)| !own);
        *self.tale.entry("overridden").or_default() += u32::from(overridden);
    }

    fn check(&mut self) {
        let current: Vec<(SeatId, SeatId)> = (1..=PEOPLE)
            .filter_map(|seat| Some((seat, self.given(seat, u64::MAX)?.0)))
            .collect();
        assert_eq!(self.group.delegations(), current, "the public graph");
        let now = self.world.now();
        let mut early = 0;
        for open in self.open.iter().rev().take(4) {
            let view = open.proposal.view();
            let told = [
                view.tally.weight.yes,
                view.tally.weight.no,
                view.tally.weight.abstain,
            ];
            let sums = CHOICES.map(|choice| {
                let of = open.ballots.iter().filter(|(_, (made, _))| *made == choice);
                of.map(|(seat, _)| u128::from(weight(*seat)) * 1_000_000)
                    .sum()
            });
            assert_eq!(told, sums, "{:?} {:?}", open.ballots, open.spoken_for);
            for seat in &open.electorate {
                let told = open.proposal.ballot_of(*seat).map(|ballot| ballot.cast);
                let expected = open.ballots.get(seat).map(|(choice, own)| match own {
                    true => Cast::Choice(*choice),
                    false => Cast::Carried {
                        choice: *choice,
                        delegate: open.spoken_for[seat],
                    },
                });
                assert_eq!(told, expected, "seat {seat}");
            }
            let is_open = now < open.proposal.deadline();
            let expected = match (is_open, self.revoting) {
                (true, true) => Outcome::Undecided,
                (true, false) => self.decided(open, true),
                (false, _) => self.decided(open, false),
            };
            assert_eq!(view.outcome, expected, "{:?} {:?}", open.ballots, self.rule);
            early += u32::from(is_open && expected != Outcome::Undecided);
        }
        *self.tale.entry("decided early").or_default() += early;
    }

    /// What all completions come to, if it is the same; or what stands comes to.
    fn decided(&self, open: &Open, may_go_on: bool) -> Outcome {
        let electorate = Electorate {
            weight: open.electorate.iter().map(|seat| weight(*seat)).sum(),
            seats: u32::try_from(open.electorate.len()).unwrap(),
        };
        let mut ends = vec![Tally::default()];
        for seat in &open.electorate {
            let all = CHOICES.map(Some);
            let may: Vec<Option<Choice>> = match open.ballots.get(seat) {
                Some((_, false)) if may_go_on => all.to_vec(),
                Some((choice, _)) => vec![Some(*choice)],
                None if may_go_on => [None].into_iter().chain(all).collect(),
                None => vec![None],
            };
            let with = |tally: &Tally| {
                let tally = *tally;
                may.clone().into_iter().map(move |choice| {
                    let mut next = tally;
                    if let Some(choice) = choice {
                        next.add_ballot(choice, weight(*seat)).unwrap();
                    }
                    next
                })
            };
            ends = ends.iter().flat_map(with).collect();
        }
        let mut outcomes = ends
            .iter()
            .map(|tally| outcome(&self.rule, &electorate, tally));
        let first = outcomes.next().unwrap();
        match outcomes.all(|other| other == first) {
            true => first,
            false => Outcome::Undecided,
        }
    }
}

#[test]
fn random_stories_agree_with_a_model_that_keeps_everything() {
    let config = Config {
        cases: 32,
        ..Config::default()
    };
    let rules = [
        Rule::majority(),
        Rule::majority_of_all(),
        Rule::double_majority(),
        Rule::three_quarters(),
    ];
    let story = (0..rules.len(), any::<bool>(), vec(step(), 50));
    let (tale, result) = world::play(&[7; 32], config, &story, |(rule, revoting, steps)| {
        let mut play = Play::new(rules[rule], revoting);
        for step in &steps {
            play.play(step);
            play.check();
        }
        play.tale
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    // a property that nothing reaches proves nothing
    let all = [
        "given",
        "ended",
        "opened",
        "voted",
        "left",
        "carried",
        "overridden",
        "decided early",
    ];
    for what in all {
        assert!(
            tale.get(what).is_some_and(|count| *count > 0),
            "{what}: {tale:?}"
        );
    }
}
