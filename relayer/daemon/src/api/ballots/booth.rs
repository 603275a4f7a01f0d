//! A proposal as far as a ballot on it has to be checked: by the chain's word and the contract's rules.

use axum::http::StatusCode;
use folkmoot_chain::ChainError;
use folkmoot_group::limits::MAX_REASON;
use folkmoot_group::msg::{BallotView, Cast, ProposalView, SeatView, SignedBallot};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{BallotFields, ProofError, Status, check_lines};
use folkmoot_store::ReceiptId;
use folkmoot_wallets::{SignatureError, check_signature, signs_typed_data};
use tokio::sync::OnceCell;

use super::super::{Problem, Shared};
use crate::relay::{Contract, next_ballot};

/// A proposal that ballots are checked for.
pub(super) struct Booth<'a> {
    contract: Contract<'a>,
    chain: &'a str,
    group: &'a str,
    /// The proposal, as the chain tells it.
    pub proposal: ProposalView,
    /// The time of the chain.
    now: u64,
    /// The group's name, once a text was asked for that it stands in.
    name: OnceCell<String>,
}

/// A voter's seat, with what stands in the group for it.
pub(super) struct Voter {
    /// The seat.
    pub seat: SeatView,
    /// What it weighs in the proposal.
    pub weight: u64,
    /// Its ballot on the chain that counts.
    pub before: Option<BallotView>,
    /// The number of its next ballot, as the chain counts.
    pub next_revision: u32,
    /// Whether the one that counts may be changed.
    pub may_change: bool,
}

fn refuse(slug: &str, title: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, slug, title, detail)
}

fn missing(slug: &str, title: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, slug, title, detail)
}

impl<'a> Booth<'a> {
    /// Looks at a proposal of a followed group.
    pub(super) async fn open(
        shared: &'a Shared,
        group: &'a str,
        proposal: u64,
    ) -> Result<Self, Problem> {
        if !shared.pulse.follows(group) {
            if !shared.pulse.now().started {
                return Err(Problem::starting());
            }
            let detail = format!("this relayer does not follow a group {group}");
            let title = "The group is not followed here";
            return Err(missing("group-not-followed", title, detail).with("group", group));
        }
        let contract = shared.context.contract(group);
        let view = match contract.proposal(proposal).await {
            Ok(view) => view,
            Err(ChainError::Refused { .. }) => {
                let detail = format!("group {group} has no proposal {proposal}");
                let title = "No such proposal";
                return Err(missing("proposal-unknown", title, detail).with("proposal", proposal));
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Self {
            contract,
            chain: shared.context.client.chain_id(),
            group,
            proposal: view,
            now: shared.pulse.chain_time(),
            name: OnceCell::new(),
        })
    }

    /// The text that a wallet signs for a ballot if it signs no typed data.
    pub(super) async fn text(&self, ballot: &SignedBallot) -> Result<String, Problem> {
        let name = || async { self.contract.group().await.map(|view| view.name) };
        let name = self.name.get_or_try_init(name).await?;
        Ok(self.fields(ballot)?.text(name))
    }

    /// What a wallet signs for a ballot.
    pub(super) fn fields<'b>(
        &'b self,
        ballot: &'b SignedBallot,
    ) -> Result<BallotFields<'b>, Problem> {
        let content_hash = self.proposal.content_hash.as_slice().try_into();
        Ok(BallotFields {
            chain: self.chain,
            group: self.group,
            proposal: self.proposal.proposal,
            title: &self.proposal.title,
            content_hash: content_hash.map_err(|_| {
                let status = StatusCode::BAD_GATEWAY;
                Problem::new(
                    status,
                    "answer-unreadable",
                    "The group's answer can't be read",
                    "",
                )
            })?,
            choice: ballot.choice.as_str(),
            reason: &ballot.reason,
            revision: ballot.revision,
            expires: ballot.expires,
        })
    }

    /// Checks size and signatures, which needs no question to the chain but one for the group's name. Gives the receipt.
    pub(super) async fn check_signatures(
        &self,
        ballot: &SignedBallot,
    ) -> Result<ReceiptId, Problem> {
        let bytes = ballot.reason.len();
        if bytes > MAX_REASON {
            let detail = format!("the reason has {bytes} bytes, at most {MAX_REASON} are taken");
            return Err(refuse("reason-too-long", "The reason is too long", detail)
                .with("limit", MAX_REASON)
                .with("found", bytes));
        }
        check_lines("reason", &ballot.reason).map_err(|error| {
            let title = "The reason holds what can't be seen";
            refuse("reason-unseen", title, error.to_string())
        })?;
        let digest = self.fields(ballot)?.eip712_digest();
        let mut text = None;
        let mut seen: Vec<String> = Vec::new();
        for signature in &ballot.signatures {
            let wallet = signature.wallet.key().to_ascii_lowercase();
            if seen.contains(&wallet) {
                let detail = format!("wallet {wallet} signed the ballot twice");
                return Err(refuse("signed-twice", "A wallet signed twice", detail));
            }
            if text.is_none() && !signs_typed_data(signature).map_err(bad_signature)? {
                text = Some(self.text(ballot).await?);
            }
            let text = text.as_deref().unwrap_or_default();
            check_signature(signature, &digest, text).map_err(bad_signature)?;
            seen.push(wallet);
        }
        Ok(ReceiptId::of(&digest, &seen.join(",")))
    }

    /// Checks that the proposal takes ballots, and this one in time.
    pub(super) fn check_time(&self, ballot: &SignedBallot) -> Result<(), Problem> {
        self.check_open()?;
        if ballot.expires <= self.now {
            let (expires, now) = (ballot.expires, self.now);
            let detail = format!("the ballot expired at {expires}, the chain's time is {now}");
            return Err(refuse("ballot-expired", "The ballot has expired", detail)
                .with("expires", expires)
                .with("now", now));
        }
        Ok(())
    }

    /// Checks that the proposal takes ballots.
    pub(super) fn check_open(&self) -> Result<(), Problem> {
        let (status, deadline) = (self.proposal.status, self.proposal.deadline);
        // while resolving, who blocks may stop doing so
        let takes = matches!(status, Status::Open | Status::Resolving { .. });
        if takes && self.now < deadline {
            return Ok(());
        }
        let word = match status {
            Status::Open | Status::Resolving { .. } => "past its deadline",
            other => other.as_str(),
        };
        let detail = format!(
            "proposal {} takes no ballots, it is {word}",
            self.proposal.proposal
        );
        let title = "The proposal takes no ballots";
        Err(
            Problem::new(StatusCode::CONFLICT, "proposal-not-open", title, detail)
                .with("status", word)
                .with("deadline", deadline),
        )
    }

    /// The seat that all these wallets act for, if they are as many as it needs and it has a vote.
    pub(super) async fn voter(&self, wallets: &[&str]) -> Result<Voter, Problem> {
        let mut found: Option<SeatView> = None;
        for wallet in wallets {
            let seat = self.contract.seat_of(wallet).await?;
            let same = |seat: &SeatView| found.as_ref().is_none_or(|known| known.seat == seat.seat);
            let Some(seat) = seat.filter(same) else {
                let detail =
                    format!("wallet {wallet} acts for no seat of the group, or for another");
                return Err(forbidden("not-a-member", detail).with("wallet", *wallet));
            };
            found = Some(seat);
        }
        let Some(seat) = found else {
            return Err(Problem::malformed("the ballot has no signature"));
        };
        let needed = match &seat.holder {
            Holder::Keys { signatures, .. } => usize::from(*signatures),
            Holder::Group { .. } | Holder::Contract { .. } => {
                let detail = format!("seat {} is no person's: it votes by itself", seat.seat);
                return Err(forbidden("not-a-member", detail));
            }
        };
        if wallets.len() != needed {
            let (seat, found) = (seat.seat, wallets.len());
            let detail = format!("seat {seat} needs {needed} signatures, the ballot has {found}");
            let title = "Too few or too many signatures";
            return Err(refuse("signature-count", title, detail)
                .with("needed", needed)
                .with("found", found));
        }
        let proposal = self.proposal.proposal;
        let (weight, before) = tokio::join!(
            self.weight(seat.seat),
            self.contract.ballot(proposal, seat.seat)
        );
        let (weight, before) = (weight?, before?);
        let resolving = matches!(self.proposal.status, Status::Resolving { .. });
        Ok(Voter {
            seat,
            weight,
            next_revision: next_ballot(&self.proposal, before.as_ref()),
            // what a delegate said for the seat is not its own
            before: before
                .filter(|ballot| !ballot.lapsed && !matches!(ballot.cast, Cast::Carried { .. })),
            may_change: self.proposal.revoting || resolving,
        })
    }

    async fn weight(&self, seat: u32) -> Result<u64, Problem> {
        let proposal = self.proposal.proposal;
        let weight = self.contract.weight(proposal, seat).await?;
        if weight > 0 {
            return Ok(weight);
        }
        let detail = format!("seat {seat} has no vote in proposal {proposal}");
        Err(forbidden("not-in-electorate", detail).with("seat", seat))
    }
}

fn forbidden(slug: &str, detail: String) -> Problem {
    let title = "The wallet has no vote here";
    Problem::new(StatusCode::FORBIDDEN, slug, title, detail)
}

fn bad_signature(error: SignatureError) -> Problem {
    let detail = error.to_string();
    let why = match error {
        SignatureError::Wallet { .. } => return Problem::malformed(detail),
        SignatureError::Proof { why, .. } => why,
    };
    let (slug, title) = match why {
        ProofError::Ethereum { .. } | ProofError::Cosmos { .. } => {
            ("signature-length", "The signature has another length")
        }
        ProofError::Passkey { .. } => ("signature-form", "The signature has another form"),
        ProofError::HighS => ("signature-high-s", "The signature's s is too high"),
        ProofError::DoesNotFit => ("signature-foreign", "The signature is not the wallet's"),
        ProofError::NotVerified => ("user-not-verified", "The passkey did not verify its user"),
        ProofError::ForeignFrame => (
            "foreign-frame",
            "The passkey was used inside of another page",
        ),
    };
    refuse(slug, title, detail)
}
