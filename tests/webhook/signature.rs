//! Who may tell us what happened: bad inputs 1 to 7, and the change of the app's secret.

use serde_json::Value;

use super::{plan, said, world};
use crate::world::{World, envelope, message, sign, sign_by};

const HEADER: &str = "x-hub-signature-256";

fn body() -> Value {
    envelope(&[message("anna", "m_1", "hi")])
}

#[track_caller]
fn refused(world: &World, body: &[u8], headers: &[(&str, &str)]) {
    let before = world.counter("signature_refused");
    let (status, answer) = world.webhook_with(body, headers);
    assert_eq!((status, answer.as_str()), (403, ""));
    assert_eq!(world.counter("signature_refused"), before + 1);
    assert!(!world.knows("anna"), "nothing is stored");
}

#[test]
fn input_01_no_signature() {
    refused(&world(), body().to_string().as_bytes(), &[]);
}

#[test]
fn input_02_the_old_kind_of_signature_only() {
    let old = "sha1=0123456789abcdef0123456789abcdef01234567";
    refused(&world(), body().to_string().as_bytes(), &[("x-hub-signature", old)]);
}

#[test]
fn input_03_upper_case_hex() {
    let bytes = body().to_string().into_bytes();
    let upper = sign(&bytes).to_uppercase().replace("SHA256", "sha256");
    refused(&world(), &bytes, &[(HEADER, &upper)]);
}

#[test]
fn input_04_the_signature_of_the_same_json_written_differently() {
    let compact = body().to_string();
    let indented = serde_json::to_string_pretty(&body()).unwrap();
    refused(&world(), indented.as_bytes(), &[(HEADER, &sign(compact.as_bytes()))]);
}

#[test]
fn input_05_what_is_no_hex() {
    let world = world();
    let long = format!("sha256={}", "zz".repeat(32));
    for value in [long.as_str(), "sha256=", "sha256", "", "sha256=ab", "md5=00"] {
        refused(&world, body().to_string().as_bytes(), &[(HEADER, value)]);
    }
}

#[test]
fn input_06_two_signatures_one_of_them_right() {
    let bytes = body().to_string().into_bytes();
    let wrong = sign_by("another", &bytes);
    refused(&world(), &bytes, &[(HEADER, &sign(&bytes)), (HEADER, &wrong)]);
}

#[test]
fn input_07_the_signature_of_another_app() {
    let bytes = body().to_string().into_bytes();
    refused(&world(), &bytes, &[(HEADER, &sign_by("another-apps-secret", &bytes))]);
}

#[test]
fn both_secrets_sign_while_the_secret_is_changed() {
    let secrets = format!("the-new-one,{}", crate::world::SECRET);
    let world = plan().env("BATON_APP_SECRET", &secrets).serve();
    let one = envelope(&[message("anna", "m_1", "hi")]).to_string().into_bytes();
    let two = envelope(&[message("anna", "m_2", "n2")]).to_string().into_bytes();
    world.person("anna").says("hello");
    let of = |secret, bytes| world.webhook_with(bytes, &[(HEADER, &sign_by(secret, bytes))]).0;
    assert_eq!(of("the-new-one", &one), 200);
    assert_eq!(of(crate::world::SECRET, &two), 200);
    assert_eq!(of("neither", &two), 403);
    assert_eq!(said(&world, "anna").last().unwrap(), "got 2");
}
