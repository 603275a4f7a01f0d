//! Views in few words.

use folkmoot_plan::{Book, Duty, Group, Mirror, Now, Proposal, View, WaitingBallot, plan};
use folkmoot_rules::{Choice, Electorate, Facts, Rule, Seconds, Tally, Translation};

pub const OPENED: u64 = 1_000_000;
pub const DAY: u64 = 86_400;
pub const DEADLINE: u64 = OPENED + 3 * DAY;
pub const JOINT_DEADLINE: u64 = OPENED + 7 * DAY;
pub const ASK_UNTIL: u64 = OPENED + DAY;
pub const WINDOW: u64 = 30 * DAY;

/// The group's own proposal, by a majority of three seats within three days, nothing cast.
pub fn own() -> Proposal {
    Proposal {
        proposal: 1,
        height: 10,
        as_of: OPENED,
        facts: Facts {
            deadline: DEADLINE,
            execution_window: Seconds(WINDOW),
            ..Facts::default()
        },
        mirror: None,
        rule: Rule::majority(),
        course: None,
        early_finish: true,
        translation: None,
        electorate: Electorate {
            weight: 3,
            seats: 3,
        },
        group_electorate: Electorate::default(),
        asked: Electorate::default(),
        ask_until: ASK_UNTIL,
        to_ask: vec![],
        absent: vec![],
        tally: Tally::default(),
        holds: false,
    }
}

/// A mirror of a joint proposal, by the same rule within the same time.
pub fn mirror() -> Proposal {
    let mut mirror = own();
    mirror.facts.is_mirror = true;
    mirror.translation = Some(Translation::default());
    mirror.mirror = Some(Mirror {
        group: "joint".into(),
        proposal: 4,
        deadline: JOINT_DEADLINE,
        rolled_up: false,
    });
    mirror
}

/// A joint proposal whose three seats are groups, none of them asked.
pub fn joint() -> Proposal {
    let mut joint = own();
    joint.group_electorate = joint.electorate;
    joint.to_ask = vec![1, 2, 3];
    joint
}

pub fn cast(mut proposal: Proposal, choices: &[Choice]) -> Proposal {
    for choice in choices {
        proposal.tally.add_ballot(*choice, 1).unwrap();
    }
    proposal
}

pub fn with(mut proposal: Proposal, change: impl FnOnce(&mut Proposal)) -> Proposal {
    change(&mut proposal);
    proposal
}

/// A followed group with an account of its own here.
pub fn group(proposals: Vec<Proposal>) -> Group {
    Group {
        address: "group".into(),
        height: 10,
        own_account: true,
        proposals,
        ..Group::default()
    }
}

pub fn view(groups: Vec<Group>) -> View {
    View {
        chain: "test-1".into(),
        carrier: false,
        groups,
    }
}

pub fn ballot(receipt: &str, seat: u32, choice: Choice) -> WaitingBallot {
    WaitingBallot {
        receipt: receipt.into(),
        proposal: 1,
        seat,
        weight: 1,
        choice,
        replaces: None,
        expires: DEADLINE,
    }
}

pub fn at(chain: u64) -> Now {
    Now {
        chain,
        clock: chain,
    }
}

pub fn planned(view: &View, now: u64) -> Vec<Duty> {
    plan(view, &Book::default(), at(now))
}

/// The kinds of what is planned, by their names.
pub fn kinds(view: &View, now: u64) -> Vec<&'static str> {
    let duties = planned(view, now);
    duties.iter().map(|duty| duty.kind().as_str()).collect()
}
