//! Bodies as a whole: entries, arrays, test forms, and what makes two deliveries one event.

use super::*;

#[test]
fn one_entry_may_hold_both_arrays_and_a_body_several_pages() {
    let said = |mid: &str| from_person(&format!(r#""message":{{"mid":"{mid}","text":"{mid}"}}"#));
    let first = format!(
        r#"{{"id":100,"standby":[{},{}],"messaging":[{}]}}"#,
        said("a"),
        said("b"),
        said("c")
    );
    let second = said("d").replace(r#""100""#, "300");
    let body = format!(r#"{{"entry":[{first},{{"id":300,"messaging":[{second}]}}]}}"#);
    let found: Vec<_> = reading(&body)
        .items
        .into_iter()
        .map(|item| match item {
            Item::Event(Inbound { page, arrived, event: Event::Word(word), .. }) => {
                (page.to_string(), arrived, word.text)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let expect = |page: &str, arrived, text: &str| (page.to_owned(), arrived, text.to_owned());
    let expected = vec![
        expect("100", Arrived::Messaging, "c"),
        expect("100", Arrived::Standby, "a"),
        expect("100", Arrived::Standby, "b"),
        expect("300", Arrived::Messaging, "d"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_test_forms_of_the_dashboard_are_read() {
    let value = r#"{"sender":{"id":"200"},"recipient":{"id":"100"},"timestamp":"1527459824",
        "message":{"mid":"test_message_id","text":"test_message"}}"#;
    let changes = format!(r#""changes":[{{"field":"messages","value":{value}}}]"#);
    let direct = format!(r#""field":"messages","value":{value}"#);
    for inside in [changes, direct] {
        let reading = reading(&entry(&inside).replace("\"page\"", "\"instagram\""));
        let Item::Event(inbound) = &reading.items[0] else { panic!("{inside}") };
        assert_eq!(inbound.sent_at, Some(Timestamp(1_527_459_824_000)));
        assert_eq!(inbound.channel, "instagram");
    }
    let standby = format!(r#""changes":[{{"field":"standby","value":{value}}}]"#);
    let reading_ = reading(&entry(&standby));
    assert!(matches!(&reading_.items[0], Item::Event(i) if i.arrived == Arrived::Standby));
    let button = r#"{"entry":[{"changes":[{"field":"messages","value":{"page_id":"1"}}],
        "id":"0","time":1514862760}],"object":"page"}"#;
    assert!(matches!(&reading(button).items[0], Item::Unknown { kind, .. }
        if kind == "changes.messages"));
}

#[test]
fn bodies_without_items_are_empty() {
    for body in [
        r#"{"object":"page","entry":[]}"#,
        r#"{"object":"page"}"#,
        r#"{"object":"page","entry":null}"#,
        r#"{"object":"page","entry":[{"id":"1","time":1}]}"#,
        r#"{"object":"page","entry":[{"id":"1","messaging":null,"standby":[]}]}"#,
        "{}",
    ] {
        assert_eq!(reading(body), Reading::default(), "{body}");
    }
}

#[test]
fn the_same_event_has_the_same_key_however_it_arrives() {
    let key = |item: &str| inbound(item).key;
    let message = from_person(r#""message":{"mid":"m_1","text":"hi"}"#);
    let standby = reading(&entry(&format!(r#""standby":[{message}]"#)));
    let Item::Event(standby) = &standby.items[0] else { panic!() };
    assert_eq!(standby.key, key(&message));
    let again = from_person(r#""message":{"text":"hi","mid":"m_1","seq":2}"#);
    assert_eq!(key(&again), key(&message));

    let others = [
        from_person(r#""message":{"mid":"m_2","text":"hi"}"#),
        from_page(r#""message":{"is_echo":true,"mid":"m_1","text":"hi"}"#),
        from_person(r#""postback":{"mid":"m_1","title":"hi"}"#),
        from_person(r#""postback":{"title":"hi","payload":"p"}"#),
        from_person(r#""message":{"text":"hi"}"#),
        from_person(r#""message":{"mid":"","text":"ho"}"#),
        from_person(r#""reaction":{"mid":"m_1","action":"react","emoji":"x"}"#),
        from_person(r#""referral":{"ref":"r"}"#),
        from_person(r#""pass_thread_control":{"new_owner_app_id":1}"#),
        from_person(r#""take_thread_control":{"new_owner_app_id":1}"#),
    ];
    let mut keys: Vec<_> = others.iter().map(|item| key(item)).collect();
    keys.push(key(&message));
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), others.len() + 1);
    let long = format!(r#""message":{{"mid":"{}\u0000","text":"x"}}"#, "m".repeat(10_000));
    assert_ne!(key(&from_person(&long)), key(&message));
}
