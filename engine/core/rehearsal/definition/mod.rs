//! What an author can write in a file of tests, as data: from here come the findings about it, its schema and its
//! reference.

mod around;
mod done;
mod expected;
mod file;
mod step;

pub(super) use around::{FAKE, HEADERS, PERSON, REPLY};
pub(super) use done::{AGENT, DOOR, ENTITIES, FAILS, MENU, OPENS, PLACE, SENDS, UNDERSTOOD};
pub(super) use expected::{CALL, CARD, CONTROL, EMITTED, MATCHES, TEMPLATE, VALUES};
pub use file::TEST_FILE;
pub(super) use file::{PARTS, ROW, TEST};
pub(super) use step::STEP;

use crate::language::Shape;

/// A text as it is expected.
pub(super) const PATTERN: Shape = Shape::Either(&[Shape::Text, Shape::Map(&MATCHES)]);
/// Several of them; one may stand without a list.
pub(super) const PATTERNS: Shape = Shape::Either(&[Shape::List(&PATTERN), PATTERN]);
/// One of several steps. A static, since a step can hold steps.
pub(super) static ONE_STEP: Shape = Shape::Map(&STEP);
/// Rows.
pub(super) const ROWS: Shape = Shape::List(&Shape::Map(&ROW));
/// A call of a service.
pub(super) const REQUEST: Shape = Shape::Written {
    form: "a method and what is called",
    pattern: r"^(GET|POST|PUT|PATCH|DELETE) \S.*$",
};
