//! What a tool written for cw3 and cw4 reads from a group: every answer is taken by the published crates' own types.

use ::{cw3, cw4};
use cosmwasm_std::to_json_vec;
use folkmoot_group::charter::Basis;
use folkmoot_group::msg::*;
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Rule, Seconds, Signal, Status, Translation};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::Trio;
use crate::world::{Group, World, actions, charter, spec};

/// Asks as a tool does, with the published question, and reads with the published answer: nothing more, nothing less.
#[track_caller]
fn read<T: DeserializeOwned + Serialize>(group: &Group, question: &impl Serialize) -> T {
    let sent: QueryMsg =
        cosmwasm_std::from_json(serde_json::to_vec(question).unwrap()).expect("a known question");
    let answer: Value = group.ask(&sent);
    let read: T = serde_json::from_value(answer.clone()).expect("the published shape");
    assert_eq!(
        serde_json::to_value(&read).unwrap(),
        answer,
        "read and written again"
    );
    read
}

fn weight(group: &Group, addr: &str, at_height: Option<u64>) -> Option<u64> {
    let addr = addr.to_owned();
    let member = cw4::Cw4QueryMsg::Member { addr, at_height };
    read::<cw4::MemberResponse>(group, &member).weight
}

fn total(group: &Group, at_height: Option<u64>) -> u64 {
    let total = cw4::Cw4QueryMsg::TotalWeight { at_height };
    read::<cw4::TotalWeightResponse>(group, &total).weight
}

fn members(group: &Group, start_after: Option<String>, limit: Option<u32>) -> Vec<(String, u64)> {
    let list = cw4::Cw4QueryMsg::ListMembers { start_after, limit };
    let told: cw4::MemberListResponse = read(group, &list);
    let pair = |member: cw4::Member| (member.addr, member.weight);
    told.members.into_iter().map(pair).collect()
}

fn proposal(group: &Group, proposal_id: u64) -> cw3::ProposalResponse {
    read(group, &cw3::Cw3QueryMsg::Proposal { proposal_id })
}

fn threshold(group: &Group) -> Value {
    let answer: Value = group.ask(&QueryMsg::Threshold(NoDetails {}));
    let opened: Value = group.ask(&QueryMsg::Proposal { proposal_id: 1 });
    // the published type of a threshold is not exported on its own: it is read in a proposal's place for it
    let mut in_place = opened;
    in_place["threshold"] = answer.clone();
    let read: cw3::ProposalResponse = serde_json::from_value(in_place).expect("published");
    assert_eq!(serde_json::to_value(read.threshold).unwrap(), answer);
    answer
}

fn votes(group: &Group, start_after: Option<String>, limit: u32) -> Vec<cw3::VoteInfo> {
    let list = cw3::Cw3QueryMsg::ListVotes {
        proposal_id: 1,
        start_after,
        limit: Some(limit),
    };
    read::<cw3::VoteListResponse>(group, &list).votes
}

fn vote_of(group: &Group, voter: &str) -> Option<cw3::VoteInfo> {
    let question = cw3::Cw3QueryMsg::Vote {
        proposal_id: 1,
        voter: voter.into(),
    };
    read::<cw3::VoteResponse>(group, &question).vote
}

#[test]
fn members_are_seats_with_their_weights_of_any_block() {
    let world = World::new();
    let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
    let eve = world.ethereum("Eve");
    let phone = world.cosmos("Ann's phone");
    let mut ann_seat = ann.seat_weighing(5);
    ann_seat.holder = Holder::person(vec![eve.wallet(), ann.wallet(), phone.wallet()]);
    let group = world
        .group("Weighed")
        .charter(&charter().weighting(Basis::Fixed, None))
        .seats([
            ann_seat,
            ben.seat_weighing(2),
            world.cosmos("Cleo").seat_as(Standing::Observer),
        ])
        .found();
    let founded = world.height();
    let (ann_addr, ben_addr) = (ann.address.to_string(), ben.address.to_string());
    let admin: cw4::AdminResponse = read(&group, &cw4::Cw4QueryMsg::Admin {});
    assert_eq!(admin.admin, Some(group.address.to_string()));
    let hooks: cw4::HooksResponse = read(&group, &cw4::Cw4QueryMsg::Hooks {});
    assert!(hooks.hooks.is_empty());

    // one member a seat, shown by its first wallet on this chain; any of its wallets finds it
    let cleo = world.cosmos("Cleo").address.to_string();
    let all = vec![(ann_addr.clone(), 5), (ben_addr.clone(), 2), (cleo, 0)];
    assert_eq!(members(&group, None, None), all);
    assert_eq!(members(&group, None, Some(2)), all[..2]);
    assert_eq!(members(&group, Some(ann_addr.clone()), None), all[1..]);
    assert_eq!(total(&group, None), 7);
    for wallet in [&ann.wallet(), &eve.wallet(), &phone.wallet()] {
        assert_eq!(weight(&group, wallet.key(), None), Some(5));
    }
    let checksummed = eve
        .wallet()
        .key()
        .to_ascii_uppercase()
        .replacen("0X", "0x", 1);
    assert_eq!(weight(&group, &checksummed, None), Some(5));
    assert_eq!(weight(&group, "wasm1nobody", None), None);
    let voter: cw3::VoterResponse = read(
        &group,
        &cw3::Cw3QueryMsg::Voter {
            address: ben_addr.clone(),
        },
    );
    assert_eq!(voter.weight, Some(2));

    let change = folkmoot_group::action::Action::ChangeSeat {
        seat: 2,
        revision: group.seat(2).revision,
        name: None,
        standing: None,
        holder: None,
        weight: Some(9),
    };
    group.decides(&[&ann, &ben], "More for Ben", vec![change]);
    let changed = world.height();
    assert_eq!(
        (total(&group, None), weight(&group, &ben_addr, None)),
        (14, Some(9))
    );
    // a height is the start of that block, as in cw4
    assert_eq!(total(&group, Some(founded)), 7);
    assert_eq!(weight(&group, &ben_addr, Some(founded)), Some(2));
    assert_eq!(weight(&group, &ben_addr, Some(changed)), Some(9));
    assert_eq!(weight(&group, &ben_addr, Some(founded - 1)), None);

    // who leaves is no member any more, and the list can be read on behind them
    ann.sends(&group, &ExecuteMsg::Leave {}).ok();
    assert_eq!(weight(&group, &ann_addr, None), None);
    let voters: cw3::VoterListResponse = read(
        &group,
        &cw3::Cw3QueryMsg::ListVoters {
            start_after: Some(ann_addr),
            limit: None,
        },
    );
    assert_eq!(voters.voters.len(), 2);
    assert_eq!(voters.voters[0].addr, ben_addr);
    let stranger = world.cosmos("nobody's").address.to_string();
    let refused = group.try_ask::<Value>(&QueryMsg::ListMembers(MemberPage {
        start_after: Some(stranger),
        limit: None,
    }));
    assert!(refused.unwrap_err().contains("holds no seat"));
}

#[test]
fn thresholds_are_counts_of_all_weight_or_shares_of_what_was_cast() {
    for (rule, told) in [
        (
            Rule::majority(),
            json!({"threshold_quorum": {"threshold": "0.500000001", "quorum": "0.5", "total_weight": 3}}),
        ),
        (
            Rule::two_thirds(),
            json!({"threshold_quorum": {"threshold": "0.666666666666666666", "quorum": "0.5", "total_weight": 3}}),
        ),
        (
            Rule::majority_of_all(),
            json!({"absolute_count": {"weight": 2, "total_weight": 3}}),
        ),
    ] {
        let trio = Trio::with(&charter().decides(rule, Seconds::days(3)));
        trio.ann.proposes(&trio.group, "Anything", vec![]);
        assert_eq!(threshold(&trio.group), told);
        let opened = proposal(&trio.group, 1);
        assert_eq!(serde_json::to_value(opened.threshold).unwrap(), told);
    }
}

#[test]
fn a_proposal_is_shown_through_its_life() {
    let trio = Trio::new();
    let (group, shop) = (&trio.group, trio.world.account("shop"));
    group.receives(100);
    let mut paid = spec("Pay the shop", vec![actions::spend(&shop, 40)]);
    paid.text = Text::Stored("For the grill".into());
    trio.ann.proposes_spec(group, paid);
    let open = proposal(group, 1);
    assert_eq!((open.id, open.title.as_str()), (1, "Pay the shop"));
    assert_eq!(open.description, "For the grill");
    assert_eq!(open.status, cw3::Status::Open);
    assert_eq!(open.proposer.as_str(), trio.ann.address.as_str());
    assert_eq!(open.deposit, None);
    let deadline = group.proposal(1).deadline();
    let expires = serde_json::to_value(open.expires).unwrap();
    assert_eq!(
        expires,
        json!({"at_time": format!("{}", deadline * 1_000_000_000)})
    );
    assert_eq!(
        serde_json::to_value(&open.msgs).unwrap(),
        json!([{"bank": {"send": {"to_address": shop, "amount": [{"denom": "ustake", "amount": "40"}]}}}])
    );

    assert_eq!(vote_of(group, trio.ann.address.as_str()), None);
    trio.ann.votes(&group.proposal(1), Choice::Yes);
    assert_eq!(proposal(group, 1).status, cw3::Status::Open);
    trio.ben.votes(&group.proposal(1), Choice::Yes);
    // decided early counts as passed in cw3, and whoever then executes is let in
    assert_eq!(proposal(group, 1).status, cw3::Status::Passed);
    group.proposal(1).executes();
    assert_eq!(proposal(group, 1).status, cw3::Status::Executed);
    assert_eq!(trio.world.balance(&shop), 40);
}

#[test]
fn what_cw3_has_no_word_for_is_the_groups_call_to_itself() {
    let trio = Trio::new();
    let (group, shop) = (&trio.group, trio.world.account("shop"));
    let dora = trio.world.cosmos("Dora");
    let puppet = trio.world.puppet("a shop's till");
    let till = json!({"accept": {}});
    let mut both = spec(
        "A till and a member",
        vec![actions::call(&puppet, &till, 5), actions::spend(&shop, 1)],
    );
    both.text = Text::Carried("Long story".into());
    trio.ann.proposes_spec(group, both);
    let told = proposal(group, 1);
    let kinds: Vec<Value> =
        serde_json::from_value(serde_json::to_value(&told.msgs).unwrap()).unwrap();
    assert_eq!(kinds.len(), 2);
    assert_eq!(kinds[0]["wasm"]["execute"]["contract_addr"], json!(puppet));
    let hash = group.proposal(1).content().text;
    let TextView::Carried { sha256 } = hash else {
        panic!("carried, not {hash:?}")
    };
    assert_eq!(
        told.description,
        format!(
            "carried by the opening transaction, sha256 {}",
            sha256.to_hex()
        )
    );

    trio.ann
        .proposes(group, "A member", vec![actions::admit(dora.seat())]);
    let told = proposal(group, 2);
    let perform = ExecuteMsg::PerformActions { proposal: 2 };
    let expected = json!([{"wasm": {"execute": {
        "contract_addr": group.address,
        "msg": cosmwasm_std::Binary::from(to_json_vec(&perform).unwrap()),
        "funds": [],
    }}}]);
    assert_eq!(serde_json::to_value(&told.msgs).unwrap(), expected);
    assert_eq!(told.description, "");
}

#[test]
fn every_end_is_passed_executed_or_rejected() {
    let trio = Trio::with(&charter().delayed("ordinary", Seconds::days(1)));
    let group = &trio.group;
    let poor = actions::spend(&trio.world.account("shop"), 1);
    let passes = trio.ann.proposes(group, "Passes", vec![poor]);
    let fails = trio.ann.proposes(group, "Fails", vec![]);
    let quiet = trio.ann.proposes(group, "Quiet", vec![]);
    let back = trio.ann.proposes(group, "Taken back", vec![]);
    let withdraw = ExecuteMsg::Withdraw { proposal: back.id };
    trio.ann.sends(group, &withdraw).ok();
    passes.is_voted([&trio.ann, &trio.ben], []);
    fails.is_voted([], [&trio.ann, &trio.ben]);
    let told = |id| proposal(group, id).status;
    assert_eq!(told(back.id), cw3::Status::Rejected);
    assert_eq!(told(fails.id), cw3::Status::Rejected);
    assert_eq!(told(passes.id), cw3::Status::Passed);
    passes.moves_on().ok();
    assert!(matches!(passes.status(), Status::Delayed { .. }));
    assert_eq!(told(passes.id), cw3::Status::Passed);
    trio.world.advance(Seconds::days(4));
    assert_eq!(quiet.status(), Status::NoQuorum);
    assert_eq!(told(quiet.id), cw3::Status::Rejected);
    passes.executes();
    assert_eq!(passes.status(), Status::ExecutionFailed);
    assert_eq!(told(passes.id), cw3::Status::Passed);
    trio.world.advance(Seconds::days(40));
    assert_eq!(passes.status(), Status::Expired);
    assert_eq!(told(passes.id), cw3::Status::Rejected);

    let ids = |list: cw3::ProposalListResponse| -> Vec<u64> {
        list.proposals.iter().map(|proposal| proposal.id).collect()
    };
    let forwards = cw3::Cw3QueryMsg::ListProposals {
        start_after: Some(1),
        limit: Some(2),
    };
    assert_eq!(ids(read(group, &forwards)), [2, 3]);
    let backwards = cw3::Cw3QueryMsg::ReverseProposals {
        start_before: Some(4),
        limit: Some(2),
    };
    assert_eq!(ids(read(group, &backwards)), [3, 2]);
}

#[test]
fn votes_can_be_read_page_by_page_though_seats_are_left() {
    let world = World::new();
    let people = world.crowd("member", 40);
    let group = world.group("Forty").people(&people).found();
    let opened = people[0].proposes(&group, "Anything", vec![]);
    for person in &people[..35] {
        person.votes(&opened, Choice::Abstain);
    }
    for person in [&people[9], &people[38]] {
        person.sends(&group, &ExecuteMsg::Leave {}).ok();
    }
    let absent = ExecuteMsg::CountAbsent {
        proposal: 1,
        seats: vec![39],
    };
    people[0].sends(&group, &absent).ok();
    people[39].votes(&opened, Choice::No);
    let mut read = vec![];
    loop {
        let last = read.last().map(|vote: &cw3::VoteInfo| vote.voter.clone());
        let page = votes(&group, last, 10);
        if page.is_empty() {
            break;
        }
        read.extend(page);
    }
    let voters: Vec<_> = read.iter().map(|vote| vote.voter.as_str()).collect();
    let expected: Vec<_> = people[..35]
        .iter()
        .chain([&people[39]])
        .map(|person| person.address.as_str())
        .collect();
    assert_eq!(voters, expected);
    assert_eq!(read[35].vote, cw3::Vote::No);
    assert_eq!(read[35].weight, 1);
    // a ballot stands when its voter has left, and can be found; who left without one has cast none
    let left = vote_of(&group, people[9].address.as_str()).expect("a ballot that stands");
    assert_eq!(left.vote, cw3::Vote::Abstain);
    assert_eq!(vote_of(&group, people[38].address.as_str()), None);
    assert_eq!(vote_of(&group, people[36].address.as_str()), None);
}

#[test]
fn a_group_seat_and_a_mirror_have_their_place() {
    let world = World::new();
    let [dora, ed] = ["Dora", "Ed"].map(|name| world.cosmos(name));
    let lead = Seconds::days(3);
    let split = charter()
        .upstream(Rule::majority(), lead)
        .translation(Translation::Split {});
    let below = world
        .group("Below")
        .people([&dora, &ed])
        .charter(&split)
        .found();
    let above = world
        .group("Above")
        .people([&ed])
        .group_seat(&below, lead)
        .charter(
            &charter()
                .decides(Rule::majority(), Seconds::days(5))
                .upstream(Rule::majority(), Seconds::days(5)),
        )
        .found();
    // offered is no member yet
    assert_eq!(members(&above, None, None).len(), 1);
    assert_eq!(weight(&above, below.address.as_str(), None), None);
    below.decides(&[&dora, &ed], "Join", vec![actions::join(&above, lead)]);
    assert_eq!(members(&above, None, None).len(), 2);
    assert_eq!(weight(&above, below.address.as_str(), None), Some(1));

    let joint = ed.proposes(&above, "Anything", vec![]);
    joint.fan_out().ok();
    let mirror = below.mirror_of(&joint);
    let told = proposal(&below, mirror.id);
    assert_eq!(told.proposer.as_str(), above.address.as_str());
    assert_eq!(
        told.description,
        format!("mirror of proposal 1 of {}", above.address)
    );
    assert!(told.msgs.is_empty());
    mirror.is_voted([&dora, &ed], []);
    assert_eq!(proposal(&below, mirror.id).status, cw3::Status::Passed);
    mirror.roll_up().ok();
    assert_eq!(proposal(&below, mirror.id).status, cw3::Status::Executed);
    let cast = vote_of(&above, below.address.as_str()).expect("the group's vote");
    assert_eq!((cast.vote, cast.weight), (cw3::Vote::Yes, 1));
    assert_eq!(cast.voter, below.address.as_str());

    let second = ed.proposes(&above, "Nobody cares", vec![]);
    second.fan_out().ok();
    world.advance(lead);
    let unanswered = below.mirror_of(&second);
    unanswered.roll_up().ok();
    assert_eq!(
        unanswered.rolled_up().0,
        folkmoot_rules::UpstreamBallot::Signal(Signal::NotCast),
        "nothing was cast, so nothing is split"
    );
    let list = cw3::Cw3QueryMsg::ListVotes {
        proposal_id: second.id,
        start_after: None,
        limit: None,
    };
    let told: cw3::VoteListResponse = read(&above, &list);
    assert!(told.votes.is_empty(), "what is not cast is no vote");
}
