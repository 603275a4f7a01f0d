//! Mirrors: what a group decides because another asks, by its own upstream policy.

use cosmwasm_std::{Env, HexBinary, Response, Storage};
use folkmoot_rules::Tally;

use crate::cells::group::Group;
use crate::charter::ElectorateKind;
use crate::charter::charters::charter_at;
use crate::error::{ContractError, LinkError, ProposalError};
use crate::json::binary;
use crate::msg::{ProposalId, SignalAnswer, Verdict};
use crate::proposals::book;
use crate::proposals::proposal::{AfterBlocks, Progress, Proposal, StoredOrigin};
use crate::seats::registry;

/// What is asked.
pub(crate) struct Asked {
    /// The block at whose start the charter and the electorate are taken.
    pub height: u64,
    pub title: String,
    pub version: u32,
    pub content_hash: HexBinary,
    pub origin: StoredOrigin,
    /// Before when the answer has to be there, unix seconds.
    pub before: u64,
}

/// Opens a mirror, and gives its number and when its ballots end.
///
/// # Errors
/// The group is over, nobody had a vote at that block, or its answer would come too late.
pub(crate) fn open(
    storage: &mut dyn Storage,
    env: &Env,
    asked: Asked,
) -> Result<(ProposalId, u64), ContractError> {
    let height = asked.height;
    let nobody = ProposalError::EmptyElectorate { height };
    let Some((found, sunset)) = charter_at(storage, height)? else {
        return Err(nobody.into());
    };
    let now = env.block.time.seconds();
    if sunset.is_some_and(|sunset| now >= sunset) {
        Group::load(storage)?.must_last(env)?;
    }
    let totals = registry::totals_at(storage, height)?;
    if totals.all.seats == 0 {
        return Err(nobody.into());
    }
    let in_time = |time: u64| sunset.map_or(time, |sunset| time.min(sunset));
    let round = &found.charter.spec().upstream.round;
    let deadline = in_time(round.period.after(now));
    let at_the_latest = in_time(round.longest(1).after(now));
    if at_the_latest >= asked.before {
        return Err(LinkError::Deadline {
            mirror: at_the_latest,
            joint: asked.before,
        }
        .into());
    }
    let mirror = Proposal {
        title: asked.title,
        version: asked.version,
        content_hash: asked.content_hash.into(),
        origin: asked.origin,
        charter: found.number,
        opened_at: now,
        opened_height: env.block.height,
        deadline,
        kind: ElectorateKind::CoreSeats,
        revoting: round.revoting,
        acts: false,
        electorate: totals.all,
        groups: totals.groups,
        parties: Vec::new(),
        slate: round.rule.slate(),
        concerned: Vec::new(),
        path: None,
        voters: Vec::new(),
        progress: Progress::default(),
        tally: Tally::default(),
        after_blocks: AfterBlocks::default(),
    };
    Ok((book::open(storage, &mirror)?, deadline))
}

/// What became of a signal, for the group that sent it.
pub(crate) fn answer(response: Response, verdict: Verdict) -> Response {
    response.set_data(binary(&SignalAnswer { verdict }))
}
