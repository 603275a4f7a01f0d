//! The interface itself: probes, figures, other sites, wrong paths.

use folkmoot_chain::Node;

use super::people::{charter, member};
use super::world::World;

async fn group() -> (World, String) {
    let world = World::with(&["founder", "carrier", "Ann", "north's relayer"]).await;
    let north = world.found("north", charter(3), vec![member("Ann")]).await;
    (world, north)
}

#[tokio::test]
async fn the_probes_and_figures_tell_how_the_relayer_is() {
    let (world, north) = group().await;
    let relay = world.relay(&[("north", &north)]).await;
    relay.settle().await.unwrap();
    assert_eq!(world.get(&relay, "/healthz").await.0, 200);
    let (status, health) = world.get(&relay, "/readyz").await;
    assert_eq!((status, &health["ready"]), (200, &true.into()), "{health}");
    let url = format!("{}/metrics", relay.api_url());
    let figures = world
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let height = world.client.status().await.unwrap().height;
    assert!(
        figures.contains(&format!("folkmoot_height {height}\n")),
        "{figures}"
    );

    // without its node it lives, and is not ready
    let World { chain, http, .. } = world;
    chain.shutdown().await.unwrap();
    let url = format!("{}/readyz", relay.api_url());
    let answer = http.get(url).send().await.unwrap();
    assert_eq!(answer.status(), 503);
    let url = format!("{}/healthz", relay.api_url());
    assert_eq!(http.get(url).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn wrong_paths_and_methods_are_problems_and_other_sites_may_ask() {
    let (world, north) = group().await;
    let relay = world.relay(&[("north", &north)]).await;
    relay.settle().await.unwrap();
    let (status, answer) = world.get(&relay, "/api/v2/groups").await;
    assert_eq!(
        (status, &answer["type"]),
        (404, &"/problems/no-such-path".into())
    );
    let path = format!("/api/v1/groups/{north}/proposals/1/ballots");
    let (status, answer) = world.get(&relay, &path).await;
    assert_eq!(
        (status, &answer["type"]),
        (405, &"/problems/no-such-method".into())
    );
    let (status, answer) = world
        .get(
            &relay,
            &format!("/api/v1/groups/{north}/proposals/x/ballot-form?choice=yes&wallet=0x1"),
        )
        .await;
    assert_eq!(
        (status, &answer["type"]),
        (400, &"/problems/malformed".into())
    );
    for id in ["x", &"0".repeat(64)] {
        let (status, answer) = world.get(&relay, &format!("/api/v1/receipts/{id}")).await;
        assert_eq!(
            (status, &answer["type"]),
            (404, &"/problems/receipt-unknown".into())
        );
    }
    let asking = world
        .http
        .request(
            reqwest::Method::OPTIONS,
            format!("{}{path}", relay.api_url()),
        )
        .header("origin", "https://example.org")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type");
    let answer = asking.send().await.unwrap();
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    let answer = world
        .http
        .get(format!("{}/nowhere", relay.api_url()))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
}
