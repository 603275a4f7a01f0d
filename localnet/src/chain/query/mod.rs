//! Queries of the application, by their gRPC path.

mod auth;
mod bank;
mod page;
mod tx;
mod wasm;

use prost::Message;

use super::error::{AbciError, Kind};
use super::ledger::Ledger;
use super::machine::Machine;

/// Answers the query at `path`.
pub fn answer(
    machine: &mut Machine,
    ledger: &Ledger,
    path: &str,
    data: &[u8],
) -> Result<Vec<u8>, AbciError> {
    let (service, name) = path.rsplit_once('/').unwrap_or_default();
    let answer = match service {
        "/cosmos.auth.v1beta1.Query" => auth::answer(machine, name, data),
        "/cosmos.bank.v1beta1.Query" => bank::answer(machine, name, data),
        "/cosmwasm.wasm.v1.Query" => machine.ask(|machine| wasm::answer(machine, name, data)),
        "/cosmos.tx.v1beta1.Service" => tx::answer(machine, ledger, name, data),
        _ if path.is_empty() => {
            let detail = "no query path provided";
            Err(AbciError::new(Kind::UnknownRequest, detail))
        }
        _ => Err(unknown()),
    };
    answer.map_err(passed_on)
}

/// What is left of a refusal on its way through the SDK's query router: the text, while codespace and code are those of
/// its own few kinds. What a module refuses as a gRPC status keeps the kind that was chosen for it.
fn passed_on(error: AbciError) -> AbciError {
    match error.kind() {
        _ if error.log().starts_with("rpc error: ") => error,
        Kind::InvalidRequest | Kind::UnknownRequest | Kind::InvalidHeight => error,
        // no registered error in Go, but a plain one
        Kind::InvalidAddress | Kind::Plain => AbciError::new(Kind::InvalidRequest, error.detail()),
        _ => AbciError::new(Kind::UnknownRequest, error.log()),
    }
}

fn unknown() -> AbciError {
    AbciError::new(Kind::UnknownRequest, "unknown query path")
}

fn request<M: Message + Default>(data: &[u8]) -> Result<M, AbciError> {
    M::decode(data).map_err(|error| AbciError::new(Kind::InvalidRequest, error))
}

/// An error as a gRPC server wraps it.
fn status(code: &str, kind: Kind, detail: impl std::fmt::Display) -> AbciError {
    AbciError::new(kind, format!("rpc error: code = {code} desc = {detail}"))
}
