//! The figures of the joint venture, written down apart from the story's own checks: what is told must be this.

use folkmoot_stories::{Host, Recorder, Step, StoryResult, joint_venture};
use serde_json::{Value, json};

/// Plays the story and holds what is told to its figures.
pub async fn holds_its_figures(host: &dyn Host) -> StoryResult<()> {
    let recorder = Recorder::default();
    joint_venture::play(host, &recorder).await?;
    figures(&recorder.into_steps());
    Ok(())
}

fn figures(steps: &[Step]) {
    let told: Vec<Value> = steps.iter().map(|step| json!(step)).collect();
    let kinds: Vec<&str> = steps.iter().map(|step| step.step).collect();
    let expected = [
        "group_founded",
        "group_founded",
        "joint_group_founded",
        "decided_to_join",
        "decided_to_join",
        "decided_to_join",
        "proposed",
        "fanned_out",
        "fanned_out",
        "decided",
        "rolled_up",
        "voted",
        "decided",
        "rolled_up",
        "paid",
        "paid_once",
        "done",
    ];
    assert_eq!(kinds, expected);
    assert_eq!(told[6]["amount"], 500);
    deciding(&told[9], "Swim Buddies", (3, 1, 75), 100, true);
    deciding(
        &told[12],
        "Outdoor Enthusiasts of Maine",
        (24, 16, 60),
        80,
        false,
    );
    for (place, group) in [(10, "Swim Buddies"), (13, "Outdoor Enthusiasts of Maine")] {
        assert_eq!(told[place]["signal"], "yes");
        assert_eq!(told[place]["signed_by"], json!({ "group_account": group }));
    }
    assert_eq!(told[9]["day"], 0);
    assert_eq!(told[12]["day"], 3);
    assert_eq!(
        told[12]["at"],
        told[8 - 1]["deadline"],
        "decided at the deadline of its mirror"
    );
    assert_eq!(
        told[9]["signed_by"],
        json!({ "members": { "by_transaction": 1, "by_signed_ballot": 3 } })
    );
    assert_eq!(
        told[11]["signed_by"],
        json!({ "members": { "by_transaction": 10, "by_signed_ballot": 30 } })
    );
    assert_eq!(told[14]["amount"], 500);
    let treasuries = json!({ "committee": 0, "oem": 2_600, "swim_buddies": 300, "caterer": 500 });
    assert_eq!(told[16]["treasuries"], treasuries);
    for step in &told {
        assert!(
            step["told"].as_str().is_some_and(|words| words.len() > 20),
            "{step}"
        );
    }
}

fn deciding(
    step: &Value,
    group: &str,
    (yes, no, share): (u64, u64, u64),
    quorum: u64,
    early: bool,
) {
    assert_eq!(step["group"], group);
    assert_eq!((&step["yes"], &step["no"]), (&json!(yes), &json!(no)));
    assert_eq!(step["share_percent"], share);
    assert_eq!(step["quorum_percent"], quorum);
    assert_eq!(step["outcome"], "passed");
    assert_eq!(step["before_deadline"], early);
}
