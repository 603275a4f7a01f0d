//! `Read`: one straight line of calls, for the source remembers what was wrong.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{DeriveInput, Result, parse_quote};

use crate::attributes::Default;
use crate::shape::{Field, Group, Kind, Shape, bounded, names_of, shape};

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let body = match shape(input)? {
        Shape::Struct(group) => body(&quote!(Self), &group),
        Shape::Enum(variants) => {
            let names = names_of(&variants);
            let last = variants.len().saturating_sub(1);
            let arms = variants.iter().enumerate().map(|(place, variant)| {
                let ident = &variant.ident;
                let read = body(&quote!(Self::#ident), &variant.group);
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
    let generics = bounded(&input.generics, &parse_quote!(::folkmoot_wire::Read));
    let (generics, arguments, conditions) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #generics ::folkmoot_wire::Read for #ident #arguments #conditions {
            fn read(source: &mut ::folkmoot_wire::Source<'_>) -> Self { #body }
        }
    })
}

fn body(constructor: &TokenStream, group: &Group) -> TokenStream {
    let members = group.fields.iter().map(|field| &field.member);
    let there = group.fields_of();
    let mut place = 0_usize;
    let values = group.fields.iter().map(|field| {
        if field.of.skip {
            return quote!(::core::default::Default::default());
        }
        let value = value(field, place, group.kind);
        place = place.saturating_add(1);
        value
    });
    let values: Vec<TokenStream> = values.collect();
    let defaults = group.written().any(|field| field.of.default.is_some());
    let bind = match defaults {
        true => quote!(let there =),
        false => quote!(),
    };
    match group.kind {
        Kind::Nothing => quote!(source.nothing(); #constructor),
        Kind::Single => quote!(#constructor { #(#members: #values),* }),
        Kind::Places => {
            quote!(#bind source.places(#there); #constructor { #(#members: #values),* })
        }
        Kind::Names => quote!(#bind source.fields(#there); #constructor { #(#members: #values),* }),
    }
}

fn value(field: &Field, place: usize, kind: Kind) -> TokenStream {
    let ty = &field.ty;
    let read = match &field.of.with {
        Some(module) => quote!(#module::read),
        None => quote!(<#ty as ::folkmoot_wire::Read>::read),
    };
    match (&field.of.default, &field.of.with) {
        _ if kind == Kind::Single => quote!(#read(source)),
        (None, _) => quote!(#read(source)),
        (Some(Default::OfType), None) => quote!(source.or_default::<#ty>(there > #place)),
        (Some(default), _) => {
            let default = match default {
                Default::OfType => quote!(::core::default::Default::default()),
                Default::From(path) => quote!(#path()),
            };
            quote!(if source.is_there(there > #place) { #read(source) } else { #default })
        }
    }
}
