//! The invariants of a layout, over bots by chance.

use proptest::prelude::*;

use super::super::tests::{graph_of, made};
use super::super::{Graph, To};
use super::{Drawn, Layout, Placed, ROW, WIDTH, What};

/// The sides of a card with its strip.
fn sides(placed: &Placed) -> [f64; 4] {
    [placed.x, placed.y, placed.x + WIDTH, placed.y + placed.card.height]
}

fn overlap(one: &Placed, other: &Placed) -> bool {
    let ([a, b, c, d], [e, f, g, h]) = (sides(one), sides(other));
    a < g && e < c && b < h && f < d
}

/// The places a path comes through where it is level.
fn corners(drawn: &Drawn) -> Vec<(f64, f64)> {
    let mut found: Vec<(f64, f64)> = Vec::new();
    let mut rest = drawn.path.as_str();
    while let Some(letter) = rest.chars().next() {
        let end = rest[1..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |at| at + 1);
        let numbers: Vec<f64> =
            rest[1..end].split_whitespace().map(|number| number.parse().unwrap()).collect();
        let y = found.last().map_or(0.0, |last| last.1);
        match (letter, numbers.as_slice()) {
            ('M' | 'L', [x, y]) => found.push((*x, *y)),
            ('H', [x]) => found.push((*x, y)),
            ('C', [_, _, _, _, x, y]) => found.push((*x, *y)),
            other => panic!("{other:?} in {}", drawn.path),
        }
        rest = &rest[end..];
    }
    found
}

/// Whether a level piece of a line runs over a card.
fn runs_over(corners: &[(f64, f64)], placed: &Placed) -> bool {
    let [left, top, right, bottom] = sides(placed);
    corners.windows(2).any(|pair| {
        let ((x, y), (to, then)) = (pair[0], pair[1]);
        let (from, to) = (x.min(to), x.max(to));
        let level = (y - then).abs() < 0.6;
        level && from < right - 1.0 && to > left + 1.0 && y > top && y < bottom
    })
}

fn is_sound(graph: &Graph) -> Result<(), TestCaseError> {
    let layout = Layout::of(graph);
    for (at, one) in layout.cards.iter().enumerate() {
        let [left, top, right, bottom] = sides(one);
        prop_assert!(left >= 0.0 && top >= 0.0, "{}", graph.nodes[at].id);
        prop_assert!(right <= layout.width && bottom <= layout.height, "{}", graph.nodes[at].id);
        for (other, then) in layout.cards.iter().enumerate().skip(at + 1) {
            let (id, other) = (&graph.nodes[at].id, &graph.nodes[other].id);
            prop_assert!(!overlap(one, then), "{id} lies upon {other}");
        }
    }
    for (way, drawn) in graph.ways.iter().zip(&layout.lines) {
        let Some(drawn) = drawn else { continue };
        let corners = corners(drawn);
        for (at, placed) in layout.cards.iter().enumerate() {
            prop_assert!(!runs_over(&corners, placed), "{} over {}", way.id, graph.nodes[at].id);
        }
        let (from, To::Module(to)) = (&layout.cards[way.from.unwrap()], &way.to) else {
            return Err(TestCaseError::fail("a line without an end"));
        };
        let to = &layout.cards[*to];
        let (begin, end) = (corners[0], corners[corners.len() - 1]);
        prop_assert!((begin.0 - from.x - WIDTH).abs() < 0.2, "{} begins at its card", way.id);
        prop_assert!((end.1 - to.y - to.card.entry).abs() < 0.2, "{} arrives", way.id);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_card_lies_upon_another_and_no_line_runs_over_one(text in crate::language::tests::generate::bot()) {
        is_sound(&graph_of(&text))?;
    }

    #[test]
    fn that_holds_for_larger_bots_with_circles(leads in prop::collection::vec((0..40_usize, 0..40_usize), 10..120)) {
        is_sound(&graph_of(&made(40, &leads)))?;
    }
}

#[test]
fn every_way_of_a_module_has_its_row_and_rows_do_not_overlap() {
    let graph = graph_of(&made(6, &[(0, 1), (0, 2), (0, 0), (1, 5), (5, 0), (2, 5)]));
    let layout = Layout::of(&graph);
    for (at, way) in graph.ways.iter().enumerate() {
        let card = &layout.cards[way.from.unwrap()].card;
        let parts = card
            .parts
            .iter()
            .filter(|part| matches!(part.what, What::Row(of) | What::Pill(of) if of == at));
        assert_eq!(parts.count(), 1, "{}", way.id);
    }
    for placed in &layout.cards {
        let rows = placed.card.parts.iter().filter(|part| matches!(part.what, What::Row(_)));
        let rows: Vec<f64> = rows.map(|part| part.y).collect();
        assert!(rows.windows(2).all(|pair| pair[1] - pair[0] >= ROW), "{rows:?}");
    }
}

#[test]
fn a_line_too_far_for_the_eye_is_told_at_its_row() {
    let chain: Vec<(usize, usize)> = (0..14).map(|at| (at, at + 1)).chain([(14, 0)]).collect();
    let graph = graph_of(&made(15, &chain));
    let layout = Layout::of(&graph);
    let back = graph.ways.iter().position(|way| way.from == Some(14) && way.to == To::Module(0));
    assert!(layout.lines[back.unwrap()].is_none());
    let drawn = layout.lines.iter().filter(|line| line.is_some()).count();
    assert_eq!(drawn, 14);
}

#[test]
fn what_nothing_leads_to_stands_apart_below() {
    let graph = graph_of(&made(5, &[(0, 1), (3, 4), (4, 3)]));
    let layout = Layout::of(&graph);
    let top = layout.apart.unwrap();
    for (node, placed) in graph.nodes.iter().zip(&layout.cards) {
        assert_eq!(placed.y > top, !node.reached, "{}", node.id);
    }
    let to_reached = graph.nodes.iter().filter(|node| !node.reached).count();
    assert_eq!(to_reached, 3);
}

/// Lines that cross, drawn: S-curves between the same two columns whose ends are in the other order.
#[test]
fn a_bot_that_can_be_drawn_flat_has_no_crossing() {
    // Two branches that never meet, written so that their order alternates.
    let graph =
        graph_of(&made(9, &[(0, 2), (0, 1), (1, 4), (2, 3), (3, 6), (4, 5), (5, 8), (6, 7)]));
    let layout = Layout::of(&graph);
    let ends: Vec<Vec<(f64, f64)>> = layout.lines.iter().flatten().map(corners).collect();
    for (at, one) in ends.iter().enumerate() {
        for other in &ends[at + 1..] {
            let (a, b) = (one[0], one[one.len() - 1]);
            let (c, d) = (other[0], other[other.len() - 1]);
            let same = (a.0 - c.0).abs() < 1.0 && (b.0 - d.0).abs() < 1.0;
            assert!(!same || (a.1 < c.1) == (b.1 < d.1) || b == d, "{one:?} crosses {other:?}");
        }
    }
}
