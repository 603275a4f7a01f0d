//! Where a seat is paid to: its first Cosmos wallet, or an address that it named a key notice ago.

use folkmoot_group::msg::{Claimant, ExecuteMsg};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::Seconds;

use crate::world::{Group, Person, World, actions, charter};

const NOTICE: Seconds = Seconds::days(7);

/// Ann with two wallets and a stake of 100.
struct Two {
    world: World,
    first: Person,
    second: Person,
    group: Group,
}

impl Two {
    fn new() -> Self {
        let world = World::new();
        let [first, second, ben] = ["Ann", "Ann's phone", "Ben"].map(|name| world.cosmos(name));
        let mut seat = first.seat();
        seat.holder = Holder::person(vec![first.wallet(), second.wallet()]);
        let group = world
            .group("Two wallets")
            .charter(&charter())
            .seats([seat, ben.seat()])
            .found();
        first.stakes(&world, &group, 100);
        Self {
            world,
            first,
            second,
            group,
        }
    }
}

#[test]
fn a_seat_of_keys_is_paid_to_its_first_cosmos_wallet() {
    let two = Two::new();
    two.second.takes_back(&two.group, 10).ok();
    assert_eq!((two.first.balance(), two.second.balance()), (10, 0));
}

#[test]
fn another_address_holds_after_the_key_notice() {
    let two = Two::new();
    let safe = two.world.account("a safe");
    two.first.names_pay_out(&two.group, &safe).ok();
    let from = two.world.now() - 5 + NOTICE.0;
    let told = two.group.pay_out(1);
    assert_eq!(told.next.as_deref(), Some(safe.as_str()));
    assert_eq!(told.address.as_deref(), Some(two.first.address.as_str()));
    let from = told.from.unwrap_or(from);
    two.world.advance_to(from - 1);
    two.world.in_one_block(|| {
        two.first.takes_back(&two.group, 10).ok();
    });
    assert_eq!(two.first.balance(), 10);
    two.world.advance_to(from);
    assert_eq!(two.group.pay_out(1).address.as_deref(), Some(safe.as_str()));
    two.first.takes_back(&two.group, 10).ok();
    assert_eq!((two.first.balance(), two.world.balance(&safe)), (10, 10));
}

/// One stolen wallet does not take the money: any other cancels, and leaving does not outrun the notice.
#[test]
fn a_stolen_wallet_can_not_redirect_the_money() {
    let two = Two::new();
    let thief = two.world.account("a thief");
    two.second.names_pay_out(&two.group, &thief).ok();
    two.first.sends(&two.group, &ExecuteMsg::KeepPayOut {}).ok();
    two.first
        .sends(&two.group, &ExecuteMsg::KeepPayOut {})
        .refused("seat 1 has announced no new pay-out address");
    two.world.advance(NOTICE);
    assert_eq!(
        two.group.pay_out(1).address.as_deref(),
        Some(two.first.address.as_str())
    );
    two.second.names_pay_out(&two.group, &thief).ok();
    two.second.leaves(&two.group).ok();
    two.world.advance(NOTICE);
    two.group.pays(&two.world, &Claimant::Seat(1)).ok();
    assert_eq!((two.first.balance(), two.world.balance(&thief)), (100, 0));
}

/// What was named in time holds after the seat has ended.
#[test]
fn who_left_is_paid_to_the_address_in_force() {
    let two = Two::new();
    let safe = two.world.account("a safe");
    two.first.names_pay_out(&two.group, &safe).ok();
    two.world.advance(NOTICE);
    two.first.leaves(&two.group).ok();
    two.group.pays(&two.world, &Claimant::Seat(1)).ok();
    assert_eq!(two.world.balance(&safe), 100);
}

#[test]
fn a_pay_out_address_is_another_account() {
    let two = Two::new();
    two.first
        .names_pay_out(&two.group, &two.group.address)
        .refused("the group can't be paid by itself");
    let broken = ExecuteMsg::NamePayOut {
        address: "nowhere".into(),
    };
    two.first.sends(&two.group, &broken).refused("");
}

/// A seat that owns something keeps a wallet to which it can be paid.
#[test]
fn the_last_wallet_that_can_be_paid_is_not_dropped_from_a_staked_seat() {
    let world = World::new();
    let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
    let ethereum = world.ethereum("Ann's other");
    let mut seat = ann.seat();
    seat.holder = Holder::person(vec![ann.wallet(), ethereum.wallet()]);
    let group = world.group("Mixed").seats([seat, ben.seat()]).found();
    ann.stakes(&world, &group, 100);
    let drop = ExecuteMsg::DropWallet {
        wallet: ann.wallet(),
    };
    ann.sends(&group, &drop)
        .refused("it has stakes or claims and could be paid nowhere");
    ann.names_pay_out(&group, &world.account("a safe")).ok();
    ann.sends(&group, &drop)
        .refused("it has stakes or claims and could be paid nowhere");
    world.advance(NOTICE);
    ann.sends(&group, &drop).ok();
    // without anything to lose it may go at once
    let owner = world.cosmos("Cleo");
    let mut seat = owner.seat();
    let other = world.ethereum("Cleo's other").wallet();
    seat.holder = Holder::person(vec![owner.wallet(), other]);
    let plain = world.group("Plain").seats([seat]).found();
    let drop = ExecuteMsg::DropWallet {
        wallet: owner.wallet(),
    };
    owner.sends(&plain, &drop).ok();
}

/// A new holder without a Cosmos wallet takes nothing from the one before, who is paid where they would have been.
#[test]
fn what_a_holder_owns_is_paid_to_them_whoever_comes_after() {
    let two = Two::new();
    let moved = folkmoot_group::action::Action::ChangeSeat {
        seat: 1,
        revision: 1,
        name: None,
        standing: None,
        holder: Some(Holder::person(vec![Wallet::Ethereum(
            two.world.ethereum("Ann's other").wallet().key().into(),
        )])),
        weight: None,
    };
    let ben = two.world.cosmos("Ben");
    let both = [&two.first, &ben];
    two.group.decides(&both, "Another wallet", vec![moved]);
    assert_eq!(two.group.pay_out(1).address, None);
    let former = 3;
    two.group.pays(&two.world, &Claimant::Seat(former)).ok();
    assert_eq!((two.first.balance(), two.group.funds().free), (100, 0));
}

/// A contract's seat is paid to the contract.
#[test]
fn a_contract_is_paid_itself() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let multisig = world.puppet("a multisig");
    let group = world.group("With a contract").people([&ann]).found();
    let seat = folkmoot_group::msg::SeatSpec {
        name: "Multisig".into(),
        holder: Holder::Contract {
            address: multisig.to_string(),
        },
        standing: folkmoot_group::msg::Standing::Observer,
        weight: None,
    };
    group.decides(&[&ann], "A contract", vec![actions::admit(seat)]);
    world.mint(&multisig, 50);
    let stake = cosmwasm_std::WasmMsg::Execute {
        contract_addr: group.address.to_string(),
        msg: cosmwasm_std::to_json_binary(&ExecuteMsg::Stake {}).unwrap(),
        funds: crate::world::money(50),
    };
    world.puppet_sends(&multisig, vec![stake.into()]).ok();
    let name = ExecuteMsg::NamePayOut {
        address: ann.address.to_string(),
    };
    world
        .puppet_calls(&multisig, &group.address, &name)
        .refused("only a seat of keys has wallets and names where it is paid to");
    world
        .puppet_calls(&multisig, &group.address, &ExecuteMsg::Leave {})
        .ok();
    group.pays(&world, &Claimant::Seat(2)).ok();
    assert_eq!(world.balance(&multisig), 50);
}
