//! What else could have happened: the variations of the joint venture, each a story of its own with its outcome.

mod all;
mod asking;
mod federation;
mod leaving;
mod relaying;
mod rows;
mod strangers;
mod terms;
mod waiting;

use super::step::Treasuries;

/// The treasuries where nothing was paid.
const KEPT: Treasuries = Treasuries {
    committee: 500,
    oem: 2_600,
    swim_buddies: 300,
    caterer: 0,
};
/// The treasuries where the barbecue was paid.
const PAID: Treasuries = Treasuries {
    committee: 0,
    caterer: 500,
    ..KEPT
};

pub use all::{Variation, all};
pub use asking::{a_group_asked_too_late_stands_as_not_asked, nobody_asked_is_no_quorum};
pub use federation::{a_circle_of_groups_is_refused, signals_are_carried_through_three_levels};
pub use leaving::a_group_that_leaves_mid_vote_counts_as_not_cast;
pub use relaying::{
    a_late_roll_up_is_recorded_and_not_counted, a_relayer_can_neither_forge_nor_double_a_vote,
    members_make_every_call_without_a_relayer,
};
pub use rows::{ROWS, Row, play as play_row};
pub use strangers::strangers_can_neither_ask_a_group_nor_seat_it;
pub use terms::{a_disaster_leaves_the_groups_own_treasuries_alone, a_period_too_short_is_refused};
pub use waiting::a_rejection_waits_until_its_signal_is_final;
