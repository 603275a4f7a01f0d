//! What is told outside of an enum, a row a variant: events with their attributes, messages with who may send them, queries
//! with their answers. The rows are made where the variants stand, so none can be missing. For `folkmoot_api` alone.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Path, Result, Type, Variant};

use crate::shape::{Shape, shape};

/// An enum of events: each variant is an event of its name, each field an attribute of its own.
pub(crate) fn event(input: &DeriveInput) -> Result<TokenStream> {
    let Shape::Enum(variants) = shape(input)? else {
        return Err(Error::new_spanned(&input.ident, "events are an enum"));
    };
    let rows = variants.iter().map(|variant| {
        let (name, attributes) = (&variant.name, variant.members.names());
        quote!((#name, #attributes))
    });
    let arms = variants.iter().enumerate().map(|(place, variant)| {
        let ident = &variant.ident;
        let bound = variant.members.bound();
        let values = variant.members.fields.iter().map(|field| &field.binding);
        quote!(Self::#ident #bound => crate::events::written(Self::EVENTS, #place, &[#(#values),*]),)
    });
    let ident = &input.ident;
    let (generics, arguments, conditions) = input.generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #generics #ident #arguments #conditions {
            /// The names of these events, each with those of its attributes.
            pub const EVENTS: crate::events::Names = &[#(#rows),*];

            fn written(&self) -> ::cosmwasm_std::Event {
                match self { #(#arms)* }
            }
        }

        #[automatically_derived]
        impl #generics From<#ident #arguments> for ::cosmwasm_std::Event #conditions
        where
            #ident #arguments: crate::events::Listed,
        {
            fn from(event: #ident #arguments) -> Self {
                event.written()
            }
        }
    })
}

/// An enum of messages: each variant says who may send it, `#[permission(Founder)]`.
pub(crate) fn permissions(input: &DeriveInput) -> Result<TokenStream> {
    let names = names(input)?;
    let mut permissions = Vec::new();
    for variant in variants(input)? {
        permissions.push(said::<Path>(variant, "permission")?);
    }
    let idents = variants(input)?.map(|variant| &variant.ident);
    let ident = &input.ident;
    Ok(quote! {
        #[automatically_derived]
        impl #ident {
            /// The messages' names, each with who may send it.
            pub const PERMISSIONS: &'static [(&'static str, crate::permission::Permission)] =
                &[#((#names, crate::permission::Permission::#permissions)),*];

            /// Who may send this.
            #[must_use]
            pub const fn permission(&self) -> crate::permission::Permission {
                match self { #(Self::#idents { .. } => crate::permission::Permission::#permissions,)* }
            }
        }
    })
}

/// An enum of queries: each variant says the type of its answer, `#[answer(SeatView)]`.
pub(crate) fn answers(input: &DeriveInput) -> Result<TokenStream> {
    let names = names(input)?;
    let mut answers = Vec::new();
    for variant in variants(input)? {
        answers.push(said::<Type>(variant, "answer")?);
    }
    let ident = &input.ident;
    Ok(quote! {
        #[automatically_derived]
        impl #ident {
            /// The queries' names, each with the schema of its answer.
            #[must_use]
            pub fn answers() -> Vec<(&'static str, ::schemars::schema::RootSchema)> {
                vec![#((#names, ::schemars::schema_for!(#answers))),*]
            }
        }
    })
}

fn variants(input: &DeriveInput) -> Result<impl Iterator<Item = &Variant>> {
    match &input.data {
        Data::Enum(data) => Ok(data.variants.iter()),
        _ => Err(Error::new_spanned(&input.ident, "these are an enum")),
    }
}

fn names(input: &DeriveInput) -> Result<Vec<String>> {
    match shape(input)? {
        Shape::Enum(variants) => Ok(variants.into_iter().map(|variant| variant.name).collect()),
        Shape::Struct(_) => Err(Error::new_spanned(&input.ident, "these are an enum")),
    }
}

/// What stands in a variant's attribute of that name.
fn said<T: syn::parse::Parse>(variant: &Variant, name: &str) -> Result<T> {
    let found = variant
        .attrs
        .iter()
        .find(|attribute| attribute.path().is_ident(name));
    match found {
        Some(attribute) => attribute.parse_args(),
        None => Err(Error::new_spanned(
            &variant.ident,
            format!("what is its {name}? Say so: #[{name}(…)]"),
        )),
    }
}
