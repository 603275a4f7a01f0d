//! `folkmoot group create`.

use std::path::{Path, PathBuf};

use clap::Args;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{InstantiateMsg, SeatSpec, Standing};
use folkmoot_group::wallet::Holder;
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};

use super::founding::Founding;
use super::preset::PresetArgs;
use crate::args::SignArgs;
use crate::code::{Code, CodeArgs, find, is_native, stored};
use crate::output::{Report, bold};
use crate::reader::Reader;
use crate::session::Session;
use crate::transaction::Transaction;
use crate::{CliError, Output, parse, words};

/// Found a group
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot group create --name 'Swim Buddies' --preset majority --member Joe=wasm1… --member Bob=0x…"
)]
pub struct CreateArgs {
    /// A JSON file with name, charter and seats, as the contract takes them; each may be left out
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The group's name
    #[arg(long)]
    name: Option<String>,
    /// A core seat: NAME=WALLET, NAME=group:ADDRESS@LEAD-TIME or NAME=contract:ADDRESS
    #[arg(long, value_name = "NAME=WALLET", value_parser = parse::member)]
    member: Vec<(String, Holder)>,
    /// A file with such a seat on each line
    #[arg(long, value_name = "FILE")]
    members_file: Option<PathBuf>,
    #[command(flatten)]
    preset: PresetArgs,
    #[command(flatten, next_help_heading = "Options")]
    code: CodeArgs,
    /// Any text, to found another group of the same name
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true,
        help_heading = "Options"
    )]
    salt: String,
    #[command(flatten, next_help_heading = "Options")]
    sign: SignArgs,
}

/// What a file may hold.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct GroupFile {
    name: Option<String>,
    charter: Option<CharterSpec>,
    #[serde(default)]
    seats: Vec<SeatSpec>,
}

#[derive(Debug, Serialize)]
struct Created {
    address: String,
    name: String,
    code_id: u64,
    seats: usize,
    resumed: bool,
    transactions: Vec<Transaction>,
    #[serde(skip)]
    charter: CharterSpec,
}

/// Runs the command.
pub async fn run(args: CreateArgs, output: &mut Output) -> Result<(), CliError> {
    let group = group_of(&args)?;
    let session = Session::open(&args.sign).await?;
    let code = match find(&session.client, &args.code).await? {
        missing @ Code::Missing { .. } if session.dry_run => missing.info(),
        code => stored(&session, code).await?,
    };
    let founding = Founding {
        group,
        founder: session.address.clone(),
        code,
        salt: args.salt,
        deposit: vec![],
    };
    let created = found(&session, founding).await?;
    output.tell(&created)
}

async fn found(session: &Session, founding: Founding) -> Result<Created, CliError> {
    let address = founding.address()?;
    let begun = session.client.contract_info(&address).await?.is_some();
    let done = if begun {
        let reader = Reader::new(&session.client, &address);
        let (group, seats) = (reader.group().await?, reader.seats(usize::MAX).await?);
        Some(founding.check_begun(&group, &seats)?)
    } else {
        None
    };
    let mut transactions = Vec::new();
    let batches = founding.batches(done)?;
    if session.dry_run {
        // all in one: later messages can only be tried behind the earlier ones
        let messages = batches.into_iter().flat_map(|batch| batch.messages);
        let sent = session.send(messages.collect()).await?;
        transactions.push(Transaction::from(&sent));
    } else {
        let bar = progress(founding.group.seats.len(), batches.len());
        for batch in batches {
            let sent = session.send(batch.messages).await?;
            transactions.push(Transaction::from(&sent));
            bar.set_position(u64::try_from(batch.seats).unwrap_or(u64::MAX));
        }
        if !is_native(&founding.code) {
            session.next_block().await?;
        }
        bar.finish_and_clear();
    }
    Ok(Created {
        address,
        name: founding.group.name,
        code_id: founding.code.id,
        seats: founding.group.seats.len(),
        resumed: done.is_some(),
        transactions,
        charter: founding.group.charter,
    })
}

/// A bar on stderr, on a terminal, where there is more than one step.
fn progress(seats: usize, steps: usize) -> ProgressBar {
    if steps < 2 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(seats).unwrap_or(u64::MAX));
    match ProgressStyle::with_template("Founding {bar:40} {pos} of {len} seats") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn group_of(args: &CreateArgs) -> Result<InstantiateMsg, CliError> {
    let file: GroupFile = match &args.file {
        Some(path) => read_json(path, "group: name, charter and seats")?,
        None => GroupFile::default(),
    };
    let name = args.name.clone().or(file.name);
    let name = name.ok_or_else(|| CliError::refused("name the group with --name"))?;
    let mut seats = file.seats;
    if let Some(path) = &args.members_file {
        seats.extend(members_of(path)?);
    }
    seats.extend(args.member.iter().cloned().map(core_seat));
    if seats.is_empty() {
        return Err(CliError::refused(
            "a group needs at least one seat: name one with --member NAME=WALLET",
        ));
    }
    let charter = match file.charter {
        Some(charter) => charter,
        None => args.preset.charter(&seats)?,
    };
    Ok(InstantiateMsg {
        name,
        charter,
        seats,
        founded: false,
    })
}

/// A JSON file.
pub fn read_json<T: serde::de::DeserializeOwned>(
    path: &Path,
    what: &'static str,
) -> Result<T, CliError> {
    let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
    serde_json::from_str(&text).map_err(|error| CliError::Content {
        path: path.to_owned(),
        what,
        reason: error.to_string(),
    })
}

/// Seats, one a line; empty lines and those that begin with # are nothing.
pub fn members_of(path: &Path) -> Result<Vec<SeatSpec>, CliError> {
    let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
    let lines = text.lines().map(str::trim).enumerate();
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(index, line)| {
            let member = parse::member(line).map_err(|error| CliError::Content {
                path: path.to_owned(),
                what: "list of members",
                reason: format!("line {}: {error}", index.saturating_add(1)),
            })?;
            Ok(core_seat(member))
        })
        .collect()
}

fn core_seat((name, holder): (String, Holder)) -> SeatSpec {
    SeatSpec {
        name,
        holder,
        standing: Standing::Core,
        weight: None,
    }
}

impl Report for Created {
    fn words(&self) -> String {
        let dry = self.transactions.iter().any(Transaction::is_dry_run);
        let head = match (dry, self.resumed) {
            (true, _) => "would be founded at",
            (false, true) => "is founded, from where it was begun, at",
            (false, false) => "is founded at",
        };
        let seats = words::count(u128::try_from(self.seats).unwrap_or_default(), "seat");
        let mut lines = vec![
            format!(
                "{} {head} {} with {seats}.",
                bold(&words::line(&self.name)),
                self.address
            ),
            words::charter(&self.charter),
        ];
        lines.extend(self.transactions.iter().map(Transaction::words));
        lines.join("\n")
    }
}
