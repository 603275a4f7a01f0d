//! Ethereum addresses as people type them.

use folkmoot_rules::{AddressError, ethereum_account};

/// The examples of EIP-55.
const CHECKED: [&str; 8] = [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
];

#[test]
fn letters_of_both_cases_are_a_checksum() {
    for text in CHECKED {
        let lower = text.to_ascii_lowercase();
        let upper = format!("0x{}", text[2..].to_ascii_uppercase());
        for written in [text, &lower, &upper] {
            assert_eq!(ethereum_account(written), Ok(lower.clone()), "{written}");
        }
    }
}

/// Whichever letter's case is changed, it is noticed and the right form is told.
#[test]
fn every_letter_is_checked() {
    for text in &CHECKED[4..] {
        for (place, letter) in text.char_indices().skip(2) {
            let other = match letter.is_ascii_lowercase() {
                true => letter.to_ascii_uppercase(),
                false => letter.to_ascii_lowercase(),
            };
            if other == letter {
                continue;
            }
            let mut mistyped = (*text).to_owned();
            mistyped.replace_range(place..=place, &other.to_string());
            let error = ethereum_account(&mistyped).unwrap_err();
            assert!(error.to_string().ends_with(text), "{error}");
        }
    }
}

#[test]
fn what_is_no_address_is_refused() {
    let zero = format!("0x{}", "0".repeat(40));
    assert_eq!(ethereum_account(&zero), Err(AddressError::Zero));
    let long = format!("{}0", CHECKED[4]);
    let other = "0xé".to_owned() + &"a".repeat(38);
    for text in ["", "0x", "0X", &CHECKED[4][2..], &long, &other] {
        assert_eq!(
            ethereum_account(text),
            Err(AddressError::Malformed),
            "{text}"
        );
    }
}
