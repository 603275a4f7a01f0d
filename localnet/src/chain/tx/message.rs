//! The messages that a transaction may carry.

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::bank::v1beta1::MsgSend;
use cosmos_sdk_proto::cosmos::base::v1beta1::Coin;
use cosmos_sdk_proto::cosmwasm::wasm::v1::{
    MsgClearAdmin, MsgExecuteContract, MsgInstantiateContract, MsgInstantiateContract2,
    MsgMigrateContract, MsgStoreCode, MsgUpdateAdmin,
};
use prost::{Message, Name};

use crate::chain::address;
use crate::chain::error::{AbciError, Kind};
use crate::chain::wasm::validate;

/// A message of a transaction, decoded.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// Moves coins.
    Send(MsgSend),
    /// Calls a contract.
    Execute(MsgExecuteContract),
    /// Makes a contract.
    Instantiate(MsgInstantiateContract),
    /// Makes a contract at a predictable address.
    Instantiate2(MsgInstantiateContract2),
    /// Stores code.
    StoreCode(MsgStoreCode),
    /// Changes a contract's code.
    Migrate(MsgMigrateContract),
    /// Changes a contract's admin.
    UpdateAdmin(MsgUpdateAdmin),
    /// Removes a contract's admin.
    ClearAdmin(MsgClearAdmin),
}

fn read<M: Message + Default>(any: &Any) -> Result<M, AbciError> {
    M::decode(any.value.as_slice())
        .map_err(|error| AbciError::new(Kind::TxParse, format!("{}: {error}", any.type_url)))
}

impl Msg {
    /// Reads a message by its type.
    pub fn decode(any: &Any) -> Result<Self, AbciError> {
        let name = any.type_url.strip_prefix('/').unwrap_or_default();
        let is = |expected: String| name == expected;
        if is(MsgSend::full_name()) {
            read(any).map(Self::Send)
        } else if is(MsgExecuteContract::full_name()) {
            read(any).map(Self::Execute)
        } else if is(MsgInstantiateContract::full_name()) {
            read(any).map(Self::Instantiate)
        } else if is(MsgInstantiateContract2::full_name()) {
            read(any).map(Self::Instantiate2)
        } else if is(MsgStoreCode::full_name()) {
            read(any).map(Self::StoreCode)
        } else if is(MsgMigrateContract::full_name()) {
            read(any).map(Self::Migrate)
        } else if is(MsgUpdateAdmin::full_name()) {
            read(any).map(Self::UpdateAdmin)
        } else if is(MsgClearAdmin::full_name()) {
            read(any).map(Self::ClearAdmin)
        } else {
            let detail = format!("unable to resolve type URL {}", any.type_url);
            Err(AbciError::new(Kind::TxParse, detail))
        }
    }

    /// The account that must sign.
    pub fn signer(&self) -> &str {
        match self {
            Self::Send(msg) => &msg.from_address,
            Self::Execute(msg) => &msg.sender,
            Self::Instantiate(msg) => &msg.sender,
            Self::Instantiate2(msg) => &msg.sender,
            Self::StoreCode(msg) => &msg.sender,
            Self::Migrate(msg) => &msg.sender,
            Self::UpdateAdmin(msg) => &msg.sender,
            Self::ClearAdmin(msg) => &msg.sender,
        }
    }

    /// The type, as in `action` of the `message` event.
    pub fn type_url(&self) -> &'static str {
        match self {
            Self::Send(_) => "/cosmos.bank.v1beta1.MsgSend",
            Self::Execute(_) => "/cosmwasm.wasm.v1.MsgExecuteContract",
            Self::Instantiate(_) => "/cosmwasm.wasm.v1.MsgInstantiateContract",
            Self::Instantiate2(_) => "/cosmwasm.wasm.v1.MsgInstantiateContract2",
            Self::StoreCode(_) => "/cosmwasm.wasm.v1.MsgStoreCode",
            Self::Migrate(_) => "/cosmwasm.wasm.v1.MsgMigrateContract",
            Self::UpdateAdmin(_) => "/cosmwasm.wasm.v1.MsgUpdateAdmin",
            Self::ClearAdmin(_) => "/cosmwasm.wasm.v1.MsgClearAdmin",
        }
    }

    /// The module that handles it, as in `module` of the `message` event.
    pub fn module(&self) -> &'static str {
        match self {
            Self::Send(_) => "bank",
            _ => "wasm",
        }
    }

    /// The coins that it names, as sent.
    pub fn coins(&self) -> &[Coin] {
        match self {
            Self::Send(msg) => &msg.amount,
            Self::Execute(msg) => &msg.funds,
            Self::Instantiate(msg) => &msg.funds,
            Self::Instantiate2(msg) => &msg.funds,
            Self::StoreCode(_) | Self::Migrate(_) | Self::UpdateAdmin(_) | Self::ClearAdmin(_) => {
                &[]
            }
        }
    }

    /// wasmd's checks that need no state (`ValidateBasic`), in its order. The bank has none.
    pub fn check(&self, prefix: &str) -> Result<(), AbciError> {
        match self {
            Self::Send(_) => Ok(()),
            Self::Execute(msg) => {
                named(prefix, "sender", &msg.sender)?;
                named(prefix, "contract", &msg.contract)?;
                validate::funds(&msg.funds)?;
                validate::payload(&msg.msg)
            }
            Self::Instantiate(msg) => {
                let (admin, funds) = (&msg.admin, &msg.funds);
                instantiation(prefix, &msg.sender, msg.code_id, &msg.label, funds, admin)?;
                validate::payload(&msg.msg)
            }
            Self::Instantiate2(msg) => {
                let (admin, funds) = (&msg.admin, &msg.funds);
                instantiation(prefix, &msg.sender, msg.code_id, &msg.label, funds, admin)?;
                validate::payload(&msg.msg)?;
                validate::salt(&msg.salt)
            }
            Self::StoreCode(msg) => {
                plain(prefix, &msg.sender)?;
                validate::code(&msg.wasm_byte_code)
            }
            Self::Migrate(msg) => {
                validate::code_id(msg.code_id)?;
                named(prefix, "sender", &msg.sender)?;
                named(prefix, "contract", &msg.contract)?;
                validate::payload(&msg.msg)
            }
            Self::UpdateAdmin(msg) => {
                named(prefix, "sender", &msg.sender)?;
                named(prefix, "contract", &msg.contract)?;
                named(prefix, "new admin", &msg.new_admin)?;
                if msg.sender.eq_ignore_ascii_case(&msg.new_admin) {
                    let detail = "new admin is the same as the old";
                    return Err(AbciError::new(Kind::Invalid, detail));
                }
                Ok(())
            }
            Self::ClearAdmin(msg) => {
                named(prefix, "sender", &msg.sender)?;
                named(prefix, "contract", &msg.contract)
            }
        }
    }
}

fn instantiation(
    prefix: &str,
    sender: &str,
    code_id: u64,
    label: &str,
    funds: &[Coin],
    admin: &str,
) -> Result<(), AbciError> {
    named(prefix, "sender", sender)?;
    validate::code_id(code_id)?;
    validate::label(label)?;
    validate::funds(funds)?;
    if admin.is_empty() {
        return Ok(());
    }
    named(prefix, "admin", admin)
}

fn plain(prefix: &str, text: &str) -> Result<(), AbciError> {
    let decoded = address::decode(prefix, text).map(drop);
    decoded.map_err(|error| AbciError::plain(error.detail()))
}

fn named(prefix: &str, what: &str, text: &str) -> Result<(), AbciError> {
    plain(prefix, text).map_err(|error| error.within(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_read_back_as_itself() {
        let messages = [
            Msg::Send(MsgSend::default()),
            Msg::Execute(MsgExecuteContract::default()),
            Msg::Instantiate(MsgInstantiateContract::default()),
            Msg::Instantiate2(MsgInstantiateContract2::default()),
            Msg::StoreCode(MsgStoreCode::default()),
            Msg::Migrate(MsgMigrateContract::default()),
            Msg::UpdateAdmin(MsgUpdateAdmin::default()),
            Msg::ClearAdmin(MsgClearAdmin::default()),
        ];
        for msg in messages {
            let any = Any {
                type_url: msg.type_url().to_owned(),
                value: Vec::new(),
            };
            assert_eq!(Msg::decode(&any).unwrap(), msg);
        }
    }

    #[test]
    fn other_types_are_refused_by_name() {
        for type_url in [
            "",
            "/",
            "/cosmos.gov.v1.MsgVote",
            "cosmos.bank.v1beta1.MsgSend",
        ] {
            let any = Any {
                type_url: type_url.to_owned(),
                value: Vec::new(),
            };
            assert_eq!(Msg::decode(&any).unwrap_err().kind(), Kind::TxParse);
        }
    }
}
