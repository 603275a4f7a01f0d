//! What an order does: a message as JSON, or one of the short ways to say it.

use std::path::PathBuf;

use clap::Args;
use cosmwasm_std::HexBinary;
use folkmoot_group::msg::{ExecuteMsg, ProposalId, SeatId, Subject};
use folkmoot_group::wallet::Wallet;

use super::file::{FileError, name_of};
use crate::reader::Reader;
use crate::{CliError, group, parse};

/// What the seat does.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct ActArgs {
    /// Any act, as the contract takes it, such as {"resign":{"role":"clerk"}}
    #[arg(long, value_name = "JSON")]
    act: Option<String>,
    /// A file with the act, such as a long proposal
    #[arg(long, value_name = "FILE")]
    act_file: Option<PathBuf>,
    /// Take this proposal back
    #[arg(long, value_name = "PROPOSAL")]
    withdraw: Option<ProposalId>,
    /// Give up the seat
    #[arg(long)]
    leave: bool,
    /// Offer a wallet a place in the seat
    #[arg(long, value_name = "WALLET", value_parser = parse::wallet)]
    add_wallet: Option<Wallet>,
    /// As the wallet that this seat offers a place: take it
    #[arg(long, value_name = "SEAT")]
    confirm_wallet: Option<SeatId>,
    /// Drop a wallet of the seat
    #[arg(long, value_name = "WALLET", value_parser = parse::wallet)]
    drop_wallet: Option<Wallet>,
}

impl ActArgs {
    /// The message.
    ///
    /// # Errors
    /// It can't be read, or no order carries it.
    pub fn act(self) -> Result<ExecuteMsg, CliError> {
        let act = if let Some(text) = self.act {
            serde_json::from_str(&text)
                .map_err(|error| CliError::refused(format!("act {text:?}: {error}")))?
        } else if let Some(path) = self.act_file {
            group::read_json(&path, "act of a seat")?
        } else if let Some(proposal) = self.withdraw {
            ExecuteMsg::Withdraw { proposal }
        } else if let Some(wallet) = self.add_wallet {
            ExecuteMsg::AddWallet { wallet }
        } else if let Some(seat) = self.confirm_wallet {
            ExecuteMsg::ConfirmWallet { seat }
        } else if let Some(wallet) = self.drop_wallet {
            ExecuteMsg::DropWallet { wallet }
        } else {
            ExecuteMsg::Leave {}
        };
        match act.ordered() {
            Some(_) => Ok(act),
            None => Err(CliError::refused(
                FileError::NotAnAct(name_of(&act)).to_string(),
            )),
        }
    }
}

/// The title of what an act is about, and the hash of the version that is in force, as the chain has them.
pub async fn subject(
    reader: &Reader<'_>,
    act: &ExecuteMsg,
) -> Result<(String, Option<HexBinary>), CliError> {
    let subject = act
        .ordered()
        .map_or(Subject::None, |ordered| ordered.subject);
    Ok(match subject {
        Subject::None => (String::new(), None),
        Subject::New(title) => (title.to_owned(), None),
        Subject::Proposal(id) => {
            let view = reader.proposal(id).await?;
            (view.title, Some(view.content_hash))
        }
        Subject::Notice(group, id) => {
            let notice = reader.notice(group, id).await?.ok_or_else(|| {
                let here = reader.address();
                CliError::refused(format!("{here} has no notice of proposal {id} of {group}"))
            })?;
            (notice.title, Some(notice.content_hash))
        }
        Subject::Above(group, id) => {
            let view = reader.of(group).proposal(id).await?;
            (view.title, Some(view.content_hash))
        }
    })
}
