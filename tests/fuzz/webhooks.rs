//! Bodies of webhooks, their signatures, and what the Graph API answers, damaged.

use std::sync::Arc;

use baton::messenger::effect_name::{EffectName, Names};
use baton::messenger::inbound::{Item, read};
use baton::messenger::signature::{Keys, sign, verify};
use baton::messenger::{failure, reply, verification};
use baton_core::bot::Bot;
use baton_core::id::{AppId, ConversationId, PageId, Timestamp};
use baton_core::language::load;
use bytes::Bytes;
use secrecy::SecretString;

use crate::chance::Chance;
use crate::flows::chance_of;
use crate::mutate::{Mutator, damage};
use crate::run::{Subject, run};
use crate::world::Talk;
use crate::{corpus, flows};

/// One item of each kind, as the platform's pages show them.
const ITEMS: [&str; 22] = [
    r#""message":{"mid":"m_1","text":"hello \u00e4 \ud83d\ude00"}"#,
    r#""message":{"mid":"m_2","text":"Yes","quick_reply":{"payload":"1.welcome.order"}}"#,
    r#""message":{"mid":"m_3","attachments":[{"type":"image","payload":{"url":"https://x.example/i.png","sticker_id":369239263222822}}]}"#,
    r#""message":{"mid":"m_4","attachments":[{"type":"location","payload":{"coordinates":{"lat":55.67,"long":12.56}}}]}"#,
    r#""message":{"mid":"m_5","text":"yes","reply_to":{"mid":"m_1"}}"#,
    r#""message":{"mid":"m_6","is_deleted":true}"#,
    r#""message":{"mid":"m_7","is_echo":true,"app_id":263902037430900,"metadata":"b1.x.y","text":"Hi"}"#,
    r#""message":{"mid":"m_8","text":"hi","nlp":{"intents":[{"id":"1","name":"order","confidence":0.98}],"entities":{"wit$datetime:datetime":[{"name":"wit$datetime","role":"datetime","value":"2026-03-24","confidence":0.9}]},"traits":{"wit$sentiment":[{"value":"positive","confidence":0.7}]},"detected_locales":[{"locale":"en_XX","confidence":0.9}]}}"#,
    r#""postback":{"mid":"m_9","title":"Get Started","payload":"GET_STARTED","referral":{"ref":"summer","source":"SHORTLINK","type":"OPEN_THREAD"}}"#,
    r#""postback":{"title":"Go","payload":"1.welcome.b.{\"id\":3}"}"#,
    r#""referral":{"ref":"sale","source":"ADS","type":"OPEN_THREAD","ad_id":"7"}"#,
    r#""reaction":{"reaction":"love","emoji":"\u2764","action":"react","mid":"m_1"}"#,
    r#""optin":{"ref":"x","user_ref":"y","type":"notification_messages","payload":"p","notification_messages_token":"t"}"#,
    r#""delivery":{"mids":["m_1"],"watermark":1458668856253}"#,
    r#""read":{"watermark":1458668856253}"#,
    r#""pass_thread_control":{"previous_owner_app_id":"1","new_owner_app_id":"1001","metadata":"solved"}"#,
    r#""take_thread_control":{"previous_owner_app_id":1001,"new_owner_app_id":null,"metadata":""}"#,
    r#""request_thread_control":{"requested_owner_app_id":"2","metadata":"m"}"#,
    r#""app_roles":{"1001":["primary_receiver"]}"#,
    r#""account_linking":{"status":"linked","authorization_code":"c"}"#,
    r#""messaging_feedback":{"feedback_screens":[{"screen_id":0,"questions":{"q":{"type":"csat","payload":"4","follow_up":{"type":"free_form","payload":"Nice."}}}}]}"#,
    r#""game_play":{"game_id":"1","player_id":"2"}"#,
];

/// Bodies with one and with several items, in every array there is.
fn bodies() -> Vec<String> {
    let item = |event: &str| {
        format!(
            r#"{{"sender":{{"id":"200"}},"recipient":{{"id":"100"}},"timestamp":1458692752478,{event}}}"#
        )
    };
    let body = |array: &str, items: &[String]| {
        let items = items.join(",");
        format!(
            r#"{{"object":"page","entry":[{{"id":"100","time":1458692752478,"{array}":[{items}]}}]}}"#
        )
    };
    let items: Vec<String> = ITEMS.iter().map(|event| item(event)).collect();
    let mut all: Vec<String> =
        items.iter().map(|one| body("messaging", std::slice::from_ref(one))).collect();
    all.extend(items.chunks(4).map(|some| body("messaging", some)));
    all.extend(items.chunks(5).map(|some| body("standby", some)));
    let changes = r#"{"object":"page","entry":[{"id":"100","time":1,"changes":[{"field":"feed","value":{"item":"status"}},{"field":"messages","value":{"sender":{"id":"200"},"recipient":{"id":"100"},"message":{"mid":"m_1","text":"hi"}}}]}]}"#;
    all.push(changes.to_owned());
    all
}

fn secret() -> SecretString {
    SecretString::from("test_app_secret")
}

fn names() -> Names {
    Names::new(&secret(), &[])
}

/// JSON or bytes, damaged.
fn damaged(mutator: &Mutator, chance: &mut Chance) -> Vec<u8> {
    if chance.one_in(2) {
        return mutator.text(chance).into_bytes();
    }
    let mut bytes = chance.pick(mutator.texts()).clone().into_bytes();
    for _ in 0..=chance.below(4) {
        damage(&mut bytes, chance);
    }
    bytes
}

struct Bodies {
    mutator: Mutator,
    bot: Arc<Bot>,
}

impl Subject for Bodies {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        damaged(&self.mutator, chance)
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let body = Bytes::copy_from_slice(input);
        let reading = read(&body, &names());
        if reading != read(&body, &names()) {
            return Err("read twice it is something else".to_owned());
        }
        let mut talk = Talk::with(self.bot.clone());
        for item in reading.items {
            match item {
                Item::Event(mut inbound) => {
                    inbound.happened_by(Timestamp(1_772_440_200_000));
                    let stored =
                        serde_json::to_string(&inbound.event).map_err(|e| e.to_string())?;
                    let back =
                        serde_json::from_str(&stored).map_err(|e| format!("{e}: {stored}"))?;
                    if inbound.event != back {
                        return Err(format!("stored and read back it is another: {stored}"));
                    }
                    talk.happens(inbound.event, &mut chance_of(input))?;
                }
                Item::Unknown { kind, .. } if kind.len() > 64 => {
                    return Err(format!("kind {kind}"));
                }
                Item::Unknown { .. } | Item::Bad { .. } => {}
                Item::OwnEcho { .. } => return Err("an echo was believed to be ours".to_owned()),
                Item::Watermark { .. } => {}
            }
        }
        Ok(())
    }
}

const BOT: &str = "bot: b\nstart: welcome\nkeywords:\n  - { when: { event: reaction }, do: [ say: Thanks. ] }\n  \
                   - { when: { sends: image }, do: [ say: \"A picture: {{input.url}}\" ] }\n  \
                   - { when: { intent: order }, to: person }\nfallback: { say: Pardon? }\nmodules:\n  \
                   welcome: { say: Hi., choices: [ { label: Order, id: order, to: person } ] }\n  \
                   person: { handover: { say: One moment. }, to: welcome }\n";

#[test]
fn bodies_are_read_whatever_stands_in_them() {
    let loaded = load(vec![flows::file("bot.yaml", BOT.as_bytes())]);
    let bot = Arc::new(loaded.bot.expect("the bot loads"));
    run("webhook bodies", 3_000, Bodies { mutator: Mutator::new(bodies()), bot });
}

/// A signature with the body it belongs to, one of them damaged: a line, then the body.
struct Signatures(Mutator);

impl Subject for Signatures {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        let body = chance.pick(self.0.texts()).clone().into_bytes();
        let mut value = sign(&secret(), &body).into_bytes();
        let mut given = body;
        match chance.below(4) {
            0 => damage(&mut given, chance),
            1 => value = self.0.text(chance).into_bytes(),
            2 => value.make_ascii_uppercase(),
            _ => damage(&mut value, chance),
        }
        value.retain(|byte| *byte != b'\n');
        value.push(b'\n');
        value.extend(given);
        value
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let at = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
        let (value, body) = (&input[..at], input.get(at + 1..).unwrap_or_default());
        let keys = Keys::new(&[secret()]);
        let believed = verify(&keys, [value], body).is_ok();
        let right = sign(&secret(), body).as_bytes() == value;
        if believed != right {
            return Err(format!("believed: {believed}, right: {right}"));
        }
        if verify(&keys, [value, value], body).is_ok() {
            return Err("two signatures were believed".to_owned());
        }
        Ok(())
    }
}

#[test]
fn only_the_right_signature_is_believed() {
    run("signatures", 4_000, Signatures(Mutator::new(bodies())));
}

/// The names our effects carry through the platform.
struct EffectNames;

impl EffectNames {
    fn name() -> EffectName {
        EffectName { conversation: ConversationId(-77), sequence: 12, stamp: 1_772_440_200 }
    }
}

impl Subject for EffectNames {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        let mut text = names().sign(&Self::name()).into_bytes();
        for _ in 0..=chance.below(2) {
            damage(&mut text, chance);
        }
        text
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let text = String::from_utf8_lossy(input);
        match names().prove(&text) {
            Some(name) if name != Self::name() => Err(format!("{name:?} was believed")),
            Some(_) | None => Ok(()),
        }
    }
}

#[test]
fn no_other_name_of_an_effect_is_believed() {
    run("names of effects", 10_000, EffectNames);
}

/// What the Graph API answers, and the queries of its subscription.
struct Replies(Mutator);

impl Subject for Replies {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        damaged(&self.0, chance)
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let own = AppId::new("1001");
        drop((reply::message_id(input), reply::succeeded(input), reply::owner(input, &own)));
        drop((reply::profile(input), reply::subscribed(input, &own), reply::routing(input)));
        drop((reply::receivers(input), reply::past_messages(input, &PageId::new("100"))));
        drop(failure::graph_error(input));
        let query = String::from_utf8_lossy(input);
        if verification::answer(&query, &SecretString::from("the verify token")).is_some() {
            return Err("a query without the token was answered".to_owned());
        }
        Ok(())
    }
}

#[test]
fn replies_are_read_whatever_stands_in_them() {
    let replies = [
        r#"{"recipient_id":"200","message_id":"m_1"}"#,
        r#"{"success":true}"#,
        r#"{"data":[{"thread_owner":{"app_id":"1001","expiration":1}}]}"#,
        r#"{"first_name":"Anna","last_name":"B","profile_pic":"https://x","locale":"en_US","timezone":1,"id":"200"}"#,
        r#"{"data":[{"id":"1001","subscribed_fields":["messages","messaging_postbacks"]}]}"#,
        r#"{"data":[{"id":"1","name":"Desk"},{"id":"2","name":"Other"}]}"#,
        r#"{"data":[{"messages":{"data":[{"id":"m_1","message":"Hi","from":{"id":"100"},"created_time":"2026-03-02T08:30:00+0000"}]}}]}"#,
        r#"{"error":{"message":"(#100) x","type":"OAuthException","code":100,"error_subcode":2018001,"fbtrace_id":"A","is_transient":false}}"#,
        "hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1158201444",
    ];
    let texts = replies.iter().map(|text| (*text).to_owned()).collect();
    run("replies", 10_000, Replies(Mutator::new(texts)));
}

#[test]
fn the_bodies_are_read_while_they_are_whole() {
    let items: usize =
        bodies().iter().map(|body| read(&Bytes::from(body.clone()), &names()).items.len()).sum();
    assert!(items >= 3 * ITEMS.len(), "only {items} items");
    assert!(corpus::shipped_tests().len() >= 4);
}
