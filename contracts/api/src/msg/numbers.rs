//! What seats and proposals are called by.

/// The number of a seat in its group, from 1.
pub type SeatId = u32;
/// The number of a proposal in its group, from 1.
pub type ProposalId = u64;
