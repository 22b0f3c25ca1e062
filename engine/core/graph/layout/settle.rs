//! How high everything stands in its column: as near to the height of what it is connected with as the neighbours
//! leave room, so that lines are straight where they can be.
//!
//! For each column the least sum of squares is found exactly (pooling of neighbours that would violate their order).
//! Invariant: the order of the columns is kept, and so are the distances.

use super::lane::{Plan, Segment};

/// Between two cards.
pub(super) const CARDS: f64 = 34.0;
/// Between a card and a lane.
pub(super) const BESIDE: f64 = 17.0;
/// Between two lanes.
pub(super) const LANES: f64 = 11.0;
/// Sweeps to the right and back; later ones move nothing that one would see.
const SWEEPS: usize = 36;

/// How much of the way from the head of a card to a row the next card stands lower.
const LEVEL: f64 = 0.35;

/// A pull towards a height: of which item, and how far its top is from there.
#[derive(Debug, Clone, Copy)]
struct Pull {
    item: usize,
    by: f64,
    weight: f64,
}

/// The tops of all items.
pub(super) fn settle(plan: &Plan) -> Vec<f64> {
    let mut tops = vec![0.0; plan.items.len()];
    for column in &plan.columns {
        stack(plan, column, &mut tops);
    }
    let (left, right) = pulls(plan);
    for sweep in 0..SWEEPS {
        let to_right = sweep % 2 == 0;
        // First from one side alone, so that a whole path finds its height; then from both.
        let both = sweep >= 6;
        for step in 0..plan.columns.len() {
            let layer = if to_right { step } else { plan.columns.len() - 1 - step };
            let column = &plan.columns[layer];
            let wanted = column.iter().map(|item| {
                let sides = [(to_right || both, &left[*item]), (!to_right || both, &right[*item])];
                let pulls = sides.into_iter().filter(|(used, _)| *used).flat_map(|(_, all)| all);
                wanted(&tops, *item, pulls)
            });
            let wanted: Vec<(f64, f64)> = wanted.collect();
            pool(plan, column, &wanted, &mut tops);
        }
    }
    straighten(plan, &mut tops);
    let highest = tops.iter().copied().fold(f64::INFINITY, f64::min);
    tops.iter_mut().for_each(|top| *top -= highest);
    tops
}

/// The least distance of the tops of two neighbours.
fn apart(plan: &Plan, above: usize, below: usize) -> f64 {
    let (above, below) = (&plan.items[above], &plan.items[below]);
    let between = match (above.node, below.node) {
        (Some(_), Some(_)) => CARDS,
        (None, None) => LANES,
        (Some(_), None) | (None, Some(_)) => BESIDE,
    };
    above.height + between
}

/// A column as tight as it can be, around the height 0.
fn stack(plan: &Plan, column: &[usize], tops: &mut [f64]) {
    let mut at = 0.0;
    for (place, item) in column.iter().enumerate() {
        if place > 0 {
            at += apart(plan, column[place - 1], *item);
        }
        tops[*item] = at;
    }
    let middle = column.last().map_or(0.0, |last| (tops[*last] + plan.items[*last].height) / 2.0);
    column.iter().for_each(|item| tops[*item] -= middle);
}

/// What pulls at each item from the left and from the right.
fn pulls(plan: &Plan) -> (Vec<Vec<Pull>>, Vec<Vec<Pull>>) {
    let count = plan.items.len();
    let (mut left, mut right) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for Segment { left: from, port, right: to, .. } in &plan.segments {
        let lanes = [from, to].iter().filter(|item| plan.items[***item].node.is_none()).count();
        // A long line is quiet where it is straight.
        let weight = [1.0, 2.0, 20.0][lanes];
        // Between cards a level line counts less than cards that stand level: each row lies below the head of its card,
        // and a long path would lead down the page like a staircase.
        let level = if lanes == 0 { LEVEL } else { 1.0 };
        let by = (port - plan.items[*to].entry) * level;
        left[*to].push(Pull { item: *from, by, weight });
        right[*from].push(Pull { item: *to, by: -by, weight });
    }
    for bend in &plan.bends {
        let pull = Pull { item: bend.node, by: bend.port, weight: 0.3 };
        left[bend.lane].push(pull);
        right[bend.lane].push(pull);
    }
    (left, right)
}

/// Where an item would stand if it were alone, and how much that weighs.
fn wanted<'p>(tops: &[f64], item: usize, pulls: impl Iterator<Item = &'p Pull>) -> (f64, f64) {
    let (mut sum, mut weight) = (0.0, 0.0);
    for pull in pulls {
        sum += (tops[pull.item] + pull.by) * pull.weight;
        weight += pull.weight;
    }
    if weight == 0.0 { (tops[item], 0.05) } else { (sum / weight, weight) }
}

/// Puts a column where it wants to be, as far as order and distances allow.
fn pool(plan: &Plan, column: &[usize], wanted: &[(f64, f64)], tops: &mut [f64]) {
    /// Neighbours that touch: where the first wants to be, how much that weighs, and how many they are.
    struct Block {
        sum: f64,
        weight: f64,
        count: usize,
    }
    let mut offsets = Vec::with_capacity(column.len());
    let mut offset = 0.0;
    let mut blocks: Vec<Block> = Vec::new();
    for (place, (want, weight)) in wanted.iter().enumerate() {
        if place > 0 {
            offset += apart(plan, column[place - 1], column[place]);
        }
        offsets.push(offset);
        blocks.push(Block { sum: (want - offset) * weight, weight: *weight, count: 1 });
        while let [.., above, below] = blocks.as_slice()
            && above.sum / above.weight > below.sum / below.weight
        {
            let (sum, weight) = (above.sum + below.sum, above.weight + below.weight);
            let count = above.count + below.count;
            blocks.truncate(blocks.len() - 2);
            blocks.push(Block { sum, weight, count });
        }
    }
    let firsts =
        blocks.iter().flat_map(|block| std::iter::repeat_n(block.sum / block.weight, block.count));
    for ((item, first), offset) in column.iter().zip(firsts).zip(offsets) {
        tops[*item] = first + offset;
    }
}

/// Rounds in which lines are made straight: each makes room for the next.
const ROUNDS: usize = 8;

/// Makes each line that passes columns one straight line, as near to its ends as the cards leave room; where they do
/// not, every lane comes as near as it can.
fn straighten(plan: &Plan, tops: &mut [f64]) {
    let place = places(plan);
    let mut ends: Vec<(f64, f64)> = vec![(0.0, 0.0); plan.items.len()];
    for _ in 0..ROUNDS {
        for chain in &plan.chains {
            for lane in chain {
                ends[*lane] = (0.0, 0.0);
            }
        }
        for (lane, height) in anchors(plan, tops) {
            ends[lane].0 += height;
            ends[lane].1 += 1.0;
        }
        for chain in &plan.chains {
            let (sum, count) = chain.iter().fold((0.0, 0.0), |(sum, count), lane| {
                (sum + ends[*lane].0, count + ends[*lane].1)
            });
            if count == 0.0 {
                continue;
            }
            let room: Vec<(f64, f64)> =
                chain.iter().map(|lane| room(plan, tops, &place, *lane)).collect();
            let low = room.iter().map(|(low, _)| *low).fold(f64::NEG_INFINITY, f64::max);
            let high = room.iter().map(|(_, high)| *high).fold(f64::INFINITY, f64::min);
            let wanted = sum / count;
            let wanted = if low <= high { wanted.max(low).min(high) } else { wanted };
            for (lane, (low, high)) in chain.iter().zip(room) {
                tops[*lane] = wanted.max(low).min(high);
            }
        }
    }
}

/// Where lines come to a lane from a card, and where they leave it for one.
fn anchors(plan: &Plan, tops: &[f64]) -> Vec<(usize, f64)> {
    let is_lane = |item: usize| plan.items[item].node.is_none();
    let mut found = Vec::new();
    for Segment { left, port, right, .. } in &plan.segments {
        if is_lane(*left) && !is_lane(*right) {
            found.push((*left, tops[*right] + plan.items[*right].entry));
        } else if is_lane(*right) && !is_lane(*left) {
            found.push((*right, tops[*left] + port));
        }
    }
    found.extend(plan.bends.iter().map(|bend| (bend.lane, tops[bend.node] + bend.port)));
    found
}

/// The place of each item in its column.
fn places(plan: &Plan) -> Vec<usize> {
    let mut places = vec![0; plan.items.len()];
    for column in &plan.columns {
        column.iter().enumerate().for_each(|(place, item)| places[*item] = place);
    }
    places
}

/// Between which heights a lane can move without coming too near to its neighbours.
fn room(plan: &Plan, tops: &[f64], places: &[usize], lane: usize) -> (f64, f64) {
    let column = &plan.columns[plan.items[lane].layer];
    let place = places[lane];
    let above = place.checked_sub(1).and_then(|place| column.get(place));
    let low = above.map_or(f64::NEG_INFINITY, |above| tops[*above] + apart(plan, *above, lane));
    let below = column.get(place + 1);
    let high = below.map_or(f64::INFINITY, |below| tops[*below] - apart(plan, lane, *below));
    (low, high.max(low))
}

#[cfg(test)]
mod tests {
    use super::super::lane::{Line, Plan};
    use super::{CARDS, settle};

    #[test]
    fn a_chain_stays_near_the_height_it_begins_at() {
        let nodes = [(120.0, 20.0); 9];
        let lines: Vec<Line> =
            (0..8).map(|from| Line { from, row: 0, port: 100.0, to: from + 1 }).collect();
        let tops = settle(&Plan::new(&nodes, &[0, 1, 2, 3, 4, 5, 6, 7, 8], &lines));
        for pair in tops.windows(2) {
            assert!((0.0..40.0).contains(&(pair[1] - pair[0])), "{tops:?}");
        }
    }

    #[test]
    fn a_line_that_passes_columns_is_straight() {
        let nodes = [(120.0, 20.0); 6];
        let chain = (0..4).map(|from| Line { from, row: 0, port: 60.0, to: from + 1 });
        let long = [Line { from: 0, row: 1, port: 90.0, to: 5 }];
        let lines: Vec<Line> = chain.chain(long).collect();
        let plan = Plan::new(&nodes, &[0, 1, 2, 3, 4, 4], &lines);
        let tops = settle(&plan);
        let lanes: Vec<f64> = plan.chains[0].iter().map(|lane| tops[*lane]).collect();
        assert_eq!(lanes.len(), 3);
        assert!(lanes.iter().all(|top| (top - lanes[0]).abs() < 0.1), "{lanes:?}");
    }

    #[test]
    fn neighbours_keep_their_distance_whatever_pulls_at_them() {
        let nodes = [(40.0, 20.0); 6];
        let lines: Vec<Line> = (1..6).map(|to| Line { from: 0, row: 0, port: 30.0, to }).collect();
        let plan = Plan::new(&nodes, &[0, 1, 1, 1, 1, 1], &lines);
        let tops = settle(&plan);
        for pair in plan.columns[1].windows(2) {
            assert!(tops[pair[1]] - tops[pair[0]] >= 40.0 + CARDS - 0.01, "{tops:?}");
        }
        // The one they all hang on stands in their middle.
        assert!((tops[0] - tops[3]).abs() < 10.0, "{tops:?}");
    }
}
