//! The forms webhooks really have, and the ones nobody should send.

use std::path::PathBuf;

use baton_core::event::{AttachmentKind, Control, Echo, Moved, SystemKind, Word};
use baton_core::id::ConversationId;
use baton_core::value::Value;
use secrecy::SecretString;

use super::*;

const PAGE: &str = "100";
const PERSON: &str = "200";
const AT: i64 = 1_458_692_752_478;

fn names() -> Names {
    Names::new(&SecretString::from("secret"), &[])
}

fn reading(body: &str) -> Reading {
    read(&Bytes::from(body.to_owned()), &names())
}

/// The items of one entry of our page with this `messaging`.
fn items(messaging: &str) -> Vec<Item> {
    reading(&entry(&format!(r#""messaging":[{messaging}]"#))).items
}

fn entry(inside: &str) -> String {
    format!(r#"{{"object":"page","entry":[{{"id":"{PAGE}","time":{AT},{inside}}}]}}"#)
}

/// An item from the person with this event in it.
fn from_person(event: &str) -> String {
    format!(
        r#"{{"sender":{{"id":"{PERSON}"}},"recipient":{{"id":"{PAGE}"}},"timestamp":{AT},{event}}}"#
    )
}

fn from_page(event: &str) -> String {
    format!(
        r#"{{"sender":{{"id":"{PAGE}"}},"recipient":{{"id":"{PERSON}"}},"timestamp":{AT},{event}}}"#
    )
}

fn one(item: &str) -> Item {
    let mut items = items(item);
    assert_eq!(items.len(), 1, "{item}");
    items.remove(0)
}

fn inbound(item: &str) -> Inbound {
    match one(item) {
        Item::Event(inbound) => {
            assert_eq!((inbound.page.as_str(), inbound.contact.as_str()), (PAGE, PERSON));
            inbound
        }
        other => panic!("no event: {other:?}"),
    }
}

fn event(item: &str) -> Event {
    inbound(item).event
}

fn word(item: &str) -> Word {
    match event(item) {
        Event::Word(word) => word,
        other => panic!("no word: {other:?}"),
    }
}

fn unknown(item: &str) -> String {
    match one(item) {
        Item::Unknown { kind, .. } => kind,
        other => panic!("known: {other:?}"),
    }
}

#[test]
fn a_text_is_a_word() {
    let item = from_person(r#""message":{"mid":"m_1","text":"h\u00e9llo \"you\""}"#);
    let inbound = inbound(&item);
    assert_eq!(inbound.channel, "messenger");
    assert_eq!(inbound.sent_at, Some(Timestamp(AT)));
    assert_eq!(inbound.raw, item.as_bytes());
    let Event::Word(word) = inbound.event else { panic!() };
    assert_eq!(word.text, "héllo \"you\"");
    assert_eq!(word.sent_at, Timestamp(AT));
    assert_eq!((word.press, word.referral, word.attachments.len()), (None, None, 0));
}

#[test]
fn a_quick_reply_is_a_press_with_its_label() {
    let word = word(&from_person(
        r#""message":{"mid":"m","text":"Red","quick_reply":{"payload":"1.colour.red"}}"#,
    ));
    let press = word.press.unwrap();
    assert_eq!(word.text, "Red");
    assert_eq!(press.payload.as_deref(), Some("1.colour.red"));
    assert_eq!(press.title.as_deref(), Some("Red"));
}

#[test]
fn attachments_keep_kind_address_title_and_place() {
    let word = word(&from_person(
        r#""message":{"mid":"m","attachments":[
        {"type":"image","payload":{"url":"https://x/1"}},
        {"type":"image","payload":{"url":"https://x/2","sticker_id":"369239263222822"}},
        {"type":"sticker","payload":{"url":"https://x/3","sticker_id":369239263222822}},
        {"type":"location","payload":{"coordinates":{"lat":"1.5","long":-2}}},
        {"type":"fallback","title":"Old","URL":"https://x/4","payload":null},
        {"type":"ig_reel","payload":{"title":"Reel","url":"https://x/5","reel_video_id":1}},
        {"type":"audio"}, {"type":"video"}, {"type":"file"}, {"type":"contact"}, 7]}"#,
    ));
    use AttachmentKind::*;
    let kinds: Vec<_> = word.attachments.iter().map(|attachment| attachment.kind).collect();
    let expected = [Image, Sticker, Sticker, Location, Other, Other, Audio, Video, File, Contact];
    assert_eq!(kinds, expected);
    assert_eq!(word.attachments[3].place, Some((1.5, -2.0)));
    assert_eq!(word.attachments[4].url.as_deref(), Some("https://x/4"));
    assert_eq!(word.attachments[4].title.as_deref(), Some("Old"));
    assert_eq!(word.attachments[5].title.as_deref(), Some("Reel"));
}

#[test]
fn a_message_nobody_can_show_is_still_a_word() {
    for message in [r#"{"mid":"m"}"#, r#"{"mid":"m","is_unsupported":true}"#] {
        let word = word(&from_person(&format!(r#""message":{message}"#)));
        assert_eq!(word.attachments[0].kind, AttachmentKind::Other);
    }
    let deleted = from_person(r#""message":{"mid":"m","is_deleted":true}"#);
    assert_eq!(unknown(&deleted), "message_deleted");
}

#[test]
fn the_word_after_an_ad_names_the_ad() {
    let message = r#"{"mid":"m","text":"hi","referral":{"ref":"r","ad_id":77,"source":"ADS"}}"#;
    let referral = word(&from_person(&format!(r#""message":{message}"#))).referral.unwrap();
    assert_eq!(referral.ad_id.as_deref(), Some("77"));
    let product = r#"{"mid":"m","text":"hi","referral":{"product":{"id":"p"}}}"#;
    assert_eq!(word(&from_person(&format!(r#""message":{product}"#))).referral, None);
}

#[test]
fn get_started_opens_and_any_other_postback_is_a_press() {
    for payload in ["GET_STARTED", "get_started", "Get_Started", "1.get_started"] {
        let postback = format!(
            r#""postback":{{"title":"Get Started","payload":"{payload}",
                "referral":{{"ref":"r","source":"SHORTLINK","type":"OPEN_THREAD"}}}}"#
        );
        let Event::Opening(opening) = event(&from_person(&postback)) else { panic!("{payload}") };
        assert!(opening.get_started);
        assert_eq!(opening.referral.unwrap().reference.as_deref(), Some("r"));
    }
    let word = word(&from_person(r#""postback":{"title":"Help","payload":"get_started_not"}"#));
    assert_eq!(word.text, "Help");
    assert_eq!(word.press.unwrap().payload.as_deref(), Some("get_started_not"));
}

#[test]
fn a_tap_on_standby_has_a_title_and_no_payload() {
    let item = from_person(r#""postback":{"mid":"m_p","title":"Back to the bot"}"#);
    let reading = reading(&entry(&format!(r#""standby":[{item}]"#)));
    let Item::Event(inbound) = &reading.items[0] else { panic!() };
    assert_eq!(inbound.arrived, Arrived::Standby);
    let Event::Word(word) = &inbound.event else { panic!() };
    assert_eq!(word.arrived, Arrived::Standby);
    let press = word.press.as_ref().unwrap();
    assert_eq!((press.payload.as_ref(), press.title.as_deref()), (None, Some("Back to the bot")));
}

#[test]
fn a_link_into_a_running_thread_opens_without_get_started() {
    let item =
        from_person(r#""referral":{"ref":"spring","source":"SHORTLINK"},"lead":{"data":[]}"#);
    let Event::Opening(opening) = event(&item) else { panic!() };
    assert!(!opening.get_started);
    assert_eq!(opening.referral.unwrap().reference.as_deref(), Some("spring"));
}

#[test]
fn an_agents_message_is_an_echo_with_its_app() {
    let item = from_page(
        r#""message":{"is_echo":true,"app_id":184719329217930001,"mid":"m","text":"hi"}"#,
    );
    let Event::Echo(echo) = event(&item) else { panic!() };
    let expected = Echo {
        app: Some("184719329217930001".into()),
        ours: false,
        has_metadata: false,
        text: Some("hi".into()),
        sent_at: Timestamp(AT),
    };
    assert_eq!(echo, expected);
    // What the page sends is no person's word, even where it forgets to call itself an echo.
    let Event::Echo(echo) = event(&from_page(r#""message":{"mid":"m","text":"hi"}"#)) else {
        panic!()
    };
    assert_eq!(echo.app, None);
}

#[test]
fn our_own_echo_is_proven_and_nothing_else_is_ours() {
    let here = ConversationId::of("messenger", &PAGE.into(), &PERSON.into());
    let name = EffectName { conversation: here, sequence: 3, stamp: 9 };
    let echo = |metadata: &str| {
        let message = format!(r#"{{"is_echo":true,"mid":"m_9","metadata":"{metadata}"}}"#);
        reading(&entry(&format!(
            r#""messaging":[{}]"#,
            from_page(&format!(r#""message":{message}"#))
        )))
    };
    let own = echo(&names().sign(&name));
    let expected =
        Item::OwnEcho { page: PAGE.into(), contact: PERSON.into(), name, mid: Some("m_9".into()) };
    assert_eq!((own.items, own.forged), (vec![expected], 0));

    let elsewhere = EffectName { conversation: ConversationId(1), ..name };
    let strange = Names::new(&SecretString::from("other"), &[]);
    for forged in [names().sign(&elsewhere), strange.sign(&name), "b1.x".into()] {
        let reading = echo(&forged);
        assert_eq!(reading.forged, 1, "{forged}");
        let Item::Event(Inbound { event: Event::Echo(echo), .. }) = &reading.items[0] else {
            panic!("{forged}")
        };
        assert!(!echo.ours && echo.has_metadata);
    }
    assert_eq!(echo("flow:42").forged, 0);
}

#[test]
fn control_events_tell_what_the_platform_tells() {
    let control = |event_: &str| match event(&from_person(event_)) {
        Event::Control(control) => control,
        other => panic!("{other:?}"),
    };
    let full = r#""pass_thread_control":{"previous_owner_app_id":"1","new_owner_app_id":
        987654321987654321,"metadata":"free"}"#;
    let expected = Control {
        moved: Moved::Passed,
        from: Some("1".into()),
        to: Some("987654321987654321".into()),
        metadata: Some("free".into()),
        sent_at: Timestamp(AT),
    };
    assert_eq!(control(full), expected);
    let idle = r#""take_thread_control":{"previous_owner_app_id":null,"metadata":null}"#;
    let taken = control(idle);
    assert_eq!(taken.moved, Moved::Taken);
    assert_eq!((taken.from, taken.to, taken.metadata), (None, None, None));
}

#[test]
fn the_page_may_stand_at_either_end_of_a_control_event() {
    for item in [from_person, from_page] {
        let item =
            item(r#""request_thread_control":{"requested_owner_app_id":123,"metadata":null}"#);
        let Event::Requested { app, metadata, .. } = event(&item) else { panic!() };
        assert_eq!((app.as_str(), metadata), ("123", None));
        assert!(matches!(event(&item), Event::Requested { .. }));
    }
    assert_eq!(unknown(&from_person(r#""request_thread_control":{}"#)), "request_without_app");
}

#[test]
fn system_events_carry_what_flows_read() {
    let system = |event_: &str| match event(&from_person(event_)) {
        Event::System(system) => system,
        other => panic!("{other:?}"),
    };
    let text = |text: &str| Some(Value::Text(text.into()));
    let reaction =
        system(r#""reaction":{"reaction":"love","emoji":"❤️","action":"react","mid":"m"}"#);
    assert_eq!(reaction.kind, SystemKind::Reaction);
    assert_eq!(reaction.data.get("reaction").cloned(), text("love"));
    let optin = system(r#""optin":{"type":"notification_messages","payload":"P","ref":"R"}"#);
    assert_eq!(optin.kind, SystemKind::Optin);
    assert_eq!(optin.data.get("payload").cloned(), text("P"));
    assert!(!optin.data.contains_key("title"));
    let linked = system(r#""account_linking":{"status":"linked","authorization_code":"C"}"#);
    assert_eq!(linked.data.get("status").cloned(), text("linked"));
    let feedback = system(
        r#""messaging_feedback":{"feedback_screens":[{"screen_id":0,"questions":{"q1":
            {"type":"csat","payload":"4","follow_up":{"type":"free_form","payload":"fine"}}}}]}"#,
    );
    assert_eq!(feedback.kind, SystemKind::Feedback);
    assert_eq!(feedback.data.get("payload").cloned(), text("4"));
    assert_eq!(feedback.data.get("comment").cloned(), text("fine"));
    assert_eq!(feedback.data.get("question").cloned(), text("q1"));
    let thumb = system(r#""response_feedback":{"feedback":"Good response","mid":"m"}"#);
    assert_eq!(thumb.data.get("payload").cloned(), text("Good response"));
    let back = from_person(r#""reaction":{"action":"unreact","mid":"m"}"#);
    assert_eq!(unknown(&back), "unreact");
}

#[test]
fn reads_and_deliveries_move_a_watermark() {
    let mark = |at| Item::Watermark { page: PAGE.into(), contact: PERSON.into(), at };
    let read = from_person(r#""read":{"watermark":1458668856253}"#);
    assert_eq!(one(&read), mark(Timestamp(1_458_668_856_253)));
    assert_eq!(one(&from_person(r#""read":{"mid":"m"}"#)), mark(Timestamp(AT)));
    let delivery = r#"{"sender":{"id":"200"},"recipient":{"id":"100"},
        "delivery":{"mids":["m"],"watermark":1458668856}}"#;
    assert_eq!(one(delivery), mark(Timestamp(1_458_668_856_000)));
}

#[test]
fn what_is_not_acted_on_is_named_and_kept() {
    let kinds = [
        (from_person(r#""message_edit":{"mid":"m","text":"x","num_edit":1}"#), "message_edit"),
        (from_person(r#""hop_context":{},"something_new":{}"#), "something_new"),
        (from_person(r#""message_request":"accept""#), "message_request"),
        (
            r#"{"recipient":{"id":"100"},"app_roles":{"1":["primary_receiver"]}}"#.into(),
            "app_roles",
        ),
        (r#"{"recipient":{"id":"100"},"optin":{"user_ref":"u"}}"#.into(), "optin"),
        (r#"{"sender":{"id":"200"},"recipient":{"id":"100"}}"#.into(), "empty"),
        (from_person(r#""a b<script>\n":1"#), "abscript"),
    ];
    for (item, expected) in kinds {
        assert_eq!(unknown(&item), expected);
    }
    let labels = reading(&entry(r#""changes":[{"field":"inbox_labels","value":{"user":{}}}]"#));
    let Item::Unknown { page, kind, raw } = &labels.items[0] else { panic!() };
    assert_eq!(kind, "changes.inbox_labels");
    assert_eq!(page.as_ref().unwrap().as_str(), PAGE);
    assert_eq!(&raw[..], br#"{"field":"inbox_labels","value":{"user":{}}}"#);
    let other = reading(r#"{"object":"whatsapp_business_account","entry":[{"id":"1"}]}"#);
    assert!(matches!(&other.items[0], Item::Unknown { kind, .. }
        if kind == "object.whatsapp_business_account"));
}

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

#[test]
fn the_real_payloads_each_become_the_right_event() {
    for (name, body) in fixtures() {
        let reading = reading(&body);
        assert!(!reading.items.iter().any(|item| matches!(item, Item::Bad { .. })), "{name}");
        let Some(expected) = expectation(&name) else {
            assert_eq!(reading.items.len(), usize::from(!name.contains("without-messaging")));
            continue;
        };
        assert_eq!(reading.items.iter().map(sort_of).collect::<Vec<_>>(), [expected], "{name}");
    }
}

fn sort_of(item: &Item) -> &'static str {
    match item {
        Item::Event(inbound) => match &inbound.event {
            Event::Word(word) if word.press.is_some() => "press",
            Event::Word(_) => "word",
            Event::Opening(_) => "opening",
            Event::Echo(_) => "echo",
            Event::Control(_) => "control",
            Event::System(_) => "system",
            _ => "other",
        },
        Item::OwnEcho { .. } => "own",
        Item::Watermark { .. } => "watermark",
        Item::Unknown { .. } => "unknown",
        Item::Bad { .. } => "bad",
    }
}

/// What a file of the public collection holds, told by its name.
fn expectation(name: &str) -> Option<&'static str> {
    let known = [
        ("account-linking", "system"),
        ("delivery", "watermark"),
        ("message-echo", "echo"),
        ("message-reaction", "system"),
        ("message-request", "unknown"),
        ("13-message.json", "press"),
        ("-message-", "word"),
        ("optin", "system"),
        ("pass-thread-control", "control"),
        ("postback", "press"),
        ("24-read", "watermark"),
        ("25-referral", "opening"),
        ("server-body-text", "word"),
        ("policy", "unknown"),
        ("payment", "unknown"),
        ("feed", "unknown"),
        ("leadgen", "unknown"),
        ("game", "unknown"),
    ];
    known.iter().find(|(part, _)| name.contains(part)).map(|(_, sort)| *sort)
}

/// The public collection's webhook items as bodies, and two of our own for where it is not at hand.
fn fixtures() -> Vec<(String, String)> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures");
    let folder = std::env::var_os("BATON_FIXTURES").map_or(beside, PathBuf::from);
    let own = [
        (
            "00-pass-thread-control",
            from_person(r#""pass_thread_control":{"new_owner_app_id":"1"}"#),
        ),
        ("00-message-echo", from_page(r#""message":{"is_echo":true,"app_id":7,"mid":"m"}"#)),
    ];
    let own = own.map(|(name, item)| (name.to_owned(), item)).into_iter();
    let mut files: Vec<(String, String)> = own.collect();
    if let Ok(found) = std::fs::read_dir(folder.join("jgorset-facebook-messenger")) {
        files.extend(found.map(|file| {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        }));
        assert!(files.len() > 40, "the collection has 41 files");
    }
    files.into_iter().filter_map(|(name, json)| Some((name, as_body(json)?))).collect()
}

/// A file of the collection as a webhook body, if it is a webhook's at all.
fn as_body(json: String) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    if value.get("entry").is_some() {
        return Some(json);
    }
    let key = if value.get("field").is_some() { "changes" } else { "messaging" };
    let page = match value.get("recipient") {
        Some(recipient) => recipient["id"].to_string(),
        None => value.get("field").map(|_| "3".to_owned())?,
    };
    Some(format!(r#"{{"object":"page","entry":[{{"id":{page},"{key}":[{json}]}}]}}"#))
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    /// JSON of any shape, with the words of webhooks in it more often than chance would have.
    fn json() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "id",
            "sender",
            "recipient",
            "message",
            "mid",
            "text",
            "timestamp",
            "postback",
            "read",
            "watermark",
            "attachments",
            "payload",
            "reaction",
            "optin",
            "metadata",
            "is_echo",
            "referral",
            "pass_thread_control",
            "quick_reply",
            "type",
            "coordinates",
            "\\ud800",
        ]);
        let key = prop_oneof![word.prop_map(str::to_owned), "[a-z\\PC&&[^\"\\\\]]{0,8}"];
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            any::<i64>().prop_map(|number| number.to_string()),
            any::<u64>().prop_map(|number| format!("{number}e{}", number % 400)),
            key.clone().prop_map(|text| format!("\"{text}\"")),
        ];
        leaf.prop_recursive(6, 64, 8, move |inner| {
            let pair =
                (key.clone(), inner.clone()).prop_map(|(key, value)| format!("\"{key}\":{value}"));
            prop_oneof![
                prop::collection::vec(inner, 0..6).prop_map(|all| format!("[{}]", all.join(","))),
                prop::collection::vec(pair, 0..8).prop_map(|all| format!("{{{}}}", all.join(","))),
            ]
        })
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
            read(&Bytes::from(bytes), &names());
        }

        #[test]
        fn arbitrary_items_are_each_answered_by_one(all in prop::collection::vec(json(), 1..5)) {
            let found = items(&all.join(","));
            prop_assert_eq!(found.len(), all.len());
        }

        #[test]
        fn a_damaged_body_never_panics(at in 0usize..400, byte: u8) {
            let item = from_person(r#""message":{"mid":"m_1","text":"\u00e4 \ud83d\ude00"}"#);
            let mut body = entry(&format!(r#""messaging":[{item}]"#)).into_bytes();
            let at = at % body.len();
            body[at] = byte;
            read(&Bytes::from(body), &names());
        }

        #[test]
        fn arbitrary_entries_never_panic(entry in json()) {
            reading(&format!(r#"{{"object":"page","entry":[{entry}]}}"#));
            reading(&entry);
        }
    }
}
