//! Ballots: by transaction, by signature, twice, and of seats that left.

use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Status};

use super::model::{GroupIndex, Refusal, Who};
use super::play::Play;

impl Play {
    /// Somebody votes, each with their own kind of wallet.
    pub fn vote(&mut self, group: GroupIndex, id: ProposalId, person: usize, choice: Choice) {
        let now = self.world.now();
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let seat = self.model.groups[group].seat_of(Who::Person(person));
        let expected = (|| {
            let seat = seat.ok_or("no seat")?;
            if !decision.takes_ballots(now) {
                return Err("not open");
            }
            if !decision.electorate.contains_key(&seat) {
                return Err("not in the electorate");
            }
            if decision.ballots.contains_key(&seat) && !decision.round.revoting {
                return Err("has voted");
            }
            Ok(())
        })();
        let proposal = self.proposal(group, id);
        let took = if self.sends_transactions(person) {
            let told = self.people[person].tries_to_vote(&proposal, choice);
            self.agree("voted", told, expected)
        } else {
            self.carry(group, id, person, choice, expected)
        };
        if let (true, Some(seat)) = (took, seat) {
            let ballots = &mut self.decision_mut(group, id).ballots;
            let revision = ballots.get(&seat).map_or(0, |(_, revision)| *revision) + 1;
            ballots.insert(seat, (Cast::Choice(choice), revision));
        }
    }

    fn carry(
        &mut self,
        group: GroupIndex,
        id: ProposalId,
        person: usize,
        choice: Choice,
        expected: Result<(), Refusal>,
    ) -> bool {
        let proposal = self.proposal(group, id);
        let ballot = self.people[person].signs(&proposal, choice);
        let told = self.world.try_carry(&proposal, vec![ballot.clone()]);
        let taken = match told.outcome() {
            Ok(response) => {
                let results: Vec<BallotResult> =
                    cosmwasm_std::from_json(response.data.unwrap()).unwrap();
                matches!(results.as_slice(), [BallotResult::Cast { .. }])
            }
            Err(_) => false,
        };
        assert_eq!(
            taken,
            expected.is_ok(),
            "a signed ballot: the model says {expected:?}"
        );
        if taken {
            self.count("voted by signature");
            self.taken.push((group, id, ballot));
        }
        taken
    }

    /// A ballot that was taken is carried once more, and refused.
    pub fn replay(&mut self, which: usize) {
        let Some((group, id, ballot)) = self.taken.get(which).cloned() else {
            return;
        };
        let told = self
            .world
            .try_carry(&self.proposal(group, id), vec![ballot]);
        if let Ok(response) = told.outcome() {
            let results: Vec<BallotResult> =
                cosmwasm_std::from_json(response.data.unwrap()).unwrap();
            assert!(
                matches!(results.as_slice(), [BallotResult::Refused { .. }]),
                "a ballot good twice: {results:?}"
            );
        }
        self.count("replayed");
    }

    /// A seat that left is counted as not cast.
    pub fn count_absent(&mut self, group: GroupIndex, id: ProposalId, seat: SeatId) {
        let now = self.world.now();
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let expected = match self.model.groups[group].seat(seat) {
            None => Err("no such seat"),
            Some(_) if decision.status(now) != Status::Open => Err("not open"),
            Some(held) if !held.left => Err("still a seat"),
            Some(_) if decision.ballots.contains_key(&seat) => Err("has voted"),
            Some(_) if !decision.electorate.contains_key(&seat) => Err("had no vote"),
            Some(left) if left.is_group() && !decision.asked.contains(&seat) => {
                Err("was not asked")
            }
            Some(_) => Ok(()),
        };
        let told = self.by_anybody(
            group,
            &ExecuteMsg::CountAbsent {
                proposal: id,
                seats: vec![seat],
            },
        );
        if self.agree("counted absent", told, expected) {
            self.decision_mut(group, id)
                .ballots
                .insert(seat, (Cast::Absent {}, 1));
        }
    }
}
