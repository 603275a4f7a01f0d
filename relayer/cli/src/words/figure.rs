//! Figures and times. Nothing is rounded to a figure that isn't so.

use cosmwasm_std::Coin;
use folkmoot_group::msg::TreasuryView;
use folkmoot_rules::{Seconds, UNITS_PER_WEIGHT};
use tendermint::Time;

/// Coins as `500 ustake and 3 uatom`.
pub fn coins(coins: &[Coin]) -> String {
    let words: Vec<String> = coins
        .iter()
        .map(|coin| format!("{} {}", coin.amount, super::line(&coin.denom)))
        .collect();
    list(&words, "nothing")
}

pub(super) fn list(words: &[String], none: &str) -> String {
    match words {
        [] => none.to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A share in per cent: exact, or cut off behind the second digit and marked so.
pub fn percent(part: u128, whole: u128) -> String {
    let hundredths = part
        .checked_mul(10_000)
        .and_then(|scaled| Some((scaled.checked_div(whole)?, scaled.checked_rem(whole)?)));
    let Some((hundredths, rest)) = hundredths else {
        return "– %".to_owned();
    };
    let (whole, fraction) = (hundredths / 100, hundredths % 100);
    match (fraction, rest) {
        (0, 0) => format!("{whole} %"),
        (fraction, 0) if fraction % 10 == 0 => format!("{whole}.{} %", fraction / 10),
        (fraction, 0) => format!("{whole}.{fraction:02} %"),
        (fraction, _) => format!("{whole}.{fraction:02}… %"),
    }
}

/// The weight of some units of a tally, with as many digits as it has.
pub fn weight(units: u128) -> String {
    let (whole, fraction) = (units / UNITS_PER_WEIGHT, units % UNITS_PER_WEIGHT);
    if fraction == 0 {
        return whole.to_string();
    }
    let digits = format!("{fraction:06}");
    format!("{whole}.{}", digits.trim_end_matches('0'))
}

/// A number of things: `1 seat`, `2 seats`.
pub fn count(number: impl Into<u128>, thing: &str) -> String {
    let number: u128 = number.into();
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{ending}")
}

/// A unix second as `2026-11-28 04:00:00 UTC`.
pub fn instant(seconds: u64) -> String {
    i64::try_from(seconds)
        .ok()
        .and_then(|seconds| Time::from_unix_timestamp(seconds, 0).ok())
        .map_or_else(
            || "the end of time".to_owned(),
            |time| time.to_rfc3339().replace('T', " ").replace('Z', " UTC"),
        )
}

/// A unix second and how far it is: `2026-11-28 04:00:00 UTC, in 6 d 23 h`.
pub fn until(then: u64, now: u64) -> String {
    let distance = |from: u64, to: u64| short(Seconds(to.saturating_sub(from)));
    let far = match then {
        then if then > now => format!("in {}", distance(now, then)),
        then if then < now => format!("{} ago", distance(then, now)),
        _ => "now".to_owned(),
    };
    format!("{}, {far}", instant(then))
}

/// The two largest units of a length of time.
fn short(length: Seconds) -> String {
    let words = length.to_string();
    let parts: Vec<&str> = words.split(' ').take(4).collect();
    parts.join(" ")
}

/// A treasury, a line for each denomination.
pub fn treasury(treasury: &TreasuryView) -> String {
    if treasury.sums.is_empty() {
        return "empty".to_owned();
    }
    let mut lines: Vec<String> = treasury
        .sums
        .iter()
        .map(|sum| {
            let denom = super::line(&sum.balance.denom);
            let (common, given, paid) = (sum.common_fund.amount, sum.given.amount, sum.paid.amount);
            let mut line = format!(
                "{common} {denom} in the common fund; {given} given and {paid} paid so far"
            );
            for (part, what) in [
                (&sum.free_stakes, "free stakes"),
                (&sum.pools, "pools of cycles"),
                (&sum.claims, "claims that are due"),
                (&sum.deposits, "deposits"),
            ] {
                if !part.amount.is_zero() {
                    line.push_str(&format!("\n  {} in {what}", part.amount));
                }
            }
            line
        })
        .collect();
    if treasury.more {
        lines.push("and more, which strangers gave".to_owned());
    }
    lines.join("\n")
}
