//! `folkmoot group list`.

use clap::Args;
use folkmoot_chain::Client;
use folkmoot_group::msg::GroupView;
use serde::Serialize;

use crate::args::ChainArgs;
use crate::code::{CodeArgs, group_code};
use crate::output::{Report, bold, warn};
use crate::reader::Reader;
use crate::{CliError, Output, words};

/// List the groups of a chain: all contracts that run the group's code
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot group list --node http://127.0.0.1:26657")]
pub struct ListArgs {
    #[command(flatten)]
    code: CodeArgs,
    #[command(flatten)]
    chain: ChainArgs,
}

#[derive(Debug, Serialize)]
struct GroupList {
    code_id: u64,
    groups: Vec<GroupView>,
}

/// Runs the command.
pub async fn run(args: ListArgs, output: &mut Output) -> Result<(), CliError> {
    let client = Client::connect(&args.chain.node).await?;
    let code = group_code(&client, &args.code).await?;
    let mut groups = Vec::new();
    for address in client.contracts_by_code(code.id).await? {
        groups.push(Reader::new(&client, &address).group().await?);
    }
    output.tell(&GroupList {
        code_id: code.id,
        groups,
    })
}

impl Report for GroupList {
    fn words(&self) -> String {
        if self.groups.is_empty() {
            return "There is no group yet. Found one with `folkmoot group create`.".to_owned();
        }
        let lines: Vec<String> = self.groups.iter().map(line).collect();
        lines.join("\n")
    }
}

fn line(group: &GroupView) -> String {
    let mut text = format!(
        "{}  {}  {}, {}",
        group.address,
        bold(&words::line(&group.name)),
        words::count(group.core_seats, "core seat"),
        words::count(group.proposals, "proposal")
    );
    if group.founded_at.is_none() {
        text.push_str(&format!("  {}", warn("not founded yet")));
    }
    text
}
