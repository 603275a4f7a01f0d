//! How long a joint proposal must run so that every group can decide in time.

use thiserror::Error;

use crate::{consent::Resolving, time::Seconds};

/// Why a period does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LeadTimeError {
    /// Without a buffer there is no time to ask and to answer.
    #[error("relay buffer is 0 s, it must be above 0")]
    NoBuffer,
    /// The groups could not decide in time.
    #[error("joint period {period} < internal {longest_lead} + relay buffer {buffer}")]
    TooShort {
        /// The period of the deciding round.
        period: Seconds,
        /// The longest agreed lead time among the group seats.
        longest_lead: Seconds,
        /// The relay buffer.
        buffer: Seconds,
    },
}

/// How long a group takes at most from being asked to its vote upstream: its upstream deciding round with resolving and
/// fallback. A mirror has one version.
#[must_use]
pub fn lead_time(upstream_period: Seconds, resolving: Option<&Resolving>) -> Seconds {
    upstream_period.saturating_add(resolving.map_or(Seconds::ZERO, Resolving::longest))
}

/// Whether a deciding round leaves its group seats their lead time and the relay buffer.
///
/// The buffer being above 0, upstream periods strictly grow going up: a circle of groups can't fit.
pub fn check_period(
    period: Seconds,
    longest_lead: Seconds,
    buffer: Seconds,
) -> Result<(), LeadTimeError> {
    if buffer.is_zero() {
        return Err(LeadTimeError::NoBuffer);
    }
    match longest_lead.checked_add(buffer) {
        Some(needed) if needed <= period => Ok(()),
        _ => Err(LeadTimeError::TooShort {
            period,
            longest_lead,
            buffer,
        }),
    }
}

/// The instant from which no mirror may be opened any more: the end of the first half of the relay buffer.
#[must_use]
pub const fn ask_deadline(opened_at: u64, buffer: Seconds) -> u64 {
    // Instants are whole seconds: "before the middle" of an odd buffer includes the second in which the middle lies.
    opened_at.saturating_add(buffer.0.div_ceil(2))
}
