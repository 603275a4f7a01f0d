//! `folkmoot localnet`.

use tempfile::TempDir;

use super::program::{Net, Said, program};

#[test]
fn it_tells_scripts_what_they_need() {
    let net = Net::start_with(TempDir::new().unwrap(), &["--accounts", "3"]);
    let started = &net.started;
    let keys: Vec<&str> = started
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "accounts", "chain_id", "codes", "denom", "prefix", "rpc", "ws"
        ]
    );
    assert_eq!(started["chain_id"], "folkmoot-local-1");
    assert_eq!(
        (&started["prefix"], &started["denom"]),
        (&"wasm".into(), &"ustake".into())
    );
    assert_eq!(started["codes"]["group"]["id"], 1);
    assert_eq!(
        started["codes"]["group"]["checksum"]
            .as_str()
            .unwrap()
            .len(),
        64
    );
    let accounts = started["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 3);
    assert_eq!(accounts[2]["path"], "m/44'/118'/0'/0/2");
    let doctor = net.json(0, &["doctor"]);
    assert_eq!(doctor["well"], true);
    let found = doctor["checks"].to_string();
    assert!(
        found.contains(started["codes"]["group"]["checksum"].as_str().unwrap()),
        "{found}"
    );
}

#[test]
fn it_keeps_its_state_when_it_is_told_to_stop() {
    let state = ["--state", "chain.json"];
    let net = Net::start_with(TempDir::new().unwrap(), &state);
    let group = net.found("Swim Buddies", &[format!("Joe={}", net.address(0))], &[]);
    let folder = net.stop();
    assert!(folder.path().join("chain.json").exists());
    let again = Net::start_with(folder, &state);
    let groups = again.json(0, &["group", "list"]);
    assert_eq!(groups["groups"][0]["address"], group.as_str());
}

#[test]
fn a_port_that_is_taken_is_named() {
    let net = Net::start();
    let port = net.started["rpc"]
        .as_str()
        .unwrap()
        .rsplit(':')
        .next()
        .unwrap();
    let output = program(net.folder.path())
        .args(["localnet", "--port", port])
        .output();
    let error = Said::of(&output.unwrap()).error();
    assert!(
        error.starts_with(&format!(
            "error: the chain can't start: listen on 127.0.0.1:{port}"
        )),
        "{error}"
    );
}
