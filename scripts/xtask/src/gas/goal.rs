//! What an operation may cost, and what it costs in the two systems that are compared with.

use super::operation::{Operation, Size, Step, Way};
use crate::key::Form;

/// A figure without and with the code pinned.
type Pair = [u64; 2];

/// By the size of the text: 0, 10 and 25 kB.
type ByText = [Pair; 3];

/// Votes cost the same at any text, membership and number of votes, within this many per cent.
pub const VOTES_WITHIN: u64 = 2;

impl Operation {
    /// At most so much.
    pub fn goal(self, pinned: bool) -> Option<u64> {
        let unpinned_only = |goal| (!pinned).then_some(goal);
        match self {
            Self::Vote(..) => Some(if pinned { 82_000 } else { 133_500 }),
            Self::Ballot(50) => unpinned_only(15_800),
            Self::SignedBallot(Form::Eip712, 50) => unpinned_only(15_800),
            Self::SignedBallot(Form::Adr036, 50) => unpinned_only(18_000),
            Self::SignedBallot(Form::Passkey, 50) => unpinned_only(25_000),
            // the same by transaction took 136,350
            Self::Order(_, 20) => unpinned_only(136_350 - 60_000),
            Self::Propose(Size { text: 0, .. }) => unpinned_only(160_000),
            Self::ProposeCarried(Size { text: 25, .. }) => unpinned_only(450_000),
            Self::Execute(_) | Self::Joint(Step::Execute) => unpinned_only(158_260),
            Self::Instantiate(50) => unpinned_only(1_000_000),
            Self::Decision(Way::Votes) => unpinned_only(1_400_000),
            Self::Decision(Way::Ballots) => unpinned_only(700_000),
            _ => None,
        }
    }

    /// In cw3-flex-multisig 2.0 with cw4-group 2.0.
    pub fn cw3(self, pinned: bool) -> Option<u64> {
        self.compared(pinned, &CW3)
    }

    /// In DAO DAO 2.6.
    pub fn dao_dao(self, pinned: bool) -> Option<u64> {
        self.compared(pinned, &DAO_DAO)
    }

    fn compared(self, pinned: bool, other: &Other) -> Option<u64> {
        let pair = match self {
            Self::Instantiate(3) => return (!pinned).then_some(other.instantiate[0]),
            Self::Instantiate(50) => return (!pinned).then_some(other.instantiate[1]),
            Self::Propose(size) | Self::ProposeCarried(size) => by_text(&other.propose, size)?,
            Self::Vote(_, size) => by_text(&other.vote, size)?,
            Self::Execute(size) => by_text(&other.execute, size)?,
            Self::Decision(Way::StepByStep | Way::Votes) => other.decision,
            Self::Decision(Way::Ballots) => other.fewest,
            _ => return None,
        };
        Some(pair[usize::from(pinned)])
    }
}

/// The figures of another system, measured in groups of 3; the number of members moves them by less than 100.
struct Other {
    instantiate: [u64; 2],
    propose: ByText,
    vote: ByText,
    execute: ByText,
    /// The whole joint decision, votes by transaction.
    decision: Pair,
    /// The same with as many messages in a transaction as possible.
    fewest: Pair,
}

const CW3: Other = Other {
    instantiate: [399_199, 1_122_883],
    propose: [
        [149_148, 91_179],
        [551_943, 494_005],
        [1_156_144, 1_098_210],
    ],
    vote: [[209_804, 93_838], [542_567, 426_613], [1_041_685, 925_731]],
    execute: [[158_260, 100_327], [491_025, 433_103], [990_143, 932_221]],
    decision: [1_928_199, 1_058_220],
    fewest: [945_082, 597_082],
};

const DAO_DAO: Other = Other {
    instantiate: [711_800, 1_675_193],
    propose: [
        [356_346, 124_381],
        [760_929, 528_964],
        [1_367_785, 1_135_820],
    ],
    vote: [[345_947, 113_960], [678_712, 446_725], [1_177_830, 945_843]],
    execute: [[232_123, 116_136], [564_892, 448_905], [1_064_010, 948_024]],
    decision: [4_931_982, 1_799_983],
    fewest: [1_915_115, 987_115],
};

fn by_text(figures: &ByText, size: Size) -> Option<Pair> {
    let place = super::operation::TEXTS
        .iter()
        .position(|text| *text == size.text)?;
    figures.get(place).copied()
}
