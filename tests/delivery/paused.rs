//! The platform asks us to wait, or does not let us in: the page pauses, nothing is lost, and the order is kept.

use baton_simulator::{Call, GraphAct, When};

use super::{dev, greeted, repeats, wrong};
use crate::webhook::ECHO;
use crate::world::{Act, PAGE, Plan, World, refused};

/// Why the page's sends wait.
fn paused(world: &World) -> Option<String> {
    world.get("/readyz")["pages"][0]["paused"].as_str().map(str::to_owned)
}

fn unsettled(world: &World, contact: &str, count: u64) {
    let all = |world: &World| (world.shown(contact)["unsettled"] == count).then_some(());
    world.wait_until("what waits", all);
}

fn serve() -> World {
    let world = Plan::yaml(ECHO).serve();
    greeted(&world, "anna");
    greeted(&world, "bob");
    world
}

/// Anna's next answer meets this; what she and Bob say then waits, and goes out in order when the page opens.
#[track_caller]
fn assert_pauses(act: GraphAct, first: Act) {
    let mut world = serve();
    wrong(&world, "anna", When::nth(1), act);
    world.person("anna").says_at_once("one");
    world.wait_until("the pause", paused);
    world.person("anna").says_at_once("two");
    world.person("bob").says_at_once("three");
    unsettled(&world, "anna", 2);
    unsettled(&world, "bob", 1);
    world.expect("anna", [first]);
    world.expect_nothing("bob");
    assert_eq!(world.get("/readyz")["ready"], true, "webhooks are taken all the same");
    // The pause is in memory: a server that is started anew may try.
    world.restart();
    world.quiet();
    world.expect("anna", [repeats("one"), repeats("two")]);
    world.expect("bob", [repeats("three")]);
    assert_eq!(paused(&world), None);
}

#[test]
fn too_many_calls_613() {
    assert_pauses(GraphAct::refuse(613, None), refused(Call::Message, 613, 0));
}

#[test]
fn a_pause_the_platform_told_ends_with_the_clock_that_is_moved() {
    let world = dev();
    let told = GraphAct::Refuse {
        status: 400,
        code: 613,
        subcode: None,
        transient: None,
        regain_minutes: Some(19),
    };
    wrong(&world, "anna", When::nth(1), told);
    world.person("anna").says_at_once("one");
    world.wait_until("the pause", paused);
    let (status, moved) = world.post("/dev/clock", &serde_json::json!({ "by": "18m" }));
    assert_eq!(status, 200, "{moved}");
    world.expect("anna", [refused(Call::Message, 613, 0)]);
    world.later("2m");
    world.expect("anna", [repeats("one")]);
    assert_eq!(paused(&world), None);
}

#[test]
fn the_apps_limit_4() {
    assert_pauses(GraphAct::refuse(4, None), refused(Call::Message, 4, 0));
}

#[test]
fn the_users_limit_17() {
    assert_pauses(GraphAct::refuse(17, None), refused(Call::Message, 17, 0));
}

#[test]
fn too_many_requests_without_a_word_of_the_platform() {
    let mut world = serve();
    wrong(&world, "anna", When::nth(1), GraphAct::Html(429));
    world.person("anna").says_at_once("one");
    world.wait_until("the pause", paused);
    world.restart();
    world.quiet();
    assert_eq!(world.acts("anna").iter().filter(|act| **act == repeats("one")).count(), 1);
}

#[test]
fn a_dead_token_190_holds_everything_until_a_call_works_again() {
    let world = dev();
    greeted(&world, "bob");
    wrong(&world, "anna", When::ALWAYS, GraphAct::refuse(190, Some(463)));
    wrong(&world, "bob", When::ALWAYS, GraphAct::refuse(190, Some(463)));
    world.person("anna").says_at_once("one");
    world.wait_until("the pause", paused);
    world.person("anna").says_at_once("two");
    world.person("bob").says_at_once("three");
    unsettled(&world, "anna", 2);
    unsettled(&world, "bob", 1);
    assert_eq!(world.get("/readyz")["pages"][0]["token_works"], false);
    world.mend();
    world.later("6s");
    let said = |contact| {
        let acts = world.acts(contact).into_iter().skip(1);
        acts.filter(|act| !matches!(act, Act::Refused(..))).collect::<Vec<_>>()
    };
    assert_eq!(said("anna"), [repeats("one"), repeats("two")]);
    assert_eq!(said("bob"), [repeats("three")]);
    assert_eq!(world.get("/readyz")["pages"][0]["token_works"], true);
}

#[test]
fn what_waited_for_a_token_goes_out_with_the_new_one() {
    let mut world = serve();
    world.platform().set_token(PAGE, "EAAthe-new-token-of-the-page");
    world.person("anna").says_at_once("one");
    world.wait_until("the pause", paused);
    world.person("anna").says_at_once("two");
    unsettled(&world, "anna", 2);
    // Through a crash as well as through the change of the setting.
    world.server.kill();
    world.set("BATON_PAGE_TOKEN", "EAAthe-new-token-of-the-page");
    world.start_again();
    world.quiet();
    let acts = world.acts("anna").into_iter().skip(1);
    let said: Vec<_> = acts.filter(|act| !matches!(act, Act::Refused(..))).collect();
    assert_eq!(said, [repeats("one"), repeats("two")]);
}
