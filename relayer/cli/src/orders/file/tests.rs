//! Files as people hand them on.

use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_wallets::{sign_eip191, sign_eip712};

use super::*;

const HEX: &str = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";

fn order() -> SignedFile {
    let act = ExecuteMsg::Withdraw { proposal: 7 };
    let order = Order {
        seat: 3,
        act: Box::new(act),
        content_hash: Some(HexBinary::from([9; 32])),
        number: 42,
        expires: 1_800_000_000,
    };
    let group = "wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3";
    let name = "Grill Club".to_owned();
    let title = "Joint BBQ".to_owned();
    let content = Content::Order(order);
    SignedFile::new("folkmoot-local-1", (group, name), title, content)
}

#[test]
fn a_file_is_written_read_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("order.json");
    let mut file = order();
    let signable = file.signable().unwrap();
    assert!(matches!(file.checked(), Err(FileError::Unsigned)));
    let key = EthereumSigner::from_hex(&HEX.into()).unwrap();
    let signed = sign_eip191(&key, &signable.text).unwrap();
    file.signatures.push(Signature::carried(&signed));
    file.write(&path, false).unwrap();
    assert!(
        file.write(&path, false)
            .unwrap_err()
            .to_string()
            .contains("is there already")
    );
    let read = SignedFile::read(&path).unwrap();
    assert_eq!(read.checked().unwrap(), [signed]);
    assert_eq!(
        read.words(),
        "Grill Club, seat 3: withdraw the proposal (Joint BBQ)"
    );
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("eth_signTypedData_v4") && text.contains("\"typed_data\""),
        "{text}"
    );
}

#[test]
fn what_is_wrong_with_a_file_is_named() {
    let key = EthereumSigner::from_hex(&HEX.into()).unwrap();
    let mut good = order();
    let signed = sign_eip712(&key, &good.signable().unwrap().digest).unwrap();
    good.signatures.push(Signature::carried(&signed));
    let with = |change: &dyn Fn(&mut Value)| {
        let mut json = serde_json::to_value(&good).unwrap();
        change(&mut json);
        let file: Result<SignedFile, _> = serde_json::from_value(json);
        match file {
            Ok(file) => file.checked().unwrap_err().to_string(),
            Err(error) => error.to_string(),
        }
    };
    let one = serde_json::to_value(&good.signatures[0]).unwrap();
    type Change<'a> = &'a dyn Fn(&mut Value);
    let table: [(Change<'_>, &str); 9] = [
        (&|file| file["order"]["seat"] = json!(4), "does not fit"),
        (&|file| file["group_name"] = json!("Grill"), "does not fit"),
        (
            &|file| file["order"]["act"] = json!({ "vote": { "proposal": 1, "choice": "yes" } }),
            "vote is no act",
        ),
        (
            &|file| file["order"]["content_hash"] = json!("00ff"),
            "content_hash has 2 bytes",
        ),
        (
            &|file| file["to_sign"] = json!({ "text": "Give me your money" }),
            "to_sign is not what",
        ),
        (
            &|file| file["signatures"] = json!([one, one]),
            "signature 2: wallet 0x2c75",
        ),
        (
            &|file| file["signatures"][0]["wallet"] = json!("0x12"),
            "40 hexadecimal digits",
        ),
        (
            &|file| file["order"] = json!(null),
            "either an order or a ballot",
        ),
        (&|file| file["oder"] = json!({}), "unknown field `oder`"),
    ];
    for (change, part) in table {
        let error = with(change);
        assert!(error.contains(part), "{part}: {error}");
    }
}
