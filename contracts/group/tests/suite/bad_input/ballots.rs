//! Signed ballots that are worth nothing.

use folkmoot_group::charter::Round;
use folkmoot_group::msg::{BallotResult, ExecuteMsg, SignedBallot};
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::{Choice, Rule, Seconds};
use k256::ecdsa::Signature;

use super::Pair;
use crate::world::{Person, charter};

const YES: Choice = Choice::Yes;

/// The other form of the same signature, which verifies as well.
fn high_s(mut ballot: SignedBallot) -> SignedBallot {
    let bytes = ballot.signatures[0].signature.to_vec();
    let signature = Signature::from_slice(&bytes[..64]).unwrap();
    let (r, s) = signature.split_scalars();
    let flipped = Signature::from_scalars(r.to_bytes(), (-*s).to_bytes()).unwrap();
    let mut other = flipped.to_bytes().to_vec();
    // the other root
    other.push(if bytes[64] == 27 { 28 } else { 27 });
    ballot.signatures[0].signature = other.into();
    ballot
}

/// A ballot whose content was signed for something else.
#[test]
fn a_ballot_signed_for_something_else_is_refused() {
    let pair = Pair::new();
    let other_group = pair
        .world
        .group("Others")
        .people([&pair.joe, &pair.bob])
        .found();
    let good = || pair.bob.draft(&pair.proposal, YES);
    let mut cases = vec![];
    let mut spoil = |name: &'static str, change: &dyn Fn(&mut crate::world::Draft)| {
        let mut draft = good();
        change(&mut draft);
        // handed in as if it were for this proposal
        let mut ballot = draft.signed_by(&[&pair.bob]);
        let right = good();
        (ballot.choice, ballot.reason) = (right.choice, right.reason);
        (ballot.revision, ballot.expires) = (right.revision, right.expires);
        cases.push((name, ballot));
    };
    spoil("wrong chain", &|draft| draft.chain = "folkmoot-2".into());
    spoil("wrong group", &|draft| {
        draft.group = other_group.address.to_string()
    });
    spoil("wrong proposal", &|draft| draft.proposal += 1);
    spoil("wrong title", &|draft| draft.title = "Swim at seven".into());
    spoil("wrong content", &|draft| draft.content_hash[31] ^= 1);
    spoil("wrong choice", &|draft| draft.choice = Choice::No);
    spoil("wrong reason", &|draft| draft.reason = "forged".into());
    spoil("wrong revision", &|draft| draft.revision = 2);
    spoil("wrong expiry", &|draft| draft.expires += 1);
    for (name, ballot) in cases {
        println!("{name}");
        pair.refuses(ballot, "does not fit");
    }
    // the same ballot, unspoiled, counts
    pair.bob.votes(&pair.proposal, YES);
}

/// The signature of somebody else, under the voter's wallet.
#[test]
fn a_ballot_of_another_signer_is_refused() {
    let pair = Pair::new();
    let eve = pair.world.ethereum("Eve");
    let mut forged = pair.bob.draft(&pair.proposal, YES).signed_by(&[&eve]);
    forged.signatures[0].wallet = pair.bob.wallet();
    pair.refuses(forged, "does not fit");
    pair.refuses(eve.signs(&pair.proposal, YES), "acts for no seat");
}

/// A signature has one written form: its high-S twin is refused.
#[test]
fn a_high_s_signature_is_refused() {
    let pair = Pair::new();
    let good = pair.bob.signs(&pair.proposal, YES);
    pair.refuses(high_s(good.clone()), "high-S form");
    pair.world.carries(&pair.proposal, vec![good]);
    assert_eq!(pair.proposal.weights(), [1, 0, 0, 0]);
}

#[test]
fn a_malformed_signature_is_refused() {
    let pair = Pair::new();
    let good = pair.bob.signs(&pair.proposal, YES);
    let bytes = good.signatures[0].signature.to_vec();
    let with = |bytes: Vec<u8>| {
        let mut ballot = good.clone();
        ballot.signatures[0].signature = bytes.into();
        ballot
    };
    let zero_r = [vec![0; 32], bytes[32..].to_vec()].concat();
    let order =
        hex::decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141").unwrap();
    let large_r = [order, bytes[32..].to_vec()].concat();
    let zero_s = [bytes[..32].to_vec(), vec![0; 32], bytes[64..].to_vec()].concat();
    let other_v = [
        bytes[..64].to_vec(),
        vec![if bytes[64] == 27 { 28 } else { 27 }],
    ]
    .concat();
    let cases = [
        (vec![], "has 65 bytes, not 0"),
        (vec![27], "has 65 bytes, not 1"),
        (bytes[..64].to_vec(), "has 65 bytes, not 64"),
        ([bytes.clone(), vec![0]].concat(), "has 65 bytes, not 66"),
        (vec![7; 100_000], "has 65 bytes, not 100000"),
        ([bytes[..64].to_vec(), vec![29]].concat(), "does not fit"),
        ([bytes[..64].to_vec(), vec![255]].concat(), "does not fit"),
        (vec![0; 65], "does not fit"),
        (vec![255; 65], "high-S form"),
        (zero_r, "does not fit"),
        (large_r, "does not fit"),
        (zero_s, "does not fit"),
        (other_v, "does not fit"),
    ];
    for (bytes, reason) in cases {
        pair.refuses(with(bytes), reason);
    }
    // wallets write the recovery id as 0 and 1, or as 27 and 28
    let raw = [bytes[..64].to_vec(), vec![bytes[64] - 27]].concat();
    let results = pair.world.carries(&pair.proposal, vec![with(raw)]);
    assert_eq!(results, [BallotResult::Cast { seat: 2 }]);
}

/// The same ballot again, in the same batch or later.
#[test]
fn a_replayed_ballot_is_refused() {
    let pair = Pair::new();
    let ballot = pair.bob.signs(&pair.proposal, YES);
    let twice = pair
        .world
        .carries(&pair.proposal, vec![ballot.clone(), ballot.clone()]);
    assert!(
        matches!(
            twice.as_slice(),
            [BallotResult::Cast { seat: 2 }, BallotResult::Refused { .. }]
        ),
        "{twice:?}"
    );
    pair.refuses(ballot, "is revision 1 of seat 2, the next is 2");
    assert_eq!(pair.proposal.weights(), [1, 0, 0, 0]);
}

/// A ballot for one proposal is worth nothing on the next one, whatever they have in common.
#[test]
fn a_ballot_is_worth_nothing_on_another_proposal() {
    let pair = Pair::new();
    let twin = pair.joe.proposes(&pair.group, "Swim at six", vec![]);
    assert_eq!(twin.view().content_hash, pair.proposal.view().content_hash);
    pair.refuses(pair.bob.signs(&twin, YES), "does not fit");
}

/// Revisions can be neither skipped nor repeated.
#[test]
fn a_ballot_out_of_turn_is_refused() {
    let pair = Pair::new();
    for revision in [0, 2, u32::MAX] {
        let mut draft = pair.bob.draft(&pair.proposal, YES);
        draft.revision = revision;
        pair.refuses(
            draft.signed_by(&[&pair.bob]),
            &format!("is revision {revision} of seat 2, the next is 1"),
        );
    }
    // where ballots may change, an older one comes too late
    let revoting = Round {
        early_finish: false,
        revoting: true,
        ..Round::new(Rule::majority(), Seconds::days(1))
    };
    let group = pair
        .world
        .group("Revoting")
        .people([&pair.joe, &pair.bob])
        .charter(&charter().decides_in(revoting))
        .found();
    let proposal = pair.joe.proposes(&group, "Again", vec![]);
    let first = pair.bob.signs(&proposal, YES);
    pair.world.carries(&proposal, vec![first.clone()]);
    let pair = Pair {
        group,
        proposal,
        ..pair
    };
    pair.refuses(first, "the next is 2");
}

#[test]
fn an_expired_ballot_is_refused() {
    let pair = Pair::new();
    for expires in [0, pair.world.now() - 1, pair.world.now()] {
        let mut draft = pair.bob.draft(&pair.proposal, YES);
        draft.expires = expires;
        pair.refuses(
            draft.signed_by(&[&pair.bob]),
            &format!("the ballot expired at {expires}"),
        );
    }
    let mut draft = pair.bob.draft(&pair.proposal, YES);
    draft.expires = pair.world.now() + 1;
    let ballot = draft.signed_by(&[&pair.bob]);
    assert_eq!(
        pair.world.carries(&pair.proposal, vec![ballot]),
        [BallotResult::Cast { seat: 2 }]
    );
}

/// After the deadline no ballot is taken, however good its signature.
#[test]
fn a_ballot_after_the_deadline_is_refused() {
    let pair = Pair::new();
    let mut draft = pair.bob.draft(&pair.proposal, YES);
    draft.expires = u64::MAX;
    let ballot = draft.signed_by(&[&pair.bob]);
    pair.world.advance_to(pair.proposal.deadline());
    pair.world
        .try_carry(&pair.proposal, vec![ballot])
        .refused("past its deadline, not open");
    pair.joe
        .tries_to_vote(&pair.proposal, YES)
        .refused("past its deadline, not open");
}

/// Signatures that stand for no seat: none, too many, of a kind that does not sign.
#[test]
fn a_ballot_without_its_signatures_is_refused() {
    let pair = Pair::new();
    let eve = pair.world.ethereum("Eve");
    let draft = pair.bob.draft(&pair.proposal, YES);
    pair.refuses(
        draft.signed_by(&[]),
        "needs 1 signatures, the ballot carries 0",
    );
    pair.refuses(draft.signed_by(&[&pair.bob, &pair.bob]), "stands twice");
    pair.refuses(draft.signed_by(&[&pair.bob, &eve]), "acts for no seat");
    let as_wallet = |wallet: Wallet| {
        let mut ballot = draft.signed_by(&[&pair.bob]);
        ballot.signatures[0].wallet = wallet;
        ballot
    };
    pair.refuses(
        as_wallet(pair.joe.wallet()),
        "a signature of a cosmos wallet has 97 bytes",
    );
    for wallet in [
        Wallet::Ethereum(String::new()),
        Wallet::Ethereum("0x".into()),
        Wallet::Passkey("02".repeat(33)),
        Wallet::Cosmos("x".repeat(100_000)),
        Wallet::Ethereum(pair.joe.wallet().key().into()),
        Wallet::Cosmos(pair.bob.wallet().key().into()),
    ] {
        let ballot = as_wallet(wallet);
        let response = pair
            .world
            .try_carry(&pair.proposal, vec![ballot])
            .ok_without_change();
        let results: Vec<BallotResult> = cosmwasm_std::from_json(response.data.unwrap()).unwrap();
        assert!(
            matches!(results.as_slice(), [BallotResult::Refused { .. }]),
            "{results:?}"
        );
    }
}

/// Two members' signatures don't make one ballot.
#[test]
fn signatures_of_two_seats_make_no_ballot() {
    let pair = Pair::new();
    let ann = pair.world.ethereum("Ann");
    let group = pair
        .world
        .group("Two")
        .people([&pair.bob, &ann])
        .people([&pair.joe])
        .found();
    let proposal = pair.joe.proposes(&group, "Two", vec![]);
    let pair = Pair {
        group,
        proposal,
        ..pair
    };
    let both: [&Person; 2] = [&pair.bob, &ann];
    pair.refuses(
        pair.bob.draft(&pair.proposal, YES).signed_by(&both),
        "acts for no seat of this ballot",
    );
}

/// A member who was not there when it opened has no vote by signature either.
#[test]
fn a_ballot_of_a_later_member_is_refused() {
    let pair = Pair::new();
    let ann = pair.world.ethereum("Ann");
    let admit = vec![crate::world::actions::admit(ann.seat())];
    pair.group.decides(&[&pair.joe, &pair.bob], "Ann", admit);
    pair.refuses(
        ann.signs(&pair.proposal, YES),
        "seat 3 is not in the electorate of proposal 1",
    );
}

/// Somebody who left signs for nobody.
#[test]
fn a_ballot_of_somebody_who_left_is_refused() {
    let pair = Pair::new();
    let ballot = pair.bob.signs(&pair.proposal, YES);
    let removal = vec![folkmoot_group::action::Action::RemoveSeat { seat: 2 }];
    pair.group
        .decides(&[&pair.joe, &pair.bob], "Without Bob", removal);
    pair.refuses(ballot, "acts for no seat");
}

/// Batches of none or too many.
#[test]
fn batches_of_none_or_too_many_are_refused() {
    let pair = Pair::new();
    let ballot = pair.bob.signs(&pair.proposal, YES);
    pair.world
        .try_carry(&pair.proposal, vec![])
        .refused("1 to 100 ballots, not 0");
    pair.world
        .try_carry(&pair.proposal, vec![ballot; 101])
        .refused("1 to 100 ballots, not 101");
}

/// A reason has its limit, by transaction and by signature.
#[test]
fn a_reason_of_100_kb_is_refused() {
    let pair = Pair::new();
    for (bytes, reason) in [
        (1_001, "at most 1000 bytes, not 1001"),
        (100_000, "not 100000"),
    ] {
        let mut draft = pair.bob.draft(&pair.proposal, YES);
        draft.reason = "x".repeat(bytes);
        pair.refuses(draft.signed_by(&[&pair.bob]), reason);
        let vote = ExecuteMsg::Vote {
            proposal: 1,
            choice: YES,
            reason: Some("x".repeat(bytes)),
        };
        pair.joe.sends(&pair.group, &vote).refused(reason);
    }
    let vote = ExecuteMsg::Vote {
        proposal: 1,
        choice: YES,
        reason: Some("x".repeat(1_000)),
    };
    pair.joe.sends(&pair.group, &vote).ok();
}
