//! Which group seats were asked, and what became of it.

use cosmwasm_std::{StdResult, Storage};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::msg::{ProposalId, SeatId};
use crate::table::Table;

const ASKS: Table<ProposalId, Asks> = Table::new("k");

/// How a group seat was asked.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug)]
pub enum Ask {
    /// It has a mirror.
    Asked {
        /// Since when, unix seconds.
        at: u64,
    },
    /// It refused or could not answer.
    Failed {
        /// Why.
        reason: String,
    },
}

/// How the group seats of a proposal were asked in a round: those that were tried, the last word of each.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, Default)]
pub struct Asks(Vec<(SeatId, Ask)>, u32);

impl Asks {
    /// The asks of a round; those of an earlier one have lapsed.
    pub(crate) fn load(storage: &dyn Storage, id: ProposalId, turn: u32) -> StdResult<Self> {
        let found = ASKS.may_load(storage, id)?.filter(|asks| asks.1 == turn);
        Ok(found.unwrap_or_else(|| Self(Vec::new(), turn)))
    }

    pub(crate) fn save(&self, storage: &mut dyn Storage, id: ProposalId) {
        ASKS.save(storage, id, self);
    }

    pub(crate) fn of(&self, seat: SeatId) -> Option<&Ask> {
        let found = self.0.iter().find(|(asked, _)| *asked == seat);
        found.map(|(_, ask)| ask)
    }

    /// Whether a group seat has a mirror.
    pub(crate) fn was_asked(&self, seat: SeatId) -> bool {
        matches!(self.of(seat), Some(Ask::Asked { .. }))
    }

    pub(crate) fn put(&mut self, seat: SeatId, ask: Ask) {
        self.0.retain(|(asked, _)| *asked != seat);
        self.0.push((seat, ask));
    }
}
