//! Opening hours.
use jiff::Timestamp;

/// Opening hours of something, in its own zone.
#[derive(Debug, Clone)]
pub struct Hours {}

/// Which part of the hours a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The zone.
    Zone,
    /// The days of the entry with this number.
    Days(usize),
    /// A span: number of the entry, number of the span in it.
    Span(usize, usize),
    /// The closed date with this number.
    Closed(usize),
}

impl Hours {
    /// Reads opening hours.
    ///
    /// # Errors
    /// Every problem with the part it concerns.
    pub fn new(
        _zone: &str,
        _days: &[(String, Vec<String>)],
        _closed: &[String],
    ) -> Result<Hours, Vec<(Part, String)>> {
        Ok(Hours {})
    }

    /// Whether it is open at this moment.
    pub fn is_open(&self, _at: Timestamp) -> bool {
        false
    }
}
