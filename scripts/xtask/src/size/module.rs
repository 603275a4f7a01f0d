//! A wasm's functions, with their names and sizes.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::{Context as _, Result};
use rustc_demangle::demangle;
use wasmparser::{
    FunctionBody, ImportSectionReader, KnownCustom, Name, NameSectionReader, Parser, Payload,
    TypeRef,
};

/// A function that the wasm defines.
pub struct Function {
    /// Its path in Rust, or what the wasm calls it.
    pub name: String,
    /// Bytes of its body.
    pub size: u64,
    /// Its local variables.
    pub locals: u32,
}

/// What a wasm consists of, in bytes.
pub struct Module {
    /// All of it, but for the names.
    pub total: u64,
    /// Function bodies.
    pub code: u64,
    /// Constants.
    pub data: u64,
    /// The functions in the order of the code.
    pub functions: Vec<Function>,
}

impl Module {
    /// Reads a wasm.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let mut module = Self {
            total: u64::try_from(bytes.len())?,
            code: 0,
            data: 0,
            functions: vec![],
        };
        let mut names = HashMap::new();
        let mut imported = 0;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::ImportSection(imports) => imported = imported_functions(imports)?,
                Payload::CodeSectionEntry(body) => module.functions.push(Function {
                    name: String::new(),
                    size: length(&body.range()),
                    locals: locals(&body)?,
                }),
                Payload::DataSection(data) => module.data = length(&data.range()),
                Payload::CustomSection(custom) => {
                    if let KnownCustom::Name(subsections) = custom.as_known() {
                        module.total -= length(&custom.range());
                        names = function_names(subsections)?;
                    }
                }
                _ => {}
            }
        }
        for (index, function) in (imported..).zip(&mut module.functions) {
            module.code += function.size;
            function.name = names.remove(&index).unwrap_or_default();
        }
        Ok(module)
    }
}

fn length(range: &Range<u64>) -> u64 {
    range.end - range.start
}

fn locals(body: &FunctionBody<'_>) -> Result<u32> {
    let groups = body.get_locals_reader()?;
    groups.into_iter().map(|group| Ok(group?.0)).sum()
}

/// Functions that come from outside are numbered before the wasm's own.
fn imported_functions(imports: ImportSectionReader<'_>) -> Result<u32> {
    let mut count = 0;
    for import in imports.into_imports() {
        if matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)) {
            count += 1;
        }
    }
    Ok(count)
}

fn function_names(subsections: NameSectionReader<'_>) -> Result<HashMap<u32, String>> {
    for subsection in subsections {
        if let Name::Function(entries) = subsection? {
            let readable = |entry: wasmparser::Result<wasmparser::Naming<'_>>| {
                let entry = entry.context("the name of a function")?;
                Ok((entry.index, format!("{:#}", demangle(entry.name))))
            };
            return entries.into_iter().map(readable).collect();
        }
    }
    Ok(HashMap::new())
}
