//! Variables: those declared, and those that actions save into.

use indexmap::IndexMap;

use super::definition::{KEEP, VARIABLE, VARIABLES};
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::loading::{Loading, Site, Words};
use super::source::Spot;
use super::tree::{Key, Node};
use crate::bot::{Tree, Variable};
use crate::scope;
use crate::template::HELPERS;
use crate::value::{Type, Value};

/// A declared variable and where.
pub(super) type Declared = IndexMap<String, (Variable, Spot)>;

/// Words of expressions that no variable can be called.
const WORDS: [&str; 8] = ["and", "or", "not", "in", "true", "false", "yes", "no"];

/// `variables`.
pub(super) fn declared(node: &Node, loading: &Loading<'_>) -> Declared {
    let site = Site::bot_wide(loading, None);
    let mut found = Declared::new();
    let fields = Fields::of(&site, node, &VARIABLES);
    // In another shape they are names all the same.
    if fields.is_none() {
        loading.incomplete.set(true);
    }
    for (key, value) in fields.map(|mut fields| fields.rest()).unwrap_or_default() {
        let variable = variable(value, &site);
        if name_is_free(key, &site)
            && let Some(variable) = variable
        {
            found.insert(key.text.clone(), (variable, key.spot));
        }
    }
    found
}

fn name_is_free(key: &Key, site: &Site<'_>) -> bool {
    let words = Words { text: key.text.clone(), spot: key.spot, quoted: false };
    site.name(&words, "a variable").is_some() && is_free(&key.text, key.spot, site)
}

/// Reports a variable called like something else.
pub(super) fn is_free(name: &str, spot: Spot, site: &Site<'_>) -> bool {
    let mut code = "reserved-name";
    let taken = if HELPERS.contains(&name) {
        code = "helper-name";
        "a helper of the templates"
    } else if scope::reserved(name).is_some() {
        "something the bot knows by itself"
    } else if WORDS.contains(&name) {
        "a word of the expressions"
    } else {
        return true;
    };
    site.report(
        Diagnostic::error(code, spot, format!("no variable can be called `{name}`: it is {taken}"))
            .help(format!("take another name, for example `my_{name}`")),
    );
    false
}

fn variable(node: &Node, site: &Site<'_>) -> Option<Variable> {
    // `email: text` is short for `email: { type: text }`.
    if node.as_text().is_some() {
        let kind = kind(node, site).unwrap_or(Type::Any);
        return Some(Variable { kind, default: None, session: false, secret: false });
    }
    let mut fields = Fields::of(site, node, &VARIABLE)?;
    let kind = fields.take("type").map_or(Some(Type::Any), |node| kind(node, site));
    let default = fields.take("default");
    let session = fields.take("keep").and_then(|node| {
        let words = site.words(node, "`keep`")?;
        site.one_of(&words, "`keep`", &KEEP)
    });
    let secret = fields.take("secret").and_then(|node| site.yes_no(node, "`secret`"));
    fields.finish();
    // With a type that is none the name is declared all the same, and told once.
    let Some(kind) = kind else {
        return Some(Variable { kind: Type::Any, default: None, session: false, secret: false });
    };
    let default = default.and_then(|node| default_value(node, kind, site));
    Some(Variable {
        kind,
        default,
        session: session.unwrap_or(false),
        secret: secret.unwrap_or(false),
    })
}

fn kind(node: &Node, site: &Site<'_>) -> Option<Type> {
    let words = site.words(node, "`type`")?;
    let options = Type::ALL.map(|kind| (kind.word(), kind));
    site.one_of(&words, "`type`", &options)
}

fn default_value(node: &Node, kind: Type, site: &Site<'_>) -> Option<Value> {
    let tree = site.tree(node)?;
    let Some(value) = plain(&tree) else {
        site.wrong_shape(node, "`default`", "a default is fixed: write a text, number, yes or no");
        return None;
    };
    let read = value.clone().read_as(kind);
    if read.is_none() {
        let message = format!("the default is not {}", kind.phrase());
        site.report(
            Diagnostic::error("type-mismatch", node.spot, message)
                .help(format!("write {} here, or change `type`", kind.phrase())),
        );
    }
    read
}

/// A tree without templates as a value.
pub(super) fn plain(tree: &Tree) -> Option<Value> {
    Some(match tree {
        Tree::Value(value) => value.clone(),
        Tree::Text(_) => return None,
        Tree::List(items) => Value::List(items.iter().map(plain).collect::<Option<_>>()?),
        Tree::Map(map) => {
            let mut values = IndexMap::new();
            for (name, tree) in map {
                values.insert(name.clone(), plain(tree)?);
            }
            Value::Map(values)
        }
    })
}
