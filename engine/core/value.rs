//! Values (stand-in until the words room lands).
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Text.
    Text(String),
    /// Number.
    Number(f64),
    /// Yes or no.
    YesNo(bool),
    /// List.
    List(Vec<Value>),
    /// Map.
    Map(IndexMap<String, Value>),
}
