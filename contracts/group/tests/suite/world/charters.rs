//! Charters in a few words.

use cosmwasm_std::{Addr, HexBinary};
use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{
    Basis, CharterSpec, Covers, ElectorateKind, Procedure, Round, Stage, Weighting,
};
use folkmoot_rules::{Rule, Seconds, Translation};

use super::money;

/// A charter in the making.
#[derive(Clone)]
pub struct CharterBuilder(CharterSpec);

/// One procedure, `ordinary`: a majority within three days; three quarters within three days for mirrors.
pub fn charter() -> CharterBuilder {
    let three_days = Seconds::days(3);
    CharterBuilder(CharterSpec {
        relay_buffer: Seconds::days(1),
        ..CharterSpec::simple(Rule::majority(), three_days)
    })
    .upstream(Rule::three_quarters(), three_days)
}

impl CharterBuilder {
    /// The charter.
    pub fn spec(&self) -> CharterSpec {
        self.0.clone()
    }

    /// Any other change.
    pub fn with(mut self, change: impl FnOnce(&mut CharterSpec)) -> Self {
        change(&mut self.0);
        self
    }

    /// How the last procedure, which covers everything, decides.
    pub fn decides(self, rule: Rule, period: Seconds) -> Self {
        self.decides_in(Round::new(rule, period))
    }

    /// The round of the last procedure, which covers everything.
    pub fn decides_in(self, round: Round) -> Self {
        self.with(|charter| {
            let last = charter.procedures.last_mut().unwrap();
            last.stages = vec![Stage::Decide(round)];
        })
    }

    /// A procedure before all that are there except the last.
    pub fn procedure(self, name: &str, covers: Covers, rule: Rule, period: Seconds) -> Self {
        self.with(|charter| {
            let place = charter.procedures.len() - 1;
            let procedure = Procedure::new(name, covers, Round::new(rule, period));
            charter.procedures.insert(place, procedure);
        })
    }

    /// The procedures that most groups have: budget above an amount, membership, charter, ordinary.
    pub fn four_procedures(self, bar: u128, rule: Rule, period: Seconds) -> Self {
        self.procedure("budget", Covers::SpendsAbove(money(bar)), rule, period)
            .procedure(
                "membership",
                Covers::Kinds(vec![ActionKind::Seats, ActionKind::Links]),
                rule,
                period,
            )
            .procedure(
                "charter",
                Covers::Kinds(vec![ActionKind::AmendCharter, ActionKind::Upgrade]),
                rule,
                period,
            )
    }

    /// A rest before the execution of what this procedure decides.
    pub fn delayed(self, name: &str, duration: Seconds) -> Self {
        self.with(|charter| {
            let procedure = charter
                .procedures
                .iter_mut()
                .find(|procedure| procedure.name == name);
            procedure.unwrap().stages.push(Stage::Delay { duration });
        })
    }

    /// Lets only group seats decide everything.
    pub fn group_seats_only(self) -> Self {
        self.with(|charter| {
            charter
                .procedures
                .iter_mut()
                .for_each(|procedure| procedure.electorate = ElectorateKind::GroupSeats);
        })
    }

    /// How mirrors are decided.
    pub fn upstream(self, rule: Rule, period: Seconds) -> Self {
        self.with(|charter| charter.upstream.round = Round::new(rule, period))
    }

    /// How a mirror's outcome becomes a vote.
    pub fn translation(self, translation: Translation) -> Self {
        self.with(|charter| charter.upstream.translation = translation)
    }

    /// The relay buffer.
    pub fn buffer(self, buffer: Seconds) -> Self {
        self.with(|charter| charter.relay_buffer = buffer)
    }

    /// What a seat's weight counts.
    pub fn weighting(self, basis: Basis, cap: Option<u64>) -> Self {
        self.with(|charter| charter.weighting = Weighting { basis, cap })
    }

    /// An account that a relayer operates for the group.
    pub fn group_account(self, account: &Addr) -> Self {
        self.with(|charter| charter.group_accounts.push(account.to_string()))
    }

    /// Code that linked groups may run.
    pub fn trusts(self, checksum: HexBinary) -> Self {
        self.with(|charter| charter.trusted_code.push(checksum))
    }
}
