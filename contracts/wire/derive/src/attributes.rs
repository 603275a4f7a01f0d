//! What serde's attributes, and our own, say about a form.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Error, Expr, ExprPath, Lit, LitInt, LitStr, Path, Result};

/// What stands on a type or a variant.
#[derive(Default)]
pub(crate) struct Named {
    snake_case: bool,
    rename: Option<String>,
}

impl Named {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut named = Self::default();
        each(attributes, "serde", |meta| {
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
pub(crate) struct OfField {
    pub rename: Option<String>,
    /// It is no part of the form, and has its type's default.
    pub skip: bool,
    /// What it is where it is not there.
    pub absent: Option<Absent>,
    /// The version of the code that it came with.
    pub since: u8,
    /// When it is left out.
    pub skip_if: Option<Path>,
    /// The module that reads and writes it.
    pub with: Option<Path>,
}

/// What a field is where it is not there.
pub(crate) enum Absent {
    /// Its type's default.
    Default,
    /// What a function gives.
    Call(Path),
}

impl OfField {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut field = Self {
            rename: None,
            skip: false,
            absent: None,
            since: 1,
            skip_if: None,
            with: None,
        };
        each(attributes, "serde", |meta| {
            if meta.path.is_ident("skip") {
                field.skip = true;
            } else if meta.path.is_ident("rename") {
                field.rename = Some(text(meta)?.value());
            } else if meta.path.is_ident("default") {
                field.absent = Some(match meta.input.peek(syn::Token![=]) {
                    true => Absent::Call(path(meta)?),
                    false => Absent::Default,
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
        each(attributes, "wire", |meta| {
            if !meta.path.is_ident("since") {
                return Err(meta.error("only since is known"));
            }
            field.since = meta.value()?.parse::<LitInt>()?.base10_parse()?;
            Ok(())
        })?;
        if let (Some(attribute), 2.., None) = (attributes.first(), field.since, &field.absent) {
            let reason = "a field that came later needs a default for the records before it";
            return Err(Error::new_spanned(attribute, reason));
        }
        Ok(field)
    }
}

fn each(
    attributes: &[Attribute],
    name: &str,
    mut take: impl FnMut(&ParseNestedMeta<'_>) -> Result<()>,
) -> Result<()> {
    let ours = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(name));
    for attribute in ours {
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
