//! All variations in a list, for whoever plays them one after the other.

use futures::future::LocalBoxFuture;

use super::rows::{ROWS, play as play_row};
use super::{
    a_circle_of_groups_is_refused, a_disaster_leaves_the_groups_own_treasuries_alone,
    a_group_asked_too_late_stands_as_not_asked, a_group_that_leaves_mid_vote_counts_as_not_cast,
    a_late_roll_up_is_recorded_and_not_counted, a_period_too_short_is_refused,
    a_rejection_waits_until_its_signal_is_final, a_relayer_can_neither_forge_nor_double_a_vote,
    members_make_every_call_without_a_relayer, nobody_asked_is_no_quorum,
    signals_are_carried_through_three_levels, strangers_can_neither_ask_a_group_nor_seat_it,
};
use crate::error::StoryResult;
use crate::host::Host;

type Play = for<'h> fn(&'h dyn Host) -> LocalBoxFuture<'h, StoryResult<()>>;

/// A variation of the joint venture.
#[derive(Debug, Clone, Copy)]
pub struct Variation {
    /// Its letter in the list of scenarios.
    pub name: &'static str,
    /// What is different, or what comes of it.
    pub told: &'static str,
    how: How,
}

#[derive(Debug, Clone, Copy)]
enum How {
    Row,
    Own(Play),
}

impl Variation {
    /// Plays it; it ends at the first figure that is not as it is written.
    pub async fn play(&self, host: &dyn Host) -> StoryResult<()> {
        match self.how {
            How::Row => play_row(host, self.name).await,
            How::Own(play) => play(host).await,
        }
    }
}

/// All of them, but for the first row: that is the story itself.
pub fn all() -> impl Iterator<Item = Variation> {
    let rows = ROWS.iter().skip(1).map(|row| Variation {
        name: row.name,
        told: row.told,
        how: How::Row,
    });
    rows.chain(OWN.iter().map(|(name, told, play)| Variation {
        name,
        told,
        how: How::Own(*play),
    }))
}

/// Those that are more than a row of a table.
const OWN: &[(&str, &str, Play)] = &[
    (
        "a",
        "a rejection waits until its signal is final: nobody carries up a no at 13 to 13",
        |host| Box::pin(a_rejection_waits_until_its_signal_is_final(host)),
    ),
    (
        "e",
        "a joint period of 6 days is too short and refused",
        |host| Box::pin(a_period_too_short_is_refused(host)),
    ),
    (
        "f",
        "the relayer is down until day 7: its late vote is recorded and not counted",
        |host| Box::pin(a_late_roll_up_is_recorded_and_not_counted(host)),
    ),
    (
        "g",
        "the committee sits in a federation: signals are carried through three levels",
        |host| Box::pin(signals_are_carried_through_three_levels(host)),
    ),
    ("g", "a circle of groups is refused", |host| {
        Box::pin(a_circle_of_groups_is_refused(host))
    }),
    (
        "h",
        "without a relayer members make every call, with the same outcome",
        |host| Box::pin(members_make_every_call_without_a_relayer(host)),
    ),
    (
        "i",
        "a dishonest relayer can neither forge nor double a vote",
        |host| Box::pin(a_relayer_can_neither_forge_nor_double_a_vote(host)),
    ),
    (
        "j",
        "all of the joint treasury is gone: the groups' own are untouched",
        |host| Box::pin(a_disaster_leaves_the_groups_own_treasuries_alone(host)),
    ),
    (
        "k",
        "a group that is asked too late stands as not asked",
        |host| Box::pin(a_group_asked_too_late_stands_as_not_asked(host)),
    ),
    ("k", "nobody is asked: no quorum", |host| {
        Box::pin(nobody_asked_is_no_quorum(host))
    }),
    (
        "l",
        "a group leaves while the others vote: its missing ballot is not cast",
        |host| Box::pin(a_group_that_leaves_mid_vote_counts_as_not_cast(host)),
    ),
    (
        "m",
        "strangers can neither ask a group nor seat it",
        |host| Box::pin(strangers_can_neither_ask_a_group_nor_seat_it(host)),
    ),
];
