//! Lines that pass columns: for each column a lane, shared by everything that leads to the same module.
//!
//! What leads to one module flows together, so a module has at most one lane a column in each direction: to the right
//! from what stands before it, back to the left from what stands behind. Invariant: between two neighbouring columns
//! every line is a segment.

use std::collections::{BTreeMap, BTreeSet};

/// A line to be drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// From which module.
    pub(super) from: usize,
    /// Which of its rows, from 0.
    pub(super) row: usize,
    /// How far that row is below the top.
    pub(super) port: f64,
    /// To which module.
    pub(super) to: usize,
}

/// What has a place of its own in a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// Its column.
    pub(super) layer: usize,
    /// The module; `None`: a lane.
    pub(super) node: Option<usize>,
    /// How high it is; a lane has no height.
    pub(super) height: f64,
    /// Where lines arrive, from its top.
    pub(super) entry: f64,
}

/// A line between two neighbouring columns, whichever way it leads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    /// The item at the left.
    pub(super) left: usize,
    /// Which row of it.
    pub(super) row: usize,
    /// How far that row is below its top.
    pub(super) port: f64,
    /// The item at the right.
    pub(super) right: usize,
}

/// A line round the side: between a module and a lane of its own column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bend {
    /// The lane.
    pub(super) lane: usize,
    /// The module.
    pub(super) node: usize,
    /// How far below the top of the module.
    pub(super) port: f64,
}

/// Everything that needs a place.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The modules first, in their order, then the lanes.
    pub(super) items: Vec<Item>,
    /// The items of each column, from the top.
    pub(super) columns: Vec<Vec<usize>>,
    pub(super) segments: Vec<Segment>,
    pub(super) bends: Vec<Bend>,
    /// The lanes of each module and direction, neighbour by neighbour.
    pub(super) chains: Vec<Vec<usize>>,
    /// Of each line the items it comes through, the module it leads to last.
    pub(super) routes: Vec<Vec<usize>>,
}

/// A lane by what it leads to, whether to the left, and its column.
type Lanes = BTreeMap<(usize, bool, usize), usize>;

impl Plan {
    /// Makes a plan of modules with heights and entries, their columns, and lines.
    pub(super) fn new(nodes: &[(f64, f64)], layers: &[usize], lines: &[Line]) -> Self {
        let items = nodes.iter().zip(layers).enumerate().map(|(at, ((height, entry), layer))| {
            Item { layer: *layer, node: Some(at), height: *height, entry: *entry }
        });
        let mut plan = Self { items: items.collect(), ..Self::default() };
        let mut lanes = Lanes::new();
        let mut drawn: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
        for line in lines {
            let route = plan.route(line, layers, &mut lanes);
            plan.connect(line, layers, &route, &mut drawn);
            plan.routes.push(route);
        }
        let mut chains: BTreeMap<(usize, bool), Vec<usize>> = BTreeMap::new();
        for ((to, back, _), lane) in lanes {
            chains.entry((to, back)).or_default().push(lane);
        }
        plan.chains = chains.into_values().collect();
        plan.columns = vec![Vec::new(); layers.iter().max().map_or(0, |last| last + 1)];
        for (at, item) in plan.items.iter().enumerate() {
            plan.columns[item.layer].push(at);
        }
        plan
    }

    fn route(&mut self, line: &Line, layers: &[usize], lanes: &mut Lanes) -> Vec<usize> {
        let (from, to) = (layers[line.from], layers[line.to]);
        let back = to <= from;
        let passed: Vec<usize> =
            if back { (to..=from).rev().collect() } else { (from + 1..to).collect() };
        let lane = |layer: usize| {
            *lanes.entry((line.to, back, layer)).or_insert_with(|| {
                self.items.push(Item { layer, node: None, height: 0.0, entry: 0.0 });
                self.items.len() - 1
            })
        };
        passed.into_iter().map(lane).chain([line.to]).collect()
    }

    /// Notes the segments and bends of a line, each once.
    fn connect(
        &mut self,
        line: &Line,
        layers: &[usize],
        route: &[usize],
        drawn: &mut BTreeSet<(usize, usize, usize)>,
    ) {
        let back = layers[line.to] <= layers[line.from];
        let mut before = line.from;
        for (step, item) in route.iter().copied().enumerate() {
            let (row, port) = if step == 0 { (line.row, line.port) } else { (0, 0.0) };
            let is_new = drawn.insert((before, row, item));
            let last = item == line.to;
            if is_new && back && step == 0 {
                self.bends.push(Bend { lane: item, node: before, port });
            } else if is_new && back && last {
                let port = self.items[item].entry;
                self.bends.push(Bend { lane: before, node: item, port });
            } else if is_new && back {
                self.segments.push(Segment { left: item, row: 0, port: 0.0, right: before });
            } else if is_new {
                self.segments.push(Segment { left: before, row, port, right: item });
            }
            before = item;
        }
    }
}
