//! The values of the chain's own library, in the forms that it gives them.

use core::fmt::Display;
use core::str::FromStr;

use cosmwasm_std::{Addr, Binary, Coin, Decimal, HexBinary, Timestamp, Uint128, Uint256};

use crate::{Decode, Encode, Names, Sink, Source};

/// A value as its text.
fn text<T: FromStr<Err: Display> + Default>(source: &mut Source<'_>) -> T {
    let text = source.text();
    taken(source, text.parse())
}

fn taken<T: Default, E: Display>(source: &mut Source<'_>, read: Result<T, E>) -> T {
    read.unwrap_or_else(|error| {
        source.refuse(&error.to_string());
        T::default()
    })
}

macro_rules! as_text {
    ($($number:ty),+) => {
        $(impl Decode for $number {
            fn decode(source: &mut Source<'_>) -> Self {
                text(source)
            }
        }

        impl Encode for $number {
            fn encode(&self, sink: &mut Sink) {
                sink.text(&self.to_string());
            }
        })+
    };
}

as_text!(Decimal, Uint128, Uint256);

impl Decode for Timestamp {
    fn decode(source: &mut Source<'_>) -> Self {
        Self::from_nanos(text(source))
    }
}

impl Encode for Timestamp {
    fn encode(&self, sink: &mut Sink) {
        sink.text(&self.nanos().to_string());
    }
}

impl Decode for Addr {
    fn decode(source: &mut Source<'_>) -> Self {
        Self::unchecked(source.text())
    }
}

impl Encode for Addr {
    fn encode(&self, sink: &mut Sink) {
        sink.text(self.as_str());
    }
}

macro_rules! bytes {
    ($($bytes:ty: $read:path, $write:path;)+) => {
        $(impl Decode for $bytes {
            fn decode(source: &mut Source<'_>) -> Self {
                if source.is_for_people() {
                    let text = source.text();
                    taken(source, $read(&text))
                } else {
                    Self::from(source.bytes())
                }
            }
        }

        impl Encode for $bytes {
            fn encode(&self, sink: &mut Sink) {
                match sink.is_for_people() {
                    true => sink.text(&$write(self)),
                    false => sink.bytes(self),
                }
            }
        })+
    };
}

bytes! {
    Binary: Binary::from_base64, Binary::to_base64;
    HexBinary: HexBinary::from_hex, HexBinary::to_hex;
}

const COIN: Names = &["denom", "amount"];

impl Decode for Coin {
    fn decode(source: &mut Source<'_>) -> Self {
        source.fields(COIN);
        Self {
            denom: source.text(),
            amount: Uint256::decode(source),
        }
    }
}

impl Encode for Coin {
    fn encode(&self, sink: &mut Sink) {
        sink.fields(COIN);
        sink.text(&self.denom);
        self.amount.encode(sink);
        sink.end_fields();
    }
}
