//! A type as a form: what stands in it, in which order, under which names.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Generics, Ident, Index, Member, Path, Result, Type};

use crate::attributes::{Named, OfField};

/// The fields of a struct or of a variant.
pub(crate) struct Group {
    pub name: String,
    pub kind: Kind,
    pub fields: Vec<Field>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Nothing,
    /// One value without a name: what it holds is its form.
    Single,
    Places,
    Names,
}

pub(crate) struct Field {
    pub member: Member,
    /// What it is bound to where a variant is taken apart.
    pub binding: Ident,
    pub ty: Type,
    pub name: String,
    pub of: OfField,
}

/// A variant: its own name, its name in the form, what it holds.
pub(crate) struct Variant {
    pub ident: Ident,
    pub name: String,
    pub group: Group,
}

pub(crate) enum Shape {
    Struct(Group),
    Enum(Vec<Variant>),
}

pub(crate) fn shape(input: &DeriveInput) -> Result<Shape> {
    let named = Named::of(&input.attrs)?;
    match &input.data {
        Data::Struct(data) => Ok(Shape::Struct(group(input.ident.to_string(), &data.fields)?)),
        Data::Enum(data) => {
            let variants = data.variants.iter().map(|variant| {
                let name = variant.ident.to_string();
                let own = Named::of(&variant.attrs)?;
                Ok(Variant {
                    ident: variant.ident.clone(),
                    name: named.variant(&own, &name),
                    group: group(name, &variant.fields)?,
                })
            });
            let variants: Vec<Variant> = variants.collect::<Result<_>>()?;
            match variants.is_empty() {
                true => Err(Error::new_spanned(&input.ident, "there is nothing to read")),
                false => Ok(Shape::Enum(variants)),
            }
        }
        Data::Union(_) => Err(Error::new_spanned(&input.ident, "a union has no form")),
    }
}

fn group(name: String, fields: &Fields) -> Result<Group> {
    let kind = match fields {
        Fields::Named(_) => Kind::Names,
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Kind::Single,
        Fields::Unnamed(_) => Kind::Places,
        Fields::Unit => Kind::Nothing,
    };
    let fields = fields.iter().enumerate().map(|(place, field)| {
        let of = OfField::of(&field.attrs)?;
        let name = field.ident.as_ref().map(ToString::to_string);
        let name = name.unwrap_or_else(|| place.to_string());
        Ok(Field {
            member: match &field.ident {
                Some(ident) => Member::Named(ident.clone()),
                None => Member::Unnamed(Index::from(place)),
            },
            binding: Ident::new(&format!("field_{place}"), Span::call_site()),
            ty: field.ty.clone(),
            name: of
                .rename
                .clone()
                .unwrap_or_else(|| name.trim_start_matches("r#").to_owned()),
            of,
        })
    });
    Ok(Group {
        name,
        kind,
        fields: fields.collect::<Result<_>>()?,
    })
}

impl Group {
    /// The fields that are part of the form.
    pub(crate) fn written(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.of.skip)
    }

    /// A constant of its names, as an expression.
    pub(crate) fn fields_of(&self) -> TokenStream {
        let name = &self.name;
        let names = self.written().map(|field| &field.name);
        quote!({
            const FIELDS: &::folkmoot_wire::FieldNames = &::folkmoot_wire::FieldNames {
                of: #name,
                names: &[#(#names),*],
            };
            FIELDS
        })
    }

    /// `member: binding` for each field.
    pub(crate) fn bound(&self) -> TokenStream {
        let members = self.fields.iter().map(|field| &field.member);
        let bindings = self.fields.iter().map(|field| &field.binding);
        quote!({ #(#members: #bindings),* })
    }
}

/// A constant of the variants' names, as an expression.
pub(crate) fn names_of(variants: &[Variant]) -> TokenStream {
    let names = variants.iter().map(|variant| &variant.name);
    quote!({
        const NAMES: ::folkmoot_wire::Names = &[#(#names),*];
        NAMES
    })
}

/// The generics with a bound on each type parameter.
pub(crate) fn bounded(generics: &Generics, bound: &Path) -> Generics {
    let mut generics = generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(#bound));
    }
    generics
}
