//! The results as build servers read them: JUnit's XML, one suite a file of tests.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;
use baton_core::language::Place;
use baton_core::rehearsal::Suite;

use super::play::Results;
use crate::command::Failure;

/// Writes the results into a file.
///
/// # Errors
/// Why the file cannot be written.
pub(super) fn write(
    file: &Path,
    suite: &Suite,
    results: &Results,
    unused: &[(Place, String)],
) -> Result<(), Failure> {
    let text = xml(suite, results, unused).context("the results")?;
    std::fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(())
}

fn xml(
    suite: &Suite,
    results: &Results,
    unused: &[(Place, String)],
) -> Result<String, std::fmt::Error> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (tests, failed) = (results.played.len() + unused.len(), results.failed() + unused.len());
    let time = results.took.as_secs_f64();
    writeln!(out, "<testsuites tests=\"{tests}\" failures=\"{failed}\" time=\"{time:.3}\">")?;
    for (file, source) in suite.files.iter().enumerate() {
        let of_file = || results.played.iter().filter(|(test, _, _)| suite.file(*test) == file);
        let lost = unused.iter().filter(|(place, _)| place.file == file);
        let failed = of_file().filter(|(_, played, _)| played.departure.is_some()).count();
        let (tests, failed) =
            (of_file().count() + lost.clone().count(), failed + lost.clone().count());
        let name = escaped(&source.path);
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failed}\">")?;
        for (number, played, took) in of_file() {
            let case = escaped(suite.name(*number));
            let line = source.position(suite.place(*number).span.start).0;
            let time = took.as_secs_f64();
            write!(
                out,
                "    <testcase classname=\"{name}\" name=\"{case}\" file=\"{name}\" \
                 line=\"{line}\" time=\"{time:.6}\""
            )?;
            match &played.departure {
                None => writeln!(out, "/>")?,
                Some(departure) => {
                    let says = escaped(&departure.title());
                    let place = escaped(&departure.place(suite));
                    writeln!(
                        out,
                        ">\n      <failure message=\"{says}\">{place}</failure>\n    </testcase>"
                    )?;
                }
            }
        }
        for (place, request) in lost {
            let (request, place) = (escaped(request), escaped(&place.shown(&suite.files)));
            writeln!(
                out,
                "    <testcase classname=\"{name}\" name=\"the fake {request} is used\">\n      \
                 <failure message=\"no test uses it\">{place}</failure>\n    </testcase>"
            )?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")?;
    Ok(out)
}

/// A text as it may stand in XML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            // XML has no way to write the other control characters.
            letter if letter.is_control() && letter != '\t' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_text_is_written_so_that_it_is_read_again() {
        assert_eq!(
            escaped("a \"b\" <c> & d\n\u{1}"),
            "a &quot;b&quot; &lt;c&gt; &amp; d&#10;\u{fffd}"
        );
    }
}
