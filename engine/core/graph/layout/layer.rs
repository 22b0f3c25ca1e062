//! Which column each module stands in: lines lead to the right, but those that close a circle.
//!
//! What is few steps from the start stands at the left. A line that leads nearer to the start than it begins is drawn
//! to the right only where that closes no circle; those that lead back least are tried first. Invariant: of two
//! connected modules none is in the column of the other.

use std::collections::VecDeque;

/// Steps of all searches for circles together. What is left then leads back; a bot of people stays far below.
const SEARCHED: usize = 4_000_000;

/// The columns of so many modules, from 0; `starts` are the ones people come in at, the first of them first.
pub(super) fn layers(count: usize, edges: &[(usize, usize)], starts: &[usize]) -> Vec<usize> {
    let edges = distances(count, edges, starts);
    let mut forward = Forward::new(count, &edges.from_start);
    for (from, to) in &edges.sorted {
        forward.add(*from, *to);
    }
    let mut layers = vec![0; count];
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|at| forward.rank[*at]);
    for from in &order {
        for to in &forward.next[*from] {
            layers[*to] = layers[*to].max(layers[*from] + 1);
        }
    }
    pull(&mut layers, &forward, &order, starts.first().copied());
    layers
}

/// Connections in the order in which they are tried.
struct Sorted {
    /// Each once, those that lead furthest away from the start first.
    sorted: Vec<(usize, usize)>,
    /// Steps from the start.
    from_start: Vec<usize>,
}

fn distances(count: usize, edges: &[(usize, usize)], starts: &[usize]) -> Sorted {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    edges.iter().for_each(|(from, to)| next[*from].push(*to));
    let mut steps: Vec<Option<usize>> = vec![None; count];
    // What people come in at besides the first counts only where the first leads nowhere near; what nothing leads to
    // begins a part of its own.
    let later = starts.iter().skip(1).map(|start| (*start, 1)).chain((0..count).map(|at| (at, 0)));
    for (start, step) in starts.first().map(|start| (*start, 0)).into_iter().chain(later) {
        let mut queue = VecDeque::from([(start, step)]);
        while let Some((at, step)) = queue.pop_front() {
            if at < count && steps[at].is_none() {
                steps[at] = Some(step);
                queue.extend(next[at].iter().map(|to| (*to, step + 1)));
            }
        }
    }
    let from_start: Vec<usize> = steps.into_iter().map(Option::unwrap_or_default).collect();
    let mut sorted: Vec<(usize, usize)> =
        edges.iter().copied().filter(|(from, to)| from != to).collect();
    let away = |(from, to): &(usize, usize)| from_start[*from] as i64 - from_start[*to] as i64;
    sorted.sort_by_key(away);
    Sorted { sorted, from_start }
}

/// What leads to the right, without circles: each module has a rank, and every connection leads to a higher one. A
/// connection that does not is fitted in by giving new ranks to what lies between (Pearce and Kelly).
struct Forward {
    next: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
    rank: Vec<usize>,
    searched: usize,
}

impl Forward {
    fn new(count: usize, from_start: &[usize]) -> Self {
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_key(|at| from_start[*at]);
        let mut rank = vec![0; count];
        order.iter().enumerate().for_each(|(place, at)| rank[*at] = place);
        Self { next: vec![Vec::new(); count], before: vec![Vec::new(); count], rank, searched: 0 }
    }

    /// Adds a connection unless it closes a circle.
    fn add(&mut self, from: usize, to: usize) {
        if self.rank[from] > self.rank[to] {
            let (low, high) = (self.rank[to], self.rank[from]);
            let Some(behind) = self.search(to, true, low, high, Some(from)) else { return };
            let Some(ahead) = self.search(from, false, low, high, None) else { return };
            self.rerank(ahead, behind);
        }
        if !self.next[from].contains(&to) {
            self.next[from].push(to);
            self.before[to].push(from);
        }
    }

    /// What is led to from a module, or leads to it, between two ranks; `None` where it meets another, or where too
    /// much was searched already.
    fn search(
        &mut self,
        at: usize,
        forward: bool,
        low: usize,
        high: usize,
        meets: Option<usize>,
    ) -> Option<Vec<usize>> {
        let mut found = vec![at];
        let mut seen = std::collections::BTreeSet::from([at]);
        let mut place = 0;
        while let Some(at) = found.get(place).copied() {
            place += 1;
            let links = if forward { &self.next[at] } else { &self.before[at] };
            self.searched += 1 + links.len();
            if self.searched > SEARCHED {
                return None;
            }
            for other in links {
                if Some(*other) == meets {
                    return None;
                }
                if (low..=high).contains(&self.rank[*other]) && seen.insert(*other) {
                    found.push(*other);
                }
            }
        }
        Some(found)
    }

    /// Gives the ranks of both to the first ones first.
    fn rerank(&mut self, mut first: Vec<usize>, mut then: Vec<usize>) {
        first.sort_by_key(|at| self.rank[*at]);
        then.sort_by_key(|at| self.rank[*at]);
        first.append(&mut then);
        let mut ranks: Vec<usize> = first.iter().map(|at| self.rank[*at]).collect();
        ranks.sort_unstable();
        first.into_iter().zip(ranks).for_each(|(at, rank)| self.rank[at] = rank);
    }
}

/// What nothing leads to from the left stands right before what it leads to.
fn pull(layers: &mut [usize], forward: &Forward, order: &[usize], start: Option<usize>) {
    for at in order.iter().filter(|at| forward.before[**at].is_empty() && Some(**at) != start) {
        if let Some(nearest) = forward.next[*at].iter().map(|to| layers[*to]).min() {
            layers[*at] = nearest.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::layers;

    #[test]
    fn a_chain_stands_in_a_row_and_the_longest_way_counts() {
        assert_eq!(layers(4, &[(0, 1), (1, 2), (2, 3), (0, 3)], &[0]), [0, 1, 2, 3]);
    }

    #[test]
    fn a_circle_is_opened_where_it_leads_back_to_the_start() {
        assert_eq!(layers(3, &[(0, 1), (1, 2), (2, 0)], &[0]), [0, 1, 2]);
        assert_eq!(layers(3, &[(2, 1), (1, 0), (0, 2)], &[1]), [1, 0, 2], "from the start on");
        assert_eq!(layers(2, &[(0, 0), (0, 1), (1, 1)], &[0]), [0, 1], "what leads to itself too");
    }

    #[test]
    fn what_the_start_offers_stays_beside_it_although_the_end_offers_it_too() {
        // start 0 offers 1 and 2; 1 leads on to 3 and 4, and 4 offers 2 again, which leads to 4 as well.
        let edges = [(0, 1), (1, 3), (3, 4), (4, 2), (0, 2), (2, 4)];
        assert_eq!(layers(5, &edges, &[0]), [0, 1, 1, 2, 3]);
    }

    #[test]
    fn a_way_in_of_its_own_stands_near_what_it_leads_to() {
        assert_eq!(layers(5, &[(0, 1), (1, 2), (2, 3), (4, 3)], &[0]), [0, 1, 2, 3, 2]);
    }

    #[test]
    fn no_line_stays_in_its_column() {
        let mut edges = Vec::new();
        for at in 0..200_usize {
            edges.push((at, (at * 7 + 3) % 200));
            edges.push((at, (at * 13 + 1) % 200));
        }
        let layers = layers(200, &edges, &[0]);
        for (from, to) in edges.into_iter().filter(|(from, to)| from != to) {
            assert_ne!(layers[from], layers[to], "{from} to {to}");
        }
    }
}
