//! Checks at the door that look at nothing but what is handed in.

use folkmoot_rules::{Seconds, check_line, check_lines};

use crate::error::{
    ContractError, FoundingError, HouseError, LinkError, ProposalError, RoleError, SeatError,
};
use crate::limits::{MAX_CONCERN, MAX_NAME, MAX_PERIOD_SECONDS, MAX_TEXT, MAX_TITLE, MAX_WEIGHT};

/// Checks a name: its length, and that it is one line that can be seen.
pub(crate) fn check_name(what: &'static str, name: &str) -> Result<(), ContractError> {
    if name.is_empty() || name.len() > MAX_NAME {
        return Err(FoundingError::Length {
            what,
            limit: MAX_NAME,
            bytes: name.len(),
        }
        .into());
    }
    Ok(check_line(what, name)?)
}

pub(crate) fn check_title(title: &str) -> Result<(), ContractError> {
    if title.is_empty() {
        return Err(ProposalError::NoTitle.into());
    }
    check_length("title", MAX_TITLE, title.len())?;
    Ok(check_line("title", title)?)
}

pub(crate) fn check_text(text: &str) -> Result<(), ContractError> {
    check_length("text", MAX_TEXT, text.len())?;
    Ok(check_lines("text", text)?)
}

/// Checks a concern or its answer.
pub(crate) fn check_concern(text: &str) -> Result<(), ContractError> {
    if text.is_empty() || text.len() > MAX_CONCERN {
        return Err(HouseError::Text {
            limit: MAX_CONCERN,
            bytes: text.len(),
        }
        .into());
    }
    Ok(check_lines("concern", text)?)
}

pub(crate) fn check_length(
    what: &'static str,
    limit: usize,
    bytes: usize,
) -> Result<(), ProposalError> {
    if bytes > limit {
        return Err(ProposalError::TooLong { what, limit, bytes });
    }
    Ok(())
}

/// A lead time that could be agreed.
pub(crate) const fn check_lead_time(lead_time: Seconds) -> Result<(), LinkError> {
    if lead_time.is_zero() || lead_time.0 > MAX_PERIOD_SECONDS {
        return Err(LinkError::LeadTimeBound {
            limit: Seconds(MAX_PERIOD_SECONDS),
            lead_time,
        });
    }
    Ok(())
}

/// A response time that could be agreed.
pub(crate) const fn check_response_time(response_time: Seconds) -> Result<(), HouseError> {
    if response_time.is_zero() || response_time.0 > MAX_PERIOD_SECONDS {
        return Err(HouseError::ResponseTime {
            limit: Seconds(MAX_PERIOD_SECONDS),
            response_time,
        });
    }
    Ok(())
}

/// Makes sure that there is room for one more core seat.
pub(crate) const fn check_core_limit(limit: u32, core: u64) -> Result<(), RoleError> {
    if core >= limit as u64 {
        return Err(RoleError::CoreLimit {
            limit,
            count: core.saturating_add(1),
        });
    }
    Ok(())
}

pub(crate) const fn check_weight(weight: u64) -> Result<(), SeatError> {
    if weight == 0 || weight > MAX_WEIGHT {
        return Err(SeatError::Weight {
            limit: MAX_WEIGHT,
            weight,
        });
    }
    Ok(())
}
