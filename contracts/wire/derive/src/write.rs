//! `Write`: one straight line of calls, for writing can't fail.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Result, parse_quote};

use crate::shape::{Field, Group, Kind, Shape, bounded, names_of, shape};

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let body = match shape(input)? {
        Shape::Struct(group) => {
            let bound = group.bound();
            let written = body(&group);
            quote!(let Self #bound = self; #written)
        }
        Shape::Enum(variants) => {
            let names = names_of(&variants);
            let arms = variants.iter().enumerate().map(|(place, variant)| {
                let ident = &variant.ident;
                let bound = variant.group.bound();
                let written = body(&variant.group);
                match variant.group.kind {
                    Kind::Nothing => quote!(Self::#ident => sink.unit(names, #place),),
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
    let generics = bounded(&input.generics, &parse_quote!(::folkmoot_wire::Write));
    let (generics, arguments, conditions) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #generics ::folkmoot_wire::Write for #ident #arguments #conditions {
            fn write(&self, sink: &mut ::folkmoot_wire::Sink) { #body }
        }
    })
}

fn body(group: &Group) -> TokenStream {
    let names = group.fields_of();
    let skipped = group.fields.iter().filter(|field| field.of.skip);
    let skipped = skipped.map(|field| &field.binding);
    let values = group.written().map(value);
    let values = quote!(#(let _ = #skipped;)* #(#values)*);
    match group.kind {
        Kind::Nothing => quote!(sink.nothing();),
        Kind::Single => values,
        Kind::Places => quote!(sink.places(); #values sink.end_places();),
        Kind::Names => quote!(sink.fields(#names); #values sink.end_fields();),
    }
}

fn value(field: &Field) -> TokenStream {
    let binding = &field.binding;
    let write = match &field.of.with {
        Some(module) => quote!(#module::write(#binding, sink);),
        None => quote!(::folkmoot_wire::Write::write(#binding, sink);),
    };
    match &field.of.skip_if {
        Some(skips) => quote!(if !sink.leaves_out(#skips(#binding)) { #write }),
        None => write,
    }
}
