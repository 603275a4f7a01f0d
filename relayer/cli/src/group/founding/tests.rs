//! How a founding is cut into transactions, and how it goes on.

use folkmoot_chain::Checksum;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::Standing;
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::{Electorate, Rule, Seconds};

use super::*;

const FOUNDER: &str = "wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3";

fn seat(number: usize) -> SeatSpec {
    SeatSpec {
        name: format!("Member {number}"),
        holder: Holder::person(vec![Wallet::Cosmos(format!("wasm1{number}"))]),
        standing: Standing::Core,
        weight: None,
    }
}

fn founding(seats: usize) -> Founding {
    Founding {
        group: InstantiateMsg {
            name: "Swim Buddies".to_owned(),
            charter: CharterSpec::simple(Rule::majority(), Seconds::days(7)),
            seats: (1..=seats).map(seat).collect(),
            founded: false,
        },
        founder: FOUNDER.to_owned(),
        code: CodeInfo {
            id: 1,
            creator: FOUNDER.to_owned(),
            checksum: Checksum([7; 32]),
        },
        deposit: vec![],
        salt: String::new(),
    }
}

#[test]
fn no_message_has_more_seats_than_the_contract_takes() {
    /// Seats, done before → seats after each transaction and its messages.
    type Row = (usize, Option<usize>, &'static [(usize, usize)]);
    let table: [Row; 8] = [
        (4, None, &[(4, 1)]),
        (200, None, &[(200, 1)]),
        (201, None, &[(200, 1), (201, 2)]),
        (400, None, &[(200, 1), (400, 2)]),
        (450, None, &[(200, 1), (400, 1), (450, 2)]),
        (450, Some(200), &[(400, 1), (450, 2)]),
        (450, Some(449), &[(450, 2)]),
        (450, Some(450), &[(450, 1)]),
    ];
    for (seats, done, expected) in table {
        let batches = founding(seats).batches(done).unwrap();
        let found: Vec<_> = batches
            .iter()
            .map(|b| (b.seats, b.messages.len()))
            .collect();
        assert_eq!(found, expected, "{seats} seats, {done:?} done");
    }
}

#[test]
fn the_address_depends_on_name_and_salt_and_nothing_else() {
    let address = |name: &str, salt: &str, seats| {
        let mut founding = founding(seats);
        founding.group.name = name.to_owned();
        founding.salt = salt.to_owned();
        founding.address().unwrap()
    };
    let first = address("Swim Buddies", "", 4);
    assert_eq!(first, address("Swim Buddies", "", 5));
    assert_ne!(first, address("Swim Buddies", "2", 4));
    assert_ne!(address("ab", "c", 4), address("a", "bc", 4));
    assert!(
        bech32::decode(&first).is_ok_and(|(_, bytes)| bytes.len() == 32),
        "{first}"
    );
}

fn there(founded_at: Option<u64>) -> GroupView {
    GroupView {
        name: "Swim Buddies".to_owned(),
        address: "wasm1swim".to_owned(),
        chain_id: "folkmoot-local-1".to_owned(),
        founder: FOUNDER.to_owned(),
        founded_at,
        sealed: false,
        charter_version: 1,
        electorate: Electorate::default(),
        group_electorate: Electorate::default(),
        core_seats: 0,
        longest_lead: None,
        lead_time: Seconds::days(3),
        proposals: 0,
        contract: "folkmoot-group".to_owned(),
    }
}

fn seats(count: usize) -> Vec<SeatView> {
    let view = |number| SeatView {
        seat: u32::try_from(number).unwrap(),
        name: seat(number).name,
        holder: seat(number).holder,
        standing: Standing::Core,
        weight: 1,
        since: 0,
        revision: 1,
        link: None,
        announced_weight: None,
        dropping: Vec::new(),
        left_at: None,
        offered: Vec::new(),
    };
    (1..=count).map(view).collect()
}

#[test]
fn a_founding_goes_on_only_where_it_was_begun_with_the_same_seats() {
    let founding = founding(3);
    assert_eq!(founding.check_begun(&there(None), &seats(2)).unwrap(), 2);
    let refused =
        |group, seats: &[SeatView]| founding.check_begun(&group, seats).unwrap_err().to_string();
    assert!(refused(there(Some(5)), &seats(3)).contains("you have founded Swim Buddies already"));
    assert!(refused(there(None), &seats(4)).contains("4 seats already, more than the 3 named now"));
    let mut other = seats(2);
    other[1].name = "Eve".to_owned();
    let error = refused(there(None), &other);
    assert!(
        error.contains("begun with \"Eve\" in seat 2, not \"Member 2\""),
        "{error}"
    );
}

#[test]
fn a_label_is_cut_where_a_character_ends() {
    assert_eq!(label("Swim Buddies"), "Swim Buddies");
    let long = "ü".repeat(80);
    assert_eq!(label(&long).len(), 128);
    assert_eq!(label(&format!("a{long}")).len(), 127);
}
