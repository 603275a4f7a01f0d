//! Asks a group's contract, whole lists where the contract answers in pages.

use folkmoot_chain::{ChainError, Client, Node};
use folkmoot_group::document::DocumentKind;
use folkmoot_group::msg::{
    AdmissionView, AskView, BallotView, CharterView, ClaimKey, ClaimView, ContentView, CycleView,
    DelegationView, DocumentView, GroupView, HouseView, NoticeView, ObjectionRef, ObjectionView,
    PayOutView, ProposalId, ProposalView, QueryMsg, RoleView, SeatId, SeatView, StakeView,
    SubgroupView, TreasuryView, UplinkView, WeightView,
};
use serde::de::DeserializeOwned;

use super::CliError;

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

    /// Another group on the same chain.
    pub fn of<'b>(&self, group: &'b str) -> Reader<'b>
    where
        'a: 'b,
    {
        Reader::new(self.client, group)
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

    /// A whole list, page by page, of which only the last is short: `next` asks for what is behind the last entry that is known.
    async fn all<T: DeserializeOwned>(
        &self,
        next: impl Fn(Option<&T>) -> QueryMsg,
    ) -> Result<Vec<T>, CliError> {
        self.at_least(usize::MAX, next).await
    }

    /// The same, ended with the page on which so many are known.
    async fn at_least<T: DeserializeOwned>(
        &self,
        least: usize,
        next: impl Fn(Option<&T>) -> QueryMsg,
    ) -> Result<Vec<T>, CliError> {
        let mut found: Vec<T> = Vec::new();
        while found.len() < least {
            let page: Vec<T> = self.ask(&next(found.last())).await?;
            let last = is_last(page.len());
            found.extend(page);
            if last {
                break;
            }
        }
        Ok(found)
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

    /// The seat that a wallet holds. An error says of which group it holds none: by its name, or by its address.
    pub async fn seat_held(&self, wallet: &str, group: &str) -> Result<SeatView, CliError> {
        let seat = self.seat_of(wallet).await?;
        seat.ok_or_else(|| CliError::refused(format!("{wallet} holds no seat of {group}")))
    }

    /// A seat by its number.
    pub async fn seat(&self, seat: SeatId) -> Result<SeatView, CliError> {
        self.ask(&QueryMsg::Seat { seat }).await
    }

    /// The seats in order, the first `most` of them.
    pub async fn seats(&self, most: usize) -> Result<Vec<SeatView>, CliError> {
        let next = |last: Option<&SeatView>| QueryMsg::Seats {
            start_after: last.map(|seat| seat.seat),
            limit: Some(PAGE),
        };
        let mut seats = self.at_least(most, next).await?;
        seats.truncate(most);
        Ok(seats)
    }

    /// The groups above.
    pub async fn uplinks(&self) -> Result<Vec<UplinkView>, CliError> {
        self.all(|last: Option<&UplinkView>| QueryMsg::Uplinks {
            start_after: last.map(|link| link.group.clone()),
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
        self.all(|last: Option<&HouseView>| QueryMsg::Reviewed {
            start_after: last.map(|link| link.group.clone()),
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
        self.all(|last: Option<&DelegationView>| QueryMsg::Delegations {
            start_after: last.map(|given| given.seat),
            limit: Some(PAGE),
        })
        .await
    }

    /// The representatives.
    pub async fn representatives(&self) -> Result<Vec<SeatView>, CliError> {
        self.ask(&QueryMsg::Representatives {}).await
    }

    /// The latest version of each document.
    pub async fn documents(&self) -> Result<Vec<DocumentView>, CliError> {
        self.all(|last: Option<&DocumentView>| QueryMsg::Documents {
            start_after: last.map(|document| document.kind.clone()),
            limit: Some(PAGE),
        })
        .await
    }

    /// Every version of a document.
    pub async fn document_versions(
        &self,
        kind: &DocumentKind,
    ) -> Result<Vec<DocumentView>, CliError> {
        self.all(|last: Option<&DocumentView>| QueryMsg::DocumentVersions {
            kind: kind.clone(),
            start_after: last.map(|document| document.version),
            limit: Some(PAGE),
        })
        .await
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
        self.all(|last: Option<&SubgroupView>| QueryMsg::Subgroups {
            start_after: last.map(|subgroup| subgroup.number),
            limit: Some(PAGE),
        })
        .await
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
        self.all(|last: Option<&CycleView>| QueryMsg::Cycles {
            denom: denom.to_owned(),
            start_after: last.map(|cycle| cycle.cycle),
            limit: Some(PAGE),
        })
        .await
    }

    /// All that is due and not paid yet.
    pub async fn claims(&self) -> Result<Vec<ClaimView>, CliError> {
        self.all(|last: Option<&ClaimView>| QueryMsg::Claims {
            start_after: last.map(|claim| ClaimKey {
                claimant: claim.claimant.clone(),
                denom: claim.amount.denom.clone(),
            }),
            limit: Some(PAGE),
        })
        .await
    }

    /// Proposals, the newest first: all, or only those that can still change.
    pub async fn proposals(&self, all: bool) -> Result<Vec<ProposalView>, CliError> {
        let next = |last: Option<&ProposalView>| QueryMsg::Proposals {
            start_after: last.map(|view| view.proposal),
            limit: Some(PAGE),
            newest_first: true,
        };
        let mut found = self.all(next).await?;
        found.retain(|view| all || is_alive(view));
        Ok(found)
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
        self.all(|last: Option<&ObjectionView>| QueryMsg::Objections {
            proposal,
            start_after: last.map(|one| ObjectionRef {
                version: one.version,
                seat: one.seat,
            }),
            limit: Some(PAGE),
        })
        .await
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
        self.all(|last: Option<&BallotView>| QueryMsg::Ballots {
            proposal,
            start_after: last.map(|ballot| ballot.seat),
            limit: Some(PAGE),
        })
        .await
    }

    /// What a seat weighs in a proposal's electorate.
    pub async fn weight(&self, proposal: ProposalId, seat: SeatId) -> Result<u64, CliError> {
        let view: WeightView = self.ask(&QueryMsg::Weight { proposal, seat }).await?;
        Ok(view.weight)
    }

    /// How the group seats were asked.
    pub async fn asks(&self, proposal: ProposalId) -> Result<Vec<AskView>, CliError> {
        self.all(|last: Option<&AskView>| QueryMsg::Asks {
            proposal,
            start_after: last.map(|ask| ask.seat),
            limit: Some(PAGE),
        })
        .await
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
