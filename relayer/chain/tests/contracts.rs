//! Contracts through the client: made, called, asked, listed and moved to another code, on the embedded chain.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::sync::Arc;

use cosmwasm_std::{
    Binary, Deps, DepsMut, Empty, Env, MessageInfo, MigrateInfo, Response, StdError, StdResult,
    to_json_binary,
};
use cw_multi_test::{Contract, ContractWrapper};
use folkmoot_chain::clock::SystemClock;
use folkmoot_chain::{
    Client, Job, LocalSigner, WriteError, Writer, WriterConfig, coin, execute, instantiate,
    instantiate2, migrate,
};
use folkmoot_localnet::{Config, Handle, NativeCode, spawn};
use serde::{Deserialize, Serialize};
use serde_json::json;

const KEY: &[u8] = b"board";

/// A notice board: the smallest contract with a state.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Post {
    Post { text: String },
}

fn post(deps: DepsMut, _env: Env, info: MessageInfo, post: Post) -> StdResult<Response> {
    let Post::Post { text } = post;
    if text.is_empty() {
        return Err(StdError::msg("nothing to post"));
    }
    deps.storage.set(KEY, text.as_bytes());
    Ok(Response::new().add_attribute("posted_by", info.sender))
}

fn read(deps: Deps, _env: Env, _query: Empty) -> StdResult<Binary> {
    let text = deps.storage.get(KEY).unwrap_or_default();
    to_json_binary(&String::from_utf8(text).map_err(|error| StdError::msg(error.to_string()))?)
}

fn moved(_deps: DepsMut, _env: Env, _message: Empty, _info: MigrateInfo) -> StdResult<Response> {
    Ok(Response::new())
}

fn board() -> Box<dyn Contract<Empty>> {
    Box::new(ContractWrapper::new(post, post, read).with_migrate(moved))
}

fn code(version: u8) -> NativeCode {
    NativeCode {
        name: "board".to_owned(),
        version: version.to_string(),
        checksum: [version; 32],
        contract: board,
    }
}

async fn start() -> (Handle, Client, Writer) {
    let codes = vec![code(1), code(2)];
    let chain = spawn(Config {
        codes,
        ..Config::default()
    })
    .await
    .unwrap();
    let client = Client::connect(&chain.rpc_url()).await.unwrap();
    let account = &chain.accounts()[0];
    let signer =
        LocalSigner::from_mnemonic_at(&account.mnemonic.as_str().into(), &account.path).unwrap();
    let config = WriterConfig::new("wasm", "0.025ustake".parse().unwrap());
    let writer = Writer::spawn(
        client.clone(),
        Arc::new(signer),
        Arc::new(SystemClock),
        config,
    )
    .unwrap();
    (chain, client, writer)
}

fn hello() -> Post {
    Post::Post {
        text: "hello".to_owned(),
    }
}

#[tokio::test]
async fn a_contract_is_made_called_asked_and_moved() {
    let (_chain, client, writer) = start().await;
    let me = writer.address();
    let funds = vec![coin(5, "ustake")];
    let make = instantiate(me, Some(me), 1, "board", &hello(), funds).unwrap();
    let made = writer.write(Job::of(vec![make])).await.unwrap();
    let board = made.attribute("instantiate", "_contract_address").unwrap();
    assert_eq!(
        client.smart::<_, String>(board, &Empty {}).await.unwrap(),
        "hello"
    );
    assert_eq!(client.balance(board, "ustake").await.unwrap(), 5);

    let bye = Post::Post {
        text: "bye".to_owned(),
    };
    let call = execute(me, board, &bye, vec![]).unwrap();
    let called = writer.write(Job::of(vec![call])).await.unwrap();
    assert_eq!(called.attribute("wasm", "posted_by"), Some(me));
    assert_eq!(
        client.raw(board, KEY).await.unwrap().as_deref(),
        Some(b"bye".as_slice())
    );
    assert_eq!(client.raw(board, b"nothing").await.unwrap(), None);

    let info = client.contract_info(board).await.unwrap().unwrap();
    assert_eq!(
        (info.code_id, info.admin.as_deref(), info.label.as_str()),
        (1, Some(me), "board")
    );
    let go = migrate(me, board, 2, &Empty {}).unwrap();
    writer.write(Job::of(vec![go])).await.unwrap();
    let info = client.contract_info(board).await.unwrap().unwrap();
    assert_eq!(info.code_id, 2);
    assert_eq!(client.contracts_by_code(2).await.unwrap(), [board]);
    assert_eq!(
        client.code_info(2).await.unwrap().unwrap().checksum.0,
        [2; 32]
    );
    let ids: Vec<u64> = client
        .codes()
        .await
        .unwrap()
        .iter()
        .map(|code| code.id)
        .collect();
    assert_eq!(ids, [1, 2]);
    let wrong = client.smart::<_, u32>(board, &Empty {}).await.unwrap_err();
    assert!(
        !wrong.is_retry() && wrong.to_string().contains("can't be read"),
        "{wrong}"
    );
}

#[tokio::test]
async fn a_contracts_no_is_kept_in_its_own_words() {
    let (_chain, client, writer) = start().await;
    let me = writer.address();
    let make = instantiate(me, None, 1, "board", &hello(), vec![]).unwrap();
    let made = writer.write(Job::of(vec![make])).await.unwrap();
    let board = made.attribute("instantiate", "_contract_address").unwrap();
    assert_eq!(
        client.contract_info(board).await.unwrap().unwrap().admin,
        None
    );
    let empty = execute(
        me,
        board,
        &Post::Post {
            text: String::new(),
        },
        vec![],
    )
    .unwrap();
    let good = execute(
        me,
        board,
        &Post::Post {
            text: "lost".to_owned(),
        },
        vec![],
    )
    .unwrap();
    let error = writer.write(Job::of(vec![good, empty])).await.unwrap_err();
    assert!(
        matches!(&error, WriteError::Simulated(_)) && !error.is_retry(),
        "{error}"
    );
    assert!(error.to_string().contains("nothing to post"), "{error}");
    assert_eq!(
        client.smart::<_, String>(board, &Empty {}).await.unwrap(),
        "hello"
    );
}

#[tokio::test]
async fn a_list_longer_than_a_page_is_read_to_its_end() {
    let (_chain, client, writer) = start().await;
    let me = writer.address();
    let made = (0..230_u32).map(|number| {
        let salt = number.to_be_bytes();
        instantiate2(
            me,
            None,
            1,
            "board",
            &json!({"post": {"text": "x"}}),
            vec![],
            &salt,
        )
        .unwrap()
    });
    let made = writer.write(Job::of(made.collect())).await.unwrap();
    assert_eq!(made.responses().unwrap().len(), 230);
    let mut listed = client.contracts_by_code(1).await.unwrap();
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(listed.len(), 230);
}
