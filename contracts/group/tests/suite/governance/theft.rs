//! One stolen wallet takes no seat and no money: what is announced with it ends with the seat, or can be cancelled.

use folkmoot_group::action::Action;
use folkmoot_group::msg::{Claimant, ExecuteMsg};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::Seconds;

use crate::world::roles::acclaimed;
use crate::world::{Group, Person, World, charter, open_cycle};

const NOTICE: Seconds = Seconds::days(7);
const WINDOW: Seconds = Seconds::days(3);

/// Ann's seat has two wallets, of which the second was stolen; 4,000 are free and 6,000 in a cycle.
struct Stolen {
    world: World,
    ann: Person,
    thief: Person,
    ben: Person,
    cleo: Person,
    group: Group,
    ends_at: u64,
}

impl Stolen {
    fn new() -> Self {
        let world = World::new();
        let [ann, thief, ben, cleo] =
            ["Ann", "Ann's stolen phone", "Ben", "Cleo"].map(|name| world.cosmos(name));
        let group = world
            .group("Trio")
            .seats([ann.seat_with(&[&thief]), ben.seat(), cleo.seat()])
            .charter(&charter().role(acclaimed("speaker", WINDOW)))
            .found();
        ann.stakes(&world, &group, 10_000);
        ann.pledges(&group, 6_000).ok();
        let ends_at = world.now() + Seconds::days(90).0;
        let cycle = vec![open_cycle(ends_at)];
        group.decides(&[&ann, &ben, &cleo], "A cycle", cycle);
        Self {
            world,
            ann,
            thief,
            ben,
            cleo,
            group,
            ends_at,
        }
    }

    fn others(&self) -> [&Person; 2] {
        [&self.ben, &self.cleo]
    }

    fn announces(&self) {
        self.thief.sends(&self.group, &drop(self.ann.wallet())).ok();
        self.thief
            .names_pay_out(&self.group, &self.thief.address)
            .ok();
    }

    /// Whatever was announced, and however late it is asked for: all of it is Ann's.
    #[track_caller]
    fn all_is_anns(&self, seat: u32) {
        let Self { world, group, .. } = self;
        world.advance_to(self.ends_at);
        group.settles(world, seat).ok();
        group.pays(world, &Claimant::Seat(seat)).ok();
        assert_eq!((self.ann.balance(), self.thief.balance()), (10_000, 0));
    }
}

fn drop(wallet: Wallet) -> ExecuteMsg {
    ExecuteMsg::DropWallet { wallet }
}

fn change(group: &Group, seat: u32, holder: Holder) -> Action {
    Action::ChangeSeat {
        seat,
        revision: group.seat(seat).revision,
        name: None,
        standing: None,
        holder: Some(holder),
        weight: None,
    }
}

#[test]
fn a_thief_who_leaves_takes_nothing_along() {
    let stolen = Stolen::new();
    let Stolen { world, group, .. } = &stolen;
    world.in_one_block(|| {
        stolen.announces();
        stolen.thief.leaves(group).ok();
    });
    assert!(group.seat(1).dropping.is_empty());
    world.advance(NOTICE);
    let told = group.pay_out(1).address;
    assert_eq!(told, Some(stolen.ann.address.to_string()));
    stolen.all_is_anns(1);
}

#[test]
fn nor_does_one_whose_seat_the_group_removes() {
    let stolen = Stolen::new();
    stolen.announces();
    let removal = vec![Action::RemoveSeat { seat: 1 }];
    stolen.group.decides(&stolen.others(), "Out", removal);
    stolen.all_is_anns(1);
}

#[test]
fn nor_does_one_whose_seat_goes_to_somebody_else() {
    let stolen = Stolen::new();
    let Stolen { world, group, .. } = &stolen;
    stolen.announces();
    let dora = world.cosmos("Dora");
    let anew = change(group, 1, dora.seat().holder);
    group.decides(&stolen.others(), "Dora instead", vec![anew]);
    assert!(group.seat(1).dropping.is_empty());
    // what Ann owned is that of a seat that has ended, and nothing of it is Dora's
    assert!(group.seat(4).left_at.is_some());
    assert!(group.stakes(1).is_empty());
    world.advance(NOTICE);
    assert_eq!(group.pay_out(1).address, Some(dora.address.to_string()));
    stolen.all_is_anns(4);
    assert_eq!(dora.balance(), 0);
}

/// What has taken effect is no announcement any more.
#[test]
fn a_dropping_in_effect_outlives_the_seat() {
    let stolen = Stolen::new();
    let Stolen {
        world, ann, group, ..
    } = &stolen;
    // here it is Ann's first wallet that was lost, and dropped by the other
    stolen.thief.sends(group, &drop(ann.wallet())).ok();
    world.advance(NOTICE);
    stolen.thief.leaves(group).ok();
    let told = group.pay_out(1).address;
    assert_eq!(told, Some(stolen.thief.address.to_string()));
}

/// Who is nominated is a person: not who comes after them, and nobody once the seat is gone.
#[test]
fn a_nomination_ends_with_the_seat_and_its_holder() {
    let stolen = Stolen::new();
    let Stolen { world, group, .. } = &stolen;
    let nominated = || group.role("speaker").nominations.len();
    stolen.ben.nominates(group, "speaker", 1).ok();
    stolen.ben.nominates(group, "speaker", 3).ok();
    assert_eq!(nominated(), 2);
    stolen.cleo.leaves(group).ok();
    assert_eq!(nominated(), 1);
    let dora = world.cosmos("Dora");
    let anew = change(group, 1, dora.seat().holder);
    group.decides(&[&stolen.ben, &stolen.ann], "Dora instead", vec![anew]);
    assert_eq!(nominated(), 0);
    world.advance(WINDOW);
    group.acclaims("speaker", 1).refused("is not nominated");
}

/// A wallet drops itself at once, also where another announced it: whoever answers a theft so may rely on it.
#[test]
fn ones_own_dropping_replaces_an_announced_one() {
    let stolen = Stolen::new();
    let Stolen {
        ann, thief, group, ..
    } = &stolen;
    ann.sends(group, &drop(thief.wallet())).ok();
    assert_eq!(group.seat(1).dropping.len(), 1);
    let told = thief.sends(group, &drop(thief.wallet())).ok();
    let told: Vec<&str> = told.events.iter().map(|event| event.ty.as_str()).collect();
    assert!(told.contains(&"wasm-wallet_dropped"), "{told:?}");
    assert!(group.seat_of(thief.address.as_str()).is_none());
    assert!(group.seat(1).dropping.is_empty());
    thief.leaves(group).refused("holds no seat");
    // the last one stays, and is counted once
    ann.sends(group, &drop(ann.wallet()))
        .refused("seat 1 needs 1 wallets, it would have 0");
}

/// A wallet whose dropping is announced is none of those that are left.
#[test]
fn wallets_that_go_are_counted_once() {
    let stolen = Stolen::new();
    let Stolen {
        ann, thief, group, ..
    } = &stolen;
    for _ in 0..3 {
        thief.sends(group, &drop(ann.wallet())).ok();
    }
    assert_eq!(group.seat(1).dropping.len(), 1);
    ann.sends(group, &drop(thief.wallet()))
        .refused("it would have 0");
    let wallet = ann.wallet();
    ann.sends(group, &ExecuteMsg::KeepWallet { wallet }).ok();
    ann.sends(group, &drop(thief.wallet())).ok();
}
