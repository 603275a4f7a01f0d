//! Networks by their folder: how they are, and how they end, whoever started them.

use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;

use rustix::process::Signal;
use serde::Serialize;

use crate::error::Error;
use crate::files::{self, Description, Folder};
use crate::network::Network;
use crate::process;
use crate::rpc::{self, Progress};

/// How a node is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NodeStatus {
    /// Where its JSON-RPC is.
    pub rpc: String,
    /// Its process, if it runs.
    pub pid: Option<u32>,
    /// How far it is, if it answers.
    pub progress: Option<Progress>,
    /// Its log.
    pub log: PathBuf,
}

impl Network {
    /// How the nodes of the network in a folder are.
    ///
    /// # Errors
    /// When there is none.
    pub fn status(home: &Path) -> Result<Vec<NodeStatus>, Error> {
        let description = files::description(home)?;
        let description = description.ok_or_else(|| Error::Nothing(home.to_owned()))?;
        let nodes = description.nodes.iter().map(|node| {
            let pid = process::running(node);
            NodeStatus {
                rpc: node.rpc.clone(),
                pid,
                progress: pid.and_then(|_| rpc::progress(node.ports.rpc).ok()),
                log: node.log.clone(),
            }
        });
        Ok(nodes.collect())
    }

    /// Stops the network of a folder. Nothing happens where none is or none runs.
    ///
    /// # Errors
    /// When another process is at work there, or the system refuses to end a node.
    pub fn stop_at(home: &Path) -> Result<(), Error> {
        let folder = match Folder::take_ours(home) {
            Err(Error::Nothing(_)) => return Ok(()),
            taken => taken?,
        };
        stop_in(&folder)
    }

    /// Stops the network of a folder and forgets its chain: the next start makes a new one.
    ///
    /// # Errors
    /// As [`Network::stop_at`], or when files can't be removed.
    pub fn reset(home: &Path) -> Result<(), Error> {
        let folder = match Folder::take_ours(home) {
            Err(Error::Nothing(_)) => return Ok(()),
            taken => taken?,
        };
        stop_in(&folder)?;
        folder.empty()
    }
}

fn stop_in(folder: &Folder) -> Result<(), Error> {
    let Some(mut description) = files::description(&folder.path)? else {
        return Ok(());
    };
    let mut children: Vec<Option<Child>> = description.nodes.iter().map(|_| None).collect();
    end_all(&mut description, &mut children)?;
    folder.describe(&description)
}

/// Ends all nodes at once: one after the other, each of those that stay would miss the ones before.
pub(crate) fn end_all(
    description: &mut Description,
    children: &mut [Option<Child>],
) -> Result<(), Error> {
    let nodes = description.nodes.iter_mut().zip(children);
    thread::scope(|scope| {
        let ending: Vec<_> = nodes
            .map(|(node, child)| {
                scope.spawn(move || {
                    process::end(node, child.take(), Signal::TERM)?;
                    node.pid = None;
                    node.started = None;
                    Ok(())
                })
            })
            .collect();
        ending
            .into_iter()
            .try_for_each(|thread| match thread.join() {
                Ok(ended) => ended,
                Err(panic) => std::panic::resume_unwind(panic),
            })
    })
}
