//! Ballots, by transaction or signed off chain and carried by anybody. A ballot reads the voter's seat, the proposal's
//! record and its tally, and writes the ballot and the tally: nothing that grows with text, members or votes.

use cosmwasm_std::{Api, DepsMut, Env, MessageInfo, Response, StdResult, Storage, to_json_binary};
use folkmoot_rules::{BallotFields, Choice, ethereum_address, is_low_s};

use crate::error::{BallotError, ContractError, ProposalError};
use crate::events::Event;
use crate::limits::{MAX_BATCH, MAX_REASON};
use crate::msg::{BallotResult, Cast, ProposalId, SeatId, SignedBallot, WalletSignature};
use crate::permission::Caller;
use crate::state::{Proposal, Seat, StoredBallot, book, find_seat, registry};
use crate::wallet::{Holder, Wallet, compact};

/// Message: casts the sender's ballot.
///
/// # Errors
/// The sender has no vote, the proposal is not open, or the seat has voted.
#[inline(never)]
pub fn vote(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    id: ProposalId,
    choice: Choice,
    reason: Option<String>,
) -> Result<Response, ContractError> {
    let seat = caller.seat(info)?;
    let mut round = OpenProposal::open(deps.storage, env, id)?;
    let ballot = Ballot {
        choice,
        reason: reason.unwrap_or_default(),
        by: vec![compact(info.sender.as_str())],
        revision: None,
    };
    let event = round.cast(deps.storage, &seat, ballot)?;
    book::save(deps.storage, id, &round.proposal)?;
    Ok(Response::new().add_event(event))
}

/// Message: carries signed ballots. Each has a result of its own, told as event and in the message's data.
///
/// # Errors
/// The proposal is not open, or the batch is empty or too large.
#[inline(never)]
pub fn cast_ballots(
    deps: DepsMut,
    env: &Env,
    id: ProposalId,
    ballots: Vec<SignedBallot>,
) -> Result<Response, ContractError> {
    if ballots.is_empty() || ballots.len() > MAX_BATCH {
        return Err(BallotError::Batch {
            limit: MAX_BATCH,
            found: ballots.len(),
        }
        .into());
    }
    let mut round = OpenProposal::open(deps.storage, env, id)?;
    let before = round.proposal.tally;
    let mut response = Response::new();
    let mut results = Vec::with_capacity(ballots.len());
    for (index, signed) in ballots.into_iter().enumerate() {
        match round.cast_signed(deps.storage, deps.api, env, signed) {
            Ok((seat, event)) => {
                response = response.add_event(event);
                results.push(BallotResult::Cast { seat });
            }
            Err(error) => {
                let reason = error.to_string();
                response = response.add_event(Event::BallotRefused {
                    proposal: id,
                    index,
                    reason: &reason,
                });
                results.push(BallotResult::Refused { reason });
            }
        }
    }
    if round.proposal.tally != before {
        book::save(deps.storage, id, &round.proposal)?;
    }
    Ok(response.set_data(to_json_binary(&results)?))
}

/// A proposal that takes ballots now.
struct OpenProposal {
    id: ProposalId,
    proposal: Proposal,
    now: u64,
}

/// A ballot on its way in.
struct Ballot {
    choice: Choice,
    reason: String,
    by: Vec<Vec<u8>>,
    /// Named on signed ballots; a transaction's is the next.
    revision: Option<u32>,
}

impl OpenProposal {
    fn open(storage: &dyn Storage, env: &Env, id: ProposalId) -> Result<Self, ContractError> {
        let proposal = book::load(storage, id)?;
        let now = env.block.time.seconds();
        let progress = &proposal.progress;
        let status = match (progress.ended, progress.moved) {
            (Some(_), _) => Some("ended"),
            (None, Some(_)) => Some("decided"),
            (None, None) if now >= proposal.deadline => Some("past its deadline"),
            (None, None) => None,
        };
        if let Some(status) = status {
            return Err(ProposalError::NotOpen {
                proposal: id,
                status,
            }
            .into());
        }
        Ok(Self { id, proposal, now })
    }

    fn cast(
        &mut self,
        storage: &mut dyn Storage,
        (seat_id, seat): &(SeatId, Seat),
        ballot: Ballot,
    ) -> Result<cosmwasm_std::Event, ContractError> {
        let (proposal, id) = (&self.proposal, self.id);
        check_reason(&ballot.reason)?;
        let height = proposal.electorate_height();
        let weight = registry::vote_weight(storage, *seat_id, seat, proposal.kind, height)?;
        if weight == 0 {
            return Err(BallotError::NotInElectorate {
                seat: *seat_id,
                proposal: id,
            }
            .into());
        }
        let before = book::ballot(storage, id, *seat_id)?;
        let revision = self.revision(*seat_id, before.as_ref(), ballot.revision)?;
        let mut tally = proposal.tally;
        if let Some(StoredBallot {
            cast: Cast::Choice(choice),
            weight,
            ..
        }) = before
        {
            tally.remove_ballot(choice, weight)?;
        }
        tally.add_ballot(ballot.choice, weight)?;
        self.proposal.tally = tally;
        let stored = StoredBallot {
            cast: Cast::Choice(ballot.choice),
            reason: ballot.reason,
            weight,
            by: ballot.by,
            at: self.now,
            revision,
        };
        book::save_ballot(storage, id, *seat_id, &stored)?;
        Ok(Event::BallotCast {
            proposal: id,
            seat: *seat_id,
            choice: ballot.choice.as_str(),
            revision,
        }
        .into())
    }

    /// The seat's next revision, which a signed ballot must name.
    fn revision(
        &self,
        seat: SeatId,
        before: Option<&StoredBallot>,
        signed: Option<u32>,
    ) -> Result<u32, BallotError> {
        let next = before.map_or(0, |ballot| ballot.revision).saturating_add(1);
        if let Some(revision) = signed.filter(|revision| *revision != next) {
            return Err(BallotError::Revision {
                seat,
                revision,
                next,
            });
        }
        if before.is_some() && !self.proposal.revoting {
            return Err(BallotError::AlreadyVoted {
                seat,
                proposal: self.id,
            });
        }
        Ok(next)
    }

    fn cast_signed(
        &mut self,
        storage: &mut dyn Storage,
        api: &dyn Api,
        env: &Env,
        signed: SignedBallot,
    ) -> Result<(SeatId, cosmwasm_std::Event), ContractError> {
        if signed.expires <= self.now {
            return Err(BallotError::Expired {
                expires: signed.expires,
                now: self.now,
            }
            .into());
        }
        check_reason(&signed.reason)?;
        let seat = signers_seat(storage, &signed.signatures, self.now)?;
        let digest = BallotFields {
            chain: &env.block.chain_id,
            group: env.contract.address.as_str(),
            proposal: self.id,
            title: &self.proposal.title,
            content_hash: self.proposal.hash_bytes(),
            choice: signed.choice.as_str(),
            reason: &signed.reason,
            revision: signed.revision,
            expires: signed.expires,
        }
        .eip712_digest();
        for signature in &signed.signatures {
            check_signature(api, &digest, signature)?;
        }
        let by = signed
            .signatures
            .iter()
            .map(|one| compact(&one.wallet.key().to_ascii_lowercase()));
        let ballot = Ballot {
            choice: signed.choice,
            reason: signed.reason,
            by: by.collect(),
            revision: Some(signed.revision),
        };
        let event = self.cast(storage, &seat, ballot)?;
        Ok((seat.0, event))
    }
}

fn check_reason(reason: &str) -> Result<(), BallotError> {
    if reason.len() > MAX_REASON {
        return Err(BallotError::Reason {
            limit: MAX_REASON,
            bytes: reason.len(),
        });
    }
    Ok(())
}

/// The one seat for which all signers act, if they are as many as it needs.
fn signers_seat(
    storage: &dyn Storage,
    signatures: &[WalletSignature],
    now: u64,
) -> Result<(SeatId, Seat), ContractError> {
    let mut found: Option<(SeatId, Seat)> = None;
    let mut seen: Vec<String> = Vec::new();
    for signature in signatures {
        let wallet = || signature.wallet.to_string();
        let key = signature.wallet.key().to_ascii_lowercase();
        if seen.contains(&key) {
            return Err(BallotError::SignedTwice { wallet: wallet() }.into());
        }
        let (id, seat) = seat_of(storage, &key, now)?
            .ok_or_else(|| BallotError::NotItsWallet { wallet: wallet() })?;
        if found.as_ref().is_some_and(|(first, _)| *first != id) {
            return Err(BallotError::NotItsWallet { wallet: wallet() }.into());
        }
        seen.push(key);
        found = Some((id, seat));
    }
    let needed = found.as_ref().and_then(|(id, seat)| match seat.holder {
        Holder::Keys { signatures, .. } => Some((*id, signatures)),
        _ => None,
    });
    match (found, needed) {
        (Some(seat), Some((_, needed))) if seen.len() == usize::from(needed) => Ok(seat),
        (_, needed) => {
            let (seat, needed) = needed.unwrap_or((0, 1));
            Err(BallotError::Signatures {
                seat,
                needed,
                found: seen.len(),
            }
            .into())
        }
    }
}

fn seat_of(storage: &dyn Storage, key: &str, now: u64) -> StdResult<Option<(SeatId, Seat)>> {
    Ok(find_seat(storage, key)?.filter(|(_, seat)| seat.acts(key, now)))
}

/// Checks that the wallet made the signature. High-S forms are refused: a signature has one written form.
fn check_signature(
    api: &dyn Api,
    digest: &[u8; 32],
    WalletSignature { wallet, signature }: &WalletSignature,
) -> Result<(), BallotError> {
    let Wallet::Ethereum(address) = wallet else {
        return Err(BallotError::ByTransaction {
            wallet: wallet.to_string(),
        });
    };
    let Some((rs, [v])) = signature.as_slice().split_last_chunk::<1>() else {
        return Err(BallotError::SignatureLength { bytes: 0 });
    };
    if rs.len() != 64 {
        return Err(BallotError::SignatureLength {
            bytes: signature.len(),
        });
    }
    if !is_low_s(rs) {
        return Err(BallotError::HighS {
            wallet: address.clone(),
        });
    }
    let foreign = || BallotError::Signature {
        wallet: address.clone(),
    };
    let recovery = match v {
        0 | 27 => 0,
        1 | 28 => 1,
        _ => return Err(foreign()),
    };
    let public_key = api
        .secp256k1_recover_pubkey(digest, rs, recovery)
        .map_err(|_| foreign())?;
    let signer = ethereum_address(&public_key).map_err(|_| foreign())?;
    let written = format!("0x{}", cosmwasm_std::HexBinary::from(signer).to_hex());
    if written.eq_ignore_ascii_case(address) {
        Ok(())
    } else {
        Err(foreign())
    }
}
