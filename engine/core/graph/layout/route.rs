//! Lines as curves: bent between the columns, straight where they pass one.

use std::fmt::Write;

use super::Drawn;
use super::card::WIDTH;
use super::lane::{Line, Plan};
use super::{MARGIN, settle};

/// The least room between two columns.
const GAP: f64 = 74.0;
/// More of it for each line that bends there.
const MORE: f64 = 3.0;
/// The most.
const WIDEST: f64 = 190.0;
/// Before a card, for the point of the arrow.
pub(in super::super) const POINT: f64 = 8.0;

/// Where a column is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its left side.
    pub(super) left: f64,
}

/// The columns of a plan.
pub(super) fn columns(plan: &Plan) -> Vec<Column> {
    let mut bends = vec![0_usize; plan.columns.len() + 1];
    for segment in &plan.segments {
        bends[plan.items[segment.left].layer] += 1;
    }
    for bend in &plan.bends {
        bends[plan.items[bend.lane].layer] += 1;
    }
    let mut left = MARGIN + if has_bend_before_first(plan) { GAP / 2.0 } else { 0.0 };
    let mut columns = Vec::with_capacity(plan.columns.len());
    for count in bends.iter().take(plan.columns.len()) {
        let room = (GAP + MORE * *count as f64).min(WIDEST);
        columns.push(Column { left });
        left += WIDTH + room;
    }
    columns
}

/// How far the picture reaches to the right, with what comes round the last column.
pub(super) fn right_side(plan: &Plan, columns: &[Column]) -> f64 {
    let last = columns.len().saturating_sub(1);
    let bends = plan.bends.iter().any(|bend| plan.items[bend.lane].layer == last);
    let round = if bends { GAP / 2.0 } else { 0.0 };
    columns.last().map_or(0.0, |column| column.left + WIDTH + round)
}

/// Whether a line comes round the left side of the first column.
fn has_bend_before_first(plan: &Plan) -> bool {
    plan.bends.iter().any(|bend| plan.items[bend.lane].layer == 0)
}

/// The curve of a line.
pub(super) fn draw(
    plan: &Plan,
    columns: &[Column],
    tops: &[f64],
    line: &Line,
    route: &[usize],
) -> Drawn {
    let from = plan.items[line.from].layer;
    let back = plan.items[line.to].layer <= from;
    let mut pen = Pen::at(columns[from].left + WIDTH, tops[line.from] + line.port);
    for (step, item) in route.iter().enumerate() {
        let arrives = plan.items[*item].node.is_some();
        let column = columns[plan.items[*item].layer];
        let (left, right) = (column.left, column.left + WIDTH);
        let y = tops[*item] + plan.items[*item].entry;
        match (back, arrives) {
            (false, true) => pen.across(left - POINT, y),
            (false, false) => {
                pen.across(left, y);
                pen.straight(right);
            }
            (true, true) => pen.round(left, left - POINT, y, -1.0),
            (true, false) => {
                if step == 0 {
                    pen.round(right, right, y, 1.0);
                } else {
                    pen.across(right, y);
                }
                pen.straight(left);
            }
        }
    }
    Drawn { path: pen.path, back }
}

/// Draws a path.
struct Pen {
    x: f64,
    y: f64,
    path: String,
}

impl Pen {
    fn at(x: f64, y: f64) -> Self {
        let mut pen = Self { x, y, path: String::new() };
        pen.write(format_args!("M{} {}", short(x), short(y)));
        pen
    }

    fn write(&mut self, what: std::fmt::Arguments<'_>) {
        self.path.write_fmt(what).expect("a text takes all that is written");
    }

    /// A bend to a place in the next column, level at both ends.
    fn across(&mut self, x: f64, y: f64) {
        if (self.y - y).abs() < 0.5 {
            self.write(format_args!("L{} {}", short(x), short(y)));
        } else {
            let middle = f64::midpoint(self.x, x);
            self.curve([(middle, self.y), (middle, y), (x, y)]);
        }
        (self.x, self.y) = (x, y);
    }

    fn straight(&mut self, x: f64) {
        self.write(format_args!("H{}", short(x)));
        self.x = x;
    }

    /// Round a side of a column: out of it, and back at another height.
    fn round(&mut self, side: f64, x: f64, y: f64, out: f64) {
        let far = 22.0 + ((self.y - y).abs() * 0.16).min(settle::CARDS);
        let turn = side + out * far;
        let bow = |height: f64| (turn, height);
        self.curve([bow(self.y), bow(y), (x, y)]);
        (self.x, self.y) = (x, y);
    }

    fn curve(&mut self, [one, two, end]: [(f64, f64); 3]) {
        let point = |(x, y): (f64, f64)| format!("{} {}", short(x), short(y));
        self.write(format_args!("C{} {} {}", point(one), point(two), point(end)));
    }
}

/// A number with at most one digit behind the comma, the same on every machine.
pub(in super::super) fn short(number: f64) -> String {
    let tenths = (number * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}
