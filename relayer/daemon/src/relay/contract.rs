//! A group's contract as the relayer asks it: whole lists, page by page.

use folkmoot_chain::{ChainError, Client};
use folkmoot_group::action::Action;
use folkmoot_group::msg::{
    AskView, BallotView, CharterView, ContentView, GroupView, HouseView, NoticeView, ProposalId,
    ProposalView, QueryMsg, SeatId, SeatView, UplinkView, WeightView,
};
use serde::de::DeserializeOwned;

/// Entries asked for at once, the most that the contract gives.
const PAGE: u32 = 100;
/// Pages read of one list: a contract that always has more is cut off.
const MAX_PAGES: usize = 10_000;

/// A group's contract.
#[derive(Debug, Clone, Copy)]
pub struct Contract<'a> {
    client: &'a Client,
    address: &'a str,
}

impl<'a> Contract<'a> {
    /// The group at an address.
    pub fn new(client: &'a Client, address: &'a str) -> Self {
        Self { client, address }
    }

    /// The chain it is on.
    pub fn client(&self) -> &'a Client {
        self.client
    }

    async fn ask<R: DeserializeOwned>(&self, query: &QueryMsg) -> Result<R, ChainError> {
        self.client.smart(self.address, query).await
    }

    /// The group.
    pub async fn group(&self) -> Result<GroupView, ChainError> {
        self.ask(&QueryMsg::Group {}).await
    }

    /// The charter in force.
    pub async fn charter(&self) -> Result<CharterView, ChainError> {
        self.ask(&QueryMsg::Charter { version: None }).await
    }

    /// All seats, those that left too.
    pub async fn seats(&self) -> Result<Vec<SeatView>, ChainError> {
        let query = |start_after| QueryMsg::Seats {
            start_after,
            limit: Some(PAGE),
        };
        self.all(query, |seat: &SeatView| seat.seat).await
    }

    /// The groups above.
    pub async fn uplinks(&self) -> Result<Vec<UplinkView>, ChainError> {
        let query = |start_after| QueryMsg::Uplinks {
            start_after,
            limit: Some(PAGE),
        };
        self.all(query, |link: &UplinkView| link.group.clone())
            .await
    }

    /// The groups that look at this one's decisions.
    pub async fn houses(&self) -> Result<Vec<HouseView>, ChainError> {
        self.ask(&QueryMsg::Houses {}).await
    }

    /// The groups whose decisions this one looks at, as their house.
    pub async fn reviewed(&self) -> Result<Vec<HouseView>, ChainError> {
        let query = |start_after| QueryMsg::Reviewed {
            start_after,
            limit: Some(PAGE),
        };
        self.all(query, |link: &HouseView| link.group.clone()).await
    }

    /// The vetoes of this house about decisions of a reviewed group that were neither delivered nor reported as failed.
    pub async fn vetoes_about(&self, group: &str) -> Result<Vec<ProposalId>, ChainError> {
        let query = |start_after| QueryMsg::Notices {
            group: group.to_owned(),
            start_after,
            limit: Some(PAGE),
        };
        let notices = self.all(query, |notice: &NoticeView| notice.proposal);
        let open = notices.await?.into_iter().filter(|notice| !notice.closed);
        Ok(open.filter_map(|notice| notice.veto).collect())
    }

    /// Whether a proposal of this house is a veto that was neither delivered nor reported as failed.
    pub async fn holds_by_veto(&self, proposal: ProposalId) -> Result<bool, ChainError> {
        let content: ContentView = self.ask(&QueryMsg::Content { proposal }).await?;
        let [
            Action::Veto {
                group,
                proposal: about,
                ..
            },
        ] = content.actions.as_slice()
        else {
            return Ok(false);
        };
        let query = QueryMsg::Notice {
            group: group.clone(),
            proposal: *about,
        };
        let notice: Option<NoticeView> = self.ask(&query).await?;
        Ok(notice.is_some_and(|notice| notice.veto == Some(proposal) && !notice.closed))
    }

    /// All proposals.
    pub async fn proposals(&self) -> Result<Vec<ProposalView>, ChainError> {
        let query = |start_after| QueryMsg::Proposals {
            start_after,
            limit: Some(PAGE),
            newest_first: false,
        };
        self.all(query, |view: &ProposalView| view.proposal).await
    }

    /// A proposal.
    pub async fn proposal(&self, proposal: ProposalId) -> Result<ProposalView, ChainError> {
        self.ask(&QueryMsg::ProposalView { proposal }).await
    }

    /// How the group seats of a proposal were asked.
    pub async fn asks(&self, proposal: ProposalId) -> Result<Vec<AskView>, ChainError> {
        let query = |start_after| QueryMsg::Asks {
            proposal,
            start_after,
            limit: Some(PAGE),
        };
        self.all(query, |ask: &AskView| ask.seat).await
    }

    /// A seat.
    pub async fn seat(&self, seat: SeatId) -> Result<SeatView, ChainError> {
        self.ask(&QueryMsg::Seat { seat }).await
    }

    /// The seat that a wallet or contract holds.
    pub async fn seat_of(&self, holder: &str) -> Result<Option<SeatView>, ChainError> {
        let holder = holder.to_owned();
        self.ask(&QueryMsg::SeatOf { holder }).await
    }

    /// What a seat weighs in a proposal's electorate.
    pub async fn weight(&self, proposal: ProposalId, seat: SeatId) -> Result<u64, ChainError> {
        let query = QueryMsg::Weight { proposal, seat };
        Ok(self.ask::<WeightView>(&query).await?.weight)
    }

    /// A seat's ballot.
    pub async fn ballot(
        &self,
        proposal: ProposalId,
        seat: SeatId,
    ) -> Result<Option<BallotView>, ChainError> {
        self.ask(&QueryMsg::Ballot { proposal, seat }).await
    }

    /// The mirror of another group's proposal.
    pub async fn mirror_of(
        &self,
        group: &str,
        proposal: ProposalId,
    ) -> Result<Option<ProposalView>, ChainError> {
        let group = group.to_owned();
        self.ask(&QueryMsg::MirrorOf { group, proposal }).await
    }

    /// A whole list. Only the last page of one is short.
    async fn all<R: DeserializeOwned, M>(
        &self,
        query: impl Fn(Option<M>) -> QueryMsg,
        mark: impl Fn(&R) -> M,
    ) -> Result<Vec<R>, ChainError> {
        let mut found: Vec<R> = Vec::new();
        for _ in 0..MAX_PAGES {
            let page: Vec<R> = self.ask(&query(found.last().map(&mark))).await?;
            let is_last = page.len() < PAGE as usize;
            found.extend(page);
            if is_last {
                break;
            }
        }
        Ok(found)
    }
}
