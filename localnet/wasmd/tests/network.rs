//! Networks of real nodes. They need wasmd, which takes minutes to build on a new machine: `scripts/wasmd-tests`.

#![expect(clippy::unwrap_used, reason = "a test's helpers are part of the test")]

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use folkmoot_wasmd::{Error, Network, Options};
use serde_json::{Value, json};

const LIMIT: Duration = Duration::from_secs(60);

fn until(what: &str, mut reached: impl FnMut() -> bool) {
    let from = Instant::now();
    while !reached() {
        assert!(from.elapsed() < LIMIT, "not within {LIMIT:?}: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn height(network: &Network, index: usize) -> u64 {
    network
        .progress(index)
        .map_or(0, |progress| progress.height)
}

fn pids(home: &Path) -> Vec<Option<u32>> {
    let nodes = Network::status(home).unwrap();
    nodes.into_iter().map(|node| node.pid).collect()
}

#[test]
#[ignore = "needs wasmd"]
fn one_node_makes_blocks_and_goes_on_where_it_was_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::new(folder.path().join("one"));
    let network = Network::start(&options).unwrap();
    assert!(network.description().accounts.len() >= 80);
    until("a fifth block", || height(&network, 0) >= 5);
    let rpc = network.nodes()[0].rpc.clone();
    network.stop().unwrap();
    assert_eq!(pids(&options.home), [None]);

    let network = Network::start(&options).unwrap();
    assert!(height(&network, 0) > 5, "the chain began anew");
    assert_eq!(network.nodes()[0].rpc, rpc, "clients would have to search");
    let log = fs::read_to_string(&network.nodes()[0].log).unwrap();
    assert!(!log.contains("panic"), "{log}");
    drop(network);
    assert_eq!(pids(&options.home), [None], "dropping stops");

    Network::reset(&options.home).unwrap();
    let network = Network::start(&options).unwrap();
    assert!(height(&network, 0) < 5, "reset forgot nothing");
}

#[test]
#[ignore = "needs wasmd"]
fn four_validators_go_on_without_one_which_catches_up_later() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::new(folder.path()).validators(4);
    let mut network = Network::start(&options).unwrap();
    until("node 3 is at height 3", || height(&network, 3) >= 3);

    network.kill(3).unwrap();
    assert!(network.progress(3).is_err());
    let from = height(&network, 0);
    until("ten blocks of three validators", || {
        (0..3).all(|index| height(&network, index) >= from + 10)
    });

    network.restart(3).unwrap();
    let head = height(&network, 0);
    until("the killed node is where the others are", || {
        let progress = network.progress(3).unwrap();
        progress.height >= head && !progress.catching_up
    });

    // with two of four gone nobody has two thirds: the consensus is a real one
    network.kill(2).unwrap();
    network.kill(3).unwrap();
    until("node 0 has what was decided before", || {
        let before = height(&network, 0);
        thread::sleep(Duration::from_secs(3));
        height(&network, 0) == before
    });
    network.restart(2).unwrap();
    let head = height(&network, 0);
    until("blocks again", || height(&network, 0) > head + 2);
}

/// A process of somebody else, ended with the test.
struct Stranger(Child);

impl Stranger {
    fn with(argument: &str) -> Self {
        let script = "while :; do sleep 1; done";
        let child = Command::new("sh")
            .args(["-c", script, "sh", "--home", argument])
            .spawn();
        Self(child.unwrap())
    }

    fn lives(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }

    fn started(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap();
        let fields = stat.rsplit_once(')').unwrap().1;
        fields.split_whitespace().nth(19).unwrap().parse().unwrap()
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Makes the description name another process as the node's.
fn name_another(home: &Path, pid: u32, started: u64) -> Value {
    let path = home.join("network.json");
    let before: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let mut after = before.clone();
    after["nodes"][0]["pid"] = json!(pid);
    after["nodes"][0]["started"] = json!(started);
    fs::write(&path, after.to_string()).unwrap();
    before
}

#[test]
#[ignore = "needs wasmd"]
fn a_strangers_process_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::new(folder.path());
    let network = Network::start(&options).unwrap();
    let node_home = network.nodes()[0].home.display().to_string();
    network.detach();

    // one that got the node's number later, and one whose number and time are right but which has another folder
    let mut later = Stranger::with(&node_home);
    let mut other = Stranger::with("/elsewhere");
    for (stranger, started) in [(&mut later, 1), (&mut other, 0)] {
        let started = if started == 0 {
            stranger.started()
        } else {
            started
        };
        let before = name_another(folder.path(), stranger.0.id(), started);
        assert_eq!(pids(folder.path()), [None]);
        Network::stop_at(folder.path()).unwrap();
        thread::sleep(Duration::from_millis(200));
        assert!(stranger.lives(), "{before}");
        fs::write(folder.path().join("network.json"), before.to_string()).unwrap();
    }
    let [Some(node)] = pids(folder.path())[..] else {
        panic!("the node was ended, though its process was not named");
    };
    Network::stop_at(folder.path()).unwrap();
    // a process that ended and was not asked for yet is a zombie: nobody but this test is its parent
    let stat = fs::read_to_string(format!("/proc/{node}/stat")).unwrap_or_default();
    assert!(stat.is_empty() || stat.contains(") Z"), "{stat}");
    assert!(later.lives() && other.lives());
}

#[test]
#[ignore = "needs wasmd"]
fn a_running_network_is_taken_over_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::new(folder.path());
    let first = Network::start(&options).unwrap();
    assert!(matches!(Network::start(&options), Err(Error::Busy(_))));
    let pid = first.nodes()[0].pid;
    first.detach();

    let four = options.clone().validators(4);
    let refused = Network::start(&four).unwrap_err().to_string();
    assert!(
        refused.contains("has a network of 1 validators, 4 are asked for"),
        "{refused}"
    );
    let second = Network::start(&options).unwrap();
    assert_eq!(second.nodes()[0].pid, pid);
    second.stop().unwrap();
    assert_eq!(pids(folder.path()), [None]);
}

#[test]
#[ignore = "needs wasmd"]
fn a_folder_of_somebody_else_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = folder.path().join("letter.txt");
    fs::write(&theirs, "dear").unwrap();
    let started = Network::start(&Options::new(folder.path()));
    assert!(matches!(started, Err(Error::Foreign(_))));
    Network::reset(folder.path()).unwrap();
    assert_eq!(fs::read_to_string(theirs).unwrap(), "dear");
    let none = Network::start(&Options::new(folder.path().join("new")).validators(0));
    assert!(matches!(none, Err(Error::Validators(0))));
}
