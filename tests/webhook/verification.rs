//! The platform checks that the address is ours: bad inputs 24 and 25.

use super::world;
use crate::world::VERIFY_TOKEN;

fn query(token: &str, challenge: &str) -> String {
    format!("hub.mode=subscribe&hub.verify_token={token}&hub.challenge={challenge}")
}

#[test]
fn the_challenge_comes_back_as_plain_text() {
    let world = world();
    let (status, answer, headers) = world.verification(&query(VERIFY_TOKEN, "1158201444"));
    assert_eq!((status, answer.as_str()), (200, "1158201444"));
    assert!(headers["content-type"].to_str().unwrap().starts_with("text/plain"));
    assert_eq!(headers["x-content-type-options"], "nosniff");
}

#[test]
fn input_24_a_wrong_a_huge_and_a_listed_token_are_refused() {
    let world = world();
    let huge = "x".repeat(1024 * 1024);
    let listed = format!("hub.mode=subscribe&hub.verify_token[]={VERIFY_TOKEN}&hub.challenge=1");
    let twice = format!("{}&hub.verify_token={VERIFY_TOKEN}", query("wrong", "1"));
    for query in [query("wrong", "1"), query("", "1"), listed, twice] {
        let (status, answer, _) = world.verification(&query);
        assert_eq!((status, answer.as_str()), (403, ""), "{query}");
    }
    // So long a head is not read to its end by every server; what matters is that it is refused.
    let status = world.try_verification(&query(&huge, "1"));
    assert!(status.is_none_or(|status| [400, 403, 414, 431].contains(&status)), "{status:?}");
    assert_eq!(world.verification(&query(VERIFY_TOKEN, "1")).0, 200);
}

#[test]
fn input_25_a_challenge_that_could_be_a_page_is_refused() {
    let world = world();
    for challenge in ["%3Cscript%3E", "a%20b", "", "%22", "1%0d%0ax"] {
        let (status, answer, _) = world.verification(&query(VERIFY_TOKEN, challenge));
        assert_eq!((status, answer.as_str()), (403, ""), "{challenge}");
    }
}
