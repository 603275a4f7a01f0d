//! What is measured, by the name that it has in tables and in schema/gas.json.

use std::fmt;

use crate::key::Form;

/// The sizes of text that are measured, in kB.
pub const TEXTS: [usize; 3] = [0, 10, 25];

/// Something that costs gas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// A bank send, no contract at all: what any transaction costs.
    BankSend,
    /// Storing the code.
    Store,
    /// A new group of this many members.
    Instantiate(usize),
    /// Opening a proposal.
    Propose(Size),
    /// Opening a proposal whose text is only in the transaction.
    ProposeCarried(Size),
    /// A vote by transaction.
    Vote(Turn, Size),
    /// Executing a decided proposal, which pays once.
    Execute(Size),
    /// A signed ballot in a batch of this many.
    Ballot(usize),
    /// The same in a group whose wallets all sign in one form.
    SignedBallot(Form, usize),
    /// A signed order in a batch of this many; it opens a proposal without a text.
    Order(Form, usize),
    /// A step of a joint decision.
    Joint(Step),
    /// A whole joint decision.
    Decision(Way),
    /// What members and houses may do beside voting.
    Right(Right),
}

/// How large what is voted on is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Members of the group.
    pub members: usize,
    /// Text, in kB.
    pub text: usize,
}

/// Which vote on a proposal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The first.
    First,
    /// The second, if it does not decide.
    Second,
    /// The one after which no missing ballot could change the outcome.
    Deciding,
    /// The next one.
    Afterwards,
    /// The vote of the last member.
    Last,
}

/// A step of a joint decision in a transaction of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A representative opens the joint proposal.
    Propose,
    /// Three groups are asked.
    FanOut,
    /// A member of a group votes on its mirror, first.
    FirstVote,
    /// The same, deciding.
    DecidingVote,
    /// A group's vote is carried up.
    RollUp,
    /// The joint group pays.
    Execute,
}

/// How three groups of three come to a decision, two members acting in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Every step in a transaction of its own.
    StepByStep,
    /// The representative's transaction proposes and asks, members vote by transaction, the relayer's rolls up and
    /// executes.
    Votes,
    /// The same, with the members' signed ballots in the relayer's transaction.
    Ballots,
}

/// What members and houses may do beside voting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// A member lets another vote for it.
    Delegate,
    /// A vote that carries one other seat.
    CarryingVote,
    /// A member puts a stake in.
    Stake,
    /// Executing a decision that opens a cycle.
    OpenCycle,
    /// A member with a stake in a cycle leaves.
    Exit,
    /// What is due to it is paid.
    Claim,
    /// A decision is referred to a house, which opens a mirror to ratify it.
    Refer,
    /// A decision is referred to a house, which takes notice.
    Notice,
    /// A member of the house raises a concern.
    Concern,
    /// Executing the house's veto, which stops the decision.
    Veto,
}

impl Way {
    /// In how many transactions.
    pub const fn transactions(self) -> usize {
        match self {
            Self::StepByStep => 12,
            Self::Votes => 8,
            Self::Ballots => 2,
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { members, text } = self;
        write!(f, "{members} members, {text} kB")
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BankSend => f.write_str("bank send"),
            Self::Store => f.write_str("store the code"),
            Self::Instantiate(members) => write!(f, "instantiate, {members} members"),
            Self::Propose(size) => write!(f, "propose, {size}"),
            Self::ProposeCarried(size) => write!(f, "propose, {size} carried"),
            Self::Vote(turn, size) => write!(f, "{turn} vote, {size}"),
            Self::Execute(size) => write!(f, "execute, {size}"),
            Self::Ballot(1) => f.write_str("ballot in a batch of its own"),
            Self::Ballot(count) => write!(f, "ballot in a batch of {count}"),
            Self::SignedBallot(form, count) => {
                write!(f, "ballot in a batch of {count}, {}", form.as_str())
            }
            Self::Order(form, 1) => {
                write!(f, "order to propose, on its own, {}", form.as_str())
            }
            Self::Order(form, count) => {
                write!(
                    f,
                    "order to propose, in a batch of {count}, {}",
                    form.as_str()
                )
            }
            Self::Joint(step) => write!(f, "joint decision, {step}"),
            Self::Decision(way) => {
                let count = way.transactions();
                write!(f, "joint decision, whole, {way}, {count} transactions")
            }
            Self::Right(right) => write!(f, "{right}"),
        }
    }
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Deciding => "deciding",
            Self::Afterwards => "later",
            Self::Last => "last",
        })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Propose => "propose upstream",
            Self::FanOut => "fan-out to three groups",
            Self::FirstVote => "first vote on a mirror",
            Self::DecidingVote => "deciding vote on a mirror",
            Self::RollUp => "roll-up",
            Self::Execute => "execute",
        })
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Delegate => "delegate",
            Self::CarryingVote => "vote that carries another seat",
            Self::Stake => "stake",
            Self::OpenCycle => "execute, opening a cycle",
            Self::Exit => "exit with a stake in a cycle",
            Self::Claim => "pay a claim",
            Self::Refer => "refer to be ratified",
            Self::Notice => "refer with a notice",
            Self::Concern => "concern",
            Self::Veto => "execute, vetoing",
        })
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::StepByStep => "step by step",
            Self::Votes => "votes by transaction",
            Self::Ballots => "batched ballots",
        })
    }
}
