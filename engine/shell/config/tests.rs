//! What a configuration is made of, and what is said when something is missing or wrong.

use std::collections::BTreeMap;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{Allowed, Config, Need, Places, RoutingChoice};

const WHOLE: [(&str, &str); 7] = [
    ("BATON_DATABASE_URL", "sqlite:///tmp/b.db"),
    ("BATON_APP_ID", "1234567890123456789012"),
    ("BATON_APP_SECRET", "new, old"),
    ("BATON_VERIFY_TOKEN", "word"),
    ("BATON_PAGE_ID", "42"),
    ("BATON_PAGE_TOKEN", "EAAG-token"),
    ("BATON_SECRET_SHOP_KEY", "s3cret"),
];

fn variables(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn places(pairs: &[(&str, &str)], file: &str) -> (Places, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    if !file.is_empty() {
        std::fs::write(directory.path().join("baton.yaml"), file).unwrap();
    }
    (Places::of(BTreeMap::new(), variables(pairs), directory.path()), directory)
}

fn problems(pairs: &[(&str, &str)], file: &str) -> String {
    let (places, _directory) = places(pairs, file);
    Config::read(&places, Need::Serve).unwrap_err().to_string()
}

#[test]
fn variables_alone_are_enough() {
    let (places, _directory) = places(&WHOLE, "");
    let config = Config::read(&places, Need::Serve).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:4100");
    assert_eq!(config.graph.url.as_str(), "https://graph.facebook.com/");
    assert_eq!(config.graph.version, "v25.0");
    assert_eq!(config.routing, RoutingChoice::Auto);
    assert_eq!(config.app_id.as_str(), "1234567890123456789012");
    let secrets: Vec<_> = config.app_secrets.iter().map(ExposeSecret::expose_secret).collect();
    assert_eq!(secrets, ["new", "old"]);
    assert_eq!(config.services.secret("shop_key").unwrap().expose_secret(), "s3cret");
    assert!(config.admin_token.is_none());
}

#[test]
fn all_that_is_missing_is_told_at_once() {
    let told = problems(&[("BATON_PAGE_TOKN", "x"), ("BATON_ROUTING", "sharde")], "");
    for name in [
        "BATON_DATABASE_URL",
        "BATON_APP_ID",
        "BATON_APP_SECRET",
        "BATON_VERIFY_TOKEN",
        "BATON_PAGE_ID",
        "BATON_PAGE_TOKEN",
    ] {
        assert!(told.contains(name), "{name} in {told}");
    }
    assert!(told.starts_with("7 settings are missing or wrong"), "{told}");
    assert!(told.contains("BATON_PAGE_TOKN is set: is that a typing error?"), "{told}");
    assert!(told.contains("did you mean `shared`?"), "{told}");
}

#[test]
fn a_rehearsal_and_a_migration_need_less() {
    let (nothing, _directory) = places(&[], "");
    assert!(Config::read(&nothing, Need::Rehearsal).is_ok());
    let told = Config::read(&nothing, Need::Database).unwrap_err();
    assert_eq!(told.0.len(), 1);
    assert_eq!(told.0[0].place, "BATON_DATABASE_URL");
}

#[test]
fn flags_stand_above_variables_above_the_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = "listen: 127.0.0.1:1\ngraph_version: v9.0\nrouting: shared\n";
    std::fs::write(directory.path().join("baton.yaml"), file).unwrap();
    let set = variables(&[("BATON_LISTEN", "127.0.0.1:2"), ("BATON_GRAPH_VERSION", "v10.0")]);
    let flags = BTreeMap::from([("BATON_LISTEN", "127.0.0.1:3".to_owned())]);
    let places = Places::of(flags, set, directory.path());
    let config = Config::read(&places, Need::Rehearsal).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.graph.version, "v10.0");
    assert_eq!(config.routing, RoutingChoice::Shared);
}

#[test]
fn several_pages_stand_in_the_file() {
    let file = "
database_url: sqlite:///tmp/b.db
app_id: 1
app_secret: [new, old]
verify_token: word
pages:
  - { id: 42, token: one, name: Chairs, zone: Europe/Copenhagen }
  - { id: \"43\", token: two, app: 9, app_secret: [nine, old_nine] }
services:
  shop: { url: \"https://staging.example/v1\" }
service_allow: [crm.internal, \"127.0.0.1:8080\"]
";
    let (places, _directory) = places(&[], file);
    let config = Config::read(&places, Need::Serve).unwrap();
    assert_eq!(config.pages.len(), 2);
    assert_eq!(config.pages[0].zone, "Europe/Copenhagen");
    assert_eq!(config.app_of(&config.pages[0]).as_str(), "1");
    assert_eq!(config.app_of(&config.pages[1]).as_str(), "9");
    assert_eq!(config.app_secrets.len(), 2);
    let told = |secrets: &[SecretString]| {
        secrets.iter().map(|secret| secret.expose_secret().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told(config.secrets_of(&config.pages[0])), ["new", "old"]);
    assert_eq!(told(config.secrets_of(&config.pages[1])), ["nine", "old_nine"]);
    assert_eq!(told(&config.all_secrets()), ["new", "old", "nine", "old_nine"]);
    assert_eq!(config.services.address("shop").unwrap().path(), "/v1");
    assert_eq!(config.services.allow.len(), 2);
}

#[test]
fn an_app_of_a_pages_own_comes_with_its_secret() {
    let file = "\
pages:
  - { id: 42, token: one, app: 9 }
  - { id: 43, token: two, app_secret: nine }
  - { id: 44, token: three, app: x9, app_secret: \",\" }
";
    let told = problems(&[], file);
    assert!(told.contains("needs that app's `app_secret` beside it"), "{told}");
    assert!(told.contains("this page has an `app_secret` and no `app`"), "{told}");
    assert!(told.contains("`x9` is not an app id: those are digits only"), "{told}");
    assert!(told.contains("there is nothing but commas in it"), "{told}");
}

#[test]
fn what_is_wrong_in_the_file_is_told_with_its_line() {
    let file = "\
app_id: \"12a\"
verify_tokn: x
pages:
  - { id: 42, tokn: x, zone: Europe/Kopenhagen }
";
    let told = problems(&[], file);
    assert!(told.contains("baton.yaml:1:9"), "{told}");
    assert!(
        told.contains("`verify_tokn` is no key of the configuration; did you mean `verify_token`?")
    );
    assert!(told.contains("baton.yaml:2:1"), "{told}");
    assert!(told.contains("`tokn` is no key of a page; did you mean `token`?"), "{told}");
    assert!(told.contains("this page has no `token`"), "{told}");
}

#[test]
fn a_broken_file_is_told_with_its_line() {
    let told = problems(&WHOLE, "listen: 1\nlisten: 2\n");
    assert!(told.contains("baton.yaml:2:"), "{told}");
}

#[test]
fn a_secret_may_stand_in_a_file_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let token = directory.path().join("token");
    std::fs::write(&token, "EAAG-from-file\n").unwrap();
    let mut set = variables(&WHOLE);
    set.remove("BATON_PAGE_TOKEN");
    set.insert("BATON_PAGE_TOKEN_FILE".into(), token.display().to_string());
    set.insert("BATON_SECRET_CRM_FILE".into(), token.display().to_string());
    let places = Places::of(BTreeMap::new(), set, directory.path());
    let config = Config::read(&places, Need::Serve).unwrap();
    assert_eq!(config.pages[0].token.expose_secret(), "EAAG-from-file");
    assert_eq!(config.services.secret("CRM").unwrap().expose_secret(), "EAAG-from-file");
}

#[test]
fn a_secrets_file_that_is_not_there_is_told_once() {
    let told = problems(&[("BATON_PAGE_TOKEN_FILE", "/nowhere/token")], "");
    assert_eq!(told.matches("BATON_PAGE_TOKEN").count(), 1, "{told}");
}

#[test]
fn secrets_never_print() {
    let (places, _directory) = places(&WHOLE, "");
    let config = Config::read(&places, Need::Serve).unwrap();
    let printed = format!("{config:?}");
    for secret in ["EAAG-token", "s3cret", "new, old", "word\""] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    let told = problems(&[("BATON_PAGE_ID", "EAAG-token"), ("BATON_PAGE_TOKEN", "x")], "");
    assert!(!told.contains("EAAG-token"), "{told}");
}

#[test]
fn the_graph_api_is_reached_in_the_clear_only_on_this_machine() {
    let (local, _directory) = places(&[("BATON_GRAPH_URL", "http://127.0.0.1:9")], "");
    assert!(Config::read(&local, Need::Rehearsal).is_ok());
    let (far, _directory) = places(&[("BATON_GRAPH_URL", "http://graph.facebook.com")], "");
    assert!(Config::read(&far, Need::Rehearsal).is_err());
}

#[test]
fn an_allowed_host_is_compared_exactly() {
    let services = super::Services {
        allow: ["crm.internal", "127.0.0.1:8080", "[::1]:80"]
            .iter()
            .map(|text| Allowed::parse(text).unwrap())
            .collect(),
        ..super::Services::default()
    };
    let allows = |url: &str| services.allows(&Url::parse(url).unwrap());
    assert!(allows("http://crm.internal:81/"));
    assert!(allows("http://CRM.internal/"));
    assert!(allows("http://0x7f.1:8080/"));
    assert!(allows("http://[::1]/"));
    assert!(!allows("http://crm.internal.evil.example/"));
    assert!(!allows("http://127.0.0.1:8081/"));
    assert!(Allowed::parse("http://crm").is_none());
    assert!(Allowed::parse("*").is_none());
}

#[test]
fn a_named_file_must_be_there() {
    let set = variables(&[("BATON_CONFIG", "other.yaml")]);
    let places = Places::of(BTreeMap::new(), set, Path::new("/nowhere"));
    let told = Config::read(&places, Need::Rehearsal).unwrap_err().to_string();
    assert!(told.contains("other.yaml"), "{told}");
}

#[test]
fn a_page_id_is_looked_at_without_its_token_too() {
    assert!(problems(&[("BATON_PAGE_ID", "chairs")], "").contains("BATON_PAGE_ID"));
}

#[test]
fn a_filter_of_the_log_that_cannot_be_read_is_a_setting_like_others() {
    let (places, _directory) = places(&[("BATON_LOG", "baton==x")], "");
    assert_eq!(places.log().unwrap_err().place, "BATON_LOG");
}
