//! `Encode`: one straight line of calls, for writing can't fail.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Result, parse_quote};

use crate::shape::{Field, Members, Shape, Style, bounded, names_of, shape};

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let body = match shape(input)? {
        Shape::Struct(members) => {
            let bound = members.bound();
            let written = body(&members);
            quote!(let Self #bound = self; #written)
        }
        Shape::Enum(variants) => {
            let names = names_of(&variants);
            let arms = variants.iter().enumerate().map(|(place, variant)| {
                let ident = &variant.ident;
                let bound = variant.members.bound();
                let written = body(&variant.members);
                match variant.members.style {
                    Style::Unit => quote!(Self::#ident => sink.unit(names, #place),),
                    _ => quote!(Self::#ident #bound => {
                        sink.variant(names, #place);
                        #written
                        sink.end_variant();
                    }),
                }
            });
            quote!(let names = #names; match self { #(#arms)* })
        }
    };
    let ident = &input.ident;
    let generics = bounded(&input.generics, &parse_quote!(::folkmoot_wire::Encode));
    let (generics, arguments, conditions) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #generics ::folkmoot_wire::Encode for #ident #arguments #conditions {
            fn encode(&self, sink: &mut ::folkmoot_wire::Sink) { #body }
        }
    })
}

fn body(members: &Members) -> TokenStream {
    let names = members.names();
    let skipped = members.fields.iter().filter(|field| field.of.skip);
    let skipped = skipped.map(|field| &field.binding);
    let values = members.written().map(value);
    let values = quote!(#(let _ = #skipped;)* #(#values)*);
    match members.style {
        Style::Unit => quote!(sink.nothing();),
        Style::Newtype => values,
        Style::Tuple => quote!(sink.tuple(); #values sink.end_tuple();),
        Style::Named => quote!(sink.fields(#names); #values sink.end_fields();),
    }
}

fn value(field: &Field) -> TokenStream {
    let binding = &field.binding;
    let write = match &field.of.with {
        Some(module) => quote!(#module::encode(#binding, sink);),
        None => quote!(::folkmoot_wire::Encode::encode(#binding, sink);),
    };
    match &field.of.skip_if {
        Some(skips) => quote!(if !sink.leaves_out(#skips(#binding)) { #write }),
        None => write,
    }
}
