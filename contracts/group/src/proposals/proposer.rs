//! Who may open a proposal, who decides it, and whose it is.

use cosmwasm_std::{Addr, Coin, Env, MessageInfo, Storage};
use folkmoot_rules::Electorate;

use crate::action::{Action, ActionKind};
use crate::charter::{ElectorateKind, Procedure, Proposers};
use crate::error::{ContractError, PermissionError, ProposalError};
use crate::events::coin_list;
use crate::msg::{SeatId, Standing};
use crate::permission::{Caller, not_a_member};
use crate::proposals::proposal::{Proposal, StoredOrigin};
use crate::roles::roster::Roster;
use crate::seats::registry;
use crate::wallet::compact;

/// Whose a new proposal is.
pub(crate) enum Proposer {
    /// A seat's.
    Seat(SeatId),
    /// Anybody's, who left a deposit for it.
    Outside(Addr, Coin),
}

/// What any core seat can propose whatever a charter says, so that no charter locks itself; and taking a decision back.
pub(crate) fn keeps_open(actions: &[Action]) -> bool {
    let open = |action: &Action| {
        matches!(
            action.kind(),
            None | Some(ActionKind::AmendCharter | ActionKind::Seats)
        )
    };
    !actions.is_empty() && actions.iter().all(open)
}

/// Whether the sender may open a proposal of these actions under the procedure, and as whom.
pub(crate) fn proposer(
    storage: &dyn Storage,
    env: &Env,
    info: &MessageInfo,
    caller: &Caller,
    procedure: &Procedure,
    actions: &[Action],
) -> Result<Proposer, ContractError> {
    let found = standing(caller);
    let core = matches!(found, Some((_, Standing::Core)));
    if let (Proposers::Anybody { deposit }, false) = (&procedure.proposers, core) {
        check_deposit(info, deposit)?;
        return Ok(Proposer::Outside(info.sender.clone(), deposit.clone()));
    }
    if !info.funds.is_empty() {
        return Err(PermissionError::UnaskedCoins {
            coins: coin_list(&info.funds),
        }
        .into());
    }
    let (id, standing) = found.ok_or_else(|| not_a_member(info))?;
    check_may_propose(storage, env, (id, standing), procedure, actions)?;
    Ok(Proposer::Seat(id))
}

const fn standing(caller: &Caller) -> Option<(SeatId, Standing)> {
    match caller {
        Caller::Seat(id, seat) => Some((*id, seat.standing)),
        Caller::Anybody => None,
    }
}

/// Makes sure that a proposer might open the amended proposal too. Whoever left a deposit has left it for all versions.
pub(crate) fn check_may_amend(
    storage: &dyn Storage,
    env: &Env,
    caller: &Caller,
    procedure: &Procedure,
    actions: &[Action],
) -> Result<(), ContractError> {
    match (standing(caller), &procedure.proposers) {
        (_, Proposers::Anybody { .. }) | (None, _) => Ok(()),
        (Some(seat), _) => check_may_propose(storage, env, seat, procedure, actions),
    }
}

fn check_may_propose(
    storage: &dyn Storage,
    env: &Env,
    (id, standing): (SeatId, Standing),
    procedure: &Procedure,
    actions: &[Action],
) -> Result<(), ContractError> {
    let now = env.block.time.seconds();
    let core = standing == Standing::Core;
    let may = match &procedure.proposers {
        Proposers::CoreSeats | Proposers::Anybody { .. } => core,
        Proposers::Standing(farthest) => distance(standing) <= distance(*farthest),
        Proposers::Representatives => Roster::load(storage, None)?.is_held_by(id, now),
        Proposers::Role(name) => Roster::load(storage, Some(name))?.is_held_by(id, now),
    };
    if may || (core && keeps_open(actions)) {
        return Ok(());
    }
    Err(refused(id, standing, procedure).into())
}

const fn distance(standing: Standing) -> u8 {
    match standing {
        Standing::Core => 0,
        Standing::Contributor => 1,
        Standing::Observer => 2,
    }
}

fn refused(seat: SeatId, standing: Standing, procedure: &Procedure) -> PermissionError {
    let only = match &procedure.proposers {
        Proposers::CoreSeats | Proposers::Anybody { .. } => {
            return PermissionError::NotCore {
                seat,
                standing: standing.as_str(),
            };
        }
        Proposers::Standing(farthest) => format!("seats from {} on", farthest.as_str()),
        Proposers::Representatives => "representatives".into(),
        Proposers::Role(name) => format!("holders of role '{name}'"),
    };
    PermissionError::MayNotPropose {
        seat,
        procedure: procedure.name.clone(),
        only,
    }
}

fn check_deposit(info: &MessageInfo, deposit: &Coin) -> Result<(), PermissionError> {
    match info.funds.as_slice() {
        [only] if only == deposit => Ok(()),
        sent => Err(PermissionError::Deposit {
            deposit: deposit.to_string(),
            sent: coin_list(sent),
        }),
    }
}

/// Makes sure that the sender is a proposal's proposer.
///
/// # Errors
/// It is a mirror, or another's.
pub(crate) fn check_is_proposer(
    proposal: &Proposal,
    info: &MessageInfo,
    caller: &Caller,
) -> Result<(), ContractError> {
    match &proposal.origin {
        StoredOrigin::Own { seat: proposer, .. } => {
            let (seat, _) = standing(caller).ok_or_else(|| not_a_member(info))?;
            if seat == *proposer {
                return Ok(());
            }
            Err(PermissionError::NotProposer {
                proposer: *proposer,
                seat,
            }
            .into())
        }
        StoredOrigin::Outside { by, .. } if *by == compact(info.sender.as_str()) => Ok(()),
        _ => Err(PermissionError::NotOutsideProposer {
            sender: info.sender.to_string(),
        }
        .into()),
    }
}

/// Who decides a proposal that opens now.
pub(crate) struct Electors {
    /// Whose seats.
    pub kind: ElectorateKind,
    /// Of an office, its holders; empty where seats decide by what they weigh.
    pub voters: Vec<SeatId>,
    /// All of them together.
    pub all: Electorate,
    /// The group seats among them.
    pub groups: Electorate,
}

/// Who decides by this procedure, as of the start of the block. Where group seats would decide over the charter or the
/// seats and there is none left, the core seats do, so that no charter locks itself.
pub(crate) fn electors(
    storage: &dyn Storage,
    env: &Env,
    procedure: &Procedure,
    actions: &[Action],
) -> Result<Electors, ContractError> {
    let height = env.block.height;
    let office = match &procedure.electorate {
        ElectorateKind::Representatives => Some(None),
        ElectorateKind::Role(name) => Some(Some(name.as_str())),
        ElectorateKind::CoreSeats | ElectorateKind::GroupSeats => None,
    };
    if let Some(role) = office {
        let roster = Roster::load(storage, role)?;
        return holders(&procedure.electorate, &roster, env);
    }
    let totals = registry::totals_at(storage, height)?;
    let mut kind = procedure.electorate.clone();
    if totals.electorate(&kind).seats == 0 && keeps_open(actions) {
        kind = ElectorateKind::CoreSeats;
    }
    let all = totals.electorate(&kind);
    if all.seats == 0 {
        return Err(ProposalError::EmptyElectorate { height }.into());
    }
    Ok(Electors {
        kind,
        voters: Vec::new(),
        all,
        groups: totals.groups,
    })
}

fn holders(kind: &ElectorateKind, roster: &Roster, env: &Env) -> Result<Electors, ContractError> {
    let height = env.block.height;
    let voters = roster.at_block_start(height, env.block.time.seconds());
    if voters.is_empty() {
        return Err(ProposalError::EmptyOffice {
            height,
            office: match kind {
                ElectorateKind::Role(name) => format!("role '{name}'"),
                _ => "the representatives' office".into(),
            },
        }
        .into());
    }
    let seats = u32::try_from(voters.len()).unwrap_or(u32::MAX);
    Ok(Electors {
        kind: kind.clone(),
        voters,
        all: Electorate {
            weight: seats.into(),
            seats,
        },
        groups: Electorate::default(),
    })
}
