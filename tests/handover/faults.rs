//! The platform says no, or says nothing: the owner is asked, and nobody is talked over.

use baton_core::note::Note;
use baton_simulator::{Call, EventKind, WebhookAct, WebhookFault};

use super::{BACK, HELLO, HOW, welcomed, with_people, world};
use crate::world::{APP, INBOX, World, refused, says, takes};

/// From now on no event tells of control.
fn lose_handover_events(world: &World) {
    world.break_webhooks(WebhookFault::on(&EventKind::HANDOVERS, WebhookAct::Drop));
}

#[test]
fn a_send_that_another_app_controls_corrects_the_owner_and_the_rest_is_dropped() {
    let world = world();
    welcomed(&world, "anna");
    lose_handover_events(&world);
    world.later("1m");
    world.inbox().takes("anna");
    assert_eq!(world.hand("anna"), "bot", "the event was lost");
    // The timer says two things; the first is refused, and the second never leaves.
    world.later("10m");
    world.expect("anna", [refused(Call::Message, 10, 2_018_300)]);
    assert_eq!(world.hand("anna"), "people");
    assert_eq!(world.shown("anna")["owner"], INBOX);
    let overtaken = |note: &Note| matches!(note, Note::Overtaken { .. });
    assert!(world.notes("anna").iter().any(overtaken), "{:?}", world.notes("anna"));
    world.person("anna").says("hours");
    world.expect_nothing("anna");
    // On return the open question is asked again.
    world.mend();
    world.later("1m");
    world.inbox().writes("anna", "Hello, this is Maria.");
    world.inbox().marks_done("anna");
    world.expect("anna", ["The assistant is back.", HELLO].map(says));
}

#[test]
fn a_lost_return_is_found_by_the_next_word() {
    let world = world();
    with_people(&world, "anna");
    world.later("2m");
    lose_handover_events(&world);
    world.inbox().marks_done("anna");
    world.expect_nothing("anna");
    assert_eq!(world.hand("anna"), "people");
    world.person("anna").says("thanks, all solved");
    world.expect("anna", [BACK, HOW].map(says));
    assert_eq!(world.hand("anna"), "bot");
}

#[test]
fn a_lost_return_is_found_by_the_daily_owner_check() {
    let world = world();
    welcomed(&world, "anna");
    world.person("anna").taps("The desk");
    world.skip("anna");
    world.later("2h");
    lose_handover_events(&world);
    world.app("555").passes("anna", APP, "");
    world.later("21h");
    world.expect_nothing("anna");
    assert_eq!(world.hand("anna"), "people");
    world.later("1h");
    assert_eq!(world.hand("anna"), "bot");
    world.person("anna").says("hello?");
    world.expect("anna", [BACK, HOW].map(says));
}

#[test]
fn a_lost_take_is_found_by_the_copy_on_standby() {
    let world = world();
    welcomed(&world, "anna");
    lose_handover_events(&world);
    world.later("1m");
    world.inbox().takes("anna");
    world.person("anna").says("hours");
    world.expect_nothing("anna");
    assert_eq!(world.hand("anna"), "people");
}

#[test]
fn a_take_that_is_refused_is_tried_again() {
    let world = world();
    with_people(&world, "anna");
    world.may_take(false);
    world.later("1m");
    world.person("anna").says("bot");
    world.expect("anna", [refused(Call::Take, 10, 0)]);
    assert_eq!(world.hand("anna"), "people");
    world.may_take(true);
    world.later("1m");
    world.expect("anna", [takes(), says(BACK), says(HOW)]);
}

#[test]
fn a_return_event_that_comes_twice_and_late_returns_once() {
    let world = world();
    with_people(&world, "anna");
    world.later("1m");
    let again = WebhookAct::Again { times: 3, every: 20_000 };
    world.break_webhooks(WebhookFault::on(&[EventKind::Pass], again));
    world.inbox().marks_done_at_once("anna");
    world.wait_until("the return", |world| (world.hand("anna") == "bot").then_some(()));
    world.later("1m");
    world.expect("anna", [BACK, HOW].map(says));
}
