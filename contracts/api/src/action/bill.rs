//! What a proposal moves out, in each denomination.

use std::collections::BTreeMap;

use cosmwasm_std::{Coin, Uint128, Uint256};

use super::{Action, ActionError};
use crate::limits::{MAX_ACTIONS, MAX_COINS};

/// What a whole proposal moves out, per denomination: ten small spends weigh as one large one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill(BTreeMap<String, Uint256>);

impl Bill {
    /// Sums the coins of all actions.
    ///
    /// # Errors
    /// Too many actions or coins, an amount of 0, or a sum above what a balance can hold.
    pub fn of(actions: &[Action]) -> Result<Self, ActionError> {
        if actions.len() > MAX_ACTIONS {
            return Err(ActionError::TooMany {
                limit: MAX_ACTIONS,
                found: actions.len(),
            });
        }
        let mut sums: BTreeMap<String, Uint256> = BTreeMap::new();
        for action in actions {
            check_coins(action)?;
            for coin in action.coins() {
                let sum = sums.entry(coin.denom.clone()).or_default();
                *sum = sum
                    .checked_add(coin.amount)
                    .ok()
                    .filter(|total| *total <= Uint256::from(Uint128::MAX))
                    .ok_or_else(|| ActionError::Overflow {
                        denom: coin.denom.clone(),
                    })?;
            }
        }
        Ok(Self(sums))
    }

    /// Whether it is above the bar in one denomination.
    #[must_use]
    pub fn exceeds(&self, bar: &[Coin]) -> bool {
        self.0.iter().any(|(denom, sum)| {
            bar.iter()
                .find(|coin| &coin.denom == denom)
                .is_none_or(|coin| *sum > coin.amount)
        })
    }
}

fn check_coins(action: &Action) -> Result<(), ActionError> {
    let coins = action.coins();
    let must_pay = matches!(
        action,
        Action::Spend { .. } | Action::Contribute { .. } | Action::Stake { .. }
    );
    if coins.len() > MAX_COINS || (must_pay && coins.is_empty()) {
        return Err(ActionError::CoinCount {
            limit: MAX_COINS,
            found: coins.len(),
        });
    }
    for (index, coin) in coins.iter().enumerate() {
        folkmoot_rules::check_line("denomination", &coin.denom)?;
        if coin.amount.is_zero() {
            return Err(ActionError::ZeroAmount {
                denom: coin.denom.clone(),
            });
        }
        if coins
            .iter()
            .take(index)
            .any(|other| other.denom == coin.denom)
        {
            return Err(ActionError::DoubledDenom {
                denom: coin.denom.clone(),
            });
        }
    }
    Ok(())
}
