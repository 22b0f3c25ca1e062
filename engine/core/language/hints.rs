//! What an author may have meant by a key that does not exist: words of later versions, and near
//! synonyms.

/// Keys that the language has and this version does not; `what` as the loader names the map.
const LATER: &[(&str, &[&str])] = &[
    ("a bot", &["languages", "greeting", "ice_breakers", "moved", "texts", "personas"]),
    ("a session", &["after_end", "gather"]),
    ("an action", &["call", "return", "remind", "forget_reminder", "language", "emit"]),
    ("a module", &["call", "return", "remind", "forget_reminder", "language", "emit", "suggest"]),
    ("a question", &["suggest"]),
    ("a condition", &["like", "intent", "entity", "sentiment", "confidence"]),
    ("a message", &["template", "persona"]),
    ("cards", &["each"]),
    ("choices", &["each"]),
];

/// Words of other builders, and ours. A hint is given where ours can stand.
const SYNONYMS: &[(&str, &str)] = &[
    ("accounts", "receivers"),
    ("answer", "say"),
    ("api", "http"),
    ("apps", "receivers"),
    ("authentication", "auth"),
    ("authorization", "auth"),
    ("body", "json"),
    ("button", "buttons"),
    ("caption", "label"),
    ("condition", "when"),
    ("conditions", "when"),
    ("data", "json"),
    ("default", "fallback"),
    ("delay", "wait"),
    ("destination", "to"),
    ("dialog", "modules"),
    ("dialogs", "modules"),
    ("email", "is"),
    ("equals", "says"),
    ("error_message", "if_invalid"),
    ("exact", "says"),
    ("expires", "expires_after"),
    ("flows", "modules"),
    ("go_to", "to"),
    ("goto", "to"),
    ("handoff", "handover"),
    ("human", "handover"),
    ("includes", "contains"),
    ("invalid", "if_invalid"),
    ("key", "bearer"),
    ("keyword", "keywords"),
    ("link", "url"),
    ("match", "matches"),
    ("max_tries", "tries"),
    ("message", "say"),
    ("messages", "say"),
    ("module", "to"),
    ("next", "to"),
    ("nodes", "modules"),
    ("open", "hours"),
    ("opening_hours", "hours"),
    ("options", "choices"),
    ("params", "form"),
    ("pause", "wait"),
    ("persistent_menu", "menu"),
    ("picture", "image"),
    ("photo", "image"),
    ("prompt", "ask"),
    ("question", "ask"),
    ("quick_replies", "choices"),
    ("recipient", "receiver"),
    ("ref", "entries"),
    ("regex", "matches"),
    ("replies", "choices"),
    ("reply", "say"),
    ("request", "http"),
    ("retry", "retries"),
    ("save", "save_as"),
    ("send", "say"),
    ("sleep", "wait"),
    ("starts", "starts_with"),
    ("states", "modules"),
    ("steps", "actions"),
    ("store", "save_as"),
    ("store_as", "save_as"),
    ("target", "to"),
    ("text", "say"),
    ("then", "to"),
    ("time_out", "timeout"),
    ("timezone", "zone"),
    ("title", "label"),
    ("token", "bearer"),
    ("transfer", "handover"),
    ("transitions", "connections"),
    ("trigger", "when"),
    ("triggers", "keywords"),
    ("type", "expect"),
    ("unless", "if"),
    ("validate", "valid_if"),
    ("validation", "expect"),
    ("vars", "variables"),
    ("webhook", "http"),
    ("website", "url"),
    ("weburl", "url"),
];

/// Keys that belong somewhere else, and where.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "buttons",
        "buttons belong to a message: `say: { text: …, buttons: […] }`; quick replies are \
            `choices`",
    ),
    (
        "expect",
        "`expect` belongs to an `ask`: `ask: What is your e-mail?`, and `expect: email` beside it",
    ),
    (
        "save_as",
        "`save_as` belongs to an `ask`; what a service answers is kept by `save` inside `http`",
    ),
    ("connections", "`connections` belong to a module, indented like its `say`"),
    ("choices", "`choices` belong to a module, indented like its `say` or `ask`"),
    ("timeout", "`timeout` belongs inside `handover` or `http`, indented one step deeper"),
    ("return_keywords", "`return_keywords` belong inside `handover`, indented one step deeper"),
    ("metadata", "`metadata` belongs inside `handover`, indented one step deeper"),
    ("receiver", "`receiver` belongs inside `handover`, indented one step deeper"),
    ("save", "`save` belongs inside `http`, indented one step deeper"),
    ("json", "`json` belongs inside `http`, indented one step deeper"),
    ("outcome", "`outcome` belongs inside `when`: `when: { outcome: failed }`"),
    ("says", "`says` belongs inside `when`: `when: { says: [yes, sure] }`"),
    ("contains", "`contains` belongs inside `when`: `when: { contains: [refund] }`"),
    ("no_reply", "`no_reply` belongs inside `when`: `when: { no_reply: 10m }`"),
    ("and", "several keys in one `when` must all hold; alternatives are a list: `any: [ … ]`"),
    ("or", "alternatives are a list: `any: [ { contains: a }, { says: b } ]`"),
    (
        "else",
        "a connection without `when` and `if` is the otherwise; write it last: `- to: somewhere`",
    ),
    ("set", "`set` is an action: put it under `actions` or `do`"),
    ("do", "`do` belongs to a connection, choice or button; a module's own are `actions`"),
    ("actions", "the list of a connection, choice or button is called `do`"),
    ("if", "`if` belongs to a connection, beside its `when`"),
    ("when", "`when` belongs to a connection: `connections: [ { when: …, to: … } ]`"),
    ("id", "the id of a module is its key under `modules`; of a bot it is `bot`"),
    ("version", "a bot has no version; it is named by its content"),
];

/// Why a key of a later version is refused.
pub(super) fn later(what: &str, key: &str) -> Option<&'static str> {
    let keys = LATER.iter().find(|(place, _)| *place == what)?.1;
    keys.contains(&key)
        .then_some("it belongs to the language, but not to this version; leave it out for now")
}

/// A hint for a key that is no slip of the pen.
pub(super) fn meant(what: &str, key: &str, known: &[&str]) -> Option<String> {
    let lower = key.to_lowercase().replace('-', "_");
    let ours = SYNONYMS.iter().find(|(word, ours)| *word == lower && known.contains(ours));
    if let Some((_, ours)) = ours {
        return Some(format!("it is called `{ours}` here"));
    }
    let elsewhere = ELSEWHERE.iter().find(|(word, _)| *word == lower && !known.contains(word));
    if let Some((_, where_)) = elsewhere {
        return Some((*where_).to_owned());
    }
    let sentence = key.contains(' ') && what == "an action";
    sentence.then(|| "a text with a colon in it must stand in \"quotes\"".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{later, meant};

    #[test]
    fn a_word_of_another_builder_leads_to_ours() {
        let hint = meant("a module", "quick_replies", &["say", "choices"]).unwrap();
        assert_eq!(hint, "it is called `choices` here");
        assert!(meant("a connection", "goto", &["to"]).unwrap().contains("`to`"));
        assert!(meant("a module", "buttons", &["say"]).unwrap().contains("belong to a message"));
        assert_eq!(meant("a module", "colour", &["say"]), None);
    }

    #[test]
    fn a_key_of_a_later_version_is_told_from_a_slip() {
        assert!(later("a bot", "ice_breakers").is_some());
        assert!(later("a module", "ice_breakers").is_none());
    }
}
