//! Transactions: taken, refused before their messages, failed in them; signed in both modes.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use conformance::chain::Chain;
use conformance::draft::{DENOM, Draft, Person, any, coins, send};
use conformance::report::Report;
use conformance::shape::of_message;
use cosmrs::proto::cosmos::bank::v1beta1::MsgSend;
use cosmrs::proto::cosmos::base::abci::v1beta1::TxMsgData;
use cosmrs::proto::cosmos::tx::signing::v1beta1::SignMode;
use cosmrs::proto::cosmwasm::wasm::v1::{
    MsgClearAdmin, MsgExecuteContract, MsgInstantiateContract, MsgInstantiateContract2,
    MsgMigrateContract, MsgStoreCode, MsgUpdateAdmin,
};
use cosmrs::{AccountId, Any};
use prost::Message;
use serde_json::{Value, json};

use crate::differences::TRANSACTIONS;
use crate::world::{FOUNDERS, World, Worlds, attribute, execution, found, group_of, run, store};

/// What a case is told: the world, who sends, and a contract whose admin is the sender of `admin` cases.
struct Scene<'a> {
    world: &'a World,
    me: &'a Person,
    /// A contract that the world's first person administers.
    administered: &'a str,
}

impl Scene<'_> {
    fn other(&self) -> String {
        self.world.chain.people[FOUNDERS].address.clone()
    }

    fn coins(&self, amount: u128) -> Draft {
        Draft::of(&send(self.me, &self.other(), amount))
    }

    fn call(&self, msg: Value) -> Draft {
        Draft::of(&execution(self.me, &self.world.group, &msg))
    }

    fn new_group(&self) -> MsgInstantiateContract {
        MsgInstantiateContract {
            sender: self.me.address.clone(),
            admin: String::new(),
            code_id: self.world.code,
            label: "group".to_owned(),
            msg: group_of(&self.world.chain.people[..1])
                .to_string()
                .into_bytes(),
            funds: vec![],
        }
    }

    fn migration(&self, contract: &str) -> MsgMigrateContract {
        MsgMigrateContract {
            sender: self.me.address.clone(),
            contract: contract.to_owned(),
            code_id: self.world.code,
            msg: b"{}".to_vec(),
        }
    }
}

/// The account of a case: the first person of the world, or one that no other case uses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Ann,
    Fresh,
}

type Case = (&'static str, Who, fn(&Scene<'_>) -> Draft);

fn no_contract() -> String {
    AccountId::new("wasm", &[7; 32]).unwrap().to_string()
}

/// What the checks before the messages refuse, and what they take.
const CHECKS: &[Case] = &[
    ("direct", Who::Fresh, |scene| scene.coins(7)),
    ("amino", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| {
            draft.mode = SignMode::LegacyAminoJson;
            draft.memo = "for <you> & me".to_owned();
        })
    }),
    ("textual", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.mode = SignMode::Textual)
    }),
    ("two messages", Who::Fresh, |scene| {
        let message = any(&send(scene.me, &scene.other(), 7));
        Draft::with(vec![message.clone(), message])
    }),
    ("no messages", Who::Fresh, |_| Draft::with(vec![])),
    ("a memo", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.memo = "hello".to_owned())
    }),
    ("a long memo", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.memo = "m".repeat(257))
    }),
    ("ahead of the sequence", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.ahead = 3)
    }),
    ("ahead of the sequence in amino", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| {
            draft.ahead = 3;
            draft.mode = SignMode::LegacyAminoJson;
        })
    }),
    ("another account number", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.number_off = 1)
    }),
    ("another account number in amino", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| {
            draft.number_off = 1;
            draft.mode = SignMode::LegacyAminoJson;
        })
    }),
    ("another chain", Who::Fresh, |scene| {
        scene
            .coins(7)
            .but(|draft| draft.chain_id = Some("other-1".to_owned()))
    }),
    ("a signature of zeros", Who::Fresh, |scene| {
        scene
            .coins(7)
            .but(|draft| draft.signature = |_| vec![vec![0; 64]])
    }),
    ("a short signature", Who::Fresh, |scene| {
        scene
            .coins(7)
            .but(|draft| draft.signature = |_| vec![vec![1; 10]])
    }),
    ("an empty signature", Who::Fresh, |scene| {
        scene
            .coins(7)
            .but(|draft| draft.signature = |_| vec![vec![]])
    }),
    ("no signature", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.signature = |_| vec![])
    }),
    ("a signature too many", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| {
            draft.signature = |signature| vec![signature.clone(), signature];
        })
    }),
    ("no key", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.tells_key = false)
    }),
    ("no key where it is known", Who::Ann, |scene| {
        scene.coins(7).but(|draft| draft.tells_key = false)
    }),
    ("of somebody else", Who::Fresh, |scene| {
        Draft::of(&MsgSend {
            from_address: scene.other(),
            to_address: scene.me.address.clone(),
            amount: coins(7),
        })
    }),
    ("of nobody", Who::Fresh, |scene| {
        Draft::of(&MsgSend {
            from_address: AccountId::new("wasm", &[7; 20]).unwrap().to_string(),
            to_address: scene.me.address.clone(),
            amount: coins(7),
        })
    }),
    ("no fee", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.fee = 0)
    }),
    ("too little fee", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.fee = 1)
    }),
    ("a fee in another coin", Who::Fresh, |scene| {
        scene
            .coins(7)
            .but(|draft| draft.denom = "uother".to_owned())
    }),
    ("a fee above what is held", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.fee = u128::MAX / 2)
    }),
    ("no gas", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.gas = 0)
    }),
    ("too little gas for the checks", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.gas = 1_000)
    }),
    ("more gas than a block has", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| {
            draft.gas = 2_000_000_000;
            draft.fee = 2_000_000;
        })
    }),
    ("a timeout that has passed", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.timeout = 1)
    }),
    ("a timeout that is far", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| draft.timeout = 1_000_000)
    }),
    ("a far timeout in amino", Who::Fresh, |scene| {
        scene.coins(7).but(|draft| {
            draft.timeout = 1_000_000;
            draft.mode = SignMode::LegacyAminoJson;
        })
    }),
    ("an unknown message", Who::Fresh, |_| {
        Draft::with(vec![Any {
            type_url: "/a.B".to_owned(),
            value: vec![],
        }])
    }),
    ("a message that can't be read", Who::Fresh, |scene| {
        scene
            .coins(7)
            .but(|draft| draft.messages[0].value = vec![0xff, 0xff])
    }),
];

/// What the messages do, and what they fail with.
const BANK: &[Case] = &[
    ("more than is held", Who::Ann, |scene| {
        scene.coins(u128::MAX / 2)
    }),
    ("a coin that is not held", Who::Ann, |scene| {
        let mut msg = send(scene.me, &scene.other(), 7);
        msg.amount[0].denom = "uother".to_owned();
        Draft::of(&msg)
    }),
    ("nothing", Who::Ann, |scene| scene.coins(0)),
    ("no coins", Who::Ann, |scene| {
        let mut msg = send(scene.me, &scene.other(), 7);
        msg.amount.clear();
        Draft::of(&msg)
    }),
    ("a coin twice", Who::Ann, |scene| {
        let mut msg = send(scene.me, &scene.other(), 7);
        msg.amount.push(msg.amount[0].clone());
        Draft::of(&msg)
    }),
    ("an amount that is none", Who::Ann, |scene| {
        let mut msg = send(scene.me, &scene.other(), 7);
        msg.amount[0].amount = "seven".to_owned();
        Draft::of(&msg)
    }),
    ("to no address", Who::Ann, |scene| {
        Draft::of(&send(scene.me, "joe", 7))
    }),
    ("to another chain", Who::Ann, |scene| {
        Draft::of(&send(
            scene.me,
            "cosmos1r5v5srda7xfth3hn2s26txvrcrntldjumt8mhl",
            7,
        ))
    }),
    ("to nobody", Who::Ann, |scene| {
        Draft::of(&send(scene.me, "", 7))
    }),
    ("to a new account", Who::Ann, |scene| {
        let new = AccountId::new("wasm", &[9; 20]).unwrap().to_string();
        Draft::of(&send(scene.me, &new, 7))
    }),
    ("to the group", Who::Ann, |scene| {
        Draft::of(&send(scene.me, &scene.world.group, 7))
    }),
    ("to the collector of fees", Who::Ann, |scene| {
        let fees = "wasm17xpfvakm2amg962yls6f84z3kell8c5l69j4zk";
        Draft::of(&send(scene.me, fees, 7))
    }),
    ("too little gas for the message", Who::Ann, |scene| {
        scene.coins(7).but(|draft| draft.gas = 60_000)
    }),
    ("a second message that fails", Who::Ann, |scene| {
        Draft::with(vec![
            any(&send(scene.me, &scene.other(), 7)),
            any(&send(scene.me, &scene.other(), u128::MAX / 2)),
        ])
    }),
];

/// What contracts do.
const CONTRACTS: &[Case] = &[
    ("storing no wasm", Who::Ann, |scene| {
        Draft::of(&MsgStoreCode {
            sender: scene.me.address.clone(),
            wasm_byte_code: b"no wasm".to_vec(),
            instantiate_permission: None,
        })
    }),
    ("storing nothing", Who::Ann, |scene| {
        Draft::of(&MsgStoreCode {
            sender: scene.me.address.clone(),
            wasm_byte_code: vec![],
            instantiate_permission: None,
        })
    }),
    ("storing", Who::Ann, |scene| {
        store(scene.me, &scene.world.wasm)
    }),
    ("instantiating", Who::Ann, |scene| {
        Draft::of(&scene.new_group())
    }),
    ("instantiating with an admin and coins", Who::Ann, |scene| {
        Draft::of(&MsgInstantiateContract {
            admin: scene.me.address.clone(),
            funds: coins(5),
            ..scene.new_group()
        })
    }),
    ("instantiating an unknown code", Who::Ann, |scene| {
        Draft::of(&MsgInstantiateContract {
            code_id: 999,
            ..scene.new_group()
        })
    }),
    ("instantiating code zero", Who::Ann, |scene| {
        Draft::of(&MsgInstantiateContract {
            code_id: 0,
            ..scene.new_group()
        })
    }),
    ("instantiating without a label", Who::Ann, |scene| {
        Draft::of(&MsgInstantiateContract {
            label: String::new(),
            ..scene.new_group()
        })
    }),
    ("instantiating with a long label", Who::Ann, |scene| {
        Draft::of(&MsgInstantiateContract {
            label: "l".repeat(200),
            ..scene.new_group()
        })
    }),
    ("instantiating without a message", Who::Ann, |scene| {
        Draft::of(&MsgInstantiateContract {
            msg: vec![],
            ..scene.new_group()
        })
    }),
    (
        "instantiating with a message that is no JSON",
        Who::Ann,
        |scene| {
            Draft::of(&MsgInstantiateContract {
                msg: b"{".to_vec(),
                ..scene.new_group()
            })
        },
    ),
    (
        "instantiating with a message that the contract refuses",
        Who::Ann,
        |scene| {
            let mut msg = group_of(&scene.world.chain.people[..1]);
            msg["name"] = "".into();
            Draft::of(&MsgInstantiateContract {
                msg: msg.to_string().into_bytes(),
                ..scene.new_group()
            })
        },
    ),
    (
        "instantiating with an admin that is none",
        Who::Ann,
        |scene| {
            Draft::of(&MsgInstantiateContract {
                admin: "joe".to_owned(),
                ..scene.new_group()
            })
        },
    ),
    (
        "instantiating with more coins than are held",
        Who::Ann,
        |scene| {
            Draft::of(&MsgInstantiateContract {
                funds: coins(u128::MAX / 2),
                ..scene.new_group()
            })
        },
    ),
    ("instantiating at a chosen address", Who::Ann, |scene| {
        Draft::of(&chosen(scene))
    }),
    (
        "instantiating at an address that is taken",
        Who::Ann,
        |scene| Draft::of(&chosen(scene)),
    ),
    ("instantiating without salt", Who::Ann, |scene| {
        Draft::of(&MsgInstantiateContract2 {
            salt: vec![],
            ..chosen(scene)
        })
    }),
    ("calling nobody", Who::Ann, |scene| {
        Draft::of(&execution(scene.me, &no_contract(), &json!({"leave": {}})))
    }),
    ("calling a person", Who::Ann, |scene| {
        Draft::of(&execution(scene.me, &scene.other(), &json!({"leave": {}})))
    }),
    ("calling what is no address", Who::Ann, |scene| {
        Draft::of(&execution(scene.me, "joe", &json!({"leave": {}})))
    }),
    ("calling with coins", Who::Ann, |scene| {
        Draft::of(&MsgExecuteContract {
            funds: coins(50),
            ..execution(scene.me, &scene.world.group, &json!({"contribute": {}}))
        })
    }),
    ("calling with a coin twice", Who::Ann, |scene| {
        Draft::of(&MsgExecuteContract {
            funds: [coins(5), coins(5)].concat(),
            ..execution(scene.me, &scene.world.group, &json!({"contribute": {}}))
        })
    }),
    ("calling with nothing of a coin", Who::Ann, |scene| {
        Draft::of(&MsgExecuteContract {
            funds: coins(0),
            ..execution(scene.me, &scene.world.group, &json!({"contribute": {}}))
        })
    }),
    ("calling with more coins than are held", Who::Ann, |scene| {
        Draft::of(&MsgExecuteContract {
            funds: coins(u128::MAX / 2),
            ..execution(scene.me, &scene.world.group, &json!({"contribute": {}}))
        })
    }),
    ("a refused call", Who::Ann, |scene| {
        scene.call(json!({"vote": {"proposal": 99, "choice": "yes"}}))
    }),
    ("a call without a message", Who::Ann, |scene| {
        scene.call(json!({})).but(|draft| {
            draft.messages = vec![any(&MsgExecuteContract {
                msg: vec![],
                ..execution(scene.me, &scene.world.group, &json!({}))
            })];
        })
    }),
    ("a call that is no JSON", Who::Ann, |scene| {
        Draft::of(&MsgExecuteContract {
            msg: b"{".to_vec(),
            ..execution(scene.me, &scene.world.group, &json!({}))
        })
    }),
    ("too little gas for the call", Who::Ann, |scene| {
        scene
            .call(json!({"propose": {"proposal": {"title": "Lights"}}}))
            .but(|draft| draft.gas = 110_000)
    }),
    ("proposing", Who::Ann, |scene| {
        let pay =
            json!({"spend": {"to": scene.other(), "amount": [{"denom": DENOM, "amount": "5"}]}});
        let proposal = json!({"title": "Lights", "text": {"stored": "new ones"}, "actions": [pay]});
        scene.call(json!({"propose": {"proposal": proposal}}))
    }),
    ("voting", Who::Ann, |scene| {
        scene.call(json!({"vote": {"proposal": 1, "choice": "yes", "reason": "it is dark"}}))
    }),
    ("voting twice", Who::Ann, |scene| {
        scene.call(json!({"vote": {"proposal": 1, "choice": "yes"}}))
    }),
    ("executing before it is decided", Who::Ann, |scene| {
        scene.call(json!({"execute": {"proposal": 1}}))
    }),
];

/// What follows once the second founder has voted too.
const DECIDED: &[Case] = &[
    ("executing", Who::Ann, |scene| {
        scene.call(json!({"execute": {"proposal": 1}}))
    }),
    ("executing twice", Who::Ann, |scene| {
        scene.call(json!({"execute": {"proposal": 1}}))
    }),
    ("migrating without being the admin", Who::Ann, |scene| {
        Draft::of(&scene.migration(&scene.world.group))
    }),
    ("migrating nobody", Who::Ann, |scene| {
        Draft::of(&scene.migration(&no_contract()))
    }),
    ("migrating to an unknown code", Who::Ann, |scene| {
        Draft::of(&MsgMigrateContract {
            code_id: 999,
            ..scene.migration(scene.administered)
        })
    }),
    ("migrating", Who::Ann, |scene| {
        Draft::of(&scene.migration(scene.administered))
    }),
    ("a new admin without being the admin", Who::Ann, |scene| {
        Draft::of(&MsgUpdateAdmin {
            sender: scene.me.address.clone(),
            new_admin: scene.other(),
            contract: scene.world.group.clone(),
        })
    }),
    ("oneself as a new admin", Who::Ann, |scene| {
        Draft::of(&MsgUpdateAdmin {
            sender: scene.me.address.clone(),
            new_admin: scene.me.address.clone(),
            contract: scene.administered.to_owned(),
        })
    }),
    ("an admin that is none", Who::Ann, |scene| {
        Draft::of(&MsgUpdateAdmin {
            sender: scene.me.address.clone(),
            new_admin: "joe".to_owned(),
            contract: scene.administered.to_owned(),
        })
    }),
    ("no admin of nobody", Who::Ann, |scene| {
        Draft::of(&MsgClearAdmin {
            sender: scene.me.address.clone(),
            contract: no_contract(),
        })
    }),
    ("no admin", Who::Ann, |scene| {
        Draft::of(&MsgClearAdmin {
            sender: scene.me.address.clone(),
            contract: scene.administered.to_owned(),
        })
    }),
    ("no admin once more", Who::Ann, |scene| {
        Draft::of(&MsgClearAdmin {
            sender: scene.me.address.clone(),
            contract: scene.administered.to_owned(),
        })
    }),
    ("a new admin where there is none", Who::Ann, |scene| {
        Draft::of(&MsgUpdateAdmin {
            sender: scene.me.address.clone(),
            new_admin: scene.other(),
            contract: scene.administered.to_owned(),
        })
    }),
];

fn chosen(scene: &Scene<'_>) -> MsgInstantiateContract2 {
    let plain = scene.new_group();
    MsgInstantiateContract2 {
        sender: plain.sender,
        admin: plain.admin,
        code_id: plain.code_id,
        label: plain.label,
        msg: plain.msg,
        funds: vec![],
        salt: b"salt".to_vec(),
        fix_msg: false,
    }
}

/// Sends a case's transaction and tells all that was answered.
async fn answers(scene: &Scene<'_>, make: fn(&Scene<'_>) -> Draft) -> Value {
    let chain = &scene.world.chain;
    let account = chain.account(&scene.me.address).await.unwrap();
    let tx = make(scene).sign(scene.me, &chain.id, &account).unwrap();
    let sent = chain.broadcast("broadcast_tx_sync", &tx).await.unwrap();
    let taken = sent["body"]["result"]["code"] == 0;
    let included = match taken {
        true => included(chain, &sent).await,
        false => Value::Null,
    };
    let again = chain.broadcast("broadcast_tx_sync", &tx).await.unwrap();
    // at the end: on wasmd a check counts the sequence for the transactions that come after it in the same block
    let checked = chain.broadcast("check_tx", &tx).await.unwrap();
    json!({
        "check_tx": checked["body"]["result"],
        "broadcast_tx_sync": sent,
        "tx": included,
        "sent again": again,
    })
}

/// The transaction in its block, with its data decoded.
async fn included(chain: &Chain, sent: &Value) -> Value {
    let hash = sent["body"]["result"]["hash"].as_str().unwrap();
    let mut answer = chain.included(hash).await.unwrap();
    let result = &mut answer["body"]["result"];
    result["tx"] = Value::Null;
    if let Some(data) = result["tx_result"]["data"].as_str() {
        let data = BASE64_STANDARD.decode(data).unwrap();
        result["tx_result"]["data"] = of_message(&TxMsgData::decode(data.as_slice()).unwrap());
    }
    answer
}

/// Plays cases in order; those of one account wait for each other, as each waits for its block.
async fn play(worlds: &Worlds, report: &Report, cases: &[Case], administered: [&str; 2]) {
    let scene = |world, me, administered| Scene {
        world,
        me,
        administered,
    };
    for (index, (name, who, make)) in cases.iter().enumerate() {
        let me = match who {
            Who::Ann => 0,
            Who::Fresh => FOUNDERS + 1 + index,
        };
        let [left, right] = [&worlds.real, &worlds.embedded];
        let left = scene(left, &left.chain.people[me], administered[0]);
        let right = scene(right, &right.chain.people[me], administered[1]);
        let (left, right) = tokio::join!(answers(&left, *make), answers(&right, *make));
        report.compare(name, &left, &right);
    }
}

/// A good transaction that is checked and never sent.
async fn checked_alone(worlds: &Worlds, report: &Report) {
    let mut answers = Vec::new();
    for World { chain, .. } in [&worlds.real, &worlds.embedded] {
        let me = &chain.people[FOUNDERS];
        let account = chain.account(&me.address).await.unwrap();
        let draft = Draft::of(&send(me, &chain.people[0].address, 7));
        let tx = draft.sign(me, &chain.id, &account).unwrap();
        answers.push(chain.broadcast("check_tx", &tx).await.unwrap());
    }
    report.compare("checked alone", &answers[0], &answers[1]);
}

/// Sends by the other two methods: one that does not wait for the checks, and one that waits for the block.
async fn sent_otherwise(worlds: &Worlds, report: &Report) {
    for (name, amount) in [("good", 7), ("failing", u128::MAX / 2)] {
        for method in ["broadcast_tx_async", "broadcast_tx_commit"] {
            let mut answers = Vec::new();
            for World { chain, .. } in [&worlds.real, &worlds.embedded] {
                let me = &chain.people[0];
                let account = chain.account(&me.address).await.unwrap();
                let draft = Draft::of(&send(me, &chain.people[1].address, amount));
                let tx = draft.sign(me, &chain.id, &account).unwrap();
                let sent = chain.broadcast(method, &tx).await.unwrap();
                chain
                    .included(sent["body"]["result"]["hash"].as_str().unwrap())
                    .await
                    .unwrap();
                answers.push(sent);
            }
            report.compare(&format!("{method} {name}"), &answers[0], &answers[1]);
        }
    }
}

/// A contract that the first person administers.
async fn administered(world: &World) -> String {
    let ann = &world.chain.people[0];
    let msg = group_of(&world.chain.people[..1]);
    let made = run(
        &world.chain,
        ann,
        &found(ann, world.code, &msg, &ann.address),
    )
    .await;
    attribute(&made, "instantiate", "_contract_address")
}

#[tokio::test]
#[ignore = "needs wasmd"]
async fn transactions_are_taken_refused_and_failed_alike() {
    let worlds = Worlds::start().await;
    let report = Report::new(TRANSACTIONS);
    play(&worlds, &report, CHECKS, ["", ""]).await;
    play(&worlds, &report, BANK, ["", ""]).await;
    play(&worlds, &report, CONTRACTS, ["", ""]).await;
    checked_alone(&worlds, &report).await;
    let mut contracts = Vec::new();
    for world in [&worlds.real, &worlds.embedded] {
        contracts.push(administered(world).await);
        let vote = json!({"vote": {"proposal": 1, "choice": "yes"}});
        world.call(&world.chain.people[1], &vote).await;
    }
    play(&worlds, &report, DECIDED, [&contracts[0], &contracts[1]]).await;
    sent_otherwise(&worlds, &report).await;
    assert!(report.cases() > 80);
    let verdict = report.verdict();
    assert!(verdict.is_empty(), "\n{verdict}");
}
