//! Variables as a whole: which there are, what they hold, and whether every expression and text
//! fits them.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{
    Checked, Diagnostic, ExpressionUse, Role, Saved, SavedUse, Site, TemplateUse, Uses, variables,
};
use crate::action::{Action, answer_type};
use crate::bot::{Module, Tree, Variable};
use crate::expression::NameUse;
use crate::scope::{Names, Place};
use crate::value::{Type, Value};

/// Rounds in which types of calculated variables are found: each follows chains of one more.
const ROUNDS: usize = 4;

/// What expressions and templates may name.
struct Known<'a> {
    variables: &'a IndexMap<String, Type>,
    hours: &'a [String],
    groups: &'a HashSet<&'a str>,
    here: Option<(Place, Type)>,
}

impl Names for Known<'_> {
    fn variable(&self, name: &str) -> Option<Type> {
        self.variables.get(name).copied()
    }

    fn variables(&self) -> Vec<&str> {
        self.variables.keys().map(String::as_str).collect()
    }

    fn has_hours(&self, name: &str) -> bool {
        self.hours.iter().any(|known| known == name)
    }

    fn hours(&self) -> Vec<&str> {
        self.hours.iter().map(String::as_str).collect()
    }

    fn captured(&self, group: &str) -> bool {
        self.groups.contains(group)
    }

    fn kind_in(&self, place: Place) -> Option<Type> {
        self.here.filter(|(here, _)| *here == place).map(|(_, kind)| kind)
    }
}

/// Checks all uses of variables and gives all variables.
pub(super) fn check(checked: &Checked<'_>) -> IndexMap<String, Variable> {
    let uses = checked.uses;
    let hours = checked.loading.hours_names.borrow();
    let groups: HashSet<&str> = uses.groups.iter().map(String::as_str).collect();
    let types = infer(checked, &hours, &groups);
    let known = |here| Known { variables: &types, hours: &hours, groups: &groups, here };
    let site = Site::bot_wide(checked.loading, None);
    for used in &uses.expressions {
        expression(used, &known, &site);
    }
    for used in &uses.templates {
        template(checked, used, &known(item(used.in_each)), &site);
    }
    for (name, spot) in &uses.named {
        if !types.contains_key(name) && !checked.loading.incomplete.get() {
            let message = format!("there is no variable `{name}`");
            let found = Diagnostic::error("unknown-variable", *spot, message);
            let near = crate::suggest::guess(name, types.keys().map(String::as_str));
            checked.report(match near {
                Some(near) => found.meant(&near, *spot),
                None => found.help("nothing declares it or saves into it; leave it out"),
            });
        }
    }
    let mut told = HashSet::new();
    for saved in &uses.saved {
        if told.insert(saved.name.as_str()) {
            name(saved, &site);
        }
        fits(checked, saved, &types, &known(None));
    }
    answers(checked, &types);
    complete(checked, &types)
}

/// The type of every variable: as declared, else what is saved into it, `any` where that differs.
fn infer(
    checked: &Checked<'_>,
    hours: &[String],
    groups: &HashSet<&str>,
) -> IndexMap<String, Type> {
    let declared = &checked.parts.declared;
    let mut types: IndexMap<String, Type> =
        declared.iter().map(|(name, (variable, _))| (name.clone(), variable.kind)).collect();
    for saved in &checked.uses.saved {
        types.entry(saved.name.clone()).or_insert(Type::Any);
    }
    for _ in 0..ROUNDS {
        let mut found: IndexMap<&str, Type> = IndexMap::new();
        let known = Known { variables: &types, hours, groups, here: None };
        for saved in checked.uses.saved.iter().filter(|saved| !declared.contains_key(&saved.name)) {
            let kind = kind_of(checked, saved, &known);
            let entry = found.entry(&saved.name).or_insert(kind);
            if *entry != kind {
                *entry = Type::Any;
            }
        }
        let found: Vec<(String, Type)> =
            found.into_iter().map(|(name, kind)| (name.to_owned(), kind)).collect();
        types.extend(found);
    }
    types
}

fn kind_of(checked: &Checked<'_>, saved: &SavedUse, known: &Known<'_>) -> Type {
    match &saved.what {
        Saved::Any => Type::Any,
        Saved::Answer(Some(kind), _) => *kind,
        Saved::Answer(None, module) => {
            let module = module.as_ref().and_then(|id| checked.bot.modules.get(id));
            let chosen = module.filter(|module| !module.choices.is_empty());
            chosen.map_or(Type::Text, |module| of_choices(module, known))
        }
        Saved::Tree(tree, _) => of_tree(tree, known),
        Saved::Expression(expression) => expression.check(known).unwrap_or(Type::Any),
    }
}

/// What the choices of a question give: one type where they all agree.
fn of_choices(module: &Module, known: &Known<'_>) -> Type {
    let answers = module.choices.iter().filter(|choice| !choice.is_way_out());
    let mut kinds = answers.map(|choice| match (&choice.value, &module.each) {
        (Some(_), Some(_)) => Type::Any,
        (Some(tree), None) => of_tree(tree, known),
        (None, _) => Type::Text,
    });
    let first = kinds.next().unwrap_or_default();
    if kinds.all(|kind| kind == first) { first } else { Type::Any }
}

fn of_tree(tree: &Tree, known: &Known<'_>) -> Type {
    match tree {
        Tree::Value(value) => value.kind(),
        Tree::Text(template) => template.check(known).unwrap_or(Type::Any),
        Tree::List(_) => Type::List,
        Tree::Map(_) => Type::Any,
    }
}

fn expression<'k>(
    used: &ExpressionUse,
    known: &dyn Fn(Option<(Place, Type)>) -> Known<'k>,
    site: &Site<'_>,
) {
    let here = item(used.in_each);
    let checked = match used.role {
        Role::If => used.expression.check_condition(&known(here)),
        Role::ValidIf(kind) => {
            used.expression.check_condition(&known(Some((Place::ValidIf, kind))))
        }
        Role::Compute => used.expression.check(&known(here)).map(|_| ()),
        Role::Each => used.expression.check_list(&known(here)),
    };
    if let Err(problems) = checked {
        site.problems(&used.source, problems, "bad-expression");
    }
}

/// What holds where something is made from a list.
fn item(in_each: bool) -> Option<(Place, Type)> {
    in_each.then_some((Place::Each, Type::Any))
}

fn template(checked: &Checked<'_>, used: &TemplateUse, known: &Known<'_>, site: &Site<'_>) {
    match used.template.check(known) {
        Err(problems) => site.problems(&used.source, problems, "bad-template"),
        Ok(kind) if used.moment => is_moment(checked, used, kind),
        Ok(_) => {}
    }
    if !used.metadata {
        return;
    }
    let secret = |name: &NameUse| {
        let root = name.path.first().and_then(|root| checked.parts.declared.get(root));
        root.is_some_and(|(variable, _)| variable.secret)
    };
    if let Some(name) = used.template.names().iter().find(|name| secret(name)) {
        let spot = used.source.part(checked.loading.files, name.span.clone());
        checked.report(
            Diagnostic::error(
                "secret-in-metadata",
                spot,
                "this variable is declared secret, and what goes out here is read by others",
            )
            .help("leave it out here, or take `secret` off the variable"),
        );
    }
}

/// What says when something is must be a moment, a day or a time, or a text that may be one.
fn is_moment(checked: &Checked<'_>, used: &TemplateUse, kind: Type) {
    match kind {
        Type::DateTime | Type::Date | Type::Time | Type::Text | Type::Any => {}
        Type::Number | Type::YesNo | Type::List => {
            let message =
                format!("`{}` is {}, and no moment", used.template.source(), kind.phrase());
            checked.report(
                Diagnostic::error("type-mismatch", used.source.spot, message)
                    .help("take a variable that holds a date, a time or a date_time"),
            );
        }
    }
}

/// The name of a variable that is made by saving into it.
fn name(saved: &SavedUse, site: &Site<'_>) {
    let words =
        super::super::loading::Words { text: saved.name.clone(), spot: saved.spot, quoted: false };
    if site.name(&words, "a variable").is_some() {
        variables::is_free(&saved.name, saved.spot, site);
    }
}

/// Whether what is saved can be what the variable is declared to hold.
fn fits(
    checked: &Checked<'_>,
    saved: &SavedUse,
    types: &IndexMap<String, Type>,
    known: &Known<'_>,
) {
    let Some((variable, _)) = checked.parts.declared.get(&saved.name) else { return };
    let wanted = variable.kind;
    let (spot, wrong) = match &saved.what {
        Saved::Any => return,
        Saved::Answer(_, _) | Saved::Expression(_) => {
            let kind = kind_of(checked, saved, known);
            (saved.spot, (!goes_into(kind, wanted)).then_some(kind))
        }
        Saved::Tree(tree, spot) => {
            let kind = kind_of(checked, saved, known);
            let wrong = match variables::plain(tree) {
                Some(value) => value.read_as(wanted).is_none(),
                // A text made at run time may be a number then.
                None => kind != Type::Text && !goes_into(kind, wanted),
            };
            (*spot, wrong.then_some(kind))
        }
    };
    let Some(kind) = wrong else { return };
    let _declared = types;
    let message =
        format!("`{}` holds {}, and this is {}", saved.name, wanted.phrase(), kind.phrase());
    checked.report(
        Diagnostic::error("type-mismatch", spot, message)
            .help(format!("give it {}, or change its type under `variables`", wanted.phrase())),
    );
}

fn goes_into(kind: Type, wanted: Type) -> bool {
    let same = kind == wanted || kind == Type::Any || wanted == Type::Any;
    same || (wanted == Type::Text && kind != Type::List)
        || (wanted == Type::Date && kind == Type::DateTime)
}

/// The values of choices must be what their question expects, else what its variable holds.
fn answers(checked: &Checked<'_>, types: &IndexMap<String, Type>) {
    for module in checked.bot.modules.values() {
        let list = checked.bot.lists.get(&module.list());
        let at = module.question_at.map(usize::from);
        let action = list.zip(at).and_then(|(list, at)| list.actions.get(at));
        let Some(Action::Ask(ask)) = action else { continue };
        let Some(name) = &ask.save_as else { continue };
        let declared = types.get(name).copied().unwrap_or_default();
        let wanted = ask.expect.map_or(declared, answer_type);
        for choice in module.choices.iter().filter(|choice| !choice.is_way_out()) {
            let value = match &choice.value {
                Some(tree) => variables::plain(tree),
                None => choice.label.text.as_plain().map(Value::text),
            };
            // A label is read as the same words would be if they were typed, by language.
            let typed = choice.value.is_none() && wanted != Type::Number;
            let Some(value) = value.filter(|_| !typed) else { continue };
            if value.read_as(wanted).is_some() {
                continue;
            }
            let spot = checked
                .loading
                .presses
                .borrow()
                .get(&(module.id.clone(), choice.id.clone()))
                .map(|(_, spot)| *spot)
                .unwrap_or_default();
            let label = choice.label.text.source();
            checked.report(
                Diagnostic::error(
                    "type-mismatch",
                    spot,
                    format!("the choice `{label}` gives no {}", noun(wanted)),
                )
                .help(format!("add a `value` that is {}", wanted.phrase())),
            );
        }
    }
}

fn noun(kind: Type) -> &'static str {
    kind.phrase().trim_start_matches("a ")
}

fn complete(checked: &Checked<'_>, types: &IndexMap<String, Type>) -> IndexMap<String, Variable> {
    let make = |(name, kind): (&String, &Type)| {
        let declared = checked.parts.declared.get(name).map(|(variable, _)| variable.clone());
        let made = Variable { kind: *kind, default: None, session: false, secret: false };
        (name.clone(), declared.unwrap_or(made))
    };
    types.iter().map(make).collect()
}

/// Whether any text or condition reads more of the person than the id.
pub(super) fn uses_profile(uses: &Uses) -> bool {
    let reads = |name: &NameUse| {
        name.path.first().is_some_and(|root| root == "user")
            && name.path.get(1).is_none_or(|member| member != "id")
    };
    uses.templates.iter().any(|used| used.template.names().iter().any(reads))
        || uses.expressions.iter().any(|used| used.expression.names().iter().any(reads))
}
