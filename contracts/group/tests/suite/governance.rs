//! How a group decides: procedures, content, deciding, executing, members, weights, wallets, lists, upgrades, and what tools
//! for other systems read.

mod content;
mod deciding;
mod executing;
mod instant;
mod interop;
mod lists;
mod members;
mod procedures;
mod representatives;
mod upgrades;
mod vectors;
mod wallets;
mod weights;

use crate::world::Trio;
