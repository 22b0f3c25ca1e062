//! The tables: English and twelve others, names as in Unicode CLDR. Data only.

mod north;
mod south;

use super::Locale;
use north::{DANISH, FINNISH, NORWEGIAN, SWEDISH};
use south::{FRENCH, ITALIAN, PORTUGUESE, SPANISH};

const fn forms(words: [[&'static str; 2]; 5]) -> [[&'static str; 3]; 5] {
    let [a, b, c, d, e] = words;
    [
        [a[0], a[1], a[1]],
        [b[0], b[1], b[1]],
        [c[0], c[1], c[1]],
        [d[0], d[1], d[1]],
        [e[0], e[1], e[1]],
    ]
}

const ENGLISH: Locale = Locale {
    code: "en",
    yes: &[
        "yes",
        "yeah",
        "yep",
        "yup",
        "sure",
        "ok",
        "okay",
        "y",
        "of course",
        "yes please",
        "definitely",
    ],
    no: &["no", "nope", "nah", "n", "no thanks", "no thank you"],
    today: &["today"],
    tomorrow: &["tomorrow"],
    months: "January February March April May June July August September October November December",
    months_alone: "",
    months_short: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    days: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    days_short: "Mon Tue Wed Thu Fri Sat Sun",
    long_date: "MMMM d, y",
    halves: ["AM", "PM"],
    decimal: '.',
    group: ',',
    group_from: 4,
    ago: "{} ago",
    ahead: "in {}",
    just_now: "just now",
    units: forms([
        ["minute", "minutes"],
        ["hour", "hours"],
        ["day", "days"],
        ["month", "months"],
        ["year", "years"],
    ]),
    units_ahead: None,
};

const GERMAN: Locale = Locale {
    code: "de",
    yes: &[
        "ja",
        "jo",
        "jep",
        "jawohl",
        "klar",
        "gerne",
        "natürlich",
        "ja bitte",
        "ja gerne",
        "ok",
        "okay",
    ],
    no: &["nein", "nö", "nee", "ne", "nein danke"],
    today: &["heute"],
    tomorrow: &["morgen"],
    months: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    months_alone: "",
    months_short: "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    days: "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    days_short: "Mo. Di. Mi. Do. Fr. Sa. So.",
    long_date: "d. MMMM y",
    halves: ["AM", "PM"],
    decimal: ',',
    group: '.',
    group_from: 4,
    ago: "vor {}",
    ahead: "in {}",
    just_now: "gerade eben",
    units: forms([
        ["Minute", "Minuten"],
        ["Stunde", "Stunden"],
        ["Tag", "Tagen"],
        ["Monat", "Monaten"],
        ["Jahr", "Jahren"],
    ]),
    units_ahead: None,
};

const DUTCH: Locale = Locale {
    code: "nl",
    yes: &["ja", "jawel", "jazeker", "zeker", "ja graag", "natuurlijk", "ok", "oké", "oke"],
    no: &["nee", "neen", "nee dank je", "nee bedankt"],
    today: &["vandaag"],
    tomorrow: &["morgen"],
    months: "januari februari maart april mei juni juli augustus september oktober november december",
    months_alone: "",
    months_short: "jan feb mrt apr mei jun jul aug sep okt nov dec",
    days: "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    days_short: "ma di wo do vr za zo",
    long_date: "d MMMM y",
    halves: ["a.m.", "p.m."],
    decimal: ',',
    group: '.',
    group_from: 4,
    ago: "{} geleden",
    ahead: "over {}",
    just_now: "zojuist",
    units: forms([
        ["minuut", "minuten"],
        ["uur", "uur"],
        ["dag", "dagen"],
        ["maand", "maanden"],
        ["jaar", "jaar"],
    ]),
    units_ahead: None,
};

const POLISH: Locale = Locale {
    code: "pl",
    yes: &["tak", "jasne", "oczywiście", "pewnie", "tak proszę", "ok", "okej"],
    no: &["nie", "nie dziękuję"],
    today: &["dzisiaj", "dziś"],
    tomorrow: &["jutro"],
    months: "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    months_alone: "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad \
                   grudzień",
    months_short: "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    days: "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    days_short: "pon. wt. śr. czw. pt. sob. niedz.",
    long_date: "d MMMM y",
    halves: ["AM", "PM"],
    decimal: ',',
    group: '\u{a0}',
    group_from: 5,
    ago: "{} temu",
    ahead: "za {}",
    just_now: "przed chwilą",
    units: [
        ["minutę", "minuty", "minut"],
        ["godzinę", "godziny", "godzin"],
        ["dzień", "dni", "dni"],
        ["miesiąc", "miesiące", "miesięcy"],
        ["rok", "lata", "lat"],
    ],
    units_ahead: None,
};

const ARABIC: Locale = Locale {
    code: "ar",
    yes: &["نعم", "أجل", "ايوه", "أيوه", "أيوة", "اه", "تمام", "موافق", "حسنا", "بالتأكيد", "اوكي"],
    no: &["لا", "كلا", "لا شكرا", "لا شكرًا"],
    today: &["اليوم"],
    tomorrow: &["غدا", "غدًا", "بكرة", "بكره"],
    months: "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    months_alone: "",
    months_short: "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    days: "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    days_short: "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    long_date: "d MMMM y",
    halves: ["ص", "م"],
    decimal: '.',
    group: ',',
    group_from: 4,
    ago: "قبل {}",
    ahead: "خلال {}",
    just_now: "الآن",
    units: [
        ["دقيقة", "دقائق", "دقيقة"],
        ["ساعة", "ساعات", "ساعة"],
        ["يوم", "أيام", "يومًا"],
        ["شهر", "أشهر", "شهرًا"],
        ["سنة", "سنوات", "سنة"],
    ],
    units_ahead: None,
};

/// Every language, English first.
pub(super) static ALL: [Locale; 13] = [
    ENGLISH, DANISH, GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, SWEDISH, NORWEGIAN, FINNISH, POLISH,
    PORTUGUESE, ARABIC,
];
