//! Derives of `folkmoot_wire::Decode` and `folkmoot_wire::Encode`, and of what `folkmoot_api` tells outside: events, who may
//! send what, and what answers what.
//!
//! They go by the attributes that stand there for serde, so that a type is described once: `rename_all = "snake_case"`,
//! `rename`, `default`, `skip`, `skip_serializing_if` and `with`. Others that would change the form are refused. Our own
//! `#[wire(since = 2)]` names the version of the code that a field came with; a record of an earlier one hasn't got it.

mod attributes;
mod decode;
mod encode;
mod shape;
mod tables;

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

/// Derives an enum's events: `From` into the chain's event, and a table of names and attributes.
#[proc_macro_derive(Event, attributes(serde))]
pub fn derive_event(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    tables::event(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Derives who may send each message of an enum, from `#[permission(…)]` on its variants.
#[proc_macro_derive(Permissions, attributes(serde, permission))]
pub fn derive_permissions(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    tables::permissions(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Derives the schemas of what answers each query of an enum, from `#[answer(…)]` on its variants.
#[proc_macro_derive(Answers, attributes(serde, answer))]
pub fn derive_answers(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    tables::answers(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
