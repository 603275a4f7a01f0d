//! Where a proposal stands, as stored: its ballots counted, and what has happened besides. A ballot rewrites it, so what
//! most proposals never need takes one byte.

use folkmoot_rules::{Carried, Electorate, Measure, Tally};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::proposals::proposal::{AfterBlocks, FallbackRound, Progress, Proposal};

/// Where a proposal stands: its tally in millionths of weight and in seats, each as yes, no, abstain and not cast; and
/// its progress.
#[derive(Serialize, Encode, Deserialize, Decode, Default)]
pub(crate) struct Standing(
    [u128; 4],
    [u128; 4],
    Progress,
    #[serde(default)] Option<Box<OfConsent>>,
);

/// What stands of a consent round besides: stand-asides and blocks, each in weight and seats; whether the proposer's seat
/// said yes; blocks of seats that the proposal is about; what blocks led to; the fallback round. Then what delegates carry,
/// if anything: in weight and seats of this round, and in those of the fallback.
#[derive(Serialize, Encode, Deserialize, Decode, Default, PartialEq, Eq)]
struct OfConsent(
    [u128; 2],
    [u128; 2],
    bool,
    u32,
    AfterBlocks,
    Option<([u128; 4], [u128; 4], Electorate)>,
    Vec<[u128; 4]>,
);

impl Standing {
    // not inlined into those who load and save: a chain refuses functions with more than 100 local variables
    #[inline(never)]
    pub(crate) fn of(proposal: &Proposal) -> Self {
        let Tally {
            weight,
            seats,
            proposer_yes,
            concerned_blocks,
            carried,
        } = proposal.tally;
        let FallbackRound { tally, asked } = *proposal.after_blocks.fallback;
        let fallback = (tally != Tally::default() || asked != Electorate::default())
            .then(|| (parts(tally.weight), parts(tally.seats), asked));
        let consent = OfConsent(
            [weight.stand_aside, seats.stand_aside],
            [weight.block, seats.block],
            proposer_yes,
            concerned_blocks,
            proposal.after_blocks.clone(),
            fallback,
            carried_parts(carried, tally.carried),
        );
        Self(
            parts(weight),
            parts(seats),
            proposal.progress.clone(),
            (consent != OfConsent::default()).then(|| Box::new(consent)),
        )
    }

    #[inline(never)]
    pub(crate) fn put_into(self, proposal: &mut Proposal) {
        let mut tally = Tally {
            weight: measure(self.0),
            seats: measure(self.1),
            ..Tally::default()
        };
        if let Some(consent) = self.3 {
            let OfConsent(aside, block, proposer_yes, concerned_blocks, after, fallback, carried) =
                *consent;
            [tally.weight.stand_aside, tally.seats.stand_aside] = aside;
            [tally.weight.block, tally.seats.block] = block;
            tally.proposer_yes = proposer_yes;
            tally.concerned_blocks = concerned_blocks;
            proposal.after_blocks = after;
            let mut carried = carried.into_iter();
            tally.carried = carried_of(&mut carried);
            if let Some((weight, seats, asked)) = fallback {
                *proposal.after_blocks.fallback = FallbackRound {
                    tally: Tally {
                        weight: measure(weight),
                        seats: measure(seats),
                        carried: carried_of(&mut carried),
                        ..Tally::default()
                    },
                    asked,
                };
            }
        }
        proposal.tally = tally;
        proposal.progress = self.2;
    }
}

/// What delegates carry in the round and in the fallback, as stored.
#[inline(never)]
fn carried_parts(now: Carried, later: Carried) -> Vec<[u128; 4]> {
    if now.is_nothing() && later.is_nothing() {
        return Vec::new();
    }
    vec![
        parts(now.weight),
        parts(now.seats),
        parts(later.weight),
        parts(later.seats),
    ]
}

/// What delegates carry in the next of the rounds.
#[inline(never)]
fn carried_of(stored: &mut impl Iterator<Item = [u128; 4]>) -> Carried {
    let mut next = || stored.next().map(measure).unwrap_or_default();
    Carried {
        weight: next(),
        seats: next(),
    }
}

/// The parts of a threshold's measure, as stored.
const fn parts(measure: Measure) -> [u128; 4] {
    [measure.yes, measure.no, measure.abstain, measure.not_cast]
}

fn measure([yes, no, abstain, not_cast]: [u128; 4]) -> Measure {
    Measure {
        yes,
        no,
        abstain,
        not_cast,
        ..Measure::default()
    }
}
