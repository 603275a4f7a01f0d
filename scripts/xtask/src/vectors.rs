//! Orders and ballots signed in each form, for whoever builds a wallet or a page.

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cosmwasm_std::HexBinary;
use folkmoot_api::msg::{
    ExecuteMsg, OrderPlace, SignedBallot, SignedOrder, Subject, WalletSignature,
};
use folkmoot_api::wallet::Wallet;
use folkmoot_rules::wallet_formats::eip191_digest;
use folkmoot_rules::{BallotFields, Choice, adr036_sign_bytes};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::key::{FORMS, Form, Key};

const ABOUT: &str = "Orders and ballots signed in each form; written by `cargo xtask gen`. fields: what is signed, as \
docs/wallets.md has it, integers of 64 bits as decimal strings. digest: what the key signs (of adr036 the sha-256 of the document, of a \
passkey that of what its authenticator signs). answer: what the wallet answered. carried: base64, as carry_orders and \
cast_ballots take it. The secret of a key is the sha-256 of its seed. other_signer: good signatures over something else.";
const PREFIX: &str = "wasm";
const CHAIN: &str = "folkmoot-local-1";
const GROUP: &str = "wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3";
const NAME: &str = "Grill Club";
const EXPIRES: u64 = 1_800_000_000;
const CONTENT: [u8; 32] = [0xab; 32];

/// Something to be signed.
struct ToSign {
    name: &'static str,
    fields: Value,
    digest: [u8; 32],
    typed_data: Value,
    text: String,
}

/// The vectors.
pub fn orders() -> Result<Value> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(made())
}

async fn made() -> Result<Value> {
    let keys = FORMS.map(|form| (seed(form), Key::new(form, &seed(form))));
    let mut described = vec![];
    for (seed, key) in &keys {
        described.push(json!({
            "form": key.form.as_str(), "seed": seed, "wallet": key.wallet(PREFIX)?,
        }));
    }
    let (mut orders, mut first) = (vec![], None);
    for (name, title, act) in acts()? {
        let (to_sign, order) = order(name, title, act)?;
        let (signed, signatures) = signatures(&keys, &to_sign).await?;
        let mut vector = vector(&to_sign, signed);
        vector["act"] = serde_json::to_value(&order.act)?;
        vector["carried"] = serde_json::to_value(SignedOrder {
            signatures: signatures.clone(),
            ..order
        })?;
        first = first.or(Some(signatures));
        orders.push(vector);
    }
    let (to_sign, ballot) = ballot();
    let (signed, signatures) = signatures(&keys, &to_sign).await?;
    let mut voted = vector(&to_sign, signed);
    voted["carried"] = serde_json::to_value(SignedBallot {
        signatures,
        ..ballot
    })?;
    Ok(json!({
        "about": ABOUT,
        "keys": described,
        "orders": orders,
        "ballots": [voted],
        // each good for the first order, handed in for the ballot
        "other_signer": first.context("no order")?,
    }))
}

fn seed(form: Form) -> String {
    format!("folkmoot order vectors, {}", form.as_str())
}

/// Acts with the titles of what they are about.
fn acts() -> Result<Vec<(&'static str, &'static str, ExecuteMsg)>> {
    let read = |json: Value| -> Result<ExecuteMsg> { Ok(serde_json::from_value(json)?) };
    let long = "All of it, in three parts. ".repeat(30);
    let proposal = json!({ "title": "Grillfest – 🍖", "text": { "stored": long } });
    Ok(vec![
        (
            "withdraw",
            "Vote on Joint BBQ",
            read(json!({ "withdraw": { "proposal": 7 } }))?,
        ),
        (
            "a title with signs beyond ASCII, and details that are too long to stand in the order",
            "Grillfest – 🍖",
            read(json!({ "propose": { "proposal": proposal } }))?,
        ),
        ("about no proposal", "", read(json!({ "leave": {} }))?),
        (
            "an allowance, with text of a member",
            "",
            read(json!({ "spend_allowance": {
                "role": "cook", "to": GROUP, "amount": { "denom": "ustake", "amount": "500" },
                "reason": "Zwei Säcke \"Kohle\"\n& Brot",
            }}))?,
        ),
    ])
}

fn order(name: &'static str, title: &str, act: ExecuteMsg) -> Result<(ToSign, SignedOrder)> {
    let subject = act
        .ordered()
        .context("an act that no order carries")?
        .subject;
    let content_hash = match subject {
        Subject::Proposal(_) | Subject::Notice(..) | Subject::Above(..) => {
            Some(HexBinary::from(CONTENT))
        }
        Subject::None | Subject::New(_) => None,
    };
    let order = SignedOrder {
        seat: 3,
        act: Box::new(act),
        content_hash,
        number: 8_123_456_789,
        expires: EXPIRES,
        signatures: vec![],
    };
    let json = order.act_json()?;
    let place = OrderPlace {
        chain: CHAIN,
        group: GROUP,
        group_name: NAME,
        subject: title,
    };
    let fields = order.fields(&json, &place).context("no act")?;
    let told = json!({
        "chain": CHAIN, "group": GROUP, "group_name": NAME, "seat": order.seat, "act": fields.act,
        "details": fields.details, "subject": title, "content_hash": hex::encode(fields.content_hash),
        "act_hash": hex::encode(fields.act_hash), "number": order.number.to_string(),
        "expires": EXPIRES.to_string(),
    });
    let to_sign = ToSign {
        name,
        fields: told,
        digest: fields.eip712_digest(),
        typed_data: fields.typed_data(),
        text: fields.text(),
    };
    Ok((to_sign, order))
}

fn ballot() -> (ToSign, SignedBallot) {
    let fields = BallotFields {
        chain: CHAIN,
        group: GROUP,
        proposal: 7,
        title: "Vote on Joint BBQ",
        content_hash: CONTENT,
        choice: Choice::Yes.as_str(),
        reason: "I bring the charcoal",
        revision: 1,
        expires: EXPIRES,
    };
    let told = json!({
        "chain": CHAIN, "group": GROUP, "group_name": NAME, "proposal": "7", "title": fields.title,
        "content_hash": hex::encode(CONTENT), "choice": fields.choice, "reason": fields.reason,
        "revision": 1, "expires": EXPIRES.to_string(),
    });
    let to_sign = ToSign {
        name: "yes",
        fields: told,
        digest: fields.eip712_digest(),
        typed_data: fields.typed_data(),
        text: fields.text(NAME),
    };
    let ballot = SignedBallot {
        choice: Choice::Yes,
        reason: fields.reason.to_owned(),
        revision: 1,
        expires: EXPIRES,
        signatures: vec![],
    };
    (to_sign, ballot)
}

fn vector(to_sign: &ToSign, signed: Vec<Value>) -> Value {
    json!({
        "name": to_sign.name,
        "fields": to_sign.fields,
        "typed_data": to_sign.typed_data,
        "text": to_sign.text,
        "challenge": URL_SAFE_NO_PAD.encode(Sha256::digest(&to_sign.text)),
        "signed": signed,
    })
}

/// The signature of each key, described and as it is carried.
async fn signatures(
    keys: &[(String, Key)],
    to_sign: &ToSign,
) -> Result<(Vec<Value>, Vec<WalletSignature>)> {
    let (mut described, mut carried) = (vec![], vec![]);
    for (_, key) in keys {
        let signed = key.signs(PREFIX, &to_sign.digest, &to_sign.text).await?;
        let wallet = &signed.wallet;
        let bytes = signed.signature.as_slice();
        let (digest, answer) = match key.form {
            Form::Eip712 => (to_sign.digest, json!(prefixed(bytes))),
            Form::Eip191 => (eip191_digest(&to_sign.text), json!(prefixed(&bytes[1..]))),
            Form::Adr036 => (
                adr036(wallet, &to_sign.text),
                keplr(&bytes[..33], &bytes[33..]),
            ),
            Form::Passkey => {
                let answer = key.asserts(&to_sign.text)?;
                (passkey_digest(&answer)?, answer)
            }
        };
        described.push(json!({
            "form": key.form.as_str(), "wallet": wallet, "digest": hex::encode(digest),
            "answer": answer, "carried": signed.signature,
        }));
        carried.push(signed);
    }
    Ok((described, carried))
}

fn prefixed(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

fn adr036(wallet: &Wallet, text: &str) -> [u8; 32] {
    Sha256::digest(adr036_sign_bytes(wallet.key(), text.as_bytes())).into()
}

fn keplr(key: &[u8], rs: &[u8]) -> Value {
    let encoded = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    json!({
        "pub_key": { "type": "tendermint/PubKeySecp256k1", "value": encoded(key) },
        "signature": encoded(rs),
    })
}

fn passkey_digest(answer: &Value) -> Result<[u8; 32]> {
    let part = |name: &str| answer[name].as_str().context("a part of the answer");
    let authenticator = hex::decode(part("authenticator_data")?)?;
    let hash = Sha256::digest(part("client_data")?);
    Ok(Sha256::digest([authenticator.as_slice(), hash.as_slice()].concat()).into())
}
