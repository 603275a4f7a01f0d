//! No coin without a way out: whoever joined or not, and whatever a group that has ended holds elsewhere.

use cosmwasm_std::coin;
use folkmoot_group::action::Action;
use folkmoot_group::limits::MAX_WAIT_SECONDS;
use folkmoot_group::msg::{Claimant, ExecuteMsg, QueryMsg, Standing, SubgroupView};
use folkmoot_rules::{Rule, Seconds};

use crate::world::{
    Attempt, CharterBuilder, DENOM, Group, Person, Trio, World, actions, charter, money, open_cycle,
};

const LEAD: Seconds = Seconds::days(3);
const WAIT: Seconds = Seconds(MAX_WAIT_SECONDS);

/// A charter under which groups may sit.
fn above() -> CharterBuilder {
    charter()
        .decides(Rule::majority(), Seconds::days(7))
        .upstream(Rule::three_quarters(), Seconds::days(7))
}

fn winds_up(world: &World, group: &Group) -> Attempt {
    let anybody = world.account("anybody");
    let msg = ExecuteMsg::WindUp { denoms: vec![] };
    world.attempt(&anybody, &group.address, &msg)
}

/// Once the wait is over, and not before, what the group has goes to its heir.
#[track_caller]
fn comes_back(world: &World, group: &Group, heir: &cosmwasm_std::Addr, amount: u128) {
    winds_up(world, group).refused("nobody could decide in it yet");
    world.advance(WAIT);
    let before = world.balance(heir);
    winds_up(world, group).ok();
    group.pays(world, &Claimant::Address(heir.to_string())).ok();
    assert_eq!(world.balance(heir), before + amount);
    assert_eq!(group.balance(), 0);
}

/// A joint committee over cells that never join gives back what its founder put in.
#[test]
fn coins_of_a_subgroup_that_nobody_joins_come_back() {
    let trio = Trio::new();
    let Trio { world, group, .. } = &trio;
    group.receives(1_000);
    let other = world.group("Other").people([&trio.dan]).found();
    let seats = vec![other.seat_spec(LEAD), group.seat_spec(LEAD)];
    let found = actions::found_subgroup("Joint", above().spec(), seats, 600);
    group.decides(&trio.everybody(), "A joint committee", vec![found]);
    let subgroups: Vec<SubgroupView> = group.ask(&QueryMsg::Subgroups {
        start_after: None,
        limit: None,
    });
    let joint = world.group_at("Joint", &subgroups[0].group);
    comes_back(world, &joint, &group.address, 600);
    assert_eq!(group.funds().common, 1_000);
    // what comes later finds the heir too
    world.mint_coins(&joint.address, money(7));
    winds_up(world, &joint).ok();
    // whoever joins nevertheless decides, and from then on nobody winds it up
    trio.dan_joins(&other, &joint);
    world.mint_coins(&joint.address, money(7));
    winds_up(world, &joint).refused("the group goes on: 1 seats vote");
}

impl Trio {
    fn dan_joins(&self, other: &Group, joint: &Group) {
        other.decides(&[&self.dan], "Join", vec![actions::join(joint, LEAD)]);
    }
}

/// Contributed to too early, never founded, in somebody else's hands, or a group of onlookers: nobody ever could decide.
#[test]
fn coins_of_a_group_that_never_began_come_back() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let cell = world.group("Cell").people([&ann]).found();
    let onlooker = ann.seat_as(Standing::Observer);
    let charter = above();
    let making = |name: &str| world.group(name).charter(&charter);
    let venture = making("Venture").group_seat(&cell, LEAD).found();
    venture.receives(50);
    comes_back(&world, &venture, &world.account("founder of Venture"), 50);
    let onlookers = making("Onlookers").seats([onlooker]).found();
    ann.stakes(&world, &onlookers, 30);
    onlookers.receives(20);
    let founder = world.account("founder of Onlookers");
    winds_up(&world, &onlookers).refused("nobody could decide in it yet");
    world.advance(WAIT);
    // what somebody else staked stays theirs, and anybody has it paid
    onlookers.settles(&world, 1).ok();
    onlookers.pays(&world, &Claimant::Seat(1)).ok();
    assert_eq!(ann.balance(), 30);
    winds_up(&world, &onlookers).ok();
    let heir = Claimant::Address(founder.to_string());
    onlookers.pays(&world, &heir).ok();
    assert_eq!(world.balance(&founder), 20);
    let person = || [&ann];
    let unfinished = making("Unfinished").people(person()).unfinished();
    let unsealed = making("Unsealed").people(person()).admin(&ann.address);
    for founding in [unfinished, unsealed] {
        let heir = founding.founder();
        let group = founding.found();
        world.mint_coins(&group.address, money(9));
        assert_eq!(group.sum_of(DENOM), None);
        winds_up_named(&world, &group).refused("nobody could decide in it yet");
        world.advance(WAIT);
        winds_up_named(&world, &group).ok();
        let claimant = Claimant::Address(heir.to_string());
        group.pays(&world, &claimant).ok();
        assert_eq!(world.balance(&heir), 9);
    }
}

fn winds_up_named(world: &World, group: &Group) -> Attempt {
    let anybody = world.account("anybody");
    let denoms = vec![DENOM.to_owned()];
    world.attempt(&anybody, &group.address, &ExecuteMsg::WindUp { denoms })
}

/// A group that is its own master and has done nothing for a year is nobody's to wind up.
#[test]
fn who_could_decide_is_not_wound_up() {
    let trio = Trio::new();
    let Trio { world, group, .. } = &trio;
    world.mint_coins(&group.address, money(9));
    world.advance(WAIT);
    world.advance(WAIT);
    winds_up_named(world, group).refused("the group goes on: 3 seats vote");
}

/// A union in which Ben votes, and a cell that has staked 300 of its 500 there.
struct Staked {
    world: World,
    ann: Person,
    ben: Person,
    cell: Group,
    union: Group,
}

impl Staked {
    fn new() -> Self {
        let world = World::new();
        let [ann, ben] = ["Ann", "Ben"].map(|name| world.cosmos(name));
        let cell = world.group("Cell").people([&ann]).found();
        let union = world
            .group("Union")
            .people([&ben])
            .group_seat(&cell, LEAD)
            .charter(&above())
            .found();
        cell.decides(&[&ann], "Join", vec![actions::join(&union, LEAD)]);
        cell.receives(500);
        let staked = Self {
            world,
            ann,
            ben,
            cell,
            union,
        };
        let stake = staked.stake(300);
        staked.cell.decides(&[&staked.ann], "Stake", vec![stake]);
        staked
    }

    fn stake(&self, amount: u128) -> Action {
        Action::Stake {
            group: self.union.address.to_string(),
            amount: money(amount),
        }
    }

    fn takes_back(&self, amount: u128) -> Attempt {
        let msg = ExecuteMsg::TakeBack {
            group: self.union.address.to_string(),
            amount: coin(amount, DENOM),
        };
        let anybody = self.world.account("anybody");
        self.world.attempt(&anybody, &self.cell.address, &msg)
    }

    /// The founder of the cell is its heir.
    #[track_caller]
    fn inherits(&self, amount: u128) {
        let heir = self.world.account("founder of Cell");
        winds_up(&self.world, &self.cell).ok();
        let claimant = Claimant::Address(heir.to_string());
        self.cell.pays(&self.world, &claimant).ok();
        assert_eq!(self.world.balance(&heir), amount);
        assert_eq!(self.cell.balance(), 0);
    }
}

/// Free stake, a pledge, and the share of a cycle that runs: no decision of the cell is needed, and none of the union.
#[test]
fn what_an_ended_group_has_above_comes_back() {
    let staked = Staked::new();
    let Staked {
        world,
        ann,
        ben,
        cell,
        union,
    } = &staked;
    let pledge = Action::Pledge {
        group: union.address.to_string(),
        amount: coin(100, DENOM),
    };
    cell.decides(&[ann], "Pledge", vec![pledge]);
    let ends_at = world.now() + Seconds::days(90).0;
    let opens = ben.proposes(union, "A cycle", vec![open_cycle(ends_at)]);
    ben.votes(&opens, folkmoot_rules::Choice::Yes);
    opens.fan_out().ok();
    let mirror = cell.mirror_of(&opens);
    ann.votes(&mirror, folkmoot_rules::Choice::Yes);
    mirror.roll_up().ok();
    world.advance_to(opens.deadline());
    opens.executes();
    staked
        .takes_back(200)
        .refused("the group goes on: 1 seats vote");
    ann.leaves(cell).ok();
    staked.takes_back(201).refused("the free stake of seat 2");
    staked.takes_back(200).ok();
    staked.inherits(400);
    world.advance_to(ends_at);
    union.settles(world, 2).ok();
    union.pays(world, &Claimant::Seat(2)).ok();
    staked.inherits(500);
}

/// It names groups only: no stranger's contract hears from it.
#[test]
fn an_ended_group_asks_groups_only() {
    let staked = Staked::new();
    let Staked {
        world, ann, cell, ..
    } = &staked;
    ann.leaves(cell).ok();
    let msg = ExecuteMsg::TakeBack {
        group: world.puppet("a stranger").to_string(),
        amount: coin(1, DENOM),
    };
    let sent = world.attempt(&ann.address, &cell.address, &msg);
    sent.refused("which the charter does not trust");
}

/// A group above may have changed its code since the link was made: nothing more goes in, and all comes out.
#[test]
fn a_stake_goes_into_trusted_code_only() {
    let staked = Staked::new();
    let Staked {
        world,
        ann,
        cell,
        union,
        ..
    } = &staked;
    let code = world.store_group_code(b"something else");
    let migrate = cosmwasm_std::WasmMsg::Migrate {
        contract_addr: union.address.to_string(),
        new_code_id: code,
        msg: cosmwasm_std::to_json_binary(&folkmoot_group::msg::MigrateMsg {}).unwrap(),
    };
    world.attempt_msg(&union.address, migrate.into()).ok();
    cell.can_not_do(&[ann], vec![staked.stake(10)], "code");
    let back = Action::TakeStake {
        group: union.address.to_string(),
        amount: coin(300, DENOM),
    };
    cell.decides(&[ann], "Back", vec![back]);
    assert_eq!(cell.balance(), 500);
}
