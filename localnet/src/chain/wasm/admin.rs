//! What only a contract's admin may do: give it other code, or another admin.

use cosmos_sdk_proto::cosmwasm::wasm::v1::{
    ContractCodeHistoryEntry, ContractCodeHistoryOperationType, ContractInfo,
};
use cosmwasm_std::{Addr, Binary, Event, MigrateInfo, Storage};

use super::call::Entry;
use super::keeper::{Ctx, Keeper};
use super::respond::CONTRACT_ATTRIBUTE;
use super::{records, validate};
use crate::chain::error::{AbciError, Kind};
use crate::chain::gas;

const MIGRATE: Entry = Entry {
    location: "Loading CosmWasm module: migrate",
    refusal: Kind::MigrationFailed,
};

impl Keeper {
    /// Gives a contract other code.
    pub(super) fn migrate(
        &self,
        ctx: &Ctx<'_>,
        storage: &mut dyn Storage,
        (sender, to): (&Addr, &Addr),
        code_id: u64,
        msg: Binary,
        events: &mut Vec<Event>,
    ) -> Result<Option<Binary>, AbciError> {
        validate::code_id(code_id)?;
        validate::payload(&msg)?;
        self.meter.pay(gas::CONTRACT_MESSAGE, MIGRATE.location);
        let mut info = self.administered(storage, sender, to, "can not migrate")?;
        records::code(storage, code_id)
            .map_err(|_| AbciError::new(Kind::InvalidRequest, "unknown code"))?;
        let migrate_info = MigrateInfo {
            sender: sender.clone(),
            // contracts here declare no migrate version, so there is none to compare
            old_migrate_version: None,
        };
        let (at, bytes) = ((to, code_id), msg.to_vec());
        let response = self.call(ctx, storage, at, &MIGRATE, |contract, deps, env| {
            contract.migrate(deps, env, bytes, migrate_info)
        })?;
        let entry = ContractCodeHistoryEntry {
            operation: ContractCodeHistoryOperationType::Migrate.into(),
            code_id,
            updated: Some(self.tx_position(ctx.block)),
            msg: msg.into(),
        };
        records::append_history(storage, to.as_str(), &entry);
        info.code_id = code_id;
        records::save_contract(storage, to.as_str(), &info);
        events.push(
            Event::new("migrate")
                .add_attribute("code_id", code_id.to_string())
                .add_attribute(CONTRACT_ATTRIBUTE, to),
        );
        self.respond(ctx, storage, to, response, events)
            .map_err(|error| error.within("dispatch"))
    }

    fn administered(
        &self,
        storage: &dyn Storage,
        sender: &Addr,
        to: &Addr,
        refusal: &str,
    ) -> Result<ContractInfo, AbciError> {
        let info = records::contract(storage, to.as_str())
            .map_err(|_| AbciError::new(Kind::InvalidRequest, "unknown contract"))?;
        if info.admin != sender.as_str() {
            return Err(AbciError::new(Kind::Unauthorized, refusal));
        }
        Ok(info)
    }

    /// Gives a contract another admin, or none.
    pub(super) fn set_admin(
        &self,
        storage: &mut dyn Storage,
        sender: &Addr,
        contract: &str,
        admin: &str,
    ) -> Result<Event, AbciError> {
        let to = self.named("contract", contract)?;
        if admin == sender.as_str() {
            let detail = "new admin is the same as the old";
            return Err(AbciError::new(Kind::Invalid, detail));
        }
        self.meter.pay(gas::ADMIN, "wasm admin");
        let mut info = self.administered(storage, sender, &to, "can not modify contract")?;
        admin.clone_into(&mut info.admin);
        records::save_contract(storage, to.as_str(), &info);
        Ok(Event::new("update_contract_admin")
            .add_attribute(CONTRACT_ATTRIBUTE, &to)
            .add_attribute("new_admin_address", admin))
    }
}
