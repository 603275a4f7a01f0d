//! The values of the chain's own library, in the forms that it gives them.

use core::fmt::Display;
use core::str::FromStr;

use cosmwasm_std::{Addr, Binary, Coin, Decimal, HexBinary, Timestamp, Uint128, Uint256};

use crate::{FieldNames, Read, Sink, Source, Write};

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
        $(impl Read for $number {
            fn read(source: &mut Source<'_>) -> Self {
                text(source)
            }
        }

        impl Write for $number {
            fn write(&self, sink: &mut Sink) {
                sink.text(&self.to_string());
            }
        })+
    };
}

as_text!(Decimal, Uint128, Uint256);

impl Read for Timestamp {
    fn read(source: &mut Source<'_>) -> Self {
        Self::from_nanos(text(source))
    }
}

impl Write for Timestamp {
    fn write(&self, sink: &mut Sink) {
        sink.text(&self.nanos().to_string());
    }
}

impl Read for Addr {
    fn read(source: &mut Source<'_>) -> Self {
        Self::unchecked(source.text())
    }
}

impl Write for Addr {
    fn write(&self, sink: &mut Sink) {
        sink.text(self.as_str());
    }
}

macro_rules! bytes {
    ($($bytes:ty: $read:path, $write:path;)+) => {
        $(impl Read for $bytes {
            fn read(source: &mut Source<'_>) -> Self {
                if source.is_for_people() {
                    let text = source.text();
                    taken(source, $read(&text))
                } else {
                    Self::from(source.bytes())
                }
            }
        }

        impl Write for $bytes {
            fn write(&self, sink: &mut Sink) {
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

const COIN: &FieldNames = &FieldNames {
    of: "Coin",
    names: &["denom", "amount"],
};

impl Read for Coin {
    fn read(source: &mut Source<'_>) -> Self {
        source.fields(COIN);
        Self {
            denom: source.text(),
            amount: Uint256::read(source),
        }
    }
}

impl Write for Coin {
    fn write(&self, sink: &mut Sink) {
        sink.fields(COIN);
        sink.text(&self.denom);
        self.amount.write(sink);
        sink.end_fields();
    }
}
