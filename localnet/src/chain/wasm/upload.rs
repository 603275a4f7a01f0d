//! Storing code.

use cosmwasm_std::{Event, Storage};

use super::keeper::Keeper;
use super::native::recognise;
use super::records::{self, NewCode};
use crate::chain::error::AbciError;
use crate::chain::gas;

impl Keeper {
    /// Stores an uploaded file; returns its id, checksum and event.
    pub fn store_code(
        &self,
        storage: &mut dyn Storage,
        creator: &str,
        file: &[u8],
    ) -> Result<(u64, [u8; 32], Event), AbciError> {
        let (wasm, label) = recognise(file, self.natives())?;
        let bytes = u64::try_from(wasm.len()).unwrap_or(u64::MAX);
        let cost = gas::CODE_BYTE.saturating_mul(bytes);
        self.meter
            .pay(gas::STORE_CODE.saturating_add(cost), "Compile wasm");
        let checksum = <sha2::Sha256 as sha2::Digest>::digest(&wasm).into();
        let new = NewCode {
            creator,
            name: &label.name,
            version: &label.version,
            checksum,
            bytes: &wasm,
        };
        let id = records::add_code(storage, &new)?;
        let event = Event::new("store_code")
            .add_attribute("code_checksum", hex::encode(checksum))
            .add_attribute("code_id", id.to_string());
        Ok((id, checksum, event))
    }

    /// Stores a native contract at genesis, under the checksum that its wasm file has.
    pub fn store_native(
        &self,
        storage: &mut dyn Storage,
        creator: &str,
        (name, version): (&str, &str),
        checksum: [u8; 32],
    ) -> Result<u64, AbciError> {
        let new = NewCode {
            creator,
            name,
            version,
            checksum,
            bytes: &[],
        };
        records::add_code(storage, &new)
    }
}
