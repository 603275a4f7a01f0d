//! Coins on the wire and in text.

use cosmos_sdk_proto::cosmos::base::v1beta1::Coin as ProtoCoin;
use cosmwasm_std::{Coin, Uint256};

use super::error::{AbciError, Kind};

/// The coins in the SDK's text form, `5uatom,3ustake`.
pub fn text(coins: &[Coin]) -> String {
    let each: Vec<String> = coins.iter().map(ToString::to_string).collect();
    each.join(",")
}

/// Checks that amounts are numbers at all, which is a part of reading a transaction.
pub fn readable(coins: &[ProtoCoin]) -> Result<(), AbciError> {
    let is_number = |amount: &str| {
        let digits = amount.strip_prefix('-').unwrap_or(amount);
        digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    match coins.iter().find(|coin| !is_number(&coin.amount)) {
        Some(coin) => {
            let detail = format!(
                "math/big: cannot unmarshal {:?} into a *big.Int",
                coin.amount
            );
            Err(AbciError::new(Kind::TxParse, detail))
        }
        None => Ok(()),
    }
}

/// Reads coins from the wire: positive amounts, sorted, no denomination twice.
pub fn parse(coins: &[ProtoCoin]) -> Result<Vec<Coin>, AbciError> {
    let parsed: Vec<Coin> = coins.iter().map(parse_one).collect::<Result<_, _>>()?;
    let sorted = parsed.is_sorted_by(|left, right| left.denom < right.denom);
    if !sorted || parsed.iter().any(|coin| coin.amount.is_zero()) {
        return Err(AbciError::new(Kind::InvalidCoins, text(&parsed)));
    }
    Ok(parsed)
}

fn parse_one(coin: &ProtoCoin) -> Result<Coin, AbciError> {
    let shown = || format!("{}{}", coin.amount, coin.denom);
    let amount: Uint256 = match coin.amount.parse() {
        Ok(amount) if coin.amount.bytes().all(|byte| byte.is_ascii_digit()) => amount,
        _ => return Err(AbciError::new(Kind::InvalidCoins, shown())),
    };
    if !is_denom(&coin.denom) {
        let detail = format!("invalid denom: {}", coin.denom);
        return Err(AbciError::new(Kind::InvalidCoins, detail));
    }
    Ok(Coin {
        denom: coin.denom.clone(),
        amount,
    })
}

/// Whether it can be a denomination.
pub fn is_denom(denom: &str) -> bool {
    let mut bytes = denom.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && (3..=128).contains(&denom.len())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"/:._-".contains(&byte))
}

/// Coins that a contract wants to move: zeros are dropped and equal denominations summed, as
/// wasmd does on the way to the bank.
pub fn normalise(coins: &[Coin]) -> Result<Vec<Coin>, AbciError> {
    let mut sums: std::collections::BTreeMap<&str, Uint256> = std::collections::BTreeMap::new();
    for coin in coins {
        let sum = sums.entry(&coin.denom).or_default();
        *sum = sum
            .checked_add(coin.amount)
            .map_err(|_| AbciError::new(Kind::InvalidCoins, text(coins)))?;
    }
    let kept = sums.into_iter().filter(|(_, amount)| !amount.is_zero());
    Ok(kept
        .map(|(denom, amount)| Coin {
            denom: denom.to_owned(),
            amount,
        })
        .collect())
}

/// Coins for the wire.
pub fn to_proto(coins: &[Coin]) -> Vec<ProtoCoin> {
    coins.iter().map(one_to_proto).collect()
}

/// One coin for the wire.
pub fn one_to_proto(coin: &Coin) -> ProtoCoin {
    ProtoCoin {
        denom: coin.denom.clone(),
        amount: coin.amount.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proto(denom: &str, amount: &str) -> ProtoCoin {
        ProtoCoin {
            denom: denom.to_owned(),
            amount: amount.to_owned(),
        }
    }

    #[test]
    fn malformed_lists_are_refused() {
        let bad: [&[ProtoCoin]; 8] = [
            &[proto("ustake", "0")],
            &[proto("ustake", "-1")],
            &[proto("ustake", "+1")],
            &[proto("ustake", "")],
            &[proto("ustake", "1.5")],
            &[proto("u", "1")],
            &[proto("ustake", "1"), proto("ustake", "1")],
            &[proto("ustake", "1"), proto("atom", "1")],
        ];
        for coins in bad {
            assert_eq!(
                parse(coins).unwrap_err().kind(),
                Kind::InvalidCoins,
                "{coins:?}"
            );
        }
        let huge = proto("ustake", &"9".repeat(90));
        assert_eq!(parse(&[huge]).unwrap_err().kind(), Kind::InvalidCoins);
        assert_eq!(parse(&[]).unwrap(), []);
    }

    #[test]
    fn contracts_may_be_sloppy() {
        let coins = [
            Coin::new(2_u128, "b"),
            Coin::new(0_u128, "c"),
            Coin::new(3_u128, "b"),
        ];
        assert_eq!(normalise(&coins).unwrap(), [Coin::new(5_u128, "b")]);
    }
}
