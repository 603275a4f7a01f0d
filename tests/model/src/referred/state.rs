//! What a state is asked: by its own memory, and by the contracts on its chain.

use anyhow::{Context, Result};
use folkmoot_group::msg::{NoticeView, ProposalId, ProposalView, QueryMsg};
use folkmoot_rules::{Outcome, Status};

use super::State;
use crate::parts::DAY;

impl State {
    pub(super) fn keeps(&self, rule: &str) -> bool {
        !self.broken.contains(&rule)
    }

    /// How often coins were paid.
    pub(super) fn paid(&self) -> u32 {
        self.chain.paid.values().sum()
    }

    pub(super) fn is(&self, status: Status) -> bool {
        self.decision()
            .is_ok_and(|decision| decision.status == status)
    }

    pub(super) fn decision(&self) -> Result<ProposalView> {
        let proposal = self.proposal;
        let question = QueryMsg::ProposalView { proposal };
        self.chain.ask(&crate::group("cell"), question)
    }

    pub(super) fn of_house(&self, proposal: ProposalId) -> Result<ProposalView> {
        let question = QueryMsg::ProposalView { proposal };
        self.chain.ask(&crate::group("house"), question)
    }

    fn mirror(&self) -> Result<Option<ProposalId>> {
        let question = QueryMsg::Notice {
            group: crate::group("cell").into(),
            proposal: self.proposal,
        };
        let notice: Option<NoticeView> = self.chain.ask(&crate::group("house"), question)?;
        Ok(notice.and_then(|notice| notice.mirror))
    }

    /// What the house votes on: its last veto, or its mirror.
    pub(super) fn asked(&self) -> Result<ProposalId> {
        match self.count.stops.last() {
            Some(stop) => Ok(stop.veto),
            None => self.mirror()?.context("nothing is asked"),
        }
    }

    pub(super) fn has_open_veto(&self) -> Result<bool> {
        for stop in &self.count.stops {
            if !self.of_house(stop.veto)?.status.is_final() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether all is over after a year in which nobody does anything.
    pub(super) fn ends_by_itself(&self) -> Result<bool> {
        let mut later = self.clone();
        later.chain.advance_to(self.chain.time + 366 * DAY);
        let mut over = later.decision()?.status.is_final();
        for stop in &self.count.stops {
            over &= later.of_house(stop.veto)?.status.is_final();
        }
        if let Some(mirror) = self.mirror()? {
            over &= later.of_house(mirror)?.outcome != Outcome::Undecided;
        }
        Ok(over)
    }
}
