//! What stands above the modules: title and legend, and what holds everywhere without leading to a module.

use super::super::measure::{cut, width};
use super::super::{Graph, To};
use super::card::{SMALL, TEXT, WIDTH};

/// How high title and legend are.
const TITLE: f64 = 92.0;
/// A cell of what holds everywhere.
pub(in super::super) const CELL: f64 = 27.0;
/// How wide a cell is at least.
const WIDE: f64 = 372.0;
/// Between two cells.
const BETWEEN: f64 = 14.0;

/// The head of the picture.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Panel {
    /// How wide it is.
    pub width: f64,
    /// How high it is, with the room below it.
    pub height: f64,
    /// What holds everywhere and leads to no module.
    pub cells: Vec<Cell>,
    /// The top of the box around the cells, and how high it is.
    pub frame: (f64, f64),
}

/// One way in that leads to no module.
#[derive(Debug, Clone)]
pub(in super::super) struct Cell {
    /// Its place among the ways in.
    pub entrance: usize,
    /// Its left side, from the margin.
    pub x: f64,
    /// Its top, from the margin.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// When, cut to the width.
    pub when: String,
    /// What follows, cut to the width.
    pub follows: String,
}

impl Panel {
    /// For a picture of so many modules: the more, the wider it may be.
    pub(super) fn of(graph: &Graph, modules: usize) -> Self {
        let stays = |(at, way): (usize, &super::Way)| way.to.module().is_none().then_some(at);
        let ways: Vec<usize> = graph.entrances.iter().enumerate().filter_map(stays).collect();
        let columns = (modules / 5).clamp(2, 6).min(ways.len().max(1));
        let rows = ways.len().div_ceil(columns);
        let mut panel =
            Self { width: (2.0 * WIDTH).max(title_width(graph)), height: TITLE, ..Self::default() };
        if ways.is_empty() {
            return panel;
        }
        let columns = columns as f64;
        panel.width = panel.width.max(columns * (WIDE + BETWEEN) + BETWEEN);
        let wide = (panel.width - BETWEEN) / columns - BETWEEN;
        panel.frame = (TITLE, 34.0 + rows as f64 * CELL + 8.0);
        for (place, entrance) in ways.into_iter().enumerate() {
            let (column, row) = (place / rows, place % rows);
            let x = BETWEEN + column as f64 * (wide + BETWEEN);
            let y = TITLE + 34.0 + row as f64 * CELL;
            panel.cells.push(cell(graph, entrance, [x, y], wide));
        }
        panel.height = panel.frame.0 + panel.frame.1 + 36.0;
        panel
    }
}

fn title_width(graph: &Graph) -> f64 {
    width(&graph.name, 22.0).clamp(760.0, 900.0)
}

fn cell(graph: &Graph, entrance: usize, [x, y]: [f64; 2], wide: f64) -> Cell {
    let way = &graph.entrances[entrance];
    let follows = match &way.to {
        _ if !way.does.is_empty() => way.does.join(", "),
        To::End => "ends the path".to_owned(),
        To::Back => "goes back".to_owned(),
        To::Again => "asks again".to_owned(),
        To::Stay | To::On | To::Module(_) | To::Away => String::new(),
    };
    // The word for what it is stands before.
    let most = wide - 78.0;
    let when = cut(&way.words, TEXT, if follows.is_empty() { most } else { most * 0.55 });
    let left = most - width(&when, TEXT) - 14.0;
    let follows = if left < 40.0 { String::new() } else { cut(&follows, SMALL + 0.5, left) };
    Cell { entrance, x, y, width: wide, follows, when }
}
