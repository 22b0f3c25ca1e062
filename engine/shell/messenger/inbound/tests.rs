//! The kinds of item, one by one (messenger-platform 2).

mod body;
mod collection;
mod hostile;
mod properties;

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
fn what_the_platform_understood_comes_with_the_word() {
    let nlp = r#""nlpv2":{"intents":[{"id":"1","name":"refund","confidence":0.98}],"entities":{}}"#;
    let message = format!(r#""message":{{"mid":"m1","text":"money back",{nlp}}}"#);
    let understood = word(&from_person(&message)).understood.unwrap();
    assert_eq!(understood.intents[0].name, "refund");
    let broken = word(&from_person(r#""message":{"mid":"m1","text":"hi","nlp":"broken"}"#));
    assert_eq!((broken.text.as_str(), broken.understood), ("hi", None));
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
