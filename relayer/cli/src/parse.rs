//! What people type, read into the messages' types. Each error names the thing, what it should look like and what was
//! typed.

use std::str::FromStr;
use std::time::Duration;

use cosmwasm_std::Coin;
use folkmoot_chain::is_denom;
use folkmoot_group::action::{Action, Ground};
use folkmoot_group::document::{Answer, DocumentKind};
use folkmoot_group::limits::{MAX_COINS, MAX_WALLETS};
use folkmoot_group::msg::{Claimant, Standing};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_presets::{House, Preset, UnknownPreset};
use folkmoot_rules::{
    self as rules, AddressError, Choice, ChoiceError, Rule, Seconds, ethereum_account,
};
use tendermint::Time;
use thiserror::Error;

use folkmoot_wallets::passkey;
/// Bytes of an account's address; a contract's has more.
const ACCOUNT_BYTES: usize = 20;

/// Hexadecimal digits from which on they are meant as a key.
const MIN_HEX_KEY: usize = 40;

/// Something that was typed and makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what} {value:?}: {expected}")]
pub struct ParseError {
    what: &'static str,
    value: String,
    expected: String,
}

fn wrong(what: &'static str, value: &str, expected: impl Into<String>) -> ParseError {
    ParseError {
        what,
        value: value.chars().take(200).collect(),
        expected: expected.into(),
    }
}

/// A choice in its word; in a circle one says consent or object.
pub fn choice(text: &str) -> Result<Choice, ChoiceError> {
    match text {
        "consent" => Ok(Choice::Yes),
        "object" => Ok(Choice::Block),
        "stand-aside" => Ok(Choice::StandAside),
        word => word.parse(),
    }
}

/// Coins as `500ustake` or `500ustake,3uatom`.
pub fn coins(text: &str) -> Result<Vec<Coin>, ParseError> {
    let coins = text.split(',').map(coin).collect::<Result<Vec<_>, _>>()?;
    if coins.len() > MAX_COINS {
        let expected = format!("at most {MAX_COINS} coins, not {}", coins.len());
        return Err(wrong("amount", text, expected));
    }
    let doubled = coins
        .iter()
        .enumerate()
        .find(|(index, coin)| coins.iter().take(*index).any(|c| c.denom == coin.denom));
    match doubled {
        Some((_, coin)) => Err(wrong(
            "amount",
            text,
            format!("{} stands there twice", coin.denom),
        )),
        None => Ok(coins),
    }
}

/// One coin as `500ustake`, above 0.
pub fn coin(text: &str) -> Result<Coin, ParseError> {
    let expected = "write a whole number and a denomination, such as 500ustake";
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (amount, denom) = text
        .split_at_checked(digits)
        .ok_or_else(|| wrong("amount", text, expected))?;
    if amount.is_empty() || !is_denom(denom) {
        return Err(wrong("amount", text, expected));
    }
    match amount.parse::<u128>() {
        Ok(0) => Err(wrong("amount", text, "it must be above 0")),
        Ok(amount) => Ok(Coin::new(amount, denom)),
        Err(_) => Err(wrong("amount", text, format!("at most {}", u128::MAX))),
    }
}

/// A length of time as `3d`, `12h`, `1d12h`, `30min` or `90s`.
pub fn period(text: &str) -> Result<Seconds, ParseError> {
    let whole = text.parse::<Span>()?.0;
    if whole % 1_000 != 0 {
        return Err(wrong("duration", text, "the chain counts whole seconds"));
    }
    Ok(Seconds(whole / 1_000))
}

/// A length of time that may be finer than a second, as `500ms`.
pub fn duration(text: &str) -> Result<Duration, ParseError> {
    Ok(Duration::from_millis(text.parse::<Span>()?.0))
}

/// Milliseconds.
struct Span(u64);

impl FromStr for Span {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let expected =
            "write numbers with units w, d, h, min, s or ms, such as 3d, 12h, 1d12h or 90s";
        let unreadable = || wrong("duration", text, expected);
        let mut rest = text;
        let mut sum: u64 = 0;
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (count, after) = rest.split_at_checked(digits).ok_or_else(unreadable)?;
            let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (name, after) = after.split_at_checked(letters).ok_or_else(unreadable)?;
            let unit: u64 = match name {
                "w" => 604_800_000,
                "d" => 86_400_000,
                "h" => 3_600_000,
                "min" => 60_000,
                "m" => {
                    let meant =
                        "m is a minute to some and a month to others: write min, or a month as 30d";
                    return Err(wrong("duration", text, meant));
                }
                "s" => 1_000,
                "ms" => 1,
                _ => return Err(unreadable()),
            };
            let count: u64 = count.parse().map_err(|_| unreadable())?;
            sum = count
                .checked_mul(unit)
                .and_then(|part| sum.checked_add(part))
                .ok_or_else(|| wrong("duration", text, "longer than can be counted"))?;
            rest = after;
        }
        match sum {
            0 if text.is_empty() => Err(unreadable()),
            0 => Err(wrong("duration", text, "it must be above 0")),
            sum => Ok(Self(sum)),
        }
    }
}

/// The address of an account or a contract. One in capitals, as QR codes have it, is brought into the form that the chain
/// knows.
pub fn address(text: &str) -> Result<String, ParseError> {
    let expected = "write an address such as wasm1…";
    match bech32::decode(text) {
        Ok((_, bytes)) if (20..=64).contains(&bytes.len()) => Ok(text.to_ascii_lowercase()),
        Ok((_, bytes)) => Err(wrong(
            "address",
            text,
            format!(
                "{expected}; this one has {} bytes, not 20 to 64",
                bytes.len()
            ),
        )),
        Err(error) => Err(wrong("address", text, format!("{expected} ({error})"))),
    }
}

/// A wallet: an account's address; `0x` and 40 hexadecimal digits, checked where they are of both cases; or a passkey's
/// compressed key.
pub fn wallet(text: &str) -> Result<Wallet, ParseError> {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return match ethereum_account(&format!("0x{digits}")) {
            Ok(account) => Ok(Wallet::Ethereum(account)),
            Err(AddressError::Malformed) => Err(wrong(
                "wallet",
                text,
                "an Ethereum address is 0x and 40 hexadecimal digits",
            )),
            Err(error) => Err(wrong("wallet", text, error.to_string())),
        };
    }
    if text.len() > MIN_HEX_KEY && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return passkey(text).map_err(|error| wrong("wallet", text, error.to_string()));
    }
    let expected = "write an account's address such as wasm1…, an Ethereum address 0x…, or a passkey's key 02…";
    let (_, bytes) = bech32::decode(text)
        .map_err(|error| wrong("wallet", text, format!("{expected} ({error})")))?;
    if bytes.len() != ACCOUNT_BYTES {
        let found = format!(
            "it has {} bytes, an account has {ACCOUNT_BYTES}: write group:{text}@3d for a group with its lead time, \
             contract:{text} for another contract",
            bytes.len()
        );
        return Err(wrong("wallet", text, found));
    }
    Ok(Wallet::Cosmos(text.to_ascii_lowercase()))
}

/// A seat's holder: one wallet or several (`A+B`: any of them), of which some must sign (`2of:A+B+C`), a group with
/// its lead time (`group:ADDRESS@3d`), or another contract (`contract:ADDRESS`).
pub fn holder(text: &str) -> Result<Holder, ParseError> {
    if let Some(rest) = text.strip_prefix("group:") {
        let (group, lead_time) = rest.split_once('@').ok_or_else(|| {
            let expected = "name the lead time as well, such as group:wasm1…@3d";
            wrong("holder", text, expected)
        })?;
        return Ok(Holder::Group {
            address: address(group)?,
            lead_time: period(lead_time)?,
        });
    }
    if let Some(contract) = text.strip_prefix("contract:") {
        return Ok(Holder::Contract {
            address: address(contract)?,
        });
    }
    let (signatures, list) = match text.split_once("of:") {
        Some((count, list)) => {
            let expected = "write how many sign and the wallets, such as 2of:A+B+C";
            let count = count.parse().map_err(|_| wrong("holder", text, expected))?;
            (count, list)
        }
        None => (1, text),
    };
    let wallets = list.split('+').map(wallet).collect::<Result<Vec<_>, _>>()?;
    if wallets.len() > MAX_WALLETS || usize::from(signatures) > wallets.len() || signatures == 0 {
        let expected = format!(
            "1 to {MAX_WALLETS} wallets of which at least one and at most all sign, not {signatures} of {}",
            wallets.len()
        );
        return Err(wrong("holder", text, expected));
    }
    Ok(Holder::Keys {
        wallets,
        signatures,
    })
}

/// A seat as `NAME=HOLDER`.
pub fn member(text: &str) -> Result<(String, Holder), ParseError> {
    let expected = "write NAME=WALLET, such as Joe=wasm1…";
    let (name, rest) = text
        .split_once('=')
        .ok_or_else(|| wrong("member", text, expected))?;
    if name.trim().is_empty() {
        return Err(wrong("member", text, expected));
    }
    Ok((name.trim().to_owned(), holder(rest.trim())?))
}

/// An address and coins as `ADDRESS:500ustake`.
pub fn payment(text: &str) -> Result<(String, Vec<Coin>), ParseError> {
    let expected = "write ADDRESS:AMOUNT, such as wasm1…:500ustake";
    let (to, amount) = text
        .split_once(':')
        .ok_or_else(|| wrong("payment", text, expected))?;
    Ok((address(to)?, coins(amount)?))
}

/// A proposal of a group, as `wasm1…:12`.
pub fn proposal_of(text: &str) -> Result<(String, u64), ParseError> {
    let expected = "write GROUP:PROPOSAL, such as wasm1…:12";
    let (group, number) = text
        .split_once(':')
        .ok_or_else(|| wrong("proposal", text, expected))?;
    let number = number
        .parse()
        .map_err(|_| wrong("proposal", text, expected))?;
    Ok((address(group)?, number))
}

/// One coin as `500ustake`; 0 is an amount too.
pub fn coin_or_none(text: &str) -> Result<Coin, ParseError> {
    match text.strip_prefix('0').filter(|denom| is_denom(denom)) {
        Some(denom) => Ok(Coin::new(0_u128, denom)),
        None => coin(text),
    }
}

/// To whom something is due: a seat's number or an address.
pub fn claimant(text: &str) -> Result<Claimant, ParseError> {
    match text.parse() {
        Ok(seat) => Ok(Claimant::Seat(seat)),
        Err(_) => address(text).map(Claimant::Address),
    }
}

/// A cycle to open, as `ustake@2027-03-31` or `ustake@1830000000`: the denomination, and the day or the unix second in
/// which it ends.
pub fn cycle(text: &str) -> Result<(String, u64), ParseError> {
    let expected = "write DENOM@DAY, such as ustake@2027-03-31, or unix seconds for the day";
    let parts = text.rsplit_once('@').filter(|(denom, _)| is_denom(denom));
    let (denom, end) = parts.ok_or_else(|| wrong("cycle", text, expected))?;
    let day = || {
        let midnight = Time::parse_from_rfc3339(&format!("{end}T00:00:00Z")).ok()?;
        u64::try_from(midnight.unix_timestamp()).ok()
    };
    let ends_at = end.parse().ok().or_else(day);
    let ends_at = ends_at.ok_or_else(|| wrong("cycle", text, expected))?;
    Ok((denom.to_owned(), ends_at))
}

/// A kind of document: one of three, or another by its name.
pub fn document(text: &str) -> Result<DocumentKind, ParseError> {
    let expected = "write purpose, requirements, cell-state, or another document's name";
    match text {
        "" => Err(wrong("document", text, expected)),
        "cell-state" => Ok(DocumentKind::CellState),
        text => Ok(DocumentKind::of_key(text)),
    }
}

/// What a cell state answers, as `REQUIREMENT=AGREEMENT`.
pub fn answer(text: &str) -> Result<Answer, ParseError> {
    let expected = "write REQUIREMENT=AGREEMENT, such as 3=hours";
    let parts = text.split_once('=').filter(|(requirement, agreement)| {
        !requirement.trim().is_empty() && !agreement.trim().is_empty()
    });
    let (requirement, agreement) = parts.ok_or_else(|| wrong("answer", text, expected))?;
    Ok(Answer {
        requirement: requirement.trim().to_owned(),
        agreement: agreement.trim().to_owned(),
    })
}

/// A preset of a whole charter, or of a rule that decides everything; hyphens and underscores are the same.
pub fn preset(text: &str) -> Result<Preset, UnknownPreset> {
    text.parse()
}

/// A house as `ADDRESS@7d`: its contract, and how long it has agreed to take at most.
pub fn house(text: &str) -> Result<House, ParseError> {
    let expected = "write ADDRESS@RESPONSE-TIME, such as wasm1…@7d";
    let (contract, time) = text
        .split_once('@')
        .ok_or_else(|| wrong("house", text, expected))?;
    Ok(House {
        address: address(contract)?,
        response_time: period(time)?,
    })
}

/// The ground of a veto by its name; hyphens and underscores are the same.
pub fn ground(text: &str) -> Result<Ground, ParseError> {
    let grounds = [
        Ground::MisalignedWithPurpose,
        Ground::BreachOfAgreement,
        Ground::CaptureOrMalice,
    ];
    let word = text.replace('-', "_");
    let found = grounds.into_iter().find(|ground| ground.as_str() == word);
    found.ok_or_else(|| {
        let names = grounds.map(|ground| ground.as_str().replace('_', "-"));
        wrong("ground", text, format!("there are {}", names.join(", ")))
    })
}

/// A standing by its name.
pub fn standing(text: &str) -> Result<Standing, ParseError> {
    let standings = [Standing::Core, Standing::Contributor, Standing::Observer];
    let found = standings.into_iter().find(|one| one.as_str() == text);
    found.ok_or_else(|| {
        let names = standings.map(|one| one.as_str());
        wrong("standing", text, format!("there are {}", names.join(", ")))
    })
}

/// A rule by its name; hyphens and underscores are the same.
pub fn rule(text: &str) -> Result<Rule, ParseError> {
    let preset = text.replace('-', "_").parse::<rules::Preset>();
    preset.map(rules::Preset::rule).map_err(|_| {
        let names = rules::Preset::ALL.map(|preset| preset.as_str().replace('_', "-"));
        wrong("rule", text, format!("there are {}", names.join(", ")))
    })
}

/// An action as JSON, as the contract takes it.
pub fn action(text: &str) -> Result<Action, ParseError> {
    serde_json::from_str(text).map_err(|error| wrong("action", text, error.to_string()))
}

#[cfg(test)]
mod tests;
