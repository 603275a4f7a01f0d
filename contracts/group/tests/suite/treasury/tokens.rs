//! cw20 tokens by `call`: a group holds them like any account, and a decision sends what their contract is to do.

use cosmwasm_std::{
    Addr, Binary, Deps, DepsMut, Env, MessageInfo, Response, StdError, StdResult, Uint128,
    to_json_binary,
};
use cw_multi_test::{ContractWrapper, Executor};
use cw_storage_plus::Map;
use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::Covers;
use folkmoot_rules::{Rule, Seconds};
use serde::{Deserialize, Serialize};

use crate::world::{Group, Person, World, actions, charter, spec};

const BALANCES: Map<&str, Uint128> = Map::new("balance");

/// What of cw20 is asked of a token here, as the standard writes it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Cw20ExecuteMsg {
    Transfer { recipient: String, amount: Uint128 },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Cw20QueryMsg {
    Balance { address: String },
}

#[derive(Serialize, Deserialize)]
struct BalanceResponse {
    balance: Uint128,
}

/// Who has how much at the beginning.
type Holders = Vec<(String, Uint128)>;

fn instantiate(deps: DepsMut, _: Env, _: MessageInfo, holders: Holders) -> StdResult<Response> {
    for (holder, amount) in holders {
        BALANCES.save(deps.storage, &holder, &amount)?;
    }
    Ok(Response::new())
}

fn execute(deps: DepsMut, _: Env, info: MessageInfo, msg: Cw20ExecuteMsg) -> StdResult<Response> {
    let Cw20ExecuteMsg::Transfer { recipient, amount } = msg;
    let of = |deps: &DepsMut, who: &str| BALANCES.may_load(deps.storage, who);
    let has = of(&deps, info.sender.as_str())?.unwrap_or_default();
    let left = has
        .checked_sub(amount)
        .map_err(|_| StdError::msg("the token's holder has less"))?;
    BALANCES.save(deps.storage, info.sender.as_str(), &left)?;
    let gets = of(&deps, &recipient)?
        .unwrap_or_default()
        .checked_add(amount)?;
    BALANCES.save(deps.storage, &recipient, &gets)?;
    Ok(Response::new())
}

fn query(deps: Deps, _: Env, msg: Cw20QueryMsg) -> StdResult<Binary> {
    let Cw20QueryMsg::Balance { address } = msg;
    let balance = BALANCES
        .may_load(deps.storage, &address)?
        .unwrap_or_default();
    to_json_binary(&BalanceResponse { balance })
}

/// Three people whose group has 100 tokens; calls are decided by three quarters.
struct Club {
    world: World,
    people: Vec<Person>,
    group: Group,
    token: Addr,
}

impl Club {
    fn new() -> Self {
        let world = World::new();
        let people = world.crowd("member", 4);
        let careful = charter().procedure(
            "tokens",
            Covers::Kinds(vec![ActionKind::Call]),
            Rule::three_quarters(),
            Seconds::days(5),
        );
        let group = world
            .group("Club")
            .charter(&careful)
            .people(&people)
            .found();
        let issuer = world.account("an issuer");
        let holders: Holders = vec![(issuer.to_string(), Uint128::new(1_000))];
        let token = world.app(|app| {
            let code = app.store_code(Box::new(ContractWrapper::new(execute, instantiate, query)));
            app.instantiate_contract(code, issuer.clone(), &holders, &[], "token", None)
                .unwrap()
        });
        let club = Self {
            world,
            people,
            group,
            token,
        };
        club.world
            .attempt_raw(
                &issuer,
                &club.token,
                &transfer(&club.group.address, 100),
                &[],
            )
            .ok();
        club
    }

    fn tokens(&self, of: &Addr) -> u128 {
        let address = of.to_string();
        let answer: BalanceResponse = self.world.app(|app| {
            let query = Cw20QueryMsg::Balance { address };
            app.wrap().query_wasm_smart(&self.token, &query).unwrap()
        });
        answer.balance.u128()
    }
}

fn transfer(to: &Addr, amount: u128) -> Cw20ExecuteMsg {
    Cw20ExecuteMsg::Transfer {
        recipient: to.to_string(),
        amount: amount.into(),
    }
}

/// The recipe of docs/interop.md: `call` with the token's own `transfer`.
#[test]
fn a_decision_pays_tokens_by_a_call() {
    let club = Club::new();
    let payee = club.world.account("a payee");
    let pay = actions::call(&club.token, &transfer(&payee, 60), 0);
    let everybody: Vec<&Person> = club.people.iter().collect();
    let proposal = club.group.decides(&everybody, "Sixty tokens", vec![pay]);
    assert_eq!(proposal.view().procedure, "tokens");
    assert_eq!(club.tokens(&payee), 60);
    assert_eq!(club.tokens(&club.group.address), 40);
}

/// The token's contract keeps the books of the token: what the group does not have, it can't pay, and nothing moves.
#[test]
fn tokens_that_are_not_there_are_not_paid() {
    let club = Club::new();
    let payee = club.world.account("a payee");
    let everybody: Vec<&Person> = club.people.iter().collect();
    club.group.receives(5);
    let both = vec![
        actions::call(&club.token, &transfer(&payee, 60), 0),
        actions::call(&club.token, &transfer(&payee, 41), 0),
    ];
    let proposal = club.group.passes(&everybody, "More than all", both);
    proposal.executes();
    assert!(proposal.view().failure.is_some());
    assert_eq!(club.tokens(&club.group.address), 100);
}

/// A token's call stands under the procedure for calls, and does not hide beside a payment of coins.
#[test]
fn tokens_do_not_go_round_a_procedure() {
    let club = Club::new();
    let mixed = vec![
        actions::call(&club.token, &transfer(&club.people[0].address, 60), 0),
        actions::spend(&club.people[0].address, 1),
    ];
    club.people[0]
        .tries_to_propose(&club.group, spec("Both", mixed))
        .refused("the actions belong to two procedures, 'tokens' and 'ordinary'");
}
