//! What founding can't say for a group: that it takes the seat it is offered, and who speaks for it. Those are decisions
//! of its members. Where the deployer has a seat it opens them and votes; where one vote decides it has them done.

use std::collections::BTreeMap;

use folkmoot_chain::execute;
use folkmoot_group::action::Action;
use folkmoot_group::limits::MAX_TITLE;
use folkmoot_group::msg::{
    ExecuteMsg, LinkState, ProposalId, ProposalSpec, ProposalView, SeatView, Standing, Text,
};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Outcome, Status};

use super::federation::Federation;
use super::steps::Decided;
use crate::CliError;
use crate::reader::Reader;
use crate::session::{Sent, Session};
use crate::transaction::attribute;

/// Something that a group has to decide.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The group's name.
    pub group: String,
    /// Its address.
    pub address: String,
    /// What is proposed.
    pub title: String,
    actions: Vec<Action>,
}

/// How far one is.
pub type Progress = (Option<ProposalId>, Decided);

/// All that the groups have to decide and have not.
pub async fn open_ones(
    session: &Session,
    federation: &Federation,
    addresses: &BTreeMap<String, String>,
) -> Result<Vec<Decision>, CliError> {
    let mut decisions = Vec::new();
    for group in &federation.groups {
        let Some(address) = addresses.get(&group.name) else {
            continue;
        };
        let decision = |title: String, actions| Decision {
            group: group.name.clone(),
            address: address.clone(),
            title: short(title),
            actions,
        };
        let (names, joins) = joins(session, federation, addresses, &group.name).await?;
        if !joins.is_empty() {
            decisions.push(decision(format!("Join {}", names.join(", ")), joins));
        }
        let reader = Reader::new(&session.client, address);
        let (names, appointments) = appointments(&reader, &group.representatives).await?;
        let verb = if names.len() == 1 { "speaks" } else { "speak" };
        if !appointments.is_empty() {
            let title = format!("{} {verb} for us", names.join(", "));
            decisions.push(decision(title, appointments));
        }
    }
    Ok(decisions)
}

/// The contract takes no longer titles.
fn short(title: String) -> String {
    match title.len() {
        0..=MAX_TITLE => title,
        _ => "As the federation was deployed".to_owned(),
    }
}

async fn joins(
    session: &Session,
    federation: &Federation,
    addresses: &BTreeMap<String, String>,
    name: &str,
) -> Result<(Vec<String>, Vec<Action>), CliError> {
    let (mut names, mut joins) = (vec![], vec![]);
    for above in &federation.groups {
        let Some((_, lead_time)) = above.sitting().find(|(sitting, _)| *sitting == name) else {
            continue;
        };
        let (Some(own), Some(address)) = (addresses.get(name), addresses.get(&above.name)) else {
            continue;
        };
        let seat = Reader::new(&session.client, address).seat_of(own).await?;
        // a seat that was removed since, or never was, is none to take
        if seat.is_some_and(|seat| seat.link == Some(LinkState::Offered)) {
            names.push(above.name.clone());
            joins.push(Action::Join {
                group: address.clone(),
                lead_time,
            });
        }
    }
    Ok((names, joins))
}

async fn appointments(
    reader: &Reader<'_>,
    names: &[String],
) -> Result<(Vec<String>, Vec<Action>), CliError> {
    if names.is_empty() {
        return Ok((vec![], vec![]));
    }
    let appointed = reader.representatives().await?;
    let seats = reader.seats(usize::MAX).await?;
    let missing = seats.iter().filter(|seat| {
        names.contains(&seat.name)
            && seat.left_at.is_none()
            && !appointed.iter().any(|other| other.seat == seat.seat)
    });
    Ok(missing
        .map(|seat| (seat.name.clone(), Action::appoint(seat.seat)))
        .unzip())
}

impl Decision {
    /// Takes it as far as the deployer can.
    pub async fn advance(&self, session: &Session) -> Result<Progress, CliError> {
        let reader = Reader::new(&session.client, &self.address);
        let seat = reader.seat_of(&session.address).await?.filter(can_vote);
        let id = match (self.proposal(&reader).await?, &seat) {
            (Some(id), _) => id,
            (None, Some(_)) => self.propose(session).await?,
            (None, None) => return Ok((None, Decided::Waits(self.by_a_member()))),
        };
        if let Some(seat) = &seat {
            self.vote(session, &reader, id, seat).await?;
        }
        let view = reader.proposal(id).await?;
        if is_ripe(&view) {
            return self.done(session, &reader, id).await;
        }
        let how = match view.status {
            Status::Open => format!(
                "Its members vote on proposal {id}: folkmoot vote {} {id} yes",
                self.address
            ),
            status => format!("Its proposal {id} is {}.", status.as_str()),
        };
        Ok((Some(id), Decided::Waits(how)))
    }

    /// What a member types.
    fn by_a_member(&self) -> String {
        let actions = self.actions.iter().map(|action| {
            let json = serde_json::to_string(action).unwrap_or_default();
            format!(" --action '{json}'")
        });
        let actions: String = actions.collect();
        let (address, title) = (&self.address, &self.title);
        format!(
            "One of its members proposes it: folkmoot propose {address} --title '{title}'{actions}"
        )
    }

    /// The proposal that is open for it, under whatever title.
    async fn proposal(&self, reader: &Reader<'_>) -> Result<Option<ProposalId>, CliError> {
        for view in reader.proposals(false).await? {
            let content = reader.content(view.proposal).await?;
            if content.actions == self.actions {
                return Ok(Some(view.proposal));
            }
        }
        Ok(None)
    }

    async fn propose(&self, session: &Session) -> Result<ProposalId, CliError> {
        let proposal = ProposalSpec {
            title: self.title.clone(),
            text: Text::None,
            actions: self.actions.clone(),
            parties: vec![],
        };
        let msg = ExecuteMsg::Propose { proposal };
        let sent = self.send(session, &msg).await?;
        let id = attribute(sent.events(), &self.address, "proposal_opened", "proposal");
        id.and_then(|id| id.parse().ok()).ok_or_else(|| {
            CliError::refused(format!("\"{}\" was opened under no number", self.title))
        })
    }

    async fn vote(
        &self,
        session: &Session,
        reader: &Reader<'_>,
        proposal: ProposalId,
        seat: &SeatView,
    ) -> Result<(), CliError> {
        let view = reader.proposal(proposal).await?;
        let silent = reader.ballot(proposal, seat.seat).await?.is_none();
        if view.status != Status::Open || view.outcome != Outcome::Undecided || !silent {
            return Ok(());
        }
        let msg = ExecuteMsg::Vote {
            proposal,
            choice: Choice::Yes,
            reason: None,
        };
        self.send(session, &msg).await.map(|_| ())
    }

    async fn done(
        &self,
        session: &Session,
        reader: &Reader<'_>,
        proposal: ProposalId,
    ) -> Result<Progress, CliError> {
        self.send(session, &ExecuteMsg::Execute { proposal })
            .await?;
        let view = reader.proposal(proposal).await?;
        let state = match view.status {
            Status::Executed => Decided::Done,
            _ => {
                let reason = view.failure.unwrap_or_default();
                Decided::Waits(format!("Its proposal {proposal} can't be done: {reason}"))
            }
        };
        Ok((Some(proposal), state))
    }

    async fn send(&self, session: &Session, msg: &ExecuteMsg) -> Result<Sent, CliError> {
        let call = execute(&session.address, &self.address, msg, Vec::new())?;
        session.send(vec![call]).await
    }
}

/// Whether this seat can propose and vote by one signature.
fn can_vote(seat: &SeatView) -> bool {
    let signs = matches!(seat.holder, Holder::Keys { signatures: 1, .. });
    signs && seat.standing == Standing::Core && seat.left_at.is_none()
}

/// Whether it may be executed.
fn is_ripe(view: &ProposalView) -> bool {
    let early = view.status == Status::Open && view.outcome == Outcome::Passed && view.early_finish;
    early || matches!(view.status, Status::Passed | Status::ExecutionFailed)
}
