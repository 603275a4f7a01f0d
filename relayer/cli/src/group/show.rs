//! `folkmoot group show`.

use clap::Args;
use folkmoot_chain::Client;
use folkmoot_group::msg::{
    CharterView, DocumentView, GroupView, HouseView, ProposalId, ProposalView, SeatView,
    SubgroupView, TreasuryView, UplinkView,
};
use serde::Serialize;

use super::proposal;
use super::viewer::{Need, ViewerArgs};
use crate::args::ChainArgs;
use crate::output::{Report, bold, indent, warn};
use crate::reader::Reader;
use crate::{CliError, Output, parse, words};

/// Seats shown unless all are asked for.
const FIRST_SEATS: usize = 20;

/// Show a group: its seats, treasury and charter; its proposals; or one proposal in full
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot group show wasm1… --proposals\n  folkmoot group show wasm1… --proposal 3"
)]
pub struct ShowArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// Its open proposals: where they stand and what they need
    #[arg(long)]
    proposals: bool,
    /// With those that have ended
    #[arg(long, requires = "proposals")]
    all: bool,
    /// One proposal: text, actions, ballots, how group seats were asked
    #[arg(long, value_name = "NUMBER", conflicts_with = "proposals")]
    proposal: Option<ProposalId>,
    /// Every seat, however many there are
    #[arg(long)]
    seats: bool,
    #[command(flatten)]
    viewer: ViewerArgs,
    #[command(flatten)]
    chain: ChainArgs,
}

#[derive(Debug, Serialize)]
struct Shown {
    group: GroupView,
    charter: CharterView,
    seats: Vec<SeatView>,
    representatives: Vec<SeatView>,
    above: Vec<UplinkView>,
    subgroups: Vec<SubgroupView>,
    documents: Vec<DocumentView>,
    houses: Vec<HouseView>,
    reviewed: Vec<HouseView>,
    treasury: TreasuryView,
}

#[derive(Debug, Serialize)]
struct Proposals {
    group: String,
    now: u64,
    proposals: Vec<Listed>,
    #[serde(skip)]
    all: bool,
}

#[derive(Debug, Serialize)]
struct Listed {
    #[serde(flatten)]
    view: ProposalView,
    #[serde(skip_serializing_if = "Option::is_none")]
    you: Option<Need>,
}

/// Runs the command.
pub async fn run(args: ShowArgs, output: &mut Output) -> Result<(), CliError> {
    let client = Client::connect(&args.chain.node).await?;
    let reader = Reader::new(&client, &args.group);
    if let Some(number) = args.proposal {
        let seat = args.viewer.seat(&reader, &args.chain.prefix).await?;
        return output.tell(&proposal::read(&reader, number, seat.as_ref()).await?);
    }
    if args.proposals {
        return output.tell(&proposals(&reader, &args).await?);
    }
    let most = if args.seats || output.is_json() {
        usize::MAX
    } else {
        FIRST_SEATS
    };
    output.tell(&Shown {
        group: reader.group().await?,
        charter: reader.charter(None).await?,
        seats: reader.seats(most).await?,
        representatives: reader.representatives().await?,
        above: reader.uplinks().await?,
        subgroups: reader.subgroups().await?,
        documents: reader.documents().await?,
        houses: reader.houses().await?,
        reviewed: reader.reviewed().await?,
        treasury: reader.treasury().await?,
    })
}

async fn proposals(reader: &Reader<'_>, args: &ShowArgs) -> Result<Proposals, CliError> {
    let group = reader.group().await?.name;
    let seat = args.viewer.seat(reader, &args.chain.prefix).await?;
    let mut proposals = Vec::new();
    for view in reader.proposals(args.all).await? {
        let you = match &seat {
            Some(seat) => Some(Need::of(reader, &view, seat).await?),
            None => None,
        };
        proposals.push(Listed { view, you });
    }
    Ok(Proposals {
        group,
        now: reader.now().await?,
        proposals,
        all: args.all,
    })
}

fn subgroup(view: &SubgroupView) -> String {
    format!(
        "  {} {} by proposal {}",
        words::line(&view.name),
        view.group,
        view.proposal
    )
}

impl Report for Shown {
    fn words(&self) -> String {
        let group = &self.group;
        let mut lines = vec![
            bold(&words::line(&group.name)),
            format!("  {}", group.address),
        ];
        let state = match (group.founded_at, group.sealed) {
            (None, _) => warn("not founded yet: its founder adds seats and completes it"),
            (Some(at), true) => format!("founded {}, sealed", words::instant(at)),
            (Some(at), false) => format!("founded {}", words::instant(at)),
        };
        lines.push(format!("  {state}"));
        lines.push(format!(
            "  {} that weigh {}; {} opened so far",
            words::count(group.core_seats, "core seat"),
            group.electorate.weight,
            words::count(group.proposals, "proposal")
        ));
        lines.push(bold("Seats"));
        lines.extend(self.seats.iter().map(|seat| indent(&words::seat(seat))));
        if self.seats.len() == FIRST_SEATS {
            lines.push("  … and any more with --seats".to_owned());
        }
        if !self.representatives.is_empty() {
            let names = self.representatives.iter().map(|seat| seat.name.as_str());
            let names: Vec<&str> = names.collect();
            lines.push(format!("  Representatives: {}", names.join(", ")));
        }
        if !self.above.is_empty() {
            lines.push(bold("Sits in"));
            lines.extend(self.above.iter().map(|link| indent(&words::uplink(link))));
        }
        if !self.subgroups.is_empty() {
            lines.push(bold("Founded"));
            lines.extend(self.subgroups.iter().map(subgroup));
        }
        if !self.documents.is_empty() {
            lines.push(bold("Documents"));
            let documents = self.documents.iter();
            lines.extend(documents.map(|document| indent(&words::adopted(document))));
        }
        for (title, links) in [
            ("Houses", &self.houses),
            ("Is the house of", &self.reviewed),
        ] {
            if !links.is_empty() {
                lines.push(bold(title));
                lines.extend(links.iter().map(|link| indent(&words::house(link))));
            }
        }
        lines.push(bold("Treasury"));
        lines.push(indent(&words::treasury(&self.treasury)));
        lines.push(bold(&format!("Charter, version {}", self.charter.version)));
        lines.push(indent(&words::charter(&self.charter.charter)));
        lines.join("\n")
    }
}

impl Report for Proposals {
    fn words(&self) -> String {
        if self.proposals.is_empty() {
            let more = if self.all {
                "no proposal yet"
            } else {
                "no open proposal; --all shows those that ended"
            };
            return format!("{} has {more}.", words::line(&self.group));
        }
        let parts: Vec<String> = self
            .proposals
            .iter()
            .map(|listed| {
                let mut text = proposal::summary(&listed.view, self.now);
                if let Some(you) = &listed.you {
                    text.push_str(&format!("\n{}", indent(&you.words())));
                }
                text
            })
            .collect();
        parts.join("\n")
    }
}
