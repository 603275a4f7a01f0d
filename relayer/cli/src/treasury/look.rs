//! What is in a treasury: a seat's stakes, the cycles, what is due to whom.

use clap::Subcommand;
use folkmoot_chain::Client;
use folkmoot_group::msg::{ClaimView, CycleView, PayOutView, SeatId, StakeView};
use serde::Serialize;

use crate::args::ChainArgs;
use crate::output::{Report, bold, indent};
use crate::reader::Reader;
use crate::{CliError, Output, parse, words};

#[derive(Subcommand, Debug)]
pub enum Look {
    /// Show what a seat has in the treasury, and where it is paid to
    #[command(after_help = "Example:\n  folkmoot treasury stakes wasm1… 4")]
    Stakes {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        /// The seat
        seat: SeatId,
        #[command(flatten)]
        chain: ChainArgs,
    },
    /// List the cycles of a denomination
    #[command(after_help = "Example:\n  folkmoot treasury cycles wasm1… ustake")]
    Cycles {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        /// The denomination
        denom: String,
        #[command(flatten)]
        chain: ChainArgs,
    },
    /// List what is due and not paid yet
    #[command(after_help = "Example:\n  folkmoot treasury claims wasm1…")]
    Claims {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        #[command(flatten)]
        chain: ChainArgs,
    },
}

#[derive(Debug, Serialize)]
struct Stakes {
    group: String,
    name: String,
    seat: SeatId,
    stakes: Vec<StakeView>,
    pay_out: PayOutView,
}

#[derive(Debug, Serialize)]
struct Cycles {
    group: String,
    name: String,
    cycles: Vec<CycleView>,
}

#[derive(Debug, Serialize)]
struct Claims {
    group: String,
    name: String,
    claims: Vec<ClaimView>,
}

/// Runs the command.
pub async fn run(command: Look, output: &mut Output) -> Result<(), CliError> {
    match command {
        Look::Stakes { group, seat, chain } => {
            let client = Client::connect(&chain.node).await?;
            let reader = Reader::new(&client, &group);
            output.tell(&Stakes {
                name: reader.group().await?.name,
                stakes: reader.stakes(seat).await?,
                pay_out: reader.pay_out(seat).await?,
                group: group.clone(),
                seat,
            })
        }
        Look::Cycles {
            group,
            denom,
            chain,
        } => {
            let client = Client::connect(&chain.node).await?;
            let reader = Reader::new(&client, &group);
            output.tell(&Cycles {
                name: reader.group().await?.name,
                cycles: reader.cycles(&denom).await?,
                group: group.clone(),
            })
        }
        Look::Claims { group, chain } => {
            let client = Client::connect(&chain.node).await?;
            let reader = Reader::new(&client, &group);
            output.tell(&Claims {
                name: reader.group().await?.name,
                claims: reader.claims().await?,
                group: group.clone(),
            })
        }
    }
}

fn listed(head: &str, lines: &[String], none: &str) -> String {
    let lines = match lines {
        [] => none.to_owned(),
        lines => lines.join("\n"),
    };
    format!("{}\n{}", bold(head), indent(&lines))
}

impl Report for Stakes {
    fn words(&self) -> String {
        let mut lines: Vec<String> = self.stakes.iter().map(stake).collect();
        if lines.is_empty() {
            lines.push("no stake".to_owned());
        }
        lines.push(match &self.pay_out.address {
            Some(address) => format!("paid to {address}"),
            None => "paid nowhere until it names a pay-out address".to_owned(),
        });
        if let (Some(next), Some(from)) = (&self.pay_out.next, self.pay_out.from) {
            lines.push(format!("paid to {next} from {} on", words::instant(from)));
        }
        listed(
            &format!("Seat {} of {}", self.seat, words::line(&self.name)),
            &lines,
            "",
        )
    }
}

fn stake(stake: &StakeView) -> String {
    let denom = words::line(&stake.denom);
    let mut line = format!(
        "{} {denom} free, {} of them pledged for the next cycle",
        stake.free, stake.pledged
    );
    if let Some(part) = &stake.committed {
        line.push_str(&format!(
            "; {} {denom} in cycle {} until {}, whose share is {} by now",
            part.pledge,
            part.cycle,
            words::instant(part.ends_at),
            part.share
        ));
    }
    line
}

impl Report for Cycles {
    fn words(&self) -> String {
        let line = |cycle: &CycleView| {
            let ends = match cycle.ended {
                true => "ended",
                false => "runs until",
            };
            format!(
                "{} {ends} {}: {} of {} {} are left",
                cycle.cycle,
                words::instant(cycle.ends_at),
                cycle.pool.amount,
                cycle.pledges.amount,
                words::line(&cycle.pledges.denom)
            )
        };
        let lines: Vec<String> = self.cycles.iter().map(line).collect();
        listed(
            &format!("Cycles of {}", words::line(&self.name)),
            &lines,
            "none yet",
        )
    }
}

impl Report for Claims {
    fn words(&self) -> String {
        let line = |claim: &ClaimView| {
            let to = match &claim.pay_to {
                Some(address) => format!("paid to {address}"),
                None => "waits until the seat names a pay-out address".to_owned(),
            };
            let amount = words::coins(std::slice::from_ref(&claim.amount));
            format!("{}: {amount}, {to}", claim.claimant)
        };
        let lines: Vec<String> = self.claims.iter().map(line).collect();
        listed(
            &format!("What {} owes", words::line(&self.name)),
            &lines,
            "nothing to anybody",
        )
    }
}
