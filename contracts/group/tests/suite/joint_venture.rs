//! S1, the joint venture, figure by figure, and its variations a to m.

mod relaying;
mod story;
mod three_levels;
mod variations;

use cosmwasm_std::Addr;
use folkmoot_group::msg::{BallotResult, Cast, LinkState};
use folkmoot_rules::{Choice, Outcome, Rule, Seconds, Signal, Status, UpstreamBallot};

use crate::world::{CharterBuilder, Founding, Group, Person, Proposal, World, actions, charter};

/// The period of a mirror in both groups, and the lead time they promise.
const THREE_DAYS: Seconds = Seconds::days(3);

/// Everybody of the story, with the joint venture founded and its treasury filled.
struct Venture {
    world: World,
    /// Of Outdoor Enthusiasts of Maine: ten with accounts, thirty with Ethereum wallets, ten who never vote here.
    members: Vec<Person>,
    joe: Person,
    sam: Person,
    tony: Person,
    bob: Person,
    oem: Group,
    buddies: Group,
    committee: Group,
    caterer: Addr,
    oem_relayer: Addr,
    buddies_relayer: Addr,
}

/// The charters of the story; a variation changes one.
struct Terms {
    oem: CharterBuilder,
    buddies: CharterBuilder,
    committee: CharterBuilder,
}

impl Terms {
    fn of_the_story() -> Self {
        Self {
            oem: charter()
                .four_procedures(300, Rule::majority(), THREE_DAYS)
                .upstream(Rule::majority(), THREE_DAYS),
            buddies: charter().upstream(Rule::three_quarters(), THREE_DAYS),
            committee: charter()
                .decides(Rule::majority_of_all(), Seconds::days(7))
                .upstream(Rule::majority_of_all(), Seconds::days(7))
                .buffer(Seconds::days(4)),
        }
    }
}

impl Venture {
    fn of_the_story() -> Self {
        Self::on(Terms::of_the_story())
    }

    /// Founds the two groups and their committee; each decides to join and to give to it.
    fn on(terms: Terms) -> Self {
        let venture = Self::founded(terms);
        let Self {
            oem,
            buddies,
            committee,
            ..
        } = &venture;
        let electors = venture.oem_electors();
        // two procedures, two decisions
        oem.decides(
            &electors,
            "Join the Summer Event Committee",
            vec![actions::join(committee, THREE_DAYS)],
        );
        oem.decides(
            &electors,
            "400 for the committee",
            vec![actions::contribute(committee, 400)],
        );
        // one procedure, one decision
        let [joe, sam, tony] = [&venture.joe, &venture.sam, &venture.tony];
        let joes_seat = joe.seat_in(buddies);
        let together = vec![
            actions::join(committee, THREE_DAYS),
            actions::contribute(committee, 100),
            folkmoot_group::action::Action::appoint(joes_seat),
        ];
        buddies.decides(
            &[joe, sam, tony],
            "Join the Summer Event Committee, with Joe speaking for us",
            together,
        );
        venture
    }

    /// The groups exist, nobody has joined.
    fn founded(terms: Terms) -> Self {
        let world = World::new();
        let members: Vec<Person> = (1..=50)
            .map(|number| {
                let name = format!("enthusiast {number}");
                if (11..=40).contains(&number) {
                    world.ethereum(&name)
                } else {
                    world.cosmos(&name)
                }
            })
            .collect();
        let joe = world.cosmos("Joe");
        let [sam, tony, bob] = ["Sam", "Tony", "Bob"].map(|name| world.ethereum(name));
        let [oem_relayer, buddies_relayer] =
            ["relayer of OEM", "relayer of Swim Buddies"].map(|name| world.account(name));
        let oem = world
            .group("Outdoor Enthusiasts of Maine")
            .people(&members)
            .charter(&terms.oem.group_account(&oem_relayer))
            .found();
        let buddies = world
            .group("Swim Buddies")
            .people([&joe, &sam, &tony, &bob])
            .charter(&terms.buddies.group_account(&buddies_relayer))
            .found();
        oem.receives(3_000);
        buddies.receives(400);
        let committee = committee_of(&world, &oem, &buddies)
            .charter(&terms.committee)
            .found();
        let caterer = world.account("the caterer");
        Self {
            world,
            members,
            joe,
            sam,
            tony,
            bob,
            oem,
            buddies,
            committee,
            caterer,
            oem_relayer,
            buddies_relayer,
        }
    }

    /// As many of OEM as carry a decision with all fifty in mind.
    fn oem_electors(&self) -> Vec<&Person> {
        // those with accounts first: their ballots are cheaper to make
        let (cosmos, ethereum) = (self.members.iter().take(10), self.members.iter().skip(40));
        cosmos
            .chain(ethereum)
            .chain(self.members.iter().skip(10).take(6))
            .collect()
    }

    /// Joe opens the joint proposal.
    fn proposes_bbq(&self) -> Proposal {
        let spend = vec![actions::spend(&self.caterer, 500)];
        self.joe.proposes_upstream(
            &self.buddies,
            &self.committee,
            "Allocate $500 for the Combined BBQ",
            spend,
        )
    }

    /// Both groups agree to something, which is not executed yet.
    fn agrees(&self, title: &str, actions: Vec<folkmoot_group::action::Action>) -> Proposal {
        let joint = self
            .joe
            .proposes_upstream(&self.buddies, &self.committee, title, actions);
        let (in_oem, in_buddies) = self.fans_out(&joint);
        self.buddies_vote(&in_buddies, &[Choice::Yes; 4]);
        self.oem_votes(&in_oem, 26, 0);
        in_oem.roll_up().ok();
        in_buddies.roll_up().ok();
        joint
    }

    /// Both groups are asked.
    fn fans_out(&self, joint: &Proposal) -> (Proposal, Proposal) {
        joint.fan_out().ok();
        (self.oem.mirror_of(joint), self.buddies.mirror_of(joint))
    }

    /// OEM votes: first those with accounts, then the signed ballots in batches of ten.
    fn oem_votes(&self, mirror: &Proposal, yes: usize, no: usize) {
        let choices =
            std::iter::repeat_n(Choice::Yes, yes).chain(std::iter::repeat_n(Choice::No, no));
        // spread, so that each kind of wallet says both
        let voters: Vec<_> = (0..self.members.len())
            .map(|place| &self.members[place * 7 % 50])
            .collect();
        let ranked = voters
            .iter()
            .filter(|person| self.rank(person) < yes + no)
            .zip(choices);
        let (signed, sent): (Vec<_>, Vec<_>) =
            ranked.partition(|(person, _)| (10..40).contains(&self.rank(person)));
        for (person, choice) in sent {
            person.votes(mirror, choice);
        }
        for batch in signed.chunks(10) {
            let ballots = batch
                .iter()
                .map(|(person, choice)| person.signs(mirror, *choice))
                .collect();
            let results = self.world.carries(mirror, ballots);
            assert!(
                results
                    .iter()
                    .all(|result| matches!(result, BallotResult::Cast { .. })),
                "{results:?}"
            );
        }
    }

    fn rank(&self, person: &Person) -> usize {
        self.members
            .iter()
            .position(|other| other.name == person.name)
            .unwrap()
    }

    /// Swim Buddies vote in this order: Joe, Bob, Sam, Tony.
    fn buddies_vote(&self, mirror: &Proposal, choices: &[Choice]) {
        let order = [&self.joe, &self.bob, &self.sam, &self.tony];
        for (person, choice) in order.into_iter().zip(choices) {
            person.votes(mirror, *choice);
        }
    }

    /// What the treasuries hold: committee, OEM, Swim Buddies, and the caterer.
    fn purses(&self) -> [u128; 4] {
        let caterer = self.world.balance(&self.caterer);
        [
            self.committee.balance(),
            self.oem.balance(),
            self.buddies.balance(),
            caterer,
        ]
    }
}

fn committee_of(world: &World, oem: &Group, buddies: &Group) -> Founding {
    world
        .group("Summer Event Committee")
        .group_seat(oem, THREE_DAYS)
        .group_seat(buddies, THREE_DAYS)
}

/// What a group's vote came to in the joint proposal.
fn upstream_vote(joint: &Proposal, group: &Group) -> Option<(UpstreamBallot, bool)> {
    let seat = joint.group.seat_of_group(group).seat;
    match joint.ballot_of(seat)?.cast {
        Cast::Upstream {
            ballot,
            by_group_account,
            ..
        } => Some((ballot, by_group_account)),
        other => panic!("a group's vote, not {other:?}"),
    }
}

const fn signal(signal: Signal) -> UpstreamBallot {
    UpstreamBallot::Signal(signal)
}
