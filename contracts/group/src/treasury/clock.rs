//! The moment by which cycles are read.

use cosmwasm_std::{Env, Storage};
use folkmoot_rules::Moment;

use crate::cells::group::Group;
use crate::error::ContractError;
use crate::proposals::decision::moment;

/// The moment by which cycles are read: the block's, and the end of all times once the group's own sunset has come, because
/// its cycles end with it.
pub(crate) fn clock(storage: &dyn Storage, env: &Env) -> Result<Moment, ContractError> {
    let now = moment(env);
    Ok(match Group::load(storage)?.is_over(env) {
        true => Moment {
            at: u64::MAX,
            ..now
        },
        false => now,
    })
}
