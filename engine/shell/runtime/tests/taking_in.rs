//! Taking in: each event once, in order, whatever else is in the body.

use super::words::{word, word_to};
use super::world::{OTHER_PAGE, PAGE, World, quick};
use crate::messenger::inbound::Item;
use crate::runtime::Settings;
use baton_core::id::{ContactId, PageId};
use std::task::Poll;

/// What is said where a word could not be run.
const EXCUSE: &str = "Sorry, I did not understand that.";

#[test]
fn a_word_is_answered_once_however_often_it_is_delivered() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    let now = world.clock.now();
    world.block_on(async {
        let deliveries = (0..20).map(|_| {
            let runtime = world.runtime().clone();
            tokio::spawn(async move { runtime.accept(vec![word("anna", 1, now, "ping")]).await })
        });
        for delivery in deliveries.collect::<Vec<_>>() {
            delivery.await.unwrap().unwrap();
        }
    });
    world.until("a duplicate was seen", |world| world.counter("duplicates") == 19);
    world.settle();
    assert_eq!(world.said("anna"), ["Hello", "pong"]);
    assert_eq!(world.count("event_key"), 2);
}

#[test]
fn a_word_that_comes_on_both_channels_is_one_word() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    let now = world.clock.now();
    let Item::Event(mut standby) = word("anna", 1, now, "ping") else {
        unreachable!("a word is an event")
    };
    standby.arrived = baton_core::event::Arrived::Standby;
    let both = vec![word("anna", 1, now, "ping"), Item::Event(standby)];
    world.block_on(world.runtime().accept(both)).unwrap();
    world.settle();
    assert_eq!(world.said("anna"), ["Hello", "pong"]);
    assert_eq!(world.counter("duplicates"), 1);
}

#[test]
fn ten_words_of_one_body_are_answered_in_the_order_they_were_written() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    let now = world.clock.now();
    let mut items: Vec<Item> =
        (1_u8..=10).map(|n| word("anna", n, now.plus_ms(n.into()), &format!("n{n}"))).collect();
    items.reverse();
    world.block_on(world.runtime().accept(items)).unwrap();
    let expected: Vec<String> = (1..=10).map(|n| format!("got n{n}")).collect();
    let expected: Vec<&str> =
        std::iter::once("Hello").chain(expected.iter().map(String::as_str)).collect();
    world.until_said("anna", &expected);
}

#[test]
fn a_conversation_that_was_forgotten_by_memory_is_read_again() {
    let mut settings = super::world::quick();
    settings.cache_bytes = 1;
    let world = World::with(settings);
    for contact in ["anna", "bert", "anna", "bert"] {
        world.write(contact, "ping");
        world.settle();
    }
    world.until_said("anna", &["pong", "pong"]);
    world.until_said("bert", &["pong", "pong"]);
}

#[test]
fn what_is_too_old_or_from_the_future_is_kept_and_not_run() {
    let world = World::new();
    let now = world.clock.now();
    let day = 86_400_000;
    let old = word("anna", 1, baton_core::id::Timestamp(now.0 - 9 * day), "ping");
    let future = word("anna", 2, now.plus_ms(2 * 86_400_000), "ping");
    world.block_on(world.runtime().accept(vec![old, future])).unwrap();
    assert_eq!(world.counter("late"), 2);
    assert_eq!(world.counter("events"), 0);
    assert_eq!(world.count("quarantine where reason = cast('late' as blob)"), 2);
}

#[test]
fn bad_and_unknown_items_are_kept_beside_good_ones() {
    let world = World::new();
    let raw = bytes::Bytes::from_static(b"{\"x\":");
    let items = vec![
        Item::Bad { reason: "no JSON".into(), raw: raw.clone() },
        word("anna", 1, world.clock.now(), "ping"),
        Item::Unknown { page: Some(PageId::new(PAGE)), kind: "new_thing".into(), raw },
    ];
    world.block_on(world.runtime().accept(items)).unwrap();
    assert_eq!(world.count("quarantine"), 2);
    assert_eq!(world.count("event_key"), 1);
}

#[test]
fn a_page_we_do_not_serve_is_counted_and_ignored() {
    let world = World::new();
    let Item::Event(mut inbound) = word("anna", 1, world.clock.now(), "ping") else {
        unreachable!("a word is an event")
    };
    inbound.page = PageId::new("another");
    world.block_on(world.runtime().accept(vec![Item::Event(inbound)])).unwrap();
    assert_eq!((world.counter("foreign"), world.counter("events")), (1, 0));
}

#[test]
fn poison_is_put_away_and_what_came_behind_it_runs_after_three_tries() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    let now = world.clock.now();
    let items = vec![
        word("anna", 1, now, "poison"),
        word("anna", 2, now.plus_ms(1), "ping"),
        word("bert", 3, now, "hi"),
    ];
    world.block_on(world.runtime().accept(items)).unwrap();
    world.until("bert is not harmed", |world| world.counter("events") >= 2);
    world.until("the poison is in quarantine", |world| world.counter("poison") == 1);
    world.until_said("anna", &["Hello", EXCUSE, "pong"]);
    assert_eq!(world.count("parked"), 0);
    assert_eq!(world.count("quarantine"), 1);
    world.block_on(world.runtime().accept(vec![word("anna", 1, now, "poison")])).unwrap();
    assert_eq!(world.counter("duplicates"), 1, "it is known, and not tried again");
    world.settle();
    assert_eq!(world.said("anna").len(), 3, "the fallback is said once");
}

#[test]
fn the_first_word_of_a_person_may_be_poison() {
    let world = World::new();
    world.write("anna", "poison");
    world.until_said("anna", &[EXCUSE]);
    world.write("anna", "hi");
    world.until_said("anna", &[EXCUSE, "Hello"]);
}

#[test]
fn poison_is_not_apologised_for_while_people_have_the_thread() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "agent");
    world.until("people have it", |world| world.count("handover where passed = 1") == 1);
    world.write("anna", "poison");
    world.until("the poison is in quarantine", |world| world.counter("poison") == 1);
    world.settle();
    assert_eq!(world.said("anna"), ["Hello", "A person comes."]);
}

#[test]
fn a_conversation_that_cannot_be_read_harms_no_other() {
    let mut world = World::new();
    for contact in ["anna", "bert"] {
        world.write(contact, "hi");
        world.until_said(contact, &["Hello"]);
    }
    world.settle();
    world.kill();
    world.spoil("anna");
    world.wake();
    world.write("anna", "ping");
    world.until("her word is in quarantine", |world| world.counter("poison") == 1);
    world.write("bert", "ping");
    world.until_said("bert", &["Hello", "pong"]);
    world.settle();
    assert_eq!(world.said("anna"), ["Hello"], "nobody knows where she stands");
}

#[test]
fn what_killed_the_process_three_times_is_put_away_for_good_at_once() {
    let mut world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.settle();
    world.kill();
    // One crumb: how many there are, the event's key, and the two deaths before the last one.
    let crumb = [&1_u32.to_le_bytes()[..], &[7; 16], &2_u32.to_le_bytes()].concat();
    std::fs::write(world.directory.path().join("baton.db.crumbs"), crumb).unwrap();
    world.wake();
    let now = world.clock.now();
    let items = vec![word("anna", 7, now, "n1"), word("anna", 8, now.plus_ms(1), "n2")];
    world.block_on(world.runtime().accept(items)).unwrap();
    assert_eq!(world.counter("poison"), 1);
    assert_eq!(world.count("quarantine"), 1);
    // What killed a process runs behind all others.
    world.until_said("anna", &["Hello", "got n2", EXCUSE]);
    world.settle();
    assert_eq!(world.count("parked"), 0);
}

#[test]
fn what_comes_behind_a_parked_event_waits_however_many_are_parked() {
    let hour = 3_600_000;
    let world = World::with(Settings { parked: hour, ..super::world::quick() });
    let now = world.clock.now();
    let people = |text: &'static str, key: u8| {
        for ten in 0..30 {
            let one = |n| word(&format!("p{ten}-{n}"), key, now, text);
            world.block_on(world.runtime().accept((0..10).map(one).collect())).unwrap();
        }
    };
    people("poison", 1);
    assert_eq!(world.count("parked"), 300);
    world.forward(hour + 60_000);
    world.until("some are tried again", |world| world.count("parked where tries = 2") > 0);
    people("ping", 2);
    assert_eq!(world.count("parked"), 600);
}

#[test]
fn a_parked_event_is_not_run_again_when_it_is_delivered_again() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    let now = world.clock.now();
    let behind = || word("anna", 2, now.plus_ms(1), "ping");
    let items = vec![word("anna", 1, now, "poison"), behind()];
    world.block_on(world.runtime().accept(items)).unwrap();
    world.block_on(world.runtime().accept(vec![behind()])).unwrap();
    world.until("nothing is parked", |world| {
        world.counter("poison") == 1 && world.count("parked") == 0
    });
    world.block_on(world.runtime().accept(vec![behind()])).unwrap();
    world.settle();
    let said = world.said("anna");
    assert_eq!(said, ["Hello", EXCUSE, "pong"], "{:#?}", world.runtime().health());
}

#[test]
fn a_queue_that_is_full_says_so_and_loses_nothing() {
    let mut settings = super::world::quick();
    settings.queue_bytes = 1;
    let world = World::with(settings);
    let now = world.clock.now();
    let refused = world.block_on(world.runtime().accept(vec![word("anna", 1, now, "ping")]));
    assert!(refused.is_err());
    assert_eq!(world.counter("overloaded"), 1);
    assert_eq!(world.count("event_key"), 0);
}

#[test]
fn whoever_goes_away_while_it_waits_leaves_no_trace_in_the_queue() {
    let mut settings = super::world::quick();
    // Two places, and bodies of forty: every one waits for its places, and nobody waits for its
    // end.
    settings.queue_items = 2;
    let world = World::with(settings);
    let now = world.clock.now();
    for body in 0..50 {
        let words = (0..40).map(|n| word(&format!("{body}-{n}"), 1, now, "hi")).collect();
        let runtime = world.runtime().clone();
        world.block_on(async move {
            let mut taking = std::pin::pin!(runtime.accept(words));
            std::future::poll_fn(|context| {
                let polled = taking.as_mut().poll(context);
                std::task::Poll::Ready(polled.is_ready())
            })
            .await
        });
    }
    world.until("what was queued is run", |world| {
        let one = word("anna", 1, now, "hi");
        world.block_on(world.runtime().accept(vec![one])).is_ok()
    });
}

#[test]
fn history_tells_what_was_heard_and_said() {
    let world = World::new();
    world.write("anna", "hi");
    world.until_said("anna", &["Hello"]);
    world.write("anna", "ping");
    world.until_said("anna", &["Hello", "pong"]);
    let (page, contact) = (PageId::new(PAGE), ContactId::new("anna"));
    let lines = world.block_on(world.runtime().history(&page, &contact)).unwrap();
    let text = serde_json::to_string(&lines).unwrap();
    for heard in ["hi", "Hello", "ping", "pong"] {
        assert!(text.contains(heard), "{heard}: {text}");
    }
}

/// Whether something is not done at once.
async fn waits<T>(what: &mut (impl Future<Output = T> + Unpin)) -> bool {
    let mut what = std::pin::Pin::new(what);
    std::future::poll_fn(|context| Poll::Ready(what.as_mut().poll(context).is_pending())).await
}

#[test]
fn a_page_in_a_flood_leaves_room_for_the_others() {
    let world = World::with(Settings { queue_items: 8, ..quick() });
    let runtime = world.runtime().clone();
    let now = world.clock.now();
    let held = world.hold_the_database();
    world.block_on(async {
        let take = |page, n: u8| {
            Box::pin(runtime.accept(vec![word_to(page, &format!("c{n}"), n, now, "hi")]))
        };
        let mut waiting: Vec<_> = (0..4).map(|n| take(PAGE, n)).collect();
        for taken in &mut waiting {
            assert!(waits(taken).await);
        }
        assert!(take(PAGE, 4).await.is_err(), "half of the queue is one page's");
        // The others go on, and so does the first when its words are through.
        waiting.extend((5..9).map(|n| take(OTHER_PAGE, n)));
        for taken in &mut waiting[4..] {
            assert!(waits(taken).await);
        }
        drop(held);
        for taken in waiting {
            taken.await.unwrap();
        }
        take(PAGE, 4).await.unwrap();
    });
    assert_eq!(world.count("conversation"), 9);
}
