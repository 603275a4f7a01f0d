//! The checks between a charter as handed in and one in force: it must not lock itself, never end, or break a promise.

use cosmwasm_std::{Api, Coin, Uint128};
use folkmoot_rules::{Fallback, ReviewMode, Rule, Seconds, check_line, check_lines};

use super::{
    Admission, AgreedFigures, Basis, Charter, CharterError, CharterSpec, Covers, Procedure, Round,
    Stage,
};
use crate::document::check_hash;
use crate::limits::{
    MAX_COINS, MAX_CONCERNS, MAX_CONDITIONS, MAX_DENOM, MAX_GROUP_ACCOUNTS, MAX_KINDS,
    MAX_LEAST_BLOCKS, MAX_NAME, MAX_NOTE, MAX_PERIOD_SECONDS, MAX_PROCEDURES, MAX_STAGES,
    MAX_TRUSTED_CODE, MAX_VERSIONS, MAX_WEIGHT,
};

impl CharterSpec {
    /// The charter, once it is checked by itself and against the figures agreed with linked groups.
    ///
    /// # Errors
    /// A charter that could lock itself, never end, or break an agreed figure.
    pub fn checked(self, api: &dyn Api, agreed: &AgreedFigures) -> Result<Charter, CharterError> {
        self.check(api, agreed, None)?;
        Ok(Charter(self))
    }

    /// Checks the charter. `heir` has what is left where it names none.
    ///
    /// # Errors
    /// As for [`checked`](Self::checked).
    pub fn check(
        &self,
        api: &dyn Api,
        agreed: &AgreedFigures,
        heir: Option<&str>,
    ) -> Result<(), CharterError> {
        self.check_procedures()?;
        check_round("upstream", &self.upstream.round)?;
        check_escalation("upstream", &self.upstream.round, &[])?;
        at_most_a_year("upstream", self.upstream.round.longest(1))?;
        self.check_periods()?;
        self.check_lists()?;
        self.check_roles()?;
        for account in &self.group_accounts {
            api.addr_validate(account)
                .map_err(|error| CharterError::GroupAccount {
                    account: account.clone(),
                    reason: error.to_string(),
                })?;
        }
        self.check_end(api, heir)?;
        if let Some(admission) = &self.admission {
            admission.check()?;
        }
        self.check_houses(agreed)?;
        self.fits(agreed)
    }

    /// Whoever has an end has an heir.
    fn check_end(&self, api: &dyn Api, otherwise: Option<&str>) -> Result<(), CharterError> {
        match self.heir.as_deref().or(otherwise) {
            None if self.sunset.is_some() => Err(CharterError::NoHeir),
            None => Ok(()),
            Some(heir) => match api.addr_validate(heir) {
                Ok(_) => Ok(()),
                Err(error) => Err(CharterError::Heir {
                    heir: heir.into(),
                    reason: error.to_string(),
                }),
            },
        }
    }

    fn check_procedures(&self) -> Result<(), CharterError> {
        let count = self.procedures.len();
        let Some(last) = self.procedures.last() else {
            return Err(CharterError::NoProcedure);
        };
        limit("procedures", MAX_PROCEDURES, count)?;
        if last.covers != (Covers::Everything {}) {
            return Err(CharterError::LastMustCoverEverything {
                name: last.name.clone(),
            });
        }
        for (index, procedure) in self.procedures.iter().enumerate() {
            let earlier = self.procedures.iter().take(index);
            if earlier.clone().any(|other| other.name == procedure.name) {
                return Err(CharterError::DuplicateProcedure {
                    name: procedure.name.clone(),
                });
            }
            if earlier
                .clone()
                .any(|other| other.covers == (Covers::Everything {}))
            {
                return Err(CharterError::Unreachable {
                    name: procedure.name.clone(),
                });
            }
            procedure.check()?;
        }
        Ok(())
    }

    fn check_periods(&self) -> Result<(), CharterError> {
        period("relay buffer", self.relay_buffer)?;
        period("execution window", self.execution_window)?;
        if self.concerns_to_extend == 0 {
            return Err(CharterError::NoConcerns);
        }
        if self.concerns_to_extend > MAX_CONCERNS {
            return Err(CharterError::Concerns {
                limit: MAX_CONCERNS,
                found: self.concerns_to_extend,
            });
        }
        at_most_a_year("key notice", self.key_notice)?;
        at_most_a_year("weight notice", self.weight_notice)
    }

    fn check_lists(&self) -> Result<(), CharterError> {
        limit(
            "group accounts",
            MAX_GROUP_ACCOUNTS,
            self.group_accounts.len(),
        )?;
        limit("trusted code", MAX_TRUSTED_CODE, self.trusted_code.len())?;
        if let Some(checksum) = self.trusted_code.iter().find(|sum| sum.len() != 32) {
            return Err(CharterError::Checksum {
                checksum: checksum.to_hex(),
            });
        }
        if self.weighting.basis == Basis::ByContribution && self.contribution_denom.is_none() {
            return Err(CharterError::NoContributionDenom);
        }
        let denom = self.contribution_denom.as_deref().unwrap_or("none");
        if denom.is_empty() || denom.len() > MAX_DENOM {
            return Err(CharterError::ContributionDenom {
                limit: MAX_DENOM,
                bytes: denom.len(),
            });
        }
        check_line("denomination", denom)?;
        match self.weighting.cap {
            Some(cap) if cap == 0 || cap > MAX_WEIGHT => Err(CharterError::Cap {
                limit: MAX_WEIGHT,
                cap,
            }),
            _ => Ok(()),
        }
    }
}

impl Admission {
    fn check(&self) -> Result<(), CharterError> {
        limit(
            "documents of the admission",
            MAX_CONDITIONS,
            self.documents.len(),
        )?;
        for document in &self.documents {
            document.kind.check()?;
            check_hash(&document.sha256)?;
        }
        if let Some(longest) = self.longest_lead {
            period("the longest lead time of the admission", longest)?;
        }
        match self.note.len() {
            bytes if bytes > MAX_NOTE => Err(CharterError::Note {
                limit: MAX_NOTE,
                bytes,
            }),
            _ => Ok(check_lines("admission's note", &self.note)?),
        }
    }
}

impl Procedure {
    fn check(&self) -> Result<(), CharterError> {
        let name = || self.name.clone();
        if self.name.is_empty() || self.name.len() > MAX_NAME {
            return Err(CharterError::ProcedureName {
                limit: MAX_NAME,
                bytes: self.name.len(),
            });
        }
        check_line("procedure's name", &self.name)?;
        limit("stages", MAX_STAGES, self.stages.len())?;
        let Some((Stage::Decide(round), later)) = self.stages.split_first() else {
            return Err(CharterError::FirstStage { name: name() });
        };
        check_round(&self.name, round)?;
        check_escalation(&self.name, round, later)?;
        let mut total = round.longest(MAX_VERSIONS);
        for stage in later {
            let length = match stage {
                Stage::Decide(_) => return Err(CharterError::FirstStage { name: name() }),
                Stage::Delay { duration } => *duration,
                Stage::Refer(refer) if refer.least_blocks > MAX_LEAST_BLOCKS => {
                    return Err(CharterError::Blocks {
                        name: name(),
                        limit: MAX_LEAST_BLOCKS,
                        blocks: refer.least_blocks,
                    });
                }
                Stage::Refer(refer) => refer.window,
            };
            period(&self.name, length)?;
            total = total.saturating_add(length);
        }
        let mut houses: Vec<&str> = self.refers().map(|refer| refer.house.as_str()).collect();
        houses.sort_unstable();
        if let Some([house, _]) = houses.array_windows().find(|[one, other]| one == other) {
            return Err(CharterError::HouseTwice {
                name: name(),
                house: (*house).into(),
            });
        }
        at_most_a_year(&self.name, total)?;
        self.check_proposers()?;
        match &self.covers {
            Covers::SpendsAbove(coins) => check_bar(&self.name, coins),
            Covers::Kinds(kinds) if kinds.is_empty() => {
                Err(CharterError::CoversNothing { name: name() })
            }
            Covers::Kinds(kinds) => limit("kinds of a procedure", MAX_KINDS, kinds.len()),
            Covers::Everything {} => Ok(()),
        }
    }
}

fn check_round(name: &str, round: &Round) -> Result<(), CharterError> {
    period(name, round.period)?;
    round.rule.check()?;
    if round.early_finish && round.revoting {
        return Err(CharterError::EarlyWithRevoting { name: name.into() });
    }
    match (&round.rule, &round.resolving) {
        (rule, Some(resolving)) => {
            resolving.check(rule)?;
            period(name, resolving.period)?;
            match resolving.fallback {
                Fallback::Rule {
                    period: ballots, ..
                } => period(name, ballots),
                Fallback::Drop | Fallback::Escalate => Ok(()),
            }
        }
        (Rule::Consent(rule), None) if rule.blocks_allowed > 0 => {
            Err(folkmoot_rules::RuleError::NeedsResolving {
                blocks: rule.blocks_allowed,
            }
            .into())
        }
        (_, None) => Ok(()),
    }
}

/// What is escalated goes to the house right behind its round, once: a group that was asked escalates nothing.
fn check_escalation(name: &str, round: &Round, later: &[Stage]) -> Result<(), CharterError> {
    let decides =
        |stage: &Stage| matches!(stage, Stage::Refer(refer) if refer.mode == ReviewMode::Escalate);
    let escalates = round
        .resolving
        .is_some_and(|resolving| resolving.fallback == Fallback::Escalate);
    let fits = match later.split_first() {
        Some((first, rest)) => decides(first) == escalates && !rest.iter().any(decides),
        None => !escalates,
    };
    match fits {
        true => Ok(()),
        false => Err(CharterError::Escalation { name: name.into() }),
    }
}

fn check_bar(name: &str, coins: &[Coin]) -> Result<(), CharterError> {
    limit("denominations of a bar", MAX_COINS, coins.len())?;
    let doubled = coins.iter().enumerate().any(|(index, coin)| {
        coins
            .iter()
            .take(index)
            .any(|other| other.denom == coin.denom)
    });
    if coins.is_empty() || doubled {
        return Err(CharterError::Bar { name: name.into() });
    }
    coins.iter().try_for_each(|coin| check_coin(name, coin))
}

/// A coin that there could be.
pub(super) fn check_coin(name: &str, coin: &Coin) -> Result<(), CharterError> {
    let bytes = coin.denom.len();
    if bytes == 0 || bytes > MAX_DENOM || Uint128::try_from(coin.amount).is_err() {
        return Err(CharterError::Coin {
            name: name.into(),
            limit: MAX_DENOM,
        });
    }
    Ok(check_line("denomination", &coin.denom)?)
}

pub(super) fn period(name: &str, value: Seconds) -> Result<(), CharterError> {
    if value.0 == 0 {
        return Err(CharterError::NoPeriod { name: name.into() });
    }
    at_most_a_year(name, value)
}

fn at_most_a_year(name: &str, value: Seconds) -> Result<(), CharterError> {
    if value.0 > MAX_PERIOD_SECONDS {
        return Err(CharterError::TooLong {
            name: name.into(),
            limit: Seconds(MAX_PERIOD_SECONDS),
            value,
        });
    }
    Ok(())
}

pub(super) fn limit(what: &'static str, limit: usize, found: usize) -> Result<(), CharterError> {
    if found > limit {
        return Err(CharterError::TooMany { what, limit, found });
    }
    Ok(())
}
