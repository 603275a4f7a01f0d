//! What the chain says, as far as duties depend on it.

use folkmoot_rules::{Choice, Electorate, Facts, Phase, Rounds, Rule, Tally, Translation};

/// All followed groups, and who can pay for duties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The chain's id.
    pub chain: String,
    /// Whether there is an account for groups that have none of their own here.
    pub carrier: bool,
    /// The groups.
    pub groups: Vec<Group>,
}

/// A followed group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its address.
    pub address: String,
    /// The height that its figures and seats are at least of.
    pub height: u64,
    /// Whether its own account signs here.
    pub own_account: bool,
    /// How many core seats it has.
    pub core_seats: u64,
    /// Whether its group seats weigh their members.
    pub by_members: bool,
    /// The most that a seat weighs.
    pub cap: Option<u64>,
    /// Its linked group seats that vote.
    pub seats: Vec<GroupSeat>,
    /// Its proposals that are not over, and those that ballots wait for.
    pub proposals: Vec<Proposal>,
    /// Ballots handed in and not carried yet, in the order of arrival.
    pub ballots: Vec<WaitingBallot>,
}

/// A linked group seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSeat {
    /// Its number.
    pub seat: u32,
    /// The group in it.
    pub group: String,
    /// What it weighs.
    pub weight: u64,
    /// A rise of its members that is announced.
    pub announced: Option<Announced>,
}

/// A rise that is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Announced {
    /// The members it rises to.
    pub members: u64,
    /// From when a refresh puts it into force, unix seconds.
    pub from: u64,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its number.
    pub proposal: u64,
    /// The height that this is at least of.
    pub height: u64,
    /// The time of the chain that the tally is of.
    pub as_of: u64,
    /// Its course.
    pub facts: Facts,
    /// What it mirrors, if it does.
    pub mirror: Option<Mirror>,
    /// The rule that decides it.
    pub rule: Rule,
    /// Under a consent rule, its whole course, and the phase that the rule and tally beside it were those of.
    pub course: Option<(Rounds, Phase)>,
    /// Whether it may move on before its deadline.
    pub early_finish: bool,
    /// For a mirror, how its outcome becomes the group's vote.
    pub translation: Option<Translation>,
    /// Who decides.
    pub electorate: Electorate,
    /// The group seats among them.
    pub group_electorate: Electorate,
    /// The group seats that were asked.
    pub asked: Electorate,
    /// Until when group seats may be asked, unix seconds.
    pub ask_until: u64,
    /// Group seats that wait to be asked, or could not be at the last try.
    pub to_ask: Vec<u32>,
    /// Seats that left without a ballot and are still waited for.
    pub absent: Vec<u32>,
    /// The ballots so far, with group seats that were not asked in time as of [`Proposal::as_of`].
    pub tally: Tally,
    /// Whether it is a veto that its group, a house, has neither delivered nor reported as failed.
    pub holds: bool,
}

/// What a mirror mirrors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mirror {
    /// The group above.
    pub group: String,
    /// Its joint proposal.
    pub proposal: u64,
    /// When that one's ballots end, unix seconds.
    pub deadline: u64,
    /// Whether the group's vote was carried up.
    pub rolled_up: bool,
}

/// A signed ballot that waits to be carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingBallot {
    /// Its receipt.
    pub receipt: String,
    /// The proposal.
    pub proposal: u64,
    /// The seat that cast it.
    pub seat: u32,
    /// What that seat weighs in the proposal.
    pub weight: u64,
    /// The choice.
    pub choice: Choice,
    /// The choice on the chain that it takes the place of.
    pub replaces: Option<Choice>,
    /// Until when it may be carried, unix seconds.
    pub expires: u64,
}
