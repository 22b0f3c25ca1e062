//! Every setting as an operator has set it: its value, where it comes from, and no secret.

use super::file::{Kind, Node};
use super::places::Places;
use super::read::Reader;
use super::setting::{self, Setting};
use super::{Need, Problem};

/// What stands in the place of a secret: its length is nobody's business.
pub const MASKED: &str = "********";

/// A setting and what it is set to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its variable; of what has none a name of the same form, like `pages.1.name`.
    pub name: String,
    /// What it is set to, masked where it is a secret; `None`: not set, and there is no default.
    pub value: Option<String>,
    /// A flag, a variable, the file a variable names, a place in the configuration file, or `default`.
    pub source: String,
    /// Whether it is a secret.
    pub secret: bool,
}

impl Places {
    /// Every setting, in the order of the documentation, then pages, services and secrets; and what is wrong with files
    /// that were named.
    pub fn told(&self) -> (Vec<Told>, Vec<Problem>) {
        let mut reader = Reader::new(self, Need::Rehearsal);
        let mut all: Vec<Told> = setting::ALL.iter().map(|one| told(&mut reader, one)).collect();
        if let Some((path, _)) = self.file()
            && let Some(file) = all.iter_mut().find(|one| one.name == setting::CONFIG.variable)
            && file.value.is_none()
        {
            (file.value, file.source) =
                (Some(path.to_owned()), "in the working directory".to_owned());
        }
        for key in ["pages", "services", "secrets"] {
            let Some(node) = self.key(key) else { continue };
            within(self, key, node, key == "secrets", &mut all);
        }
        for (variable, value) in self.variables() {
            let (before, after) = setting::SERVICE;
            let service = variable.starts_with(before) && variable.ends_with(after);
            let secret = variable.starts_with(setting::SECRET);
            if service || secret {
                let file = secret && variable.ends_with(setting::FILE);
                let value = if secret && !file { MASKED.to_owned() } else { clean(value) };
                let source = variable.clone();
                all.push(Told { name: variable.clone(), value: Some(value), source, secret });
            }
        }
        (all, reader.into_problems())
    }
}

fn told(reader: &mut Reader<'_>, setting: &Setting) -> Told {
    let found = reader.find(setting);
    let (value, source) = match found {
        Some(found) if setting.secret => (Some(MASKED.to_owned()), found.place),
        Some(found) => (Some(clean(&found.text)), found.place),
        None if setting.default.is_empty() => (None, "not set".to_owned()),
        None => (Some(setting.default.to_owned()), "default".to_owned()),
    };
    Told { name: setting.variable.to_owned(), value, source, secret: setting.secret }
}

/// What stands in the file in lists and maps.
fn within(places: &Places, name: &str, node: &Node, secret: bool, all: &mut Vec<Told>) {
    let own = name.rsplit('.').next().unwrap_or(name);
    let secret = secret || setting::ALL.iter().any(|one| one.secret && is_named(one, own));
    match &node.kind {
        Kind::Empty => {}
        Kind::Text(text) => {
            let file = own == "file" || own.ends_with("_file");
            let value = if secret && !file { MASKED.to_owned() } else { clean(text) };
            let source = places.in_file(node.at);
            all.push(Told { name: name.to_owned(), value: Some(value), source, secret });
        }
        Kind::List(items) => {
            for (number, item) in items.iter().enumerate() {
                within(places, &format!("{name}.{}", number + 1), item, secret, all);
            }
        }
        Kind::Map(entries) => {
            for (key, _, node) in entries {
                within(places, &format!("{name}.{key}"), node, secret, all);
            }
        }
    }
}

/// Whether a key of a page names the same kind of secret: `token` is what `page_token` is.
fn is_named(setting: &Setting, key: &str) -> bool {
    setting.key == key || setting.key.ends_with(&format!("_{key}"))
}

/// An address without the password that may stand in it.
fn clean(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    match rest.split_once('@') {
        Some((user, host)) if !user.contains('/') => format!("{scheme}://{MASKED}@{host}"),
        Some(_) | None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn each_value_has_its_source_and_no_secret_is_shown() {
        let folder = tempfile::tempdir().unwrap();
        let file = "routing: shared\npages:\n  - { id: \"7\", token: EAAsecret, name: Shop }\nsecrets: { KEY: hidden }\n";
        std::fs::write(folder.path().join("baton.yaml"), file).unwrap();
        let variables = [
            ("BATON_APP_SECRET", "s3cret"),
            ("BATON_DATABASE_URL", "postgres://me:pass@host/db"),
            ("BATON_SECRET_SHOP", "alsosecret"),
            ("BATON_LISTEN", "127.0.0.1:1"),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let flags = BTreeMap::from([("BATON_LISTEN", "127.0.0.1:2".to_owned())]);
        let (told, problems) = Places::of(flags, BTreeMap::from(variables), folder.path()).told();
        assert_eq!(problems, []);
        let of = |name: &str| {
            let one = told.iter().find(|one| one.name == name).unwrap_or_else(|| panic!("{name}"));
            (one.value.as_deref().unwrap_or("-"), one.source.as_str())
        };
        assert_eq!(of("BATON_LISTEN"), ("127.0.0.1:2", "--listen"));
        assert_eq!(of("BATON_APP_SECRET"), (MASKED, "BATON_APP_SECRET"));
        assert_eq!(of("BATON_ROUTING"), ("shared", "baton.yaml:1:10"));
        assert_eq!(of("BATON_GRAPH_URL"), ("https://graph.facebook.com", "default"));
        assert_eq!(of("BATON_VERIFY_TOKEN"), ("-", "not set"));
        assert_eq!(of("pages.1.token").0, MASKED);
        assert_eq!(of("pages.1.name").0, "Shop");
        let shown = format!("{told:?}");
        for secret in ["EAAsecret", "hidden", "s3cret", "alsosecret", "pass@"] {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
    }
}
