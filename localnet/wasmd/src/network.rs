//! Networks: started, stopped, and node by node ended and started again.

use std::path::PathBuf;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::binary;
use crate::config;
use crate::ending::end_all;
use crate::error::Error;
use crate::files::{self, Description, Folder, NodeDescription};
use crate::genesis;
use crate::ports::{self, Ports};
use crate::process;
use crate::rpc::{self, Progress};

/// How long a node may take to answer or to get a block: four of them share two busy cores with a compiler.
const PATIENCE: Duration = Duration::from_secs(120);
const LOOK_AGAIN: Duration = Duration::from_millis(50);
const MAX_VALIDATORS: usize = 7;
/// Between choosing a port and listening on it somebody else may have taken it.
const ATTEMPTS: usize = 3;

/// What network to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many nodes, each a validator.
    pub validators: usize,
    /// Its folder.
    pub home: PathBuf,
}

impl Options {
    /// One validator, in a folder.
    pub fn new(home: impl Into<PathBuf>) -> Self {
        Self {
            validators: 1,
            home: home.into(),
        }
    }

    /// That many validators.
    #[must_use]
    pub fn validators(self, validators: usize) -> Self {
        Self { validators, ..self }
    }
}

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    Answer,
    NextBlock,
}

impl Until {
    fn words(self) -> &'static str {
        match self {
            Self::Answer => "answering",
            Self::NextBlock => "at its next block",
        }
    }
}

/// A running network. Dropping it stops it.
#[derive(Debug)]
pub struct Network {
    folder: Folder,
    wasmd: PathBuf,
    description: Description,
    /// The nodes that this process started, to be asked for when they end.
    children: Vec<Option<Child>>,
    detached: bool,
}

impl Network {
    /// Starts the network of a folder and returns when every node has a block. A new one is made where none is; one
    /// that was stopped goes on, at its old ports if they are free; one that runs is taken over.
    ///
    /// # Errors
    /// When the folder has another number of validators or other people's files, or a node does not start.
    pub fn start(options: &Options) -> Result<Self, Error> {
        let count = options.validators;
        if !(1..=MAX_VALIDATORS).contains(&count) {
            return Err(Error::Validators(count));
        }
        let wasmd = binary::wasmd()?;
        let folder = Folder::take(&options.home)?;
        let description = match files::description(&folder.path)? {
            Some(there) if there.nodes.len() != count => {
                return Err(Error::OtherSize {
                    home: folder.path.clone(),
                    there: there.nodes.len(),
                    asked: count,
                });
            }
            Some(there) => there,
            None => {
                folder.empty()?;
                genesis::create(&folder, &wasmd, count)?
            }
        };
        let mut network = Self {
            folder,
            wasmd,
            description,
            children: (0..count).map(|_| None).collect(),
            detached: false,
        };
        network.start_all()?;
        Ok(network)
    }

    /// What the network is.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Its nodes.
    pub fn nodes(&self) -> &[NodeDescription] {
        &self.description.nodes
    }

    /// How far a node is.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn progress(&self, index: usize) -> Result<Progress, Error> {
        rpc::progress(self.node(index)?.ports.rpc)
    }

    /// Ends a node without a warning, as a power cut would.
    ///
    /// # Errors
    /// When there is no such node, or the system refuses.
    pub fn kill(&mut self, index: usize) -> Result<(), Error> {
        self.end(index, Signal::KILL)
    }

    /// Starts a node again, at the same ports, and returns when it answers. It may still have to catch up.
    ///
    /// # Errors
    /// When there is no such node, or it does not start.
    pub fn restart(&mut self, index: usize) -> Result<(), Error> {
        self.end(index, Signal::TERM)?;
        self.launch(index)?;
        self.wait(index, Until::Answer)
    }

    /// Ends all nodes, after they wrote down what they have.
    ///
    /// # Errors
    /// When the system refuses to end one.
    pub fn stop(mut self) -> Result<(), Error> {
        self.detached = true;
        self.stop_all()
    }

    /// Leaves the nodes running.
    pub fn detach(mut self) {
        self.detached = true;
    }

    fn start_all(&mut self) -> Result<(), Error> {
        let running = |node| process::running(node).is_some();
        if self.nodes().iter().all(running) {
            return Ok(());
        }
        let mut attempt = 1;
        loop {
            self.configure()?;
            match self.start_once() {
                Err(Error::Ended { tail, .. })
                    if attempt < ATTEMPTS && tail.contains("address already in use") =>
                {
                    self.stop_all()?;
                    attempt += 1;
                }
                done => return done,
            }
        }
    }

    fn start_once(&mut self) -> Result<(), Error> {
        for index in 0..self.nodes().len() {
            if process::running(&self.description.nodes[index]).is_none() {
                self.launch(index)?;
            }
        }
        (0..self.nodes().len()).try_for_each(|index| self.wait(index, Until::NextBlock))
    }

    /// Chooses ports and writes them into the settings of all nodes. With one of them running, all ports stay.
    fn configure(&mut self) -> Result<(), Error> {
        let before: Vec<Ports> = self.nodes().iter().map(|node| node.ports).collect();
        let some_run = self
            .nodes()
            .iter()
            .any(|node| process::running(node).is_some());
        let ports = if some_run {
            before
        } else {
            ports::choose(before.len(), &before)?
        };
        let gas_price = format!("{}{}", self.description.gas_price, self.description.denom);
        for (node, ports) in self.description.nodes.iter_mut().zip(ports) {
            node.ports = ports;
            node.rpc = format!("http://127.0.0.1:{}", ports.rpc);
            node.grpc = format!("127.0.0.1:{}", ports.grpc);
        }
        for node in self.nodes() {
            let others = self.nodes().iter().filter(|other| other.peer != node.peer);
            let peers: Vec<String> = others
                .map(|other| format!("{}@127.0.0.1:{}", other.peer, other.ports.p2p))
                .collect();
            config::write(&node.home, node.ports, &peers.join(","), &gas_price)?;
        }
        Ok(())
    }

    fn launch(&mut self, index: usize) -> Result<(), Error> {
        let node = self.node(index)?;
        let child = process::start(&self.wasmd, &node.home, &node.log)?;
        let node = &mut self.description.nodes[index];
        node.pid = Some(child.id());
        node.started = process::started(child.id());
        self.children[index] = Some(child);
        self.folder.describe(&self.description)
    }

    fn wait(&self, index: usize, until: Until) -> Result<(), Error> {
        let node = self.node(index)?;
        let (log, tail) = (node.log.clone(), || process::tail(&node.log));
        let from = Instant::now();
        // a network that was stopped has blocks before it makes one
        let mut first = None;
        loop {
            if let Ok(progress) = rpc::progress(node.ports.rpc) {
                let first = *first.get_or_insert(progress.height);
                if until == Until::Answer || progress.height > first {
                    return Ok(());
                }
            }
            if process::running(node).is_none() {
                return Err(Error::Ended {
                    index,
                    tail: tail(),
                    log,
                });
            }
            if from.elapsed() > PATIENCE {
                return Err(Error::Late {
                    index,
                    state: until.words(),
                    seconds: PATIENCE.as_secs(),
                    tail: tail(),
                    log,
                });
            }
            thread::sleep(LOOK_AGAIN);
        }
    }

    fn end(&mut self, index: usize, signal: Signal) -> Result<(), Error> {
        let node = self.node(index)?.clone();
        process::end(&node, self.children[index].take(), signal)?;
        let node = &mut self.description.nodes[index];
        node.pid = None;
        node.started = None;
        self.folder.describe(&self.description)
    }

    /// Ends all at once: one after the other, each of those that stay would miss the ones before.
    fn stop_all(&mut self) -> Result<(), Error> {
        end_all(&mut self.description, &mut self.children)?;
        self.folder.describe(&self.description)
    }

    fn node(&self, index: usize) -> Result<&NodeDescription, Error> {
        let count = self.description.nodes.len();
        let node = self.description.nodes.get(index);
        node.ok_or(Error::NoNode { index, count })
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        if !self.detached {
            // nobody is left to hear of a failure
            let _ = self.stop_all();
        }
    }
}
