//! Errors as a Cosmos SDK application reports them: a codespace, a code and a text.

use std::fmt;

/// What kind of thing went wrong; each kind has the codespace, number and text that the SDK or
/// wasmd registered for it, because clients match on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The bytes are not a transaction.
    TxParse,
    /// The signer may not do this.
    Unauthorized,
    /// Not enough coins.
    InsufficientFunds,
    /// No such query or message.
    UnknownRequest,
    /// Not an address of this chain.
    InvalidAddress,
    /// A public key that does not fit.
    InvalidPubKey,
    /// No such account.
    UnknownAddress,
    /// A list of coins that is empty, unsorted, doubled or not positive.
    InvalidCoins,
    /// The gas limit was reached.
    OutOfGas,
    /// The memo is too long.
    MemoTooLarge,
    /// The fee is below the lowest gas price.
    InsufficientFee,
    /// No signature at all.
    NoSignatures,
    /// The request makes no sense.
    InvalidRequest,
    /// The transaction is above the size limit.
    TxTooLarge,
    /// No such entry.
    KeyNotFound,
    /// Something that a module's own logic refuses.
    Logic,
    /// A height that is not there yet.
    InvalidHeight,
    /// The timeout height has passed.
    TimeoutHeight,
    /// An extension option that this chain does not know.
    UnknownExtension,
    /// The signature is for another sequence.
    WrongSequence,
    /// The gas limit is above what a block may hold.
    InvalidGasLimit,
    /// An error that nobody registered.
    Plain,
    /// A panic in the application itself.
    Panic,
    /// wasm: storing code failed.
    CreateFailed,
    /// wasm: the address is taken by an ordinary account.
    AccountExists,
    /// wasm: the contract refused its instantiation.
    InstantiateFailed,
    /// wasm: the contract refused the message.
    ExecuteFailed,
    /// wasm: the contract refused the query.
    QueryFailed,
    /// wasm: the contract refused its migration.
    MigrationFailed,
    /// wasm: something required is empty.
    Empty,
    /// wasm: something is above its limit.
    Limit,
    /// wasm: something is invalid.
    Invalid,
    /// wasm: it exists already.
    Duplicate,
    /// wasm: a message from a contract that the chain does not carry.
    UnknownMessage,
    /// wasm: an event or attribute that is not allowed.
    InvalidEvent,
    /// wasm: no contract at this address.
    NoSuchContract,
    /// wasm: contracts query each other too deeply.
    QueryDepth,
    /// wasm: no code with this id.
    NoSuchCode,
    /// wasm: the contract panicked.
    Vm,
    /// wasm: contracts call each other too deeply.
    CallDepth,
}

const SDK: &str = "sdk";
const WASM: &str = "wasm";

impl Kind {
    /// Codespace, code and registered text.
    pub const fn registered(self) -> (&'static str, u32, &'static str) {
        match self {
            Self::TxParse => (SDK, 2, "tx parse error"),
            Self::Unauthorized => (SDK, 4, "unauthorized"),
            Self::InsufficientFunds => (SDK, 5, "insufficient funds"),
            Self::UnknownRequest => (SDK, 6, "unknown request"),
            Self::InvalidAddress => (SDK, 7, "invalid address"),
            Self::InvalidPubKey => (SDK, 8, "invalid pubkey"),
            Self::UnknownAddress => (SDK, 9, "unknown address"),
            Self::InvalidCoins => (SDK, 10, "invalid coins"),
            Self::OutOfGas => (SDK, 11, "out of gas"),
            Self::MemoTooLarge => (SDK, 12, "memo too large"),
            Self::InsufficientFee => (SDK, 13, "insufficient fee"),
            Self::NoSignatures => (SDK, 15, "no signatures supplied"),
            Self::InvalidRequest => (SDK, 18, "invalid request"),
            Self::TxTooLarge => (SDK, 21, "tx too large"),
            Self::KeyNotFound => (SDK, 22, "key not found"),
            Self::Logic => (SDK, 35, "internal logic error"),
            Self::InvalidHeight => (SDK, 26, "invalid height"),
            Self::TimeoutHeight => (SDK, 30, "tx timeout height"),
            Self::UnknownExtension => (SDK, 31, "unknown extension options"),
            Self::WrongSequence => (SDK, 32, "incorrect account sequence"),
            Self::InvalidGasLimit => (SDK, 41, "invalid gas limit"),
            Self::Plain => ("undefined", 1, "internal"),
            Self::Panic => ("undefined", 111_222, "panic"),
            Self::CreateFailed => (WASM, 2, "create wasm contract failed"),
            Self::AccountExists => (WASM, 3, "contract account already exists"),
            Self::InstantiateFailed => (WASM, 4, "instantiate wasm contract failed"),
            Self::ExecuteFailed => (WASM, 5, "execute wasm contract failed"),
            Self::QueryFailed => (WASM, 9, "query wasm contract failed"),
            Self::MigrationFailed => (WASM, 11, "migrate wasm contract failed"),
            Self::Empty => (WASM, 12, "empty"),
            Self::Limit => (WASM, 13, "exceeds limit"),
            Self::Invalid => (WASM, 14, "invalid"),
            Self::Duplicate => (WASM, 15, "duplicate"),
            Self::UnknownMessage => (WASM, 20, "unknown message from the contract"),
            Self::InvalidEvent => (WASM, 21, "invalid event"),
            Self::NoSuchContract => (WASM, 22, "no such contract"),
            Self::QueryDepth => (WASM, 27, "max query stack size exceeded"),
            Self::NoSuchCode => (WASM, 28, "no such code"),
            Self::Vm => (WASM, 29, "wasmvm error"),
            Self::CallDepth => (WASM, 30, "max call depth exceeded"),
        }
    }
}

/// A refusal by the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbciError {
    kind: Kind,
    log: String,
    deterministic: bool,
}

impl AbciError {
    /// The registered text of `kind` with `detail` before it.
    pub fn new(kind: Kind, detail: impl fmt::Display) -> Self {
        Self {
            kind,
            log: format!("{detail}: {}", kind.registered().2),
            deterministic: false,
        }
    }

    /// The registered text alone.
    pub fn bare(kind: Kind) -> Self {
        Self {
            kind,
            log: kind.registered().2.to_owned(),
            deterministic: false,
        }
    }

    /// An error that nobody registered, and so without a registered text.
    pub fn plain(detail: impl fmt::Display) -> Self {
        Self {
            kind: Kind::Plain,
            log: detail.to_string(),
            deterministic: false,
        }
    }

    /// A refusal spoken by a contract: a calling contract is told its text, not only its code.
    pub fn from_contract(kind: Kind, text: impl fmt::Display) -> Self {
        Self {
            deterministic: true,
            ..Self::new(kind, text)
        }
    }

    /// The same refusal with where it happened before it.
    pub fn within(self, place: impl fmt::Display) -> Self {
        Self {
            kind: self.kind,
            log: format!("{place}: {}", self.log),
            deterministic: false,
        }
    }

    /// What kind of refusal it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Codespace, as in `code` and `codespace` of a response.
    pub fn codespace(&self) -> &'static str {
        self.kind.registered().0
    }

    /// The number of the error in its codespace.
    pub fn code(&self) -> u32 {
        self.kind.registered().1
    }

    /// The text without the registered one.
    pub fn detail(&self) -> &str {
        let registered = self.kind.registered().2;
        let rest = self.log.strip_suffix(registered).unwrap_or(&self.log);
        rest.strip_suffix(": ").unwrap_or(rest)
    }

    /// The full text.
    pub fn log(&self) -> &str {
        &self.log
    }

    /// What a contract's `reply` is told. wasmd hides texts that might differ between nodes and
    /// shows those that a contract spoke, unless they were wrapped on the way.
    pub fn redacted(&self) -> String {
        match (self.kind, self.deterministic) {
            (_, true) => self.log.clone(),
            (Kind::NoSuchContract | Kind::NoSuchCode, false) => self.log.clone(),
            _ => format!("codespace: {}, code: {}", self.codespace(), self.code()),
        }
    }
}

impl fmt::Display for AbciError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.log)
    }
}

impl std::error::Error for AbciError {}

/// Gets the refusal back out of an error that travelled through the router of cw-multi-test, whose
/// signatures know only [`cosmwasm_std::StdError`].
pub fn from_std(error: &cosmwasm_std::StdError) -> AbciError {
    let inner: &(dyn std::error::Error + Send + Sync + 'static) = error.as_ref();
    match inner.downcast_ref::<AbciError>() {
        Some(refusal) => refusal.clone(),
        None => AbciError::new(Kind::UnknownMessage, contract_text(error)),
    }
}

/// The text that a contract compiled to wasm would have returned for `error`.
///
/// The wrapper around native contracts turns their own errors into text of kind `Other`, while
/// errors of `cosmwasm-std` keep their kind, which a contract would have printed.
pub fn contract_text(error: &cosmwasm_std::StdError) -> String {
    match error.kind() {
        cosmwasm_std::StdErrorKind::Other => error.as_ref().to_string(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn travels_through_std_error_unchanged() {
        let refusal = AbciError::new(Kind::WrongSequence, "expected 3, got 2");
        let back = from_std(&cosmwasm_std::StdError::from(refusal.clone()));
        assert_eq!(back, refusal);
        assert_eq!(back.log(), "expected 3, got 2: incorrect account sequence");
    }

    #[test]
    fn replies_see_contract_texts_but_not_chain_texts() {
        let spoken = AbciError::from_contract(Kind::ExecuteFailed, "not a member");
        assert_eq!(
            spoken.redacted(),
            "not a member: execute wasm contract failed"
        );
        assert_eq!(
            spoken.within("dispatch").redacted(),
            "codespace: wasm, code: 5"
        );
        let funds = AbciError::new(Kind::InsufficientFunds, "1 is smaller than 2");
        assert_eq!(funds.redacted(), "codespace: sdk, code: 5");
    }
}
