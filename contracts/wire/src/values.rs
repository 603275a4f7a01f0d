//! The values that types are made of.

use crate::{Read, Sink, Source, Write};

impl Read for bool {
    fn read(source: &mut Source<'_>) -> Self {
        source.boolean()
    }
}

impl Write for bool {
    fn write(&self, sink: &mut Sink) {
        sink.boolean(*self);
    }
}

impl Read for u8 {
    fn read(source: &mut Source<'_>) -> Self {
        source.byte()
    }
}

impl Write for u8 {
    fn write(&self, sink: &mut Sink) {
        sink.byte(*self);
    }
}

macro_rules! number {
    ($($number:ty),+) => {
        $(impl Read for $number {
            fn read(source: &mut Source<'_>) -> Self {
                let number = source.up_to(Self::MAX.into());
                Self::try_from(number).unwrap_or_default()
            }
        }

        impl Write for $number {
            fn write(&self, sink: &mut Sink) {
                sink.unsigned((*self).into());
            }
        })+
    };
}

number!(u16, u32, u64);

impl Read for u128 {
    fn read(source: &mut Source<'_>) -> Self {
        source.wide()
    }
}

impl Write for u128 {
    fn write(&self, sink: &mut Sink) {
        sink.wide(*self);
    }
}

impl Read for String {
    fn read(source: &mut Source<'_>) -> Self {
        source.text()
    }
}

impl Write for String {
    fn write(&self, sink: &mut Sink) {
        sink.text(self);
    }
}

impl Write for str {
    fn write(&self, sink: &mut Sink) {
        sink.text(self);
    }
}

impl Read for () {
    fn read(source: &mut Source<'_>) -> Self {
        source.nothing();
    }
}

impl Write for () {
    fn write(&self, sink: &mut Sink) {
        sink.nothing();
    }
}

impl<T: Read> Read for Option<T> {
    fn read(source: &mut Source<'_>) -> Self {
        source.some().then(|| T::read(source))
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, sink: &mut Sink) {
        match self {
            Some(value) => {
                sink.some();
                value.write(sink);
            }
            None => sink.none(),
        }
    }
}

impl<T: Read> Read for Box<T> {
    fn read(source: &mut Source<'_>) -> Self {
        Self::new(T::read(source))
    }
}

impl<T: Write + ?Sized> Write for Box<T> {
    fn write(&self, sink: &mut Sink) {
        T::write(self, sink);
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self, sink: &mut Sink) {
        T::write(self, sink);
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(source: &mut Source<'_>) -> Self {
        let mut list = Self::new();
        for _ in 0..source.items() {
            list.push(T::read(source));
            if source.is_refused() {
                break;
            }
        }
        list
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, sink: &mut Sink) {
        self.as_slice().write(sink);
    }
}

impl<T: Write> Write for [T] {
    fn write(&self, sink: &mut Sink) {
        sink.items(self.len());
        for item in self {
            item.write(sink);
        }
        sink.end_items(self.len());
    }
}

impl<T: Read + Copy + Default, const N: usize> Read for [T; N] {
    fn read(source: &mut Source<'_>) -> Self {
        source.exactly(N);
        let mut array = [T::default(); N];
        for item in &mut array {
            *item = T::read(source);
        }
        array
    }
}

impl<T: Write, const N: usize> Write for [T; N] {
    fn write(&self, sink: &mut Sink) {
        sink.places();
        for item in self {
            item.write(sink);
        }
        sink.end_places();
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(source: &mut Source<'_>) -> Self {
        source.exactly(2);
        (A::read(source), B::read(source))
    }
}

impl<A: Write, B: Write> Write for (A, B) {
    fn write(&self, sink: &mut Sink) {
        sink.places();
        self.0.write(sink);
        self.1.write(sink);
        sink.end_places();
    }
}

impl<A: Read, B: Read, C: Read> Read for (A, B, C) {
    fn read(source: &mut Source<'_>) -> Self {
        source.exactly(3);
        (A::read(source), B::read(source), C::read(source))
    }
}

impl<A: Write, B: Write, C: Write> Write for (A, B, C) {
    fn write(&self, sink: &mut Sink) {
        sink.places();
        self.0.write(sink);
        self.1.write(sink);
        self.2.write(sink);
        sink.end_places();
    }
}
