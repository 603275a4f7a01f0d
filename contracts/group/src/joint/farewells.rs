//! Farewells that a neighbour has not heard.

use cosmwasm_std::{StdResult, Storage};

use crate::msg::LinkSide;
use crate::table::Table;

const FAREWELLS: Table<&str, Vec<LinkSide>> = Table::new("F");

/// Notes that a group has not heard of the end of the link in which this one was that side.
pub(crate) fn owe(storage: &mut dyn Storage, group: &str, side: LinkSide) -> StdResult<()> {
    let mut sides = FAREWELLS.may_load(storage, group)?.unwrap_or_default();
    if !sides.contains(&side) {
        sides.push(side);
    }
    FAREWELLS.save(storage, group, &sides);
    Ok(())
}

/// What a group has not heard; from here on it counts as said.
pub(crate) fn take(storage: &mut dyn Storage, group: &str) -> StdResult<Vec<LinkSide>> {
    let sides = FAREWELLS.may_load(storage, group)?.unwrap_or_default();
    FAREWELLS.remove(storage, group);
    Ok(sides)
}
