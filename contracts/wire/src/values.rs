//! The values that types are made of.

use crate::{Decode, Encode, Sink, Source};

impl Decode for bool {
    fn decode(source: &mut Source<'_>) -> Self {
        source.boolean()
    }
}

impl Encode for bool {
    fn encode(&self, sink: &mut Sink) {
        sink.boolean(*self);
    }
}

impl Decode for u8 {
    fn decode(source: &mut Source<'_>) -> Self {
        source.byte()
    }
}

impl Encode for u8 {
    fn encode(&self, sink: &mut Sink) {
        sink.byte(*self);
    }
}

macro_rules! number {
    ($($number:ty),+) => {
        $(impl Decode for $number {
            fn decode(source: &mut Source<'_>) -> Self {
                let number = source.up_to(Self::MAX.into());
                Self::try_from(number).unwrap_or_default()
            }
        }

        impl Encode for $number {
            fn encode(&self, sink: &mut Sink) {
                sink.unsigned((*self).into());
            }
        })+
    };
}

number!(u16, u32, u64);

impl Decode for u128 {
    fn decode(source: &mut Source<'_>) -> Self {
        source.wide()
    }
}

impl Encode for u128 {
    fn encode(&self, sink: &mut Sink) {
        sink.wide(*self);
    }
}

impl Decode for String {
    fn decode(source: &mut Source<'_>) -> Self {
        source.text()
    }
}

impl Encode for String {
    fn encode(&self, sink: &mut Sink) {
        sink.text(self);
    }
}

impl Encode for str {
    fn encode(&self, sink: &mut Sink) {
        sink.text(self);
    }
}

impl Decode for () {
    fn decode(source: &mut Source<'_>) -> Self {
        source.nothing();
    }
}

impl Encode for () {
    fn encode(&self, sink: &mut Sink) {
        sink.nothing();
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(source: &mut Source<'_>) -> Self {
        source.some().then(|| T::decode(source))
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, sink: &mut Sink) {
        match self {
            Some(value) => {
                sink.some();
                value.encode(sink);
            }
            None => sink.none(),
        }
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(source: &mut Source<'_>) -> Self {
        Self::new(T::decode(source))
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, sink: &mut Sink) {
        T::encode(self, sink);
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, sink: &mut Sink) {
        T::encode(self, sink);
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(source: &mut Source<'_>) -> Self {
        let mut list = Self::new();
        for _ in 0..source.items() {
            list.push(T::decode(source));
            if source.is_refused() {
                break;
            }
        }
        list
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, sink: &mut Sink) {
        self.as_slice().encode(sink);
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, sink: &mut Sink) {
        sink.items(self.len());
        for item in self {
            item.encode(sink);
        }
        sink.end_items(self.len());
    }
}

impl<T: Decode + Copy + Default, const N: usize> Decode for [T; N] {
    fn decode(source: &mut Source<'_>) -> Self {
        source.tuple(N);
        let mut array = [T::default(); N];
        for item in &mut array {
            *item = T::decode(source);
        }
        array
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn encode(&self, sink: &mut Sink) {
        sink.tuple();
        for item in self {
            item.encode(sink);
        }
        sink.end_tuple();
    }
}

impl<A: Decode, B: Decode> Decode for (A, B) {
    fn decode(source: &mut Source<'_>) -> Self {
        source.tuple(2);
        (A::decode(source), B::decode(source))
    }
}

impl<A: Encode, B: Encode> Encode for (A, B) {
    fn encode(&self, sink: &mut Sink) {
        sink.tuple();
        self.0.encode(sink);
        self.1.encode(sink);
        sink.end_tuple();
    }
}

impl<A: Decode, B: Decode, C: Decode> Decode for (A, B, C) {
    fn decode(source: &mut Source<'_>) -> Self {
        source.tuple(3);
        (A::decode(source), B::decode(source), C::decode(source))
    }
}

impl<A: Encode, B: Encode, C: Encode> Encode for (A, B, C) {
    fn encode(&self, sink: &mut Sink) {
        sink.tuple();
        self.0.encode(sink);
        self.1.encode(sink);
        self.2.encode(sink);
        sink.end_tuple();
    }
}
