//! Contracts that look like groups, groups that are unsealed or run other code, links that nobody decided.

use cosmwasm_std::Addr;
use folkmoot_group::action::Action;
use folkmoot_group::msg::*;
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Seconds, Status};

use crate::world::{Group, Person, World, actions, charter, checksum, money};

const LEAD: Seconds = Seconds::days(3);
const LONG: Seconds = Seconds::days(7);

/// Ann with a group that would join anything, and what is offered to her.
struct Lonely {
    world: World,
    ann: Person,
    group: Group,
}

impl Lonely {
    fn new() -> Self {
        let world = World::new();
        let ann = world.cosmos("Ann");
        let rules = charter().decides(folkmoot_rules::Rule::majority(), LONG);
        let rules = rules.with(|charter| charter.upstream.round.period = LONG);
        let group = world.group("Lonely").people([&ann]).charter(&rules).found();
        Self { world, ann, group }
    }

    fn join(&self, above: &Addr) -> Vec<Action> {
        vec![Action::Join {
            group: above.to_string(),
            lead_time: LONG,
        }]
    }

    fn admit(&self, below: &Addr) -> Vec<Action> {
        let holder = Holder::Group {
            address: below.to_string(),
            lead_time: LEAD,
        };
        vec![actions::admit(SeatSpec {
            holder,
            ..self.ann.seat()
        })]
    }

    fn give(&self, to: &Addr) -> Vec<Action> {
        vec![Action::Contribute {
            group: to.to_string(),
            amount: money(1),
            cycle: None,
        }]
    }
}

/// A contract that answers like a group and runs other code gets no link, no seat and no contribution.
#[test]
fn a_look_alike_gets_no_link() {
    let lonely = Lonely::new();
    let Lonely { world, ann, group } = &lonely;
    group.receives(10);
    let alike = world.puppet("a look-alike");
    let reason = "which the charter does not trust";
    group.can_not_do(&[ann], lonely.join(&alike), reason);
    group.can_not_do(&[ann], lonely.admit(&alike), reason);
    group.can_not_do(&[ann], lonely.give(&alike), reason);
    // nor by its own word, claiming that it has decided
    for sender in [LinkSide::Above, LinkSide::Below] {
        let word = ExecuteMsg::Link(Handshake {
            sender,
            figure: LEAD,
            members: 1_000,
        });
        world
            .puppet_calls(&alike, &group.address, &word)
            .ok_without_change();
    }
    world
        .puppet_calls(
            &alike,
            &group.address,
            &ExecuteMsg::Unlink {
                sender: LinkSide::Below,
            },
        )
        .ok_without_change();
    assert_eq!((group.balance(), world.balance(&alike)), (10, 0));
}

/// An account is no contract.
#[test]
fn an_account_gets_no_link() {
    let lonely = Lonely::new();
    let account = lonely.world.account("nobody");
    for actions in [
        lonely.join(&account),
        lonely.admit(&account),
        lonely.give(&account),
    ] {
        lonely
            .group
            .can_not_do(&[&lonely.ann], actions, "is no contract on this chain");
    }
}

/// A real group whose admin is somebody else gets no link either.
#[test]
fn an_unsealed_group_gets_no_link() {
    let lonely = Lonely::new();
    let Lonely { world, ann, group } = &lonely;
    group.receives(10);
    let master = world.account("a master");
    let unsealed = world.group("Unsealed").people([ann]).admin(&master).found();
    let reason = "is unsealed: its admin is";
    for actions in [
        lonely.join(&unsealed.address),
        lonely.admit(&unsealed.address),
        lonely.give(&unsealed.address),
    ] {
        group.can_not_do(&[ann], actions, reason);
    }
    assert_eq!(group.balance(), 10);
}

/// Groups of other code are trusted if the charter names its checksum, and not otherwise.
#[test]
fn other_code_needs_the_charters_trust() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let other_code = world.store_group_code(b"a fork");
    let majority = folkmoot_rules::Rule::majority();
    let rules = charter().decides(majority, LONG).upstream(majority, LONG);
    for (trusts, joins) in [(false, false), (true, true)] {
        let own = if trusts {
            rules.clone().trusts(checksum(b"a fork"))
        } else {
            rules.clone()
        };
        let group = world.group("Choosy").people([&ann]).charter(&own).found();
        let fork = world
            .group("Fork")
            .people([&ann])
            .charter(&charter().trusts(checksum(crate::world::CODE)))
            .code(other_code, b"a fork")
            .found();
        let lead_time = LEAD;
        let seat = SeatSpec {
            holder: Holder::Group {
                address: fork.address.to_string(),
                lead_time,
            },
            ..ann.seat()
        };
        if joins {
            group.decides(&[&ann], "Admit", vec![actions::admit(seat)]);
            fork.decides(&[&ann], "Join", vec![actions::join(&group, LEAD)]);
            assert_eq!(group.seat_of_group(&fork).link, Some(LinkState::Linked));
        } else {
            let reason = format!(
                "runs code {}, which the charter does not trust",
                checksum(b"a fork")
            );
            group.can_not_do(&[&ann], vec![actions::admit(seat)], &reason);
        }
    }
}

/// A seat for a group is an offer until that group has decided, whichever of both is first.
#[test]
fn a_link_needs_both_sides_in_either_order() {
    for joins_first in [true, false] {
        let lonely = Lonely::new();
        let Lonely { world, ann, group } = &lonely;
        let child = world.group("Child").people([ann]).found();
        let join = || child.decides(&[ann], "Join", vec![actions::join(group, LEAD)]);
        let admit = || group.decides(&[ann], "Admit", lonely.admit(&child.address));
        if joins_first {
            join();
            let offers: Vec<UplinkView> = child.ask(&QueryMsg::Uplinks {
                start_after: None,
                limit: None,
            });
            assert_eq!(offers[0].state, LinkState::Offered);
            assert!(group.seat_of(child.address.as_str()).is_none());
            admit();
        } else {
            admit();
            assert_eq!(group.seat_of_group(&child).link, Some(LinkState::Offered));
            join();
        }
        assert_eq!(group.seat_of_group(&child).link, Some(LinkState::Linked));
        let links: Vec<UplinkView> = child.ask(&QueryMsg::Uplinks {
            start_after: None,
            limit: None,
        });
        assert_eq!(
            (links[0].state, links[0].lead_time),
            (LinkState::Linked, LEAD)
        );
        assert!(links[0].since_height.is_some());
        // and is made once
        child.can_not_do(
            &[ann],
            vec![actions::join(group, LEAD)],
            "there is already a link with",
        );
    }
}

/// Both sides must have decided on the same figure, and on one that fits.
#[test]
fn a_link_with_other_figures_is_refused() {
    let lonely = Lonely::new();
    let Lonely { world, ann, group } = &lonely;
    let child = world.group("Child").people([ann]).found();
    group.decides(&[ann], "Admit", lonely.admit(&child.address));
    let four_days = Seconds::days(4);
    child.can_not_do(
        &[ann],
        vec![actions::join(group, four_days)],
        "decided on a lead time of",
    );
    child.can_not_do(
        &[ann],
        vec![actions::join(group, Seconds::days(2))],
        "a lead time of 2 d is shorter than this group needs: 3 d",
    );
    assert_eq!(group.seat_of_group(&child).link, Some(LinkState::Offered));
    // an endless promise would bind nobody
    let endless = Seconds(u64::MAX);
    let other = world.group("Endless").people([ann]).found();
    let holder = Holder::Group {
        address: other.address.to_string(),
        lead_time: endless,
    };
    let seat = SeatSpec {
        holder,
        ..ann.seat()
    };
    group.can_not_do(&[ann], vec![actions::admit(seat)], "");
}

/// An offered figure binds like an agreed one until it is withdrawn.
#[test]
fn an_offered_figure_binds_until_it_is_withdrawn() {
    let lonely = Lonely::new();
    let Lonely { world, ann, group } = &lonely;
    let child = world.group("Child").people([ann]).found();
    child.decides(&[ann], "Join", vec![actions::join(group, LEAD)]);
    let slower = charter().upstream(folkmoot_rules::Rule::majority(), Seconds::days(4));
    child.can_not_do(
        &[ann],
        vec![actions::amend(1, slower.spec())],
        "lead time 4 d is longer than the 3 d promised",
    );
    child.decides(&[ann], "Rather not", vec![actions::leave(group)]);
    child.decides(&[ann], "Slower", vec![actions::amend(1, slower.spec())]);
    // the group above can't make a link of the withdrawn offer
    group.decides(&[ann], "Admit", lonely.admit(&child.address));
    assert_eq!(group.seat_of_group(&child).link, Some(LinkState::Offered));
    let too_short = charter();
    group.can_not_do(
        &[ann],
        vec![actions::amend(1, too_short.spec())],
        "3 d < internal 3 d + relay buffer 1 d",
    );
}

/// A link ends by either side's decision.
#[test]
fn a_link_ends_by_either_sides_decision() {
    for by_child in [true, false] {
        let lonely = Lonely::new();
        let Lonely { world, ann, group } = &lonely;
        let child = world.group("Child").people([ann]).found();
        group.decides(&[ann], "Admit", lonely.admit(&child.address));
        child.decides(&[ann], "Join", vec![actions::join(group, LEAD)]);
        let seat = group.seat_of_group(&child).seat;
        let proposal = ann.proposes(group, "Open", vec![]);
        proposal.fan_out().ok();
        if by_child {
            child.decides(&[ann], "Leave", vec![actions::leave(group)]);
        } else {
            // of two seats both decide, the one that goes included
            let removal = ann.proposes(group, "Remove", vec![Action::RemoveSeat { seat }]);
            removal.fan_out().ok();
            let mirror = child.mirror_of(&removal);
            ann.votes(&removal, folkmoot_rules::Choice::Yes);
            ann.votes(&mirror, folkmoot_rules::Choice::Yes);
            mirror.roll_up().ok();
            removal.executes();
            assert_eq!(removal.status(), Status::Executed);
        }
        assert!(group.seat(seat).left_at.is_some());
        let links: Vec<UplinkView> = child.ask(&QueryMsg::Uplinks {
            start_after: None,
            limit: None,
        });
        assert!(links.is_empty());
        // the mirror that was open is moot
        let mirror = child.mirror_of(&proposal);
        ann.votes(&mirror, folkmoot_rules::Choice::Yes);
        mirror.roll_up().ok();
        assert_eq!(mirror.rolled_up().1, Verdict::Moot);
        // and a new link does not revive it
        group.decides(&[ann], "Admit again", lonely.admit(&child.address));
        child.decides(&[ann], "Join again", vec![actions::join(group, LEAD)]);
        proposal.fan_out_to(&[&child]).refused("");
        assert_eq!(proposal.weights()[0], 0);
    }
}

/// A link has a direction: an offer in the other one, and its withdrawal, leave it alone.
#[test]
fn withdrawing_an_offer_leaves_the_opposite_link_alone() {
    let lonely = Lonely::new();
    let Lonely { world, ann, group } = &lonely;
    let child = world.group("Child").people([ann]).found();
    group.decides(&[ann], "Admit", lonely.admit(&child.address));
    child.decides(&[ann], "Join", vec![actions::join(group, LEAD)]);
    let links = |group: &Group| -> Vec<UplinkView> {
        group.ask(&QueryMsg::Uplinks {
            start_after: None,
            limit: None,
        })
    };
    let decides = |actions: Vec<Action>| {
        let joint = ann.proposes(group, "The other way round", actions);
        joint.fan_out().ok();
        let mirror = child.mirror_of(&joint);
        ann.votes(&mirror, folkmoot_rules::Choice::Yes);
        ann.votes(&joint, folkmoot_rules::Choice::Yes);
        mirror.roll_up().ok();
        joint.executes();
        joint.status()
    };
    // the group above offers to sit in the one below, which can never be completed, and takes the offer back
    assert_eq!(decides(vec![actions::join(&child, LONG)]), Status::Executed);
    assert_eq!(links(group)[0].state, LinkState::Offered);
    assert_eq!(decides(vec![actions::leave(&child)]), Status::Executed);
    assert!(links(group).is_empty());
    assert_eq!(links(&child)[0].state, LinkState::Linked);
    assert_eq!(group.seat_of_group(&child).link, Some(LinkState::Linked));
    // and the child's leaving takes only its own seat away
    assert_eq!(decides(vec![actions::join(&child, LONG)]), Status::Executed);
    child.decides(&[ann], "Leave", vec![actions::leave(group)]);
    assert!(group.seat_of(child.address.as_str()).is_none());
    assert_eq!(links(group)[0].state, LinkState::Offered);
}
