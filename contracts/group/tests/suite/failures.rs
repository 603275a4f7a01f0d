//! How others have failed, as far as no topic's tests show it already. The whole list stands in docs/traceability.md.

use cosmwasm_std::Addr;
use cw_multi_test::AppResponse;
use folkmoot_group::action::Action;
use folkmoot_group::charter::{Basis, Round};
use folkmoot_group::msg::{
    BallotResult, ExecuteMsg, QueryMsg, SeatSpec, SignedBallot, Standing, SubgroupView,
};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Rule, Seconds, Status};

use crate::world::{Attempt, Draft, Group, Person, Proposal, World, actions, charter, spec};

const LEAD: Seconds = Seconds::days(3);
const FIVE_DAYS: Seconds = Seconds::days(5);

/// A group in which Ann outweighs two linked groups.
struct Parent {
    world: World,
    ann: Person,
    children: Vec<Group>,
    group: Group,
}

impl Parent {
    fn new() -> Self {
        let world = World::new();
        let ann = world.cosmos("Ann");
        let children = ["One", "Two"].map(|name| world.group(name).people([&ann]).found());
        let rules = charter()
            .decides(Rule::majority(), FIVE_DAYS)
            .upstream(Rule::majority(), FIVE_DAYS)
            .weighting(Basis::Fixed, None);
        let mut founding = world.group("Parent").charter(&rules);
        for child in &children {
            founding = founding.group_seat(child, LEAD);
        }
        let group = founding.seats([ann.seat_weighing(9)]).found();
        for child in &children {
            child.decides(&[&ann], "Join", vec![actions::join(&group, LEAD)]);
        }
        group.receives(10);
        Self {
            world,
            ann,
            children: children.to_vec(),
            group,
        }
    }
}

/// The contracts that were called.
fn called(response: &AppResponse) -> Vec<&str> {
    let executed = response.events.iter().filter(|event| event.ty == "execute");
    let attributes = executed.flat_map(|event| &event.attributes);
    attributes
        .filter(|attribute| attribute.key == "_contract_address")
        .map(|attribute| attribute.value.as_str())
        .collect()
}

/// Two neighbours that can do nothing any more: opening, voting, moving on and executing neither call nor ask them.
#[test]
fn two_broken_neighbours_stop_no_vote() {
    let parent = Parent::new();
    let Parent {
        world, ann, group, ..
    } = &parent;
    for child in &parent.children {
        child.breaks();
    }
    let payee = world.account("a payee");
    let propose = ExecuteMsg::Propose {
        proposal: spec("Pay", vec![actions::spend(&payee, 10)]),
    };
    let own = |attempt: Attempt| {
        let response = attempt.ok();
        assert!(
            called(&response)
                .iter()
                .all(|one| *one == group.address.as_str()),
            "{:?}",
            called(&response)
        );
    };
    own(ann.sends(group, &propose));
    let proposal = group.newest();
    // asking them fails for each of them alone
    proposal.fan_out().ok();
    own(ann.tries_to_vote(&proposal, Choice::Yes));
    own(proposal.moves_on());
    own(proposal.execution());
    assert_eq!(proposal.status(), Status::Executed);
    assert_eq!(world.balance(&payee), 10);
    // and they can be removed
    let removal = |child: &Group| Action::RemoveSeat {
        seat: group.seat_of_group(child).seat,
    };
    let removals = parent.children.iter().map(removal).collect();
    group.decides(&[ann], "Without them", removals);
}

/// A group that another founded, pays and sits in has no say in it: no seat, no proposal, no vote and no circle.
#[test]
fn a_subordinate_group_has_no_vote_in_its_founder() {
    let world = World::new();
    let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
    let founder = world.group("Cooperative").people([&ann]).found();
    founder.receives(90);
    let rules = charter()
        .decides(Rule::majority(), FIVE_DAYS)
        .upstream(Rule::majority(), FIVE_DAYS)
        .weighting(Basis::Fixed, None);
    let seats = vec![ben.seat_weighing(9), founder.seat_spec(LEAD)];
    let found = actions::found_subgroup("Orchard", rules.spec(), seats, 40);
    founder.decides(&[&ann], "An orchard", vec![found]);
    let subgroups: Vec<SubgroupView> = founder.ask(&QueryMsg::Subgroups {
        start_after: None,
        limit: None,
    });
    let orchard = world.group_at("Orchard", &subgroups[0].group);
    founder.decides(&[&ann], "Sit in it", vec![actions::join(&orchard, LEAD)]);
    let open = ann.proposes(&founder, "Ours", vec![actions::spend(&ann.address, 1)]);
    let before = (founder.view().electorate, founder.balance());

    // by its own word, by a decision, and by a call
    let no = ExecuteMsg::Vote {
        proposal: open.id,
        choice: Choice::No,
        reason: None,
    };
    let ours = ExecuteMsg::Propose {
        proposal: spec("Pay us", vec![actions::spend(&orchard.address, 50)]),
    };
    for msg in [&no, &ours] {
        world
            .attempt(&orchard.address, &founder.address, msg)
            .refused("holds no seat in this group");
        let call = actions::call(&founder.address, msg, 0);
        orchard.can_not_do(&[&ben], vec![call], "which is linked with this group");
    }
    let upstream = Action::ProposeUpstream {
        group: founder.address.to_string(),
        proposal: Box::new(spec("Pay us", vec![])),
    };
    orchard.can_not_do(&[&ben], vec![upstream], "there is no link");
    // the founder's seat in it is the founder's: nobody there votes for it
    let joint = ben.proposes(&orchard, "Prune", vec![]);
    world
        .attempt(&founder.address, &orchard.address, &no)
        .refused("it votes by the roll-up");
    assert_eq!(joint.weights(), [0; 4]);
    // and a seat in the founder would be a circle, even if the founder wanted it
    let seat = actions::admit(orchard.seat_spec(FIVE_DAYS));
    founder.can_not_do(&[&ann], vec![seat], "3 d < internal 5 d + relay buffer 1 d");
    assert_eq!((founder.view().electorate, founder.balance()), before);
}

/// What has passed waits for its execution: no message of anybody closes it before its time.
#[test]
fn nobody_closes_what_has_passed() {
    let world = World::new();
    let people = world.crowd("member", 3);
    let group = world.group("Trio").people(&people).found();
    group.receives(10);
    let payee = world.account("a payee");
    let everybody: Vec<&Person> = people.iter().collect();
    let passed = group.passes(&everybody, "Pay", vec![actions::spend(&payee, 10)]);
    assert_eq!(passed.status(), Status::Passed);
    let proposal = passed.id;
    let messages = [
        ExecuteMsg::Withdraw { proposal },
        ExecuteMsg::MoveOn { proposal },
        ExecuteMsg::Amend {
            proposal,
            spec: spec("Nothing", vec![]),
        },
        ExecuteMsg::Refer { proposal },
        ExecuteMsg::ReportVeto { proposal },
        ExecuteMsg::RollUp { mirror: proposal },
        ExecuteMsg::Vote {
            proposal,
            choice: Choice::No,
            reason: None,
        },
    ];
    world.advance_to(passed.deadline());
    for who in people
        .iter()
        .map(|person| &person.address)
        .chain([&world.account("a third party"), &group.address])
    {
        for message in &messages {
            let closing = world.attempt(who, &group.address, message).outcome();
            assert!(closing.is_err(), "{message:?} by {who}");
            assert_eq!(passed.status(), Status::Passed);
        }
    }
    passed.executes();
    assert_eq!(world.balance(&payee), 10);
}

/// A ballot is bound to its proposal and not to a count of all that the seat signs: others may be carried before it, after
/// it, or never.
#[test]
fn pending_ballots_do_not_wait_for_each_other() {
    let world = World::new();
    let [joe, ann] = ["Joe", "Ann"].map(|name| world.cosmos(name));
    let bob = world.ethereum("Bob");
    let group = world.group("Trio").people([&joe, &ann, &bob]).found();
    let proposals = [1, 2, 3, 4].map(|number| joe.proposes(&group, &number.to_string(), vec![]));
    let signed: Vec<SignedBallot> = proposals
        .iter()
        .map(|proposal| bob.signs(proposal, Choice::Yes))
        .collect();
    for place in [3, 0, 2] {
        let results = world.carries(&proposals[place], vec![signed[place].clone()]);
        assert!(matches!(results[..], [BallotResult::Cast { .. }]));
        assert_eq!(proposals[place].weights(), [1, 0, 0, 0]);
    }
    assert_eq!(proposals[1].weights(), [0; 4]);
}

/// A seat of several signers, of whom two must agree.
struct Attested {
    world: World,
    signers: Vec<Person>,
    proposal: Proposal,
}

impl Attested {
    /// In a group where ballots may be changed.
    fn new() -> Self {
        let world = World::new();
        let ann = world.cosmos("Ann");
        let signers: Vec<Person> = (1..=3)
            .map(|number| world.ethereum(&format!("attestor {number}")))
            .collect();
        let seat = SeatSpec {
            name: "A group on another chain".into(),
            holder: Holder::Keys {
                wallets: signers.iter().map(Person::wallet).collect(),
                signatures: 2,
            },
            standing: Standing::Core,
            weight: None,
        };
        let revoting = Round {
            early_finish: false,
            revoting: true,
            ..Round::new(Rule::majority(), LEAD)
        };
        let group = world.group("Across").people([&ann]).seats([seat]);
        let group = group.charter(&charter().decides_in(revoting)).found();
        let proposal = ann.proposes(&group, "Across chains", vec![]);
        Self {
            world,
            signers,
            proposal,
        }
    }

    fn draft(&self, choice: Choice) -> Draft {
        self.signers[0].draft(&self.proposal, choice)
    }

    /// One signs this, another that: whichever ballot the two signatures are put under is refused.
    fn refuses_halves(&self, one: &Draft, other: &Draft) {
        let [first, second] = [&self.signers[0], &self.signers[1]];
        for content in [one, other] {
            let mut ballot = content.signed_by(&[]);
            ballot.signatures = [one.signed_by(&[first]), other.signed_by(&[second])]
                .into_iter()
                .flat_map(|half| half.signatures)
                .collect();
            let results = self.world.carries(&self.proposal, vec![ballot]);
            assert!(
                matches!(&results[..], [BallotResult::Refused { reason }] if reason.contains("does not fit")),
                "{results:?}"
            );
        }
    }
}

/// Signatures that were given for one ballot count for no other, however many there are: not for another choice, and not
/// for the seat's next ballot.
#[test]
fn parts_of_two_ballots_make_no_ballot() {
    let attested = Attested::new();
    let Attested {
        world,
        signers,
        proposal,
    } = &attested;
    let [yes, no] = [Choice::Yes, Choice::No].map(|choice| attested.draft(choice));
    attested.refuses_halves(&yes, &no);
    attested.refuses_halves(&yes, &yes.clone().because("and why"));
    let both = [&signers[0], &signers[1]];
    world.carries(proposal, vec![yes.signed_by(&both)]);
    assert_eq!(proposal.weights(), [1, 0, 0, 0]);
    // the first's signature under the ballot before, and the second's under the next
    let next = attested.draft(Choice::Yes);
    assert_eq!((yes.revision, next.revision), (1, 2));
    attested.refuses_halves(&yes, &next);
    assert_eq!(proposal.weights(), [1, 0, 0, 0]);
}

/// Whoever carries a ballot is nobody to the group: a member who carries another's adds nothing of their own to it, and
/// the group's own account may not vote.
#[test]
fn a_carriers_own_rights_are_not_its_ballots() {
    let world = World::new();
    let relayer = world.account("a relayer");
    let joe = world.cosmos("Joe");
    let [bob, eve] = ["Bob", "Eve"].map(|name| world.ethereum(name));
    let group = world
        .group("Swim Buddies")
        .people([&joe, &bob])
        .charter(&charter().group_account(&relayer))
        .found();
    let proposal = joe.proposes(&group, "Swim at six", vec![]);
    let carry = |by: &Addr, ballot: SignedBallot| {
        let msg = ExecuteMsg::CastBallots {
            proposal: proposal.id,
            ballots: vec![ballot],
        };
        let _ = world.attempt(by, &group.address, &msg).ok();
    };
    let unsigned = bob.draft(&proposal, Choice::Yes).signed_by(&[]);
    let strangers = eve.draft(&proposal, Choice::Yes).signed_by(&[&eve]);
    for by in [&relayer, &joe.address, &group.address] {
        carry(by, unsigned.clone());
        carry(by, strangers.clone());
        assert_eq!(proposal.weights(), [0; 4], "carried by {by}");
    }
    let vote = ExecuteMsg::Vote {
        proposal: proposal.id,
        choice: Choice::Yes,
        reason: None,
    };
    world
        .attempt(&relayer, &group.address, &vote)
        .refused("holds no seat in this group");
    carry(&relayer, bob.signs(&proposal, Choice::Yes));
    assert_eq!(proposal.weights(), [1, 0, 0, 0]);
}
