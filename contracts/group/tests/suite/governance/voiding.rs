//! Nobody makes a decision about themselves void, or somebody else's by a call that anybody may make.

use cosmwasm_std::Addr;
use folkmoot_group::action::Action;
use folkmoot_group::charter::Role;
use folkmoot_group::msg::{Claimant, ExecuteMsg, LinkState, Standing};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::{Choice, Rule, Seconds, Status};

use super::Trio;
use crate::world::roles::{acclaimed, appoint, release, role, rotating, teach};
use crate::world::{Group, Person, Proposal, World, actions, charter};

const LEAD: Seconds = Seconds::days(3);
const WINDOW: Seconds = Seconds::days(3);

fn changes(group: &Group, seat: u32, holder: Option<Holder>) -> Action {
    Action::ChangeSeat {
        seat,
        revision: group.seat(seat).revision,
        name: None,
        standing: holder.is_none().then_some(Standing::Observer),
        holder,
        weight: None,
    }
}

/// Whatever is decided with it: a payment that must be made.
fn and_pay(world: &World, group: &Group, action: Action) -> (Vec<Action>, Addr) {
    group.receives(7);
    let payee = world.account("a payee");
    (vec![action, actions::spend(&payee, 7)], payee)
}

/// A trio whose first two decide something about the third and pay somebody.
fn passed(trio: &Trio, action: Action) -> (Proposal, Addr) {
    let (actions, payee) = and_pay(&trio.world, &trio.group, action);
    let two = [&trio.ann, &trio.ben];
    (trio.group.passes(&two, "About Cleo", actions), payee)
}

#[track_caller]
fn is_done(world: &World, (proposal, payee): &(Proposal, Addr)) {
    proposal.executes();
    let failure = proposal.view().failure;
    assert_eq!(proposal.status(), Status::Executed, "{failure:?}");
    assert_eq!(world.balance(payee), 7);
}

/// What a holder does with its wallets, its money and its weight is no change by a decision.
#[test]
fn a_change_holds_whatever_the_holder_does_meanwhile() {
    let trio = Trio::new();
    let Trio {
        world, cleo, group, ..
    } = &trio;
    let two = passed(&trio, changes(group, 3, None));
    let phone = Wallet::Cosmos(world.account("Cleo's phone").to_string());
    let acts = [
        ExecuteMsg::AddWallet {
            wallet: phone.clone(),
        },
        ExecuteMsg::NamePayOut {
            address: world.account("a safe").to_string(),
        },
        ExecuteMsg::KeepPayOut {},
    ];
    for act in acts {
        cleo.sends(group, &act).ok();
    }
    cleo.stakes(world, group, 1);
    assert_eq!(group.seat(3).revision, 1);
    is_done(world, &two);
    assert_eq!(group.seat(3).standing, Standing::Observer);
    assert_eq!(group.seat(3).revision, 2);
    // another decision still is one
    let outdated = Action::ChangeSeat {
        seat: 3,
        revision: 1,
        name: None,
        standing: Some(Standing::Core),
        holder: None,
        weight: None,
    };
    let both = [&trio.ann, &trio.ben];
    group.can_not_do(&both, vec![outdated], "written on revision 1, but 2");
}

/// One grain staked, or a coin that is due, keeps no holder in the seat.
#[test]
fn a_new_holder_comes_whatever_the_old_one_owns() {
    let trio = Trio::new();
    let Trio {
        world, cleo, group, ..
    } = &trio;
    let dora = world.cosmos("Dora");
    let two = passed(&trio, changes(group, 3, Some(dora.seat().holder)));
    cleo.stakes(world, group, 1);
    is_done(world, &two);
    assert_eq!(dora.seat_in(group), 3);
    assert!(group.seat_of(cleo.address.as_str()).is_none());
    // the grain is Cleo's, as if the seat had been removed
    let former = group.seat(4);
    assert_eq!((former.weight, former.left_at), (0, Some(world.now())));
    assert_eq!(former.holder, cleo.seat().holder);
    group.pays(world, &Claimant::Seat(4)).ok();
    assert_eq!((cleo.balance(), dora.balance()), (1, 0));
    assert_eq!(group.view().core_seats, 3);
    // and Cleo may come back like anybody
    let back = vec![actions::admit(cleo.seat())];
    group.decides(&[&trio.ann, &trio.ben], "Cleo again", back);
    assert_eq!(cleo.seat_in(group), 5);
}

/// Whoever is gone needs no removing, changing, appointing or releasing: the rest of the decision is done.
#[test]
fn who_leaves_voids_nothing() {
    for about in 0..5 {
        let trio = Trio::with_role(Role {
            apprentice: true,
            ..role("host")
        });
        let Trio {
            world, cleo, group, ..
        } = &trio;
        let dora = world.cosmos("Dora");
        if about == 4 {
            group.decides(&trio.everybody(), "Cleo hosts", vec![appoint(3, "host")]);
        }
        let action = match about {
            0 => Action::RemoveSeat { seat: 3 },
            1 => changes(group, 3, None),
            2 => changes(group, 3, Some(dora.seat().holder)),
            3 => appoint(3, "host"),
            _ => release(3, "host"),
        };
        let two = passed(&trio, action);
        cleo.leaves(group).ok();
        is_done(world, &two);
        assert!(group.seat(3).left_at.is_some());
        assert!(group.holders("host").is_empty());
        assert!(group.seat_of(dora.address.as_str()).is_none());
    }
}

/// What can never be done is told before the vote: the seat is gone already.
#[test]
fn a_decision_about_who_is_gone_is_not_opened() {
    let trio = Trio::new();
    let Trio {
        ann, cleo, group, ..
    } = &trio;
    cleo.leaves(group).ok();
    let gone = [
        Action::RemoveSeat { seat: 3 },
        changes(group, 3, None),
        Action::appoint(3),
        Action::release(3),
    ];
    for action in gone {
        let spec = crate::world::spec("About Cleo", vec![action]);
        ann.tries_to_propose(group, spec)
            .refused("seat 3 was given up or removed");
    }
}

/// Resigning is no veto of being released.
#[test]
fn who_resigns_voids_no_release() {
    let trio = Trio::with_role(Role {
        apprentice: true,
        ..role("host")
    });
    let Trio {
        world, cleo, group, ..
    } = &trio;
    for begin in [appoint(3, "host"), teach(3, "host")] {
        group.decides(&trio.everybody(), "Cleo", vec![begin]);
        let two = passed(&trio, release(3, "host"));
        cleo.resigns(group, "host").ok();
        let before = world.balance(&two.1);
        two.0.executes();
        assert_eq!(two.0.status(), Status::Executed);
        assert_eq!(world.balance(&two.1), before + 7);
    }
}

/// Whoever comes to a role by anybody's call while a decision about it is open gives way to that.
#[test]
fn no_call_fills_the_place_of_whom_a_decision_appoints() {
    let rules = charter()
        .role(rotating("host", Seconds::days(60)))
        .role(acclaimed("speaker", WINDOW));
    let trio = Trio::with(&rules);
    let Trio {
        world, ben, group, ..
    } = &trio;
    // acclaimed, and in turn
    let speaks = passed(&trio, appoint(3, "speaker"));
    ben.nominates(group, "speaker", 2).ok();
    world.advance(WINDOW);
    group.acclaims("speaker", 2).ok();
    is_done(world, &speaks);
    assert_eq!(group.holders("speaker"), [3]);
    let (hosts, _) = passed(&trio, appoint(3, "host"));
    group.rotates("host").ok();
    assert_eq!(group.holders("host"), [1]);
    hosts.executes();
    assert_eq!(hosts.status(), Status::Executed);
    assert_eq!(group.holders("host"), [3]);
    // who held it before the decision was opened is released by one, as ever
    group.can_not_do(
        &trio.everybody(),
        vec![appoint(1, "host")],
        "role 'host' is held by as many as it has places: 1",
    );
}

/// Nor is an apprenticeship void because the seat was acclaimed meanwhile.
#[test]
fn who_is_acclaimed_voids_no_apprenticeship() {
    let trio = Trio::with_role(Role {
        apprentice: true,
        ..acclaimed("speaker", WINDOW)
    });
    let Trio {
        world, cleo, group, ..
    } = &trio;
    let two = passed(&trio, teach(3, "speaker"));
    cleo.nominates(group, "speaker", 3).ok();
    world.advance(WINDOW);
    group.acclaims("speaker", 3).ok();
    is_done(world, &two);
    assert_eq!(group.holders("speaker"), [3]);
}

/// A union of Ben and a child group, which has joined.
struct Union {
    world: World,
    ann: Person,
    ben: Person,
    child: Group,
    above: Group,
}

impl Union {
    fn new(joined: bool) -> Self {
        let world = World::new();
        let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
        let child = world.group("Child").people([&ann]).found();
        let rules = charter()
            .decides(Rule::majority(), Seconds::days(7))
            .upstream(Rule::three_quarters(), Seconds::days(7));
        let above = world
            .group("Union")
            .people([&ben])
            .group_seat(&child, LEAD)
            .charter(&rules)
            .found();
        let union = Self {
            world,
            ann,
            ben,
            child,
            above,
        };
        if joined {
            union.child_decides(actions::join(&union.above, LEAD));
        }
        union
    }

    fn child_decides(&self, action: Action) {
        self.child.decides(&[&self.ann], "Our seat", vec![action]);
    }

    /// Ben decides something about the child's seat, for which a quorum of the two is enough.
    fn passed(&self, action: Action) -> (Proposal, Addr) {
        let (actions, payee) = and_pay(&self.world, &self.above, action);
        let proposal = self.ben.proposes(&self.above, "The child", actions);
        self.ben.votes(&proposal, Choice::Yes);
        self.world.advance_to(proposal.deadline());
        assert_eq!(proposal.status(), Status::Passed);
        (proposal, payee)
    }
}

/// An outsider who weighs a group seat anew changes nothing that a decision names.
#[test]
fn a_change_holds_when_anybody_weighs_the_seat_anew() {
    let union = Union::new(true);
    let grow = actions::admit(union.world.cosmos("Cleo").seat());
    union.child_decides(grow);
    let two = union.passed(changes(&union.above, 2, None));
    let outsider = union.world.cosmos("an outsider");
    let refresh = ExecuteMsg::RefreshWeight { seat: 2 };
    outsider.sends(&union.above, &refresh).ok();
    assert!(union.above.seat(2).announced_weight.is_some());
    is_done(&union.world, &two);
    assert_eq!(union.above.seat(2).standing, Standing::Observer);
}

/// Nor does the group in it by joining, by leaving, or by leaving and asking to join again.
#[test]
fn a_decision_about_a_group_seat_holds_whatever_that_group_does() {
    let late = Union::new(false);
    let two = late.passed(changes(&late.above, 2, None));
    late.child_decides(actions::join(&late.above, LEAD));
    assert_eq!(late.above.seat(2).link, Some(LinkState::Linked));
    is_done(&late.world, &two);
    assert_eq!(late.above.seat(2).standing, Standing::Observer);
    for remove in [true, false] {
        let union = Union::new(true);
        let action = match remove {
            true => Action::RemoveSeat { seat: 2 },
            false => changes(&union.above, 2, None),
        };
        let two = union.passed(action);
        union.child_decides(actions::leave(&union.above));
        union.child_decides(actions::join(&union.above, LEAD));
        is_done(&union.world, &two);
        assert!(union.above.seat(2).left_at.is_some());
    }
}

/// A group that decides to leave has left, also where it was removed before.
#[test]
fn a_removal_does_not_void_the_decision_to_leave() {
    let union = Union::new(true);
    let Union {
        world,
        ann,
        ben,
        child,
        above,
    } = &union;
    let (actions, payee) = and_pay(world, child, actions::leave(above));
    let leave = child.passes(&[ann], "Away", actions);
    let removal = ben.proposes(above, "Out", vec![Action::RemoveSeat { seat: 2 }]);
    ben.votes(&removal, Choice::Yes);
    world.advance_to(removal.deadline());
    removal.executes();
    assert!(above.seat(2).left_at.is_some());
    is_done(world, &(leave, payee));
    let again = crate::world::spec("Away", vec![actions::leave(above)]);
    ann.tries_to_propose(child, again)
        .refused("there is no link with");
}
