//! A difference as people read it: the bot first, then module by module, a line a change; then who is stranded.

use std::collections::BTreeMap;

use baton_core::language::difference::{Became, Change, Difference, Part};

use super::live::{Live, fate_shown, what_shown};

/// Characters of a text that are shown on a terminal.
const MOST: usize = 90;

/// Signs and colours.
struct Pen {
    colour: bool,
    wide: bool,
}

/// The difference in lines.
pub(super) fn told(found: &Difference, live: Option<&Live>, colour: bool, wide: bool) -> String {
    let pen = Pen { colour, wide };
    let mut out = String::new();
    let mut group: Option<&Option<String>> = None;
    for change in &found.changes {
        let whole = change.path.is_empty() && change.language.is_none();
        if group != Some(&change.module) || whole {
            group = Some(&change.module);
            out += &pen.head(change);
        }
        if !whole || matches!(change.became, Became::Changed) {
            out += &pen.line(change);
        }
    }
    out += &pen.lost(found);
    if found.is_empty() {
        out += "The two bots mean the same.\n";
    }
    if let Some(live) = live {
        out += &pen.live(live);
    }
    out
}

impl Pen {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn head(&self, change: &Change) -> String {
        let Some(id) = &change.module else { return self.paint("1", "bot") + "\n" };
        let title = self.paint("1", &format!("module {id}"));
        let whole = change.path.is_empty() && change.language.is_none();
        let what = match &change.became {
            _ if !whole => String::new(),
            Became::Added => {
                let new = change.new.as_ref().map_or("", |part| part.shown.as_str());
                format!("{} {}", self.paint("32", "  is new:"), self.cut(new))
            }
            Became::Removed => match &change.new {
                Some(after) => {
                    self.paint("31", &format!("  is gone; {} took its place", after.shown))
                }
                None => self.paint("31", "  is gone"),
            },
            Became::Renamed(from) => self.paint("33", &format!("  was {from}")),
            Became::Changed | Became::Moved(_) => String::new(),
        };
        format!("{title}{what}\n")
    }

    fn line(&self, change: &Change) -> String {
        let shown =
            |part: &Option<Part>| part.as_ref().map_or(String::new(), |part| self.cut(&part.shown));
        let language = change.language.as_ref().map_or(String::new(), |code| format!("[{code}] "));
        let at = format!("{language}{}", change.path.join(" › "));
        match &change.became {
            Became::Added => format!("  {} {at}: {}\n", self.paint("32", "+"), shown(&change.new)),
            Became::Removed => {
                format!("  {} {at}: {}\n", self.paint("31", "-"), shown(&change.old))
            }
            Became::Changed => {
                let (old, new) = (shown(&change.old), shown(&change.new));
                let between = if old.chars().count() + new.chars().count() > MOST {
                    "\n      → "
                } else {
                    " → "
                };
                format!("  {} {at}: {old}{between}{new}\n", self.paint("33", "~"))
            }
            Became::Moved(how) => format!("  {} {at} {how}\n", self.paint("33", "~")),
            Became::Renamed(from) => format!("  {} {at}: was {from}\n", self.paint("33", "~")),
        }
    }

    /// Long texts are cut where somebody looks; what is piped is whole.
    fn cut(&self, text: &str) -> String {
        if !self.wide || text.chars().count() <= MOST {
            return text.to_owned();
        }
        text.chars().take(MOST - 1).chain(['…']).collect()
    }

    fn lost(&self, found: &Difference) -> String {
        let mut by_owner: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for lost in &found.lost {
            let labels = by_owner.entry(&lost.owner).or_default();
            labels.push(format!("\"{}\"", lost.label));
        }
        if by_owner.is_empty() {
            return String::new();
        }
        let mut out = self.paint("1", "buttons in old messages") + "\n";
        for (owner, labels) in by_owner {
            let labels = self.cut(&labels.join(", "));
            out += &format!(
                "  {} {owner}: {labels}: a tap is read as typed text\n",
                self.paint("31", "-")
            );
        }
        out + "  `moved: { \"module.old_button\": module.new_button }` keeps them working\n"
    }

    fn live(&self, live: &Live) -> String {
        let many = |count: usize| {
            if count == 1 { "1 conversation".to_owned() } else { format!("{count} conversations") }
        };
        let mut out = format!("\n{}, {} stranded\n", many(live.all), live.stranded);
        for (one, count) in &live.by_place {
            let what = what_shown(one);
            let fate = fate_shown(one.fate);
            out += &format!("  {}  {} {what}: {fate}\n", self.paint("1", &one.at), many(*count));
        }
        if live.unreadable > 0 {
            out +=
                &format!("  {} cannot be read by this version of baton\n", many(live.unreadable));
        }
        out
    }
}
