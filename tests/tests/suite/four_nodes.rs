//! Four validators, of which one dies in the middle of a story: the one that the relayer and everybody else talk to.

use std::cell::RefCell;
use std::path::Path;

use folkmoot_stories::{Rpc, Step, StoryError, StoryResult, Teller, joint_venture};
use folkmoot_wasmd::{Network, Options};

use crate::wasmd;

/// After this step both groups are asked, and have not voted.
const THEN: &str = "fanned_out";

/// Kills a node when it hears of a step.
struct Killer {
    network: RefCell<Network>,
    told: RefCell<Vec<&'static str>>,
}

impl Teller for Killer {
    fn tell(&self, step: Step) -> StoryResult<()> {
        let killed = self.told.borrow().contains(&THEN);
        self.told.borrow_mut().push(step.step);
        if step.step != THEN || killed {
            return Ok(());
        }
        let killed = self.network.borrow_mut().kill(0);
        killed.map_err(|error| StoryError::Untold {
            reason: error.to_string(),
        })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs wasmd: scripts/suite-wasmd --validators 4"]
async fn a_story_goes_on_when_its_node_dies_and_the_relayer_follows_to_another() {
    crate::stories::logged();
    let place = wasmd::place().await.unwrap();
    let [first, others @ ..] = place.nodes.as_slice() else {
        panic!("there is no node");
    };
    let (first, others) = (first.clone(), others.to_vec());
    assert_eq!(others.len(), 3, "scripts/suite-wasmd --validators 4");
    let file = wasmd::network_file().unwrap();
    let home = file.parent().unwrap_or(Path::new("."));
    let killer = Killer {
        network: RefCell::new(Network::start(&Options::new(home).validators(4)).unwrap()),
        told: RefCell::default(),
    };

    let host = Rpc::connect(place).await.unwrap();
    assert_eq!(host.node_url(), first);
    let played = joint_venture::play(&host, &killer).await;

    let gone = folkmoot_chain::Client::connect(&first).await.is_err();
    let mut network = killer.network.into_inner();
    let restarted = network.restart(0);
    // who started the network takes it down
    network.detach();
    if let Err(error) = played {
        panic!("{error}");
    }
    restarted.unwrap();
    assert!(gone, "{first} was killed");
    assert!(others.iter().any(|node| node == host.node_url()));
    assert_eq!(killer.told.borrow().last(), Some(&"done"));
}
