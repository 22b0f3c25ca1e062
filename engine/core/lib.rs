//! Baton core.

pub mod answer;
pub mod condition;
pub mod duration;
pub mod expression;
pub mod hours;
pub mod locale;
pub mod problem;
pub mod scope;
pub mod suggest;
pub mod template;
pub mod value;
