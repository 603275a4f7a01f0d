//! What serde's attributes say about a form.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, ExprPath, Lit, LitStr, Path, Result};

/// What stands on a type or a variant.
#[derive(Default)]
pub(crate) struct Named {
    snake_case: bool,
    rename: Option<String>,
}

impl Named {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut named = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename_all") {
                let case = text(meta)?;
                if case.value() != "snake_case" {
                    return Err(meta.error("only snake_case is known"));
                }
                named.snake_case = true;
            } else if meta.path.is_ident("rename") {
                named.rename = Some(text(meta)?.value());
            } else if !["deny_unknown_fields", "transparent"]
                .iter()
                .any(|known| meta.path.is_ident(known))
            {
                return Err(meta.error("no part of this form"));
            }
            Ok(())
        })?;
        Ok(named)
    }

    /// The name of one of the type's variants.
    pub(crate) fn variant(&self, own: &Self, name: &str) -> String {
        match (&own.rename, self.snake_case) {
            (Some(renamed), _) => renamed.clone(),
            (None, true) => snake_case(name),
            (None, false) => name.to_owned(),
        }
    }
}

/// What stands on a field.
#[derive(Default)]
pub(crate) struct OfField {
    pub rename: Option<String>,
    /// It is no part of the form, and has its type's default.
    pub skip: bool,
    /// What it is where it is not there.
    pub default: Option<Default>,
    /// When it is left out.
    pub skip_if: Option<Path>,
    /// The module that reads and writes it.
    pub with: Option<Path>,
}

/// What a field is where it is not there.
pub(crate) enum Default {
    OfType,
    From(Path),
}

impl OfField {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut field = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("skip") {
                field.skip = true;
            } else if meta.path.is_ident("rename") {
                field.rename = Some(text(meta)?.value());
            } else if meta.path.is_ident("default") {
                field.default = Some(match meta.input.peek(syn::Token![=]) {
                    true => Default::From(path(meta)?),
                    false => Default::OfType,
                });
            } else if meta.path.is_ident("skip_serializing_if") {
                field.skip_if = Some(path(meta)?);
            } else if meta.path.is_ident("with") {
                field.with = Some(path(meta)?);
            } else {
                return Err(meta.error("no part of this form"));
            }
            Ok(())
        })?;
        Ok(field)
    }
}

fn each(
    attributes: &[Attribute],
    mut take: impl FnMut(&ParseNestedMeta<'_>) -> Result<()>,
) -> Result<()> {
    let serde = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"));
    for attribute in serde {
        attribute.parse_nested_meta(|meta| take(&meta))?;
    }
    Ok(())
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<LitStr> {
    match meta.value()?.parse()? {
        Expr::Lit(literal) => match literal.lit {
            Lit::Str(text) => Ok(text),
            _ => Err(meta.error("expected a text")),
        },
        _ => Err(meta.error("expected a text")),
    }
}

fn path(meta: &ParseNestedMeta<'_>) -> Result<Path> {
    let path: ExprPath = text(meta)?.parse()?;
    Ok(path.path)
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (place, c) in name.char_indices() {
        if c.is_uppercase() && place > 0 {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}
