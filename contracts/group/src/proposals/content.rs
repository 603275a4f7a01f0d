//! A proposal's content: what it may hold and how it is hashed.

use cosmwasm_std::{Binary, Deps, Env};
use folkmoot_rules::{Content, TextRef, check_line, content_hash};
use folkmoot_wire::to_json;
use sha2::{Digest, Sha256};

use crate::action::{Action, ActionError};
use crate::checks::{check_length, check_text};
use crate::error::{ContractError, ProposalError};
use crate::limits::{MAX_ACTION_BYTES, MAX_URI};
use crate::msg::Text;
use crate::proposals::actions::check_action;
use crate::proposals::proposal::StoredText;
use crate::reviews::veto;

pub(crate) fn check_actions(
    deps: Deps,
    env: &Env,
    actions: &[Action],
) -> Result<(), ContractError> {
    let bytes = to_json(actions).len();
    if bytes > MAX_ACTION_BYTES {
        return Err(ActionError::TooLong {
            limit: MAX_ACTION_BYTES,
            bytes,
        }
        .into());
    }
    if actions.len() > 1 && veto::is_among(actions) {
        return Err(ActionError::VetoAlone.into());
    }
    actions
        .iter()
        .try_for_each(|action| check_action(deps, env, action))
}

/// Checks a text and brings it into the form that is kept.
pub(crate) fn stored_text(text: Text) -> Result<Option<StoredText>, ContractError> {
    let stored = match text {
        Text::None => return Ok(None),
        Text::Stored(text) => {
            check_text(&text)?;
            StoredText::Stored(text)
        }
        Text::Carried(text) => {
            check_text(&text)?;
            StoredText::Carried(Binary::from(Sha256::digest(text.as_bytes()).as_slice()))
        }
        Text::Linked { uri, sha256 } => {
            check_length("link", MAX_URI, uri.len())?;
            check_line("link", &uri)?;
            if sha256.len() != 32 {
                return Err(ProposalError::Hash {
                    bytes: sha256.len(),
                }
                .into());
            }
            StoredText::Linked(uri, sha256.into())
        }
    };
    Ok(Some(stored))
}

pub(crate) fn hash(
    version: u32,
    title: &str,
    text: Option<&StoredText>,
    actions: &[Action],
) -> Result<[u8; 32], ContractError> {
    let text = match text {
        None => TextRef::Text(""),
        Some(StoredText::Stored(text)) => TextRef::Text(text),
        Some(StoredText::Carried(sha256) | StoredText::Linked(_, sha256)) => {
            TextRef::Sha256(sha256.to_array()?)
        }
    };
    Ok(content_hash(&Content {
        version,
        title,
        text,
        actions,
    })?)
}
