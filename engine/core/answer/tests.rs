//! Reading answers: numbers, dates, addresses, yes and no.

use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;

fn ask(kind: Kind, text: &str, language: &str) -> Option<Value> {
    let zone = TimeZone::get("Europe/Copenhagen").unwrap();
    let languages = ["en".to_owned(), "da".to_owned()];
    let now = "2026-03-24T22:30:00Z".parse().unwrap();
    read(kind, text, &Reading { language, languages: &languages, now, zone: &zone })
}

fn day(text: &str, language: &str) -> Option<Value> {
    ask(Kind::Date, text, language)
}

fn on(year: i16, month: i8, day: i8) -> Option<Value> {
    Some(Value::Date(date(year, month, day)))
}

#[test]
fn an_email_is_found_in_a_sentence() {
    let email = |text| ask(Kind::Email, text, "en");
    assert_eq!(email("anna@example.com"), Some("anna@example.com".into()));
    assert_eq!(email("It is <Anna.B+x@Example.COM>."), Some("Anna.B+x@example.com".into()));
    assert_eq!(email("søren@blåbær.dk"), Some("søren@blåbær.dk".into()));
    for wrong in [
        "anna",
        "anna@",
        "@example.com",
        "anna@example",
        "a b@c.d",
        "a..b@example.com",
        "a@b.com or c@d.com",
        "a@-b.com",
        "a@b.1",
    ] {
        assert_eq!(email(wrong), None, "{wrong}");
    }
}

#[test]
fn a_phone_number_is_its_digits() {
    let phone = |text| ask(Kind::Phone, text, "en");
    assert_eq!(phone("+45 20 12-34-56"), Some("+4520123456".into()));
    assert_eq!(phone("0045 20123456"), Some("+4520123456".into()));
    assert_eq!(phone("(020) 1234.567"), Some("0201234567".into()));
    assert_eq!(phone("٢٠١٢٣٤٥٦"), Some("20123456".into()));
    for wrong in ["123456", "1234567890123456", "20 12 34 5x", "call me", "", "+", "12+345678"] {
        assert_eq!(phone(wrong), None, "{wrong}");
    }
}

#[test]
fn numbers_are_read_by_the_signs_of_the_language() {
    let number = |text, language| match ask(Kind::Number, text, language) {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    };
    assert_eq!(number("1 200,50", "da"), Some(1200.5));
    assert_eq!(number("1.200", "da"), Some(1200.0));
    assert_eq!(number("1.200", "en"), Some(1.2));
    assert_eq!(number("1,200.50", "en"), Some(1200.5));
    assert_eq!(number("1,200", "en"), Some(1200.0));
    assert_eq!(number("1,5", "en"), Some(1.5));
    assert_eq!(number("1.234.567", "de"), Some(1_234_567.0));
    assert_eq!(number("1'200", "de"), Some(1200.0));
    assert_eq!(number("-3", "en"), Some(-3.0));
    assert_eq!(number("٣٤", "en"), Some(34.0));
    assert_eq!(number(".5", "en"), Some(0.5));
    assert_eq!(number("5.", "en"), Some(5.0));
    for wrong in [
        "five",
        "12 34",
        "1.2.3,4,5",
        "1,2,3",
        "5 pieces",
        "1e5",
        "",
        "-",
        ",",
        "NaN",
        "inf",
        "99999999999999999999",
    ] {
        assert_eq!(number(wrong, "en"), None, "{wrong}");
    }
}

#[test]
fn a_day_is_read_in_figures() {
    assert_eq!(day("2026-04-01", "en"), on(2026, 4, 1));
    assert_eq!(day("1.4.2026", "en_US"), on(2026, 4, 1), "dots are day first everywhere");
    assert_eq!(day("1.4.", "da"), on(2026, 4, 1));
    assert_eq!(day("4/1", "en_US"), on(2026, 4, 1));
    assert_eq!(day("4/1", "en_GB"), on(2027, 1, 4), "the next fourth of January");
    assert_eq!(day("24/12", "en_US"), on(2026, 12, 24), "there is no month 24");
    assert_eq!(day("24-12-26", "da"), on(2026, 12, 24));
    assert_eq!(day("3.5.85", "da"), on(1985, 5, 3));
    for wrong in ["31.2.2026", "12", "1.2.3.4", "32/13", "10.000", "2026", "1-800-555", "24.13."] {
        assert_eq!(day(wrong, "en_US"), None, "{wrong}");
    }
}

#[test]
fn a_day_is_read_with_the_name_of_its_month() {
    for text in [
        "24 December",
        "Dec 24",
        "december 24th, 2026",
        "the 24th of December",
        "Thursday 24 Dec. 2026",
    ] {
        assert_eq!(day(text, "en"), on(2026, 12, 24), "{text}");
    }
    assert_eq!(day("den 24. marts 2027", "fr"), on(2027, 3, 24), "all languages of the bot count");
    assert_eq!(day("1er août", "fr"), on(2026, 8, 1));
    assert_eq!(day("24 de marzo de 2027", "es"), on(2027, 3, 24));
    assert_eq!(day("24 fevrier", "fr"), on(2027, 2, 24), "without accents too");
    assert_eq!(day("29 February", "en"), on(2028, 2, 29), "the next one there is");
    for wrong in ["december", "24", "24 decembers ago", "may I ask 5 things", "24 25 December"] {
        assert_eq!(day(wrong, "en"), None, "{wrong}");
    }
}

#[test]
fn today_is_where_the_contact_lives() {
    // 22:30 UTC is 23:30 in Copenhagen.
    assert_eq!(day("Today!", "en"), on(2026, 3, 24));
    assert_eq!(day("i morgen", "en"), on(2026, 3, 25));
    assert_eq!(day("24 March", "en"), on(2026, 3, 24), "today is the next such day");
    assert_eq!(day("manana", "es"), on(2026, 3, 25));
}

#[test]
fn times_and_moments_are_read() {
    let time = |text| ask(Kind::Time, text, "en").map(|value| value.print("en"));
    assert_eq!(time("14:30").as_deref(), Some("14:30"));
    assert_eq!(time("2:30 PM").as_deref(), Some("14:30"));
    assert_eq!(time("kl. 9").as_deref(), Some("09:00"));
    assert_eq!(time("12am").as_deref(), Some("00:00"));
    assert_eq!(time("14h30").as_deref(), Some("14:30"));
    assert_eq!(time("14 h").as_deref(), Some("14:00"));
    assert_eq!(time("14 h 30").as_deref(), Some("14:30"));
    assert_eq!(time("14 Uhr 30").as_deref(), Some("14:30"));
    assert_eq!(time("klokken 9").as_deref(), Some("09:00"));
    assert_eq!(time("klockan 9.15").as_deref(), Some("09:15"));
    assert_eq!(time("14 Uhr 5"), None);
    for wrong in ["25:00", "14:5", "13pm", "noonish", "", "1430", "0am"] {
        assert_eq!(time(wrong), None, "{wrong}");
    }
    let moment = |text| ask(Kind::DateTime, text, "en").map(|value| value.print("en"));
    assert_eq!(moment("tomorrow at 9am").as_deref(), Some("2026-03-25T09:00+01:00"));
    assert_eq!(moment("9:00 on 1 April").as_deref(), Some("2026-04-01T09:00+02:00"));
    assert_eq!(moment("2026-04-01 14:00").as_deref(), Some("2026-04-01T14:00+02:00"));
    assert_eq!(moment("2026-04-01T14:00:00Z").as_deref(), Some("2026-04-01T14:00+00:00"));
    assert_eq!(moment("tomorrow"), None);
}

#[test]
fn yes_and_no_are_whole_messages() {
    let answer = |text, language| ask(Kind::YesNo, text, language);
    assert_eq!(answer("Yeah!", "en"), Some(Value::YesNo(true)));
    assert_eq!(answer("no, thanks", "en"), Some(Value::YesNo(false)));
    assert_eq!(
        answer("nej tak", "en"),
        Some(Value::YesNo(false)),
        "all languages of the bot count"
    );
    assert_eq!(answer("nein", "en"), None, "not a language of the bot");
    assert_eq!(answer("NEIN", "de_DE"), Some(Value::YesNo(false)));
    assert_eq!(answer("nao", "pt_BR"), Some(Value::YesNo(false)));
    assert_eq!(answer("👍🏽", "ja"), Some(Value::YesNo(true)));
    for wrong in ["yes but no", "", "!!!", "yesterday"] {
        assert_eq!(answer(wrong, "en"), None, "{wrong}");
    }
}

#[test]
fn addresses_of_the_web_are_read() {
    let url = |text| ask(Kind::Url, text, "en");
    assert_eq!(url("https://example.com/a?b=c"), Some("https://example.com/a?b=c".into()));
    assert_eq!(url("www.example.com"), Some("https://www.example.com".into()));
    for wrong in [
        "hello",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://a@b.example",
        "two words.com",
        "https://localhost",
    ] {
        assert_eq!(url(wrong), None, "{wrong}");
    }
}

#[test]
fn any_text_is_a_text() {
    assert_eq!(ask(Kind::Text, " {{secret.token}} ", "en"), Some(" {{secret.token}} ".into()));
    assert_eq!(ask(Kind::Number, &"1".repeat(5000), "en"), None);
}

proptest! {
    #[test]
    fn nothing_a_person_types_breaks_the_reading(text in "\\PC{0,30}", figures in "[0-9., :/-]{0,14}[a-z]{0,3}") {
        for kind in [Kind::Email, Kind::Phone, Kind::Number, Kind::Date, Kind::Time, Kind::DateTime, Kind::Url, Kind::YesNo] {
            ask(kind, &text, "en_US");
            ask(kind, &figures, "da_DK");
        }
    }
}
