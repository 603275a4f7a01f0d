//! No charter without bounds, and no proposal without an end: whatever a charter that is taken says, everything that opens
//! under it ends, though nobody calls anything any more.

use cosmwasm_std::{Coin, Uint256};
use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{Admission, Covers, Proposers, Role, Round, Stage};
use folkmoot_group::msg::Resolution;
use folkmoot_rules::{
    Choice, Consent, Fallback, Resolving, ReviewMode, Rule, Seconds, Silence, Status,
};
use proptest::prelude::*;

use crate::world::houses::{appoint_house, become_house, refer};
use crate::world::roles::{acclaimed, allowance, role};
use crate::world::{
    CharterBuilder, Group, Person, Plays, Proposal, Tale, Trio, World, actions, charter, spec,
};

const DAY: Seconds = Seconds::days(1);
const WEEK: Seconds = Seconds::days(7);
const YEAR: Seconds = Seconds::days(366);

fn with_every_figure(figure: u64) -> Vec<(&'static str, CharterBuilder)> {
    let long = Seconds(figure);
    let some = u32::try_from(figure).unwrap_or(u32::MAX);
    let much = Coin::new(Uint256::from(u128::MAX) + Uint256::from(figure), "ustake");
    let with = |change: &dyn Fn(&mut folkmoot_group::charter::CharterSpec)| {
        charter().with(|spec| change(spec))
    };
    let round = |round: Round| charter().decides_in(round);
    vec![
        ("period", charter().decides(Rule::majority(), long)),
        ("upstream", charter().upstream(Rule::majority(), long)),
        ("delay", charter().delayed("ordinary", long)),
        ("relay_buffer", with(&|spec| spec.relay_buffer = long)),
        (
            "execution_window",
            with(&|spec| spec.execution_window = long),
        ),
        ("key_notice", with(&|spec| spec.key_notice = long)),
        ("weight_notice", with(&|spec| spec.weight_notice = long)),
        ("concerns", with(&|spec| spec.concerns_to_extend = some)),
        ("cap", with(&|spec| spec.weighting.cap = Some(figure))),
        (
            "sunset",
            with(&|spec| {
                spec.sunset = Some(figure);
                spec.heir = Some(crate::world::account_address("heir").to_string());
            }),
        ),
        (
            "longest_lead",
            with(&|spec| {
                spec.admission = Some(Admission {
                    longest_lead: Some(long),
                    ..Admission::default()
                });
            }),
        ),
        (
            "term",
            charter().role(Role {
                term: Some(long),
                ..role("host")
            }),
        ),
        ("acclamation", charter().role(acclaimed("host", long))),
        (
            "allowance",
            charter().role(Role {
                allowance: allowance(5, long),
                ..role("host")
            }),
        ),
        (
            "allowance's amount",
            charter().role(Role {
                allowance: Some(folkmoot_group::charter::Allowance {
                    amount: much.clone(),
                    period: DAY,
                }),
                ..role("host")
            }),
        ),
        (
            "places",
            charter().role(Role {
                places: some,
                ..role("host")
            }),
        ),
        (
            "deposit",
            charter().proposers(
                "ordinary",
                Proposers::Anybody {
                    deposit: much.clone(),
                },
            ),
        ),
        (
            "bar",
            charter().procedure(
                "budget",
                Covers::SpendsAbove(vec![much.clone()]),
                Rule::majority(),
                DAY,
            ),
        ),
        (
            "kinds",
            charter().procedure(
                "calls",
                Covers::Kinds(vec![ActionKind::Call; 21]),
                Rule::majority(),
                DAY,
            ),
        ),
        (
            "resolving",
            round(Round {
                resolving: Some(Resolving {
                    period: long,
                    fallback: Fallback::Drop,
                }),
                ..Round::new(Rule::consensus(), DAY)
            }),
        ),
        (
            "fallback",
            round(Round {
                resolving: Some(Resolving {
                    period: DAY,
                    fallback: Fallback::Rule {
                        rule: Rule::majority(),
                        period: long,
                    },
                }),
                ..Round::new(Rule::consensus(), DAY)
            }),
        ),
    ]
}

/// Each figure that a charter may set has an upper bound; none is taken at its greatest.
#[test]
fn every_figure_of_a_charter_has_a_bound() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    for figure in [1 << 53, u64::MAX, u64::MAX - 1] {
        for (what, rules) in with_every_figure(figure) {
            let (_, attempt) = world
                .group("Endless")
                .people([&ann])
                .charter(&rules)
                .try_found();
            let refused = attempt.outcome().expect_err(what);
            assert!(!refused.contains("overflow"), "{what}: {refused}");
        }
    }
    let far = world.now() + 101 * YEAR.0;
    let heir = world.account("heir").to_string();
    let rules = charter().with(|spec| (spec.sunset, spec.heir) = (Some(far), Some(heir)));
    let (_, attempt) = world
        .group("Endless")
        .people([&ann])
        .charter(&rules)
        .try_found();
    attempt.refused("the time to the sunset: ");
}

/// So has each figure of a link, from whichever side it is offered.
#[test]
fn every_figure_of_a_link_has_a_bound() {
    let trio = Trio::new();
    let Trio {
        world, group, dan, ..
    } = &trio;
    let other = world.group("Other").people([dan]).found();
    for time in [Seconds::ZERO, Seconds(YEAR.0 + 1), Seconds(u64::MAX)] {
        let reason = "lies between 1 s and 366 d";
        for offer in [
            actions::join(&other, time),
            actions::admit(other.seat_spec(time)),
            appoint_house(&other, time),
            become_house(&other, time),
        ] {
            trio.ann
                .tries_to_propose(group, spec("Link", vec![offer]))
                .refused(reason);
        }
        let (_, attempt) = world
            .group("Above")
            .people([dan])
            .group_seat(&other, time)
            .try_found();
        attempt.refused(reason);
    }
}

/// A window waits for no more blocks than a chain makes in some weeks.
#[test]
fn a_window_waits_for_a_bounded_number_of_blocks() {
    let two = Reviewed::founded(WEEK);
    for blocks in [1_000_001, 1 << 53, u64::MAX] {
        let endless = guarded(
            &two.house,
            ReviewMode::Optimistic,
            Seconds::days(14),
            blocks,
        );
        two.cell
            .first()
            .tries_to_propose(
                &two.group,
                spec("A guard", vec![actions::amend(1, endless.spec())]),
            )
            .refused("waits for at most 1000000 blocks");
    }
    let longest = guarded(
        &two.house,
        ReviewMode::Optimistic,
        Seconds::days(14),
        1_000_000,
    );
    two.group.decides(
        &two.cell.all(),
        "A guard",
        vec![actions::amend(1, longest.spec())],
    );
}

/// A number of concerns above the house's seats is all of them.
#[test]
fn more_concerns_than_there_are_seats_are_all_seats() {
    let two = Reviewed::founded_with(WEEK, &charter().with(|spec| spec.concerns_to_extend = 100));
    let rules = guarded(&two.house, ReviewMode::Optimistic, Seconds::days(14), 0);
    two.group.decides(
        &two.cell.all(),
        "A guard",
        vec![actions::amend(1, rules.spec())],
    );
    let asks = two.group.passes(&two.cell.all(), "Look", vec![]);
    asks.refer().ok();
    for holder in &two.holders {
        assert!(asks.review().extension.is_zero());
        holder.raises_concern(&two.house, &asks, "too fast").ok();
    }
    assert_eq!(asks.review().extension, WEEK);
}

fn guarded(house: &Group, mode: ReviewMode, window: Seconds, blocks: u64) -> CharterBuilder {
    let Stage::Refer(mut stage) = refer(house, mode, window) else {
        unreachable!("a stage of a house")
    };
    stage.least_blocks = blocks;
    charter().then("ordinary", Stage::Refer(stage))
}

struct Cell(Vec<Person>);

impl Cell {
    fn all(&self) -> Vec<&Person> {
        self.0.iter().collect()
    }

    fn first(&self) -> &Person {
        &self.0[0]
    }
}

/// A cell of four and its house of three.
struct Reviewed {
    world: World,
    holders: Vec<Person>,
    cell: Cell,
    house: Group,
    group: Group,
}

impl Reviewed {
    fn founded(response_time: Seconds) -> Self {
        Self::founded_with(response_time, &charter())
    }

    fn founded_with(response_time: Seconds, house_charter: &CharterBuilder) -> Self {
        let world = World::new().without_dumps();
        let holders = world.crowd("stakeholder", 3);
        let cell = Cell(world.crowd("cell member", 4));
        let house = world
            .group("House")
            .people(&holders)
            .charter(house_charter)
            .found();
        let group = world.group("Cell").people(&cell.0).found();
        let all: Vec<&Person> = holders.iter().collect();
        group.decides(
            &cell.all(),
            "A house",
            vec![appoint_house(&house, response_time)],
        );
        house.decides(&all, "A cell", vec![become_house(&group, response_time)]);
        Self {
            world,
            holders,
            cell,
            house,
            group,
        }
    }
}

/// What a random charter says of its ordinary procedure, and what is done under it.
#[derive(Clone, Debug)]
struct Life {
    rule: u8,
    period: u64,
    resolving: Option<(u64, u64)>,
    revoting: bool,
    stages: Vec<(u8, u64, u64)>,
    window: u64,
    concerns: u32,
    acts: Vec<(u8, u64)>,
}

fn figure() -> impl Strategy<Value = u64> {
    let day = DAY.0;
    prop_oneof![
        4 => 1..30 * day,
        3 => 30 * day..366 * day,
        1 => Just(0),
        1 => Just(366 * day),
        1 => any::<u64>(),
    ]
}

fn blocks() -> impl Strategy<Value = u64> {
    prop_oneof![3 => 0..50_u64, 2 => 0..=1_000_000_u64, 1 => any::<u64>()]
}

fn lives() -> impl Strategy<Value = Life> {
    (
        0..6_u8,
        figure(),
        proptest::option::of((figure(), figure())),
        any::<bool>(),
        proptest::collection::vec((0..4_u8, figure(), blocks()), 0..3),
        figure(),
        0..120_u32,
        proptest::collection::vec((0..9_u8, 0..200 * DAY.0), 0..12),
    )
        .prop_map(
            |(rule, period, resolving, revoting, stages, window, concerns, acts)| Life {
                rule,
                period,
                resolving,
                revoting,
                stages,
                window,
                concerns,
                acts,
            },
        )
}

impl Life {
    fn rule(&self) -> Rule {
        match self.rule {
            0 => Rule::majority(),
            1 => Rule::unanimity(),
            2 => Rule::consensus(),
            3 => Rule::consensus_minus_one(),
            4 => Rule::sociocratic_circles(),
            _ => Rule::Consent(Consent {
                blocks_allowed: self.concerns,
                stand_asides_allowed: Some(0),
                quorum: None,
                silence: Silence::AtLeast(self.concerns),
                least_yes: None,
                least_seats: self.concerns,
                abstain: true,
            }),
        }
    }

    fn charter(&self, house: &Group) -> CharterBuilder {
        let fallback = |period| match self.rule % 2 {
            0 => Fallback::Drop,
            _ => Fallback::Rule {
                rule: Rule::majority(),
                period: Seconds(period),
            },
        };
        let round = Round {
            revoting: self.revoting,
            early_finish: !self.revoting,
            resolving: self
                .resolving
                .filter(|_| self.rule > 1)
                .map(|(period, ballots)| Resolving {
                    period: Seconds(period),
                    fallback: fallback(ballots),
                }),
            ..Round::new(self.rule(), Seconds(self.period))
        };
        let mut rules = charter().decides_in(round).with(|spec| {
            spec.execution_window = Seconds(self.window);
            spec.concerns_to_extend = self.concerns;
        });
        for (kind, length, blocks) in &self.stages {
            let length = Seconds(*length);
            let stage = match kind {
                0 => Stage::Delay { duration: length },
                1 | 2 => refer(house, ReviewMode::Optimistic, length),
                _ => refer(house, ReviewMode::Ratify, length),
            };
            rules = rules.then(
                "ordinary",
                match stage {
                    Stage::Refer(mut stage) => {
                        stage.least_blocks = *blocks;
                        Stage::Refer(stage)
                    }
                    other => other,
                },
            );
        }
        rules
    }
}

/// Whatever can be done to an open proposal, by whom it is due or not; what is refused is refused.
fn act(two: &Reviewed, proposal: &Proposal, kind: u8, time: u64) {
    let choices = [Choice::Yes, Choice::No, Choice::Block, Choice::Abstain];
    let choice = choices[usize::try_from(time % 4).unwrap()];
    let voter = &two.cell.0[usize::try_from(time % 4).unwrap()];
    let _ = match kind {
        0 => {
            for one in &two.cell.0 {
                let _ = one
                    .tries_to_vote_because(proposal, Choice::Yes, "")
                    .outcome();
            }
            proposal.moves_on().outcome()
        }
        1 => voter
            .tries_to_vote_because(proposal, choice, "because")
            .outcome(),
        2 => proposal.moves_on().outcome(),
        3 => voter.amends(proposal, spec("Another", vec![])).outcome(),
        4 | 5 => proposal.refer().outcome(),
        6 => {
            for holder in &two.holders {
                let _ = holder
                    .raises_concern(&two.house, proposal, "slow")
                    .outcome();
            }
            two.holders[0].tries_to_veto(&two.house, proposal).outcome()
        }
        7 => voter.resolves(proposal, Resolution::Withdrawn).outcome(),
        _ => {
            two.world.advance(Seconds(time));
            proposal.execution().outcome()
        }
    };
}

/// Ten years and as many blocks as windows may wait for end whatever is open, though nobody does anything in them.
#[test]
fn whatever_opens_under_a_charter_that_is_taken_ends() {
    let plays = Plays {
        called: "lives of a proposal",
        cases: 150,
        seed: 20_261_129,
        shrinks: 200,
    };
    let told = plays.or_as_chosen().play(&lives(), |life| {
        let mut tale = Tale::new();
        let two = Reviewed::founded(WEEK);
        let rules = life.charter(&two.house).spec();
        let amend = spec("Rules", vec![actions::amend(1, rules)]);
        if two
            .cell
            .first()
            .tries_to_propose(&two.group, amend)
            .outcome()
            .is_err()
        {
            tale.insert("refused", 1);
            return tale;
        }
        let amended = two.group.newest();
        amended.is_voted(two.cell.all(), []);
        amended.executes();
        assert_eq!(amended.status(), Status::Executed);
        let payee = two.world.account("a payee");
        let open =
            two.cell
                .first()
                .proposes(&two.group, "Something", vec![actions::spend(&payee, 5)]);
        for (kind, time) in &life.acts {
            act(&two, &open, *kind, *time);
        }
        two.world.app(|app| {
            app.update_block(|block| {
                block.time = block.time.plus_seconds(10 * YEAR.0);
                block.height += 5_000_000;
            });
        });
        let status = open.status();
        assert!(status.is_final(), "{status:?}");
        tale.insert(status.as_str(), 1);
        tale
    });
    for needed in ["refused", "expired", "no_quorum"] {
        assert!(
            told.get(needed).is_some_and(|count| *count > 3),
            "{needed}: {told:?}"
        );
    }
}
