//! One proposal in full.

use folkmoot_group::msg::{
    AskState, AskView, BallotView, ContentView, ProposalId, ProposalView, SeatView, TextView,
};
use serde::Serialize;

use super::viewer::Need;
use crate::output::{Report, bold, indent};
use crate::reader::Reader;
use crate::{CliError, words};

/// All there is to know of a proposal.
#[derive(Debug, Serialize)]
pub struct ProposalReport {
    now: u64,
    proposal: ProposalView,
    content: ContentView,
    ballots: Vec<BallotView>,
    asks: Vec<AskView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    you: Option<Need>,
}

/// Reads it.
pub async fn read(
    reader: &Reader<'_>,
    number: ProposalId,
    viewer: Option<&SeatView>,
) -> Result<ProposalReport, CliError> {
    let proposal = reader.proposal(number).await?;
    let you = match viewer {
        Some(seat) => Some(Need::of(reader, &proposal, seat).await?),
        None => None,
    };
    Ok(ProposalReport {
        now: reader.now().await?,
        content: reader.content(number).await?,
        ballots: reader.ballots(number).await?,
        asks: match proposal.group_electorate.seats {
            0 => Vec::new(),
            _ => reader.asks(number).await?,
        },
        proposal,
        you,
    })
}

/// A proposal in some lines: where it stands, its ballots, what it needs.
pub fn summary(view: &ProposalView, now: u64) -> String {
    let mut lines = vec![
        bold(&words::proposal_title(view)),
        format!("  {}", words::status(view, now)),
        indent(&words::tally(&view.rule, &view.electorate, &view.tally)),
    ];
    if view.status == folkmoot_rules::Status::Open {
        let missing = words::missing_yes(&view.rule, &view.electorate, &view.tally);
        lines.extend(missing.map(|missing| format!("  {missing}")));
        let procedure = words::line(&view.procedure);
        lines.push(format!("  {} ({procedure})", view.rule.describe()));
    }
    lines.extend(words::carried_up(view, now).map(|up| format!("  {up}")));
    lines.join("\n")
}

fn ask(ask: &AskView) -> String {
    let state = match &ask.state {
        AskState::Waiting {} => "not asked yet".to_owned(),
        AskState::Asked { at } => format!("asked {}", words::instant(*at)),
        AskState::Failed { reason } => {
            let reason = words::line(reason);
            format!("could not be asked: {reason}; it can be tried again")
        }
        AskState::NotAsked { reason: None } => "not asked".to_owned(),
        AskState::NotAsked {
            reason: Some(reason),
        } => format!("not asked: {}", words::line(reason)),
    };
    format!("seat {}, group {}: {state}", ask.seat, ask.group)
}

fn ballot(ballot: &BallotView) -> String {
    let reason = match ballot.reason.as_str() {
        "" => String::new(),
        reason => format!(": {}", words::aside(reason)),
    };
    let lapsed = match ballot.lapsed {
        true => " (lapsed: cast in an earlier round)",
        false => "",
    };
    format!(
        "seat {}: {}, {}{reason}{lapsed}",
        ballot.seat,
        words::cast(&ballot.cast),
        words::instant(ballot.at)
    )
}

impl Report for ProposalReport {
    fn words(&self) -> String {
        let mut lines = vec![summary(&self.proposal, self.now)];
        lines.extend(self.you.iter().map(|you| indent(&you.words())));
        match &self.content.text {
            TextView::None {} => {}
            TextView::Stored { text } => {
                lines.push(bold("Text"));
                lines.push(indent(&words::text(text)));
            }
            TextView::Carried { sha256 } => {
                lines.push(format!(
                    "Its text stands in the opening transaction (sha-256 {sha256})."
                ));
            }
            TextView::Linked { uri, sha256 } => {
                let uri = words::line(uri);
                lines.push(format!("Its text is at {uri} (sha-256 {sha256})."));
            }
        }
        lines.push(bold("If it passes"));
        let is_mirror = self.proposal.origin.is_mirror();
        match self.content.actions.as_slice() {
            [] if is_mirror => lines.push("  the group says yes above".to_owned()),
            [] => lines.push("  it is a statement: nothing is done".to_owned()),
            actions => lines.extend(actions.iter().map(|a| indent(&words::action(a)))),
        }
        if !self.asks.is_empty() {
            lines.push(bold("Group seats"));
            lines.extend(self.asks.iter().map(|one| indent(&ask(one))));
        }
        if !self.ballots.is_empty() {
            lines.push(bold("Ballots"));
            lines.extend(self.ballots.iter().map(|one| indent(&ballot(one))));
        }
        lines.join("\n")
    }
}
