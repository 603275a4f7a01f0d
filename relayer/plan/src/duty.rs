//! Duties and what makes two of them the same.

use core::fmt;
use core::str::FromStr;

use thiserror::Error;

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Asks the group seats of a proposal that were not asked yet.
    FanOut {
        /// The group.
        group: String,
        /// Its proposal.
        proposal: u64,
    },
    /// Carries a decided mirror's vote up, signed by the group's own account.
    RollUp {
        /// The group.
        group: String,
        /// The mirror.
        mirror: u64,
        /// Whether the vote's time is nearly over.
        urgent: bool,
    },
    /// Moves a proposal on: one that was decided early to its next stage, one that all have answered and some block to
    /// its resolving.
    MoveOn {
        /// The group.
        group: String,
        /// The proposal.
        proposal: u64,
    },
    /// Refers a passed proposal to the house whose stage it is in.
    Refer {
        /// The group.
        group: String,
        /// The proposal.
        proposal: u64,
    },
    /// Executes a passed proposal.
    Execute {
        /// The group.
        group: String,
        /// The proposal.
        proposal: u64,
    },
    /// Tells a reviewed group that a veto has failed, so that it holds nothing any more.
    ReportVeto {
        /// The group, a house.
        group: String,
        /// The veto.
        proposal: u64,
    },
    /// Weighs a group seat by its members.
    RefreshWeight {
        /// The group.
        group: String,
        /// The seat.
        seat: u32,
    },
    /// Counts seats that left as not cast.
    CountAbsent {
        /// The group.
        group: String,
        /// The proposal.
        proposal: u64,
        /// The seats.
        seats: Vec<u32>,
    },
    /// Carries signed ballots.
    CarryBallots {
        /// The group.
        group: String,
        /// The proposal.
        proposal: u64,
        /// Their receipts, in the order of arrival.
        receipts: Vec<String>,
        /// Whether these ballots make the mirror's roll-up ripe and none is left behind.
        then_roll_up: bool,
    },
    /// Writes into the receipts that ballots can't be carried any more.
    RefuseBallots {
        /// The group.
        group: String,
        /// The proposal.
        proposal: u64,
        /// Their receipts, each with the reason.
        refused: Vec<(String, Refused)>,
    },
}

/// Why a ballot can't be carried any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It was not carried before it expired.
    Expired {
        /// When it did, unix seconds.
        expires: u64,
        /// The time of the chain.
        now: u64,
    },
    /// The proposal takes no ballots any more.
    NotOpen {
        /// The proposal's status.
        status: &'static str,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expired { expires, now } => {
                write!(
                    f,
                    "the ballot expired at {expires} before it could be carried; it is {now} now"
                )
            }
            Self::NotOpen { status } => {
                write!(
                    f,
                    "the proposal takes no ballots any more, it is {status}; the ballot could not be carried before"
                )
            }
        }
    }
}

/// Gives each kind of duty its name.
macro_rules! kinds {
    ($($kind:ident => $name:literal),* $(,)?) => {
        /// The kind of a duty.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $(#[doc = concat!("See [`Duty::", stringify!($kind), "`].")] $kind,)*
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// Its name in keys, logs and figures.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }

        impl Duty {
            /// Its kind.
            #[must_use]
            pub const fn kind(&self) -> Kind {
                match self {
                    $(Self::$kind { .. } => Kind::$kind,)*
                }
            }
        }
    };
}

kinds! {
    FanOut => "fan_out",
    RollUp => "roll_up",
    MoveOn => "move_on",
    Refer => "refer",
    Execute => "execute",
    RefreshWeight => "refresh_weight",
    CountAbsent => "count_absent",
    CarryBallots => "carry_ballots",
    RefuseBallots => "refuse_ballots",
    ReportVeto => "report_veto",
}

/// What makes two duties the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The chain's id.
    pub chain: String,
    /// The contract.
    pub group: String,
    /// What it is about.
    pub subject: u64,
    /// What is done; the subject is a seat's number if a weight is refreshed, else a proposal's.
    pub kind: Kind,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            chain,
            group,
            subject,
            kind,
        } = self;
        write!(f, "{chain}/{group}/{subject}/{}", kind.as_str())
    }
}

/// A text that is no key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("duty {0:?} is not written as chain/group/number/kind")]
pub struct KeyError(
    /// The text as given.
    pub String,
);

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let wrong = || KeyError(text.to_owned());
        let parts: Vec<&str> = text.rsplitn(4, '/').collect();
        let [kind, subject, group, chain] = parts.as_slice() else {
            return Err(wrong());
        };
        let known = Kind::ALL.iter().find(|known| known.as_str() == *kind);
        Ok(Self {
            chain: (*chain).to_owned(),
            group: (*group).to_owned(),
            subject: subject.parse().map_err(|_| wrong())?,
            kind: *known.ok_or_else(wrong)?,
        })
    }
}

impl Duty {
    /// The group it is done for.
    #[must_use]
    pub fn group(&self) -> &str {
        match self {
            Self::FanOut { group, .. }
            | Self::RollUp { group, .. }
            | Self::MoveOn { group, .. }
            | Self::Refer { group, .. }
            | Self::Execute { group, .. }
            | Self::RefreshWeight { group, .. }
            | Self::CountAbsent { group, .. }
            | Self::CarryBallots { group, .. }
            | Self::RefuseBallots { group, .. }
            | Self::ReportVeto { group, .. } => group,
        }
    }

    /// The proposal it is about, if it is about one.
    #[must_use]
    pub const fn proposal(&self) -> Option<u64> {
        match self {
            Self::RollUp { mirror, .. } => Some(*mirror),
            Self::FanOut { proposal, .. }
            | Self::MoveOn { proposal, .. }
            | Self::Refer { proposal, .. }
            | Self::Execute { proposal, .. }
            | Self::CountAbsent { proposal, .. }
            | Self::CarryBallots { proposal, .. }
            | Self::RefuseBallots { proposal, .. }
            | Self::ReportVeto { proposal, .. } => Some(*proposal),
            Self::RefreshWeight { .. } => None,
        }
    }

    /// What makes it the same as another.
    #[must_use]
    pub fn key(&self, chain: &str) -> Key {
        let subject = match self {
            Self::RefreshWeight { seat, .. } => u64::from(*seat),
            _ => self.proposal().unwrap_or_default(),
        };
        Key {
            chain: chain.to_owned(),
            group: self.group().to_owned(),
            subject,
            kind: self.kind(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_chain_contract_subject_and_kind_and_is_read_back() {
        let refresh = Duty::RefreshWeight {
            group: "wasm1joint".into(),
            seat: 3,
        };
        assert_eq!(
            refresh.key("test-1").to_string(),
            "test-1/wasm1joint/3/refresh_weight"
        );
        let roll_up = Duty::RollUp {
            group: "wasm1child".into(),
            mirror: 7,
            urgent: true,
        };
        assert_eq!(
            roll_up.key("test-1").to_string(),
            "test-1/wasm1child/7/roll_up"
        );
        for duty in [refresh, roll_up] {
            let key = duty.key("test-1");
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        for text in ["", "a/b/7", "a/b/x/roll_up", "a/b/7/roll_down"] {
            assert_eq!(text.parse::<Key>(), Err(KeyError(text.to_owned())));
        }
    }
}
