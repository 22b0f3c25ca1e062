//! What nobody should send, and what must come of it.

use super::*;

#[test]
fn one_bad_item_harms_none_of_the_others() {
    let good = |n: usize| from_person(&format!(r#""message":{{"mid":"m{n}","text":"x"}}"#));
    let bad = [
        "7",
        "[]",
        "null",
        r#""text""#,
        r#"{"sender":{"id":"200"},"sender":{"id":"201"},"recipient":{"id":"100"},"read":{}}"#,
    ];
    for bad in bad {
        let mut all: Vec<String> = (0..999).map(good).collect();
        all.insert(500, bad.into());
        let items = items(&all.join(","));
        assert_eq!(items.len(), 1000);
        let events = items.iter().filter(|item| matches!(item, Item::Event(_))).count();
        assert_eq!(events, 999, "{bad}");
        assert!(
            matches!(&items[500], Item::Bad { raw, .. } if &raw[..] == bad.as_bytes()),
            "{bad}"
        );
    }
}

#[test]
fn bytes_that_are_no_text_spoil_their_own_item_only() {
    let good = from_person(r#""message":{"mid":"a","text":"x"}"#);
    let mut body = entry(&format!(r#""messaging":[{good},{}]"#, good.replace("x", "\u{7f}\u{7f}")));
    body = body.replace('\u{7f}', "#");
    let mut bytes = body.into_bytes();
    for byte in bytes.iter_mut().filter(|byte| **byte == b'#') {
        *byte = 0xff;
    }
    let reading = read(&Bytes::from(bytes), &names());
    assert!(matches!(&reading.items[0], Item::Event(_)));
    let Item::Bad { reason, raw } = &reading.items[1] else { panic!() };
    assert_eq!(reason, "not UTF-8");
    assert!(raw.windows(2).any(|pair| pair == [0xff, 0xff]));
}

#[test]
fn lone_surrogates_nul_and_wrong_types_are_read_as_far_as_they_go() {
    let text = word(&from_person(r#""message":{"mid":"\ud800","text":"a\ud800\u0000b"}"#)).text;
    assert!(text.starts_with('a') && text.ends_with("\0b"), "{text:?}");
    let odd = from_person(r#""message":{"mid":[],"text":{},"attachments":{},"quick_reply":1}"#);
    assert_eq!(word(&odd).text, "");
    assert_eq!(word(&from_person(r#""message":{"mid":"m","text":5}"#)).text, "5");
    assert_eq!(unknown(&from_person(r#""message":7"#)), "message");
}

#[test]
fn a_hundred_thousand_brackets_overflow_nothing() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let item = from_person(&format!(r#""message":{{"mid":"m","text":"x","nlp":{deep}}}"#));
    assert_eq!(word(&item).text, "x");
    assert!(matches!(one(&deep), Item::Bad { .. }));
    for body in ["[".repeat(100_000), deep.clone(), format!(r#"{{"entry":{deep}}}"#)] {
        let items = reading(&body).items;
        assert!(items.iter().all(|item| matches!(item, Item::Bad { .. })), "{}", &body[..20]);
        assert_eq!(items.len(), 1);
    }
    let maps = r#"{"a":"#.repeat(100_000);
    assert!(matches!(reading(&maps).items[0], Item::Bad { .. }));
}

#[test]
fn a_body_with_its_entries_twice_is_bad_as_a_whole() {
    for body in [r#"{"entry":[],"entry":[]}"#, "", "nonsense", r#"{"entry":7}"#, "[null,[]]"] {
        let items = reading(body).items;
        assert!(matches!(&items[..], [Item::Bad { raw, .. }] if &raw[..] == body.as_bytes()));
    }
}

#[test]
fn times_that_cannot_be_are_none_and_the_runtime_gives_its_own() {
    for time in ["-1", "9223372036854775808", "\"soon\"", "null", "{}"] {
        let item =
            from_person(r#""message":{"mid":"m","text":"x"}"#).replace(&AT.to_string(), time);
        let mut inbound = inbound(&item);
        assert_eq!(inbound.sent_at, None, "{time}");
        inbound.happened_by(Timestamp(77));
        assert!(matches!(inbound.event, Event::Word(Word { sent_at: Timestamp(77), .. })));
    }
    let mut known = inbound(&from_person(r#""message":{"mid":"m","text":"x"}"#));
    known.happened_by(Timestamp(77));
    assert!(matches!(known.event, Event::Word(Word { sent_at: Timestamp(AT), .. })));
}
