//! What a group that splits its weight tells above: where the group above decides by consent, or needs the yes of each
//! party, it is what the group decided, at every depth; a threshold splits the weight.

use folkmoot_group::action::Action;
use folkmoot_group::charter::Round;
use folkmoot_group::msg::{ProposalSpec, Verdict};
use folkmoot_rules::{
    Choice, Consent, Outcome, Ratio, Rule, Seconds, Signal, Silence, Translation, UNITS_PER_WEIGHT,
    UpstreamBallot,
};

use crate::world::{CharterBuilder, Group, Person, Proposal, World, actions, charter, spec};

const LEAD: Seconds = Seconds::days(3);
const WEEK: Seconds = Seconds::days(7);
const LONG: Seconds = Seconds::days(14);

/// A circle in which all must answer and nobody may object.
const fn all_answer() -> Rule {
    Rule::Consent(Consent {
        blocks_allowed: 0,
        stand_asides_allowed: None,
        quorum: Some(Ratio::HALF),
        silence: Silence::AllMustAnswer,
        least_yes: None,
        least_seats: 0,
        abstain: false,
    })
}

fn splitting(rule: Rule) -> CharterBuilder {
    charter()
        .upstream(rule, LEAD)
        .translation(Translation::Split {})
}

fn above(rule: Rule, period: Seconds) -> CharterBuilder {
    charter()
        .decides_in(Round::new(rule, period))
        .upstream(rule, period)
        .buffer(Seconds::days(4))
}

/// A group of four that splits, and one of one person, in the seats of a joint group.
struct Joint {
    world: World,
    four: Vec<Person>,
    one: Person,
    splits: Group,
    single: Group,
    joint: Group,
}

impl Joint {
    fn of(below: Rule, above_it: Rule) -> Self {
        let world = World::new();
        let four = world.crowd("one of four", 4);
        let one = world.cosmos("somebody");
        let splits = world.group("Four").people(&four);
        let splits = splits.charter(&splitting(below)).found();
        let single = world.group("Single").people([&one]).found();
        let joint = world
            .group("Joint")
            .group_seat(&splits, LEAD)
            .group_seat(&single, LEAD)
            .charter(&above(above_it, WEEK))
            .found();
        let together = || vec![actions::join(&joint, LEAD), Action::appoint(1)];
        let people: Vec<&Person> = four.iter().collect();
        splits.decides(&people, "Join", together());
        single.decides(&[&one], "Join", together());
        Self {
            world,
            four,
            one,
            splits,
            single,
            joint,
        }
    }

    fn opens(&self, proposal: ProposalSpec) -> Proposal {
        self.one
            .tries_to_propose_upstream(&self.single, &self.joint, proposal)
            .ok();
        let joint = self.joint.newest();
        joint.fan_out().ok();
        let mirror = self.single.mirror_of(&joint);
        self.one.votes(&mirror, Choice::Yes);
        mirror.roll_up().ok();
        joint
    }

    /// The four say so, a letter each, and it is told above when it is final.
    fn say(&self, joint: &Proposal, told: &str) -> Proposal {
        let mirror = self.splits.mirror_of(joint);
        for (person, letter) in self.four.iter().zip(told.chars()) {
            match letter {
                'y' => person.votes(&mirror, Choice::Yes),
                'n' => person.votes(&mirror, Choice::No),
                'a' => person.votes(&mirror, Choice::Abstain),
                's' => person.votes(&mirror, Choice::StandAside),
                'b' => person.blocks(&mirror, "not so"),
                _ => {}
            }
        }
        if told.contains('-') {
            mirror.roll_up().refused("undecided");
            self.world.advance_to(mirror.deadline());
        }
        mirror.roll_up().ok();
        assert_eq!(mirror.rolled_up().1, Verdict::Counted);
        mirror
    }
}

/// Told above as the outcome is translated: rule below, ballots, the word, and what the consensus above comes to.
#[test]
fn a_consent_above_counts_what_a_split_group_decided() {
    let table = [
        (all_answer(), "yyyb", Signal::No, Outcome::Blocked),
        (Rule::consensus(), "yyab", Signal::No, Outcome::Blocked),
        (
            Rule::consensus_minus_one(),
            "yyaa",
            Signal::Abstain,
            Outcome::Passed,
        ),
        (
            Rule::three_quarters(),
            "yyna",
            Signal::Abstain,
            Outcome::Passed,
        ),
        (Rule::three_quarters(), "yynn", Signal::No, Outcome::Blocked),
        (Rule::three_quarters(), "yyyn", Signal::Yes, Outcome::Passed),
        (Rule::majority(), "n---", Signal::NotCast, Outcome::Passed),
    ];
    for (below, told, word, outcome) in table {
        // a rule that passes over a block needs its resolving, which nobody uses here
        let below_it = match below == Rule::consensus_minus_one() {
            true => Rule::Consent(Consent {
                blocks_allowed: 0,
                ..consent(below)
            }),
            false => below,
        };
        let venture = Joint::of(below_it, Rule::consensus());
        let joint = venture.opens(spec("Together", vec![]));
        let mirror = venture.say(&joint, told);
        assert_eq!(mirror.rolled_up().0.signal(), word, "{told}");
        let seats = joint.view().tally.seats;
        let found = [seats.yes - 1, seats.block, seats.abstain, seats.not_cast];
        let expected = [Signal::Yes, Signal::No, Signal::Abstain, Signal::NotCast];
        assert_eq!(found, expected.map(|one| u128::from(one == word)), "{told}");
        assert_eq!(joint.view().outcome, outcome, "{told}");
    }
}

fn consent(rule: Rule) -> Consent {
    match rule {
        Rule::Consent(consent) => consent,
        Rule::Threshold(_) => panic!("no consent"),
    }
}

/// By a threshold the same votes are split, and the seat stands with the larger side.
#[test]
fn a_threshold_above_splits_the_same_votes() {
    let venture = Joint::of(all_answer(), Rule::double_majority());
    let joint = venture.opens(spec("Together", vec![]));
    let mirror = venture.say(&joint, "yyyb");
    assert_eq!(mirror.view().outcome, Outcome::Blocked);
    let tally = joint.view().tally;
    let quarter = UNITS_PER_WEIGHT / 4;
    assert_eq!(tally.weight.yes, UNITS_PER_WEIGHT + 3 * quarter);
    assert_eq!((tally.weight.no, tally.seats.yes), (quarter, 2));
    assert_eq!(joint.view().outcome, Outcome::Passed);
}

/// Each party must say yes: one whose own rule was not met has not, wherever its members' shares stand.
#[test]
fn a_party_says_yes_by_its_decision() {
    for (below, told, outcome) in [
        (all_answer(), "yyyb", Outcome::Rejected),
        (Rule::three_quarters(), "yyna", Outcome::Rejected),
        (Rule::three_quarters(), "yyyn", Outcome::Passed),
    ] {
        let venture = Joint::of(below, Rule::majority());
        let parties = [&venture.splits, &venture.single]
            .map(|group| venture.joint.seat_of_group(group).seat)
            .to_vec();
        let deal = venture.opens(ProposalSpec {
            parties,
            ..spec("A deal", vec![])
        });
        venture.say(&deal, told);
        assert_eq!(deal.view().outcome, outcome, "{told}");
    }
}

/// Three levels, the middle one splits: two of its three groups agree, which is too few for it.
#[test]
fn a_split_in_the_middle_tells_the_top_what_the_middle_decided() {
    let world = World::new();
    let people = world.crowd("person", 3);
    let leaves: Vec<Group> = people
        .iter()
        .map(|person| {
            world
                .group(&format!("of {}", person.name))
                .people([person])
                .found()
        })
        .collect();
    let middle = leaves
        .iter()
        .fold(world.group("Middle"), |founding, leaf| {
            founding.group_seat(leaf, LEAD)
        })
        .charter(&above(Rule::three_quarters(), WEEK).translation(Translation::Split {}))
        .found();
    for (leaf, person) in leaves.iter().zip(&people) {
        let join = vec![actions::join(&middle, LEAD), Action::appoint(1)];
        leaf.decides(&[person], "Join", join);
    }
    let ranger = world.cosmos("the ranger");
    let rangers = world.group("Rangers").people([&ranger]).found();
    let top = world
        .group("Top")
        .group_seat(&middle, WEEK)
        .group_seat(&rangers, LEAD)
        .charter(&above(Rule::consensus(), LONG))
        .found();
    let join = vec![actions::join(&top, LEAD), Action::appoint(1)];
    rangers.decides(&[&ranger], "Join", join);
    let all_say = |joint: &Proposal, choices: [Choice; 3]| {
        joint.fan_out().ok();
        for ((leaf, person), choice) in leaves.iter().zip(&people).zip(choices) {
            let mirror = leaf.mirror_of(joint);
            person.votes(&mirror, choice);
            mirror.roll_up().ok();
        }
    };
    let join = vec![actions::join(&top, WEEK)];
    people[0].proposes_upstream(&leaves[0], &middle, "Join", join);
    let joining = middle.newest();
    all_say(&joining, [Choice::Yes; 3]);
    joining.executes();

    for (choices, word) in [
        ([Choice::Yes, Choice::Yes, Choice::No], Signal::Abstain),
        ([Choice::Yes, Choice::No, Choice::No], Signal::No),
        ([Choice::Yes, Choice::Yes, Choice::Abstain], Signal::Yes),
    ] {
        let trail = ranger.proposes_upstream(&rangers, &top, "A trail", vec![]);
        trail.fan_out().ok();
        let in_middle = middle.mirror_of(&trail);
        all_say(&in_middle, choices);
        in_middle.roll_up().ok();
        assert_eq!(in_middle.rolled_up().0.signal(), word, "{choices:?}");
        assert!(!matches!(
            in_middle.rolled_up().0,
            UpstreamBallot::Signal(_)
        ));
        let seats = trail.view().tally.seats;
        let found = (seats.yes, seats.block, seats.abstain);
        let at = |signal| u128::from(word == signal);
        let expected = (at(Signal::Yes), at(Signal::No), at(Signal::Abstain));
        assert_eq!(found, expected, "{choices:?}");
    }
}
