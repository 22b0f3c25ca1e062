//! `--fix` on damaged flows: what it leaves loads no worse, and no comment is lost.

use baton_core::language::splice::comments_of;
use baton_core::language::{load, mend};

use crate::chance::Chance;
use crate::corpus;
use crate::flows::file;
use crate::mutate::Mutator;
use crate::run::{Subject, run};

struct Mending(Mutator);

impl Subject for Mending {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        self.0.text(chance).into_bytes()
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let before = load(vec![file("bot.yaml", input)]);
        let mended = mend(vec![file("bot.yaml", input)]);
        let after = &mended.loaded;
        let text = &after.files[0].text;
        if mended.mends.is_empty() && *text != before.files[0].text {
            return Err(format!("nothing was mended, and it is another file:\n{text}"));
        }
        if before.bot.is_some() && after.bot.is_none() {
            return Err(format!("it loaded, and does no more:\n{text}"));
        }
        let again = load(after.files.clone());
        if again.diagnostics != after.diagnostics {
            return Err(format!("what is told of it is not what it holds:\n{text}"));
        }
        // A sign that was meant as part of a text is in quotes now: still there, and no comment any more.
        let bare = |text: &str| text.replace(['"', '\''], "");
        for comment in comments_of(&before.files[0]) {
            if !bare(text).contains(&bare(&comment)) {
                return Err(format!("the comment {comment:?} is gone:\n{text}"));
            }
        }
        Ok(())
    }
}

#[test]
fn what_is_mended_loads_no_worse() {
    run("mending", 150, Mending(Mutator::new(corpus::flows())));
}
