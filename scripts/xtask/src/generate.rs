//! What others rely on, generated from the code: one command writes it, the same with `--check` finds drift.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use folkmoot_api::events;
use folkmoot_api::msg::{BallotResult, ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg};
use schemars::schema_for;
use serde_json::{Value, json, to_value};

/// Writes or checks every generated file.
pub fn run(root: &Path, check: bool) -> Result<()> {
    let mut drifted = Vec::new();
    for (path, text) in files(root)? {
        let file = root.join("schema").join(&path);
        if fs::read_to_string(&file).ok().as_deref() == Some(text.as_str()) {
            continue;
        }
        drifted.push(path);
        if !check {
            fs::create_dir_all(file.parent().context("a file in a folder")?)?;
            fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
        }
    }
    if check && !drifted.is_empty() {
        bail!(
            "schema/ has drifted, run `cargo xtask gen`: {}",
            drifted.join(", ")
        );
    }
    Ok(())
}

fn files(root: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut put = |path: &str, value: &Value| -> Result<()> {
        let text = format!("{}\n", serde_json::to_string_pretty(value)?);
        files.insert(path.to_string(), text);
        Ok(())
    };
    let instantiate = to_value(schema_for!(InstantiateMsg))?;
    let execute = to_value(schema_for!(ExecuteMsg))?;
    let query = to_value(schema_for!(QueryMsg))?;
    let migrate = to_value(schema_for!(MigrateMsg))?;
    let mut answers: BTreeMap<&str, Value> = BTreeMap::new();
    for (query, answer) in QueryMsg::answers() {
        answers.insert(query, to_value(answer)?);
    }
    // what cosmwasm-schema writes, and ts-codegen and cw-orch read
    let idl = json!({
        "contract_name": "folkmoot-group", "contract_version": group_version(root)?, "idl_version": "1.0.0",
        "instantiate": instantiate, "execute": execute, "query": query, "migrate": migrate, "sudo": null,
        "responses": answers,
    });
    put("folkmoot-group.json", &idl)?;
    put("group/instantiate.json", &instantiate)?;
    put("group/execute.json", &execute)?;
    put("group/query.json", &query)?;
    put("group/migrate.json", &migrate)?;
    let data = to_value(schema_for!(Vec<BallotResult>))?;
    answers.insert("cast_ballots (data of the message)", data);
    put("group/answers.json", &to_value(answers)?)?;
    put("group/permissions.json", &permissions()?)?;
    let events: BTreeMap<_, _> = events::all().into_iter().collect();
    put("group/events.json", &to_value(events)?)?;
    put("vectors/orders.json", &crate::vectors::orders()?)?;
    Ok(files)
}

/// The version of the contract's crate.
fn group_version(root: &Path) -> Result<String> {
    let manifest = fs::read_to_string(root.join("contracts/group/Cargo.toml"))?;
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("version = "));
    let version = version.context("contracts/group/Cargo.toml names no version")?;
    Ok(version.trim_matches('"').to_owned())
}

/// Who may send each message.
fn permissions() -> Result<Value> {
    let table = ExecuteMsg::PERMISSIONS.iter();
    let table: BTreeMap<_, _> = table
        .map(|(message, permission)| (message, snake(&format!("{permission:?}"))))
        .collect();
    Ok(to_value(table)?)
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
