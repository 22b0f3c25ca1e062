//! Order, redelivery and the faults on the way to our webhook, without any platform around.

use serde_json::json;

use super::post::LONGEST_HOLD;
use super::*;

fn mail() -> Mail {
    Mail::new(Redelivery::default())
}

fn post(mail: &mut Mail, now: i64, contact: &str, name: &str, act: Option<WebhookAct>) {
    let letter = Letter {
        page: 0,
        page_id: "9".into(),
        contact: contact.into(),
        channel: Channel::Messaging,
        item: json!(name),
    };
    mail.post(now, letter, act);
}

/// Names of the items of what is due, one text a delivery.
fn names(due: &[Delivery]) -> Vec<String> {
    let items = |delivery: &Delivery| {
        let entries = delivery.body["entry"].as_array().unwrap().clone();
        let items = entries.iter().flat_map(|one| one["messaging"].as_array().unwrap().clone());
        items.map(|item| item.as_str().unwrap().to_owned()).collect::<Vec<_>>().join("+")
    };
    due.iter().map(items).collect()
}

#[test]
fn one_contacts_webhooks_wait_for_each_other_and_other_contacts_do_not() {
    let mut mail = mail();
    post(&mut mail, 0, "a", "a1", None);
    post(&mut mail, 0, "a", "a2", None);
    post(&mut mail, 0, "b", "b1", None);
    let due = mail.due(0, 10);
    assert_eq!(names(&due), ["a1", "b1"]);
    assert!(mail.due(0, 10).is_empty());
    mail.answered(due[0].id, true, 1);
    assert_eq!(names(&mail.due(1, 10)), ["a2"]);
}

#[test]
fn out_of_order_delivery_hands_everything_out_at_once() {
    let mut mail = Mail::new(Redelivery { in_order: false, ..Redelivery::default() });
    post(&mut mail, 0, "a", "a1", None);
    post(&mut mail, 0, "a", "a2", None);
    assert_eq!(names(&mail.due(0, 10)), ["a1", "a2"]);
}

#[test]
fn a_failed_webhook_comes_again_at_once_and_then_with_growing_pauses() {
    let mut mail = mail();
    post(&mut mail, 0, "a", "a1", None);
    post(&mut mail, 0, "a", "a2", None);
    for attempt in 1..=3 {
        let due = mail.due(0, 10);
        assert_eq!((names(&due), due[0].attempt), (vec!["a1".to_owned()], attempt));
        mail.answered(due[0].id, false, 0);
    }
    // Its quick attempts are over: now the next one overtakes it.
    let due = mail.due(0, 10);
    assert_eq!(names(&due), ["a2"]);
    mail.answered(due[0].id, true, 0);
    assert_eq!(mail.next_due(), Some(1_000));
    assert!(mail.due(999, 10).is_empty());
    let due = mail.due(1_000, 10);
    mail.answered(due[0].id, false, 1_000);
    assert_eq!(mail.next_due(), Some(3_000));
}

#[test]
fn an_hour_without_a_success_unsubscribes_and_one_success_starts_it_anew() {
    let mut mail = mail();
    post(&mut mail, 0, "a", "a1", None);
    let fail = |mail: &mut Mail, now| {
        let due = mail.due(now, 10);
        mail.answered(due[0].id, false, now)
    };
    assert_eq!(fail(&mut mail, 0), None);
    assert_eq!(fail(&mut mail, 3_599_999), None);
    assert_eq!(fail(&mut mail, 3_600_000), Some(0));
    let due = mail.due(i64::MAX, 10);
    mail.answered(due[0].id, true, 3_600_001);
    post(&mut mail, 3_600_002, "a", "a2", None);
    assert_eq!(fail(&mut mail, 3_600_002), None);
    assert_eq!(mail.unanswered(), 1);
}

#[test]
fn copies_arrive_beside_each_other_and_each_must_be_answered() {
    let mut mail = mail();
    post(&mut mail, 0, "a", "a1", Some(WebhookAct::Times(3)));
    let due = mail.due(0, 10);
    assert_eq!(names(&due), ["a1", "a1", "a1"]);
    due.iter().for_each(|one| assert_eq!(mail.answered(one.id, true, 0), None));
    assert_eq!((mail.unanswered(), mail.delivered()), (0, 3));
}

#[test]
fn a_copy_can_come_late() {
    let mut mail = mail();
    post(&mut mail, 0, "a", "a1", Some(WebhookAct::Again { times: 2, every: 500 }));
    assert_eq!(names(&mail.due(0, 10)), ["a1"]);
    assert_eq!(names(&mail.due(499, 10)), Vec::<String>::new());
    assert_eq!(names(&mail.due(500, 10)), ["a1"]);
}

#[test]
fn an_event_falls_behind_the_next_ones_of_its_contact() {
    let mut mail = mail();
    post(&mut mail, 0, "a", "a1", Some(WebhookAct::Behind(2)));
    post(&mut mail, 0, "b", "b1", None);
    post(&mut mail, 0, "a", "a2", None);
    assert_eq!(names(&mail.due(0, 10)), ["b1", "a2"]);
    post(&mut mail, 1, "a", "a3", Some(WebhookAct::Delay(0)));
    assert_eq!(names(&mail.due(1, 10)), ["a1", "a3"]);
}

#[test]
fn nothing_falls_behind_for_ever() {
    let mut mail = mail();
    post(&mut mail, 0, "a", "a1", Some(WebhookAct::Behind(9)));
    assert!(mail.due(LONGEST_HOLD - 1, 10).is_empty());
    assert_eq!(names(&mail.due(LONGEST_HOLD, 10)), ["a1"]);
}

#[test]
fn a_batch_goes_out_when_it_is_full_or_its_time_is_up() {
    let mut mail = mail();
    let batch = WebhookAct::Batch { size: 3, within: 100, one_entry: true };
    for name in ["a1", "a2", "a3", "a4"] {
        post(&mut mail, 0, "a", name, Some(batch.clone()));
    }
    let due = mail.due(0, 10);
    assert_eq!(names(&due), ["a1+a2+a3"]);
    assert_eq!(due[0].body["entry"].as_array().unwrap().len(), 1);
    mail.answered(due[0].id, true, 1);
    assert!(mail.due(99, 10).is_empty());
    assert_eq!(names(&mail.due(100, 10)), ["a4"]);
    // What comes after it went out begins a new one.
    post(&mut mail, 101, "b", "b1", Some(batch));
    assert_eq!(names(&mail.due(201, 10)), ["b1"]);
}

#[test]
fn a_batch_can_hold_an_entry_for_each_item() {
    let mut mail = mail();
    let batch = WebhookAct::Batch { size: 2, within: 100, one_entry: false };
    post(&mut mail, 0, "a", "a1", Some(batch.clone()));
    post(&mut mail, 0, "b", "b1", Some(batch));
    let due = mail.due(0, 10);
    assert_eq!(names(&due), ["a1+b1"]);
    assert_eq!(due[0].body["entry"].as_array().unwrap().len(), 2);
}

#[test]
fn a_dropped_event_leaves_nothing() {
    let mut mail = mail();
    post(&mut mail, 0, "a", "a1", Some(WebhookAct::Drop));
    assert_eq!((mail.next_due(), mail.unanswered()), (None, 0));
}
