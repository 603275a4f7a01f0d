//! What wallets make, in all four forms: the vectors of `schema/vectors/wallets.json`, by the libraries that wallets use.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use cosmwasm_crypto::{secp256k1_recover_pubkey, secp256k1_verify, secp256r1_verify};
use folkmoot_rules::wallet_formats::{adr036_proof, passkey_proof, text_proof};
use folkmoot_rules::{
    BallotFields, Curves, OrderFields, Proof, ProofError, Signer, adr036_sign_bytes, check_proof,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

const WALLETS: &str = include_str!("../../../../schema/vectors/wallets.json");

/// The curves as a chain's host functions compute them.
struct Host;

impl Curves for Host {
    fn recover_secp256k1(&self, hash: &[u8; 32], rs: &[u8], recovery: u8) -> Option<Vec<u8>> {
        secp256k1_recover_pubkey(hash, rs, recovery).ok()
    }

    fn verify_secp256k1(&self, hash: &[u8; 32], rs: &[u8], key: &[u8]) -> bool {
        secp256k1_verify(hash, rs, key).unwrap_or(false)
    }

    fn verify_secp256r1(&self, hash: &[u8; 32], rs: &[u8], key: &[u8]) -> bool {
        secp256r1_verify(hash, rs, key).unwrap_or(false)
    }
}

#[derive(Deserialize)]
struct Wallets {
    adr036: Vec<Adr036>,
    eip191: Vec<Eip191>,
    eip712: Vec<Eip712>,
    webauthn: Vec<Passkey>,
}

#[derive(Deserialize)]
struct Adr036 {
    name: String,
    signer: String,
    data: String,
    sign_bytes_sha256: String,
    pubkey: String,
    signature: String,
    verdict: String,
}

#[derive(Deserialize)]
struct Eip191 {
    name: String,
    signer: String,
    text: String,
    signature: String,
    verdict: String,
}

#[derive(Deserialize)]
struct Eip712 {
    name: String,
    fields: Fields,
    digest: String,
    signer: String,
    signature: String,
    verdict: String,
    canonical: Option<String>,
}

#[derive(Deserialize)]
struct Fields {
    chain: String,
    group: String,
    proposal: String,
    title: String,
    content_hash: String,
    choice: String,
    reason: String,
    revision: u32,
    expires: String,
}

#[derive(Deserialize)]
struct Passkey {
    name: String,
    public_key: String,
    challenge: String,
    authenticator_data: String,
    client_data: String,
    signature: String,
    verdict: String,
}

fn vectors() -> Wallets {
    serde_json::from_str(WALLETS).expect("vectors of the known form")
}

pub fn bytes(text: &str) -> Vec<u8> {
    hex::decode(text).expect("hex")
}

pub fn verdict(proof: &[u8], signer: &Signer<'_>, typed: &[u8; 32], text: &str) -> &'static str {
    let checked = Proof::parse(signer, proof)
        .and_then(|proof| check_proof(&Host, signer, &proof, typed, text));
    match checked {
        Ok(()) => "accepted",
        Err(ProofError::HighS) => "high_s",
        Err(ProofError::DoesNotFit) => "other_signer",
        Err(ProofError::NotVerified) => "user_not_verified",
        Err(ProofError::ForeignFrame) => "cross_origin",
        Err(
            ProofError::Ethereum { .. } | ProofError::Cosmos { .. } | ProofError::Passkey { .. },
        ) => "malformed",
    }
}

#[test]
fn cosmos_wallets_sign_texts() {
    for vector in vectors().adr036 {
        let data = STANDARD.decode(&vector.data).unwrap();
        let text = String::from_utf8(data.clone()).unwrap();
        let account: Vec<u8> = account(&vector.signer);
        let signer = Signer::Cosmos {
            address: &vector.signer,
            account: &account,
        };
        if vector.verdict == "accepted" {
            let sign_bytes = Sha256::digest(adr036_sign_bytes(&vector.signer, &data));
            assert_eq!(
                hex::encode(sign_bytes),
                vector.sign_bytes_sha256,
                "{}",
                vector.name
            );
        }
        let [key, rs] =
            [&vector.pubkey, &vector.signature].map(|part| STANDARD.decode(part).unwrap());
        let told = verdict(&adr036_proof(&key, &rs), &signer, &[0; 32], &text);
        assert_eq!(told, vector.verdict, "{}", vector.name);
    }
}

/// The 20 bytes behind a bech32 address, whose checksum was checked when the seat was admitted.
pub fn account(address: &str) -> Vec<u8> {
    const LETTERS: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let (_, data) = address.rsplit_once('1').expect("a separator");
    let mut bits = String::new();
    for letter in data[..data.len() - 6].chars() {
        bits += &format!("{:05b}", LETTERS.find(letter).expect("a letter of bech32"));
    }
    let whole = bits.len() / 8;
    (0..whole)
        .map(|at| u8::from_str_radix(&bits[8 * at..8 * at + 8], 2).expect("bits"))
        .collect()
}

#[test]
fn ethereum_wallets_sign_texts() {
    for vector in vectors().eip191 {
        let signer = bytes(&vector.signer);
        let proof = text_proof(&bytes(&vector.signature)).unwrap_or_default();
        let told = verdict(&proof, &Signer::Ethereum(&signer), &[0; 32], &vector.text);
        assert_eq!(told, vector.verdict, "{}", vector.name);
    }
}

#[test]
fn ethereum_wallets_sign_typed_ballots() {
    for vector in vectors().eip712 {
        let fields = &vector.fields;
        let ballot = BallotFields {
            chain: &fields.chain,
            group: &fields.group,
            proposal: fields.proposal.parse().unwrap(),
            title: &fields.title,
            content_hash: bytes(&fields.content_hash).try_into().unwrap(),
            choice: &fields.choice,
            reason: &fields.reason,
            revision: fields.revision,
            expires: fields.expires.parse().unwrap(),
        };
        let digest = ballot.eip712_digest();
        assert_eq!(hex::encode(digest), vector.digest, "{}", vector.name);
        if let Some(canonical) = &vector.canonical {
            assert_eq!(&ballot.canonical().unwrap(), canonical, "{}", vector.name);
        }
        let signer = bytes(&vector.signer);
        let told = verdict(
            &bytes(&vector.signature),
            &Signer::Ethereum(&signer),
            &digest,
            "",
        );
        assert_eq!(told, vector.verdict, "{}", vector.name);
    }
}

/// The vectors sign any challenge, where a passkey of a member signs the text's sha-256: so the check is made here with
/// the challenge in place of the text's hash. Type and challenge are put in by the check itself: what was signed with
/// others of them fits nothing.
#[test]
fn passkeys_sign_challenges() {
    use folkmoot_rules::wallet_formats::check_passkey;
    for vector in vectors().webauthn {
        let key = bytes(&vector.public_key);
        let signer = Signer::Passkey(&key);
        let challenge: [u8; 32] = bytes(&vector.challenge).try_into().unwrap();
        let proof = passkey_proof(
            &bytes(&vector.signature),
            &bytes(&vector.authenticator_data),
            vector.client_data.as_bytes(),
        );
        let checked = proof.and_then(|proof| match Proof::parse(&signer, &proof)? {
            Proof::Passkey {
                rs,
                authenticator,
                after_origin,
            } => check_passkey(&Host, &key, &challenge, rs, authenticator, after_origin),
            other => panic!("{other:?}"),
        });
        let told = match checked {
            Ok(()) => "accepted",
            Err(ProofError::HighS) => "high_s",
            Err(ProofError::DoesNotFit) => "other_signer",
            Err(ProofError::NotVerified) => "user_not_verified",
            Err(ProofError::ForeignFrame) => "cross_origin",
            Err(_) => "malformed",
        };
        let expected: &[&str] = match vector.verdict.as_str() {
            "other_challenge" | "other_type" => &["other_signer", "malformed"],
            "accepted" => &["accepted"],
            "high_s" => &["high_s"],
            "other_signer" => &["other_signer"],
            "malformed" => &["malformed"],
            "user_not_verified" => &["user_not_verified"],
            "cross_origin" => &["cross_origin"],
            other => panic!("a verdict of no known kind: {other}"),
        };
        assert!(
            expected.contains(&told),
            "{}: {told}, not {expected:?}",
            vector.name
        );
    }
}

fn order() -> OrderFields<'static> {
    OrderFields {
        chain: "folkmoot-local-1",
        group: "wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3",
        group_name: "Grill Club",
        seat: 3,
        act: "withdraw a proposal",
        details: r#"{"withdraw":{"proposal":7}}"#,
        subject: "Joint \u{1F389}\nBBQ",
        content_hash: [0xab; 32],
        act_hash: [0xcd; 32],
        number: 42,
        expires: 1_800_000_000,
    }
}

/// The text of an order, to the letter: it is a signed format.
#[test]
fn the_text_of_an_order_is_exactly_this() {
    let expected = [
        "Folkmoot order",
        "Do: withdraw a proposal",
        r"On: Joint \u{1f389}\u{a}BBQ",
        &format!("Content: {}", "ab".repeat(32)),
        r#"Details: {"withdraw":{"proposal":7}}"#,
        &format!("Act: {}", "cd".repeat(32)),
        "Group: Grill Club",
        "Address: wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3",
        "Chain: folkmoot-local-1",
        "Seat: 3",
        "Number: 42",
        "Good until: 2027-01-15 08:00:00 UTC (1800000000)",
    ];
    assert_eq!(order().text(), expected.join("\n"));
    let bare = OrderFields {
        subject: "",
        details: "",
        content_hash: [0; 32],
        ..order()
    };
    assert!(!bare.text().contains("On:") && !bare.text().contains("Content:"));
}

/// The text of a ballot, to the letter.
#[test]
fn the_text_of_a_ballot_is_exactly_this() {
    let ballot = BallotFields {
        chain: "folkmoot-local-1",
        group: "wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3",
        proposal: 7,
        title: "Vote on Joint BBQ",
        content_hash: [0xab; 32],
        choice: "yes",
        reason: "",
        revision: 2,
        expires: 1_800_000_000,
    };
    let expected = [
        "Folkmoot ballot",
        "Vote: yes",
        "On: Vote on Joint BBQ",
        &format!("Content: {}", "ab".repeat(32)),
        "Group: Grill Club",
        "Address: wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3",
        "Chain: folkmoot-local-1",
        "Proposal: 7",
        "Revision: 2",
        "Good until: 2027-01-15 08:00:00 UTC (1800000000)",
    ];
    assert_eq!(ballot.text("Grill Club"), expected.join("\n"));
}

/// Each field of an order is signed: change any one and both forms change.
#[test]
fn every_field_of_an_order_is_signed() {
    let order = order();
    let changed = [
        OrderFields {
            chain: "other",
            ..order
        },
        OrderFields {
            group: "other",
            ..order
        },
        OrderFields {
            group_name: "other",
            ..order
        },
        OrderFields { seat: 4, ..order },
        OrderFields {
            act: "other",
            ..order
        },
        OrderFields {
            details: "other",
            ..order
        },
        OrderFields {
            subject: "other",
            ..order
        },
        OrderFields {
            content_hash: [1; 32],
            ..order
        },
        OrderFields {
            act_hash: [1; 32],
            ..order
        },
        OrderFields {
            number: 43,
            ..order
        },
        OrderFields {
            expires: 1_800_000_001,
            ..order
        },
    ];
    for other in changed {
        assert_ne!(other.eip712_digest(), order.eip712_digest(), "{other:?}");
        assert_ne!(other.text(), order.text(), "{other:?}");
    }
    let typed = order.typed_data();
    let members = typed["types"]["Order"].as_array().unwrap();
    assert_eq!(members.len(), typed["message"].as_object().unwrap().len());
    for member in members {
        assert!(
            typed["message"]
                .get(member["name"].as_str().unwrap())
                .is_some(),
            "{member}"
        );
    }
}
