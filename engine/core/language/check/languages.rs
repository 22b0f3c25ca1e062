//! Languages that a flow sets and the bot does not have.

use super::{Checked, Diagnostic};
use crate::tongue::Tongue;

pub(super) fn check(checked: &Checked<'_>) {
    let base = |tag: &String| Tongue::of(tag).map(Tongue::base);
    let spoken: Vec<_> = checked.bot.languages.iter().map(base).collect();
    for (tag, spot) in &checked.uses.languages {
        if spoken.contains(&base(tag)) {
            continue;
        }
        let message = format!("the bot has no texts in `{tag}`");
        checked.report(Diagnostic::warning("unspoken-language", *spot, message).help(format!(
            "declare it: `languages: [{tag}]`, and translate the texts in `lang/{tag}.yaml`"
        )));
    }
}
