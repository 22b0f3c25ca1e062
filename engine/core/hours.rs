//! Opening hours: which days and times something is open, in its own zone.
//!
//! Invariant: times are wall-clock times, so that a change to summer time never moves an opening. A
//! span belongs to the day on which it begins, also where it ends after midnight.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Opening hours of something, in its own zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Hours {
    zone: TimeZone,
    days: [Vec<Span>; 7],
    closed: Vec<Date>,
}

/// Minutes since the midnight on which the day began; `to` may lie in the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    from: u16,
    to: u16,
}

/// Which part of the hours a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The zone.
    Zone,
    /// The days of the entry with this number, from 0.
    Days(usize),
    /// A span: number of the entry, number of the span in it, both from 0.
    Span(usize, usize),
    /// The closed date with this number, from 0.
    Closed(usize),
}

/// The days as authors write them, from Monday.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const DAY_MINUTES: u16 = 24 * 60;

impl Hours {
    /// Reads opening hours: a zone such as `Europe/Copenhagen`, entries of days (`mon`, `mon-fri`)
    /// with spans (`9:00-17:00`, `22:00-2:00`), and dates (`2026-12-24`) on which nothing begins.
    ///
    /// # Errors
    /// Every problem with the part it concerns, each a plain sentence without a full stop.
    pub fn new(
        zone: &str,
        days: &[(String, Vec<String>)],
        closed: &[String],
    ) -> Result<Hours, Vec<(Part, String)>> {
        let mut problems = Vec::new();
        let zone = TimeZone::get(zone).unwrap_or_else(|_| {
            let message = format!("`{zone}` is no time zone; write it like Europe/Copenhagen");
            problems.push((Part::Zone, message));
            TimeZone::UTC
        });
        let mut week: [Vec<Span>; 7] = Default::default();
        let mut given = [false; 7];
        for (entry, (range, spans)) in days.iter().enumerate() {
            let spans = read_spans(entry, spans, &mut problems);
            let range = match read_days(range) {
                Ok(range) => range,
                Err(message) => {
                    problems.push((Part::Days(entry), message));
                    continue;
                }
            };
            for day in range {
                if std::mem::replace(&mut given[day], true) {
                    let message =
                        format!("`{}` is given twice; write all its spans in one list", DAYS[day]);
                    problems.push((Part::Days(entry), message));
                }
                week[day].extend(&spans);
            }
        }
        let mut dates = Vec::new();
        for (place, text) in closed.iter().enumerate() {
            match text.trim().parse::<Date>() {
                Ok(date) => dates.push(date),
                Err(_) => {
                    let message = format!("`{text}` is no date; write it like 2026-12-24");
                    problems.push((Part::Closed(place), message));
                }
            }
        }
        if problems.is_empty() {
            Ok(Hours { zone, days: week, closed: dates })
        } else {
            Err(problems)
        }
    }

    /// Whether it is open at this moment. The first minute of a span is open, its last is not.
    pub fn is_open(&self, at: Timestamp) -> bool {
        let here: DateTime = self.zone.to_datetime(at);
        let minute = here.hour() as u16 * 60 + here.minute() as u16;
        let today = here.date();
        let now = self.spans(today).any(|span| (span.from..span.to).contains(&minute));
        let since_yesterday = || {
            let yesterday = today.yesterday().ok()?;
            Some(self.spans(yesterday).any(|span| minute + DAY_MINUTES < span.to))
        };
        now || since_yesterday().unwrap_or(false)
    }

    fn spans(&self, date: Date) -> impl Iterator<Item = &Span> {
        let open = !self.closed.contains(&date);
        self.days[date.weekday().to_monday_zero_offset() as usize].iter().filter(move |_| open)
    }
}

/// The numbers of the days of `mon`, `mon-fri`, `sat-mon`.
fn read_days(range: &str) -> Result<Vec<usize>, String> {
    let day = |word: &str| {
        let word = word.trim().to_lowercase();
        DAYS.iter().position(|day| *day == word).ok_or_else(|| {
            let near = DAYS.iter().find(|day| word.len() > 3 && word.starts_with(**day));
            let help = near.map_or("write mon, tue, wed, thu, fri, sat or sun".to_owned(), |d| {
                format!("write {d}")
            });
            format!("`{word}` is no day here; {help}")
        })
    };
    let (first, last) = range.split_once(['-', '–']).unwrap_or((range, range));
    let (first, last) = (day(first)?, day(last)?);
    let length = (last + 7 - first) % 7;
    Ok((0..=length).map(|step| (first + step) % 7).collect())
}

fn read_spans(entry: usize, spans: &[String], problems: &mut Vec<(Part, String)>) -> Vec<Span> {
    let mut read = Vec::new();
    for (place, text) in spans.iter().enumerate() {
        match read_span(text) {
            Some(span) => read.push(span),
            None => {
                let message = format!("`{text}` is no span of time; write it like 9:00-17:00");
                problems.push((Part::Span(entry, place), message));
            }
        }
    }
    read
}

fn read_span(text: &str) -> Option<Span> {
    let (from, to) = text.split_once(['-', '–'])?;
    let (from, to) = (read_minutes(from)?, read_minutes(to)?);
    if from == to || from == DAY_MINUTES {
        return None;
    }
    Some(Span { from, to: if to < from { to + DAY_MINUTES } else { to } })
}

/// Minutes of `9:00`, `17:30`, `24:00`.
fn read_minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once([':', '.'])?;
    let whole = |part: &str| {
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u16>().ok()).flatten()
    };
    let (hour, minute) = (whole(hour)?, whole(minute).filter(|_| minute.len() == 2)?);
    let minutes = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && minutes <= DAY_MINUTES).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(days: &[(&str, &[&str])], closed: &[&str]) -> Result<Hours, Vec<(Part, String)>> {
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let days: Vec<_> =
            days.iter().map(|(range, spans)| ((*range).to_owned(), list(spans))).collect();
        Hours::new("Europe/Copenhagen", &days, &list(closed))
    }

    fn open(hours: &Hours, local: &str) -> bool {
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        let at: DateTime = local.parse().unwrap();
        hours.is_open(at.to_zoned(zone).unwrap().timestamp())
    }

    #[test]
    fn open_from_the_first_minute_to_before_the_last() {
        let hours =
            hours(&[("mon-fri", &["9:00-12:00", "13:00-17:00"]), ("sat", &["10:00-14:00"])], &[])
                .unwrap();
        assert!(open(&hours, "2026-03-02T09:00"));
        assert!(!open(&hours, "2026-03-02T08:59"));
        assert!(!open(&hours, "2026-03-02T12:30"));
        assert!(open(&hours, "2026-03-02T16:59:59"));
        assert!(!open(&hours, "2026-03-02T17:00"));
        assert!(open(&hours, "2026-03-07T10:00"));
        assert!(!open(&hours, "2026-03-08T10:00"));
    }

    #[test]
    fn a_night_belongs_to_the_day_it_begins_on() {
        let hours = hours(&[("fri-sun", &["22:00-2:00"])], &["2026-12-25"]).unwrap();
        assert!(open(&hours, "2026-03-09T01:59"), "Sunday's night on Monday");
        assert!(!open(&hours, "2026-03-09T02:00"));
        assert!(!open(&hours, "2026-03-06T01:00"), "Thursday has no night");
        assert!(!open(&hours, "2026-12-25T23:00"), "closed");
        assert!(!open(&hours, "2026-12-26T01:00"), "the closed night goes on closed");
    }

    #[test]
    fn summer_time_moves_no_opening() {
        let hours = hours(&[("mon-sun", &["9:00-17:00"])], &[]).unwrap();
        let at = |text: &str| hours.is_open(text.parse().unwrap());
        assert!(!at("2026-03-28T07:30:00Z"), "8:30 in winter");
        assert!(at("2026-03-29T07:30:00Z"), "9:30 in summer");
        let all_day = super::tests::hours(&[("sun", &["0:00-24:00"])], &[]).unwrap();
        assert!(open(&all_day, "2026-03-29T03:30"), "the short night is open throughout");
        assert!(open(&all_day, "2026-03-29T23:59"));
    }

    #[test]
    fn every_problem_names_its_part() {
        let days = [
            ("monday".to_owned(), vec!["9-17".to_owned()]),
            ("tue".to_owned(), vec![]),
            ("mon-wed".to_owned(), vec!["9:00-25:00".to_owned(), "9:00-9:00".to_owned()]),
        ];
        let problems = Hours::new("Copenhagen", &days, &["24.12.2026".to_owned()]).unwrap_err();
        let parts: Vec<Part> = problems.iter().map(|(part, _)| *part).collect();
        let expected = [
            Part::Zone,
            Part::Span(0, 0),
            Part::Days(0),
            Part::Span(2, 0),
            Part::Span(2, 1),
            Part::Days(2),
            Part::Closed(0),
        ];
        assert_eq!(parts, expected);
        assert_eq!(problems[2].1, "`monday` is no day here; write mon");
        assert_eq!(problems[1].1, "`9-17` is no span of time; write it like 9:00-17:00");
    }
}
