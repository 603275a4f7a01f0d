//! How a group decides: procedures, content, deciding, executing, members, weights, wallets, lists, upgrades, and what tools
//! for other systems read.

mod content;
mod deciding;
mod endings;
mod executing;
mod foresight;
mod instant;
mod interop;
mod lists;
mod members;
mod pages;
mod procedures;
mod representatives;
mod theft;
mod upgrades;
mod vectors;
mod voiding;
mod wallets;
mod weights;

use crate::world::Trio;
