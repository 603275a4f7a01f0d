//! Founds a federation in memory, with the contract itself: whatever the contract refuses is known before anything is
//! sent, and in its own words.

use std::collections::BTreeMap;

use cosmwasm_std::testing::MockApi;
use cosmwasm_std::{
    Addr, BlockInfo, CanonicalAddr, CosmosMsg, Timestamp, WasmMsg, instantiate2_address,
    to_json_binary,
};
use cw_multi_test::{App, AppBuilder, BankSudo, Executor, SudoMsg, no_init};
use folkmoot_embedded::{group_code, innermost};
use folkmoot_group::limits::MAX_SEATS_A_MESSAGE;
use folkmoot_group::msg::{ExecuteMsg, InstantiateMsg, SeatSpec};
use folkmoot_group::wallet::Holder;

use super::federation::{Federation, Group, in_group};
use crate::CliError;

/// The chain in memory.
struct Stage {
    app: App,
    founder: Addr,
    code_id: u64,
    checksum: Vec<u8>,
}

/// Founds all groups; the first that the contract refuses is the error.
pub fn rehearse(federation: &Federation, prefix: &str, chain_id: &str) -> Result<(), CliError> {
    let mut stage = Stage::empty(prefix, chain_id)?;
    let mut addresses = BTreeMap::new();
    for group in &federation.groups {
        let founded = stage.found(group, &addresses);
        let address = founded.map_err(|error| in_group(&group.name, &error))?;
        addresses.insert(group.name.clone(), address);
    }
    Ok(())
}

fn failed(error: impl std::fmt::Display) -> CliError {
    CliError::refused(innermost(&error.to_string()))
}

impl Stage {
    fn empty(prefix: &str, chain_id: &str) -> Result<Self, CliError> {
        // nothing of a founding depends on the time
        let time = Timestamp::from_seconds(1);
        // the API keeps its prefix for as long as the program runs
        let api = MockApi::default().with_prefix(prefix.to_owned().leak());
        let founder = api.addr_make("founder");
        let mut app = AppBuilder::new()
            .with_api(api)
            .with_block(BlockInfo {
                height: 1,
                time,
                chain_id: chain_id.to_owned(),
            })
            .build(no_init);
        let code_id = app.store_code((group_code().contract)());
        let code = app.wrap().query_wasm_code_info(code_id).map_err(failed)?;
        Ok(Self {
            app,
            founder,
            code_id,
            checksum: code.checksum.as_slice().to_vec(),
        })
    }

    fn found(
        &mut self,
        group: &Group,
        addresses: &BTreeMap<String, String>,
    ) -> Result<String, CliError> {
        let salt = group.name.as_bytes();
        let address = self.address(salt)?;
        let seats = group.seats_at(addresses)?;
        // whoever is on the real chain only can't be asked here
        let here = |seat: &SeatSpec| match &seat.holder {
            Holder::Keys { .. } => true,
            Holder::Group { address, .. } => addresses.values().any(|known| known == address),
            Holder::Contract { .. } => false,
        };
        let seats: Vec<SeatSpec> = seats.into_iter().filter(here).collect();
        let begin = InstantiateMsg {
            name: group.name.clone(),
            charter: group.charter.clone(),
            seats: vec![],
            founded: false,
        };
        self.send(WasmMsg::Instantiate2 {
            admin: Some(address.clone()),
            code_id: self.code_id,
            label: "rehearsal".to_owned(),
            msg: to_json_binary(&begin).map_err(failed)?,
            funds: vec![],
            salt: salt.into(),
        })?;
        for seats in seats.chunks(MAX_SEATS_A_MESSAGE) {
            let seats = seats.to_vec();
            self.tell(&address, &ExecuteMsg::AddSeats { seats }, vec![])?;
        }
        self.tell(&address, &ExecuteMsg::Found {}, vec![])?;
        if !group.deposit.is_empty() {
            let mint = BankSudo::Mint {
                to_address: self.founder.to_string(),
                amount: group.deposit.clone(),
            };
            self.app.sudo(SudoMsg::Bank(mint)).map_err(failed)?;
            self.tell(&address, &ExecuteMsg::Contribute {}, group.deposit.clone())?;
        }
        Ok(address)
    }

    fn address(&self, salt: &[u8]) -> Result<String, CliError> {
        let (prefix, founder) = bech32::decode(self.founder.as_str()).map_err(failed)?;
        let founder = CanonicalAddr::from(founder);
        let address = instantiate2_address(&self.checksum, &founder, salt).map_err(failed)?;
        bech32::encode::<bech32::Bech32>(prefix, address.as_slice()).map_err(failed)
    }

    fn tell(
        &mut self,
        address: &str,
        message: &ExecuteMsg,
        funds: Vec<cosmwasm_std::Coin>,
    ) -> Result<(), CliError> {
        self.send(WasmMsg::Execute {
            contract_addr: address.to_owned(),
            msg: to_json_binary(message).map_err(failed)?,
            funds,
        })
    }

    fn send(&mut self, message: WasmMsg) -> Result<(), CliError> {
        let message = CosmosMsg::Wasm(message);
        let sent = self.app.execute(self.founder.clone(), message);
        sent.map(|_| ()).map_err(failed)
    }
}
