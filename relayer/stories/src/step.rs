//! What a story tells: one thing after the other, each with its figures.

use std::cell::RefCell;
use std::collections::BTreeMap;

use folkmoot_rules::Measure;
use serde::{Serialize, Serializer};

use super::error::StoryResult;

/// A share in per cent, kept as the two numbers that make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percent {
    part: u128,
    whole: u128,
}

impl Percent {
    /// So many of so many.
    pub fn of(part: u128, whole: u128) -> Self {
        Self { part, whole }
    }

    /// Those who said yes, of all who said yes or no.
    pub fn share(cast: &Measure) -> Self {
        Self::of(cast.yes, cast.cast())
    }

    fn tenths(self) -> u128 {
        let tenths = self.part.saturating_mul(1_000).checked_div(self.whole);
        tenths.unwrap_or(0)
    }
}

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.tenths() / 10, self.tenths() % 10) {
            (whole, 0) => write!(f, "{whole} %"),
            (whole, tenth) => write!(f, "{whole}.{tenth} %"),
        }
    }
}

impl Serialize for Percent {
    /// A number: whole where it is, else with one decimal.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tenths = u32::try_from(self.tenths()).unwrap_or(u32::MAX);
        if tenths % 10 == 0 {
            serializer.serialize_u32(tenths / 10)
        } else {
            serializer.serialize_f64(f64::from(tenths) / 10.0)
        }
    }
}

/// Who signed something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signed {
    /// A member, by transaction.
    Member(String),
    /// A group's own account, which a relayer operates.
    GroupAccount(String),
    /// Many: so many by transaction, so many by signed ballots that the relayer carried.
    Members {
        /// By transaction.
        by_transaction: usize,
        /// By signed ballot.
        by_signed_ballot: usize,
    },
    /// Whoever founds or gives.
    Founder(String),
}

/// One thing that happened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What kind of thing.
    pub step: &'static str,
    /// In words.
    pub told: String,
    /// Days since the story began.
    pub day: u64,
    /// When, as RFC 3339.
    pub at: String,
    /// In which group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The proposal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<u64>,
    /// Who signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<Signed>,
    /// Yes, of yes and no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_percent: Option<Percent>,
    /// Ballots, of the electorate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quorum_percent: Option<Percent>,
    /// The yes votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yes: Option<u64>,
    /// The no votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no: Option<u64>,
    /// Who may vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub electorate: Option<u64>,
    /// What it came to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Whether it was decided before its deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_deadline: Option<bool>,
    /// When its ballots end, as RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// A group's vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signal: Option<String>,
    /// Coins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// What the treasuries hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treasuries: Option<Treasuries>,
    /// Other sums of coins, each by its name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sums: BTreeMap<&'static str, u64>,
}

/// What the treasuries of the joint venture hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Treasuries {
    /// The committee's.
    pub committee: u64,
    /// Of Outdoor Enthusiasts of Maine.
    pub oem: u64,
    /// Of Swim Buddies.
    pub swim_buddies: u64,
    /// What the caterer was paid.
    pub caterer: u64,
}

/// Is told what happens.
pub trait Teller {
    /// Hears of one thing. An error ends the story.
    fn tell(&self, step: Step) -> StoryResult<()>;
}

/// Remembers what it is told.
#[derive(Debug, Default)]
pub struct Recorder(RefCell<Vec<Step>>);

impl Recorder {
    /// All that was told.
    pub fn into_steps(self) -> Vec<Step> {
        self.0.into_inner()
    }
}

impl Teller for Recorder {
    fn tell(&self, step: Step) -> StoryResult<()> {
        self.0.borrow_mut().push(step);
        Ok(())
    }
}

/// An amount as people write it: 2,600.
pub fn plain(amount: u128) -> String {
    let digits = amount.to_string();
    let mut told = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact_where_they_can_be() {
        for (part, whole, shown, json) in [
            (3, 4, "75 %", "75"),
            (24, 40, "60 %", "60"),
            (2, 3, "66.6 %", "66.6"),
            (0, 0, "0 %", "0"),
            (1, 1, "100 %", "100"),
        ] {
            let percent = Percent::of(part, whole);
            assert_eq!(percent.to_string(), shown);
            assert_eq!(serde_json::to_string(&percent).unwrap(), json);
        }
    }

    #[test]
    fn amounts_are_grouped_by_thousands() {
        let told: Vec<_> = [0, 400, 2_600, 1_000_000].map(plain).into();
        assert_eq!(told, ["0", "400", "2,600", "1,000,000"]);
    }

    #[test]
    fn a_step_shows_only_the_figures_it_has() {
        let step = Step {
            step: "paid",
            amount: Some(500),
            ..Step::default()
        };
        let json = serde_json::to_value(&step).unwrap();
        assert_eq!(json["amount"], 500);
        assert!(json.get("signal").is_none());
    }
}
