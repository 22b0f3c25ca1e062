//! Writes the parts of a generated bot as an author might: in blocks or in braces, as chance says.

use super::Part::{self, List, Map};

/// The text of a bot; `step`: spaces of an indentation, `dash`: spaces before a dash.
pub(super) fn written(parts: &Part, step: usize, dash: usize, styles: Vec<u8>) -> String {
    let mut writer = Writer { out: String::new(), step, dash, styles, at: 0 };
    writer.block(parts, 0);
    writer.out
}

struct Writer {
    out: String,
    /// Spaces of an indentation.
    step: usize,
    /// Spaces before a dash.
    dash: usize,
    /// What chance says, in turn.
    styles: Vec<u8>,
    at: usize,
}

impl Writer {
    /// Chance: yes in one of so many cases.
    fn one_in(&mut self, many: u8) -> bool {
        self.at += 1;
        let style = self.styles[self.at % self.styles.len()];
        style.wrapping_add(self.at as u8).is_multiple_of(many)
    }

    fn block(&mut self, part: &Part, indent: usize) {
        match part {
            Part::Scalar(_) => {}
            Map(keys) => {
                for (key, value) in keys {
                    if self.one_in(9) {
                        self.out += &format!("{}# about {key}\n", " ".repeat(indent));
                    }
                    self.out += &" ".repeat(indent);
                    self.keyed(key, value, indent);
                    if self.one_in(9) {
                        self.out += "\n";
                    }
                }
            }
            List(items) => {
                for item in items {
                    let spaces = 1 + usize::from(self.one_in(5));
                    self.out += &format!("{}-{}", " ".repeat(indent), " ".repeat(spaces));
                    let inner = indent + 1 + spaces;
                    match item {
                        Map(keys) if !keys.is_empty() && !self.one_in(3) => {
                            for (place, (key, value)) in keys.iter().enumerate() {
                                if place > 0 {
                                    self.out += &" ".repeat(inner);
                                }
                                self.keyed(key, value, inner);
                            }
                        }
                        item => {
                            self.flow(item);
                            self.end();
                        }
                    }
                }
            }
        }
    }

    fn keyed(&mut self, key: &str, value: &Part, indent: usize) {
        self.out += &format!("{key}:");
        let flow = self.one_in(4);
        match value {
            Part::Scalar(text) if text.is_empty() => self.end(),
            Map(keys) if !keys.is_empty() && !flow => {
                self.end();
                self.block(value, indent + self.step);
            }
            List(_) if !flow => {
                self.end();
                self.block(value, indent + self.dash);
            }
            value => {
                let wide = self.one_in(7);
                self.out += if wide { "  " } else { " " };
                self.flow(value);
                self.end();
            }
        }
    }

    /// The end of a line, perhaps with a comment or with spaces that nobody sees.
    fn end(&mut self) {
        if self.one_in(11) {
            self.out += "   # why";
        } else if self.one_in(13) {
            self.out += "  ";
        }
        self.out += "\n";
    }

    fn flow(&mut self, part: &Part) {
        match part {
            // In braces a comma or a brace would end a text without quotes.
            Part::Scalar(text) if text.starts_with(['"', '\'']) => self.out += text,
            Part::Scalar(text) if text.contains([',', '{', '}']) => {
                self.out += &format!("\"{text}\"");
            }
            Part::Scalar(text) => self.out += text,
            List(items) => {
                self.out += "[";
                for (place, item) in items.iter().enumerate() {
                    self.out += if place > 0 { ", " } else { "" };
                    self.flow(item);
                }
                self.out += "]";
            }
            Map(keys) => {
                self.out += "{ ";
                for (place, (key, value)) in keys.iter().enumerate() {
                    self.out += if place > 0 { ", " } else { "" };
                    self.out += &format!("{key}: ");
                    self.flow(value);
                }
                self.out += " }";
            }
        }
    }
}
