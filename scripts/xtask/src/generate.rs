//! What others rely on, generated from the code: one command writes it, the same with `--check` finds drift.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use folkmoot_group::msg::{
    AdmissionView, AllowanceSpendView, AskView, BallotResult, BallotView, CharterView, ClaimView,
    ConcernView, ContentView, CycleView, DelegationView, DocumentView, ExecuteMsg, GroupView,
    HouseView, InstantiateMsg, MigrateMsg, NoticeView, ObjectionView, PayOutView, ProposalView,
    QueryMsg, Receipt, RoleView, SeatView, StakeView, SubgroupView, TreasurySum, TreasuryView,
    UplinkView, VersionView, WeightView, cw3, cw4,
};
use folkmoot_group::permission::Permission;
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
    put(
        "group/instantiate.json",
        &to_value(schema_for!(InstantiateMsg))?,
    )?;
    put("group/execute.json", &to_value(schema_for!(ExecuteMsg))?)?;
    let (queries, answers) = (to_value(schema_for!(QueryMsg))?, answers()?);
    check_answered(&queries, &answers)?;
    put("group/query.json", &queries)?;
    put("group/migrate.json", &to_value(schema_for!(MigrateMsg))?)?;
    put("group/answers.json", &answers)?;
    put("group/permissions.json", &permissions()?)?;
    put("group/events.json", &events(root)?)?;
    put("vectors/orders.json", &crate::vectors::orders()?)?;
    Ok(files)
}

/// Makes sure that no query is without the shape of its answer.
fn check_answered(queries: &Value, answers: &Value) -> Result<()> {
    let queries = queries["oneOf"].as_array().context("an enum's schema")?;
    for query in queries {
        let name = query["required"][0].as_str().context("a query's name")?;
        ensure!(answers.get(name).is_some(), "no answer is named to {name}");
    }
    Ok(())
}

/// The answer to each query, and the data of a batch of ballots.
fn answers() -> Result<Value> {
    Ok(json!({
        "group": to_value(schema_for!(GroupView))?,
        "charter": to_value(schema_for!(CharterView))?,
        "seat": to_value(schema_for!(SeatView))?,
        "seats": to_value(schema_for!(Vec<SeatView>))?,
        "seat_of": to_value(schema_for!(Option<SeatView>))?,
        "uplinks": to_value(schema_for!(Vec<UplinkView>))?,
        "representatives": to_value(schema_for!(Vec<SeatView>))?,
        "proposal_view": to_value(schema_for!(ProposalView))?,
        "proposals": to_value(schema_for!(Vec<ProposalView>))?,
        "delegations": to_value(schema_for!(Vec<DelegationView>))?,
        "versions": to_value(schema_for!(Vec<VersionView>))?,
        "objections": to_value(schema_for!(Vec<ObjectionView>))?,
        "documents": to_value(schema_for!(Vec<DocumentView>))?,
        "document": to_value(schema_for!(DocumentView))?,
        "document_versions": to_value(schema_for!(Vec<DocumentView>))?,
        "subgroups": to_value(schema_for!(Vec<SubgroupView>))?,
        "admission": to_value(schema_for!(AdmissionView))?,
        "content": to_value(schema_for!(ContentView))?,
        "ballot": to_value(schema_for!(Option<BallotView>))?,
        "ballots": to_value(schema_for!(Vec<BallotView>))?,
        "weight": to_value(schema_for!(WeightView))?,
        "asks": to_value(schema_for!(Vec<AskView>))?,
        "mirror_of": to_value(schema_for!(Option<ProposalView>))?,
        "houses": to_value(schema_for!(Vec<HouseView>))?,
        "reviewed": to_value(schema_for!(Vec<HouseView>))?,
        "notice": to_value(schema_for!(Option<NoticeView>))?,
        "notices": to_value(schema_for!(Vec<NoticeView>))?,
        "concerns": to_value(schema_for!(Vec<ConcernView>))?,
        "receipt": to_value(schema_for!(Receipt))?,
        "roles": to_value(schema_for!(Vec<RoleView>))?,
        "allowance_spends": to_value(schema_for!(Vec<AllowanceSpendView>))?,
        "treasury": to_value(schema_for!(TreasuryView))?,
        "sums": to_value(schema_for!(Vec<TreasurySum>))?,
        "gifts": to_value(schema_for!(Vec<TreasurySum>))?,
        "stakes": to_value(schema_for!(Vec<StakeView>))?,
        "cycles": to_value(schema_for!(Vec<CycleView>))?,
        "claims": to_value(schema_for!(Vec<ClaimView>))?,
        "pay_out": to_value(schema_for!(PayOutView))?,
        "admin": to_value(schema_for!(cw4::AdminResponse))?,
        "total_weight": to_value(schema_for!(cw4::MemberResponse))?,
        "list_members": to_value(schema_for!(cw4::MemberListResponse))?,
        "member": to_value(schema_for!(cw4::MemberResponse))?,
        "hooks": to_value(schema_for!(cw4::HooksResponse))?,
        "threshold": to_value(schema_for!(cw3::ThresholdResponse))?,
        "proposal": to_value(schema_for!(cw3::ProposalResponse))?,
        "list_proposals": to_value(schema_for!(cw3::ProposalListResponse))?,
        "reverse_proposals": to_value(schema_for!(cw3::ProposalListResponse))?,
        "vote": to_value(schema_for!(cw3::VoteResponse))?,
        "list_votes": to_value(schema_for!(cw3::VoteListResponse))?,
        "voter": to_value(schema_for!(cw4::MemberResponse))?,
        "list_voters": to_value(schema_for!(cw3::VoterListResponse))?,
        "cast_ballots (data of the message)": to_value(schema_for!(Vec<BallotResult>))?,
    }))
}

/// Who may send each message, asked of the contract's own table with one sample a message.
fn permissions() -> Result<Value> {
    let hash = "00".repeat(32);
    let handshake = json!({"sender": "below", "figure": 1, "members": 1});
    let mirror = json!({
        "proposal": 1, "version": 1, "title": "t", "content_hash": hash, "deadline": 1,
        "origin_height": 1, "depth": 1,
    });
    let signal = json!({
        "proposal": 1, "version": 1, "mirror": 1, "ballot": {"signal": "yes"}, "by_group_account": true,
    });
    let notice = json!({
        "proposal": 1, "version": 1, "title": "t", "content_hash": hash, "mode": "optimistic", "until": 1,
        "least_blocks": 0,
    });
    let proposal = json!({"title": "t"});
    let wallet = json!({"ethereum": "0x"});
    let coin = json!({"denom": "d", "amount": "1"});
    let samples = json!({
        "add_seats": {"seats": []}, "found": {}, "propose": {"proposal": proposal}, "withdraw": {"proposal": 1},
        "amend": {"proposal": 1, "spec": proposal}, "resolve_objection": {"proposal": 1, "resolution": "withdrawn"},
        "amend_upstream": {"group": "g", "proposal": 1, "spec": proposal}, "wind_up": {},
        "take_back": {"group": "g", "amount": coin},
        "delegate": {"to": 1, "until": 1},
        "vote": {"proposal": 1, "choice": "yes"}, "cast_ballots": {"proposal": 1, "ballots": []},
        "fan_out": {"proposal": 1}, "open_mirror": mirror, "roll_up": {"mirror": 1}, "count_signal": signal,
        "count_absent": {"proposal": 1, "seats": []}, "move_on": {"proposal": 1}, "execute": {"proposal": 1},
        "perform_actions": {"proposal": 1}, "propose_upstream": {"group": "g", "proposal": proposal},
        "withdraw_upstream": {"group": "g", "proposal": 1}, "contribute": {}, "leave": {}, "refresh_weight": {"seat": 1}, "stake": {},
        "take_stake": {"amount": coin}, "pledge": {"amount": coin}, "settle": {"seat": 1, "denom": "d"},
        "pay_claim": {"claimant": {"seat": 1}, "denom": "d"}, "name_pay_out": {"address": "a"}, "keep_pay_out": {},
        "check_funds": {"denoms": []}, "add_wallet": {"wallet": wallet}, "confirm_wallet": {"seat": 1},
        "return_deposit": {"proposal": 1}, "nominate": {"role": "r", "seat": 1},
        "object_nomination": {"role": "r", "seat": 1, "reason": "r"}, "acclaim": {"role": "r", "seat": 1},
        "rotate": {"role": "r"}, "resign": {"role": "r"},
        "spend_allowance": {"role": "r", "to": "t", "amount": coin, "reason": "r"},
        "drop_wallet": {"wallet": wallet}, "keep_wallet": {"wallet": wallet}, "link": handshake, "unlink": {"sender": "below"},
        "refer": {"proposal": 1}, "take_notice": notice, "hear_house": {"proposal": 1, "says": {"release": {}}},
        "raise_concern": {"group": "g", "proposal": 1, "text": "t"}, "withdraw_concern": {"group": "g", "proposal": 1},
        "take_answer": {"proposal": 1, "seat": 1, "text": "t"}, "report_veto": {"proposal": 1},
        "drop_notice": {"proposal": 1}, "let_go": {"group": "g"},
        "carry_orders": {"orders": []}, "stake_for": {"seat": 1},
        "perform_order": {"order": {"seat": 1, "act": {"leave": {}}, "number": 1, "expires": 1, "signatures": []}},
    });
    let mut table = BTreeMap::new();
    for (name, body) in samples.as_object().context("an object")? {
        let msg: ExecuteMsg = serde_json::from_value(json!({ name: body }))
            .with_context(|| format!("the sample of {name}"))?;
        table.insert(name.clone(), snake(&format!("{:?}", Permission::of(&msg))));
    }
    let schema = to_value(schema_for!(ExecuteMsg))?;
    let known = schema["oneOf"]
        .as_array()
        .context("an enum's schema")?
        .len();
    ensure!(
        known == table.len(),
        "{known} messages, but samples of {}",
        table.len()
    );
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

/// The events and their attributes, read from the places that write them.
fn events(root: &Path) -> Result<Value> {
    let mut sources = vec![root.join("contracts/group/src/events.rs")];
    for entry in fs::read_dir(root.join("contracts/group/src/events"))? {
        sources.push(entry?.path());
    }
    let mut source = String::new();
    for path in &sources {
        source.push_str(&fs::read_to_string(path)?);
    }
    let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut current = None;
    for line in source.lines() {
        for (marker, is_event) in [("Self::new(\"", true), (".add_attribute(\"", false)] {
            let Some(name) = quoted_after(line, marker) else {
                continue;
            };
            if is_event {
                table.insert(name.clone(), Vec::new());
                current = Some(name);
            } else if let Some(attributes) = current.as_ref().and_then(|name| table.get_mut(name)) {
                attributes.push(name);
            }
        }
    }
    ensure!(
        !table.is_empty(),
        "no events found in contracts/group/src/events.rs"
    );
    Ok(to_value(table)?)
}

fn quoted_after(line: &str, marker: &str) -> Option<String> {
    let rest = &line[line.find(marker)? + marker.len()..];
    Some(rest[..rest.find('"')?].to_string())
}
