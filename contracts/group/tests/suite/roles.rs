//! Roles: who holds them and for how long, by decision, acclamation and in turn; what they decide, propose and spend; and
//! what seats of each standing may do.

mod acclaiming;
mod charters;
mod deciding;
mod holding;
mod layers;
mod proposing;
mod spending;
mod standing;
mod turning;

use crate::world::Trio;
