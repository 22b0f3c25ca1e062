//! What an author may have meant by a key that does not exist: words of other builders, and keys
//! of other places.

use super::definition::Definition;
use super::lines::in_braces;
use crate::suggest::{self, Guess};

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
    ("error", "if_invalid"),
    ("error_message", "if_invalid"),
    ("exact", "says"),
    ("expires", "expires_after"),
    ("flows", "modules"),
    ("go_to", "to"),
    ("gosub", "call"),
    ("goto", "to"),
    ("handoff", "handover"),
    ("human", "handover"),
    ("keywords", "return_keywords"),
    ("includes", "contains"),
    ("invalid", "if_invalid"),
    ("key", "bearer"),
    ("keyword", "keywords"),
    ("link", "url"),
    ("locale", "language"),
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
    ("otherwise", "fallback"),
    ("pause", "wait"),
    ("persistent_menu", "menu"),
    ("picture", "image"),
    ("photo", "image"),
    ("prompt", "ask"),
    ("question", "ask"),
    ("quick_replies", "choices"),
    ("recipient", "receiver"),
    ("ref", "entries"),
    ("reminder", "remind"),
    ("regex", "matches"),
    ("replies", "choices"),
    ("reply", "say"),
    ("responses", "say"),
    ("request", "http"),
    ("retry", "retries"),
    ("save", "save_as"),
    ("schedule", "remind"),
    ("send", "say"),
    ("sleep", "wait"),
    ("starts", "starts_with"),
    ("states", "modules"),
    ("steps", "actions"),
    ("store", "save_as"),
    ("store_as", "save_as"),
    ("subflow", "call"),
    ("target", "to"),
    ("message", "text"),
    ("text", "label"),
    ("text", "say"),
    ("then", "to"),
    ("time_out", "timeout"),
    ("timezone", "zone"),
    ("title", "label"),
    ("token", "bearer"),
    ("track", "emit"),
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

/// For keys of other builders inside `http`.
const METHOD: &str =
    "the method is the key: `get: shop/orders`, with `shop` declared under `services`";

/// Keys that belong somewhere else, and where.
const ELSEWHERE: &[(&str, &str)] = &[
    ("to", "`to` is no action: it stands beside the list, indented like `actions` or `do`"),
    ("goto", "it is called `to`, and stands beside the list, indented like `actions` or `do`"),
    ("next", "it is called `to`, and stands beside the list, indented like `actions` or `do`"),
    ("image", "an image is a message: `say: [ { image: https://… } ]`"),
    ("video", "a video is a message: `say: [ { video: https://… } ]`"),
    ("audio", "a sound is a message: `say: [ { audio: https://… } ]`"),
    ("file", "a file is a message: `say: [ { file: https://… } ]`"),
    ("cards", "cards are a message: `say: [ { cards: … } ]`"),
    ("typing", "`typing` is a message: `say: [ { typing: 2s }, Hello ]`"),
    ("quick_replies", "they are called `choices`, and stand in the module beside its `say`"),
    ("pickup_timeout", "`pickup_timeout` belongs inside `handover`, indented one step deeper"),
    ("idle_timeout", "`idle_timeout` belongs inside `handover`, indented one step deeper"),
    ("return_button", "`return_button` belongs inside `handover`, indented one step deeper"),
    ("say_on_return", "`say_on_return` belongs inside `handover`, indented one step deeper"),
    ("hours", "`hours` belongs inside `handover`, indented one step deeper"),
    ("text", "a text of the person is `says` or `contains`: `when: { says: [yes, sure] }`"),
    (
        "otherwise",
        "a connection without `when` and `if` is the otherwise; write it last: `- to: somewhere`",
    ),
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
    ("end", "a conversation ends with `to: end`"),
    ("picture", "a picture is a message: `say: [ { image: https://… } ]`"),
    ("photo", "a picture is a message: `say: [ { image: https://… } ]`"),
    ("range", "`min` says from where and `max` to where: `min: 1`, and `max: 20` below it"),
    ("after", "silence is a condition: `when: { no_reply: 10m }`"),
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
];

/// Keys of whole bots of other programs, and what takes their place.
const PROGRAMS: &[(&str, &str)] = &[
    ("actions", "actions stand in modules: `modules: { welcome: { actions: [ … ] } }`"),
    ("displayname", "this is a file of another program; a bot is `name` and `modules`"),
    ("entities", "what people write is matched in connections: `when: { is: email }`"),
    ("forms", "a question is a module: `ask: …`, with `expect` and `save_as` beside it"),
    ("intents", "what people write is matched where it matters: `when: { contains: [refund] }`"),
    ("pipeline", "this is a file of another program; a bot needs no training"),
    ("policies", "this is a file of another program; a bot needs no training"),
    ("responses", "a text stands in the module that says it: `modules: { hello: { say: Hi! } }`"),
    ("rules", "a rule is a keyword: `keywords: [ { when: [help], to: help } ]`"),
    ("slots", "what is kept is declared under `variables`: `variables: { email: { type: text } }`"),
    ("stories", "a story is a row of modules: each has a `say`, and `to` says what comes next"),
    ("trainingphrases", "what people write is matched in connections: `when: [yes, sure]`"),
    ("version", "a bot has no version: leave it out"),
];

/// What to do with a key that a whole bot of another program has.
pub(super) fn of_another_program(what: &str, key: &str) -> Option<&'static str> {
    let lower = key.to_lowercase().replace(['-', '_'], "");
    let known = PROGRAMS.iter().find(|(word, _)| what == "a bot" && *word == lower);
    known.map(|(_, hint)| *hint)
}

/// How something that has keys is written.
pub(super) fn shape(definition: &Definition) -> String {
    known_shape(definition.name).map_or_else(|| by_example(definition), str::to_owned)
}

fn known_shape(what: &str) -> Option<&'static str> {
    Some(match what {
        "a handover" => "write its settings with a name each: `handover: { receiver: page_inbox }`",
        "`http`" => "write the method and the path: `http: { get: shop/orders }`",
        "a bot" => "a flow is keys with values: `bot: my_bot`, and below it `modules:`",
        "a reminder" => "write where it leads and when: `remind: { to: reminder, after: 2d }`",
        "a session" => "write `session: { expires_after: 24h }`",
        "a connection" => "write it with `when` and `to`: `- { when: [yes, sure], to: confirm }`",
        "a module" => "write its keys below it, indented: `say: …`, `to: …`",
        _ => return None,
    })
}

/// The key that a lone text in the place of a map is meant for.
const LONE: &[(&str, &str)] =
    &[("fallback", "say"), ("entry", "to"), ("service", "url"), ("reply", "text")];

/// The map that a lone text is short for in the author's mind.
pub(super) fn lone(definition: &Definition, text: &str) -> Option<String> {
    if matches!(definition.name, "`set`" | "`compute`") {
        return assignment(text);
    }
    let (_, key) = LONE.iter().find(|(id, _)| *id == definition.id)?;
    Some(format!("{{ {key}: {} }}", in_braces(text)))
}

/// `score = score + 1` as a key with a value.
fn assignment(text: &str) -> Option<String> {
    let (name, value) = text.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let set = named && !value.is_empty() && !value.starts_with('=');
    set.then(|| format!("{{ {name}: {} }}", in_braces(value)))
}

/// How a map is written, by its example.
fn by_example(definition: &Definition) -> String {
    let lines: Vec<&str> = definition.example.lines().take(2).collect();
    let in_braces = |line: &&str| {
        !line.starts_with([' ', '-']) && !line.ends_with(':') && !line.contains(['{', '['])
    };
    if lines.iter().all(in_braces) && !lines.is_empty() {
        return format!("write keys with values, like `{{ {} }}`", lines.join(", "));
    }
    let first = lines.first().copied().unwrap_or("key: value");
    format!("write keys with values, each on a line of its own below it, like `{first}`")
}

/// Our name for a word of another builder, where ours can stand.
pub(super) fn called(key: &str, known: &[&str]) -> Option<String> {
    let lower = key.to_lowercase().replace('-', "_");
    let (_, ours) = SYNONYMS.iter().find(|(word, ours)| *word == lower && known.contains(ours))?;
    Some((*ours).to_owned())
}

/// Says that something has another name here.
pub(super) fn is_called(ours: &str) -> String {
    format!("it is called `{ours}` here")
}

/// Where a key belongs that stands in the wrong place.
pub(super) fn elsewhere(key: &str, known: &[&str]) -> Option<&'static str> {
    let found = ELSEWHERE.iter().find(|(word, _)| *word == key && !known.contains(word));
    found.map(|(_, hint)| *hint)
}

/// A hint for a key that is no slip of the pen.
pub(super) fn meant(what: &str, key: &str, known: &[&str]) -> Option<String> {
    let lower = key.to_lowercase().replace('-', "_");
    if let Some(ours) = called(key, known) {
        return Some(is_called(&ours));
    }
    if what == "`http`" && matches!(lower.as_str(), "url" | "method") {
        return Some(METHOD.to_owned());
    }
    if let Some(hint) = elsewhere(&lower, known) {
        return Some(hint.to_owned());
    }
    let sentence = key.contains(' ') && what == "an action";
    sentence.then(|| "a text with a colon in it must stand in \"quotes\"".to_owned())
}

/// Words of other builders and languages for values, and ours.
const VALUES: &[(&str, &str)] = &[
    ("string", "text"),
    ("str", "text"),
    ("email", "text"),
    ("phone", "text"),
    ("url", "text"),
    ("int", "number"),
    ("integer", "number"),
    ("float", "number"),
    ("decimal", "number"),
    ("bool", "yes_no"),
    ("boolean", "yes_no"),
    ("yesno", "yes_no"),
    ("yes/no", "yes_no"),
    ("e-mail", "email"),
    ("mail", "email"),
    ("telephone", "phone"),
    ("tel", "phone"),
    ("datetime", "date_time"),
    ("array", "list"),
    ("object", "any"),
    ("link", "url"),
    ("picture", "image"),
    ("photo", "image"),
    ("inbox", "page_inbox"),
    ("page", "page_inbox"),
    ("always", "forever"),
];

/// The value that was meant by a word: ours for it, else the nearest.
pub(super) fn value<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<Guess> {
    let lower = word.to_lowercase();
    let ours = VALUES.iter().filter(|(other, _)| *other == lower).map(|(_, ours)| *ours);
    let ours = ours.into_iter().find(|ours| known.clone().into_iter().any(|known| known == *ours));
    match ours {
        Some(ours) => Some(Guess::known(word, ours)),
        None => suggest::guess(word, known),
    }
}

/// Languages by the names authors give them.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("cs", &["czech", "čeština"]),
    ("da", &["danish", "dansk"]),
    ("de", &["german", "deutsch"]),
    ("en", &["english"]),
    ("es", &["spanish", "español", "espanol"]),
    ("fi", &["finnish", "suomi"]),
    ("fr", &["french", "français", "francais"]),
    ("it", &["italian", "italiano"]),
    ("nb", &["norwegian", "norsk"]),
    ("nl", &["dutch", "nederlands"]),
    ("pl", &["polish", "polski"]),
    ("pt", &["portuguese", "português", "portugues"]),
    ("sv", &["swedish", "svenska"]),
];

/// The code of a language by its name.
pub(super) fn language(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    LANGUAGES.iter().find(|(_, names)| names.contains(&lower.as_str())).map(|(code, _)| *code)
}

/// Words for yes and no that are not read as such: other spellings, and other languages.
pub(super) fn yes_no(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "yes" | "true" | "on" | "y" | "ja" | "oui" | "si" | "sí" | "sim" => Some("yes"),
        "no" | "false" | "off" | "n" | "nej" | "nein" | "non" | "não" => Some("no"),
        _ => None,
    }
}

/// A small number in words.
pub(super) fn number(word: &str) -> Option<usize> {
    const WORDS: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.iter().position(|known| *known == word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_word_of_another_builder_leads_to_ours() {
        let hint = meant("a module", "quick_replies", &["say", "choices"]).unwrap();
        assert_eq!(hint, "it is called `choices` here");
        assert!(meant("a connection", "goto", &["to"]).unwrap().contains("`to`"));
        assert!(meant("a module", "buttons", &["say"]).unwrap().contains("belong to a message"));
        assert_eq!(meant("a module", "colour", &["say"]), None);
    }
}
