//! Deciding: early and at the deadline, revoting, withdrawing, signed ballots, seats that need several signatures.

use folkmoot_group::charter::Round;
use folkmoot_group::msg::{BallotResult, Cast, ExecuteMsg, SeatSpec, Standing};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Outcome, Rule, Seconds, Status};

use super::Trio;
use crate::world::{World, actions, charter, spec};

const DAY: Seconds = Seconds::days(1);

/// Decided is not closed: ballots are taken until it is moved on, and can't change it.
#[test]
fn late_ballots_of_a_decided_proposal_are_taken_and_change_nothing() {
    let trio = Trio::new();
    let Trio {
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let proposal = ann.proposes(group, "Early", vec![]);
    ann.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.view().outcome, Outcome::Undecided);
    proposal.moves_on().refused("undecided");
    proposal.execution().refused("undecided");
    ben.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.view().outcome, Outcome::Passed);
    assert_eq!(proposal.status(), Status::Open, "decided is not closed");
    cleo.votes(&proposal, Choice::No);
    assert_eq!(proposal.weights(), [2, 1, 0, 0]);
    assert_eq!(proposal.view().outcome, Outcome::Passed);
    proposal.moves_on().ok();
    assert_eq!(proposal.status(), Status::Passed);
}

/// Once it is moved on, ballots are over.
#[test]
fn a_proposal_that_moved_on_takes_no_ballot() {
    let trio = Trio::new();
    let Trio {
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    for (first, second, status) in [
        (Choice::Yes, Choice::Yes, Status::Passed),
        (Choice::No, Choice::No, Status::Rejected),
    ] {
        let proposal = ann.proposes(group, "Early", vec![]);
        ann.votes(&proposal, first);
        ben.votes(&proposal, second);
        proposal.moves_on().ok();
        assert_eq!(proposal.status(), status);
        cleo.tries_to_vote(&proposal, Choice::Yes)
            .refused("not open");
        proposal.moves_on().refused("not open");
    }
}

/// At the deadline itself no ballot is taken and the outcome stands.
#[test]
fn a_period_runs_to_before_its_last_instant() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let proposal = ann.proposes(group, "To the second", vec![]);
    world.advance_to(proposal.deadline() - 1);
    world.in_one_block(|| {
        ann.votes(&proposal, Choice::Yes);
        ben.votes(&proposal, Choice::No);
    });
    world.advance_to(proposal.deadline());
    cleo.tries_to_vote(&proposal, Choice::Yes)
        .refused("not open");
    assert_eq!(proposal.status(), Status::Rejected, "a tie does not pass");
}

/// Rules × ballots → outcome, at once and at the deadline.
#[test]
fn outcomes_follow_the_rule() {
    use Outcome::{NoQuorum, Passed, Rejected, Undecided};
    // of ten: yes, no, abstain → while open, at the deadline
    let cases = [
        ("majority", Rule::majority(), [0, 0, 0], Undecided, NoQuorum),
        ("majority", Rule::majority(), [4, 0, 0], Undecided, NoQuorum),
        ("majority", Rule::majority(), [5, 0, 0], Undecided, Passed),
        ("majority", Rule::majority(), [6, 0, 0], Passed, Passed),
        ("majority", Rule::majority(), [5, 5, 0], Rejected, Rejected),
        ("majority", Rule::majority(), [3, 3, 0], Undecided, Rejected),
        ("majority", Rule::majority(), [1, 0, 4], Undecided, Passed),
        ("majority", Rule::majority(), [0, 0, 10], Rejected, Rejected),
        ("majority", Rule::majority(), [1, 0, 9], Passed, Passed),
        (
            "majority of all",
            Rule::majority_of_all(),
            [5, 0, 0],
            Undecided,
            Rejected,
        ),
        (
            "majority of all",
            Rule::majority_of_all(),
            [6, 0, 0],
            Passed,
            Passed,
        ),
        (
            "majority of all",
            Rule::majority_of_all(),
            [0, 5, 0],
            Rejected,
            Rejected,
        ),
        (
            "supermajority",
            Rule::supermajority(),
            [6, 4, 0],
            Rejected,
            Rejected,
        ),
        (
            "supermajority",
            Rule::supermajority(),
            [7, 3, 0],
            Passed,
            Passed,
        ),
        (
            "supermajority",
            Rule::supermajority(),
            [4, 2, 0],
            Undecided,
            Passed,
        ),
        (
            "two thirds",
            Rule::two_thirds(),
            [4, 2, 0],
            Undecided,
            Passed,
        ),
        (
            "three quarters",
            Rule::three_quarters(),
            [6, 2, 0],
            Undecided,
            Passed,
        ),
        (
            "three quarters",
            Rule::three_quarters(),
            [5, 2, 0],
            Undecided,
            Rejected,
        ),
    ];
    let world = World::new();
    let people = world.crowd("member", 10);
    for (name, rule, [yes, no, abstain], open, at_deadline) in cases {
        let group = world
            .group(name)
            .people(&people)
            .charter(&charter().decides(rule, DAY))
            .found();
        let proposal = people[0].proposes(&group, "A case", vec![]);
        proposal.is_voted(&people[..yes], &people[yes..yes + no]);
        people[yes + no..yes + no + abstain]
            .iter()
            .for_each(|person| person.votes(&proposal, Choice::Abstain));
        assert_eq!(
            proposal.view().outcome,
            open,
            "{name} {yes}:{no}:{abstain} while open"
        );
        world.advance_to(proposal.deadline());
        assert_eq!(
            proposal.view().outcome,
            at_deadline,
            "{name} {yes}:{no}:{abstain} at the deadline"
        );
    }
}

/// 66/100 and 2/3 differ: 66 to 34 of a hundred passes the one and not the other.
#[test]
fn ratios_are_exact() {
    let world = World::new();
    let people = world.crowd("member", 2);
    let seats = [people[0].seat_weighing(66), people[1].seat_weighing(34)];
    for (rule, outcome) in [
        (Rule::supermajority(), Outcome::Passed),
        (Rule::two_thirds(), Outcome::Rejected),
    ] {
        let fixed = charter()
            .decides(rule, DAY)
            .weighting(folkmoot_group::charter::Basis::Fixed, None);
        let group = world
            .group("Hundred")
            .seats(seats.clone())
            .charter(&fixed)
            .found();
        let proposal = people[0].proposes(&group, "66 %", vec![]);
        proposal.is_voted([&people[0]], [&people[1]]);
        assert_eq!(proposal.view().outcome, outcome, "{}", rule.describe());
    }
}

/// With revoting a seat's last ballot counts, and nothing is decided before the deadline.
#[test]
fn revoting_replaces_the_ballot_and_decides_nothing_early() {
    let revoting = Round {
        early_finish: false,
        revoting: true,
        ..Round::new(Rule::majority(), DAY)
    };
    let trio = Trio::with(&charter().decides_in(revoting));
    let Trio {
        world,
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let proposal = ann.proposes(group, "Second thoughts", vec![]);
    for person in [ann, ben, cleo] {
        person.votes(&proposal, Choice::Yes);
    }
    assert_eq!(proposal.view().outcome, Outcome::Undecided);
    proposal.moves_on().refused("undecided");
    ann.votes(&proposal, Choice::No);
    ann.votes(&proposal, Choice::Abstain);
    ben.votes(&proposal, Choice::No);
    assert_eq!(proposal.weights(), [1, 1, 1, 0]);
    let ballot = proposal.ballot_of(ann.seat_in(group)).unwrap();
    assert_eq!(
        (ballot.revision, ballot.cast),
        (3, Cast::Choice(Choice::Abstain))
    );
    world.advance_to(proposal.deadline());
    assert_eq!(proposal.status(), Status::Rejected);
}

/// Without revoting a seat votes once, and not the same again either.
#[test]
fn without_revoting_a_seat_votes_once() {
    let trio = Trio::new();
    let proposal = trio.ann.proposes(&trio.group, "Once", vec![]);
    trio.ann.votes(&proposal, Choice::Yes);
    for choice in [Choice::Yes, Choice::No, Choice::Abstain] {
        trio.ann
            .tries_to_vote(&proposal, choice)
            .refused("seat 1 has voted on proposal 1");
    }
    assert_eq!(proposal.weights(), [1, 0, 0, 0]);
}

/// The proposer may withdraw until it is decided; nobody else may.
#[test]
fn only_the_proposer_withdraws_and_only_what_is_undecided() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let withdraw = |proposal: &crate::world::Proposal| ExecuteMsg::Withdraw {
        proposal: proposal.id,
    };
    let proposal = ann.proposes(group, "Hasty", vec![]);
    ann.votes(&proposal, Choice::Yes);
    ben.sends(group, &withdraw(&proposal))
        .refused("only the proposer, seat 1");
    ann.sends(group, &withdraw(&proposal)).ok();
    assert_eq!(proposal.status(), Status::Withdrawn);
    cleo.tries_to_vote(&proposal, Choice::Yes)
        .refused("not open");
    ann.sends(group, &withdraw(&proposal)).refused("withdrawn");
    proposal.execution().refused("withdrawn");

    let decided = ann.proposes(group, "Decided", vec![]);
    decided.is_voted([ann, ben], []);
    ann.sends(group, &withdraw(&decided))
        .refused("decided: passed");
    decided.moves_on().ok();
    ann.sends(group, &withdraw(&decided)).refused("not open");
    let over = ann.proposes(group, "Over", vec![]);
    world.advance_to(over.deadline());
    ann.sends(group, &withdraw(&over)).refused("no_quorum");
}

/// In a batch each ballot has its own result: bad ones are reported and spoil no other.
#[test]
fn one_bad_ballot_spoils_no_other_of_its_batch() {
    let world = World::new();
    let people: Vec<_> = (1..=5)
        .map(|number| world.ethereum(&format!("signer {number}")))
        .collect();
    let host = world.cosmos("the host");
    let group = world
        .group("Signers")
        .people(&people)
        .people([&host])
        .found();
    let proposal = host.proposes(&group, "By signature", vec![]);
    let mut spoiled = people[2].signs(&proposal, Choice::Yes);
    spoiled.choice = Choice::No;
    let batch = vec![
        people[0].signs(&proposal, Choice::Yes),
        people[1].signs(&proposal, Choice::No),
        spoiled,
        people[0].signs(&proposal, Choice::Yes),
        people[3].signs(&proposal, Choice::Abstain),
        world.ethereum("a stranger").signs(&proposal, Choice::No),
        people[4].signs(&proposal, Choice::Yes),
    ];
    let results = world.carries(&proposal, batch);
    let seat = |number: usize| BallotResult::Cast {
        seat: people[number].seat_in(&group),
    };
    assert_eq!(results[0], seat(0));
    assert_eq!(results[1], seat(1));
    assert_eq!(results[4], seat(3));
    assert_eq!(results[6], seat(4));
    for (place, reason) in [(2, "does not fit"), (3, ""), (5, "acts for no seat")] {
        match &results[place] {
            BallotResult::Refused { reason: told } => {
                assert!(told.contains(reason), "{place}: {told}")
            }
            cast => panic!("{place}: {cast:?}"),
        }
    }
    assert_eq!(proposal.weights(), [2, 1, 1, 0]);
}

/// Revising a signed ballot raises its revision; the older signature is then worth nothing.
#[test]
fn a_signed_ballot_is_bound_to_its_revision() {
    let revoting = Round {
        early_finish: false,
        revoting: true,
        ..Round::new(Rule::majority(), DAY)
    };
    let world = World::new();
    let bob = world.ethereum("Bob");
    let group = world
        .group("Signers")
        .people([&bob, &world.cosmos("Ann")])
        .charter(&charter().decides_in(revoting))
        .found();
    let proposal = world.cosmos("Ann").proposes(&group, "By signature", vec![]);
    let first = bob.signs(&proposal, Choice::Yes);
    assert!(matches!(
        world.carries(&proposal, vec![first.clone()])[0],
        BallotResult::Cast { .. }
    ));
    let second = bob.signs(&proposal, Choice::No);
    assert_eq!(second.revision, 2);
    assert!(matches!(
        world.carries(&proposal, vec![second.clone()])[0],
        BallotResult::Cast { .. }
    ));
    for old in [first, second] {
        match &world.carries(&proposal, vec![old])[0] {
            BallotResult::Refused { reason } => {
                assert!(reason.contains("the next is 3"), "{reason}")
            }
            cast => panic!("{cast:?}"),
        }
    }
    assert_eq!(proposal.weights(), [0, 1, 0, 0]);
}

/// A seat of several keys votes when enough of them have signed the same ballot.
#[test]
fn a_seat_of_keys_needs_its_signatures() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let keepers: Vec<_> = (1..=3)
        .map(|number| world.ethereum(&format!("attestor {number}")))
        .collect();
    let far_group = SeatSpec {
        name: "A group on another chain".into(),
        holder: Holder::Keys {
            wallets: keepers.iter().map(|keeper| keeper.wallet()).collect(),
            signatures: 2,
        },
        standing: Standing::Core,
        weight: None,
    };
    let group = world
        .group("Across")
        .people([&ann])
        .seats([far_group])
        .found();
    let proposal = ann.proposes(&group, "Across chains", vec![]);
    let draft = keepers[0].draft(&proposal, Choice::Yes);
    let refused = |people: &[&crate::world::Person], reason: &str| match &world
        .carries(&proposal, vec![draft.signed_by(people)])[0]
    {
        BallotResult::Refused { reason: told } => assert!(told.contains(reason), "{told}"),
        cast => panic!("{cast:?}"),
    };
    let [one, two, three] = [&keepers[0], &keepers[1], &keepers[2]];
    refused(&[one], "needs 2 signatures, the ballot carries 1");
    refused(&[one, one], "stands twice");
    refused(&[one, &world.ethereum("a stranger")], "");
    let cast = world.carries(&proposal, vec![draft.signed_by(&[three, two])]);
    assert_eq!(cast, vec![BallotResult::Cast { seat: 2 }]);
    assert_eq!(proposal.weights(), [1, 0, 0, 0]);
}

/// One transaction carries one signature: a seat that needs two can't vote, propose or leave by it.
#[test]
fn a_seat_that_needs_two_signatures_acts_by_no_single_transaction() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let mut pair = vec![world.cosmos("an account")];
    pair.extend(["left", "right"].map(|name| world.ethereum(name)));
    let seat = SeatSpec {
        name: "A pair".into(),
        holder: Holder::Keys {
            wallets: pair.iter().map(|one| one.wallet()).collect(),
            signatures: 2,
        },
        standing: Standing::Core,
        weight: None,
    };
    let group = world.group("Pairs").people([&ann]).seats([seat]).found();
    let proposal = ann.proposes(&group, "Together", vec![]);
    pair[0]
        .tries_to_vote(&proposal, Choice::Yes)
        .refused("needs 2 signatures");
    pair[0]
        .tries_to_propose(&group, spec("Alone", vec![]))
        .refused("needs 2 signatures");
    pair[0]
        .sends(&group, &ExecuteMsg::Leave {})
        .refused("needs 2 signatures");
    let wallet = world.cosmos("third").wallet();
    pair[0]
        .sends(&group, &ExecuteMsg::AddWallet { wallet })
        .refused("needs 2 signatures");
}

/// A contract in a seat votes, proposes and leaves by sending messages itself.
#[test]
fn a_contract_seat_acts_by_its_own_messages() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let dao = world.puppet("a DAO");
    let seat = SeatSpec {
        name: "A DAO".into(),
        holder: Holder::Contract {
            address: dao.to_string(),
        },
        standing: Standing::Core,
        weight: None,
    };
    let group = world
        .group("With a DAO")
        .people([&ann])
        .seats([seat])
        .found();
    let propose = ExecuteMsg::Propose {
        proposal: spec("By contract", vec![]),
    };
    world.puppet_calls(&dao, &group.address, &propose).ok();
    let proposal = group.newest();
    let vote = |choice| ExecuteMsg::Vote {
        proposal: proposal.id,
        choice,
        reason: Some("we voted".into()),
    };
    world
        .puppet_calls(&dao, &group.address, &vote(Choice::Yes))
        .ok();
    world
        .puppet_calls(&dao, &group.address, &vote(Choice::Yes))
        .refused("has voted");
    let ballot = proposal.ballot_of(2).unwrap();
    assert_eq!(
        (ballot.by, ballot.reason.as_str()),
        (dao.to_string(), "we voted")
    );
    world
        .puppet_calls(&dao, &group.address, &ExecuteMsg::Leave {})
        .ok();
    assert!(group.seat_of(dao.as_str()).is_none());
    assert_eq!(proposal.weights(), [1, 0, 0, 0]);
}

/// Reasons are kept with the ballot, for all to read.
#[test]
fn reasons_are_kept_with_the_ballot() {
    let trio = Trio::new();
    let proposal = trio.ann.proposes(&trio.group, "Why", vec![]);
    let reason = Some("because it is good".to_owned());
    let vote = ExecuteMsg::Vote {
        proposal: proposal.id,
        choice: Choice::Yes,
        reason,
    };
    trio.ann.sends(&trio.group, &vote).ok();
    let ballot = proposal.ballot_of(1).unwrap();
    assert_eq!(ballot.reason, "because it is good");
    assert_eq!(
        (ballot.weight, ballot.by, ballot.revision),
        (1, trio.ann.address.to_string(), 1)
    );
    assert_eq!(ballot.at, trio.world.now());
}

/// A receipt says what was decided, by whom, when and how.
#[test]
fn a_receipt_says_what_was_decided() {
    let trio = Trio::new();
    let Trio {
        world,
        ann,
        ben,
        cleo,
        group,
        ..
    } = &trio;
    let proposal = ann.proposes(group, "For the record", vec![]);
    proposal.is_voted([ann, ben], [cleo]);
    let height = world.height();
    let at = world.now();
    proposal.moves_on().ok();
    let receipt = proposal.receipt();
    assert_eq!(
        (receipt.chain_id.as_str(), receipt.group),
        (crate::world::CHAIN, group.address.to_string())
    );
    assert_eq!(
        (receipt.proposal, receipt.version, receipt.outcome),
        (1, 1, Outcome::Passed)
    );
    assert_eq!(receipt.content_hash, proposal.view().content_hash);
    assert_eq!(
        (receipt.tally, receipt.electorate),
        (proposal.view().tally, proposal.view().electorate)
    );
    assert_eq!(
        (receipt.height, receipt.decided_at, receipt.by_group_account),
        (Some(height), at, false)
    );
    // where only time has passed, there is no such block
    let silent = ann.proposes(group, "Nobody cared", vec![actions::spend(&ann.address, 1)]);
    world.advance_to(silent.deadline() + 50);
    let receipt = silent.receipt();
    assert_eq!((receipt.outcome, receipt.height), (Outcome::NoQuorum, None));
    assert_eq!(receipt.decided_at, silent.deadline());
}

/// What was decided stays as it was decided: the receipt does not change with time.
#[test]
fn a_receipt_does_not_change_afterwards() {
    let world = World::new();
    let people = world.crowd("member", 3);
    let child = world.group("Child").people(&people[..1]).found();
    let lead = Seconds::days(3);
    let rules = charter()
        .decides(Rule::majority(), Seconds::days(7))
        .upstream(Rule::majority(), Seconds::days(7));
    let group = world
        .group("Mixed")
        .people(&people)
        .group_seat(&child, lead)
        .charter(&rules)
        .found();
    child.decides(&[&people[0]], "Join", vec![actions::join(&group, lead)]);
    let proposal = people[0].proposes(&group, "Without the child", vec![]);
    proposal.is_voted(&people, []);
    assert_eq!(proposal.view().outcome, Outcome::Passed, "three of four");
    proposal.moves_on().ok();
    let receipt = proposal.receipt();
    assert_eq!(proposal.weights(), [3, 0, 0, 0]);
    world.advance_to(proposal.view().ask_until);
    assert_eq!(proposal.receipt(), receipt);
    world.advance_to(proposal.deadline());
    assert_eq!(proposal.receipt(), receipt);
    assert_eq!(proposal.weights(), [3, 0, 0, 0]);
}

/// What was taken back was not decided: it has no receipt, whatever its ballots said.
#[test]
fn a_withdrawn_proposal_has_no_receipt() {
    let revoting = Round {
        early_finish: false,
        revoting: true,
        ..Round::new(Rule::majority(), DAY)
    };
    let trio = Trio::with(&charter().decides_in(revoting));
    let Trio {
        world, ann, group, ..
    } = &trio;
    let proposal = ann.proposes(group, "Taken back", vec![]);
    proposal.is_voted(trio.everybody(), []);
    let withdraw = ExecuteMsg::Withdraw {
        proposal: proposal.id,
    };
    ann.sends(group, &withdraw).ok();
    let query = folkmoot_group::msg::QueryMsg::Receipt {
        proposal: proposal.id,
    };
    for _ in 0..2 {
        assert!(
            group
                .try_ask::<folkmoot_group::msg::Receipt>(&query)
                .is_err()
        );
        assert_eq!(proposal.status(), Status::Withdrawn);
        assert_eq!(proposal.view().outcome, Outcome::Undecided);
        world.advance(DAY);
    }
}
