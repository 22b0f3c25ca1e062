//! Words and habits of the languages Baton speaks itself: names of months, yes and no, number
//! signs.
//!
//! Invariant: a language nobody wrote a table for is treated as English, never refused.

mod pattern;
mod print;
mod tables;

pub use pattern::{BadPattern, check_pattern, date_by_pattern};
pub(crate) use print::nudged;
pub use print::{grouped, long_date, money, time_ago};

/// What one language calls things. Lists of words are in one text, separated by a space.
#[derive(Debug)]
pub struct Locale {
    /// Language code.
    pub code: &'static str,
    /// Words and phrases for yes, the plain one first; lower case.
    pub yes: &'static [&'static str],
    /// Words and phrases for no, the plain one first; lower case.
    pub no: &'static [&'static str],
    /// Words for the present day; lower case.
    pub today: &'static [&'static str],
    /// Words for the day after; lower case.
    pub tomorrow: &'static [&'static str],
    /// The twelve months as they stand in a date.
    pub months: &'static str,
    /// The twelve months as they stand alone, where that differs.
    pub months_alone: &'static str,
    /// The twelve months, short.
    pub months_short: &'static str,
    /// The seven days from Monday.
    pub days: &'static str,
    /// The seven days from Monday, short.
    pub days_short: &'static str,
    /// Pattern of the long date (Unicode CLDR).
    pub long_date: &'static str,
    /// The two halves of the day.
    pub halves: [&'static str; 2],
    /// What separates whole and fraction.
    pub decimal: char,
    /// What separates thousands.
    pub group: char,
    /// Fewest digits of a whole number that is grouped.
    pub group_from: usize,
    /// A time that has passed; `{}` is the length.
    pub ago: &'static str,
    /// A time to come; `{}` is the length.
    pub ahead: &'static str,
    /// Less than a minute away.
    pub just_now: &'static str,
    /// Minute, hour, day, month and year, each for one, few and many.
    pub units: [[&'static str; 3]; 5],
    /// The same for a time to come, where that differs.
    pub units_ahead: Option<[[&'static str; 3]; 5]>,
}

/// Which word goes with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plural {
    /// As with 1.
    One,
    /// As with 2 to 4 in Polish.
    Few,
    /// As with all others.
    Many,
}

impl Locale {
    /// The habits of a language tag such as `da`, `da_DK` or `pt-BR`; English for languages not
    /// known.
    pub fn of(language: &str) -> &'static Locale {
        Locale::known(language).unwrap_or(&tables::ALL[0])
    }

    /// The same, none for languages not known.
    pub fn known(language: &str) -> Option<&'static Locale> {
        let code = language.split(['_', '-']).next().unwrap_or(language);
        let code = match code {
            "nb" | "nn" => "no",
            other => other,
        };
        tables::ALL.iter().find(|locale| locale.code.eq_ignore_ascii_case(code))
    }

    /// Whether people of this language tag write the month before the day (`3/24`): the United
    /// States do.
    pub fn month_first(language: &str) -> bool {
        matches!(language, "en_US" | "en-US")
    }

    /// Which word goes with this number.
    pub fn plural(&self, number: f64) -> Plural {
        let whole = number.fract() == 0.0;
        match self.code {
            "fr" | "pt" if number.abs() < 2.0 => Plural::One,
            "pl" if whole && number.abs() != 1.0 => {
                let (tens, ones) = (number.abs() % 100.0, number.abs() % 10.0);
                let few = (2.0..=4.0).contains(&ones) && !(12.0..=14.0).contains(&tens);
                if few { Plural::Few } else { Plural::Many }
            }
            // Two would have a form of its own, which is read as the few here.
            "ar" if whole && number.abs() != 1.0 => {
                let few = (2.0..=10.0).contains(&(number.abs() % 100.0));
                if few { Plural::Few } else { Plural::Many }
            }
            _ if number.abs() == 1.0 => Plural::One,
            _ => Plural::Many,
        }
    }

    /// The month named by a word (lower case, without accents), from 1; short names and beginnings
    /// of at least three letters count where they name one month only.
    pub fn month_named(&self, word: &str) -> Option<i8> {
        let word = word.trim_end_matches('.');
        let names = [self.months, self.months_alone, self.months_short];
        let mut found = None;
        for (place, name) in
            names.iter().flat_map(|list| list.split(' ').zip(1..)).map(|(n, p)| (p, n))
        {
            let name = crate::condition::text::folded(name.trim_end_matches('.'));
            if name == word {
                return Some(place);
            }
            if word.chars().count() >= 3 && name.starts_with(word) {
                if found.is_some_and(|other| other != place) {
                    return None;
                }
                found = Some(place);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Locale, Plural, tables};

    #[test]
    fn every_language_has_all_its_words() {
        assert_eq!(tables::ALL[0].code, "en");
        for locale in &tables::ALL {
            for months in [locale.months, locale.months_short] {
                assert_eq!(months.split(' ').count(), 12, "{}: {months}", locale.code);
            }
            assert!(
                [0, 12].contains(&locale.months_alone.split(' ').filter(|m| !m.is_empty()).count())
            );
            for days in [locale.days, locale.days_short] {
                assert_eq!(days.split(' ').count(), 7, "{}: {days}", locale.code);
            }
            let words = [locale.yes, locale.no, locale.today, locale.tomorrow].concat();
            for word in words {
                assert_eq!(
                    crate::condition::text::exact(word),
                    word,
                    "{}: written as compared",
                    locale.code
                );
            }
        }
    }

    #[test]
    fn a_tag_finds_its_language() {
        assert_eq!(Locale::of("pt-BR").code, "pt");
        assert_eq!(Locale::of("nb_NO").code, "no");
        assert_eq!(Locale::of("ja_JP").code, "en");
        assert!(Locale::known("ja_JP").is_none());
    }

    #[test]
    fn months_are_known_by_name_and_by_beginning() {
        assert_eq!(Locale::of("da").month_named("marts"), Some(3));
        assert_eq!(Locale::of("nl").month_named("mrt"), Some(3));
        assert_eq!(Locale::of("fr").month_named("jui"), None, "juin or juillet");
        assert_eq!(Locale::of("fr").month_named("juil"), Some(7));
        assert_eq!(Locale::of("pl").month_named("marzec"), Some(3));
        assert_eq!(Locale::of("en").month_named("ma"), None);
    }

    #[test]
    fn polish_and_arabic_count_in_three_forms() {
        let polish = Locale::of("pl");
        let forms = [1.0, 2.0, 5.0, 12.0, 22.0, 25.0].map(|n| polish.plural(n));
        use Plural::{Few, Many, One};
        assert_eq!(forms, [One, Few, Many, Many, Few, Many]);
        let arabic = Locale::of("ar");
        assert_eq!([1.0, 2.0, 10.0, 11.0].map(|n| arabic.plural(n)), [One, Few, Few, Many]);
        assert_eq!(Locale::of("fr").plural(0.0), One);
        assert_eq!(Locale::of("en").plural(0.0), Many);
    }
}
