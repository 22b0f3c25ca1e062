//! `baton test --update`: writes into the files what the bot does now, where a test expects something else.

use std::path::Path;

use anyhow::Context;
use baton_core::language::SourceFile;
use baton_core::rehearsal::{Edit, Subject, Suite, applied, rewrite};

use super::{Ready, chosen, ready};
use crate::command::{Failure, talk};

/// A step that is written anew may show the next difference: so often it is looked again.
const ROUNDS: usize = 5;

/// Rewrites the tests that go another way. What only their author can mend is left as it is.
pub(super) fn files(bot: &Path, pattern: Option<&str>) -> Result<(), Failure> {
    for _ in 0..ROUNDS {
        let Ready { subject, suite } = ready(bot)?;
        let numbers = chosen(&suite, pattern);
        let edits: Vec<Edit> =
            numbers.iter().flat_map(|number| rewrite(&subject, &suite, *number)).collect();
        if edits.is_empty() {
            return Ok(());
        }
        let files = applied(&suite.files, edits);
        if !is_sound(&subject, &suite, &files) {
            talk::error("the tests could not be rewritten without harm; nothing was written");
            return Ok(());
        }
        for (old, new) in suite.files.iter().zip(&files).filter(|(old, new)| old.text != new.text) {
            std::fs::write(&old.path, &new.text)
                .with_context(|| format!("{} cannot be written", old.path))?;
            talk::say(&format!("rewritten: {}", old.path));
        }
    }
    Ok(())
}

/// Whether what is to be written can be read, and holds the same tests.
fn is_sound(subject: &Subject, before: &Suite, files: &[SourceFile]) -> bool {
    let after = Suite::read(subject, files.to_vec());
    let names =
        |suite: &Suite| (0..suite.len()).map(|at| suite.name(at).to_owned()).collect::<Vec<_>>();
    after.is_right() && names(&after) == names(before)
}
