//! Small signs, drawn in a box of 14 by 14.

use super::super::{NodeKind, WayKind};
use super::pen::Pen;
use crate::graph::layout::short;

/// The sign of a module.
pub(super) fn of_node(kind: NodeKind) -> &'static str {
    match kind {
        // A head and shoulders.
        NodeKind::Handover => {
            "M7 6.5a2.8 2.8 0 1 0 0 -5.6a2.8 2.8 0 0 0 0 5.6zM1.5 13.2c0 -3 2.4 -4.7 5.5 -4.7s5.5 1.7 5.5 4.7"
        }
        // A question mark.
        NodeKind::Question => "M4 4.6a3 3 0 1 1 4.4 2.6c-1 .6 -1.4 1.1 -1.4 2.2M7 12.4v.2",
        // Brackets.
        NodeKind::Service => "M4.5 3L1 7l3.5 4M9.5 3L13 7l-3.5 4",
        // A list.
        NodeKind::Menu => "M1.5 3h.2M5 3h7.5M1.5 7h.2M5 7h7.5M1.5 11h.2M5 11h7.5",
        // A speech bubble.
        NodeKind::Message => {
            "M2.6 1.5h8.8a1.4 1.4 0 0 1 1.4 1.4v5.4a1.4 1.4 0 0 1 -1.4 1.4h-4.6l-3 2.8v-2.8h-1.2a1.4 1.4 0 0 1 -1.4 -1.4v-5.4a1.4 1.4 0 0 1 1.4 -1.4z"
        }
        // A gear, simplified.
        NodeKind::Steps => {
            "M7 9.3a2.3 2.3 0 1 0 0 -4.6a2.3 2.3 0 0 0 0 4.6zM7 1v1.8M7 11.2v1.8M1 7h1.8M11.2 7h1.8M2.8 2.8l1.2 1.2M10 10l1.2 1.2M11.2 2.8l-1.2 1.2M4 10l-1.2 1.2"
        }
    }
}

/// The sign of a way.
pub(super) fn of_way(kind: WayKind) -> &'static str {
    match kind {
        WayKind::Good => "M2.5 7.5l3 3l6 -7",
        WayKind::Bad => "M3.5 3.5l7 7M10.5 3.5l-7 7",
        WayKind::Silence | WayKind::Reminder => CLOCK,
        WayKind::Given => "M7 1.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
        WayKind::Event => "M8 1.2l-4.5 6.6h3.5l-1 5l4.5 -6.6h-3.5z",
        WayKind::Call => "M11.5 5.2a4.8 4.8 0 1 0 .3 3.2M11.8 1.8v3.6h-3.6",
        WayKind::Word | WayKind::Keyword => {
            "M2.6 2.5h8.8a1 1 0 0 1 1 1v4.6a1 1 0 0 1 -1 1h-5l-2.6 2.4v-2.4h-1.2a1 1 0 0 1 -1 -1v-4.6a1 1 0 0 1 1 -1z"
        }
        WayKind::Open => "M2.5 7h.3M6.9 7h.3M11.2 7h.3",
        WayKind::Then | WayKind::Start | WayKind::Entry => "M1.5 7h10.5M8.5 3.5l3.5 3.5l-3.5 3.5",
        WayKind::Choice | WayKind::Button | WayKind::Menu | WayKind::BotButton => "M2 7h10",
        WayKind::Fallback => "M4 4.6a3 3 0 1 1 4.4 2.6c-1 .6 -1.4 1.1 -1.4 2.2M7 12.4v.2",
        WayKind::AfterAgent => of_node(NodeKind::Handover),
    }
}

/// An arrow that comes back.
pub(super) const BACK: &str = "M5 2.5l-3.5 3.5l3.5 3.5M1.5 6h7a3.5 3.5 0 0 1 0 7h-2";

/// A clock.
pub(super) const CLOCK: &str = "M7 12.5a5.5 5.5 0 1 0 0 -11a5.5 5.5 0 0 0 0 11zM7 4v3.2l2.2 1.4";

/// Two bars: it waits.
pub(super) const WAITS: &str = "M1 1v6M4.5 1v6";

/// Draws a sign with its top left corner there.
pub(super) fn draw(pen: &mut Pen, class: &str, sign: &str, [x, y]: [f64; 2], scale: f64) {
    let (x, y) = (short(x), short(y));
    let transform = match (scale - 1.0).abs() < 0.01 {
        true => format!("translate({x} {y})"),
        false => format!("translate({x} {y}) scale({scale})"),
    };
    pen.line(&format!("<path class=\"{class}\" transform=\"{transform}\" d=\"{sign}\"/>"));
}
