//! The plainest charter and its parts, to be changed where a group wants it otherwise.

use folkmoot_rules::{Rule, Seconds, Translation};

use super::{
    Basis, CharterSpec, Covers, Delegating, ElectorateKind, Procedure, Proposers, Round, Stage,
    UpstreamPolicy, Weighting,
};

impl CharterSpec {
    /// One procedure, `ordinary`, that covers everything, and mirrors decided by the same rule within the same period.
    /// Seats weigh equally; 4 days are kept free for carrying votes up, 30 for executing; notices last 7 days.
    #[must_use]
    pub fn simple(rule: Rule, period: Seconds) -> Self {
        let round = Round::new(rule, period);
        Self {
            weighting: Weighting {
                basis: Basis::Equal,
                cap: None,
            },
            procedures: vec![Procedure::new(
                "ordinary",
                Covers::Everything {},
                round.clone(),
            )],
            upstream: UpstreamPolicy {
                round,
                translation: Translation::default(),
            },
            relay_buffer: Seconds::days(4),
            execution_window: Seconds::days(30),
            group_accounts: vec![],
            key_notice: Seconds::days(7),
            weight_notice: Seconds::days(7),
            trusted_code: vec![],
            sunset: None,
            heir: None,
            admission: None,
            contribution_denom: None,
            concerns_to_extend: 1,
            roles: vec![],
            core_limit: None,
            delegation: Delegating::Nowhere,
        }
    }
}

impl Procedure {
    /// All core seats decide in this round, and nothing rests after it.
    #[must_use]
    pub fn new(name: impl Into<String>, covers: Covers, round: Round) -> Self {
        Self {
            name: name.into(),
            covers,
            electorate: ElectorateKind::CoreSeats,
            stages: vec![Stage::Decide(round)],
            proposers: Proposers::CoreSeats,
        }
    }
}

impl Round {
    /// A round that ends as soon as it is decided, in which ballots are final.
    #[must_use]
    pub const fn new(rule: Rule, period: Seconds) -> Self {
        Self {
            rule,
            period,
            early_finish: true,
            revoting: false,
            resolving: None,
        }
    }
}
