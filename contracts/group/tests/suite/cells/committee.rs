//! A committee is a group with a sunset: then what is open has expired, and what is left goes to the heir. So it does
//! where no seat votes any more.

use cosmwasm_std::{Addr, Coin};
use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Seconds, Status};

use super::subgroups::newest_subgroup;
use super::{LEAD, union_charter};
use crate::world::{Attempt, CharterBuilder, DENOM, Group, Person, World, actions, charter, spec};

const TEN_DAYS: Seconds = Seconds::days(10);

/// A cooperative and its committee, which ends in ten days and has 40.
struct Committee {
    world: World,
    ann: Person,
    founder: Group,
    committee: Group,
    sunset: u64,
}

fn ending(at: u64) -> CharterBuilder {
    charter().with(|charter| charter.sunset = Some(at))
}

impl Committee {
    fn new() -> Self {
        let world = World::new();
        let ann = world.cosmos("Ann");
        let founder = world.group("Cooperative").people([&ann]).found();
        founder.receives(100);
        let sunset = world.now() + TEN_DAYS.0;
        let seats = vec![ann.seat()];
        let found = actions::found_subgroup("Festival 2027", ending(sunset).spec(), seats, 40);
        founder.decides(&[&ann], "A festival", vec![found]);
        let committee = newest_subgroup(&world, &founder);
        Self {
            world,
            ann,
            founder,
            committee,
            sunset,
        }
    }

    fn winds_up(&self, group: &Group, denoms: &[&str]) -> Attempt {
        let denoms = denoms.iter().map(ToString::to_string).collect();
        let anybody = self.world.account("anybody");
        self.world
            .attempt(&anybody, &group.address, &ExecuteMsg::WindUp { denoms })
    }

    /// Anybody winds the group up, and has the heir paid.
    #[track_caller]
    fn settles(&self, group: &Group, denoms: &[&str], heir: &Addr) {
        self.winds_up(group, denoms).ok();
        let pay = ExecuteMsg::PayClaim {
            claimant: Claimant::Address(heir.to_string()),
            denom: DENOM.into(),
        };
        let anybody = self.world.account("anybody");
        self.world.attempt(&anybody, &group.address, &pay).ok();
    }
}

/// On its date it dissolves, and its rest goes to its founder.
#[test]
fn a_committee_dissolves_on_its_date_and_its_rest_goes_to_its_founder() {
    let story = Committee::new();
    let Committee {
        world,
        ann,
        founder,
        committee,
        sunset,
    } = &story;
    assert_eq!(
        committee.charter().charter.heir,
        Some(founder.address.to_string())
    );
    committee.decides(
        &[ann],
        "A band",
        vec![actions::spend(&world.account("a band"), 15)],
    );
    world.advance_to(sunset - 1);
    story
        .winds_up(committee, &[])
        .refused("the group goes on: 1 seats vote, and its sunset is at");
    world.advance_to(*sunset);
    story.settles(committee, &[], &founder.address);
    assert_eq!((committee.balance(), founder.balance()), (0, 85));
    story
        .winds_up(committee, &[])
        .refused("nothing is left for the heir");
    // coins that come later go the same way
    world.mint(&committee.address, 3);
    story.settles(committee, &[DENOM], &founder.address);
    assert_eq!((committee.balance(), founder.balance()), (0, 88));
}

/// What is somebody's own stays theirs, and is paid whether or not the group has been wound up.
#[test]
fn stakes_of_a_committee_go_to_their_owners_and_not_to_the_heir() {
    let story = Committee::new();
    let Committee {
        world,
        ann,
        founder,
        committee,
        sunset,
    } = &story;
    ann.stakes(world, committee, 10);
    world.advance_to(*sunset);
    story.settles(committee, &[], &founder.address);
    assert_eq!((committee.balance(), founder.balance()), (10, 100));
    story
        .winds_up(committee, &[])
        .refused("nothing is left for the heir");
    ann.takes_back(committee, 10).ok();
    assert_eq!((committee.balance(), ann.balance()), (0, 10));
}

#[test]
fn from_its_sunset_on_a_group_opens_and_takes_nothing() {
    let story = Committee::new();
    let Committee {
        world,
        ann,
        committee,
        sunset,
        ..
    } = &story;
    // its groups below and above
    let cell = world.group("Cell").people([ann]).found();
    let above = world
        .group("Union")
        .charter(&union_charter())
        .people([ann])
        .group_seat(committee, LEAD)
        .found();
    committee.decides(&[ann], "Join", vec![actions::join(&above, LEAD)]);
    world.advance_to(sunset - 2);
    let joint = ann.proposes(&above, "For all", vec![]);
    world.advance_to(*sunset);
    let told = "group 'Festival 2027' ended at";
    ann.tries_to_propose(committee, spec("One more", vec![]))
        .refused(told);
    world.mint(&ann.address, 1);
    let gift = crate::world::money(1);
    world
        .attempt_raw(
            &ann.address,
            &committee.address,
            &ExecuteMsg::Contribute {},
            &gift,
        )
        .refused(told);
    joint.fan_out().ok();
    assert!(committee.mirror(&joint).is_none());
    cell.can_not_do(&[ann], vec![actions::join(committee, LEAD)], told);
    // leaving it is never refused
    ann.sends(committee, &ExecuteMsg::Leave {}).ok();
}

#[test]
fn what_is_open_at_the_sunset_has_expired() {
    let story = Committee::new();
    let Committee {
        world,
        ann,
        committee,
        sunset,
        ..
    } = &story;
    let payee = world.account("a band");
    let pay = || vec![actions::spend(&payee, 1)];
    let passed = committee.passes(&[ann], "Passed", pay());
    let rejected = ann.proposes(committee, "Rejected", pay());
    ann.votes(&rejected, Choice::No);
    rejected.moves_on().ok();
    world.advance_to(sunset - 100);
    let open = ann.proposes(committee, "Open", pay());
    assert_eq!(open.deadline(), *sunset, "ballots end at the sunset");
    ann.votes(&open, Choice::Yes);
    world.advance_to(*sunset);
    for proposal in [&passed, &open] {
        assert_eq!(proposal.status(), Status::Expired);
        proposal.execution().refused("is expired");
        proposal.moves_on().refused("is expired");
    }
    assert_eq!(rejected.status(), Status::Rejected);
    assert_eq!(world.balance(&payee), 0);
}

/// A mirror is the matter of the group above: its vote is carried up.
#[test]
fn a_vote_for_a_group_above_is_carried_up_after_the_sunset() {
    let story = Committee::new();
    let Committee {
        world,
        ann,
        committee,
        sunset,
        ..
    } = &story;
    let above = world
        .group("Union")
        .charter(&union_charter())
        .people([ann])
        .group_seat(committee, LEAD)
        .found();
    committee.decides(&[ann], "Join", vec![actions::join(&above, LEAD)]);
    world.advance_to(sunset - Seconds::days(1).0);
    let joint = ann.proposes(&above, "For all", vec![]);
    joint.fan_out().ok();
    let mirror = committee.mirror_of(&joint);
    assert_eq!(mirror.deadline(), *sunset);
    ann.votes(&mirror, Choice::Yes);
    world.advance_to(*sunset);
    assert_eq!(mirror.status(), Status::Passed);
    mirror.roll_up().ok();
    assert_eq!(joint.weights(), [1, 0, 0, 0]);
}

/// A later charter may move the sunset, and none brings it back once it has come.
#[test]
fn a_sunset_is_moved_by_a_decision_before_it() {
    let story = Committee::new();
    let Committee {
        world,
        ann,
        founder,
        committee,
        sunset,
    } = &story;
    let heir = founder.address.to_string();
    let rules = |at| {
        ending(at)
            .with(|charter| charter.heir = Some(heir.clone()))
            .spec()
    };
    let later = sunset + TEN_DAYS.0;
    committee.decides(&[ann], "Later", vec![actions::amend(1, rules(later))]);
    world.advance_to(*sunset);
    let open = ann.proposes(committee, "Goes on", vec![]);
    // brought forward, it ends what is open
    committee.can_not_do(
        &[ann],
        vec![actions::amend(2, rules(*sunset))],
        "must lie ahead",
    );
    let sooner = sunset + 100;
    committee.decides(&[ann], "Sooner", vec![actions::amend(2, rules(sooner))]);
    let amend = committee.passes(&[ann], "Never mind", vec![actions::amend(3, rules(later))]);
    world.advance_to(sooner);
    assert_eq!(open.status(), Status::Expired);
    amend.execution().refused("is expired");
    story.winds_up(committee, &[]).ok();
}

#[test]
fn a_charter_with_a_sunset_names_an_heir_and_lies_ahead() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let found = |rules: &CharterBuilder| {
        world
            .group("Ends")
            .people([&ann])
            .charter(rules)
            .try_found()
    };
    let soon = world.now() + 10;
    let heir = |at: u64, heir: &str| ending(at).with(|charter| charter.heir = Some(heir.into()));
    found(&ending(soon))
        .1
        .refused("a charter with a sunset names an heir");
    found(&heir(soon, "nobody"))
        .1
        .refused("heir 'nobody' is malformed");
    let ann_inherits = heir(world.now(), ann.address.as_str());
    found(&ann_inherits).1.refused("must lie ahead");
    let (group, attempt) = found(&heir(world.now() + 10, ann.address.as_str()));
    attempt.ok();
    let own = heir(world.now() + 10, group.address.as_str());
    group.can_not_do(&[&ann], vec![actions::amend(1, own.spec())], "its own heir");
}

/// The last seat gone with money inside: nothing is stuck, and nobody but the heir gets it.
#[test]
fn coins_of_a_deserted_group_go_to_its_heir() {
    let story = Committee::new();
    let Committee { world, ann, .. } = &story;
    let heir = world.account("an heir");
    let named = charter().with(|charter| charter.heir = Some(heir.to_string()));
    let observer = world.cosmos("Olga").seat_as(Standing::Observer);
    let with_heir = world
        .group("With heir")
        .people([ann])
        .seats([observer])
        .charter(&named)
        .found();
    let without = world.group("Without").people([ann]);
    let founder = without.founder();
    let without = without.found();
    for (group, gets) in [(&with_heir, &heir), (&without, &founder)] {
        group.receives(7);
        story
            .winds_up(group, &[])
            .refused("1 seats vote, and it has no sunset");
        ann.sends(group, &ExecuteMsg::Leave {}).ok();
        story.settles(group, &[], gets);
        assert_eq!((group.balance(), world.balance(gets)), (0, 7));
    }
}

/// A group whose seats are all still offered has not been deserted: it has not begun.
#[test]
fn a_group_that_nobody_has_joined_yet_is_not_wound_up() {
    let story = Committee::new();
    let Committee { world, ann, .. } = &story;
    let cell = world.group("Cell").people([ann]).found();
    let union = world
        .group("Union")
        .charter(&union_charter())
        .group_seat(&cell, LEAD)
        .found();
    union.receives(7);
    story
        .winds_up(&union, &[])
        .refused("the group goes on: 0 seats vote");
    cell.decides(&[ann], "Join", vec![actions::join(&union, LEAD)]);
    story
        .winds_up(&union, &[])
        .refused("the group goes on: 1 seats vote");
    cell.decides(&[ann], "Leave", vec![actions::leave(&union)]);
    story.winds_up(&union, &[]).ok();
}

/// Somebody may send any number of kinds of coins: a winding-up names those that matter.
#[test]
fn a_flood_of_denominations_does_not_stop_a_winding_up() {
    let story = Committee::new();
    let Committee {
        world,
        ann,
        founder,
        committee,
        sunset,
    } = &story;
    let dust: Vec<Coin> = (0..150)
        .map(|number| Coin::new(1_u128, format!("dust{number:03}")))
        .collect();
    world.mint_coins(&ann.address, dust.clone());
    world
        .attempt_raw(
            &ann.address,
            &committee.address,
            &ExecuteMsg::Contribute {},
            &dust,
        )
        .ok();
    world.advance_to(*sunset);
    story.settles(committee, &[DENOM, DENOM], &founder.address);
    assert_eq!((committee.balance(), founder.balance()), (0, 100));
    let many: Vec<&str> = dust.iter().map(|coin| coin.denom.as_str()).collect();
    story
        .winds_up(committee, &many[..31])
        .refused("names at most 30 denominations, not 31");
    story.winds_up(committee, &many[..30]).ok();
    story
        .winds_up(committee, &["unheard-of"])
        .refused("nothing is left");
}
