//! The values of the chain's own library, in the forms that it gives them.
#![cfg(feature = "cosmwasm")]

use std::fmt::Debug;

use cosmwasm_std::{Addr, Binary, Coin, Decimal, HexBinary, Timestamp, Uint128, Uint256};
use folkmoot_wire::{Decode, Encode, from_json, from_record, to_json, to_record};
use serde::Serialize;

/// The value comes back out of both forms, and JSON is the library's.
fn travels<T: Encode + Decode + Serialize + PartialEq + Debug>(value: &T, length: usize) {
    let json = to_json(value);
    assert_eq!(json, serde_json::to_vec(value).unwrap());
    assert_eq!(from_json::<T>(&json).as_ref(), Ok(value));
    let record = to_record(value, vec![]);
    assert_eq!(record.len(), length, "{value:?}");
    assert_eq!(from_record::<T>(&record, 1).as_ref(), Ok(value));
}

#[test]
fn they_travel_in_both_forms() {
    travels(&Uint128::new(u128::MAX), 40);
    travels(&Uint256::from(u128::MAX), 40);
    travels(&Decimal::percent(75), 5);
    travels(&Timestamp::from_nanos(1_800_000_000_000_000_001), 20);
    travels(&Addr::unchecked("wasm1abc"), 9);
    travels(&Coin::new(500_u128, "ustake"), 11);
    travels(&Binary::from(b"\0\xff\x01"), 4);
    travels(&HexBinary::from(b"\0\xff\x01"), 4);
    travels(&Binary::default(), 0);
}

#[test]
fn what_is_none_is_refused_with_the_librarys_own_words() {
    let refused = |error: Result<(), String>, words: &str| {
        let error = error.unwrap_err();
        assert!(error.contains(words), "{error}");
    };
    fn read<T: Decode>(json: &str) -> Result<(), String> {
        from_json::<T>(json.as_bytes())
            .map(drop)
            .map_err(|error| error.to_string())
    }
    refused(read::<Uint128>("\"-1\""), "invalid digit");
    refused(read::<Uint128>("1"), "expected a string, found a number");
    refused(read::<Timestamp>("\"now\""), "invalid digit");
    refused(read::<Binary>("\"&\""), "Invalid symbol");
    refused(read::<HexBinary>("\"abc\""), "Odd number of digits");
    refused(read::<Coin>(r#"{"denom":"u","amount":"x"}"#), "amount: ");
    refused(
        read::<Vec<Coin>>(r#"[{"denom":"u"}]"#),
        "[0]: missing field `amount`",
    );
}
