//! Bad inputs 1 to 7: nothing is read before its signature is right.

use super::{ECHO, greeted, repeats, world};
use crate::world::{Plan, SECRET, Stored, World, envelope, message, sign, sign_by};

const HEADER: &str = "x-hub-signature-256";

fn body() -> Vec<u8> {
    envelope(&[message("anna", "m_1", "hi")]).to_string().into_bytes()
}

/// Refused with nothing said, counted, and nothing stored.
#[track_caller]
fn assert_refused(world: &World, body: &[u8], headers: &[(&str, &str)]) {
    let before = world.counter("signature_refused");
    let (status, answer) = world.webhook_with(body, headers);
    assert_eq!((status, answer.as_str()), (403, ""), "{headers:?}");
    assert_eq!(world.counter("signature_refused"), before + 1);
    assert_eq!(world.stored(), Stored::default());
}

#[test]
fn input_01_without_a_signature() {
    assert_refused(&world(), &body(), &[]);
}

#[test]
fn input_02_with_the_old_signature_alone() {
    let old = format!("sha1={}", "0".repeat(40));
    assert_refused(&world(), &body(), &[("x-hub-signature", &old)]);
}

#[test]
fn input_03_with_the_right_signature_in_capitals() {
    let body = body();
    let hex = sign(&body).trim_start_matches("sha256=").to_uppercase();
    assert!(hex.contains(|char: char| char.is_ascii_uppercase()), "{hex} has no letter at all");
    assert_refused(&world(), &body, &[(HEADER, &format!("sha256={hex}"))]);
}

#[test]
fn input_04_with_the_signature_of_the_same_json_in_other_clothes() {
    let body = body();
    let value: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let indented = serde_json::to_vec_pretty(&value).unwrap();
    assert_refused(&world(), &indented, &[(HEADER, &sign(&body))]);
}

#[test]
fn input_05_with_a_signature_that_is_no_number() {
    let world = world();
    let wrong = format!("sha256={}", "z".repeat(64));
    assert_eq!(wrong.len(), 71);
    let short = "sha256=00";
    for value in [&wrong, short, "sha256=", ""] {
        assert_refused(&world, &body(), &[(HEADER, value)]);
    }
}

#[test]
fn input_06_with_two_signatures_of_which_one_is_right() {
    let world = world();
    let body = body();
    let (right, wrong) = (sign(&body), sign(b"something else"));
    assert_refused(&world, &body, &[(HEADER, &right), (HEADER, &wrong)]);
    assert_refused(&world, &body, &[(HEADER, &wrong), (HEADER, &right)]);
}

#[test]
fn input_07_with_the_signature_of_another_apps_secret() {
    let body = body();
    assert_refused(&world(), &body, &[(HEADER, &sign_by("another secret", &body))]);
}

#[test]
fn with_the_right_signature_the_same_body_is_taken_in() {
    let world = world();
    let body = body();
    let right = sign_by(SECRET, &body);
    let (status, _) = world.webhook_with(&body, &[(HEADER, &right)]);
    assert_eq!(status, 200);
    assert_eq!(world.counter("signature_refused"), 0);
    let stored = world.stored();
    assert_eq!((stored.conversations, stored.keys), (1, 1));
}

#[test]
fn both_secrets_sign_while_the_secret_is_changed() {
    let secrets = format!("the-new-one,{SECRET}");
    let world = Plan::yaml(ECHO).env("BATON_APP_SECRET", &secrets).serve();
    greeted(&world, "anna");
    let of = |secret: &str, text: &str| {
        let body = envelope(&[message("anna", &format!("m_{text}"), text)]).to_string();
        let signature = sign_by(secret, body.as_bytes());
        let (status, _) = world.webhook_with(body.as_bytes(), &[(HEADER, &signature)]);
        world.quiet();
        status
    };
    assert_eq!(
        [of("the-new-one", "one"), of(SECRET, "two"), of("neither", "three")],
        [200, 200, 403]
    );
    world.expect("anna", [repeats("one"), repeats("two")]);
}

#[test]
fn a_page_of_another_app_is_heard_with_that_apps_secret() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("baton.yaml");
    let pages =
        "pages: [ { id: \"101\", token: two, app: \"9\", app_secret: the-secret-of-nine } ]";
    std::fs::write(&file, pages).unwrap();
    let world = Plan::yaml(ECHO).env("BATON_CONFIG", file.to_str().unwrap()).serve();
    let mut body = envelope(&[message("anna", "m_1", "hi")]);
    body["entry"][0]["id"] = "101".into();
    body["entry"][0]["messaging"][0]["recipient"]["id"] = "101".into();
    let body = body.to_string().into_bytes();
    assert_refused(&world, &body, &[(HEADER, &sign_by("the-secret-of-ten", &body))]);
    let headers = [(HEADER, sign_by("the-secret-of-nine", &body))];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(world.webhook_with(&body, &headers).0, 200);
    assert_eq!(world.stored_contacts(), ["anna"]);
}
