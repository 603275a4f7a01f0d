//! Duties: one a file, each looking at the contract before it acts, so that doing one twice is nothing.
//!
//! What there is to do is decided by [`folkmoot_plan`]; its [`Key`] makes two duties the same.

mod carry_ballots;
mod context;
mod count_absent;
mod error;
mod execute;
mod fan_out;
mod fault;
mod move_on;
mod note;
mod recover;
mod refer;
mod refresh_weight;
mod refuse_ballots;
mod report_veto;
mod results;
mod roll_up;

use async_trait::async_trait;
use folkmoot_plan::{Duty, Key};

pub use context::Context;
pub use error::{DutyError, Reason};
pub use fault::{Faults, NoFaults, Point};
pub(crate) use recover::recover;
pub(crate) use results::{Said, signers};

/// A duty that was done, by whomever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// The height by which the chain says so.
    pub height: u64,
}

/// Something that can be done.
#[async_trait]
pub trait Perform: Send + Sync {
    /// Does it, unless the contract says that it is done.
    async fn run(&self, context: &Context, key: &Key) -> Result<Done, DutyError>;
}

/// The registry: what does each duty. Their names are those of [`folkmoot_plan::Kind`].
pub fn performer(duty: Duty) -> Box<dyn Perform> {
    match duty {
        Duty::FanOut { group, proposal } => Box::new(fan_out::FanOut { group, proposal }),
        Duty::RollUp { group, mirror, .. } => Box::new(roll_up::RollUp { group, mirror }),
        Duty::MoveOn { group, proposal } => Box::new(move_on::MoveOn { group, proposal }),
        Duty::Refer { group, proposal } => Box::new(refer::Refer { group, proposal }),
        Duty::Execute { group, proposal } => Box::new(execute::Execute { group, proposal }),
        Duty::ReportVeto { group, proposal } => {
            Box::new(report_veto::ReportVeto { group, proposal })
        }
        Duty::RefreshWeight { group, seat } => {
            Box::new(refresh_weight::RefreshWeight { group, seat })
        }
        Duty::CountAbsent {
            group,
            proposal,
            seats,
        } => Box::new(count_absent::CountAbsent {
            group,
            proposal,
            seats,
        }),
        Duty::CarryBallots {
            group,
            proposal,
            receipts,
            then_roll_up,
        } => Box::new(carry_ballots::CarryBallots {
            group,
            proposal,
            receipts,
            then_roll_up,
        }),
        Duty::RefuseBallots { group, refused, .. } => {
            Box::new(refuse_ballots::RefuseBallots { group, refused })
        }
    }
}
