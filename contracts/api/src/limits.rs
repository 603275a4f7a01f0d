//! Every bound of the contract, each with the attack or cost that it keeps away.

/// Bytes of a group's or a seat's name: it is read with the seat at each ballot.
pub const MAX_NAME: usize = 100;
/// Bytes of a proposal's title: it stands in the record that a ballot reads and in every signed ballot.
pub const MAX_TITLE: usize = 200;
/// Bytes of a proposal's text: storing costs 30 gas a byte, so this keeps an opening under a block's gas.
pub const MAX_TEXT: usize = 65_536;
/// Bytes of a link to a text kept elsewhere.
pub const MAX_URI: usize = 500;
/// Bytes of a ballot's reason: the largest part of a ballot's record.
pub const MAX_REASON: usize = 1_000;
/// Actions of one proposal: all of them run in one transaction.
pub const MAX_ACTIONS: usize = 20;
/// Bytes of all actions of a proposal together: they are stored when it opens.
pub const MAX_ACTION_BYTES: usize = 65_536;
/// Coins of one amount: each denomination is summed at opening.
pub const MAX_COINS: usize = 10;
/// Wallets of one seat: all are checked when a seat is admitted.
pub const MAX_WALLETS: usize = 10;
/// Seats in one founding message: a message must fit into a block.
pub const MAX_SEATS_A_MESSAGE: usize = 200;
/// Weight of one seat: sums of any electorate in millionths then fit their integers with room to spare.
pub const MAX_WEIGHT: u64 = 1_000_000_000_000;
/// Procedures of a charter: the list is walked for each action at opening.
pub const MAX_PROCEDURES: usize = 20;
/// Stages of a procedure.
pub const MAX_STAGES: usize = 5;
/// Accounts that relayers operate for the group.
pub const MAX_GROUP_ACCOUNTS: usize = 10;
/// Checksums of code that the group trusts in its links.
pub const MAX_TRUSTED_CODE: usize = 20;
/// Linked groups above a group: all their figures are checked when its charter changes.
pub const MAX_UPLINKS: usize = 50;
/// Houses of a group: a guarded decision passes all of them, one after the other.
pub const MAX_HOUSES: usize = 5;
/// Groups that a house reviews: all their figures are checked when its charter changes.
pub const MAX_REVIEWED: usize = 50;
/// Notices of one reviewed group that are open at a time: nobody reads a decision hidden behind a heap of others. What
/// needs a yes can't be hidden so, and is not counted.
pub const MAX_OPEN_NOTICES: usize = 5;
/// Vetoed decisions of one reviewed group whose content is kept away: the list is walked for each notice.
pub const MAX_BARRED: usize = 20;
/// Bytes of a concern, or of its answer: each is one stored record.
pub const MAX_CONCERN: usize = 2_000;
/// Concerns about one decision that stand: one a core seat of the house, and no more than can be read.
pub const MAX_CONCERNS: u32 = 100;
/// Group seats of a group: all of them may be asked in one fan-out.
pub const MAX_GROUP_SEATS: u32 = 200;
/// Seats asked in one fan-out call: each is a call to another contract.
pub const MAX_ASKED_A_CALL: usize = 30;
/// Ballots or orders in one batch: each costs a signature check.
pub const MAX_BATCH: usize = 100;
/// Versions of a proposal: whoever would amend for ever ends here.
pub const MAX_VERSIONS: u32 = 3;
/// Representatives of a group.
pub const MAX_REPRESENTATIVES: usize = 50;
/// Groups between which a proposal is: they stand in the record that a ballot reads.
pub const MAX_PARTIES: usize = 20;
/// Requirements that a cell state answers: they are stored with each version.
pub const MAX_ANSWERS: usize = 100;
/// Documents that an admission asks for: each is asked of the other group.
pub const MAX_CONDITIONS: usize = 20;
/// Bytes of an admission's note: it stands in the charter.
pub const MAX_NOTE: usize = 1_000;
/// Denominations of one winding-up: the balance of each is read.
pub const MAX_DENOMS: usize = 30;
/// Roles of a charter: the list is walked when a seat ends, and read with the charter at each opening.
pub const MAX_ROLES: usize = 20;
/// Places of one role: its holders are one record, and the electorate of what they decide.
pub const MAX_PLACES: u32 = 20;
/// Bytes of a role's duties: they are read with the charter at each opening.
pub const MAX_DUTIES: usize = 500;
/// Bytes of what a role says of the time it takes.
pub const MAX_COMMITMENT: usize = 100;
/// Nominations of one role at a time, and as many that were stopped and bar their seats for a while: they are one record.
pub const MAX_NOMINATIONS: usize = 30;
/// Seats that one call looks at for who is next in turn: each is a record read. The next call goes on behind them.
pub const MAX_TURNS_A_CALL: u32 = 100;
/// Seats that one seat may carry the weight of: its ballot looks at each, and writes a ballot for it.
pub const MAX_DELEGATORS: usize = 50;
/// Seats whose weight a seat carries, or carried into what may still be open: its ballot looks at each.
pub const MAX_REMEMBERED_DELEGATORS: usize = 100;
/// Levels that a joint proposal is handed down: mirrors of mirrors end here whatever the groups look like.
pub const MAX_DEPTH: u8 = 8;
/// Seats whose weights are counted anew when a charter changes the weighting: the loop must fit into a block.
pub const MAX_REWEIGHED_SEATS: u32 = 500;
/// All stages of a path, the relay buffer, notices and the execution window each end within a year.
pub const MAX_PERIOD_SECONDS: u64 = 366 * 24 * 60 * 60;
/// Blocks that a house's window waits for besides its time: at six seconds a block ten weeks, at one second twelve days. Without
/// a bound a decision would wait for ever, and nobody could take its house away.
pub const MAX_LEAST_BLOCKS: u64 = 1_000_000;
/// Seconds to a sunset, a hundred years: an end that nobody lives to see is none.
pub const MAX_SUNSET_SECONDS: u64 = 100 * MAX_PERIOD_SECONDS;
/// Kinds of action that a procedure names: the list is walked for each action at opening.
pub const MAX_KINDS: usize = 20;
/// Bytes of a denomination that a charter names, which is as long as the chain lets one be.
pub const MAX_DENOM: usize = 128;
/// Denominations that a seat stakes: all of them become claims when it leaves.
pub const MAX_STAKED_DENOMS: usize = 10;
/// Denominations that a seat stakes up to which others may bring it new ones: the rest of its list is its own.
pub const MAX_DENOMS_BY_OTHERS: usize = 5;
/// Seconds that a cycle runs: what is in it can't be taken back before its end.
pub const MAX_CYCLE_SECONDS: u64 = MAX_PERIOD_SECONDS;
/// Seconds that a group waits for its founding, its sealing or its first vote: as long as any decision to join it may take.
/// Then what is in it goes to its heir, because nobody else could ever move it.
pub const MAX_WAIT_SECONDS: u64 = MAX_PERIOD_SECONDS;
/// Items on a page unless the caller says otherwise.
pub const DEFAULT_PAGE: u32 = 30;
/// Items on a page at most.
pub const MAX_PAGE: u32 = 100;
/// Gas that a message to another group may burn when its failure must not hurt the sender: twice what a whole transaction
/// takes that asks the largest group, and little enough that a block holds a call to thirty that burn it all.
pub const NEIGHBOUR_GAS: u64 = 1_000_000;
/// Bytes of a neighbour's answer: reading a longer one, which no group gives, would cost whoever asked.
pub const MAX_ANSWER: usize = 1_000;
/// Bytes of a neighbour's error that are kept.
pub const MAX_FAILURE: usize = 300;
