//! `folkmoot group admission`.

use clap::Args;
use folkmoot_chain::Client;
use folkmoot_group::msg::{AdmissionView, Condition, ConditionView};
use serde::Serialize;

use crate::args::ChainArgs;
use crate::output::{Report, bold, good, indent, warn};
use crate::reader::Reader;
use crate::{CliError, Output, parse, words};

/// Check what a group asks of another before it admits it
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot group admission wasm1… wasm1…")]
pub struct AdmissionArgs {
    /// The group that admits
    #[arg(value_parser = parse::address)]
    group: String,
    /// The group that wants to belong
    #[arg(value_parser = parse::address)]
    candidate: String,
    #[command(flatten)]
    chain: ChainArgs,
}

#[derive(Debug, Serialize)]
struct Checked {
    by: String,
    #[serde(flatten)]
    admission: AdmissionView,
}

/// Runs the command.
pub async fn run(args: AdmissionArgs, output: &mut Output) -> Result<(), CliError> {
    let client = Client::connect(&args.chain.node).await?;
    let reader = Reader::new(&client, &args.group);
    output.tell(&Checked {
        by: reader.group().await?.name,
        admission: reader.admission(args.candidate).await?,
    })
}

impl Report for Checked {
    fn words(&self) -> String {
        let (by, admission) = (words::line(&self.by), words::shown(&self.admission));
        let head = match admission.met {
            true => format!("{} fulfils what {by} asks", admission.group),
            false => format!("{} does not fulfil all that {by} asks", admission.group),
        };
        let mut lines = vec![bold(&head)];
        lines.extend(
            admission
                .conditions
                .iter()
                .map(|one| indent(&condition(one))),
        );
        if !admission.note.is_empty() {
            lines.push(indent(&format!("For people to check: {}", admission.note)));
        }
        lines.push("Its members decide, whatever this says.".to_owned());
        lines.join("\n")
    }
}

fn condition(view: &ConditionView) -> String {
    let asked = match &view.condition {
        Condition::TrustedCode {} => "it runs trusted code that nobody else can change".to_owned(),
        Condition::Document { kind, sha256 } => {
            format!(
                "it has adopted {} with the sha-256 {sha256}",
                words::document(kind)
            )
        }
        Condition::LeadTime { longest } => format!("it decides what is asked within {longest}"),
    };
    match (view.met, &view.found) {
        (true, _) => format!("{} {asked}", good("yes:")),
        (false, Some(found)) => format!("{} {asked}; found: {found}", warn("no:")),
        (false, None) => format!("{} {asked}", warn("no:")),
    }
}
