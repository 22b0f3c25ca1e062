//! Whatever comes, every item is answered by one and nothing panics.

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
