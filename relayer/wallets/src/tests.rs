//! Answers of wallets, of the libraries that wallets use and of a passkey made here.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use folkmoot_chain::LocalSigner;
use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::ProofError;
use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::*;

const HEX: &str = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
const TEXT: &str = "Folkmoot ballot\nVote: yes";
const TYPED: [u8; 32] = [7; 32];

fn vectors(of: &str) -> Vec<Value> {
    let text = include_str!("../../../schema/vectors/wallets.json");
    let all: Value = serde_json::from_str(text).unwrap();
    all[of].as_array().unwrap().clone()
}

fn word<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap()
}

#[test]
fn whoever_collects_turns_a_high_s_and_takes_what_wallets_write() {
    for vector in vectors("eip191") {
        let wallet = Wallet::Ethereum(format!("0x{}", word(&vector, "signer")));
        let text = word(&vector, "text");
        let told = collect(&wallet, &vector["signature"], &TYPED, text);
        // what the contract refuses for its form alone
        let good = ["accepted", "high_s"].contains(&word(&vector, "verdict"))
            || vector["name"] == "compact";
        assert_eq!(told.is_ok(), good, "{}: {told:?}", vector["name"]);
        if let Ok(signed) = told {
            assert_eq!(check_signature(&signed, &TYPED, text), Ok(()));
            assert_eq!(signs_typed_data(&signed), Ok(false));
        }
    }
    for vector in vectors("eip712") {
        let wallet = Wallet::Ethereum(format!("0x{}", word(&vector, "signer")));
        let digest = hex::decode(word(&vector, "digest")).unwrap();
        let told = collect(
            &wallet,
            &vector["signature"],
            &digest.try_into().unwrap(),
            "",
        );
        match word(&vector, "verdict") {
            "accepted" | "high_s" => assert_eq!(signs_typed_data(&told.unwrap()), Ok(true)),
            "other_signer" => assert_eq!(told, Err(ProofError::DoesNotFit.into())),
            _ => {}
        }
    }
    for vector in vectors("adr036") {
        let wallet = Wallet::Cosmos(word(&vector, "signer").to_owned());
        let text = String::from_utf8(STANDARD.decode(word(&vector, "data")).unwrap()).unwrap();
        let kind = json!({ "type": "tendermint/PubKeySecp256k1", "value": vector["pubkey"] });
        let answer = json!({ "pub_key": kind, "signature": vector["signature"] });
        let told = collect(&wallet, &answer, &TYPED, &text);
        let good = ["accepted", "high_s"].contains(&word(&vector, "verdict"));
        assert_eq!(told.is_ok(), good, "{}: {told:?}", vector["name"]);
        // the key is found where the wallet's answer has none
        let alone = collect(&wallet, &vector["signature"], &TYPED, &text);
        if good {
            assert_eq!(alone, told, "{}", vector["name"]);
        }
    }
}

#[test]
fn an_ethereum_signature_may_be_written_in_many_ways() {
    let key = EthereumSigner::from_hex(&HEX.into()).unwrap();
    for signed in [sign_eip712(&key, &TYPED), sign_eip191(&key, TEXT)] {
        let signed = signed.unwrap();
        let is_text = signed.signature.len() == 66;
        let bytes = &signed.signature.as_slice()[usize::from(is_text)..];
        let (rs, v) = (&bytes[..64], bytes[64]);
        let mut compact = rs.to_vec();
        compact[32] |= (v - 27) << 7;
        let ways = [
            hex::encode(bytes),
            format!("0x{}", hex::encode(bytes)),
            STANDARD.encode(bytes),
            URL_SAFE_NO_PAD.encode(bytes),
            hex::encode([rs, &[v - 27]].concat()),
            // of chain 1, as EIP-155 has it
            hex::encode([rs, &[v + 10]].concat()),
            hex::encode(rs),
            hex::encode(compact),
            signed.signature.to_base64(),
        ];
        for way in ways {
            let told = collect(&signed.wallet, &json!(way), &TYPED, TEXT);
            assert_eq!(told.as_ref(), Ok(&signed), "{way}");
            let told = collect(&signed.wallet, &json!({ "signature": way }), &TYPED, TEXT);
            assert_eq!(told.as_ref(), Ok(&signed), "{way}");
        }
        let mut v_of_none = bytes.to_vec();
        v_of_none[64] = 5;
        let told = collect(&signed.wallet, &json!(hex::encode(v_of_none)), &TYPED, TEXT);
        assert_eq!(told, Err(ProofError::DoesNotFit.into()));
    }
}

struct Passkey(SigningKey);

impl Passkey {
    fn wallet(&self) -> Wallet {
        let point = self.0.verifying_key().to_encoded_point(true);
        Wallet::Passkey(hex::encode(point.as_bytes()))
    }

    /// A browser's answer, with or without a high s.
    fn answer(&self, text: &str, high: bool) -> Value {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(text));
        let data = format!(
            r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"https://vote.example","crossOrigin":false}}"#
        );
        let mut authenticator = Sha256::digest("vote.example").to_vec();
        authenticator.extend([5, 0, 0, 0, 1]);
        let hash = Sha256::digest(&data);
        let digest = Sha256::digest([authenticator.as_slice(), &hash].concat());
        let signature: Signature = self.0.sign_prehash(&digest).unwrap();
        let low = signature.normalize_s().unwrap_or(signature);
        let (r, s) = low.split_scalars();
        let signature = match high {
            true => Signature::from_scalars(r.to_bytes(), (-*s).to_bytes()).unwrap(),
            false => low,
        };
        json!({ "id": "AAAA", "type": "public-key", "response": {
            "authenticatorData": URL_SAFE_NO_PAD.encode(authenticator),
            "clientDataJSON": URL_SAFE_NO_PAD.encode(data),
            "signature": URL_SAFE_NO_PAD.encode(signature.to_der()),
        }})
    }
}

#[test]
fn a_passkeys_answer_is_taken_as_the_browser_gives_it() {
    let key = Passkey(SigningKey::from_slice(&[3; 32]).unwrap());
    let wallet = key.wallet();
    let signed = collect(&wallet, &key.answer(TEXT, false), &TYPED, TEXT).unwrap();
    assert_eq!(check_signature(&signed, &TYPED, TEXT), Ok(()));
    let high = key.answer(TEXT, true);
    assert_eq!(collect(&wallet, &high, &TYPED, TEXT).as_ref(), Ok(&signed));
    let carried = json!(signed.signature.to_base64());
    assert_eq!(
        collect(&wallet, &carried, &TYPED, TEXT).as_ref(),
        Ok(&signed)
    );
    let other = collect(&wallet, &key.answer("another text", false), &TYPED, TEXT);
    assert!(
        matches!(other, Err(CollectError::OtherChallenge { .. })),
        "{other:?}"
    );
    let mut spoilt = key.answer(TEXT, false);
    spoilt["response"]["signature"] = json!("00112233");
    let told = collect(&wallet, &spoilt, &TYPED, TEXT);
    assert_eq!(told, Err(CollectError::Der { bytes: 4 }));
    let bare = json!({ "signature": high["response"]["signature"] });
    let told = collect(&wallet, &bare, &TYPED, TEXT);
    let part = "authenticator_data";
    assert_eq!(told, Err(CollectError::Missing { part }));
}

#[test]
fn what_is_no_answer_is_told_by_its_part() {
    let ethereum = Wallet::Ethereum("0x2c7536e3605d9c16a7a3d7b1898e529396a65c23".to_owned());
    let cosmos = Wallet::Cosmos("wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3".to_owned());
    let rs = hex::encode([1; 64]);
    let other_kind = json!({ "type": "ethermint/PubKeyEthSecp256k1", "value": "AA==" });
    let table = [
        (
            &ethereum,
            json!("no signature!"),
            "signature is neither hexadecimal nor base64",
        ),
        (&ethereum, json!({}), "the wallet's answer has no signature"),
        (&ethereum, json!(hex::encode([1; 320])), "smart account"),
        (&cosmos, json!(hex::encode([1; 65])), "97 bytes"),
        (
            &cosmos,
            json!({ "signature": rs, "pub_key": other_kind }),
            "ethermint/PubKeyEthSecp256k1",
        ),
        (
            &cosmos,
            json!({ "signature": rs, "pub_key": {} }),
            "no pub_key.value",
        ),
    ];
    for (wallet, answer, part) in table {
        let error = collect(wallet, &answer, &TYPED, TEXT)
            .unwrap_err()
            .to_string();
        assert!(error.contains(part), "{answer}: {error}");
    }
    let wrong = Wallet::Passkey(format!("02{}", "f".repeat(64)));
    let error = collect(&wrong, &json!(rs), &TYPED, TEXT).unwrap_err();
    assert!(error.to_string().contains("no point of P-256"), "{error}");
}

#[tokio::test]
async fn a_cosmos_key_signs_texts_as_its_wallet_does() {
    let key = LocalSigner::from_hex(&HEX.into()).unwrap();
    let signed = sign_adr036(&key, "wasm", TEXT).await.unwrap();
    assert_eq!(check_signature(&signed, &TYPED, TEXT), Ok(()));
    let other = check_signature(&signed, &TYPED, "another text").unwrap_err();
    assert!(other.to_string().contains("does not fit"), "{other}");
}
