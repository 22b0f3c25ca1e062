//! Findings beyond those of `tests/broken`: each with its place, and with help that can be
//! followed.

use super::{codes, modules, one, only};
use crate::language::render;

/// `text` has one finding, whose help says this.
fn told(text: &str, code: &str, help: &str) {
    let (found, advice) = only(text);
    assert_eq!(found, code, "{text}");
    assert!(advice.contains(help), "{text}: {advice}");
}

#[test]
fn words_of_other_builders_lead_to_ours() {
    told(
        &modules("a: { say: Hi, quick_replies: [], to: end }"),
        "unknown-key 5:17",
        "it is called `choices` here",
    );
    told(&modules("a: { message: Hi, to: end }"), "unknown-key 5:8", "it is called `say` here");
    told(
        &modules("a: { say: Hi, buttons: [], to: end }"),
        "unknown-key 5:17",
        "belong to a message",
    );
    told(&modules("a: { say: Hi, timeout: 3m, to: end }"), "unknown-key 5:17", "inside `handover`");
}

#[test]
fn names_have_their_form_and_are_free() {
    told(
        &modules("a: { say: Hi, to: end }\nAsk-Email: { say: Hi, to: end }"),
        "bad-name 6:3",
        "`ask_email`",
    );
    told(
        &modules("a: { say: Hi, to: end }\nback: { say: Hi, to: end }"),
        "reserved-name 6:3",
        "the_back",
    );
    told(
        &modules("a: { say: Hi, to: end }\nno: { say: Hi, to: end }"),
        "boolean-key 6:3",
        "said_no",
    );
    told(&modules("a: { ask: Q, save_as: user, to: end }"), "reserved-name 5:25", "my_user");
    told(&modules("a: { ask: Q, save_as: E-mail, to: end }"), "bad-name 5:25", "e_mail");
}

#[test]
fn two_buttons_of_one_id_are_told_apart() {
    let text = "a:\n  say:\n    - { text: A, buttons: [ { label: Go, to: z } ] }\n    - { text: \
               B, buttons: [ { label: Go, to: a } ] }\nz: { say: Z, to: end }";
    told(&modules(text), "duplicate-id 8:31", "id: go_2");
    let same = text.replace("to: a }", "to: z }");
    assert_eq!(codes(&one(&modules(&same))), Vec::<String>::new());
}

#[test]
fn a_keyword_with_buttons_needs_an_id_and_any_keyword_a_when() {
    let with = |keyword: &str| {
        format!(
            "bot: b\nfallback: {{ say: F }}\nkeywords: [ {keyword} ]\nmodules: {{ a: {{ say: Hi, \
                to: end }} }}"
        )
    };
    let button = "{ when: [x], do: [ { say: { text: T, buttons: [ { label: Go, to: a } ] } } ] }";
    told(&with(button), "missing-key 3:61", "id: menu");
    told(&with("{ to: a }"), "missing-key 3:13", "when: [menu");
    told(&with("{ when: { outcome: failed }, to: a }"), "impossible-outcome 3:32", "connections");
}

#[test]
fn a_line_of_actions_has_one_key() {
    told(
        &modules("a:\n  actions:\n    - say: Hi\n      tag: x\n  to: end"),
        "wrong-shape 8:9",
        "`- tag: …`",
    );
    told(
        &modules("a:\n  actions:\n    - Hello you\n  to: end"),
        "unknown-action 7:9",
        "`- say: Hello you`",
    );
}

#[test]
fn choices_need_a_message() {
    told(&modules("a: { tag: x, choices: [ { label: Go, to: a } ] }"), "missing-key 5:27", "say");
}

#[test]
fn a_service_is_declared_and_its_secrets_are_named() {
    let with = |service: &str| {
        format!(
            "bot: b\nfallback: {{ say: F }}\nservices: {{ shop: {service} }}\nmodules: {{ a: {{ \
                http: {{ post: shop/x }}, connections: [ {{ when: {{ outcome: failed }}, to: end \
                }} ], to: end }} }}"
        )
    };
    told(&with("{ url: shop.example }"), "bad-address 3:26", "https://");
    told(
        &with("{ url: \"https://s.example\", auth: { bearer: hunter2 } }"),
        "inline-secret 3:63",
        "BATON_SECRET_NAME",
    );
    told(
        &with("{ url: \"https://s.example\", auth: { basic: [me] } }"),
        "wrong-shape 3:62",
        "secret.SHOP_PASSWORD",
    );
    told(&with("{ url: \"https://s.example\", timeout: 5m }"), "bad-duration 3:56", "5s");
    assert_eq!(
        codes(&one(&with(
            "{ url: \"https://s.example/v1\", auth: { bearer: \"{{secret.KEY}}\" } }"
        ))),
        Vec::<String>::new()
    );
}

#[test]
fn a_secret_is_never_shown_by_a_finding() {
    let text = modules("a: { say: sk_live_4eC39HqLyjWDarjtT1zdp7dc, to: end }");
    let loaded = one(&text);
    assert_eq!(codes(&loaded), ["inline-secret 5:13"]);
    assert!(!loaded.diagnostics[0].message.contains("sk_live"));
    assert!(!loaded.diagnostics[0].help.contains("sk_live"));
}

#[test]
fn a_declared_secret_stays_out_of_metadata() {
    let text = "bot: b\nfallback: { say: F }\nvariables: { card: { type: text, secret: yes } \
               }\nmodules: { a: { handover: { metadata: \"{{card}}\", idle_timeout: 5m }, to: end \
                   } }";
    told(text, "secret-in-metadata 4:42", "leave it out");
}

#[test]
fn a_call_outside_of_services_is_refused() {
    let call = |call: &str| {
        modules(&format!(
            "a: {{ http: {{ {call} }}, connections: [ {{ when: {{ outcome: failed }}, to: end }} \
                ], to: end }}"
        ))
    };
    told(&call("get: \"https://shop.example/x\""), "unknown-service 5:21", "services: { shop");
    told(&call("save: x"), "missing-key 5:14", "get: shop/orders");
}

#[test]
fn an_outcome_says_what_it_needs() {
    let with = |handover: &str, outcome: &str| {
        modules(&format!(
            "a: {{ handover: {{ return_keywords: [bot]{handover} }}, connections: [ {{ when: {{ \
                outcome: {outcome} }}, to: end }} ], to: end }}"
        ))
    };
    let loaded = one(&with("", "closed"));
    assert!(render(&loaded, false).contains("hours: support"), "{}", render(&loaded, false));
    let loaded = one(&with("", "nobody_answered"));
    assert!(render(&loaded, false).contains("pickup_timeout: 5m"));
    assert_eq!(codes(&one(&with(", pickup_timeout: 5m", "nobody_answered"))), Vec::<String>::new());
}

#[test]
fn a_circle_with_a_way_out_is_no_loop() {
    let text = |more: &str| {
        modules(&format!(
            "a: {{ compute: {{ n: 1 }}, connections: [ {more}{{ to: b }} ] }}\nb: {{ say: B, to: \
                a }}\nz: {{ say: Z, to: end }}"
        ))
    };
    assert_eq!(codes(&one(&text(""))), ["loop-without-wait 5:3"]);
    assert_eq!(codes(&one(&text("{ if: n > 3, to: z }, "))), Vec::<String>::new());
}

#[test]
fn values_fit_what_keeps_them() {
    let declared = |kind: &str, rest: &str| {
        format!(
            "bot: b\nfallback: {{ say: F }}\nvariables: {{ n: {{ type: {kind} }} }}\nmodules: {{ \
                a: {{ {rest}, to: end }} }}"
        )
    };
    told(
        &declared("number", "ask: Q, expect: email, save_as: n"),
        "type-mismatch 4:49",
        "a number",
    );
    told(&declared("yes_no", "compute: { n: 1 + 1 }"), "type-mismatch 4:28", "a yes or no");
    told(&declared("number, default: many", "set: { n: 1 }"), "type-mismatch 3:42", "a number");
    assert_eq!(
        codes(&one(&declared("text", "ask: Q, expect: email, save_as: n"))),
        Vec::<String>::new()
    );
    let choices = "ask: Q, expect: number, save_as: n, choices: [ { label: One } ]";
    told(&declared("number", choices), "type-mismatch 4:64", "`value`");
}

#[test]
fn a_menu_label_may_be_longer_than_a_button() {
    let text = "bot: b\nfallback: { say: F }\nmenu: [ { label: Talk to one of our people, to: a } \
               ]\nmodules: { a: { say: Hi, to: end } }";
    assert_eq!(codes(&one(text)), Vec::<String>::new());
    told(&text.replace("our people", "our very patient people"), "channel-limit 3:18", "shorten");
}

#[test]
fn a_long_text_is_counted_without_what_is_inserted() {
    let text = |length: usize| {
        modules(&format!("a: {{ say: \"{}{{{{user.id}}}}\", to: end }}", "x".repeat(length)))
    };
    assert_eq!(codes(&one(&text(1_999))), Vec::<String>::new());
    assert_eq!(codes(&one(&text(2_000))), ["channel-limit 5:13"]);
}

#[test]
fn nothing_to_load_is_said() {
    let loaded = one("");
    assert_eq!(codes(&loaded), ["no-modules 1:1"]);
    assert!(render(&loaded, false).contains("modules:"));
}

#[test]
fn what_the_platform_understands_is_asked_for_with_a_confidence() {
    let with = |when: &str| {
        modules(&format!("a: {{ say: Hi, connections: [ {{ when: {{ {when} }}, to: end }} ] }}"))
    };
    told(&with("confidence: 0.8"), "missing-key 5:42", "`intent`, `entity` or `sentiment`");
    told(&with("intent: refund, confidence: 80"), "bad-number 5:70", "from 0 to 1");
    told(&with("sentiment: angry"), "unknown-value 5:53", "positive");
}
