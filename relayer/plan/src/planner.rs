//! From a view to duties.

use folkmoot_rules::{Outcome, Status};

use crate::ballots::{self, Waiting};
use crate::{
    Book, Duty, Group, GroupSeat, Key, Kind, Progress, Proposal, Standing, View, standing,
};

/// A roll-up is urgent when so little is left until its joint deadline, in seconds.
pub const URGENT_BEFORE: u64 = 600;
/// The longest wait between two tries at something urgent, in seconds.
pub const URGENT_WAIT: u64 = 2;
/// Seats counted as absent in one transaction: what the contract takes.
const MAX_ABSENT: usize = 30;

/// The time, twice: the chain's decides what is ripe, the relayer's own when to try again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// The time of the last block, unix seconds.
    pub chain: u64,
    /// The relayer's clock, unix seconds.
    pub clock: u64,
}

/// What is to be done now, the most urgent first. Of the duties that the view asks for, those are left out which the
/// book says are running, were done by the view's height, or wait for another try.
#[must_use]
pub fn plan(view: &View, book: &Book, now: Now) -> Vec<Duty> {
    let scene = Scene { view, book, now };
    let mut found = Vec::new();
    for group in &view.groups {
        for proposal in &group.proposals {
            for duty in about_proposal(&scene, group, proposal) {
                scene.take(&mut found, duty, proposal.height, rank_of(proposal));
            }
        }
        for duty in group
            .seats
            .iter()
            .filter_map(|seat| weigh(&scene, group, seat))
        {
            scene.take(&mut found, duty, group.height, u64::MAX);
        }
    }
    found.sort_by_key(|(rank, duty)| (order(duty), *rank));
    found.into_iter().map(|(_, duty)| duty).collect()
}

/// What planning looks at.
pub(crate) struct Scene<'a> {
    pub view: &'a View,
    pub book: &'a Book,
    pub now: Now,
}

impl Scene<'_> {
    /// Whether some account here can do what anybody may do.
    pub(crate) fn can_pay(&self, group: &Group) -> bool {
        group.own_account || self.view.carrier
    }

    /// Whether ballots of a proposal are on their way.
    pub(crate) fn is_carrying(&self, group: &Group, proposal: &Proposal) -> bool {
        let key = self.carry_key(group, proposal);
        self.book.progress(&key) == Some(Progress::Running)
    }

    /// Whether nothing keeps a proposal's ballots from being carried: then what would end their time waits for them.
    fn carrying_works(&self, group: &Group, proposal: &Proposal) -> bool {
        let key = self.carry_key(group, proposal);
        self.can_pay(group) && !self.book.is_backing_off(&key)
    }

    fn carry_key(&self, group: &Group, proposal: &Proposal) -> Key {
        Key {
            chain: self.view.chain.clone(),
            group: group.address.clone(),
            subject: proposal.proposal,
            kind: Kind::CarryBallots,
        }
    }

    fn key(&self, duty: &Duty) -> Key {
        duty.key(&self.view.chain)
    }

    fn take(&self, found: &mut Vec<(u64, Duty)>, duty: Duty, height: u64, rank: u64) {
        let most = matches!(duty, Duty::RollUp { urgent: true, .. }).then_some(URGENT_WAIT);
        // Ballots that wait are the truth for these two: the book only says whether somebody is at it.
        let height = match duty.kind() {
            Kind::CarryBallots | Kind::RefuseBallots => u64::MAX,
            _ => height,
        };
        if self.book.admits(&self.key(&duty), height, self.now, most) {
            found.push((rank, duty));
        }
    }
}

/// Votes going up come first, then ballots, then whatever lets others act.
const fn order(duty: &Duty) -> u8 {
    match duty {
        Duty::RollUp { .. } => 0,
        Duty::CarryBallots { .. } => 1,
        Duty::FanOut { .. } => 2,
        Duty::CountAbsent { .. } => 3,
        Duty::MoveOn { .. }
        | Duty::Refer { .. }
        | Duty::Execute { .. }
        | Duty::ReportVeto { .. } => 4,
        Duty::RefuseBallots { .. } => 5,
        Duty::RefreshWeight { .. } => 6,
    }
}

/// Within a kind, whose time is over first.
fn rank_of(proposal: &Proposal) -> u64 {
    match &proposal.mirror {
        Some(mirror) => mirror.deadline,
        None => proposal.facts.deadline,
    }
}

fn about_proposal(scene: &Scene, group: &Group, proposal: &Proposal) -> Vec<Duty> {
    let now = scene.now.chain;
    let at = standing(proposal, now);
    let waiting = Waiting::of(group, proposal, &at, now);
    let mut duties = ballots::plan(scene, group, proposal, &at, &waiting);
    let is_over = proposal.facts.ended.is_some() || (at.status.is_final() && !unsent(proposal));
    if is_over {
        duties.extend(report_veto(scene, group, proposal, &at));
        return duties;
    }
    duties.extend(fan_out(scene, group, proposal, &at));
    duties.extend(count_absent(scene, group, proposal, &at));
    let ballots_first = !waiting.good.is_empty() && scene.carrying_works(group, proposal);
    if at.may_resolve {
        duties.extend(begin_resolving(scene, group, proposal, ballots_first));
        return duties;
    }
    duties.extend(match &proposal.mirror {
        Some(_) => roll_up(scene, group, proposal, &at, ballots_first),
        None => conclude(scene, group, proposal, &at, ballots_first),
    });
    duties
}

/// Whether the vote of a mirror still has to be carried up.
fn unsent(proposal: &Proposal) -> bool {
    proposal
        .mirror
        .as_ref()
        .is_some_and(|mirror| !mirror.rolled_up)
}

fn fan_out(scene: &Scene, group: &Group, proposal: &Proposal, at: &Standing) -> Option<Duty> {
    let wanted = at.status == Status::Open
        && !proposal.to_ask.is_empty()
        && scene.now.chain < proposal.ask_until
        && scene.can_pay(group);
    wanted.then(|| Duty::FanOut {
        group: group.address.clone(),
        proposal: proposal.proposal,
    })
}

fn count_absent(scene: &Scene, group: &Group, proposal: &Proposal, at: &Standing) -> Option<Duty> {
    let waited_for = at.status == Status::Open && proposal.early_finish && !at.ripe;
    let wanted = waited_for && !proposal.absent.is_empty() && scene.can_pay(group);
    wanted.then(|| Duty::CountAbsent {
        group: group.address.clone(),
        proposal: proposal.proposal,
        seats: proposal.absent.iter().copied().take(MAX_ABSENT).collect(),
    })
}

/// A late vote is carried up as well: it counts for nothing, but is on record.
fn roll_up(
    scene: &Scene,
    group: &Group,
    proposal: &Proposal,
    at: &Standing,
    ballots_first: bool,
) -> Option<Duty> {
    let mirror = proposal
        .mirror
        .as_ref()
        .filter(|mirror| !mirror.rolled_up)?;
    let now = scene.now.chain;
    let left = mirror.deadline.saturating_sub(now);
    let urgent = left > 0 && left <= URGENT_BEFORE;
    let wanted = at.ripe && group.own_account && (urgent || !ballots_first);
    wanted.then(|| Duty::RollUp {
        group: group.address.clone(),
        mirror: proposal.proposal,
        urgent,
    })
}

/// All have answered and blocks are left: the sooner the resolving begins, the sooner it ends.
fn begin_resolving(
    scene: &Scene,
    group: &Group,
    proposal: &Proposal,
    ballots_first: bool,
) -> Option<Duty> {
    (scene.can_pay(group) && !ballots_first).then(|| Duty::MoveOn {
        group: group.address.clone(),
        proposal: proposal.proposal,
    })
}

/// What a group's own proposal needs once it is decided.
fn conclude(
    scene: &Scene,
    group: &Group,
    proposal: &Proposal,
    at: &Standing,
    ballots_first: bool,
) -> Option<Duty> {
    if !scene.can_pay(group) || ballots_first {
        return None;
    }
    let group = group.address.clone();
    let proposal_id = proposal.proposal;
    let decided_early = at.status == Status::Open && at.ripe && at.outcome == Outcome::Passed;
    match at.status {
        Status::Open if decided_early && !proposal.facts.later.is_empty() => Some(Duty::MoveOn {
            group,
            proposal: proposal_id,
        }),
        Status::Open if !decided_early => None,
        Status::Open | Status::Passed | Status::ExecutionFailed => Some(Duty::Execute {
            group,
            proposal: proposal_id,
        }),
        Status::Referred { .. } if at.to_refer => Some(Duty::Refer {
            group,
            proposal: proposal_id,
        }),
        _ => None,
    }
}

/// A veto that has failed holds a reviewed group's decision until that group hears of it.
fn report_veto(scene: &Scene, group: &Group, proposal: &Proposal, at: &Standing) -> Option<Duty> {
    let failed = at.status.is_final() && at.status != Status::Executed;
    (proposal.holds && failed && scene.can_pay(group)).then(|| Duty::ReportVeto {
        group: group.address.clone(),
        proposal: proposal.proposal,
    })
}

/// Under a weighting by members: a seat whose weight is not what its group's seats say, or whose rise is due.
fn weigh(scene: &Scene, group: &Group, seat: &GroupSeat) -> Option<Duty> {
    if !group.by_members || !scene.can_pay(group) {
        return None;
    }
    let capped = |members: u64| members.min(group.cap.unwrap_or(u64::MAX));
    let below = |found: &&Group| found.address == seat.group;
    let members = scene
        .view
        .groups
        .iter()
        .find(below)
        .map(|group| group.core_seats);
    let wanted = match (seat.announced, members) {
        (Some(rise), _) if rise.from <= scene.now.chain => true,
        (Some(rise), Some(members)) => capped(members) < seat.weight || members < rise.members,
        (None, Some(members)) => capped(members) != seat.weight,
        (_, None) => false,
    };
    wanted.then(|| Duty::RefreshWeight {
        group: group.address.clone(),
        seat: seat.seat,
    })
}
