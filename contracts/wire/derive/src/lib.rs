//! Derives of `folkmoot_wire::Read` and `folkmoot_wire::Write`.
//!
//! They go by the attributes that stand there for serde, so that a type is described once: `rename_all = "snake_case"`,
//! `rename`, `default`, `skip`, `skip_serializing_if` and `with`. Others that would change the form are refused.

mod attributes;
mod read;
mod shape;
mod write;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `Read`: the fields in order.
#[proc_macro_derive(Read, attributes(serde))]
pub fn derive_read(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    read::derive(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Derives `Write`: the fields in order.
#[proc_macro_derive(Write, attributes(serde))]
pub fn derive_write(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    write::derive(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
