//! A moment: a point of time with the clock it was read from.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::{Offset, TimeZone};

/// A moment together with the distance from UTC it was said in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The moment itself.
    pub at: Timestamp,
    /// The distance from UTC on the clock it was read from.
    pub offset: Offset,
}

impl Moment {
    /// The moment on the clocks of a zone.
    pub fn in_zone(at: Timestamp, zone: &TimeZone) -> Self {
        Moment { at, offset: zone.to_offset(at) }
    }

    /// Day and time on its own clock.
    pub fn civil(&self) -> jiff::civil::DateTime {
        self.offset.to_datetime(self.at)
    }

    /// Reads `2026-03-24T14:00:00+01:00` or `…Z`; without a distance from UTC it is no moment.
    pub fn read(text: &str) -> Option<Self> {
        let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
        let offset = pieces.to_numeric_offset()?;
        let civil = pieces.date().to_datetime(pieces.time()?);
        Some(Moment { at: offset.to_timestamp(civil).ok()?, offset })
    }

    /// Reads `2026-03-24T14:00` or `2026-03-24 14:00`, without a distance from UTC, on the clocks
    /// of a zone.
    pub fn read_local(text: &str, zone: &TimeZone) -> Option<Self> {
        let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
        if pieces.to_numeric_offset().is_some() {
            return None;
        }
        let civil = pieces.date().to_datetime(pieces.time()?);
        let at = civil.to_zoned(zone.clone()).ok()?.timestamp();
        Some(Moment::in_zone(at, zone))
    }
}

impl std::fmt::Display for Moment {
    /// `2026-03-24T14:00+01:00`; seconds only where there are some.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let civil = self.civil();
        write!(f, "{}T{}", civil.date(), Clock(civil.time()))?;
        let minutes = self.offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }
}

/// A time of day as people read it: `14:00`, seconds only where there are some.
pub(super) struct Clock(pub(super) Time);

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())?;
        match self.0.second() {
            0 => Ok(()),
            second => write!(f, ":{second:02}"),
        }
    }
}
