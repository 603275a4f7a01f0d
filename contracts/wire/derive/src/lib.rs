//! Derives of `folkmoot_wire::Decode` and `folkmoot_wire::Encode`.
//!
//! They go by the attributes that stand there for serde, so that a type is described once: `rename_all = "snake_case"`,
//! `rename`, `default`, `skip`, `skip_serializing_if` and `with`. Others that would change the form are refused. Our own
//! `#[wire(since = 2)]` names the version of the code that a field came with; a record of an earlier one hasn't got it.

mod attributes;
mod decode;
mod encode;
mod shape;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `Decode`: the fields in order.
#[proc_macro_derive(Decode, attributes(serde, wire))]
pub fn derive_decode(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    decode::derive(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Derives `Encode`: the fields in order.
#[proc_macro_derive(Encode, attributes(serde, wire))]
pub fn derive_encode(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    encode::derive(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
