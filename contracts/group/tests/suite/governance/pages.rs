//! A reader who knows nothing of the contract walks each of its lists to the end: a page is as long as was asked for, and
//! only the last is shorter, whatever a list leaves out.

use std::collections::BTreeSet;

use folkmoot_group::action::{Action, ActionKind};
use folkmoot_group::charter::{Covers, Delegating, Role};
use folkmoot_group::document::DocumentKind;
use folkmoot_group::msg::{ExecuteMsg, QueryMsg, Standing};
use folkmoot_rules::{Choice, ReviewMode, Rule, Seconds};
use schemars::schema_for;
use serde_json::{Value, json};

use crate::world::houses::{appoint_house, become_house, refer};
use crate::world::roles::{allowance, appoint, role};
use crate::world::{Group, Person, World, actions, charter, open_cycle, spec};

/// Entries of a page, fewer than any list has.
const LIMIT: usize = 2;
const DAY: Seconds = Seconds::days(1);
const WEEK: Seconds = Seconds::days(7);

/// A list: its group, the question without a page, how many it has, and the part of an entry behind which one reads on.
struct List {
    group: Group,
    query: &'static str,
    of: Value,
    count: usize,
    mark: fn(&Value) -> Value,
}

impl List {
    fn ask(&self, behind: Option<&Value>, limit: usize) -> Vec<Value> {
        let mut asked = self.of.clone();
        let fields = asked.as_object_mut().unwrap();
        fields.insert("limit".into(), json!(limit));
        let place = match self.query {
            "reverse_proposals" => "start_before",
            _ => "start_after",
        };
        if let Some(last) = behind {
            fields.insert(place.into(), (self.mark)(last));
        }
        let query: QueryMsg = serde_json::from_value(json!({ self.query: asked })).unwrap();
        let answer: Value = self.group.ask(&query);
        let entries = match &answer {
            Value::Object(wrapped) => wrapped.values().next().unwrap(),
            bare => bare,
        };
        entries.as_array().unwrap().clone()
    }

    /// Reads until a page is short, as anybody would.
    fn walk(&self) -> Vec<Value> {
        let mut read: Vec<Value> = vec![];
        for _ in 0..100 {
            let page = self.ask(read.last(), LIMIT);
            let is_last = page.len() < LIMIT;
            read.extend(page);
            if is_last {
                return read;
            }
        }
        panic!("{} has no end", self.query);
    }
}

fn list(
    group: &Group,
    query: &'static str,
    of: Value,
    count: usize,
    mark: fn(&Value) -> Value,
) -> List {
    List {
        group: group.clone(),
        query,
        of,
        count,
        mark,
    }
}

fn seat(entry: &Value) -> Value {
    entry["seat"].clone()
}

fn group(entry: &Value) -> Value {
    entry["group"].clone()
}

fn proposal(entry: &Value) -> Value {
    entry["proposal"].clone()
}

fn number(entry: &Value) -> Value {
    entry["number"].clone()
}

fn version(entry: &Value) -> Value {
    entry["version"].clone()
}

/// A club of four whose second seat has left, with three who look on.
fn members(world: &World) -> Vec<List> {
    let (people, onlookers) = (world.crowd("member", 4), world.crowd("onlooker", 3));
    let cook = Role {
        allowance: allowance(100, DAY),
        ..role("cook")
    };
    let club = world
        .group("Club")
        .people(&people)
        .seats(onlookers.iter().map(|one| one.seat_as(Standing::Observer)))
        .charter(&charter().delegation(Delegating::InVotes).role(cook))
        .found();
    let all: Vec<&Person> = people.iter().collect();
    let voted = people[0].proposes(&club, "Paddles", vec![]);
    all.iter().for_each(|one| one.votes(&voted, Choice::Yes));
    club.receives(1_000);
    club.decides(&all, "A cook", vec![appoint(1, "cook")]);
    for _ in 0..3 {
        people[0]
            .spends(&club, "cook", &world.account("grocer"), 1)
            .ok();
    }
    for one in &onlookers {
        one.stakes(world, &club, 100);
    }
    for _ in 0..3 {
        onlookers[0].pledges(&club, 1).ok();
        let ends_at = world.now() + WEEK.0;
        club.decides(&all, "A cycle", vec![open_cycle(ends_at)]);
        world.advance_to(ends_at);
    }
    people[1].leaves(&club).ok();
    for one in &onlookers {
        one.leaves(&club).ok();
    }
    for from in [0, 2, 3] {
        people[from].delegates(&club, &people[if from == 0 { 2 } else { 0 }]);
    }
    let denom = json!({ "denom": crate::world::DENOM });
    let ballots = json!({ "proposal": voted.id });
    let votes = json!({ "proposal_id": voted.id });
    let claim =
        |entry: &Value| json!({ "claimant": entry["claimant"], "denom": entry["amount"]["denom"] });
    vec![
        list(&club, "seats", json!({}), 7, seat),
        list(&club, "list_members", json!({}), 3, |one| {
            one["addr"].clone()
        }),
        list(&club, "list_voters", json!({}), 3, |one| {
            one["addr"].clone()
        }),
        list(&club, "proposals", json!({}), 5, proposal),
        list(
            &club,
            "proposals",
            json!({ "newest_first": true }),
            5,
            proposal,
        ),
        list(&club, "list_proposals", json!({}), 5, |one| {
            one["id"].clone()
        }),
        list(&club, "reverse_proposals", json!({}), 5, |one| {
            one["id"].clone()
        }),
        list(&club, "ballots", ballots, 4, seat),
        list(&club, "list_votes", votes, 4, |one| one["voter"].clone()),
        list(&club, "delegations", json!({}), 3, seat),
        list(
            &club,
            "allowance_spends",
            json!({ "role": "cook" }),
            3,
            number,
        ),
        list(&club, "cycles", denom, 3, |one| one["cycle"].clone()),
        list(&club, "claims", json!({}), 3, claim),
    ]
}

/// A cell that adopted documents and founded groups.
fn cells(world: &World) -> Vec<List> {
    let ann = world.cosmos("Ann");
    let cell = world.group("Cell").people([&ann]).found();
    let kinds = [DocumentKind::Purpose, DocumentKind::Requirements];
    let others = ["rules", "map"].map(|name| DocumentKind::Other(name.into()));
    for kind in kinds.into_iter().chain(others) {
        cell.decides(&[&ann], "A document", vec![actions::adopt(kind, "First")]);
    }
    for title in ["Second", "Third"] {
        let adopt = vec![actions::adopt(DocumentKind::Purpose, title)];
        cell.decides(&[&ann], title, adopt);
    }
    for name in ["One", "Two", "Three"] {
        let found = actions::found_subgroup(name, charter().spec(), vec![ann.seat()], 0);
        cell.decides(&[&ann], name, vec![found]);
    }
    let purpose = json!({ "kind": "purpose" });
    vec![
        list(&cell, "documents", json!({}), 4, |one| one["kind"].clone()),
        list(&cell, "document_versions", purpose, 3, version),
        list(&cell, "subgroups", json!({}), 3, number),
    ]
}

/// A circle in which three block, each version anew.
fn objections(world: &World) -> List {
    let people = world.crowd("circle member", 5);
    let circle = world
        .group("Circle")
        .people(&people)
        .charter(&charter().decides(Rule::consensus(), Seconds::days(3)))
        .found();
    let blocked = people[0].proposes(&circle, "Bread", vec![]);
    for one in &people[2..] {
        one.blocks(&blocked, "no flour");
    }
    let mark = |one: &Value| json!({ "version": one["version"], "seat": one["seat"] });
    list(
        &circle,
        "objections",
        json!({ "proposal": blocked.id }),
        3,
        mark,
    )
}

/// One group of eight, of which those in seats 2, 3, 5 and 7 never joined, and one group in three.
fn levels(world: &World) -> Vec<List> {
    let dora = world.cosmos("Dora");
    let rules = charter()
        .decides(Rule::majority(), Seconds::days(5))
        .upstream(Rule::majority(), Seconds::days(5));
    let lead = Seconds::days(3);
    let below: Vec<Group> = (1..=8)
        .map(|number| {
            world
                .group(&format!("Below {number}"))
                .people([&dora])
                .found()
        })
        .collect();
    let above = |name: &str, below: &[Group]| {
        let founding = below.iter().fold(world.group(name), |founding, group| {
            founding.group_seat(group, lead)
        });
        founding.people([&dora]).charter(&rules).found()
    };
    let all = above("All", &below);
    for joined in [0, 3, 5, 7] {
        below[joined].decides(&[&dora], "Join", vec![actions::join(&all, lead)]);
    }
    for name in ["Second", "Third"] {
        let other = above(name, &below[..1]);
        below[0].decides(&[&dora], "Join", vec![actions::join(&other, lead)]);
    }
    let joint = dora.proposes(&all, "For all", vec![]);
    let mut parties = spec("For two", vec![]);
    parties.parties = vec![4, 8];
    let between = dora.proposes_spec(&all, parties);
    vec![
        list(&all, "asks", json!({ "proposal": joint.id }), 4, seat),
        list(&all, "asks", json!({ "proposal": between.id }), 2, seat),
        list(&below[0], "uplinks", json!({}), 3, group),
    ]
}

/// A house that reviews three groups and has three notices of one, about the first of which three are concerned.
fn houses(world: &World) -> Vec<List> {
    let (stakeholders, ann) = (world.crowd("stakeholder", 3), world.cosmos("Anna"));
    let all: Vec<&Person> = stakeholders.iter().collect();
    let house = world.group("House").people(&stakeholders).found();
    let rules = charter().procedure(
        "budget",
        Covers::Kinds(vec![ActionKind::Spend]),
        Rule::majority(),
        Seconds::days(3),
    );
    let reviewed: Vec<Group> = ["One", "Two", "Three"]
        .map(|name| world.group(name).people([&ann]).charter(&rules).found())
        .into();
    for cell in &reviewed {
        cell.decides(&[&ann], "A house", vec![appoint_house(&house, WEEK)]);
        house.decides(&all, "Look at it", vec![become_house(cell, WEEK)]);
    }
    let cell = &reviewed[0];
    let guarded = rules.then(
        "budget",
        refer(&house, ReviewMode::Optimistic, Seconds::days(30)),
    );
    cell.decides(&[&ann], "Guarded", vec![actions::amend(1, guarded.spec())]);
    cell.receives(10);
    let mut noticed = vec![];
    for title in ["First", "Second", "Third"] {
        let pay: Action = actions::spend(&ann.address, 1);
        let budget = cell.passes(&[&ann], title, vec![pay]);
        budget.refer().ok();
        noticed.push(budget);
    }
    for one in &stakeholders {
        one.raises_concern(&house, &noticed[0], "too dear").ok();
    }
    let of = cell.address.as_str();
    let about = json!({ "group": of, "proposal": noticed[0].id });
    vec![
        list(&house, "reviewed", json!({}), 3, group),
        list(&house, "notices", json!({ "group": of }), 3, proposal),
        list(&house, "concerns", about, 3, seat),
    ]
}

/// Three denominations that a member staked, and three that a stranger gave.
fn treasuries(world: &World) -> Vec<List> {
    let (ann, stranger) = (world.cosmos("Ann"), world.account("a stranger"));
    let till = world.group("Till").people([&ann]).found();
    let coins = |name: &str| {
        let coins = (1..4).map(|number| cosmwasm_std::coin(1, format!("{name}{number}")));
        coins.collect::<Vec<_>>()
    };
    ann.tries_to_stake(world, &till, &coins("own")).ok();
    let given = coins("given");
    world.mint_coins(&stranger, given.clone());
    let gift = ExecuteMsg::Contribute {};
    let sent = world.attempt_raw(&stranger, &till.address, &gift, &given);
    sent.ok();
    let denom = |entry: &Value| entry["balance"]["denom"].clone();
    vec![
        list(&till, "sums", json!({}), 3, denom),
        list(&till, "gifts", json!({}), 3, denom),
    ]
}

#[test]
fn only_the_last_page_of_a_list_is_short() {
    let world = World::new();
    let mut lists = members(&world);
    lists.extend(cells(&world));
    lists.push(objections(&world));
    lists.extend(levels(&world));
    lists.extend(houses(&world));
    lists.extend(treasuries(&world));
    for list in &lists {
        let read = list.walk();
        let name = list.query;
        assert_eq!(read.len(), list.count, "{name}, page by page");
        assert_eq!(read, list.ask(None, 100), "{name}, page by page and whole");
    }
    let tried: BTreeSet<&str> = lists.iter().map(|list| list.query).collect();
    assert_eq!(tried, lists_of_the_schema());
}

/// Every question that takes a limit; what each says of it.
fn lists_of_the_schema() -> BTreeSet<&'static str> {
    let schema = serde_json::to_value(schema_for!(QueryMsg)).unwrap();
    let page = &schema["definitions"]["MemberPage"]["properties"]["limit"];
    let mut found = BTreeSet::new();
    for variant in schema["oneOf"].as_array().unwrap() {
        let (name, fields) = variant["properties"]
            .as_object()
            .and_then(|one| one.iter().next())
            .unwrap();
        let paged = fields.to_string().contains("MemberPage");
        let limit = if paged {
            page
        } else {
            &fields["properties"]["limit"]
        };
        if limit.is_null() {
            continue;
        }
        let told = limit["description"].as_str().unwrap_or_default();
        assert!(
            told.contains("A shorter page is the last"),
            "{name}: {told}"
        );
        found.insert(&*name.clone().leak());
    }
    found
}

/// Whoever reads on behind a vote that several wallets signed, or behind nobody known, does not begin anew.
#[test]
fn votes_of_several_wallets_are_read_past() {
    let world = World::new();
    let [one, other] = ["One", "Other"].map(|name| world.ethereum(name));
    let people = world.crowd("member", 3);
    let mut both = one.seat();
    both.holder = folkmoot_group::wallet::Holder::Keys {
        wallets: vec![one.wallet(), other.wallet()],
        signatures: 2,
    };
    let group = world.group("Club").seats([both]).people(&people).found();
    let proposal = people[0].proposes(&group, "Paddles", vec![]);
    let draft = one.draft(&proposal, Choice::Yes);
    world.carries(&proposal, vec![draft.signed_by(&[&one, &other])]);
    people
        .iter()
        .for_each(|one| one.votes(&proposal, Choice::Yes));
    let of = json!({ "proposal_id": proposal.id });
    let votes = list(&group, "list_votes", of, 4, |one| one["voter"].clone());
    assert_eq!(votes.walk().len(), votes.count);
    let unknown = QueryMsg::ListVotes {
        proposal_id: proposal.id,
        start_after: Some(world.account("nobody").into()),
        limit: None,
    };
    let refused = group.try_ask::<Value>(&unknown).unwrap_err();
    assert!(refused.contains("holds no seat"), "{refused}");
}
