//! The golden vectors in `schema/vectors`, made by other implementations.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use folkmoot_rules::{
    BallotError, BallotFields, CanonicalError, Content, TextRef, adr036_sign_bytes, canonical_json,
    content_hash, ethereum_address, is_low_s,
};
use folkmoot_wire::Tree;
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey, signature::Verifier};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest, Sha256};

const BALLOTS: &str = include_str!("../../../../schema/vectors/ballots.json");
const CONTENT: &str = include_str!("../../../../schema/vectors/content.json");

#[derive(Deserialize)]
struct Ballots {
    eip712: Vec<Eip712>,
    adr036: Vec<Adr036>,
}

#[derive(Clone, Deserialize)]
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

impl Fields {
    fn ballot(&self) -> BallotFields<'_> {
        BallotFields {
            chain: &self.chain,
            group: &self.group,
            proposal: self.proposal.parse().expect("a number"),
            title: &self.title,
            content_hash: bytes(&self.content_hash),
            choice: &self.choice,
            reason: &self.reason,
            revision: self.revision,
            expires: self.expires.parse().expect("a time"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Accepted,
    HighS,
    OtherSigner,
}

#[derive(Deserialize)]
struct Eip712 {
    name: String,
    fields: Fields,
    salt: String,
    digest: String,
    signer: String,
    signature: String,
    verdict: Verdict,
    typed_data: Option<Value>,
}

#[derive(Deserialize)]
struct Adr036 {
    name: String,
    signer: String,
    data: String,
    sha256: String,
    pubkey: String,
    signature: String,
    verdict: Verdict,
    fields: Option<Fields>,
    canonical: Option<String>,
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("vectors of the known form")
}

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text)
        .expect("hex")
        .try_into()
        .expect("its length")
}

/// The address that signed a digest, as the contract recovers it, whatever half s is in.
fn recovered(digest: &[u8; 32], signature: &[u8; 65]) -> [u8; 20] {
    let rs = Signature::from_slice(&signature[..64]).expect("r and s");
    let id = RecoveryId::from_byte(signature[64] - 27).expect("v is 27 or 28");
    let (rs, id) = match rs.normalize_s() {
        Some(low) => (low, RecoveryId::new(!id.is_y_odd(), id.is_x_reduced())),
        None => (rs, id),
    };
    let key = VerifyingKey::recover_from_prehash(digest, &rs, id).expect("a key");
    ethereum_address(key.to_encoded_point(false).as_bytes()).expect("an address")
}

#[test]
fn ethereum_wallets() {
    let mut verdicts = Vec::new();
    for vector in read::<Ballots>(BALLOTS).eip712 {
        let name = &vector.name;
        let ballot = vector.fields.ballot();
        let digest = ballot.eip712_digest();
        assert_eq!(hex::encode(digest), vector.digest, "{name}");
        let typed_data = ballot.typed_data();
        assert_eq!(
            typed_data["domain"]["salt"],
            format!("0x{}", vector.salt),
            "{name}"
        );
        if let Some(expected) = &vector.typed_data {
            assert_eq!(&typed_data, expected, "{name}");
        }
        let signature: [u8; 65] = bytes(&vector.signature);
        let from_signer = recovered(&digest, &signature) == bytes(&vector.signer);
        let verdict = match (is_low_s(&signature[..64]), from_signer) {
            (true, true) => Verdict::Accepted,
            (false, true) => Verdict::HighS,
            (_, false) => Verdict::OtherSigner,
        };
        assert_eq!(verdict, vector.verdict, "{name}");
        verdicts.push(verdict);
    }
    for verdict in [Verdict::Accepted, Verdict::HighS, Verdict::OtherSigner] {
        assert!(
            verdicts.contains(&verdict),
            "no vector ends with {verdict:?}"
        );
    }
}

#[test]
fn cosmos_wallets() {
    let mut verdicts = Vec::new();
    for vector in read::<Ballots>(BALLOTS).adr036 {
        let name = &vector.name;
        let data = STANDARD.decode(&vector.data).unwrap();
        let sign_bytes = adr036_sign_bytes(&vector.signer, &data);
        assert_eq!(
            hex::encode(Sha256::digest(&sign_bytes)),
            vector.sha256,
            "{name}"
        );
        if let (Some(fields), Some(canonical)) = (&vector.fields, &vector.canonical) {
            assert_eq!(&fields.ballot().canonical().unwrap(), canonical, "{name}");
            assert_eq!(canonical.as_bytes(), data, "{name}");
        }
        let key = VerifyingKey::from_sec1_bytes(&STANDARD.decode(&vector.pubkey).unwrap()).unwrap();
        let raw = STANDARD.decode(&vector.signature).unwrap();
        let signature = Signature::from_slice(&raw).unwrap();
        let signature = signature.normalize_s().unwrap_or(signature);
        let verdict = match (is_low_s(&raw), key.verify(&sign_bytes, &signature).is_ok()) {
            (true, true) => Verdict::Accepted,
            (false, true) => Verdict::HighS,
            (_, false) => Verdict::OtherSigner,
        };
        assert_eq!(verdict, vector.verdict, "{name}");
        verdicts.push(verdict);
    }
    for verdict in [Verdict::Accepted, Verdict::HighS, Verdict::OtherSigner] {
        assert!(
            verdicts.contains(&verdict),
            "no vector ends with {verdict:?}"
        );
    }
}

#[test]
fn adr036_bytes_are_exactly_these() {
    let bytes = adr036_sign_bytes(
        "wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3",
        b"vote <yes> & \"no\"",
    );
    let expected = concat!(
        r#"{"account_number":"0","chain_id":"","fee":{"amount":[],"gas":"0"},"memo":"","#,
        r#""msgs":[{"type":"sign/MsgSignData","value":{"data":"dm90ZSA8eWVzPiAmICJubyI=","#,
        r#""signer":"wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3"}}],"sequence":"0"}"#,
    );
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}

#[test]
fn a_ballot_that_json_can_not_carry_exactly_is_refused() {
    let vectors = read::<Ballots>(BALLOTS);
    let largest = &vectors
        .eip712
        .iter()
        .find(|v| v.name == "largest_integers")
        .unwrap()
        .fields;
    assert!(matches!(
        largest.ballot().canonical(),
        Err(CanonicalError::Integer(_))
    ));
}

/// Each field of a ballot is signed: change any one and both digests change.
#[test]
fn every_field_is_signed() {
    let fields = read::<Ballots>(BALLOTS).eip712.remove(0).fields;
    let ballot = fields.ballot();
    let changed = [
        BallotFields {
            chain: "folkmoot-local-1w",
            group: &ballot.group[1..],
            ..ballot
        },
        BallotFields {
            chain: "other",
            ..ballot
        },
        BallotFields {
            group: "other",
            ..ballot
        },
        BallotFields {
            proposal: 2,
            ..ballot
        },
        BallotFields {
            title: "other",
            ..ballot
        },
        BallotFields {
            content_hash: [0; 32],
            ..ballot
        },
        BallotFields {
            choice: "no",
            ..ballot
        },
        BallotFields {
            reason: "other",
            ..ballot
        },
        BallotFields {
            revision: 2,
            ..ballot
        },
        BallotFields {
            expires: 1,
            ..ballot
        },
    ];
    for other in changed {
        assert_ne!(other.eip712_digest(), ballot.eip712_digest(), "{other:?}");
        assert_ne!(other.canonical(), ballot.canonical(), "{other:?}");
    }
}

#[test]
fn public_keys_and_signatures_of_other_forms_are_refused() {
    for length in [0, 20, 33, 64, 66] {
        assert_eq!(
            ethereum_address(&vec![4; length]),
            Err(BallotError::PublicKey { length })
        );
    }
    let mut compressed_prefix = [2; 65];
    assert!(ethereum_address(&compressed_prefix).is_err());
    compressed_prefix[0] = 4;
    assert!(ethereum_address(&compressed_prefix).is_ok());

    let half = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";
    let above = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1";
    let signature = |s: &str| [[0xff; 32], bytes::<32>(s)].concat();
    assert!(is_low_s(&signature(half)));
    assert!(!is_low_s(&signature(above)));
    assert!(!is_low_s(&signature(half)[1..]));
    assert!(!is_low_s(&[signature(half), vec![27]].concat()));
    assert!(!is_low_s(&[]));
    // a shorter one is none, though a shorter s is a smaller one
    assert!(!is_low_s(&signature(half)[..63]));
}

#[derive(Deserialize)]
struct Contents {
    content: Vec<ContentVector>,
}

#[derive(Deserialize)]
struct ContentVector {
    name: String,
    content: ContentFields,
    canonical: String,
    sha256: String,
}

#[derive(Deserialize)]
struct ContentFields {
    version: u32,
    title: String,
    text: Option<String>,
    text_sha256: Option<String>,
    actions: Vec<Tree>,
}

#[test]
fn content_hashes() {
    for vector in read::<Contents>(CONTENT).content {
        let fields = &vector.content;
        let text = match (&fields.text, &fields.text_sha256) {
            (Some(text), None) => TextRef::Text(text),
            (None, Some(hash)) => TextRef::Sha256(bytes(hash)),
            _ => panic!("{}: a text or its hash", vector.name),
        };
        let content = Content {
            version: fields.version,
            title: &fields.title,
            text,
            actions: &fields.actions,
        };
        assert_eq!(
            hex::encode(content_hash(&content).unwrap()),
            vector.sha256,
            "{}",
            vector.name
        );
        let read: Value = serde_json::from_str(&vector.canonical).unwrap();
        assert_eq!(
            canonical_json(&read).unwrap(),
            vector.canonical,
            "{}",
            vector.name
        );
    }
}

#[test]
fn every_part_of_the_content_is_hashed() {
    let content = Content {
        version: 1,
        title: "a",
        text: TextRef::Text("b"),
        actions: &[1_u64],
    };
    let changed = [
        Content {
            version: 2,
            ..content
        },
        Content {
            title: "b",
            ..content
        },
        Content {
            text: TextRef::Text("c"),
            ..content
        },
        Content {
            text: TextRef::Sha256([0; 32]),
            ..content
        },
        Content {
            actions: &[2],
            ..content
        },
        Content {
            actions: &[1, 1],
            ..content
        },
        Content {
            actions: &[],
            ..content
        },
    ];
    for other in changed {
        assert_ne!(content_hash(&other), content_hash(&content), "{other:?}");
    }
    let beyond = Content {
        actions: &[u64::MAX],
        ..content
    };
    assert!(matches!(
        content_hash(&beyond),
        Err(CanonicalError::Integer(_))
    ));
}
