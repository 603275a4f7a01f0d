//! The vectors of `schema/vectors/wallets.json` on the chain's own curves: a key is admitted, and none that is no point.

use cosmwasm_std::Api;
use folkmoot_group::wallet::{Holder, Wallet};
use serde_json::Value;

use super::*;

const WALLETS: &str = include_str!("../../../../../schema/vectors/wallets.json");

#[test]
fn every_passkey_of_the_vectors_is_admitted() {
    let lodge = Lodge::new(Kind::Typed);
    let vectors: Value = serde_json::from_str(WALLETS).unwrap();
    let mut keys: Vec<&str> = vectors["webauthn"]
        .as_array()
        .unwrap()
        .iter()
        .map(|vector| vector["public_key"].as_str().unwrap())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    assert!(keys.len() > 3);
    for key in keys {
        let wallet = Wallet::Passkey(key.to_ascii_uppercase());
        let checked = lodge.world.app(|app| wallet.checked(app.api())).unwrap();
        assert_eq!(checked, Wallet::Passkey(key.to_owned()));
    }
}

#[test]
fn what_is_no_point_of_the_curve_is_no_passkey() {
    let lodge = Lodge::new(Kind::Typed);
    let point = Key::new(Kind::Passkey, "a point").wallet();
    let off_curve = (0..=255)
        .map(|last| format!("02{}{last:02x}", "00".repeat(31)))
        .find(|key| {
            let bytes = hex::decode(key).unwrap();
            let check = |app: &mut cw_multi_test::App| {
                app.api().secp256r1_verify(&[1; 32], &[1; 64], &bytes)
            };
            lodge.world.app(check).is_err()
        })
        .expect("about half of all numbers");
    let keys = [
        off_curve,
        String::new(),
        "02".into(),
        point.key()[2..].to_owned(),
        format!("04{}", &point.key()[2..]),
        format!("0x{}", point.key()),
        "g".repeat(66),
        "é".repeat(33),
    ];
    for key in keys {
        let seat = folkmoot_group::msg::SeatSpec {
            holder: Holder::person(vec![Wallet::Passkey(key)]),
            ..lodge.ann.seat()
        };
        let (_, founding) = lodge.world.group("Never").seats([seat]).try_found();
        founding.refused("a passkey is a compressed point of P-256");
    }
}
