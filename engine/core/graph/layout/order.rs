//! The order within columns: sweeps to the right and back that put everything near the middle of what it is connected
//! with, then swaps of neighbours, as long as fewer lines cross. The best order seen is kept.

use super::lane::{Plan, Segment};

/// Sweeps over all columns; after about eight hardly any drawing changes.
const SWEEPS: usize = 14;
/// Rounds of swaps.
const ROUNDS: usize = 6;
/// Lines of one item that are compared when neighbours are swapped: of a module with more, the sweeps decide.
const COMPARED: usize = 64;

/// Orders the columns of a plan.
pub(super) fn order(plan: &mut Plan) {
    let links = Links::of(plan);
    let mut best = plan.columns.clone();
    let mut fewest = crossings(plan);
    for sweep in 0..SWEEPS {
        let count = plan.columns.len();
        let to_right = sweep % 2 == 0;
        for step in 1..count {
            let layer = if to_right { step } else { count - 1 - step };
            sort(plan, &links, layer, to_right);
        }
        let crossed = crossings(plan);
        if crossed < fewest {
            (fewest, best) = (crossed, plan.columns.clone());
        }
        if fewest == 0 {
            break;
        }
    }
    plan.columns = best;
    for _ in 0..ROUNDS {
        let before = fewest;
        for layer in 0..plan.columns.len() {
            swap(plan, &links, layer);
        }
        fewest = crossings(plan);
        if fewest >= before {
            break;
        }
    }
}

/// What each item is connected with.
struct Links {
    /// Items at the left, with the row the line begins at.
    left: Vec<Vec<(usize, usize)>>,
    /// Items at the right, with the row of our own.
    right: Vec<Vec<(usize, usize)>>,
    /// Items of the own column.
    beside: Vec<Vec<usize>>,
    /// Rows of each item.
    rows: Vec<usize>,
}

impl Links {
    fn of(plan: &Plan) -> Self {
        let count = plan.items.len();
        let mut links = Self {
            left: vec![Vec::new(); count],
            right: vec![Vec::new(); count],
            beside: vec![Vec::new(); count],
            rows: vec![1; count],
        };
        for Segment { left, row, right, .. } in &plan.segments {
            links.left[*right].push((*left, *row));
            links.right[*left].push((*right, *row));
            links.rows[*left] = links.rows[*left].max(row + 1);
        }
        for bend in &plan.bends {
            links.beside[bend.lane].push(bend.node);
        }
        links
    }
}

/// The places of all items in their columns.
fn places(plan: &Plan) -> Vec<usize> {
    let mut places = vec![0; plan.items.len()];
    for column in &plan.columns {
        column.iter().enumerate().for_each(|(place, item)| places[*item] = place);
    }
    places
}

/// Puts a column into the order of the middles of what is connected at one side.
fn sort(plan: &mut Plan, links: &Links, layer: usize, by_left: bool) {
    let places = places_of(plan, layer, by_left);
    let other = if by_left { layer - 1 } else { layer + 1 };
    let scale = plan.columns[other].len() as f64 / plan.columns[layer].len().max(1) as f64;
    let own = |item: usize| (places[item] as f64 + 0.5) * scale;
    let middle = |item: usize| -> f64 {
        let mut sum = 0.0;
        let mut count = 0.0;
        let ends = if by_left { &links.left[item] } else { &links.right[item] };
        for (end, row) in ends {
            let within = (*row as f64 + 0.5) / links.rows[*end] as f64;
            sum += places[*end] as f64 + if by_left { within } else { 0.5 };
            count += 1.0;
        }
        for node in &links.beside[item] {
            // Below the module it comes round.
            sum += own(*node) + 0.6 * scale;
            count += 1.0;
        }
        if count == 0.0 { own(item) } else { sum / count }
    };
    let mut column: Vec<(f64, usize)> =
        plan.columns[layer].iter().map(|item| (middle(*item), *item)).collect();
    column.sort_by(|one, other| one.0.total_cmp(&other.0));
    plan.columns[layer] = column.into_iter().map(|(_, item)| item).collect();
}

/// The places in a column and the one beside it; what stands elsewhere has none.
fn places_of(plan: &Plan, layer: usize, by_left: bool) -> Vec<usize> {
    let mut places = vec![0; plan.items.len()];
    let other = if by_left { layer - 1 } else { layer + 1 };
    for column in [layer, other] {
        let items = plan.columns[column].iter().enumerate();
        items.for_each(|(place, item)| places[*item] = place);
    }
    places
}

/// Swaps neighbours of a column wherever fewer lines cross then.
fn swap(plan: &mut Plan, links: &Links, layer: usize) {
    let places = places(plan);
    let ends = |item: usize| {
        let left = links.left[item].iter().map(|(end, row)| (places[*end], *row));
        let right = links.right[item].iter().map(|(end, _)| (places[*end], 0));
        (left.collect::<Vec<_>>(), right.collect::<Vec<_>>())
    };
    let column = &mut plan.columns[layer];
    let mut ends: Vec<Ends> = column.iter().map(|item| ends(*item)).collect();
    for place in 1..column.len() {
        let (above, below) = (&ends[place - 1], &ends[place]);
        let many = |ends: &Ends| ends.0.len() + ends.1.len() > COMPARED;
        if many(above) || many(below) {
            continue;
        }
        if crossed(below, above) < crossed(above, below) {
            column.swap(place - 1, place);
            ends.swap(place - 1, place);
        }
    }
}

/// Where the lines of an item end, at the left and at the right.
type Ends = (Vec<(usize, usize)>, Vec<(usize, usize)>);

/// How many lines of two items cross when one stands above the other.
fn crossed(above: &Ends, below: &Ends) -> usize {
    let side = |above: &[(usize, usize)], below: &[(usize, usize)]| -> usize {
        above.iter().map(|end| below.iter().filter(|other| *other < end).count()).sum()
    };
    side(&above.0, &below.0) + side(&above.1, &below.1)
}

/// How many lines cross between columns.
pub(super) fn crossings(plan: &Plan) -> usize {
    let places = places(plan);
    let mut gaps: Vec<Vec<(usize, usize, usize)>> = vec![Vec::new(); plan.columns.len()];
    for Segment { left, row, right, .. } in &plan.segments {
        gaps[plan.items[*left].layer].push((places[*left], *row, places[*right]));
    }
    gaps.iter_mut().map(|gap| inversions(gap, &plan.columns)).sum()
}

/// Pairs that begin in one order and end in the other, counted with a tree of sums.
fn inversions(gap: &mut [(usize, usize, usize)], columns: &[Vec<usize>]) -> usize {
    gap.sort_unstable();
    let most = columns.iter().map(Vec::len).max().unwrap_or(0);
    let mut sums = vec![0_usize; most + 1];
    let mut found = 0;
    for (seen, (_, _, end)) in gap.iter().enumerate() {
        let mut at = end + 1;
        let mut not_below = 0;
        while at > 0 {
            not_below += sums[at];
            at &= at - 1;
        }
        found += seen - not_below;
        let mut at = end + 1;
        while at < sums.len() {
            sums[at] += 1;
            at += at & at.wrapping_neg();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::lane::{Line, Plan};
    use super::{crossings, order};

    fn plan(layers: &[usize], lines: &[(usize, usize, usize)]) -> Plan {
        let nodes = vec![(100.0, 10.0); layers.len()];
        let line = |(from, row, to): &(usize, usize, usize)| Line {
            from: *from,
            row: *row,
            port: 40.0 + 20.0 * *row as f64,
            to: *to,
        };
        let lines: Vec<Line> = lines.iter().map(line).collect();
        Plan::new(&nodes, layers, &lines)
    }

    #[test]
    fn a_graph_that_can_be_drawn_flat_is() {
        // Two layers that are connected crosswise, and a third the other way round.
        let lines = [(0, 0, 5), (1, 0, 4), (2, 0, 3), (5, 0, 6), (4, 0, 7), (3, 0, 8)];
        let mut plan = plan(&[0, 0, 0, 1, 1, 1, 2, 2, 2], &lines);
        assert_eq!(crossings(&plan), 6);
        order(&mut plan);
        assert_eq!(crossings(&plan), 0);
    }

    #[test]
    fn the_rows_of_a_card_count() {
        let mut plan = plan(&[0, 1, 1, 1], &[(0, 0, 3), (0, 1, 1), (0, 2, 2)]);
        assert_eq!(crossings(&plan), 2);
        order(&mut plan);
        assert_eq!(crossings(&plan), 0);
        assert_eq!(plan.columns[1], [3, 1, 2], "in the order of the rows");
    }

    #[test]
    fn what_cannot_be_flat_crosses_as_little_as_it_must() {
        // Three modules that all lead to the same three: nine crossings in any order, but the lines of a target flow together only there.
        let lines: Vec<_> =
            (0..3).flat_map(|from| (0..3).map(move |row| (from, row, 3 + row))).collect();
        let mut plan = plan(&[0, 0, 0, 1, 1, 1], &lines);
        order(&mut plan);
        assert_eq!(crossings(&plan), 9);
    }

    #[test]
    fn a_line_that_passes_a_column_has_a_lane_there_and_what_leads_to_one_module_shares_it() {
        let plan = plan(&[0, 0, 1, 2], &[(0, 0, 3), (1, 0, 3), (0, 1, 2), (3, 0, 0), (2, 0, 0)]);
        let lanes = plan.items.iter().filter(|item| item.node.is_none()).count();
        assert_eq!(lanes, 1 + 3, "one to the right, three back");
        assert_eq!(plan.routes[0][..1], plan.routes[1][..1]);
        assert_eq!(plan.bends.len(), 3, "two come round, one arrives");
    }
}
