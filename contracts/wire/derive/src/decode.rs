//! `Decode`: one straight line of calls, for the source remembers what was wrong.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{DeriveInput, Result, parse_quote};

use crate::attributes::Absent;
use crate::shape::{Field, Members, Shape, Style, bounded, names_of, shape};

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let body = match shape(input)? {
        Shape::Struct(members) => body(&quote!(Self), &members),
        Shape::Enum(variants) => {
            let names = names_of(&variants);
            let last = variants.len().saturating_sub(1);
            let arms = variants.iter().enumerate().map(|(place, variant)| {
                let ident = &variant.ident;
                let read = body(&quote!(Self::#ident), &variant.members);
                // the source gives no other place than those of the names
                let pattern = match place == last {
                    true => quote!(_),
                    false => Literal::usize_unsuffixed(place).into_token_stream(),
                };
                quote!(#pattern => { #read })
            });
            quote!(match source.variant(#names) { #(#arms)* })
        }
    };
    let ident = &input.ident;
    let generics = bounded(&input.generics, &parse_quote!(::folkmoot_wire::Decode));
    let (generics, arguments, conditions) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #generics ::folkmoot_wire::Decode for #ident #arguments #conditions {
            fn decode(source: &mut ::folkmoot_wire::Source<'_>) -> Self { #body }
        }
    })
}

fn body(constructor: &TokenStream, members: &Members) -> TokenStream {
    let names = members.names();
    let fields = members.fields.iter().map(|field| {
        let member = &field.member;
        let value = match field.of.skip {
            true => quote!(::core::default::Default::default()),
            false => value(field, members.style),
        };
        quote!(#member: #value)
    });
    let value = quote!(#constructor { #(#fields),* });
    let length = Literal::usize_unsuffixed(members.written().count());
    match members.style {
        Style::Unit => quote!(source.nothing(); #constructor),
        Style::Newtype => value,
        Style::Tuple => quote!(source.tuple(#length); #value),
        Style::Named => quote!(source.fields(#names); #value),
    }
}

fn value(field: &Field, style: Style) -> TokenStream {
    let (ty, since) = (&field.ty, field.of.since);
    let decode = match &field.of.with {
        Some(module) => quote!(#module::decode(source)),
        None => quote!(<#ty as ::folkmoot_wire::Decode>::decode(source)),
    };
    match (&field.of.absent, &field.of.with) {
        _ if style == Style::Newtype => decode,
        (None, _) => decode,
        (Some(Absent::Default), None) => quote!(source.or_default::<#ty>(#since)),
        (Some(absent), _) => {
            let absent = match absent {
                Absent::Default => quote!(::core::default::Default::default()),
                Absent::Call(path) => quote!(#path()),
            };
            quote!(if source.is_there(#since) { #decode } else { #absent })
        }
    }
}
