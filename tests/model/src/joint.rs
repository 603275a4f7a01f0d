//! A joint decision of two groups: asking, voting, carrying votes up, executing, in every order.

use std::fmt;

use anyhow::{Context, Result};
use cosmwasm_std::{Addr, coins};
use folkmoot_group::action::Action as Decision;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{BallotView, Cast, ExecuteMsg, ProposalView, QueryMsg, Verdict};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Outcome, Rule, Seconds, Signal, Status, UpstreamBallot};
use stateright::{Model, Property};

use crate::chain::{Chain, Starved, account};
use crate::parts::{DAY, FOUNDED, decide, founding, person, seat, statement, vote};

/// The two groups that decide together, in the order of their seats.
const GROUPS: [&str; 2] = ["meadow", "river"];
/// The one joint proposal.
const JOINT: u64 = 1;
/// Seats may be asked for two days, mirrors run three, the joint proposal seven.
const BUFFER: Seconds = Seconds::days(4);
const INTERNAL: Seconds = Seconds::days(3);
const PERIOD: Seconds = Seconds::days(7);
/// Who carries: the first is the first group's own account, the other nobody's.
const CARRIERS: [u8; 2] = [201, 202];
const CATERER: u8 = 203;

/// What is searched through.
#[derive(Clone, Debug)]
pub struct Joint {
    /// How many members each group has.
    pub members: [u8; 2],
    /// Whether calls to a group may run out of gas.
    pub starving: bool,
    /// The moments between which anything may happen, in days from the opening.
    pub days: Vec<u64>,
}

impl Joint {
    /// While asking is possible, when it is over, when mirrors end, and at the joint deadline.
    pub const TURNS: [u64; 4] = [0, 2, 3, 7];
    /// The same with a later asking, whose mirrors end later, and a day behind the deadline.
    pub const MORE_TURNS: [u64; 7] = [0, 1, 2, 3, 4, 7, 8];
}

/// Where it stands: the chain, and what the people know that they did.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    chain: Chain,
    moment: usize,
    days: Vec<u64>,
    votes: [Vec<Option<bool>>; 2],
    broken: Vec<&'static str>,
}

/// One thing that can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A member votes on the group's mirror.
    Vote {
        /// The group.
        group: usize,
        /// The member.
        member: usize,
        /// For it or against it.
        yes: bool,
    },
    /// Somebody asks all seats that can be asked.
    FanOut {
        /// Which carrier.
        by: usize,
        /// A group whose call runs out of gas.
        starved: Option<usize>,
    },
    /// Somebody asks one seat.
    Ask {
        /// Which group.
        group: usize,
    },
    /// Somebody carries a group's vote up.
    RollUp {
        /// Which carrier.
        by: usize,
        /// Which group.
        group: usize,
    },
    /// Somebody moves the joint proposal on.
    MoveOn,
    /// Somebody executes it.
    Execute,
    /// Time passes until the next moment.
    Wait,
}

/// A property: its name, and whether a state keeps it.
type Kept = (&'static str, fn(&Joint, &State) -> bool);

const ALWAYS: [Kept; 6] = [
    (ONE_VOTE, |_, state| state.keeps(ONE_VOTE)),
    (TRANSLATED, |_, state| state.keeps(TRANSLATED)),
    (RECORDED, |_, state| state.keeps(RECORDED)),
    (NOT_LOST, |_, state| state.keeps(NOT_LOST)),
    (PAID_ONCE, |_, state| state.keeps(PAID_ONCE)),
    (ENDS, |_, state| state.keeps(ENDS)),
];
const ONE_VOTE: &str = "a mirror casts at most one vote above";
const TRANSLATED: &str = "the vote above is the translation of what the members said";
const RECORDED: &str = "what the group below believes of its vote is so above";
const NOT_LOST: &str = "while the joint proposal is open a decided mirror can be counted";
const PAID_ONCE: &str = "coins are paid at most once, and only with both groups' yes";
const ENDS: &str = "after the joint deadline the joint proposal is decided";

impl Model for Joint {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        // A world that can't be set up has no states, which the search tells.
        self.opened().into_iter().collect()
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        for (group, votes) in state.votes.iter().enumerate() {
            // Members are alike: who of those that are silent speaks first makes no difference.
            if let Some(member) = votes.iter().position(Option::is_none) {
                actions.extend([true, false].map(|yes| Action::Vote { group, member, yes }));
            }
            actions.push(Action::Ask { group });
            actions.extend([0, 1].map(|by| Action::RollUp { by, group }));
            if self.starving {
                let starved = Some(group);
                actions.push(Action::FanOut { by: 0, starved });
            }
        }
        actions.extend([0, 1].map(|by| Action::FanOut { by, starved: None }));
        actions.extend([Action::MoveOn, Action::Execute, Action::Wait]);
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut next = last.clone();
        next.act(action).ok()?;
        if &next == last {
            return None;
        }
        next.broken = next.broken_rules().unwrap_or_else(|_| vec![RECORDED]);
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let always = ALWAYS.map(|(name, holds)| Property::always(name, holds));
        // A search that never gets there would prove nothing.
        let mut reached = vec![
            Property::<Self>::sometimes("the joint proposal is executed", |_, state| {
                state.chain.paid.len() == 1
            }),
            Property::<Self>::sometimes("a vote comes too late", |_, state| {
                state.verdicts().contains(&Some(Verdict::Late))
            }),
        ];
        if self.members[1] > 2 {
            reached.push(Property::sometimes(
                "a group abstains",
                |_, state: &State| state.signals().contains(&Signal::Abstain),
            ));
        }
        always.into_iter().chain(reached).collect()
    }
}

impl Joint {
    /// The world at the moment after the joint proposal was opened.
    ///
    /// # Errors
    /// The contract refuses what a founder may do.
    pub fn opened(&self) -> Result<State> {
        let mut chain = Chain {
            time: FOUNDED,
            height: 10,
            ..Chain::default()
        };
        let founder = account(200);
        let internal = CharterSpec::simple(Rule::majority(), INTERNAL);
        let mut joint = CharterSpec {
            relay_buffer: BUFFER,
            ..CharterSpec::simple(Rule::majority_of_all(), PERIOD)
        };
        joint.upstream.round.period = PERIOD;
        let mut seats = vec![];
        for (index, name) in GROUPS.iter().enumerate() {
            let mut charter = internal.clone();
            if let (0, Some(carrier)) = (index, CARRIERS.first()) {
                charter.group_accounts.push(account(*carrier).into());
            }
            if index == 1 {
                charter.upstream.round.rule = Rule::three_quarters();
            }
            let members = self.people(index);
            let msg = founding(name, charter, members.map(person).collect());
            let address = chain.found(name, &founder, msg)?;
            seats.push(seat(Holder::Group {
                address: address.into(),
                lead_time: INTERNAL,
            }));
        }
        let committee = chain.found("committee", &founder, founding("committee", joint, seats))?;
        chain.advance_to(FOUNDED + DAY);
        for index in 0..GROUPS.len() {
            let join = Decision::Join {
                group: committee.to_string(),
                lead_time: INTERNAL,
            };
            self.decide(&mut chain, index, join)?;
        }
        chain.advance_to(FOUNDED + 2 * DAY);
        let pay = Decision::Spend {
            to: account(CATERER).into(),
            amount: coins(500, "ustake"),
            cycle: None,
        };
        let propose = Decision::ProposeUpstream {
            group: committee.to_string(),
            proposal: Box::new(statement("pay the caterer", pay)),
        };
        self.decide(&mut chain, 0, propose)?;
        chain.advance_to(FOUNDED + 2 * DAY);
        let votes = [0, 1].map(|group| self.people(group).map(|_| None).collect());
        Ok(State {
            chain,
            moment: 0,
            days: self.days.clone(),
            votes,
            broken: vec![],
        })
    }

    /// A decision that all members of a group take at once.
    fn decide(&self, chain: &mut Chain, group: usize, action: Decision) -> Result<()> {
        let people: Vec<Addr> = self.people(group).collect();
        decide(chain, &address(group), &people, action)
    }

    fn people(&self, group: usize) -> impl Iterator<Item = Addr> + use<> {
        let first = if group == 0 { 1 } else { 101 };
        let count = self.members.get(group).copied().unwrap_or_default();
        (first..first + count).map(account)
    }
}

impl State {
    fn act(&mut self, action: Action) -> Result<()> {
        let stranger = account(CARRIERS[1]);
        let committee = crate::group("committee");
        match action {
            Action::Vote { group, member, yes } => self.vote(group, member, yes),
            Action::FanOut { by, starved } => {
                let starved = starved.map(|group| Starved(address(group)));
                let ask = ExecuteMsg::FanOut {
                    proposal: JOINT,
                    seats: None,
                };
                let by = carrier(by);
                self.chain
                    .run_starving(&by, &committee, &ask, starved.as_ref())
            }
            Action::Ask { group } => {
                let seats = Some(vec![u32::try_from(group + 1)?]);
                let ask = ExecuteMsg::FanOut {
                    proposal: JOINT,
                    seats,
                };
                self.chain.run(&stranger, &committee, &ask)
            }
            Action::RollUp { by, group } => roll_up(&mut self.chain, &carrier(by), group),
            Action::MoveOn => {
                let call = ExecuteMsg::MoveOn { proposal: JOINT };
                self.chain.run(&stranger, &committee, &call)
            }
            Action::Execute => {
                let call = ExecuteMsg::Execute { proposal: JOINT };
                self.chain.run(&stranger, &committee, &call)
            }
            Action::Wait => {
                self.moment += 1;
                let day = self.days.get(self.moment).context("the end of the story")?;
                self.chain.advance_to(FOUNDED + (2 + day) * DAY);
                Ok(())
            }
        }
    }

    fn vote(&mut self, group: usize, member: usize, yes: bool) -> Result<()> {
        let mirror = mirror(&self.chain, group)?.context("not asked")?;
        let number = u8::try_from(member)? + if group == 0 { 1 } else { 101 };
        let ballot = vote(mirror.proposal, yes);
        self.chain.run(&account(number), &address(group), &ballot)?;
        let votes = self.votes.get_mut(group).context("no such group")?;
        *votes.get_mut(member).context("no such member")? = Some(yes);
        Ok(())
    }

    fn keeps(&self, rule: &str) -> bool {
        !self.broken.contains(&rule)
    }

    /// The rules that this state breaks, found out by asking the contracts as anybody could.
    fn broken_rules(&self) -> Result<Vec<&'static str>> {
        let committee = crate::group("committee");
        let question = QueryMsg::ProposalView { proposal: JOINT };
        let joint: ProposalView = self.chain.ask(&committee, question)?;
        let ballots: Vec<BallotView> = self.chain.ask(
            &committee,
            QueryMsg::Ballots {
                proposal: JOINT,
                start_after: None,
                limit: None,
            },
        )?;
        let mut broken = vec![];
        let mut require = |rule, holds: bool| {
            if !holds {
                broken.push(rule);
            }
        };
        let answered = joint.tally.seats.answered();
        require(ONE_VOTE, answered <= 2 && ballots.len() <= 2);
        let yes = ballots
            .iter()
            .filter(|ballot| signal(ballot) == Some(Signal::Yes));
        let paid: u32 = self.chain.paid.values().sum();
        require(PAID_ONCE, paid == 0 || (paid == 1 && yes.count() == 2));
        let over = self.chain.time >= joint.deadline;
        require(ENDS, !over || joint.outcome != Outcome::Undecided);
        for group in 0..GROUPS.len() {
            let seat = u32::try_from(group + 1)?;
            let above = ballots.iter().find(|ballot| ballot.seat == seat);
            let above = above.map(signal);
            let Some(mirror) = mirror(&self.chain, group)? else {
                require(RECORDED, above.is_none());
                continue;
            };
            let below = mirror.roll_up.as_ref();
            let counted = below.is_some_and(|told| told.verdict == Verdict::Counted);
            require(RECORDED, counted == above.is_some());
            let expected = self.votes.get(group).map(|votes| translated(group, votes));
            require(TRANSLATED, above.is_none_or(|told| told == expected));
            let open = joint.status == Status::Open && !over;
            // What is surely rejected may still turn from no to abstaining, until its deadline.
            let ripe = mirror.outcome == Outcome::Passed || self.chain.time >= mirror.deadline;
            if open && below.is_none() && ripe {
                require(NOT_LOST, self.could_be_counted(group));
            }
        }
        Ok(broken)
    }

    /// Whether a call that anybody can make now brings the group's vote up.
    fn could_be_counted(&self, group: usize) -> bool {
        let mut chain = self.chain.clone();
        let carried = roll_up(&mut chain, &account(CARRIERS[1]), group);
        let mirror = carried.and_then(|()| mirror(&chain, group));
        let told = mirror.ok().flatten().and_then(|mirror| mirror.roll_up);
        told.is_some_and(|told| told.verdict == Verdict::Counted)
    }

    fn verdicts(&self) -> Vec<Option<Verdict>> {
        let told = |group| Some(mirror(&self.chain, group).ok()??.roll_up?.verdict);
        (0..GROUPS.len()).map(told).collect()
    }

    fn signals(&self) -> Vec<Signal> {
        let groups = self.votes.iter().enumerate();
        groups
            .map(|(group, votes)| translated(group, votes))
            .collect()
    }
}

/// What the groups' rules make of ballots, counted on fingers: a quorum of one half; then more than half in the first
/// group, three quarters in the second.
fn translated(group: usize, votes: &[Option<bool>]) -> Signal {
    let yes = votes.iter().filter(|vote| **vote == Some(true)).count();
    let no = votes.iter().filter(|vote| **vote == Some(false)).count();
    if yes + no == 0 || 2 * (yes + no) < votes.len() {
        Signal::NotCast
    } else if yes <= no {
        Signal::No
    } else if group == 0 || 4 * yes >= 3 * (yes + no) {
        Signal::Yes
    } else {
        Signal::Abstain
    }
}

fn signal(ballot: &BallotView) -> Option<Signal> {
    match ballot.cast {
        Cast::Upstream {
            ballot: UpstreamBallot::Signal(signal),
            ..
        } => Some(signal),
        _ => None,
    }
}

fn roll_up(chain: &mut Chain, by: &Addr, group: usize) -> Result<()> {
    let mirror = mirror(chain, group)?.context("not asked")?.proposal;
    chain.run(by, &address(group), &ExecuteMsg::RollUp { mirror })
}

fn mirror(chain: &Chain, group: usize) -> Result<Option<ProposalView>> {
    let question = QueryMsg::MirrorOf {
        group: crate::group("committee").into(),
        proposal: JOINT,
    };
    chain.ask(&address(group), question)
}

fn address(group: usize) -> Addr {
    crate::group(GROUPS.get(group).copied().unwrap_or_default())
}

fn carrier(number: usize) -> Addr {
    account(CARRIERS.get(number).copied().unwrap_or_default())
}

impl fmt::Display for Joint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.members;
        write!(f, "a joint decision of groups of {first} and {second}")
    }
}
