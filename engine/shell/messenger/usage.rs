//! What the platform says of our use in its response headers (messenger-platform 5.5).

use std::collections::HashMap;
use std::time::Duration;

use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::lenient::{Raw, decimal, fields};

/// The longest pause believed: a day; more is a slip of the platform.
const LONGEST_MINUTES: f64 = 1440.0;

/// How much of the allowance is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// The highest of all percentages told; the platform refuses from 100 on.
    pub percent: u16,
    /// How long until calls are accepted again; zero when they are.
    pub regain: Duration,
}

#[derive(Deserialize)]
struct Figures<'a> {
    #[serde(borrow)]
    call_count: Raw<'a>,
    #[serde(borrow)]
    total_time: Raw<'a>,
    #[serde(borrow)]
    total_cputime: Raw<'a>,
    #[serde(borrow)]
    estimated_time_to_regain_access: Raw<'a>,
}

impl Usage {
    /// Reads `X-App-Usage` and `X-Business-Use-Case-Usage`; what is absent or unreadable is no use.
    pub fn read(headers: &HeaderMap) -> Self {
        let mut usage = Self::default();
        let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(app) = value("x-app-usage") {
            usage.add(serde_json::from_str(app).ok());
        }
        let cases = value("x-business-use-case-usage").unwrap_or_default();
        let cases: HashMap<String, Vec<&RawValue>> =
            serde_json::from_str(cases).unwrap_or_default();
        for case in cases.into_values().flatten() {
            usage.add(fields(Some(case)));
        }
        usage
    }

    fn add(&mut self, figures: Option<Figures<'_>>) {
        let Some(figures) = figures else { return };
        for figure in [figures.call_count, figures.total_time, figures.total_cputime] {
            // `as` saturates, and a share beyond the type's end is as refused as one at it.
            self.percent = self.percent.max(decimal(figure).unwrap_or_default() as u16);
        }
        let minutes = decimal(figures.estimated_time_to_regain_access).unwrap_or_default();
        let regain = Duration::from_secs_f64(minutes.clamp(0.0, LONGEST_MINUTES) * 60.0);
        self.regain = self.regain.max(regain);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(app: &str, case: &str) -> Usage {
        let mut headers = HeaderMap::new();
        headers.insert("x-app-usage", app.parse().unwrap());
        headers.insert("x-business-use-case-usage", case.parse().unwrap());
        Usage::read(&headers)
    }

    #[test]
    fn the_highest_share_and_the_longest_wait_count() {
        let case = r#"{"1":[{"type":"pages","call_count":5},{"type":"messenger","call_count":100,
            "total_cputime":"25","total_time":25,"estimated_time_to_regain_access":19}]}"#;
        let usage = read(r#"{"call_count":28,"total_time":25}"#, &case.replace('\n', ""));
        assert_eq!(usage, Usage { percent: 100, regain: Duration::from_secs(19 * 60) });
    }

    #[test]
    fn unreadable_headers_are_no_use() {
        assert_eq!(Usage::read(&HeaderMap::new()), Usage::default());
        let odd = r#"{"1":[{"call_count":-5,"estimated_time_to_regain_access":-1}, 7],"2":[]}"#;
        assert_eq!(read("{", odd), Usage::default());
        let far = read("[]", r#"{"1":[{"estimated_time_to_regain_access":1e99}]}"#);
        assert_eq!(far.regain, Duration::from_secs(86_400));
    }
}
