//! Where unwinding ends: running out of gas, and panics.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::error::{AbciError, Kind};
use super::gas::{Meter, OutOfGas};

/// Turns unwinding into an error: running out of gas, or a panic, which the SDK reports as such.
pub fn caught<T>(
    meter: &Meter,
    action: impl FnOnce() -> Result<T, AbciError>,
) -> Result<T, AbciError> {
    match catch_unwind(AssertUnwindSafe(action)) {
        Ok(result) => result,
        Err(payload) => Err(unwound(meter, payload.as_ref())),
    }
}

fn unwound(meter: &Meter, payload: &(dyn Any + Send)) -> AbciError {
    match payload.downcast_ref::<OutOfGas>() {
        Some(OutOfGas { location }) => {
            let (limit, used) = (meter.limit(), meter.used());
            let detail =
                format!("out of gas in location: {location}; gasWanted: {limit}, gasUsed: {used}");
            AbciError::new(Kind::OutOfGas, detail)
        }
        None => {
            let detail = format!("recovered: {}", super::wasm::panic_text(payload));
            AbciError::new(Kind::Panic, detail)
        }
    }
}
