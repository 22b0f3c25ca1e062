//! What to do instead of comparing values of two kinds, where neither is written out.

use crate::value::Type;

/// How values of these kinds can be compared; `None` where they cannot.
pub(super) fn between(a: Type, b: Type) -> Option<&'static str> {
    match (a, b) {
        (Type::Text, Type::Number) | (Type::Number, Type::Text) => {
            Some("turn the text into a number with number(…)")
        }
        (Type::Text, Type::Date) | (Type::Date, Type::Text) => {
            Some("turn the text into a date with date(…)")
        }
        (Type::List, Type::Number) | (Type::Number, Type::List) => {
            Some("count its items with size(…)")
        }
        (Type::List, Type::Text) | (Type::Text, Type::List) => {
            Some("ask whether it is among them: \"vip\" in tags")
        }
        _ => None,
    }
}
