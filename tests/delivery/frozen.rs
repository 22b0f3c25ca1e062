//! The process stands still in the middle of sending, longer than its claims are good for, and goes on as if nothing
//! had been: what it meant to send then is not sent under the old claim, and everything is sent once.

use std::time::{Duration, Instant};

use baton_simulator::{Call, EventKind, GraphAct, WebhookAct, WebhookFault, When};

use super::wrong;
use crate::world::{Plan, World, says};

/// Claims are good for so long, and a little more.
const TOO_LONG: Duration = Duration::from_secs(16);

const BOT: &str = r#"
bot: three
start: hello
fallback: { say: Sorry? }
modules:
  hello:
    say: Hello.
    connections:
      - when: more
        do: [ { say: [one, two, three] } ]
"#;

/// How often the next message of the lane was claimed anew.
fn claims(world: &World) -> i64 {
    world.ask_database("select claim from outbox order by sequence limit 1")
}

#[test]
fn a_process_that_stood_still_sends_nothing_on_an_old_claim_and_everything_once() {
    let world = Plan::yaml(BOT).serve();
    world.person("anna").says("hi");
    world.expect("anna", [says("Hello.")]);
    // The answers come late, the first echo while nobody listens, and no other one at all.
    let late = WebhookFault::on(&[EventKind::Echo], WebhookAct::Delay(5_000));
    world.break_webhooks(WebhookFault { when: When::nth(1), ..late });
    world.break_webhooks(WebhookFault::on(&[EventKind::Echo], WebhookAct::Drop));
    wrong(&world, "anna", When::nth(1), GraphAct::Slow(2_000));
    wrong(&world, "anna", When::nth(1), GraphAct::Slow(5_000));
    let sent = |world: &World| {
        world.ledger("anna").iter().filter(|entry| entry.call == Call::Message).count()
    };
    world.person("anna").says_at_once("more");
    world.wait_until("the first", |world| (sent(world) == 2).then_some(()));
    // The other two are claimed, and wait for the first one's answer.
    assert_eq!(world.ask_database("select count(*) from outbox where state = 'claimed'"), 3);
    world.server.freeze();
    let began = Instant::now();
    world.wait_at_most(TOO_LONG * 4, "the end of the claims", |_| {
        (began.elapsed() > TOO_LONG).then_some(())
    });
    assert_eq!((sent(&world), claims(&world)), (2, 0), "it stood still");
    world.server.thaw();
    world.wait_until("the second", |world| (sent(world) == 3).then_some(()));
    assert!(claims(&world) > 0, "sent on a claim that was too old");
    world.quiet();
    world.expect("anna", ["one", "two", "three"].map(says));
    assert_eq!(world.counter("resent"), 0);
}
