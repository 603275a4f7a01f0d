//! Orders and ballots as the project itself signs them in all four forms, `schema/vectors/orders.json`, and the worked
//! examples of `docs/wallets.md`, which are taken from there.

use base64::{
    Engine as _, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD,
};
use folkmoot_rules::wallet_formats::{adr036_proof, eip191_digest, passkey_proof, text_proof};
use folkmoot_rules::{BallotFields, OrderFields, Signer, adr036_sign_bytes};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::wallets::{account, bytes, verdict};

const VECTORS: &str = include_str!("../../../../schema/vectors/orders.json");
const PAGE: &str = include_str!("../../../../docs/wallets.md");

fn vectors() -> Value {
    serde_json::from_str(VECTORS).expect("JSON")
}

fn all<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name]
        .as_array()
        .unwrap_or_else(|| panic!("{name} is no list"))
}

fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} is no text"))
}

fn number(value: &Value, name: &str) -> u64 {
    match value[name].as_u64() {
        Some(number) => number,
        None => word(value, name).parse().expect("a number"),
    }
}

fn hash(value: &Value, name: &str) -> [u8; 32] {
    bytes(word(value, name)).try_into().expect("32 bytes")
}

/// What the rules make of a vector's fields.
struct Made {
    digest: [u8; 32],
    typed_data: Value,
    text: String,
}

fn order(fields: &Value) -> Made {
    let order = OrderFields {
        chain: word(fields, "chain"),
        group: word(fields, "group"),
        group_name: word(fields, "group_name"),
        seat: number(fields, "seat").try_into().expect("a seat"),
        act: word(fields, "act"),
        details: word(fields, "details"),
        subject: word(fields, "subject"),
        content_hash: hash(fields, "content_hash"),
        act_hash: hash(fields, "act_hash"),
        number: number(fields, "number"),
        expires: number(fields, "expires"),
    };
    Made {
        digest: order.eip712_digest(),
        typed_data: order.typed_data(),
        text: order.text(),
    }
}

fn ballot(fields: &Value) -> Made {
    let ballot = BallotFields {
        chain: word(fields, "chain"),
        group: word(fields, "group"),
        proposal: number(fields, "proposal"),
        title: word(fields, "title"),
        content_hash: hash(fields, "content_hash"),
        choice: word(fields, "choice"),
        reason: word(fields, "reason"),
        revision: number(fields, "revision").try_into().expect("a revision"),
        expires: number(fields, "expires"),
    };
    Made {
        digest: ballot.eip712_digest(),
        typed_data: ballot.typed_data(),
        text: ballot.text(word(fields, "group_name")),
    }
}

fn everything() -> Vec<(Value, Made)> {
    let vectors = vectors();
    let orders = all(&vectors, "orders").iter();
    let orders = orders.map(|vector| (vector.clone(), order(&vector["fields"])));
    let ballots = all(&vectors, "ballots").iter();
    let ballots = ballots.map(|vector| (vector.clone(), ballot(&vector["fields"])));
    orders.chain(ballots).collect()
}

/// What the rules say of a signature as it is carried.
fn told(wallet: &Value, carried: &str, made: &Made) -> &'static str {
    let proof = STANDARD.decode(carried).expect("base64");
    let (kind, key) = wallet
        .as_object()
        .and_then(|kind| kind.iter().next())
        .expect("a kind");
    let key = key.as_str().expect("a key");
    let raw = match kind.as_str() {
        "cosmos" => account(key),
        _ => bytes(key.trim_start_matches("0x")),
    };
    let signer = match kind.as_str() {
        "cosmos" => Signer::Cosmos {
            address: key,
            account: &raw,
        },
        "ethereum" => Signer::Ethereum(&raw),
        _ => Signer::Passkey(&raw),
    };
    verdict(&proof, &signer, &made.digest, &made.text)
}

#[test]
fn what_is_signed_is_made_of_the_fields() {
    for (vector, made) in everything() {
        let name = word(&vector, "name");
        assert_eq!(vector["typed_data"], made.typed_data, "{name}");
        assert_eq!(word(&vector, "text"), made.text, "{name}");
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&made.text));
        assert_eq!(word(&vector, "challenge"), challenge, "{name}");
        let signed = all(&vector, "signed");
        assert_eq!(signed.len(), 4, "{name}");
        for one in signed {
            let answer = &one["answer"];
            let digest: [u8; 32] = match word(one, "form") {
                "eip712" => made.digest,
                "eip191" => eip191_digest(&made.text),
                "adr036" => {
                    let signer = word(&one["wallet"], "cosmos");
                    Sha256::digest(adr036_sign_bytes(signer, made.text.as_bytes())).into()
                }
                _ => {
                    let client_data = Sha256::digest(word(answer, "client_data"));
                    let authenticator = bytes(word(answer, "authenticator_data"));
                    Sha256::digest([authenticator.as_slice(), client_data.as_slice()].concat())
                        .into()
                }
            };
            assert_eq!(word(one, "digest"), hex::encode(digest), "{name}");
        }
    }
}

#[test]
fn what_is_carried_is_made_of_the_answer_and_fits() {
    for (vector, made) in everything() {
        for one in all(&vector, "signed") {
            let (form, answer) = (word(one, "form"), &one["answer"]);
            let hex_of =
                |value: &Value| bytes(value.as_str().expect("hex").trim_start_matches("0x"));
            let carried = match form {
                "eip712" => hex_of(answer),
                "eip191" => text_proof(&hex_of(answer)).expect("65 bytes"),
                "adr036" => {
                    let part = |value: &Value| STANDARD.decode(value.as_str().unwrap()).unwrap();
                    adr036_proof(
                        &part(&answer["pub_key"]["value"]),
                        &part(&answer["signature"]),
                    )
                }
                _ => {
                    let der = hex_of(&answer["signature"]);
                    let client_data = word(answer, "client_data").as_bytes();
                    let authenticator = hex_of(&answer["authenticator_data"]);
                    passkey_proof(&low_rs(&der), &authenticator, client_data).expect("a form")
                }
            };
            assert_eq!(word(one, "carried"), STANDARD.encode(carried), "{form}");
            assert_eq!(
                told(&one["wallet"], word(one, "carried"), &made),
                "accepted",
                "{form}"
            );
        }
    }
    // good signatures of something else
    let vectors = vectors();
    let (_, ballot) = everything().pop().expect("a ballot");
    for one in all(&vectors, "other_signer") {
        let verdict = told(&one["wallet"], word(one, "signature"), &ballot);
        assert_eq!(verdict, "other_signer");
    }
}

/// r and s of a DER signature, s in the lower half.
fn low_rs(der: &[u8]) -> Vec<u8> {
    let signature = p256::ecdsa::Signature::from_der(der).expect("DER");
    signature
        .normalize_s()
        .unwrap_or(signature)
        .to_bytes()
        .to_vec()
}

/// Whoever builds a wallet reads the page, not the code: it says what the code does.
#[test]
fn the_pages_worked_examples_are_the_vectors() {
    let vectors = vectors();
    let order = &all(&vectors, "orders")[0];
    let ballot = &all(&vectors, "ballots")[0];
    let shown = |part: &str| {
        assert!(
            PAGE.contains(part),
            "docs/wallets.md lacks what schema/vectors/orders.json has:\n{part}"
        );
    };
    for vector in [order, ballot] {
        shown(&format!("```text\n{}\n```", word(vector, "text")));
        leaves(&vector["typed_data"]["message"], &shown);
        shown(word(&vector["typed_data"]["domain"], "salt"));
        shown(word(vector, "challenge"));
        for one in all(vector, "signed") {
            shown(word(one, "digest"));
            shown(word(one, "carried"));
            leaves(&one["answer"], &shown);
            leaves(&one["wallet"], &shown);
        }
    }
}

fn leaves(value: &Value, shown: &dyn Fn(&str)) {
    match value {
        Value::String(text) => shown(text),
        Value::Object(parts) => parts.values().for_each(|part| leaves(part, shown)),
        _ => {}
    }
}
