//! What is declared and used nowhere.

use std::collections::HashSet;

use super::{Checked, Diagnostic};

pub(super) fn check(checked: &Checked<'_>) {
    variables(checked);
    let used: HashSet<&str> = checked.uses.receivers.iter().map(String::as_str).collect();
    for (name, (_, spot)) in checked.loading.receivers.borrow().iter() {
        if let Some(spot) = spot
            && !used.contains(name.as_str())
        {
            tell(checked, "unused-receiver", *spot, &format!("no handover goes to `{name}`"));
        }
    }
    let called: HashSet<&str> =
        checked.uses.services.iter().map(|(name, _)| name.as_str()).collect();
    for (name, spot) in checked.loading.service_spots.borrow().iter() {
        if !called.contains(name.as_str()) {
            tell(checked, "unused-service", *spot, &format!("nothing calls `{name}`"));
        }
    }
}

fn variables(checked: &Checked<'_>) {
    let uses = checked.uses;
    let mut used: HashSet<String> = HashSet::new();
    used.extend(uses.saved.iter().map(|saved| saved.name.clone()));
    used.extend(uses.named.iter().map(|(name, _)| name.clone()));
    let templates = uses.templates.iter().flat_map(|used| used.template.names());
    let expressions = uses.expressions.iter().flat_map(|used| used.expression.names());
    used.extend(templates.chain(expressions).filter_map(|name| name.path.first().cloned()));
    for (name, (_, spot)) in &checked.parts.declared {
        if !used.contains(name) {
            tell(checked, "unused-variable", *spot, &format!("nothing uses the variable `{name}`"));
        }
    }
}

fn tell(checked: &Checked<'_>, code: &'static str, spot: super::Spot, message: &str) {
    checked.report(Diagnostic::warning(code, spot, message).help("use it, or leave it out"));
}
