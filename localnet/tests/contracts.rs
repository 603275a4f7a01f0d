//! Contracts: addresses, admins, migrations, calls between them, and what goes wrong inside.
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests may panic as tests may"
)]

mod common;

use common::contract::{Ask, Do, Init, wasm};
use common::{Draft, Net, attribute, coins, execute, instantiate};
use cosmrs::proto::cosmos::base::abci::v1beta1::TxMsgData;
use cosmrs::proto::cosmwasm::wasm::v1::{
    MsgClearAdmin, MsgExecuteContract, MsgInstantiateContract, MsgInstantiateContract2,
    MsgMigrateContract, MsgStoreCode, MsgStoreCodeResponse, MsgUpdateAdmin,
    QueryBuildAddressRequest, QueryBuildAddressResponse, QueryCodesRequest, QueryCodesResponse,
    QueryContractHistoryRequest, QueryContractHistoryResponse, QueryContractInfoRequest,
    QueryContractInfoResponse, QueryContractsByCodeRequest, QueryContractsByCodeResponse,
    QueryContractsByCreatorRequest, QueryContractsByCreatorResponse,
};
use cosmrs::proto::prost::Message;
use sha2::{Digest, Sha256};
use tendermint_rpc::endpoint::tx;

const QUERY: &str = "/cosmwasm.wasm.v1.Query";

fn store(person: &common::Person, file: Vec<u8>) -> MsgStoreCode {
    MsgStoreCode {
        sender: person.address.clone(),
        wasm_byte_code: file,
        instantiate_permission: None,
    }
}

fn migrate(
    person: &common::Person,
    contract: &str,
    code_id: u64,
    count: u64,
) -> MsgMigrateContract {
    MsgMigrateContract {
        sender: person.address.clone(),
        contract: contract.to_owned(),
        code_id,
        msg: serde_json::to_vec(&Init { count }).unwrap(),
    }
}

fn assert_failed(done: &tx::Response, codespace: &str, code: u32, log: &str) {
    let result = &done.tx_result;
    let found = (result.codespace.as_str(), result.code.value());
    assert_eq!(found, (codespace, code), "{}", result.log);
    assert_eq!(
        result.log,
        format!("failed to execute message; message index: 0: {log}")
    );
}

#[tokio::test]
async fn uploaded_files_are_known_by_their_section_and_checksum() {
    let net = Net::start().await;
    let ann = net.person(0);
    let file = wasm("counter", "1.0.0", 1);
    let done = net
        .succeed(&ann, Draft::of(&store(&ann, file.clone())))
        .await;
    let checksum = Sha256::digest(&file).to_vec();
    let hex: String = checksum.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(attribute(&done, "store_code", "code_id").unwrap(), "2");
    assert_eq!(
        attribute(&done, "store_code", "code_checksum").unwrap(),
        hex
    );
    // tendermint-rs hands the data on as the base64 text that it came in
    let data = base64::Engine::decode(
        &base64::engine::general_purpose::STANDARD,
        &done.tx_result.data,
    );
    let data = TxMsgData::decode(data.unwrap().as_slice()).unwrap();
    let answer = MsgStoreCodeResponse::decode(data.msg_responses[0].value.as_slice()).unwrap();
    assert_eq!((answer.code_id, answer.checksum), (2, checksum.clone()));

    let codes: QueryCodesResponse = net
        .query(&format!("{QUERY}/Codes"), QueryCodesRequest::default())
        .await;
    assert_eq!(codes.code_infos.len(), 2);
    assert_eq!(codes.code_infos[0].data_hash, common::CHECKSUM);
    assert_eq!(codes.code_infos[1].data_hash, checksum);
    assert!(codes.pagination.unwrap().next_key.is_empty());
    let msg = instantiate(&ann, 2, &Init { count: 3 }, None);
    net.succeed(&ann, Draft::of(&msg)).await;

    for (file, part) in [
        (
            wasm("counter", "2.0.0", 0),
            "no native contract counter 2.0.0; this chain runs native contracts only and knows: counter 1.0.0",
        ),
        (
            b"\0asm\x01\0\0\0".to_vec(),
            "no custom section folkmoot.contract",
        ),
        (b"text".to_vec(), "not a wasm file"),
    ] {
        let done = net.run(&ann, Draft::of(&store(&ann, file))).await;
        assert_eq!(
            (
                done.tx_result.codespace.as_str(),
                done.tx_result.code.value()
            ),
            ("wasm", 2)
        );
        assert!(done.tx_result.log.contains(part), "{}", done.tx_result.log);
    }
}

#[tokio::test]
async fn predictable_addresses_are_the_ones_announced() {
    let net = Net::start().await;
    let ann = net.person(0);
    let asked = QueryBuildAddressRequest {
        code_hash: "c0".repeat(32),
        creator_address: ann.address.clone(),
        salt: "5a17".to_owned(),
        init_args: vec![],
    };
    let announced: QueryBuildAddressResponse =
        net.query(&format!("{QUERY}/BuildAddress"), asked).await;
    let msg = MsgInstantiateContract2 {
        sender: ann.address.clone(),
        admin: String::new(),
        code_id: 1,
        label: "salted".to_owned(),
        msg: serde_json::to_vec(&Init { count: 1 }).unwrap(),
        funds: coins(77),
        salt: vec![0x5a, 0x17],
        fix_msg: false,
    };
    let done = net.succeed(&ann, Draft::of(&msg)).await;
    let address = attribute(&done, "instantiate", "_contract_address").unwrap();
    assert_eq!(address, announced.address);
    assert_eq!(net.balance(&address).await, 77);
    let again = net.run(&ann, Draft::of(&msg)).await;
    assert_failed(
        &again,
        "wasm",
        15,
        "contract address already exists, try a different combination of creator, checksum and salt: duplicate",
    );
    // with the message counted in, the address is another one
    let fixed = MsgInstantiateContract2 {
        fix_msg: true,
        ..msg
    };
    let done = net.succeed(&ann, Draft::of(&fixed)).await;
    assert_ne!(
        attribute(&done, "instantiate", "_contract_address").unwrap(),
        address
    );
}

#[tokio::test]
async fn classic_addresses_are_wasmds() {
    let net = Net::start().await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 0).await;
    assert_eq!(
        counter,
        "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d"
    );
}

#[tokio::test]
async fn only_the_admin_may_migrate_and_hand_over() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    net.succeed(&ann, Draft::of(&store(&ann, wasm("counter", "1.0.0", 9))))
        .await;
    let counter = net.counter(&ann, 5).await;
    let refused = net
        .run(&ben, Draft::of(&migrate(&ben, &counter, 2, 1)))
        .await;
    assert_failed(&refused, "sdk", 4, "can not migrate: unauthorized");
    let refused = net
        .run(&ann, Draft::of(&migrate(&ann, &counter, 9, 1)))
        .await;
    assert_failed(&refused, "sdk", 18, "unknown code: invalid request");
    let refused = net
        .run(&ann, Draft::of(&migrate(&ann, &counter, 2, 13)))
        .await;
    assert_eq!(refused.tx_result.code.value(), 11);
    assert!(
        refused
            .tx_result
            .log
            .ends_with("bad luck: migrate wasm contract failed")
    );

    net.succeed(&ann, Draft::of(&migrate(&ann, &counter, 2, 50)))
        .await;
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 50);
    let admin = MsgUpdateAdmin {
        sender: ann.address.clone(),
        new_admin: ben.address.clone(),
        contract: counter.clone(),
    };
    let done = net.succeed(&ann, Draft::of(&admin)).await;
    assert_eq!(
        attribute(&done, "update_contract_admin", "new_admin_address").unwrap(),
        ben.address
    );
    let refused = net.run(&ann, Draft::of(&admin)).await;
    assert_failed(&refused, "sdk", 4, "can not modify contract: unauthorized");
    let clear = MsgClearAdmin {
        sender: ben.address.clone(),
        contract: counter.clone(),
    };
    net.succeed(&ben, Draft::of(&clear)).await;
    let refused = net
        .run(&ben, Draft::of(&migrate(&ben, &counter, 1, 1)))
        .await;
    assert_failed(&refused, "sdk", 4, "can not migrate: unauthorized");

    let asked = QueryContractInfoRequest {
        address: counter.clone(),
    };
    let info: QueryContractInfoResponse = net.query(&format!("{QUERY}/ContractInfo"), asked).await;
    let info = info.contract_info.unwrap();
    assert_eq!(
        (info.code_id, info.creator, info.admin.as_str()),
        (2, ann.address.clone(), "")
    );
    let asked = QueryContractHistoryRequest {
        address: counter.clone(),
        pagination: None,
    };
    let history: QueryContractHistoryResponse =
        net.query(&format!("{QUERY}/ContractHistory"), asked).await;
    let operations: Vec<(i32, u64)> = history
        .entries
        .iter()
        .map(|entry| (entry.operation, entry.code_id))
        .collect();
    assert_eq!(operations, [(1, 1), (2, 2)]);
    for (code_id, expected) in [(1, vec![]), (2, vec![counter.clone()])] {
        let asked = QueryContractsByCodeRequest {
            code_id,
            pagination: None,
        };
        let found: QueryContractsByCodeResponse =
            net.query(&format!("{QUERY}/ContractsByCode"), asked).await;
        assert_eq!(found.contracts, expected);
    }
    let asked = QueryContractsByCreatorRequest {
        creator_address: ann.address.clone(),
        pagination: None,
    };
    let found: QueryContractsByCreatorResponse = net
        .query(&format!("{QUERY}/ContractsByCreator"), asked)
        .await;
    assert_eq!(found.contract_addresses, [counter]);
}

#[tokio::test]
async fn a_contract_may_be_its_own_admin() {
    let net = Net::start().await;
    let ann = net.person(0);
    net.succeed(&ann, Draft::of(&store(&ann, wasm("counter", "1.0.0", 9))))
        .await;
    let counter = net.counter(&ann, 5).await;
    let own = MsgUpdateAdmin {
        sender: ann.address.clone(),
        new_admin: counter.clone(),
        contract: counter.clone(),
    };
    net.succeed(&ann, Draft::of(&own)).await;
    net.succeed(
        &ann,
        Draft::of(&execute(&ann, &counter, &Do::MigrateSelf { code_id: 2 })),
    )
    .await;
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 1_000);
}

#[tokio::test]
async fn a_caught_failure_is_undone_and_told() {
    let net = Net::start().await;
    let ann = net.person(0);
    let (one, two) = (net.counter(&ann, 1).await, net.counter(&ann, 2).await);
    let call = |msg, gas_limit| {
        let msg = Do::Call {
            contract: two.clone(),
            msg: Box::new(msg),
            caught: true,
            gas_limit,
        };
        Draft::of(&execute(&ann, &one, &msg))
    };
    for (msg, gas_limit, told) in [
        (Do::Increment { by: 1 }, None, "ok, 3 events"),
        (
            Do::Fail {
                text: "never".into(),
            },
            None,
            "never: execute wasm contract failed",
        ),
        (Do::Panic {}, None, "codespace: wasm, code: 29"),
        (Do::Devour {}, Some(300_000), "codespace: sdk, code: 11"),
        (
            Do::Pay {
                to: ann.address.clone(),
                amount: vec![cosmwasm_std::Coin::new(1_u128, "ustake")],
            },
            None,
            "codespace: sdk, code: 5",
        ),
    ] {
        net.succeed(&ann, call(msg, gas_limit)).await;
        assert_eq!(net.smart::<String>(&one, &Ask::LastReply {}).await, told);
    }
    assert_eq!(net.smart::<u64>(&two, &Ask::Count {}).await, 3);
    let keys: Vec<String> = net.smart(&two, &Ask::Keys {}).await;
    assert_eq!(
        keys.len(),
        1,
        "nothing that was written before a failure stays"
    );
}

#[tokio::test]
async fn an_uncaught_failure_fails_the_caller() {
    let net = Net::start().await;
    let ann = net.person(0);
    let (one, two) = (net.counter(&ann, 1).await, net.counter(&ann, 2).await);
    let fail = Do::Fail {
        text: "never".into(),
    };
    let call = Do::Call {
        contract: two,
        msg: Box::new(fail),
        caught: false,
        gas_limit: None,
    };
    let done = net.run(&ann, Draft::of(&execute(&ann, &one, &call))).await;
    assert_failed(&done, "wasm", 5, "never: execute wasm contract failed");
}

#[tokio::test]
async fn a_panic_ends_the_message_and_not_the_chain() {
    let net = Net::start().await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 1).await;
    let done = net
        .run(&ann, Draft::of(&execute(&ann, &counter, &Do::Panic {})))
        .await;
    assert_eq!(
        (
            done.tx_result.codespace.as_str(),
            done.tx_result.code.value()
        ),
        ("wasm", 29)
    );
    assert!(
        done.tx_result.log.contains("the counter broke"),
        "{}",
        done.tx_result.log
    );
    let asked = net.smart_raw(&counter, &Ask::Panic {}).await;
    assert_eq!((asked.codespace.as_str(), asked.code.value()), ("sdk", 6));
    assert!(asked.log.contains("wasmvm error"), "{}", asked.log);
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 1);
}

#[tokio::test]
async fn what_never_ends_is_ended() {
    let net = Net::start().await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 1).await;
    let forever = Draft::of(&execute(&ann, &counter, &Do::Forever {}));
    let done = net.run(&ann, forever.clone().gas(1_000_000_000)).await;
    assert_failed(&done, "wasm", 30, "max call depth exceeded");
    let done = net.run(&ann, forever.gas(1_000_000)).await;
    assert_eq!(done.tx_result.code.value(), 11);
    let asked = net.smart_raw(&counter, &Ask::Forever {}).await;
    assert_eq!((asked.codespace.as_str(), asked.code.value()), ("sdk", 6));
    assert!(asked.log.contains("out of gas"), "{}", asked.log);
    assert_eq!(net.smart::<u64>(&counter, &Ask::Count {}).await, 1);
}

#[tokio::test]
async fn queries_fail_with_wasmds_codes() {
    let net = Net::start().await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 1).await;
    let failed = net.smart_raw(&counter, &Ask::Fail {}).await;
    assert_eq!((failed.codespace.as_str(), failed.code.value()), ("sdk", 6));
    assert_eq!(
        failed.log,
        "kind: Other, error: no answer: query wasm contract failed: unknown request"
    );
    let missing = net.smart_raw(&ann.address, &Ask::Count {}).await;
    assert_eq!(
        (missing.codespace.as_str(), missing.code.value()),
        ("sdk", 6)
    );
    assert_eq!(
        missing.log,
        format!("address {}: no such contract: unknown request", ann.address)
    );
    let wrong = net.smart_raw(&counter, &"nonsense").await;
    assert_eq!(wrong.code.value(), 6);
    let other = net
        .smart_raw(
            &counter,
            &Ask::Other {
                contract: ann.address.clone(),
            },
        )
        .await;
    assert!(other.log.contains("No such contract: "), "{}", other.log);
    let other: u64 = net
        .smart(
            &counter,
            &Ask::Other {
                contract: counter.clone(),
            },
        )
        .await;
    assert_eq!(other, 1);
    assert_eq!(
        net.smart::<u32>(&counter, &Ask::Deep { levels: 9 }).await,
        9
    );
    let deep = net.smart_raw(&counter, &Ask::Deep { levels: 10 }).await;
    assert!(!deep.code.is_ok());
    let query = cosmrs::proto::cosmwasm::wasm::v1::QuerySmartContractStateRequest {
        address: counter,
        query_data: b"{".to_vec(),
    };
    let invalid = net
        .ask(
            &format!("{QUERY}/SmartContractState"),
            query.encode_to_vec(),
        )
        .await;
    assert_eq!(invalid.code.value(), 18);
}

#[tokio::test]
async fn a_contract_reads_what_it_has_just_written() {
    let net = Net::start().await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 41).await;
    let done = net
        .succeed(&ann, Draft::of(&execute(&ann, &counter, &Do::ReadBack {})))
        .await;
    assert_eq!(attribute(&done, "wasm", "seen").unwrap(), "42");
}

#[tokio::test]
async fn contracts_hold_and_pay_coins_and_make_contracts() {
    let net = Net::start().await;
    let (ann, ben) = (net.person(0), net.person(1));
    let counter = net.counter(&ann, 0).await;
    let paid = MsgExecuteContract {
        funds: coins(500),
        ..execute(&ann, &counter, &Do::Increment { by: 1 })
    };
    net.succeed(&ann, Draft::of(&paid)).await;
    assert_eq!(net.balance(&counter).await, 500);
    let before = net.balance(&ben.address).await;
    let pay = Do::Pay {
        to: ben.address.clone(),
        amount: vec![cosmwasm_std::Coin::new(200_u128, "ustake")],
    };
    net.succeed(&ann, Draft::of(&execute(&ann, &counter, &pay)))
        .await;
    assert_eq!(net.balance(&counter).await, 300);
    assert_eq!(net.balance(&ben.address).await, before + 200);
    let done = net
        .succeed(
            &ann,
            Draft::of(&execute(&ann, &counter, &Do::Spawn { code_id: 1 })),
        )
        .await;
    let child = attribute(&done, "instantiate", "_contract_address").unwrap();
    assert_eq!(net.smart::<u64>(&child, &Ask::Count {}).await, 1);
}

#[tokio::test]
async fn events_are_told_as_wasmd_tells_them() {
    let net = Net::start().await;
    let ann = net.person(0);
    let counter = net.counter(&ann, 0).await;
    let increment = execute(&ann, &counter, &Do::Increment { by: 1 });
    let done = net
        .succeed(&ann, Draft::of(&increment).and(&increment))
        .await;
    let told: Vec<String> = done
        .tx_result
        .events
        .iter()
        .map(|event| {
            let attributes: Vec<String> = event
                .attributes
                .iter()
                .map(|attribute| {
                    format!(
                        "{}={}",
                        attribute.key_str().unwrap(),
                        attribute.value_str().unwrap()
                    )
                })
                .collect();
            format!("{}({})", event.kind, attributes.join(","))
        })
        .collect();
    let (address, sender) = (&counter, &ann.address);
    let message = |index: u32, count: u32| {
        [
            format!(
                "message(action=/cosmwasm.wasm.v1.MsgExecuteContract,sender={sender},module=wasm,msg_index={index})"
            ),
            format!("execute(_contract_address={address},msg_index={index})"),
            format!(
                "wasm(_contract_address={address},method=increment,count={count},msg_index={index})"
            ),
            format!("wasm-counted(_contract_address={address},by={sender},msg_index={index})"),
        ]
    };
    assert_eq!(told[0], format!("tx(fee=,fee_payer={sender})"));
    assert_eq!(told[1], format!("tx(acc_seq={sender}/1)"));
    assert!(told[2].starts_with("tx(signature="));
    assert_eq!(told[3..], [message(0, 1), message(1, 2)].concat());
}

#[tokio::test]
async fn invalid_contract_messages_are_refused() {
    let net = Net::start().await;
    let ann = net.person(0);
    let good = instantiate(&ann, 1, &Init::default(), None);
    let with = |change: fn(&mut MsgInstantiateContract)| {
        let mut msg = good.clone();
        change(&mut msg);
        msg
    };
    // refused before it is taken, as it can never be right
    for (msg, codespace, code, log) in [
        (
            with(|msg| msg.label.clear()),
            "wasm",
            12,
            "label: is required: empty",
        ),
        (
            with(|msg| msg.label = "x".repeat(129)),
            "wasm",
            13,
            "label: cannot be longer than 128 characters: exceeds limit",
        ),
        (
            with(|msg| msg.msg = b"{".to_vec()),
            "wasm",
            14,
            "payload msg: invalid",
        ),
        (
            with(|msg| msg.admin = "me".into()),
            "undefined",
            1,
            "admin: decoding bech32 failed: invalid bech32 string length 2",
        ),
        (
            with(|msg| msg.funds = coins(0)),
            "undefined",
            1,
            "funds: coin 0ustake amount is not positive",
        ),
    ] {
        let answer = net.send(&ann, Draft::of(&msg)).await;
        let found = (answer.codespace.as_str(), answer.code.value());
        assert_eq!((found, answer.log.as_str()), ((codespace, code), log));
    }
    let no_code = with(|msg| msg.code_id = 77);
    let done = net.run(&ann, Draft::of(&no_code)).await;
    assert_failed(&done, "wasm", 28, "code id 77: no such code");
    let missing = execute(&ann, &ann.address, &Do::Increment { by: 1 });
    let done = net.run(&ann, Draft::of(&missing)).await;
    assert_failed(
        &done,
        "wasm",
        22,
        &format!("address {}: no such contract", ann.address),
    );
}
