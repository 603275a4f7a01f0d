//! The stories: data and verbs over a [`Host`], each written once. `folkmoot demo` tells them, the tests hold them to
//! what is written, on every host.
//!
//! A story checks itself: it ends at the first figure that is not as it is written, with a [`StoryError`].
//!
//! Amounts are whole coins of the host's denomination: the 500 for the barbecue are 500 of its smallest unit, so that the
//! figures on the chain are those of the story.
//!
//! The doors: a [`Tale`] finds a story by its name, a [`Teller`] hears its [`Step`]s, and the hosts are [`InProcess`], a
//! chain in memory, and [`Rpc`], the embedded chain or any [`Place`] behind nodes.

mod cast;
mod charters;
mod deeds;
mod error;
pub mod fellowship;
mod group;
mod host;
mod houses;
mod in_process;
pub mod joint_venture;
mod narrator;
mod people;
mod place;
mod proposal;
mod relayer;
mod rpc;
mod settling;
mod step;
mod subgroups;
mod tale;
mod time;
mod treasury;
pub mod two_houses;
pub mod variations;

pub use error::{StoryError, StoryResult};
pub use host::{Carried, Host, HostError, Message, Outcome, Setting};
pub use in_process::InProcess;
pub use people::{Account, Person};
pub use place::Place;
pub use rpc::Rpc;
pub use step::{Percent, Recorder, Signed, Step, Teller, Treasuries};
pub use tale::{Tale, UnknownTale};
pub use time::{TimeScale, TimeScaleError};
