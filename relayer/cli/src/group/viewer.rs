//! Whoever looks: their seat, and what is needed of them.

use clap::Args;
use folkmoot_group::msg::{BallotView, Cast, ProposalView, SeatView, Standing};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::Status;
use serde::Serialize;

use crate::args::KeystoreArgs;
use crate::keys::address_of;
use crate::output::{good, warn};
use crate::reader::Reader;
use crate::{CliError, words};

/// Whose view it is.
#[derive(Args, Debug)]
pub struct ViewerArgs {
    /// Say what is needed of this key or wallet; needless if the keystore holds one key
    #[arg(
        long = "as",
        env = "FOLKMOOT_KEY",
        value_name = "KEY|WALLET",
        hide_env_values = true
    )]
    viewer: Option<String>,
    #[command(flatten)]
    keys: KeystoreArgs,
}

impl ViewerArgs {
    /// The viewer's seat in a group, if there is a viewer and they have one.
    pub async fn seat(
        &self,
        reader: &Reader<'_>,
        prefix: &str,
    ) -> Result<Option<SeatView>, CliError> {
        let Some(wallet) = self.wallet(prefix)? else {
            return Ok(None);
        };
        let seat = reader.seat_of(&wallet).await?;
        match (seat, &self.viewer) {
            (None, Some(_)) => Err(CliError::refused(format!(
                "{wallet} holds no seat of group {}",
                reader.address()
            ))),
            (seat, _) => Ok(seat),
        }
    }

    fn wallet(&self, prefix: &str) -> Result<Option<String>, CliError> {
        let keys = self.keys.list()?;
        let key = match &self.viewer {
            Some(viewer) => match keys.iter().find(|key| key.name.as_str() == viewer) {
                Some(key) => key,
                None => return Ok(Some(crate::parse::wallet(viewer)?.key().to_owned())),
            },
            None => match keys.as_slice() {
                [only] => only,
                _ => return Ok(None),
            },
        };
        Ok(Some(address_of(key, prefix)?))
    }
}

/// What is needed of a member on a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    seat: u32,
    name: String,
    /// What the seat weighs in the proposal's electorate.
    weight: u64,
    /// The ballot, if one is cast.
    ballot: Option<BallotView>,
    /// Whether a ballot of theirs is still waited for.
    vote: bool,
    #[serde(skip)]
    group: String,
    #[serde(skip)]
    proposal: u64,
    #[serde(skip)]
    choices: String,
    #[serde(skip)]
    by_group: bool,
}

impl Need {
    /// Asks the contract.
    pub async fn of(
        reader: &Reader<'_>,
        view: &ProposalView,
        seat: &SeatView,
    ) -> Result<Self, CliError> {
        let weight = reader.weight(view.proposal, seat.seat).await?;
        let ballot = reader.ballot(view.proposal, seat.seat).await?;
        let ballot = ballot.filter(|ballot| !ballot.lapsed);
        let has_voted = ballot.as_ref().is_some_and(|ballot| !is_carried(ballot));
        let by_group = matches!(seat.holder, Holder::Group { .. });
        let open = view.status == Status::Open && seat.standing == Standing::Core;
        Ok(Self {
            seat: seat.seat,
            name: seat.name.clone(),
            weight,
            vote: open && weight > 0 && !has_voted && !by_group,
            ballot,
            group: reader.address().to_owned(),
            proposal: view.proposal,
            choices: words::choices(view.slate),
            by_group,
        })
    }

    /// In words.
    pub fn words(&self) -> String {
        let who = format!("You, {} in seat {}", words::line(&self.name), self.seat);
        match &self.ballot {
            Some(ballot) if is_carried(ballot) => good(&format!(
                "{who}, count as {}; your own ballot takes that one's place.",
                words::cast(&ballot.cast)
            )),
            Some(ballot) => good(&format!("{who}, voted {}.", words::cast(&ballot.cast))),
            None if self.by_group => format!("{who}, vote by your own group's decision."),
            None if self.weight == 0 => format!("{who}, have no vote on this one."),
            None if self.vote => warn(&format!(
                "{who}, have not voted: folkmoot vote {} {} {}",
                self.group, self.proposal, self.choices
            )),
            None => format!("{who}, did not vote."),
        }
    }
}

/// Whether a delegate said it for the seat.
const fn is_carried(ballot: &BallotView) -> bool {
    matches!(ballot.cast, Cast::Carried { .. })
}
