//! Keeps checked ballots, each once.

use axum::http::StatusCode;
use folkmoot_group::msg::{Cast, SignedBallot};
use folkmoot_store::{Ballot, NewBallot, ReceiptId, Repository};

use super::super::Problem;
use super::booth::Voter;
use crate::duty::{Said, signers};

/// A ballot whose signatures and seat are checked.
pub(super) struct Checked {
    pub receipt: ReceiptId,
    pub group: String,
    pub proposal: u64,
    pub voter: Voter,
    pub ballot: SignedBallot,
}

impl Checked {
    /// Keeps it, unless its revision is not the seat's next. One that stands in the group already is carried, one that
    /// was kept before is left as it is.
    pub(super) async fn keep(
        self,
        store: &mut dyn Repository,
        now: u64,
    ) -> Result<ReceiptId, Problem> {
        let known = store.ballots().lookup(&self.receipt).await?;
        if known.is_some() {
            return Ok(self.receipt);
        }
        let stands = self.stands();
        if !stands {
            let waiting = self.waiting(store).await?;
            self.check_revision(&waiting)?;
        }
        let seat = self.voter.seat.seat;
        let payload = serde_json::to_value(&self.ballot)
            .map_err(|error| Problem::malformed(error.to_string()))?;
        let new = NewBallot {
            receipt: self.receipt.clone(),
            group: self.group,
            proposal: self.proposal,
            seat: Some(seat.into()),
            wallet: signers(&self.ballot),
            payload,
        };
        store.ballots().receive(new, now).await?;
        if stands {
            let said = Said::Cast { seat, height: None };
            store
                .ballots()
                .carried(&self.receipt, &said.text(), now)
                .await?;
        }
        Ok(self.receipt)
    }

    /// Whether exactly this ballot stands in the group: it was carried, and this relayer has forgotten it.
    fn stands(&self) -> bool {
        self.voter.before.as_ref().is_some_and(|before| {
            before.revision == self.ballot.revision
                && before.cast == Cast::Choice(self.ballot.choice)
                && before.reason == self.ballot.reason
                && before.by == signers(&self.ballot)
        })
    }

    async fn waiting(&self, store: &mut dyn Repository) -> Result<Vec<Ballot>, Problem> {
        let seat = self.voter.seat.seat.into();
        let mut ballots = store.ballots();
        Ok(ballots
            .waiting_of_seat(&self.group, self.proposal, seat)
            .await?)
    }

    fn check_revision(&self, waiting: &[Ballot]) -> Result<(), Problem> {
        let (seat, revision) = (self.voter.seat.seat, self.ballot.revision);
        let has_voted = self.voter.before.is_some() || !waiting.is_empty();
        if has_voted && !self.voter.may_change {
            let detail = format!("seat {seat} has voted on proposal {}", self.proposal);
            let title = "The seat has voted";
            return Err(Problem::new(
                StatusCode::CONFLICT,
                "already-voted",
                title,
                detail,
            ));
        }
        let next = next_revision(&self.voter, waiting);
        if revision != next {
            let detail =
                format!("the next ballot of seat {seat} has revision {next}, not {revision}");
            let (status, title) = (StatusCode::CONFLICT, "Another revision is next");
            return Err(Problem::new(status, "revision", title, detail)
                .with("next", next)
                .with("found", revision));
        }
        Ok(())
    }
}

/// The revision of a seat's next ballot, counting those that wait to be carried.
pub(super) fn next_revision(voter: &Voter, waiting: &[Ballot]) -> u32 {
    let revision = |ballot: &Ballot| {
        serde_json::from_value::<SignedBallot>(ballot.payload.clone()).map(|ballot| ballot.revision)
    };
    let kept = waiting.iter().filter_map(|ballot| revision(ballot).ok());
    let last = kept.max().unwrap_or_default();
    voter.next_revision.max(last.saturating_add(1))
}
