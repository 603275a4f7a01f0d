//! Asks a group's contract, whole lists where the contract answers in pages.

use folkmoot_group::document::DocumentKind;
use folkmoot_group::msg::{
    AdmissionView, AskView, BallotView, CharterView, ClaimKey, ClaimView, ContentView, CycleView,
    DelegationView, DocumentView, GroupView, HouseView, NoticeView, ObjectionRef, ObjectionView,
    PayOutView, ProposalId, ProposalView, QueryMsg, RoleView, SeatId, SeatView, StakeView,
    SubgroupView, TreasuryView, UplinkView, WeightView,
};
use serde::de::DeserializeOwned;

use super::CliError;
use crate::chain::{ChainError, Client, Node};

/// Entries asked for at once, the most that the contract gives.
const PAGE: u32 = 100;

/// A group on a chain.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    client: &'a Client,
    group: &'a str,
}

impl<'a> Reader<'a> {
    /// The group at an address.
    pub fn new(client: &'a Client, group: &'a str) -> Self {
        Self { client, group }
    }

    /// Its address.
    pub fn address(&self) -> &'a str {
        self.group
    }

    async fn ask<R: DeserializeOwned>(&self, query: &QueryMsg) -> Result<R, CliError> {
        match self.client.smart(self.group, query).await {
            Ok(answer) => Ok(answer),
            Err(ChainError::Refused { refusal, .. }) => {
                Err(self.refused(super::transaction::plain(&refusal)).await)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What a refused question means: no contract there, or the contract's own no.
    async fn refused(&self, reason: String) -> CliError {
        match self.client.contract_info(self.group).await {
            Ok(None) => CliError::refused(format!(
                "there is no group at {} on chain {} (node {})",
                self.group,
                self.client.chain_id(),
                self.client.node_url()
            )),
            _ => CliError::refused(format!("group {}: {reason}", self.group)),
        }
    }

    /// The time of the last block, which is what the contract counts with.
    pub async fn now(&self) -> Result<u64, CliError> {
        Ok(self.client.status().await?.time)
    }

    /// The group.
    pub async fn group(&self) -> Result<GroupView, CliError> {
        self.ask(&QueryMsg::Group {}).await
    }

    /// A charter; the one in force unless a version is named.
    pub async fn charter(&self, version: Option<u32>) -> Result<CharterView, CliError> {
        self.ask(&QueryMsg::Charter { version }).await
    }

    /// The seat that a wallet or contract holds.
    pub async fn seat_of(&self, holder: &str) -> Result<Option<SeatView>, CliError> {
        let holder = holder.to_owned();
        self.ask(&QueryMsg::SeatOf { holder }).await
    }

    /// The seats in order, the first `most` of them.
    pub async fn seats(&self, most: usize) -> Result<Vec<SeatView>, CliError> {
        let mut seats: Vec<SeatView> = Vec::new();
        while seats.len() < most {
            let page: Vec<SeatView> = self
                .ask(&QueryMsg::Seats {
                    start_after: seats.last().map(|seat| seat.seat),
                    limit: Some(PAGE),
                })
                .await?;
            let last = is_last(page.len());
            seats.extend(page);
            if last {
                break;
            }
        }
        seats.truncate(most);
        Ok(seats)
    }

    /// The groups above.
    pub async fn uplinks(&self) -> Result<Vec<UplinkView>, CliError> {
        self.ask(&QueryMsg::Uplinks {
            start_after: None,
            limit: Some(PAGE),
        })
        .await
    }

    /// The groups that look at this one's decisions.
    pub async fn houses(&self) -> Result<Vec<HouseView>, CliError> {
        self.ask(&QueryMsg::Houses {}).await
    }

    /// The groups whose decisions this one looks at.
    pub async fn reviewed(&self) -> Result<Vec<HouseView>, CliError> {
        self.ask(&QueryMsg::Reviewed {
            start_after: None,
            limit: Some(PAGE),
        })
        .await
    }

    /// The notice of a reviewed group's proposal.
    pub async fn notice(
        &self,
        group: &str,
        proposal: ProposalId,
    ) -> Result<Option<NoticeView>, CliError> {
        let group = group.to_owned();
        self.ask(&QueryMsg::Notice { group, proposal }).await
    }

    /// The roles and who holds them.
    pub async fn roles(&self) -> Result<Vec<RoleView>, CliError> {
        self.ask(&QueryMsg::Roles {}).await
    }

    /// Who lets whom carry their weight.
    pub async fn delegations(&self) -> Result<Vec<DelegationView>, CliError> {
        let mut found: Vec<DelegationView> = Vec::new();
        loop {
            let page: Vec<DelegationView> = self
                .ask(&QueryMsg::Delegations {
                    start_after: found.last().map(|given| given.seat),
                    limit: Some(PAGE),
                })
                .await?;
            let last = is_last(page.len());
            found.extend(page);
            if last {
                return Ok(found);
            }
        }
    }

    /// The representatives.
    pub async fn representatives(&self) -> Result<Vec<SeatView>, CliError> {
        self.ask(&QueryMsg::Representatives {}).await
    }

    /// The latest version of each document.
    pub async fn documents(&self) -> Result<Vec<DocumentView>, CliError> {
        let mut found: Vec<DocumentView> = Vec::new();
        loop {
            let page: Vec<DocumentView> = self
                .ask(&QueryMsg::Documents {
                    start_after: found.last().map(|document| document.kind.clone()),
                    limit: Some(PAGE),
                })
                .await?;
            let last = is_last(page.len());
            found.extend(page);
            if last {
                return Ok(found);
            }
        }
    }

    /// Every version of a document.
    pub async fn document_versions(
        &self,
        kind: &DocumentKind,
    ) -> Result<Vec<DocumentView>, CliError> {
        let mut found: Vec<DocumentView> = Vec::new();
        loop {
            let page: Vec<DocumentView> = self
                .ask(&QueryMsg::DocumentVersions {
                    kind: kind.clone(),
                    start_after: found.last().map(|document| document.version),
                    limit: Some(PAGE),
                })
                .await?;
            let last = is_last(page.len());
            found.extend(page);
            if last {
                return Ok(found);
            }
        }
    }

    /// A document; the latest version unless one is named.
    pub async fn document(
        &self,
        kind: DocumentKind,
        version: Option<u32>,
    ) -> Result<DocumentView, CliError> {
        self.ask(&QueryMsg::Document { kind, version }).await
    }

    /// The groups that this one founded.
    pub async fn subgroups(&self) -> Result<Vec<SubgroupView>, CliError> {
        let mut found: Vec<SubgroupView> = Vec::new();
        loop {
            let page: Vec<SubgroupView> = self
                .ask(&QueryMsg::Subgroups {
                    start_after: found.last().map(|subgroup| subgroup.number),
                    limit: Some(PAGE),
                })
                .await?;
            let last = is_last(page.len());
            found.extend(page);
            if last {
                return Ok(found);
            }
        }
    }

    /// What this group asks of another, and whether that fulfils it.
    pub async fn admission(&self, group: String) -> Result<AdmissionView, CliError> {
        self.ask(&QueryMsg::Admission { group }).await
    }

    /// The treasury.
    pub async fn treasury(&self) -> Result<TreasuryView, CliError> {
        self.ask(&QueryMsg::Treasury {}).await
    }

    /// What a seat has in the treasury.
    pub async fn stakes(&self, seat: SeatId) -> Result<Vec<StakeView>, CliError> {
        self.ask(&QueryMsg::Stakes { seat }).await
    }

    /// Where a seat is paid to.
    pub async fn pay_out(&self, seat: SeatId) -> Result<PayOutView, CliError> {
        self.ask(&QueryMsg::PayOut { seat }).await
    }

    /// All cycles of a denomination.
    pub async fn cycles(&self, denom: &str) -> Result<Vec<CycleView>, CliError> {
        let mut found: Vec<CycleView> = Vec::new();
        loop {
            let page: Vec<CycleView> = self
                .ask(&QueryMsg::Cycles {
                    denom: denom.to_owned(),
                    start_after: found.last().map(|cycle| cycle.cycle),
                    limit: Some(PAGE),
                })
                .await?;
            let last = is_last(page.len());
            found.extend(page);
            if last {
                return Ok(found);
            }
        }
    }

    /// All that is due and not paid yet.
    pub async fn claims(&self) -> Result<Vec<ClaimView>, CliError> {
        let mut found: Vec<ClaimView> = Vec::new();
        loop {
            let start_after = found.last().map(|claim| ClaimKey {
                claimant: claim.claimant.clone(),
                denom: claim.amount.denom.clone(),
            });
            let limit = Some(PAGE);
            let query = QueryMsg::Claims { start_after, limit };
            let page: Vec<ClaimView> = self.ask(&query).await?;
            let last = is_last(page.len());
            found.extend(page);
            if last {
                return Ok(found);
            }
        }
    }

    /// Proposals, the newest first: all, or only those that can still change.
    pub async fn proposals(&self, all: bool) -> Result<Vec<ProposalView>, CliError> {
        let mut found: Vec<ProposalView> = Vec::new();
        let mut start_after = None;
        loop {
            let page: Vec<ProposalView> = self
                .ask(&QueryMsg::Proposals {
                    start_after,
                    limit: Some(PAGE),
                    newest_first: true,
                })
                .await?;
            let last = is_last(page.len());
            start_after = page.last().map(|view| view.proposal);
            found.extend(page.into_iter().filter(|view| all || is_alive(view)));
            if last {
                return Ok(found);
            }
        }
    }

    /// A proposal.
    pub async fn proposal(&self, proposal: ProposalId) -> Result<ProposalView, CliError> {
        self.ask(&QueryMsg::ProposalView { proposal }).await
    }

    /// A proposal's text and actions.
    pub async fn content(&self, proposal: ProposalId) -> Result<ContentView, CliError> {
        self.ask(&QueryMsg::Content { proposal }).await
    }

    /// The objections to a proposal.
    pub async fn objections(&self, proposal: ProposalId) -> Result<Vec<ObjectionView>, CliError> {
        let mut found: Vec<ObjectionView> = Vec::new();
        loop {
            let last = found.last().map(|one| ObjectionRef {
                version: one.version,
                seat: one.seat,
            });
            let page: Vec<ObjectionView> = self
                .ask(&QueryMsg::Objections {
                    proposal,
                    start_after: last,
                    limit: Some(PAGE),
                })
                .await?;
            let last = is_last(page.len());
            found.extend(page);
            if last {
                return Ok(found);
            }
        }
    }

    /// A seat's ballot.
    pub async fn ballot(
        &self,
        proposal: ProposalId,
        seat: SeatId,
    ) -> Result<Option<BallotView>, CliError> {
        self.ask(&QueryMsg::Ballot { proposal, seat }).await
    }

    /// All ballots.
    pub async fn ballots(&self, proposal: ProposalId) -> Result<Vec<BallotView>, CliError> {
        let mut ballots: Vec<BallotView> = Vec::new();
        loop {
            let page: Vec<BallotView> = self
                .ask(&QueryMsg::Ballots {
                    proposal,
                    start_after: ballots.last().map(|ballot| ballot.seat),
                    limit: Some(PAGE),
                })
                .await?;
            let last = is_last(page.len());
            ballots.extend(page);
            if last {
                return Ok(ballots);
            }
        }
    }

    /// What a seat weighs in a proposal's electorate.
    pub async fn weight(&self, proposal: ProposalId, seat: SeatId) -> Result<u64, CliError> {
        let view: WeightView = self.ask(&QueryMsg::Weight { proposal, seat }).await?;
        Ok(view.weight)
    }

    /// How the group seats were asked.
    pub async fn asks(&self, proposal: ProposalId) -> Result<Vec<AskView>, CliError> {
        let mut asks: Vec<AskView> = Vec::new();
        loop {
            let page: Vec<AskView> = self
                .ask(&QueryMsg::Asks {
                    proposal,
                    start_after: asks.last().map(|ask| ask.seat),
                    limit: Some(PAGE),
                })
                .await?;
            // a page may be short because some of its seats have no vote; only an empty one is the last
            if page.is_empty() {
                return Ok(asks);
            }
            asks.extend(page);
        }
    }
}

fn is_last(found: usize) -> bool {
    u32::try_from(found).is_ok_and(|found| found < PAGE)
}

/// Whether a proposal can still change: a passed mirror only until it is carried up.
fn is_alive(view: &ProposalView) -> bool {
    use folkmoot_group::msg::Origin;
    match view.origin {
        Origin::Mirror { .. } | Origin::Review { .. } => {
            view.roll_up.is_none() && view.status.as_str() != "superseded"
        }
        Origin::Own { .. } | Origin::Outside { .. } => !view.status.is_final(),
    }
}
