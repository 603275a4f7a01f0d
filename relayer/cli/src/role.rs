//! `folkmoot role`.

use clap::{Args, Subcommand};
use folkmoot_chain::{Client, execute};
use folkmoot_group::action::Action;
use folkmoot_group::charter::Filling;
use folkmoot_group::msg::{ExecuteMsg, NominationView, RoleView, SeatId};
use serde::Serialize;

use super::args::{ChainArgs, SignArgs};
use super::output::{Report, bold, indent};
use super::reader::Reader;
use super::session::Session;
use super::transaction::Transaction;
use super::{CliError, Output, parse, propose, words};

/// Look at a group's roles, come to one, or propose who has one
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot role list wasm1…")]
pub struct RoleArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// List the roles, who holds them and until when, and who is nominated
    #[command(after_help = "Example:\n  folkmoot role list wasm1… --json")]
    List {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        #[command(flatten)]
        chain: ChainArgs,
    },
    /// Nominate a seat for a role that is filled by acclamation
    #[command(after_help = "Example:\n  folkmoot role nominate wasm1… speaker 2")]
    Nominate(SeatArgs),
    /// Object to a nomination, which stops it
    #[command(after_help = "Example:\n  folkmoot role object wasm1… speaker 2 --reason 'too soon'")]
    Object {
        #[command(flatten)]
        about: SeatArgs,
        /// Why, for all to read
        #[arg(long)]
        reason: String,
    },
    /// Propose to give a role that is filled by decision to a seat
    #[command(after_help = "Example:\n  folkmoot role appoint wasm1… bursar 2")]
    Appoint {
        #[command(flatten)]
        about: SeatArgs,
        /// As its apprentice
        #[arg(long)]
        apprentice: bool,
    },
    /// Propose that a seat gives up a role, or no longer learns it
    #[command(after_help = "Example:\n  folkmoot role release wasm1… bursar 2")]
    Release(SeatArgs),
    /// Fill a place by a nomination that nobody objected to. Anybody may
    #[command(after_help = "Example:\n  folkmoot role acclaim wasm1… speaker 2")]
    Acclaim(SeatArgs),
    /// Give a free place of a rotating role to the seat that is next in turn. Anybody may
    #[command(after_help = "Example:\n  folkmoot role rotate wasm1… host")]
    Rotate(OneArgs),
    /// Give up your role, decline a nomination, or pass your turn
    #[command(after_help = "Example:\n  folkmoot role resign wasm1… host")]
    Resign(OneArgs),
    /// Spend within your role's allowance, without a vote
    #[command(
        after_help = "Example:\n  folkmoot role spend wasm1… cook --pay wasm1…:40ustake --reason soup"
    )]
    Spend {
        #[command(flatten)]
        about: OneArgs,
        /// Who is paid, and how much, such as wasm1…:40ustake
        #[arg(long)]
        pay: String,
        /// What for
        #[arg(long)]
        reason: String,
    },
}

#[derive(Args, Debug)]
struct OneArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// The role's name
    role: String,
    #[command(flatten)]
    sign: Box<SignArgs>,
}

#[derive(Args, Debug)]
struct SeatArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// The role's name
    role: String,
    /// The seat's number
    seat: SeatId,
    #[command(flatten)]
    sign: Box<SignArgs>,
}

#[derive(Debug, Serialize)]
struct Listed {
    group: String,
    group_name: String,
    roles: Vec<RoleView>,
    #[serde(skip)]
    now: u64,
}

#[derive(Debug, Serialize)]
struct Told {
    group: String,
    /// The role afterwards; in a dry run as it is now.
    role: Option<RoleView>,
    #[serde(flatten)]
    transaction: Transaction,
    #[serde(skip)]
    now: u64,
}

/// Runs the command.
pub async fn run(args: RoleArgs, output: &mut Output) -> Result<(), CliError> {
    let (group, name, sign, message) = match args.command {
        Command::List { group, chain } => return list(group, &chain, output).await,
        Command::Appoint { about, apprentice } => {
            let SeatArgs { role, seat, .. } = &about;
            let title = match apprentice {
                true => format!("Seat {seat} learns to be {role}"),
                false => format!("Seat {seat} becomes {role}"),
            };
            let appoint = Action::Appoint {
                seat: *seat,
                role: Some(role.clone()),
                apprentice,
            };
            return decide(&about, title, appoint, output).await;
        }
        Command::Release(about) => {
            let SeatArgs { role, seat, .. } = &about;
            let title = format!("Seat {seat} is no longer {role}");
            let release = Action::Release {
                seat: *seat,
                role: Some(role.clone()),
            };
            return decide(&about, title, release, output).await;
        }
        Command::Nominate(SeatArgs {
            group,
            role,
            seat,
            sign,
        }) => {
            let message = ExecuteMsg::Nominate {
                role: role.clone(),
                seat,
            };
            (group, role, sign, message)
        }
        Command::Object { about, reason } => {
            let message = ExecuteMsg::ObjectNomination {
                role: about.role.clone(),
                seat: about.seat,
                reason,
            };
            (about.group, about.role, about.sign, message)
        }
        Command::Acclaim(SeatArgs {
            group,
            role,
            seat,
            sign,
        }) => {
            let message = ExecuteMsg::Acclaim {
                role: role.clone(),
                seat,
            };
            (group, role, sign, message)
        }
        Command::Rotate(OneArgs { group, role, sign }) => {
            let message = ExecuteMsg::Rotate { role: role.clone() };
            (group, role, sign, message)
        }
        Command::Resign(OneArgs { group, role, sign }) => {
            let message = ExecuteMsg::Resign {
                role: Some(role.clone()),
            };
            (group, role, sign, message)
        }
        Command::Spend { about, pay, reason } => {
            let message = spend(about.role.clone(), &pay, reason)?;
            (about.group, about.role, about.sign, message)
        }
    };
    let session = Session::open(&sign).await?;
    let call = execute(&session.address, &group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    let reader = Reader::new(&session.client, &group);
    let roles = reader.roles().await?;
    output.tell(&Told {
        role: roles.into_iter().find(|one| one.role.name == name),
        transaction: Transaction::from(&sent),
        now: reader.now().await?,
        group: group.clone(),
    })
}

/// Opens a proposal about who has a role.
async fn decide(
    about: &SeatArgs,
    title: String,
    action: Action,
    output: &mut Output,
) -> Result<(), CliError> {
    let session = Session::open(&about.sign).await?;
    let opened = propose::open_one(&session, &about.group, title, action).await?;
    output.tell(&opened)
}

fn spend(role: String, pay: &str, reason: String) -> Result<ExecuteMsg, CliError> {
    let (to, amount) = parse::payment(pay)?;
    let [amount] = amount.as_slice() else {
        return Err(CliError::refused(
            "an allowance is of one denomination: name one amount",
        ));
    };
    Ok(ExecuteMsg::SpendAllowance {
        role,
        to,
        amount: amount.clone(),
        reason,
    })
}

async fn list(group: String, chain: &ChainArgs, output: &mut Output) -> Result<(), CliError> {
    let client = Client::connect(&chain.node).await?;
    let reader = Reader::new(&client, &group);
    let listed = Listed {
        group_name: reader.group().await?.name,
        roles: reader.roles().await?,
        now: reader.now().await?,
        group: group.clone(),
    };
    output.tell(&listed)
}

/// A role in some lines.
fn described(view: &RoleView, now: u64) -> String {
    let view = &words::shown(view);
    let mut lines = vec![bold(&view.role.name)];
    if !view.role.duties.is_empty() {
        lines.push(format!("  {}", view.role.duties));
    }
    for holder in &view.holders {
        let until = holder.until.map_or_else(
            || "without end".to_owned(),
            |end| format!("until {}", words::until(end, now)),
        );
        lines.push(format!("  held by seat {} {until}", holder.seat));
    }
    if view.vacancies > 0 {
        let by = match view.role.filling {
            Filling::Decision => "a decision",
            Filling::Acclamation { .. } => "acclamation",
            Filling::Rotation => "rotation",
        };
        let places = words::count(view.vacancies, "vacant place");
        lines.push(format!("  {places}, filled by {by}"));
    }
    lines.extend(view.next.map(|seat| format!("  next in turn: seat {seat}")));
    let learning = view.apprentices.iter();
    lines.extend(learning.map(|seat| format!("  learned by seat {seat}")));
    lines.extend(view.nominations.iter().map(|one| nominated(one, now)));
    if let Some(allowance) = &view.allowance {
        let left = words::coins(std::slice::from_ref(&allowance.left));
        let until = allowance
            .until
            .map(|end| format!(" until {}", words::until(end, now)))
            .unwrap_or_default();
        lines.push(format!("  may spend {left} without a vote{until}"));
    }
    lines.join("\n")
}

fn nominated(one: &NominationView, now: u64) -> String {
    let NominationView {
        seat,
        by,
        until,
        objection,
        ..
    } = one;
    let stands = match objection {
        Some(objection) => format!("seat {} objected: {}", objection.seat, objection.reason),
        None if now < *until => format!("objections until {}", words::until(*until, now)),
        None => "nobody objected: it can be acclaimed".to_owned(),
    };
    format!("  seat {seat} is nominated by seat {by}; {stands}")
}

impl Report for Listed {
    fn words(&self) -> String {
        let mut lines = vec![bold(&format!("Roles of {}", words::line(&self.group_name)))];
        if self.roles.is_empty() {
            lines.push("  There are none.".to_owned());
        }
        let roles = self.roles.iter();
        lines.extend(roles.map(|role| indent(&described(role, self.now))));
        lines.join("\n")
    }
}

impl Report for Told {
    fn words(&self) -> String {
        let role = self.role.as_ref().map(|role| described(role, self.now));
        let mut lines: Vec<String> = role.into_iter().collect();
        lines.push(self.transaction.words());
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use folkmoot_group::charter::Role;
    use folkmoot_group::msg::{NominationObjection, RoleHolder};

    use super::*;

    fn nomination(objection: Option<NominationObjection>) -> NominationView {
        NominationView {
            seat: 3,
            by: 1,
            at: 100,
            until: 200,
            lapses: 300,
            objection,
        }
    }

    #[test]
    fn a_role_is_told_with_holders_vacancies_and_nominations() {
        let stopped = NominationObjection {
            seat: 2,
            reason: "too soon".to_owned(),
        };
        let view = RoleView {
            role: Role {
                name: "host".to_owned(),
                duties: "opens the door".to_owned(),
                commitment: String::new(),
                term: None,
                places: 3,
                filling: Filling::Rotation,
                apprentice: true,
                allowance: None,
            },
            holders: vec![RoleHolder {
                seat: 1,
                since: 50,
                until: None,
            }],
            vacancies: 2,
            apprentices: vec![4],
            next: Some(2),
            nominations: vec![nomination(Some(stopped)), nomination(None)],
            allowance: None,
        };
        let told = described(&view, 250);
        for line in [
            "held by seat 1 without end",
            "2 vacant places, filled by rotation",
            "next in turn: seat 2",
            "learned by seat 4",
            "seat 3 is nominated by seat 1; seat 2 objected: too soon",
            "nobody objected: it can be acclaimed",
        ] {
            assert!(told.contains(line), "{line}: {told}");
        }
    }

    #[test]
    fn an_allowance_is_spent_in_one_denomination() {
        let spent = |pay: &str| spend("cook".to_owned(), pay, "soup".to_owned());
        let payee = "wasm1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqclj38v";
        assert!(spent(&format!("{payee}:5ustake,5ugold")).is_err());
        assert!(spent("nobody").is_err());
    }
}
