//! Giving and taking back: who may, to whom, for what and how long; and that all of it is public.

use folkmoot_group::action::Action;
use folkmoot_group::limits::{MAX_DELEGATORS, MAX_PERIOD_SECONDS, MAX_REMEMBERED_DELEGATORS};
use folkmoot_group::msg::{DelegationView, ExecuteMsg, QueryMsg, SeatSpec, Standing};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Seconds};

use super::{DAY, Five, in_votes, joint};
use crate::world::{Person, World, actions, charter};

#[test]
fn who_lets_whom_speak_is_public() {
    let five = Five::delegating();
    let group = &five.group;
    five.cleo
        .delegates_for(group, &five.ann, &["upstream", "ordinary", "upstream"]);
    five.ben.delegates(group, &five.ann);
    let page = |start_after, limit| -> Vec<DelegationView> {
        group.ask(&QueryMsg::Delegations { start_after, limit })
    };
    let all = page(None, None);
    assert_eq!(group.delegations(), [(2, 1), (3, 1)]);
    assert_eq!(all[0].procedures, [""; 0]);
    assert_eq!(all[1].procedures, ["ordinary", "upstream"]);
    assert!(all[1].until > five.world.now());
    assert_eq!(page(None, Some(1)), all[..1]);
    assert_eq!(page(Some(2), None), all[1..]);
    // one at a time: another one takes its place
    five.ben.delegates(group, &five.dan);
    assert_eq!(group.delegations(), [(2, 4), (3, 1)]);
    five.ben.ends_delegation(group).ok();
    assert_eq!(group.delegations(), [(3, 1)]);
    five.ben
        .ends_delegation(group)
        .refused("seat 2 has no delegate");
}

#[test]
fn a_delegation_that_makes_no_sense_is_refused() {
    let five = Five::delegating();
    let (group, ann) = (&five.group, &five.ann);
    let day = DAY.0;
    let tries =
        |to, procedures: &[&str], seconds| ann.tries_to_delegate(group, to, procedures, seconds);
    tries(1, &[], day).refused("seat 1 can't carry the weight of seat 1: it is the same");
    tries(9, &[], day).refused("there is no seat 9");
    tries(2, &["budget"], day).refused("has no procedure 'budget'");
    tries(2, &[], 0).refused("a delegation ends after");
    tries(2, &[], MAX_PERIOD_SECONDS + 1).refused("a delegation ends after");
    tries(2, &["ordinary"], MAX_PERIOD_SECONDS).ok();
    let eve = five.eve.seat_in(group);
    five.eve.sends(group, &ExecuteMsg::Leave {}).ok();
    tries(eve, &[], day).refused("seat 5 was given up or removed");
}

#[test]
fn without_the_charters_word_every_seat_speaks_for_itself() {
    let five = Five::with(&charter());
    five.ann
        .tries_to_delegate(&five.group, 2, &[], DAY.0)
        .refused("the charter in force lets no seat carry another's weight");
}

/// What a group says is its own decision: it neither gives its weight away nor carries others'.
#[test]
fn a_group_seat_has_no_part_in_it() {
    let world = World::new();
    let dora = world.cosmos("Dora");
    let crew = world.crowd("crew", 2);
    let below = world.group("Crew").people(&crew).found();
    let lead = Seconds::days(3);
    let above = world
        .group("Above")
        .people([&dora])
        .group_seat(&below, lead)
        .charter(&joint())
        .found();
    dora.tries_to_delegate(&above, 2, &[], DAY.0)
        .refused("seat 2 can't carry the weight of seat 1: what a group says is its own decision");
}

/// A charter that no longer allows it moves nothing that is open, and lets nobody speak for others in what opens later.
#[test]
fn a_charter_ends_it_for_what_opens_under_it() {
    let five = Five::delegating();
    let (group, ann) = (&five.group, &five.ann);
    five.eve.delegates(group, ann);
    let open = ann.proposes(group, "Open", vec![]);
    let change = vec![actions::amend(1, charter().spec())];
    group.decides(&[&five.ben, &five.cleo, &five.dan], "No delegates", change);
    let later = ann.proposes(group, "Later", vec![]);
    ann.votes(&open, Choice::Yes);
    ann.votes(&later, Choice::Yes);
    assert_eq!(open.weights(), [2, 0, 0, 0]);
    assert_eq!(later.weights(), [1, 0, 0, 0]);
    five.eve.ends_delegation(group).ok();
}

/// Trust is in a person: it ends where either seat ends or goes to somebody else.
#[test]
fn it_ends_with_either_seat_or_its_holder() {
    let five = Five::delegating();
    let (group, world) = (&five.group, &five.world);
    for (one, other) in [
        (&five.ben, &five.ann),
        (&five.cleo, &five.ann),
        (&five.dan, &five.eve),
        (&five.ann, &five.eve),
    ] {
        one.delegates(group, other);
    }
    five.cleo.sends(group, &ExecuteMsg::Leave {}).ok();
    assert_eq!(group.delegations(), [(1, 5), (2, 1), (4, 5)]);
    let heir = world.cosmos("Anna");
    let anew = Action::ChangeSeat {
        seat: 1,
        revision: group.seat(1).revision,
        name: None,
        standing: None,
        holder: Some(Holder::person(vec![heir.wallet()])),
        weight: None,
    };
    group.decides(
        &[&five.ben, &five.dan, &five.eve],
        "Anna for Ann",
        vec![anew],
    );
    assert_eq!(group.delegations(), [(4, 5)]);
    let spoken = heir.proposes(group, "Anna speaks", vec![]);
    heir.votes(&spoken, Choice::Yes);
    assert_eq!(spoken.weights(), [1, 0, 0, 0]);
    group.decides(
        &[&five.ben, &five.dan, &heir],
        "Without Eve",
        vec![Action::RemoveSeat { seat: 5 }],
    );
    assert_eq!(group.delegations(), []);
}

/// Who ended it, has left or has no vote any more takes no place, though the delegate still speaks for them in what opened before.
#[test]
fn one_seat_speaks_for_fifty_at_most() {
    let world = World::new();
    let crowd = world.crowd("member", MAX_DELEGATORS + 3);
    let group = world
        .group("Crowd")
        .seats(crowd.iter().map(Person::seat).collect::<Vec<SeatSpec>>())
        .charter(&in_votes())
        .found();
    let (delegate, others) = crowd.split_first().unwrap();
    let (late, others) = others.split_last().unwrap();
    let (gone, others) = others.split_last().unwrap();
    for one in others {
        one.delegates(&group, delegate);
    }
    gone.tries_to_delegate(&group, 1, &[], DAY.0)
        .refused("seat 1 carries the weight of 50 seats, which is as many as it may");
    // who has a place changes what they said without needing another
    others[1].delegates_for(&group, delegate, &["ordinary"]);
    let before = delegate.proposes(&group, "Before", vec![]);
    others[0].ends_delegation(&group).ok();
    late.delegates(&group, delegate);
    delegate.votes(&before, Choice::Yes);
    assert_eq!(before.weights(), [51, 0, 0, 0]);
    gone.tries_to_delegate(&group, 1, &[], DAY.0)
        .refused("as many as it may");
    others[2].sends(&group, &ExecuteMsg::Leave {}).ok();
    gone.delegates(&group, delegate);
    world.advance(Seconds(MAX_PERIOD_SECONDS));
    gone.delegates(&group, delegate);
    let proposal = delegate.proposes(&group, "A year later", vec![]);
    delegate.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.weights(), [2, 0, 0, 0]);
}

/// However often seats come and go, those who ended longest ago are forgotten first and nobody is kept out.
#[test]
fn those_who_ended_keep_nobody_out() {
    let world = World::new().without_dumps();
    let crowd = world.crowd("member", MAX_REMEMBERED_DELEGATORS + 30);
    let group = world
        .group("Crowd")
        .seats(crowd.iter().map(Person::seat).collect::<Vec<SeatSpec>>())
        .charter(&in_votes())
        .found();
    let (delegate, others) = crowd.split_first().unwrap();
    for one in others {
        one.delegates(&group, delegate);
        one.ends_delegation(&group).ok();
    }
    let (last, _) = others.split_first().unwrap();
    last.delegates(&group, delegate);
    let proposal = delegate.proposes(&group, "Still heard", vec![]);
    delegate.votes(&proposal, Choice::Yes);
    assert_eq!(proposal.weights(), [2, 0, 0, 0]);
}

/// Who has no vote can't fill a delegate's list.
#[test]
fn only_who_votes_lets_another_speak() {
    let five = Five::delegating();
    let (group, world) = (&five.group, &five.world);
    let fay = world.cosmos("Fay");
    group.decides(
        &five.all(),
        "Fay looks on",
        vec![actions::admit(fay.seat_as(Standing::Observer))],
    );
    fay.tries_to_delegate(group, 1, &[], DAY.0)
        .refused("seat 6 has no vote that another one could carry");
    // what was given while there was a vote can still be taken back
    five.ben.delegates(group, &five.ann);
    let looks_on = Action::ChangeSeat {
        seat: 2,
        revision: group.seat(2).revision,
        name: None,
        standing: Some(Standing::Observer),
        holder: None,
        weight: None,
    };
    group.decides(&five.all(), "Ben looks on", vec![looks_on]);
    five.ben.ends_delegation(group).ok();
    assert_eq!(group.delegations(), []);
}
