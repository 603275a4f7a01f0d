//! The stories on a chain in memory.

use folkmoot::story::{InProcess, Recorder, joint_venture};

use crate::joint_venture::holds_its_figures;

#[tokio::test(flavor = "current_thread")]
async fn joint_venture_is_decided_and_paid() {
    let host = InProcess::new().unwrap();
    let recorder = Recorder::default();
    joint_venture::play(&host, &recorder).await.unwrap();
    holds_its_figures(&recorder.into_steps());
}
