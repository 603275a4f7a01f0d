//! What a vote costs, in keys and bytes of the contract's storage: the same at any text, membership and number of votes.
//!
//! `cargo test -p folkmoot-group --test suite cost -- --nocapture` prints the table for docs/performance.md.

use folkmoot_group::msg::{ExecuteMsg, ProposalSpec, Text};
use folkmoot_rules::Choice;

use crate::world::{Group, Person, Proposal, Touched, World, spec};

const TEXTS: [usize; 3] = [0, 10_000, 25_000];
const MEMBERS: [usize; 3] = [3, 50, 5_000];
/// Founding takes as many messages as it needs.
const SEATS_A_MESSAGE: usize = 200;
/// Numbers in keys are of fixed length; in values they have their digits: of a seat, a proposal, a tally's eight parts.
const DIGITS: usize = 16;

/// What one message read and wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cost {
    reads: Touched,
    writes: Touched,
}

fn cost_of(world: &World) -> Cost {
    Cost {
        reads: world.meter().reads(),
        writes: world.meter().writes(),
    }
}

/// A group of so many: the first signs, the others send.
fn group_of(world: &World, count: usize) -> (Group, Vec<Person>) {
    let mut people = vec![world.ethereum("a signer")];
    people.extend(world.crowd("member", count - 1));
    let founding = world.group(&format!("Group of {count}")).unfinished();
    let founder = founding.founder();
    let group = founding.found();
    for chunk in people.chunks(SEATS_A_MESSAGE) {
        let seats = chunk.iter().map(Person::seat).collect();
        world
            .attempt(&founder, &group.address, &ExecuteMsg::AddSeats { seats })
            .ok();
    }
    world
        .attempt(&founder, &group.address, &ExecuteMsg::Found {})
        .ok();
    (group, people)
}

fn proposal_of(person: &Person, group: &Group, bytes: usize) -> Proposal {
    let text = Text::Stored("x".repeat(bytes));
    person.proposes_spec(
        group,
        ProposalSpec {
            text,
            ..spec("A proposal", vec![])
        },
    )
}

/// The cost of one step of a proposal, at each text and membership.
struct Row {
    text: usize,
    members: usize,
    propose: Cost,
    first: Cost,
    last: Cost,
    signed: Cost,
    /// Where it passed.
    execute: Option<Cost>,
}

fn measured(world: &World, group: &Group, people: &[Person], text: usize) -> Row {
    let proposal = proposal_of(&people[1], group, text);
    // opening is what was metered last
    let propose = {
        let again = proposal_of(&people[1], group, text);
        assert_ne!(again.id, proposal.id);
        cost_of(world)
    };
    let vote = |person: &Person| {
        person.votes(&proposal, Choice::Yes);
        cost_of(world)
    };
    let (first, last) = (vote(&people[1]), vote(people.last().unwrap()));
    let signed = vote(&people[0]);
    world.advance_to(proposal.deadline());
    let executed = proposal
        .execution()
        .outcome()
        .is_ok()
        .then(|| cost_of(world));
    Row {
        text,
        members: people.len(),
        propose,
        first,
        last,
        signed,
        execute: executed,
    }
}

#[test]
fn a_vote_costs_the_same_at_any_text_and_membership() {
    let world = World::new().without_dumps();
    let mut rows = vec![];
    for members in MEMBERS {
        let (group, people) = group_of(&world, members);
        rows.extend(TEXTS.map(|text| measured(&world, &group, &people, text)));
    }
    print_table(&rows);
    let steps: [(&str, Step); 3] = [
        ("first vote", |row| row.first),
        ("last vote", |row| row.last),
        ("signed ballot", |row| row.signed),
    ];
    for (step, cost) in steps {
        let base = cost(&rows[0]);
        for row in &rows {
            let cost = cost(row);
            let at = format!(
                "{step} at {} bytes of text and {} members",
                row.text, row.members
            );
            assert_eq!(
                (cost.reads.keys, cost.writes.keys),
                (base.reads.keys, base.writes.keys),
                "{at}"
            );
            for (bytes, base) in [
                (cost.reads.bytes, base.reads.bytes),
                (cost.writes.bytes, base.writes.bytes),
            ] {
                assert!(
                    bytes.abs_diff(base) <= DIGITS,
                    "{at}: {bytes} bytes, {base} at least"
                );
            }
            // text alone changes nothing at all
            let same_group = rows
                .iter()
                .find(|other| other.members == row.members)
                .unwrap();
            assert!(
                cost.reads
                    .bytes
                    .abs_diff(self::step(same_group, step).reads.bytes)
                    <= 4,
                "{at}"
            );
        }
    }
    // house rule: a vote never costs more than opening the proposal did
    for row in &rows {
        assert!(row.first.writes.keys <= row.propose.writes.keys);
        assert!(row.first.writes.bytes <= row.propose.writes.bytes);
    }
}

/// A step whose cost a row knows.
type Step = fn(&Row) -> Cost;

fn step(row: &Row, name: &str) -> Cost {
    match name {
        "first vote" => row.first,
        "last vote" => row.last,
        _ => row.signed,
    }
}

/// The hundredth vote costs what the second does.
#[test]
fn a_vote_costs_the_same_after_any_number_of_votes() {
    let world = World::new().without_dumps();
    let (group, people) = group_of(&world, 100);
    let proposal = proposal_of(&people[1], &group, 10);
    let costs: Vec<Cost> = people[1..]
        .iter()
        .map(|person| {
            person.votes(&proposal, Choice::Yes);
            let twice = world.meter().read_twice();
            assert!(twice.is_empty(), "a ballot reads nothing twice: {twice:?}");
            cost_of(&world)
        })
        .collect();
    for cost in &costs {
        assert_eq!(
            (cost.reads.keys, cost.writes.keys),
            (costs[0].reads.keys, costs[0].writes.keys)
        );
        // the tally is there from the first vote on
        assert!(cost.reads.bytes.abs_diff(costs[1].reads.bytes) <= 2 * DIGITS);
        assert!(cost.writes.bytes.abs_diff(costs[1].writes.bytes) <= DIGITS);
    }
}

/// Executing never reads the text.
#[test]
fn executing_never_reads_the_text() {
    let world = World::new().without_dumps();
    let (group, people) = group_of(&world, 3);
    let costs = TEXTS.map(|text| measured(&world, &group, &people, text).execute.unwrap());
    for cost in costs {
        assert_eq!(
            (cost.reads.keys, cost.writes.keys),
            (costs[0].reads.keys, costs[0].writes.keys)
        );
        assert!(cost.reads.bytes.abs_diff(costs[0].reads.bytes) <= DIGITS);
    }
}

/// A ballot in a large batch costs what it costs alone, and no more.
#[test]
fn a_ballot_in_a_batch_costs_no_more_than_alone() {
    let world = World::new().without_dumps();
    let signers: Vec<Person> = (0..20)
        .map(|number| world.ethereum(&format!("signer {number}")))
        .collect();
    let host = world.cosmos("a host");
    let group = world
        .group("Signers")
        .people(&signers)
        .people([&host])
        .found();
    let proposal = host.proposes(&group, "By signature", vec![]);
    signers[0].votes(&proposal, Choice::Yes);
    let alone = cost_of(&world);
    let ballots = signers[1..]
        .iter()
        .map(|signer| signer.signs(&proposal, Choice::Yes))
        .collect();
    world.carries(&proposal, ballots);
    let batch = cost_of(&world);
    assert!(
        batch.reads.keys <= 19 * alone.reads.keys && batch.writes.keys <= 19 * alone.writes.keys,
        "{alone:?} {batch:?}"
    );
}

#[expect(clippy::print_stdout, reason = "the table is for docs/performance.md")]
fn print_table(rows: &[Row]) {
    println!("| members | text | step | keys read | bytes read | keys written | bytes written |");
    println!("|---|---|---|---|---|---|---|");
    for row in rows {
        let steps = [
            ("propose", Some(row.propose)),
            ("first vote", Some(row.first)),
            ("last vote", Some(row.last)),
            ("signed ballot", Some(row.signed)),
            ("execute", row.execute),
        ];
        for (name, cost) in steps {
            let Some(Cost { reads, writes }) = cost else {
                continue;
            };
            println!(
                "| {} | {} | {name} | {} | {} | {} | {} |",
                row.members, row.text, reads.keys, reads.bytes, writes.keys, writes.bytes
            );
        }
    }
}
