//! Every list comes in pages: thirty items unless told, a hundred at most, nothing twice and nothing left out.

use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Rule, Seconds};

use crate::world::{Group, Person, World, actions, charter, spec};

/// Walks a list page by page and gives the keys, with the length of each page.
fn walk<T: serde::de::DeserializeOwned, K: Clone>(
    group: &Group,
    limit: Option<u32>,
    query: impl Fn(Option<K>, Option<u32>) -> QueryMsg,
    key: impl Fn(&T) -> K,
) -> (Vec<K>, Vec<usize>) {
    let (mut keys, mut pages): (Vec<K>, Vec<usize>) = (vec![], vec![]);
    loop {
        let page: Vec<T> = group.ask(&query(keys.last().cloned(), limit));
        pages.push(page.len());
        if page.is_empty() {
            return (keys, pages);
        }
        keys.extend(page.iter().map(&key));
    }
}

#[test]
fn seats_proposals_and_ballots_come_in_pages() {
    let world = World::new();
    let people = world.crowd("member", 130);
    let group = world.group("Many").people(&people).found();
    let proposal = people[0].proposes(&group, "The first", vec![]);
    people
        .iter()
        .for_each(|person| person.votes(&proposal, Choice::Yes));
    world.in_one_block(|| {
        for _ in 1..130 {
            people[0]
                .tries_to_propose(&group, spec("One of many", vec![]))
                .ok();
        }
    });
    let numbers: Vec<u64> = (1..=130).collect();
    let seats = |start_after: Option<u64>, limit| QueryMsg::Seats {
        start_after: start_after.map(|seat| seat.try_into().unwrap()),
        limit,
    };
    let ballots = |start_after: Option<u64>, limit| QueryMsg::Ballots {
        proposal: 1,
        start_after: start_after.map(|seat| seat.try_into().unwrap()),
        limit,
    };
    let proposals = |start_after, limit| QueryMsg::Proposals {
        start_after,
        limit,
        newest_first: false,
    };
    for (limit, pages) in [
        (None, vec![30, 30, 30, 30, 10, 0]),
        (Some(1_000_000), vec![100, 30, 0]),
        (Some(65), vec![65, 65, 0]),
    ] {
        let told = walk(&group, limit, seats, |seat: &SeatView| u64::from(seat.seat));
        assert_eq!(told, (numbers.clone(), pages.clone()), "seats, {limit:?}");
        let told = walk(&group, limit, ballots, |ballot: &BallotView| {
            u64::from(ballot.seat)
        });
        assert_eq!(told, (numbers.clone(), pages.clone()), "ballots, {limit:?}");
        let told = walk(&group, limit, proposals, |proposal: &ProposalView| {
            proposal.proposal
        });
        assert_eq!(told, (numbers.clone(), pages), "proposals, {limit:?}");
    }
    let newest = |start_after, limit| QueryMsg::Proposals {
        start_after,
        limit,
        newest_first: true,
    };
    let (told, _) = walk(&group, Some(50), newest, |proposal: &ProposalView| {
        proposal.proposal
    });
    assert_eq!(told, numbers.iter().rev().copied().collect::<Vec<_>>());
    let none: Vec<SeatView> = group.ask(&QueryMsg::Seats {
        start_after: None,
        limit: Some(0),
    });
    assert!(none.is_empty());
}

/// However many there are: no list is walked whole.
#[test]
fn six_thousand_members_are_listed_to_the_last() {
    let world = World::new().without_dumps();
    let people = world.crowd("member", 6_000);
    let founding = world.group("Six thousand").unfinished();
    let founder = founding.founder();
    let group = founding.found();
    for chunk in people.chunks(200) {
        let seats = chunk.iter().map(Person::seat).collect();
        world
            .attempt(&founder, &group.address, &ExecuteMsg::AddSeats { seats })
            .ok();
    }
    world
        .attempt(&founder, &group.address, &ExecuteMsg::Found {})
        .ok();
    assert_eq!(group.view().core_seats, 6_000);
    let seats = |start_after, limit| QueryMsg::Seats { start_after, limit };
    let (told, pages) = walk(&group, Some(u32::MAX), seats, |seat: &SeatView| seat.seat);
    assert_eq!(told, (1..=6_000).collect::<Vec<_>>());
    assert_eq!(pages, [vec![100; 60], vec![0]].concat());
    let page: cw4::MemberListResponse = group.ask(&QueryMsg::ListMembers(MemberPage {
        start_after: Some(people[5_998].address.to_string()),
        limit: None,
    }));
    assert_eq!(page.members.len(), 1);
    assert_eq!(page.members[0].addr, people[5_999].address.as_str());
}

#[test]
fn asks_and_uplinks_come_in_pages() {
    let world = World::new();
    let dora = world.cosmos("Dora");
    let lead = Seconds::days(3);
    let rules = charter()
        .decides(Rule::majority(), Seconds::days(5))
        .upstream(Rule::majority(), Seconds::days(5));
    // seven groups in one, and one group in seven
    let below: Vec<Group> = (1..=7)
        .map(|number| {
            world
                .group(&format!("Below {number}"))
                .people([&dora])
                .found()
        })
        .collect();
    let one = below.iter().fold(world.group("One"), |founding, group| {
        founding.group_seat(group, lead)
    });
    let one = one.people([&dora]).charter(&rules).found();
    for group in &below {
        group.decides(&[&dora], "Join", vec![actions::join(&one, lead)]);
    }
    let joint = dora.proposes(&one, "For all", vec![]);
    let asks = |start_after, limit| QueryMsg::Asks {
        proposal: joint.id,
        start_after,
        limit,
    };
    let (told, pages) = walk(&one, Some(3), asks, |ask: &AskView| ask.seat);
    assert_eq!((told, pages), ((1..=7).collect(), vec![3, 3, 1, 0]));

    let many = &below[0];
    for number in 1..=6 {
        let name = format!("Above {number}");
        let above = world
            .group(&name)
            .people([&dora])
            .group_seat(many, lead)
            .charter(&rules)
            .found();
        many.decides(&[&dora], "Join", vec![actions::join(&above, lead)]);
    }
    let uplinks = |start_after, limit| QueryMsg::Uplinks { start_after, limit };
    let (told, pages) = walk(many, Some(3), uplinks, |uplink: &UplinkView| {
        uplink.group.clone()
    });
    assert_eq!(pages, [3, 3, 1, 0]);
    let mut sorted = told.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted, told);
}
