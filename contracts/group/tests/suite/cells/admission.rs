//! What a group asks of another before it admits it: anybody can check it, and it decides nothing.

use folkmoot_group::charter::{Admission, RequiredDocument};
use folkmoot_group::document::DocumentKind;
use folkmoot_group::msg::*;
use folkmoot_rules::{Rule, Seconds};

use super::{LEAD, union_charter};
use crate::world::{Group, Person, World, actions, charter, checksum};

fn asks(group: &Group, of: &str) -> AdmissionView {
    group.ask(&QueryMsg::Admission { group: of.into() })
}

/// A federation that asks for two documents and at most three days.
fn federation() -> (World, Person, Group) {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let document = |kind, text: &[u8]| RequiredDocument {
        kind,
        sha256: checksum(text),
    };
    let rules = union_charter().with(|charter| {
        charter.admission = Some(Admission {
            documents: vec![
                document(DocumentKind::Requirements, b"The requirements"),
                document(DocumentKind::Other("open books".into()), b"Open books"),
            ],
            longest_lead: Some(LEAD),
            note: "Visit us first.".into(),
        });
    });
    let federation = world
        .group("Federation")
        .people([&ann])
        .charter(&rules)
        .found();
    (world, ann, federation)
}

#[test]
fn conditions_of_admission_are_shown_and_enforce_nothing() {
    let (world, ann, federation) = federation();
    let slow = charter().upstream(Rule::majority(), Seconds::days(4));
    let cell = world.group("Cell").people([&ann]).charter(&slow).found();
    let address = cell.address.as_str();
    let before = asks(&federation, address);
    assert!(!before.met);
    assert_eq!(before.note, "Visit us first.");
    let met: Vec<bool> = before.conditions.iter().map(|one| one.met).collect();
    assert_eq!(met, [true, false, false, false]);
    assert_eq!(before.conditions[3].found.as_deref(), Some("4 d"));
    // it is admitted where its members decide so
    let admit = vec![actions::admit(cell.seat_spec(LEAD))];
    federation.decides(&[&ann], "All the same", admit);
    // and fulfils them step by step
    let adopt = |kind, title: &str| vec![actions::adopt(kind, title)];
    let books = || DocumentKind::Other("open books".into());
    cell.decides(
        &[&ann],
        "Requirements",
        adopt(DocumentKind::Requirements, "The requirements"),
    );
    cell.decides(&[&ann], "Books", adopt(books(), "Half open books"));
    let half = asks(&federation, address);
    assert!(half.conditions[1].met && half.conditions[1].found.is_none());
    let found = half.conditions[2].found.as_deref();
    assert_eq!(found, Some(checksum(b"Half open books").to_hex().as_str()));
    cell.decides(&[&ann], "Open books", adopt(books(), "Open books"));
    let faster = charter().upstream(Rule::majority(), LEAD);
    cell.decides(&[&ann], "Faster", vec![actions::amend(1, faster.spec())]);
    assert!(asks(&federation, address).met);
}

/// A contract that is no trusted group is not believed.
#[test]
fn a_look_alike_fulfils_no_condition() {
    let (world, _, federation) = federation();
    let puppet = world.puppet("a look-alike");
    let told = asks(&federation, puppet.as_str());
    assert!(told.conditions.iter().all(|condition| !condition.met));
    let nobody = asks(&federation, world.account("nobody").as_str());
    assert_eq!(
        nobody.conditions[0].found.as_deref(),
        Some(format!("{} is no contract on this chain", nobody.group).as_str())
    );
}

/// Where nothing is asked only the code counts, as for every link.
#[test]
fn a_group_that_asks_for_nothing_still_checks_the_code() {
    let world = World::new();
    let ann = world.cosmos("Ann");
    let [one, other] = ["One", "Other"].map(|name| world.group(name).people([&ann]).found());
    let view = asks(&one, other.address.as_str());
    assert!(view.met);
    assert_eq!(view.conditions.len(), 1);
}

#[test]
fn malformed_conditions_are_refused() {
    let (world, ann, _) = federation();
    let found = |admission: Admission| {
        let rules = charter().with(|charter| charter.admission = Some(admission));
        world
            .group("Federation")
            .people([&ann])
            .charter(&rules)
            .try_found()
            .1
    };
    let document = |kind, bytes: usize| RequiredDocument {
        kind,
        sha256: vec![1; bytes].into(),
    };
    let with = |documents| Admission {
        documents,
        ..Admission::default()
    };
    let purpose = || document(DocumentKind::Purpose, 32);
    found(with(vec![purpose(); 21])).refused("at most 20 documents of the admission, not 21");
    found(with(vec![document(DocumentKind::Purpose, 31)])).refused("has 32 bytes, not 31");
    found(with(vec![document(DocumentKind::Other(String::new()), 32)])).refused("not 0");
    found(Admission {
        note: "x".repeat(1_001),
        ..Admission::default()
    })
    .refused("at most 1000 bytes, not 1001");
    found(with(vec![purpose(); 20])).ok();
}
