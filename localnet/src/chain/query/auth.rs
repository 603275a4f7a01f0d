//! Queries of accounts.

use cosmos_sdk_proto::cosmos::auth::v1beta1::{
    Params, QueryAccountInfoRequest, QueryAccountInfoResponse, QueryAccountRequest,
    QueryAccountResponse, QueryAccountsRequest, QueryAccountsResponse, QueryParamsResponse,
};
use prost::Message;

use super::{page, request, status, unknown};
use crate::chain::error::{AbciError, Kind};
use crate::chain::machine::Machine;
use crate::chain::{address, auth};

/// Answers one query.
pub fn answer(machine: &Machine, name: &str, data: &[u8]) -> Result<Vec<u8>, AbciError> {
    Ok(match name {
        "Account" => {
            let asked: QueryAccountRequest = request(data)?;
            let account = Some(auth::to_any(&account(machine, &asked.address)?));
            QueryAccountResponse { account }.encode_to_vec()
        }
        "AccountInfo" => {
            let asked: QueryAccountInfoRequest = request(data)?;
            let info = Some(account(machine, &asked.address)?);
            QueryAccountInfoResponse { info }.encode_to_vec()
        }
        "Accounts" => {
            let asked: QueryAccountsRequest = request(data)?;
            let all = auth::all(machine.view());
            let (part, pagination) = page::cut(all, asked.pagination.as_ref())?;
            QueryAccountsResponse {
                accounts: part.iter().map(auth::to_any).collect(),
                pagination,
            }
            .encode_to_vec()
        }
        "Params" => QueryParamsResponse {
            params: Some(Params {
                max_memo_characters: 256,
                tx_sig_limit: 7,
                tx_size_cost_per_byte: crate::chain::gas::TX_BYTE,
                sig_verify_cost_ed25519: 590,
                sig_verify_cost_secp256k1: crate::chain::gas::EXTRA_SIGNATURE,
            }),
        }
        .encode_to_vec(),
        _ => return Err(unknown()),
    })
}

type Account = cosmos_sdk_proto::cosmos::auth::v1beta1::BaseAccount;

fn account(machine: &Machine, text: &str) -> Result<Account, AbciError> {
    if text.is_empty() {
        let detail = "Address cannot be empty";
        return Err(status("InvalidArgument", Kind::InvalidRequest, detail));
    }
    address::check(&machine.terms.prefix, text)?;
    auth::load(machine.view(), text).ok_or_else(|| {
        let detail = format!("account {text} not found");
        status("NotFound", Kind::KeyNotFound, detail)
    })
}
