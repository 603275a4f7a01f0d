//! Tables: what is typed and what it is read as.

use super::*;

const ACCOUNT: &str = "wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3";
const CONTRACT: &str = "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d";
const PASSKEY: &str = "0245101097cb148785b0011320b371cbd99593d14691ef03e2c05a9d37cce43cbf";
const ETHEREUM: &str = "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23";
/// An address of both cases, as EIP-55 has it.
const CHECKED: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

fn texts<T: ToString, E: ToString>(result: Result<T, E>) -> String {
    result.map_or_else(|error| error.to_string(), |value| value.to_string())
}

#[test]
fn choices() {
    let table = [
        ("yes", "yes"),
        ("consent", "yes"),
        ("object", "block"),
        ("block", "block"),
        ("stand-aside", "stand_aside"),
        ("stand_aside", "stand_aside"),
        ("abstain", "abstain"),
        (
            "maybe",
            "choice \"maybe\" is not one of yes, no, abstain, stand_aside, block",
        ),
    ];
    for (typed, read) in table {
        assert_eq!(texts(choice(typed)), read, "{typed}");
    }
}

#[test]
fn periods() {
    let table = [
        ("3d", "3 d"),
        ("1d12h", "1 d 12 h"),
        ("2w", "14 d"),
        ("30min", "30 min"),
        ("90s", "90 s"),
        ("2000ms", "2 s"),
        (
            "500ms",
            "duration \"500ms\": the chain counts whole seconds",
        ),
        ("0d", "duration \"0d\": it must be above 0"),
        (
            "99999999999999999w",
            "duration \"99999999999999999w\": longer than can be counted",
        ),
    ];
    for (typed, read) in table {
        assert_eq!(texts(period(typed)), read, "{typed}");
    }
    for typed in ["", "3", "d", "3 d", "3d4", "-3d", "3x", "1.5d", "３d"] {
        let error = texts(period(typed));
        let expected =
            "write numbers with units w, d, h, min, s or ms, such as 3d, 12h, 1d12h or 90s";
        assert_eq!(error, format!("duration {typed:?}: {expected}"));
    }
    for typed in ["1m", "2h30m"] {
        let meant = "m is a minute to some and a month to others: write min, or a month as 30d";
        assert_eq!(texts(period(typed)), format!("duration {typed:?}: {meant}"));
    }
    assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
}

#[test]
fn amounts() {
    let list = |text: &str| {
        texts(coins(text).map(|coins| {
            let words: Vec<String> = coins.iter().map(ToString::to_string).collect();
            words.join(" ")
        }))
    };
    let max = u128::MAX;
    let table = [
        ("500ustake", "500ustake".to_owned()),
        ("500ustake,3uatom", "500ustake 3uatom".to_owned()),
        (&format!("{max}ustake"), format!("{max}ustake")),
        ("7ibc/ABC", "7ibc/ABC".to_owned()),
        (
            "0ustake",
            "amount \"0ustake\": it must be above 0".to_owned(),
        ),
        (
            "340282366920938463463374607431768211456ustake",
            format!("amount \"340282366920938463463374607431768211456ustake\": at most {max}"),
        ),
        (
            "1ustake,2ustake",
            "amount \"1ustake,2ustake\": ustake stands there twice".to_owned(),
        ),
    ];
    for (typed, read) in &table {
        assert_eq!(&list(typed), read, "{typed}");
    }
    for typed in [
        "",
        "ustake",
        "500",
        "-5ustake",
        "1.5ustake",
        "5 ustake",
        "5ustake,",
        "€5",
    ] {
        let error = list(typed);
        assert!(
            error.contains("write a whole number and a denomination"),
            "{typed}: {error}"
        );
    }
}

#[test]
fn holders() {
    let keys = |wallets: Vec<Wallet>, signatures| {
        Ok(Holder::Keys {
            wallets,
            signatures,
        })
    };
    let cosmos = || Wallet::Cosmos(ACCOUNT.to_owned());
    let ethereum = || Wallet::Ethereum(ETHEREUM.to_owned());
    assert_eq!(holder(ACCOUNT), keys(vec![cosmos()], 1));
    // as QR codes have it
    assert_eq!(holder(&ACCOUNT.to_uppercase()), keys(vec![cosmos()], 1));
    assert_eq!(address(&CONTRACT.to_uppercase()), Ok(CONTRACT.to_owned()));
    assert_eq!(
        holder(&format!("0x{}", ETHEREUM[2..].to_uppercase())),
        keys(vec![ethereum()], 1)
    );
    let both = format!("{ACCOUNT}+{ETHEREUM}");
    assert_eq!(holder(&both), keys(vec![cosmos(), ethereum()], 1));
    // several signatures of any mix of wallets
    let passkey = || Wallet::Passkey(PASSKEY.to_owned());
    assert_eq!(
        holder(&format!("3of:{both}+{}", PASSKEY.to_uppercase())),
        keys(vec![cosmos(), ethereum(), passkey()], 3)
    );
    let other = || Wallet::Ethereum(CHECKED.to_ascii_lowercase());
    assert_eq!(
        holder(&format!("2of:{both}+{CHECKED}")),
        keys(vec![cosmos(), ethereum(), other()], 2)
    );
    assert_eq!(
        holder(&format!("group:{CONTRACT}@3d")),
        Ok(Holder::Group {
            address: CONTRACT.to_owned(),
            lead_time: Seconds::days(3)
        })
    );
    assert_eq!(
        holder(&format!("contract:{CONTRACT}")),
        Ok(Holder::Contract {
            address: CONTRACT.to_owned()
        })
    );
    assert_eq!(
        member(&format!("Joe = {ACCOUNT}")),
        Ok(("Joe".to_owned(), Holder::person(vec![cosmos()])))
    );
}

#[test]
fn holders_that_are_none() {
    let table = [
        (
            CONTRACT.to_owned(),
            "it has 32 bytes, an account has 20: write group:",
        ),
        (format!("group:{CONTRACT}"), "name the lead time as well"),
        (format!("group:{CONTRACT}@soon"), "write numbers with units"),
        (format!("3of:{ACCOUNT}+{ETHEREUM}"), "not 3 of 2"),
        (format!("0of:{ACCOUNT}"), "not 0 of 1"),
        (format!("manyof:{ACCOUNT}"), "write how many sign"),
        (
            format!("2of:{ACCOUNT}+{ETHEREUM}+04{}", "b".repeat(64)),
            "66 hexadecimal digits",
        ),
        (format!("02{}", "f".repeat(64)), "no point of P-256"),
        ("0x12".to_owned(), "40 hexadecimal digits"),
        (CHECKED.replace("eAed", "eAeD"), CHECKED),
        (format!("0x{}", "0".repeat(40)), "the zero address"),
        (
            ACCOUNT.replace('p', "q"),
            "write an account's address such as wasm1…",
        ),
        (String::new(), "write an account's address"),
    ];
    for (typed, part) in table {
        let error = holder(&typed).unwrap_err().to_string();
        assert!(error.contains(part), "{typed}: {error}");
    }
    for typed in ["Joe", "=wasm1", "  =wasm1"] {
        let error = member(typed).unwrap_err().to_string();
        assert!(error.contains("write NAME=WALLET"), "{error}");
    }
}

#[test]
fn payments_presets_and_actions() {
    let (to, amount) = payment(&format!("{ACCOUNT}:500ustake")).unwrap();
    assert_eq!(
        (to.as_str(), amount),
        (ACCOUNT, vec![Coin::new(500_u128, "ustake")])
    );
    assert!(
        payment(ACCOUNT)
            .unwrap_err()
            .to_string()
            .contains("write ADDRESS:AMOUNT")
    );
    assert_eq!(rule("equal-partners"), Ok(Rule::majority_of_all()));
    assert_eq!(rule("double_majority"), Ok(Rule::double_majority()));
    let error = rule("unanimity-of-one").unwrap_err().to_string();
    assert!(
        error.contains("there are majority, equal-partners, supermajority"),
        "{error}"
    );
    let error = preset("mob").unwrap_err().to_string();
    assert!(
        error.starts_with("preset \"mob\" is not one of equal-partnership, "),
        "{error}"
    );
    assert_eq!(
        action(r#"{"remove_seat":{"seat":3}}"#),
        Ok(Action::RemoveSeat { seat: 3 })
    );
    let error = action(r#"{"steal":{}}"#).unwrap_err().to_string();
    assert!(error.contains("unknown variant `steal`"), "{error}");
}

#[test]
fn a_cycle_ends_with_a_day_or_a_second() {
    let read = |text| cycle(text).map_err(|error| error.to_string());
    assert_eq!(
        read("ustake@2027-01-15"),
        Ok(("ustake".to_owned(), 1_799_971_200))
    );
    assert_eq!(
        read("ustake@1800000000"),
        Ok(("ustake".to_owned(), 1_800_000_000))
    );
    for text in [
        "ustake",
        "@1800000000",
        "ustake@tomorrow",
        "ustake@2027-13-01",
    ] {
        let error = read(text).unwrap_err();
        assert!(error.contains("write DENOM@DAY"), "{text}: {error}");
    }
}

#[test]
fn a_claimant_is_a_seat_or_an_address() {
    assert_eq!(claimant("4").unwrap(), Claimant::Seat(4));
    let address = claimant(ACCOUNT).unwrap();
    assert_eq!(address, Claimant::Address(ACCOUNT.to_owned()));
    assert!(claimant("somebody").is_err());
}

#[test]
fn a_pledge_may_be_nothing() {
    assert_eq!(coin_or_none("0ustake").unwrap().to_string(), "0ustake");
    assert_eq!(coin_or_none("600ustake").unwrap().to_string(), "600ustake");
    assert!(coin("0ustake").is_err());
    assert!(coin_or_none("ustake").is_err());
}
