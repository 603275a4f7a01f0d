//! Each story on each host: `in_process` on a chain in memory, `over_rpc` on the embedded chain by signed transactions,
//! `on_wasmd` on a real one. What the story's transactions come to there must be what they come to in memory.

use folkmoot_daemon::log;
use folkmoot_stories::variations::*;
use folkmoot_stories::{Host, HostError, InProcess, Rpc, StoryResult, Tale};

use crate::wasmd;
use crate::witness::Witness;
use crate::{fellowship, joint_venture, two_houses};

/// One test a story and host: its name, and how it is played.
macro_rules! stories {
    ($($test:ident($host:ident) => $play:expr;)*) => {
        const STORIES: &[&str] = &[$(stringify!($test)),*];

        mod played {
            use super::*;

            $(pub async fn $test($host: &dyn Host) -> StoryResult<()> {
                $play.await
            })*
        }

        mod in_process {
            use super::*;

            $(#[tokio::test]
            async fn $test() {
                seen(InProcess::new(), played::$test).await;
            })*
        }

        mod over_rpc {
            use super::*;

            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                as_in_memory(Rpc::embedded().await, played::$test).await;
            })*
        }

        mod on_wasmd {
            use super::*;

            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[ignore = "needs wasmd: scripts/suite-wasmd"]
            async fn $test() {
                as_in_memory(wasmd::host().await, played::$test).await;
            })*
        }
    };
}

stories! {
    s1_is_the_first_row_of_the_variations(host) => play_row(host, "s1");
    joint_venture_is_decided_and_paid(host) => joint_venture::holds_its_figures(host);
    // by far the longest on a chain of real nodes: tests begin in the order of their names
    a_house_stops_and_never_forces(host) => two_houses::holds_its_figures(host);
    a_own_threshold_missed_is_an_abstention(host) => play_row(host, "a");
    a_signal_that_is_not_final_waits(host) => a_rejection_waits_until_its_signal_is_final(host);
    a2_a_group_against_it_says_no(host) => play_row(host, "a2");
    b_a_group_without_quorum_casts_nothing(host) => play_row(host, "b");
    c_a_tie_does_not_pass(host) => play_row(host, "c");
    d1_by_members_the_larger_group_decides(host) => play_row(host, "d1");
    d2_a_double_majority_needs_both_seats(host) => play_row(host, "d2");
    d3_split_votes_pass_27_to_17(host) => play_row(host, "d3");
    d4_half_of_all_and_more_passes_50_to_4(host) => play_row(host, "d4");
    d5_split_votes_are_half_of_all_and_no_more(host) => play_row(host, "d5");
    e_a_period_too_short_is_refused(host) => a_period_too_short_is_refused(host);
    f_a_late_roll_up_is_recorded_and_not_counted(host)
        => a_late_roll_up_is_recorded_and_not_counted(host);
    g_signals_are_carried_through_three_levels(host)
        => signals_are_carried_through_three_levels(host);
    g_a_circle_of_groups_is_refused(host) => a_circle_of_groups_is_refused(host);
    h_members_make_every_call_without_a_relayer(host)
        => members_make_every_call_without_a_relayer(host);
    i_a_relayer_can_neither_forge_nor_double_a_vote(host)
        => a_relayer_can_neither_forge_nor_double_a_vote(host);
    j_a_disaster_leaves_the_groups_own_treasuries_alone(host)
        => a_disaster_leaves_the_groups_own_treasuries_alone(host);
    k_a_group_asked_too_late_stands_as_not_asked(host)
        => a_group_asked_too_late_stands_as_not_asked(host);
    k_nobody_asked_is_no_quorum(host) => nobody_asked_is_no_quorum(host);
    l_a_group_that_leaves_mid_vote_counts_as_not_cast(host)
        => a_group_that_leaves_mid_vote_counts_as_not_cast(host);
    m_strangers_can_neither_ask_a_group_nor_seat_it(host)
        => strangers_can_neither_ask_a_group_nor_seat_it(host);
    fellowship_serves_and_never_governs(host) => fellowship::holds_its_figures(host);
}

/// `folkmoot demo` tells each of its stories, and `--variations` plays all others of these but the first row, which is the
/// joint venture once more.
#[test]
fn the_demo_plays_every_variation() {
    assert_eq!(all().count() + 1 + Tale::all().count(), STORIES.len());
}

/// What the relayer does is told on stderr, where `FOLKMOOT_LOG` says how much of it.
#[expect(clippy::unwrap_used, reason = "a helper of tests")]
pub fn logged() {
    if let Ok(wanted) = std::env::var("FOLKMOOT_LOG") {
        // another story of this process may have started it before
        let _ = log::start(log::LogFormat::Text, log::filter(&wanted).unwrap());
    }
}

/// Plays a story and says what its transactions came to.
#[expect(clippy::unwrap_used, reason = "a helper of tests")]
async fn seen<H: Host>(
    host: Result<H, HostError>,
    play: impl AsyncFn(&dyn Host) -> StoryResult<()>,
) -> Vec<String> {
    logged();
    let host = Witness::of(host.unwrap());
    if let Err(error) = play(&host).await {
        panic!("{error}");
    }
    host.into_seen()
}

/// The same, compared with the chain in memory.
async fn as_in_memory<H: Host>(
    host: Result<H, HostError>,
    play: impl AsyncFn(&dyn Host) -> StoryResult<()>,
) {
    let here = seen(host, &play).await;
    let in_memory = seen(InProcess::new(), &play).await;
    for (number, (here, in_memory)) in here.iter().zip(&in_memory).enumerate() {
        assert_eq!(here, in_memory, "transaction {number} of the story");
    }
    assert_eq!(here.len(), in_memory.len(), "transactions of the story");
}
