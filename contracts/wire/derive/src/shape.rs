//! A type as a form: what stands in it, in which order, under which names.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{Data, DeriveInput, Error, Fields, Generics, Ident, Index, Member, Path, Result, Type};

use crate::attributes::{Named, OfField};

/// The fields of a struct or of a variant.
pub(crate) struct Members {
    pub style: Style,
    pub fields: Vec<Field>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Unit,
    /// One value without a name: what it holds is its form.
    Newtype,
    Tuple,
    Named,
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
    pub members: Members,
}

pub(crate) enum Shape {
    Struct(Members),
    Enum(Vec<Variant>),
}

pub(crate) fn shape(input: &DeriveInput) -> Result<Shape> {
    let named = Named::of(&input.attrs)?;
    match &input.data {
        Data::Struct(data) => Ok(Shape::Struct(members(&data.fields)?)),
        Data::Enum(data) => {
            let variants = data.variants.iter().map(|variant| {
                let name = variant.ident.to_string();
                let own = Named::of(&variant.attrs)?;
                Ok(Variant {
                    ident: variant.ident.clone(),
                    name: named.variant(&own, &name),
                    members: members(&variant.fields)?,
                })
            });
            let variants: Vec<Variant> = variants.collect::<Result<_>>()?;
            let Some(first) = variants.first() else {
                return Err(Error::new_spanned(&input.ident, "there is nothing to read"));
            };
            check_ends(&input.ident, first)?;
            Ok(Shape::Enum(variants))
        }
        Data::Union(_) => Err(Error::new_spanned(&input.ident, "a union has no form")),
    }
}

/// Once something was wrong, an enum is read as its first variant: where that holds the enum, reading would never end.
fn check_ends(own: &Ident, first: &Variant) -> Result<()> {
    fn names(own: &Ident, tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == *own,
            TokenTree::Group(group) => names(own, group.stream()),
            _ => false,
        })
    }
    let held = first.members.fields.iter().map(|field| &field.ty);
    for ty in held {
        if names(own, ty.to_token_stream()) {
            return Err(Error::new_spanned(
                ty,
                "the first variant can't hold the enum itself",
            ));
        }
    }
    Ok(())
}

fn members(fields: &Fields) -> Result<Members> {
    let style = match fields {
        Fields::Named(_) => Style::Named,
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Style::Newtype,
        Fields::Unnamed(_) => Style::Tuple,
        Fields::Unit => Style::Unit,
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
    Ok(Members {
        style,
        fields: fields.collect::<Result<_>>()?,
    })
}

impl Members {
    /// The fields that are part of the form.
    pub(crate) fn written(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.of.skip)
    }

    /// A constant of its names, as an expression.
    pub(crate) fn names(&self) -> TokenStream {
        constant(self.written().map(|field| &field.name))
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
    constant(variants.iter().map(|variant| &variant.name))
}

fn constant<'a>(names: impl Iterator<Item = &'a String>) -> TokenStream {
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
