//! Asking groups and carrying their votes up.

use folkmoot_group::charter::ElectorateKind;
use folkmoot_group::msg::*;
use folkmoot_rules::{Outcome, Status, UpstreamBallot};

use super::count;
use super::model::{Decision, From, GroupIndex, Who};
use super::play::{Opening, Play};

impl Play {
    /// Group seats of a proposal are asked: these, or all.
    pub fn fan_out(&mut self, group: GroupIndex, id: ProposalId, named: Option<SeatId>) {
        let (now, height) = (self.world.now(), self.world.height());
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let model = &self.model.groups[group];
        let asks = |seat: &SeatId| {
            let group_seat = model
                .seat(*seat)
                .filter(|seat| !seat.left && seat.is_group());
            group_seat.is_some()
                && decision.electorate.contains_key(seat)
                && !decision.asked.contains(seat)
        };
        let candidates: Vec<SeatId> = match named {
            Some(seat) => vec![seat],
            None => model.live().map(|(id, _)| id).collect(),
        };
        let asked: Vec<SeatId> = candidates.into_iter().filter(asks).collect();
        let open = decision.status(now) == Status::Open && now < decision.ask_until;
        let expected = match (open, asked.is_empty()) {
            (false, _) => Err("too late to ask"),
            (_, true) => Err("nobody to ask"),
            (true, false) => Ok(()),
        };
        let msg = ExecuteMsg::FanOut {
            proposal: id,
            seats: named.map(|seat| vec![seat]),
        };
        let told = self.by_anybody(group, &msg);
        if self.agree("fanned out", told, expected) {
            for seat in asked {
                self.ask(group, id, seat, now, height);
            }
        }
    }

    /// A group seat was asked: its group has a mirror, or had a reason not to open one.
    fn ask(&mut self, group: GroupIndex, id: ProposalId, seat: SeatId, now: u64, height: u64) {
        let Who::Group(below) = self.model.groups[group].seat(seat).unwrap().who else {
            unreachable!()
        };
        let joint = self.decision(group, id).unwrap();
        let depth = match joint.from {
            From::Own { .. } => 1,
            From::Mirror { depth, .. } => depth + 1,
        };
        let (origin, deadline, hash) = (
            joint.origin_height,
            joint.deadline(),
            joint.content.0.clone(),
        );
        let child = &self.model.groups[below];
        let consented = child
            .uplinks
            .get(&group)
            .and_then(|uplink| uplink.since)
            .is_some_and(|since| since < origin);
        let charter = child.charter_at(origin);
        let in_time = charter.is_some_and(|charter| {
            now + child.charters[charter].1.upstream.round.period.0 < deadline
        });
        let goes =
            consented && origin <= height && in_time && !child.electorate_at(origin).is_empty();
        let mirror = self.groups[below].mirror(&self.proposal(group, id));
        assert_eq!(
            mirror.is_some(),
            goes,
            "a mirror of {id} of group {group} in group {below}: {:?}",
            self.world.meter().refusals()
        );
        if !goes {
            self.count("could not be asked");
            return;
        }
        let from = From::Mirror {
            above: group,
            proposal: id,
            deadline,
            depth,
        };
        let kind = ElectorateKind::CoreSeats;
        let opening = Opening {
            from,
            charter: charter.unwrap(),
            kind,
            origin_height: origin,
            acts: vec![],
        };
        let mirror = self.write(below, opening, now);
        assert_eq!(
            self.decision(below, mirror).unwrap().content.0,
            hash,
            "a mirror has its joint proposal's hash"
        );
        self.model.groups[below].mirrors.insert((group, id), mirror);
        self.decision_mut(group, id).asked.insert(seat);
    }

    /// A mirror's vote is carried up, by its group's account or anybody.
    pub fn roll_up(&mut self, group: GroupIndex, id: ProposalId, by_account: bool) {
        let now = self.world.now();
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let ballot = count::upstream(decision, now);
        let expected = match (&decision.from, &decision.rolled, ballot) {
            (From::Own { .. }, ..) => Err("no mirror"),
            (_, Some(_), _) | (_, None, Some(_)) => Ok(()),
            _ => Err("undecided"),
        };
        let again = decision.rolled.is_some();
        let account = if by_account {
            self.account(group)
        } else {
            self.world.account("anybody")
        };
        let told = self.sent(&account, group, &ExecuteMsg::RollUp { mirror: id });
        let went = self.agree("rolled up", told, expected);
        if !went || again {
            return;
        }
        let ballot = ballot.unwrap();
        let verdict = self.cast_above(group, id, ballot, by_account, now);
        let outcome = {
            let decision = self.decision(group, id).unwrap();
            named_or_counted(decision, now)
        };
        let decision = self.decision_mut(group, id);
        decision.moved = Some((now.min(decision.deadline()), outcome));
        decision.rolled = Some((ballot, verdict));
        self.count(match verdict {
            Verdict::Counted => "counted",
            Verdict::Late => "late",
            Verdict::Superseded => "superseded",
            Verdict::Moot => "moot",
        });
    }

    /// What the group above makes of a vote.
    fn cast_above(
        &mut self,
        group: GroupIndex,
        id: ProposalId,
        ballot: UpstreamBallot,
        by_account: bool,
        now: u64,
    ) -> Verdict {
        let mirror = self.decision(group, id).unwrap();
        let From::Mirror {
            above,
            proposal,
            deadline,
            ..
        } = mirror.from
        else {
            unreachable!()
        };
        let origin = mirror.origin_height;
        let uplink = self.model.groups[group].uplinks.get(&above);
        if uplink
            .and_then(|uplink| uplink.since)
            .is_none_or(|since| since >= origin)
        {
            return Verdict::Moot;
        }
        if now >= deadline {
            return Verdict::Late;
        }
        let seat = self.model.groups[above]
            .seat_of(Who::Group(group))
            .expect("a link has two sides");
        let joint = self.decision_mut(above, proposal);
        if !joint.electorate.contains_key(&seat) {
            return Verdict::Moot;
        }
        if !joint.takes_ballots(now) {
            return Verdict::Superseded;
        }
        let cast = Cast::Upstream {
            ballot,
            mirror: id,
            by_group_account: by_account,
        };
        let before = joint.ballots.insert(seat, (cast, 1));
        assert!(before.is_none(), "a group votes once");
        Verdict::Counted
    }
}

/// What a mirror is closed with: what was decided early, or what its ballots come to.
fn named_or_counted(decision: &Decision, now: u64) -> Outcome {
    match decision.outcome(now) {
        Outcome::Undecided => count::outcome(decision, now),
        named => named,
    }
}
