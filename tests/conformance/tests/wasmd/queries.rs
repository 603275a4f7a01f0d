//! Every path of the application that clients ask, answered and refused.

use std::fmt::Debug;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use conformance::draft::{DENOM, Draft, Person, send};
use conformance::report::Report;
use conformance::shape::of_message;
use cosmrs::AccountId;
use cosmrs::proto::cosmos::auth::v1beta1 as auth;
use cosmrs::proto::cosmos::bank::v1beta1 as bank;
use cosmrs::proto::cosmos::base::query::v1beta1::PageRequest;
use cosmrs::proto::cosmos::tx::v1beta1 as tx;
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use prost::Message;
use serde_json::{Value, json};

use crate::differences::QUERIES;
use crate::world::{World, Worlds, execution, run};

/// A chain, and what its requests name.
struct Asked {
    group: String,
    code: u64,
    founder: String,
    /// Somebody with coins who never sent anything.
    quiet: String,
    /// A transaction that is in a block.
    hash: String,
    /// Signed transactions that were never sent, for estimates.
    drafts: Vec<(&'static str, Vec<u8>)>,
}

impl Asked {
    fn founder(&self) -> String {
        self.founder.clone()
    }

    fn quiet(&self) -> String {
        self.quiet.clone()
    }

    fn draft(&self, name: &str) -> Vec<u8> {
        let mut drafts = self.drafts.iter();
        drafts.find(|(own, _)| *own == name).unwrap().1.clone()
    }
}

/// An address of the chain that nobody has.
fn nobody() -> String {
    Person::of(folkmoot_wasmd::MNEMONIC, "m/44'/118'/9999'/0/0")
        .unwrap()
        .address
}

/// An address of a contract that is not there.
fn no_contract() -> String {
    AccountId::new("wasm", &[7; 32]).unwrap().to_string()
}

/// An address of another chain.
const FOREIGN: &str = "cosmos1r5v5srda7xfth3hn2s26txvrcrntldjumt8mhl";

type Request = Box<dyn Fn(&Asked) -> Vec<u8>>;
type Decode = fn(&[u8]) -> Value;

struct Query {
    path: &'static str,
    special: &'static str,
    request: Request,
    decode: Decode,
}

fn query<Q: Message, A: Message + Default + Debug>(
    path: &'static str,
    special: &'static str,
    request: impl Fn(&Asked) -> Q + 'static,
    _: fn(A),
) -> Query {
    Query {
        path,
        special,
        request: Box::new(move |asked| request(asked).encode_to_vec()),
        decode: decoded::<A>,
    }
}

/// The shape of a message, and whether all of it was understood.
fn decoded<A: Message + Default + Debug>(bytes: &[u8]) -> Value {
    match A::decode(bytes) {
        Ok(message) => json!({
            "message": of_message(&message),
            "understood whole": message.encoded_len() == bytes.len(),
        }),
        Err(error) => json!({"not decoded": error.to_string()}),
    }
}

fn page(limit: u64, count_total: bool) -> Option<PageRequest> {
    Some(PageRequest {
        limit,
        count_total,
        ..PageRequest::default()
    })
}

fn auth_queries() -> Vec<Query> {
    const ACCOUNT: &str = "/cosmos.auth.v1beta1.Query/Account";
    let account = |special, address: fn(&Asked) -> String| {
        query(
            ACCOUNT,
            special,
            move |asked| auth::QueryAccountRequest {
                address: address(asked),
            },
            |_: auth::QueryAccountResponse| (),
        )
    };
    vec![
        account("that sent", Asked::founder),
        account("that never sent", Asked::quiet),
        account("of a contract", |asked| asked.group.clone()),
        account("of nobody", |_| nobody()),
        account("of another chain", |_| FOREIGN.to_owned()),
        account("that is no address", |_| "joe".to_owned()),
        account("none", |_| String::new()),
        query(
            "/cosmos.auth.v1beta1.Query/AccountInfo",
            "",
            |asked| auth::QueryAccountInfoRequest {
                address: asked.founder(),
            },
            |_: auth::QueryAccountInfoResponse| (),
        ),
        query(
            "/cosmos.auth.v1beta1.Query/Params",
            "",
            |_| auth::QueryParamsRequest {},
            |_: auth::QueryParamsResponse| (),
        ),
    ]
}

fn balance(special: &'static str, address: fn(&Asked) -> String, denom: &'static str) -> Query {
    query(
        "/cosmos.bank.v1beta1.Query/Balance",
        special,
        move |asked| bank::QueryBalanceRequest {
            address: address(asked),
            denom: denom.to_owned(),
        },
        |_: bank::QueryBalanceResponse| (),
    )
}

fn balances(
    special: &'static str,
    address: fn(&Asked) -> String,
    pagination: Option<PageRequest>,
) -> Query {
    query(
        "/cosmos.bank.v1beta1.Query/AllBalances",
        special,
        move |asked| bank::QueryAllBalancesRequest {
            address: address(asked),
            pagination: pagination.clone(),
            resolve_denom: false,
        },
        |_: bank::QueryAllBalancesResponse| (),
    )
}

fn bank_queries() -> Vec<Query> {
    let supply = |special, denom: &'static str| {
        query(
            "/cosmos.bank.v1beta1.Query/SupplyOf",
            special,
            move |_| bank::QuerySupplyOfRequest {
                denom: denom.to_owned(),
            },
            |_: bank::QuerySupplyOfResponse| (),
        )
    };
    let metadata = |special, denom: &'static str| {
        query(
            "/cosmos.bank.v1beta1.Query/DenomMetadata",
            special,
            move |_| bank::QueryDenomMetadataRequest {
                denom: denom.to_owned(),
            },
            |_: bank::QueryDenomMetadataResponse| (),
        )
    };
    vec![
        balance("held", Asked::founder, DENOM),
        balance("of another coin", Asked::founder, "uother"),
        balance("of nobody", |_| nobody(), DENOM),
        balance("of no coin", Asked::founder, ""),
        balance("of a coin that can't be", Asked::founder, "!"),
        balance("of another chain", |_| FOREIGN.to_owned(), DENOM),
        balance("of no address", |_| String::new(), DENOM),
        balance(
            "of something that is no address",
            |_| "joe".to_owned(),
            DENOM,
        ),
        balances("held", Asked::founder, None),
        balances("of nobody", |_| nobody(), None),
        balances("paged", Asked::founder, page(1, true)),
        balances("not counted", Asked::founder, page(1, false)),
        balances("of no address", |_| "joe".to_owned(), None),
        query(
            "/cosmos.bank.v1beta1.Query/SpendableBalances",
            "",
            |asked| bank::QuerySpendableBalancesRequest {
                address: asked.founder(),
                pagination: None,
            },
            |_: bank::QuerySpendableBalancesResponse| (),
        ),
        supply("known", DENOM),
        supply("unknown", "uother"),
        supply("none", ""),
        query(
            "/cosmos.bank.v1beta1.Query/TotalSupply",
            "",
            |_| bank::QueryTotalSupplyRequest { pagination: None },
            |_: bank::QueryTotalSupplyResponse| (),
        ),
        metadata("of the chain's coin", DENOM),
        metadata("unknown", "uother"),
        metadata("none", ""),
        query(
            "/cosmos.bank.v1beta1.Query/DenomsMetadata",
            "",
            |_| bank::QueryDenomsMetadataRequest { pagination: None },
            |_: bank::QueryDenomsMetadataResponse| (),
        ),
        query(
            "/cosmos.bank.v1beta1.Query/Params",
            "",
            |_| bank::QueryParamsRequest {},
            |_: bank::QueryParamsResponse| (),
        ),
    ]
}

/// Names of the transactions that are estimated.
const ESTIMATES: &[&str] = &[
    "a sending",
    "of an account that has sent",
    "a call",
    "a failing call",
    "too many coins",
    "ahead of its sequence",
    "of nobody",
    "an unknown contract",
];

fn tx_queries() -> Vec<Query> {
    let simulate = |special, bytes: Request| {
        query(
            "/cosmos.tx.v1beta1.Service/Simulate",
            special,
            move |asked| tx::SimulateRequest {
                tx_bytes: bytes(asked),
                ..tx::SimulateRequest::default()
            },
            |_: tx::SimulateResponse| (),
        )
    };
    let by_hash = |special, hash: fn(&Asked) -> String| {
        query(
            "/cosmos.tx.v1beta1.Service/GetTx",
            special,
            move |asked| tx::GetTxRequest { hash: hash(asked) },
            |_: tx::GetTxResponse| (),
        )
    };
    let mut all = vec![
        simulate("nothing", Box::new(|_| vec![])),
        simulate("garbage", Box::new(|_| vec![1, 2, 3])),
        by_hash("known", |asked| asked.hash.clone()),
        by_hash("unknown", |_| "AB".repeat(32)),
        by_hash("short", |_| "AB".to_owned()),
        by_hash("garbage", |_| "xyz".to_owned()),
        by_hash("none", |_| String::new()),
    ];
    let estimates = ESTIMATES.iter();
    all.extend(estimates.map(|name| simulate(name, Box::new(|asked| asked.draft(name)))));
    all
}

fn smart(special: &'static str, address: fn(&Asked) -> String, data: &'static str) -> Query {
    query(
        "/cosmwasm.wasm.v1.Query/SmartContractState",
        special,
        move |asked| wasm::QuerySmartContractStateRequest {
            address: address(asked),
            query_data: data.as_bytes().to_vec(),
        },
        |_: wasm::QuerySmartContractStateResponse| (),
    )
}

fn raw(special: &'static str, address: fn(&Asked) -> String, key: &'static str) -> Query {
    query(
        "/cosmwasm.wasm.v1.Query/RawContractState",
        special,
        move |asked| wasm::QueryRawContractStateRequest {
            address: address(asked),
            query_data: key.as_bytes().to_vec(),
        },
        |_: wasm::QueryRawContractStateResponse| (),
    )
}

fn state(
    special: &'static str,
    address: fn(&Asked) -> String,
    pagination: Option<PageRequest>,
) -> Query {
    query(
        "/cosmwasm.wasm.v1.Query/AllContractState",
        special,
        move |asked| wasm::QueryAllContractStateRequest {
            address: address(asked),
            pagination: pagination.clone(),
        },
        |_: wasm::QueryAllContractStateResponse| (),
    )
}

fn group(asked: &Asked) -> String {
    asked.group.clone()
}

fn contract_queries() -> Vec<Query> {
    let info = |special, address: fn(&Asked) -> String| {
        query(
            "/cosmwasm.wasm.v1.Query/ContractInfo",
            special,
            move |asked| wasm::QueryContractInfoRequest {
                address: address(asked),
            },
            |_: wasm::QueryContractInfoResponse| (),
        )
    };
    let history = |special, address: fn(&Asked) -> String| {
        query(
            "/cosmwasm.wasm.v1.Query/ContractHistory",
            special,
            move |asked| wasm::QueryContractHistoryRequest {
                address: address(asked),
                pagination: None,
            },
            |_: wasm::QueryContractHistoryResponse| (),
        )
    };
    let missing = |_: &Asked| no_contract();
    let person = |_: &Asked| nobody();
    let no_address = |_: &Asked| "joe".to_owned();
    vec![
        smart("answered", group, r#"{"group":{}}"#),
        smart(
            "refused by the contract",
            group,
            r#"{"proposal":{"proposal_id":99}}"#,
        ),
        smart("unknown to the contract", group, r#"{"nope":{}}"#),
        smart("no JSON", group, "{"),
        smart("nothing", group, ""),
        smart("of no contract", missing, r#"{"group":{}}"#),
        smart("of a person", person, r#"{"group":{}}"#),
        smart("of no address", no_address, r#"{"group":{}}"#),
        raw("of no key", group, ""),
        raw("absent", group, "nope"),
        raw("present", group, "contract_info"),
        raw("of no contract", missing, "nope"),
        raw("of no address", no_address, "nope"),
        state("two", group, page(2, false)),
        state("two, counted", group, page(2, true)),
        state("of no contract", missing, None),
        state("of no address", no_address, None),
        info("known", group),
        info("of no contract", missing),
        info("of no address", no_address),
        history("known", group),
        history("of no contract", missing),
        history("of no address", no_address),
    ]
}

fn code_queries() -> Vec<Query> {
    let by_code = |special, code: fn(&Asked) -> u64| {
        query(
            "/cosmwasm.wasm.v1.Query/ContractsByCode",
            special,
            move |asked| wasm::QueryContractsByCodeRequest {
                code_id: code(asked),
                pagination: None,
            },
            |_: wasm::QueryContractsByCodeResponse| (),
        )
    };
    let by_creator = |special, creator: fn(&Asked) -> String| {
        query(
            "/cosmwasm.wasm.v1.Query/ContractsByCreator",
            special,
            move |asked| wasm::QueryContractsByCreatorRequest {
                creator_address: creator(asked),
                pagination: None,
            },
            |_: wasm::QueryContractsByCreatorResponse| (),
        )
    };
    let code = |special, code: fn(&Asked) -> u64| {
        query(
            "/cosmwasm.wasm.v1.Query/Code",
            special,
            move |asked| wasm::QueryCodeRequest {
                code_id: code(asked),
            },
            |_: wasm::QueryCodeResponse| (),
        )
    };
    vec![
        by_code("known", |asked| asked.code),
        by_code("unknown", |_| 999),
        by_code("zero", |_| 0),
        by_creator("of some", Asked::founder),
        by_creator("of none", Asked::quiet),
        by_creator("of no address", |_| "joe".to_owned()),
        code("known", |asked| asked.code),
        code("unknown", |_| 999),
        code("zero", |_| 0),
        query(
            "/cosmwasm.wasm.v1.Query/Codes",
            "one",
            |_| wasm::QueryCodesRequest {
                pagination: Some(PageRequest {
                    // the last one: the embedded chain has another from the start
                    reverse: true,
                    limit: 1,
                    ..PageRequest::default()
                }),
            },
            |_: wasm::QueryCodesResponse| (),
        ),
        query(
            "/cosmwasm.wasm.v1.Query/Params",
            "",
            |_| wasm::QueryParamsRequest {},
            |_: wasm::QueryParamsResponse| (),
        ),
        query(
            "/cosmwasm.wasm.v1.Query/BuildAddress",
            "",
            |asked| wasm::QueryBuildAddressRequest {
                code_hash: "ab".repeat(32),
                creator_address: asked.founder(),
                salt: "ab".to_owned(),
                init_args: vec![],
            },
            |_: wasm::QueryBuildAddressResponse| (),
        ),
        query(
            "/cosmwasm.wasm.v1.Query/BuildAddress",
            "of no hash",
            |asked| wasm::QueryBuildAddressRequest {
                code_hash: "xy".to_owned(),
                creator_address: asked.founder(),
                salt: "ab".to_owned(),
                init_args: vec![],
            },
            |_: wasm::QueryBuildAddressResponse| (),
        ),
        query(
            "/cosmwasm.wasm.v1.Query/BuildAddress",
            "without salt",
            |asked| wasm::QueryBuildAddressRequest {
                code_hash: "ab".repeat(32),
                creator_address: asked.founder(),
                ..wasm::QueryBuildAddressRequest::default()
            },
            |_: wasm::QueryBuildAddressResponse| (),
        ),
        query(
            "/cosmwasm.wasm.v1.Query/Codes",
            "skipped to",
            |_| wasm::QueryCodesRequest {
                pagination: Some(PageRequest {
                    offset: 1,
                    ..PageRequest::default()
                }),
            },
            |_: wasm::QueryCodesResponse| (),
        ),
    ]
}

/// Signs what is estimated: without a gas limit and with an empty signature, as clients do.
async fn estimates(world: &World) -> Vec<(&'static str, Vec<u8>)> {
    let [ann, quiet] = [&world.chain.people[0], &world.chain.people[30]];
    let stranger = Person::of(folkmoot_wasmd::MNEMONIC, "m/44'/118'/9999'/0/0").unwrap();
    let call = |msg: Value| Draft::of(&execution(ann, &world.group, &msg));
    let coins = |amount| Draft::of(&send(ann, &quiet.address, amount));
    let drafts = [
        ("a sending", quiet, Draft::of(&send(quiet, &ann.address, 1))),
        ("of an account that has sent", ann, coins(1)),
        ("a call", ann, call(json!({"contribute": {}}))),
        (
            "a failing call",
            ann,
            call(json!({"execute": {"proposal": 99}})),
        ),
        ("too many coins", ann, coins(u128::MAX)),
        (
            "ahead of its sequence",
            ann,
            coins(1).but(|draft| draft.ahead = 3),
        ),
        (
            "of nobody",
            &stranger,
            Draft::of(&send(&stranger, &ann.address, 1)),
        ),
        (
            "an unknown contract",
            ann,
            Draft::of(&execution(ann, &no_contract(), &json!({}))),
        ),
    ];
    let mut signed = Vec::new();
    for (name, person, draft) in drafts {
        let draft = draft.but(|draft| {
            draft.gas = 0;
            draft.fee = 0;
            draft.signature = |_| vec![vec![]];
        });
        let account = world
            .chain
            .account(&person.address)
            .await
            .unwrap_or_default();
        signed.push((name, draft.sign(person, &world.chain.id, &account).unwrap()));
    }
    signed
}

async fn prepare(world: &World) -> Asked {
    let ann = &world.chain.people[0];
    let bob = &world.chain.people[1];
    let draft = Draft::of(&send(ann, &bob.address, 5));
    run(&world.chain, ann, &draft).await;
    let sought = json!({"query": format!("transfer.recipient='{}'", bob.address)});
    let found = world.chain.result("tx_search", &sought).await.unwrap();
    let hash = found["txs"][0]["hash"].as_str().unwrap().to_owned();
    world
        .call(ann, &json!({"propose": {"proposal": {"title": "Lights"}}}))
        .await;
    let drafts = estimates(world).await;
    Asked {
        group: world.group.clone(),
        code: world.code,
        founder: ann.address.clone(),
        quiet: world.chain.people[30].address.clone(),
        hash,
        drafts,
    }
}

/// The whole answer, with the value decoded.
async fn answer(world: &World, asked: &Asked, query: &Query) -> Value {
    let data = (query.request)(asked);
    let mut answer = world.chain.query(query.path, &data).await.unwrap();
    let value = &mut answer["body"]["result"]["response"]["value"];
    if let Some(text) = value.as_str() {
        *value = (query.decode)(&BASE64_STANDARD.decode(text).unwrap());
    }
    answer
}

#[tokio::test]
#[ignore = "needs wasmd"]
async fn queries_answer_and_refuse_alike() {
    let worlds = Worlds::start().await;
    let real = prepare(&worlds.real).await;
    let embedded = prepare(&worlds.embedded).await;
    let report = Report::new(QUERIES);
    let all = [
        auth_queries(),
        bank_queries(),
        tx_queries(),
        contract_queries(),
        code_queries(),
    ];
    for query in all.iter().flatten() {
        let name = query.path.rsplit('/').next().unwrap();
        let case = format!("{name} {}", query.special);
        let left = answer(&worlds.real, &real, query).await;
        let right = answer(&worlds.embedded, &embedded, query).await;
        report.compare(case.trim_end(), &left, &right);
    }
    assert!(report.cases() > 70);
    let verdict = report.verdict();
    assert!(verdict.is_empty(), "\n{verdict}");
}
