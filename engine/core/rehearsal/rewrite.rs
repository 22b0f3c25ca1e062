//! Writes the expectations of a test anew, so that it says what the bot does now.
//!
//! Invariant: only what differs is touched; comments, order and everything else stay as they are. What serves
//! several tests (`each`, `include`) or stands in brackets is left to its author.

use std::ops::Range;

use super::meet::{self, differs, is_state};
use super::play::world_of;
use super::test::{Does, Expected, Saying, Step};
use super::thread::Happening;
use super::world::World;
use super::{Subject, Suite, write};
use crate::bot::Bot;
use crate::effect::Content;
use crate::language::{SourceFile, Spot};

/// A part of a file, and what is to stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which file, by its number.
    pub file: usize,
    /// Which bytes; none for what is only put in.
    pub span: Range<usize>,
    /// What stands there from now on.
    pub text: String,
}

/// What is to be written so that a test says what the bot does. Empty where nothing differs, or where the test
/// departs in a way that only its author can mend.
pub fn rewrite(subject: &Subject, suite: &Suite, number: usize) -> Vec<Edit> {
    let test = &suite.tests[number];
    let mut world = world_of(subject, suite, number);
    let mut edits = Vec::new();
    let mut steps = test.steps.as_slice();
    while let Some((first, rest)) = steps.split_first() {
        let Does::Act(act) = &first.does else { return edits };
        let length = rest.iter().take_while(|step| matches!(step.does, Does::Expect(_))).count();
        let (expected, next) = rest.split_at(length);
        let done = world.act(act).is_ok() && world.faults.is_empty();
        let stretch = Stretch { suite, bot: &subject.bots.newest, act: first, expected };
        edits.extend(stretch.edits(&mut world).unwrap_or_default());
        if !done {
            return edits;
        }
        steps = next;
    }
    edits
}

/// The files with edits in them; of two that overlap the first counts.
pub fn applied(files: &[SourceFile], mut edits: Vec<Edit>) -> Vec<SourceFile> {
    edits.sort_by_key(|edit| (edit.file, edit.span.start, edit.span.end));
    let mut files = files.to_vec();
    for (number, file) in files.iter_mut().enumerate() {
        let mut out = String::with_capacity(file.text.len());
        let mut at = 0;
        for edit in edits.iter().filter(|edit| edit.file == number) {
            let Some(between) = file.text.get(at..edit.span.start) else { continue };
            out.push_str(between);
            out.push_str(&edit.text);
            at = edit.span.end;
        }
        out.push_str(file.text.get(at..).unwrap_or_default());
        file.text = out;
    }
    files
}

/// An act, and the steps behind it that say what comes of it.
struct Stretch<'a> {
    suite: &'a Suite,
    bot: &'a Bot,
    act: &'a Step,
    expected: &'a [Step],
}

/// What becomes of a step.
enum Fate<'a> {
    Stays,
    Becomes(&'a Happening),
    Goes,
}

impl Stretch<'_> {
    /// `None` where the stretch cannot be rewritten.
    fn edits(&self, world: &mut World<'_>) -> Option<Vec<Edit>> {
        let news: Vec<Happening> = world.thread().news.drain(..).collect();
        let mut edits = self.states(world);
        let told: Vec<&Step> = self.expected.iter().filter(|step| !is_state(of(step))).collect();
        let same =
            |step: &Step, got: &Happening| differs(step, of(step), Some(got), self.bot).is_none();
        let (fates, added) = align(&told, &news, same);
        let untouched = fates.iter().all(|fate| matches!(fate, Fate::Stays)) && added.is_empty();
        if untouched {
            return Some(edits);
        }
        if self.act.shared || self.expected.iter().any(|step| step.shared) {
            return None;
        }
        for (step, fate) in told.iter().zip(&fates) {
            match fate {
                Fate::Stays => {}
                Fate::Goes => edits.push(self.lines_of(step)?.1),
                Fate::Becomes(got) => edits.extend(self.become_so(step, got)?),
            }
        }
        for (behind, got) in added {
            let step = behind.map_or(self.act, |at| told[at]);
            let (indent, lines) = self.lines_of(step)?;
            let mut text = String::new();
            for line in self.as_lines(got, &indent) {
                text.push_str(&line);
                text.push('\n');
            }
            let end = lines.span.end;
            // The last line of a file may have no end.
            if end > 0 && self.file(step).text.as_bytes().get(end - 1) != Some(&b'\n') {
                text = format!("\n{}", text.trim_end());
            }
            edits.push(Edit { file: lines.file, span: end..end, text });
        }
        Some(edits)
    }

    fn file(&self, step: &Step) -> &SourceFile {
        &self.suite.files[step.spot.file]
    }

    /// The state of the conversation, where a step expects another.
    fn states(&self, world: &World<'_>) -> Vec<Edit> {
        let states = self.expected.iter().filter(|step| is_state(of(step)) && !step.shared);
        let wrong = states.filter(|step| meet::state_differs(step, of(step), world).is_some());
        let text = |step: &Step| {
            Some(match of(step) {
                Expected::At(_) => meet::stands_at(world).unwrap_or_else(|| "end".to_owned()),
                Expected::Tags(_) => {
                    let tags = &world.threads[world.who].conversation.tags;
                    write::list(tags.iter().map(String::as_str))
                }
                Expected::Variables(wanted) => {
                    let got = meet::variables(world, wanted);
                    let named = got.as_object().into_iter().flatten();
                    let named: Vec<_> =
                        named.map(|(name, value)| format!("{name}: {value}")).collect();
                    format!("{{ {} }}", named.join(", "))
                }
                // Which of several events was meant, only the author knows.
                Expected::Emitted(_) => return None,
                Expected::Said(_) | Expected::Control(_) | Expected::Called(_) => return None,
            })
        };
        wrong.filter_map(|step| Some(self.replace(step.value, text(step)?))).collect()
    }

    fn replace(&self, spot: Spot, text: String) -> Edit {
        let written = self.suite.files[spot.file].text.get(spot.range()).unwrap_or_default();
        // A block ends with the line break before the next key, which stays.
        let end = spot.start + written.trim_end().len();
        Edit { file: spot.file, span: spot.start..end, text }
    }

    /// A step says what happened in place of what it said.
    fn become_so(&self, step: &Step, got: &Happening) -> Option<Vec<Edit>> {
        if let (Expected::Said(saying), Happening::Said(message)) = (of(step), got)
            && let Some(edits) = self.parts(step, saying, message)
        {
            return Some(edits);
        }
        let (indent, mut lines) = self.lines_of(step)?;
        lines.text = self.as_lines(got, &indent).join("\n") + "\n";
        Some(vec![lines])
    }

    /// The parts of a message that differ; `None` where the whole step must be written anew.
    fn parts(
        &self,
        step: &Step,
        saying: &Saying,
        message: &crate::effect::Message,
    ) -> Option<Vec<Edit>> {
        let Content::Text { text, buttons } = &message.content else { return None };
        if saying.cards.is_some() || saying.media.is_some() {
            return None;
        }
        let alone = |part: Saying| {
            let got = Happening::Said(message.clone());
            differs(step, &Expected::Said(Box::new(part)), Some(&got), self.bot).is_some()
        };
        let mut edits = Vec::new();
        let only_text = Saying { text: saying.text.clone(), ..Saying::default() };
        if alone(only_text) {
            edits.push(self.replace(saying.text_spot?, write::text(text)));
        }
        if let Some((_, spot)) = &saying.choices
            && alone(Saying { choices: saying.choices.clone(), ..Saying::default() })
        {
            edits.push(self.replace(*spot, write::list(write::choices(message))));
        }
        if let Some((_, spot)) = &saying.buttons
            && alone(Saying { buttons: saying.buttons.clone(), ..Saying::default() })
        {
            let labels = buttons.iter().map(|button| button.label.as_str());
            edits.push(self.replace(*spot, write::list(labels)));
        }
        Some(edits)
    }

    fn as_lines(&self, got: &Happening, indent: &str) -> Vec<String> {
        let lines = write::step(got, self.bot).into_iter().enumerate();
        let lines = lines.map(|(at, line)| match at {
            0 => format!("{indent}- {line}"),
            _ => format!("{indent}  {line}"),
        });
        lines.collect()
    }

    /// The lines a step stands in, as an edit that removes them, and how far its dash is indented.
    /// `None` where it shares a line with something else.
    fn lines_of(&self, step: &Step) -> Option<(String, Edit)> {
        let text = &self.file(step).text;
        let start = text[..step.spot.start].rfind('\n').map_or(0, |end| end + 1);
        let before = &text[start..step.spot.start];
        let indent = before.trim_end().strip_suffix('-')?;
        if !indent.trim().is_empty() || step.shared {
            return None;
        }
        let written = text.get(step.spot.range())?.trim_end().len();
        let last = step.spot.start + written;
        let end = text[last..].find('\n').map_or(text.len(), |length| last + length + 1);
        let edit = Edit { file: step.spot.file, span: start..end, text: String::new() };
        Some((indent.to_owned(), edit))
    }
}

fn of(step: &Step) -> &Expected {
    match &step.does {
        Does::Expect(expected) => expected,
        Does::Act(_) => unreachable!("a stretch holds expectations only"),
    }
}

/// What was put in: behind which of the steps (`None`: behind the act), and what.
type Added<'n> = Vec<(Option<usize>, &'n Happening)>;

/// Finds the steps that stay, most of them; between two that stay, the others become what happened there, in order.
fn align<'n>(
    steps: &[&Step],
    news: &'n [Happening],
    same: impl Fn(&Step, &Happening) -> bool,
) -> (Vec<Fate<'n>>, Added<'n>) {
    // The longest common part of the two, from the end.
    let mut longest = vec![vec![0_usize; news.len() + 1]; steps.len() + 1];
    for (i, step) in steps.iter().enumerate().rev() {
        for (j, got) in news.iter().enumerate().rev() {
            longest[i][j] = match same(step, got) {
                true => longest[i + 1][j + 1] + 1,
                false => longest[i + 1][j].max(longest[i][j + 1]),
            };
        }
    }
    let (mut fates, mut added) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    while i < steps.len() || j < news.len() {
        // A gap: as far as nothing fits.
        let (from, first) = (i, j);
        while i < steps.len() && j < news.len() && !same(steps[i], &news[j]) {
            if longest[i + 1][j] >= longest[i][j + 1] { i += 1 } else { j += 1 }
        }
        if i == steps.len() || j == news.len() {
            (i, j) = (steps.len(), news.len());
        }
        let mut others = news[first..j].iter();
        for _ in from..i {
            fates.push(others.next().map_or(Fate::Goes, Fate::Becomes));
        }
        let behind = i.checked_sub(1);
        added.extend(others.map(|got| (behind, got)));
        if i < steps.len() && j < news.len() {
            fates.push(Fate::Stays);
            (i, j) = (i + 1, j + 1);
        }
    }
    (fates, added)
}
