//! Every flow of `tests/broken` is told exactly what its first line says, and nothing else.

use super::{codes, file};
use crate::language::{SourceFile, load, render};

/// A broken flow by the name of its file.
macro_rules! broken {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../../tests/broken/", $name)))),*]
    };
}

const FILES: &[(&str, &str)] = &broken![
    "address-without-https.yaml",
    "after-end-unknown.yaml",
    "anchor.yaml",
    "answer-outside-of-valid-if.yaml",
    "apostrophe-in-single-quotes.yaml",
    "app-id-with-letters.yaml",
    "bad-duration.yaml",
    "bad-expression.yaml",
    "bad-hours.yaml",
    "bad-number.yaml",
    "bad-regex.yaml",
    "bad-template.yaml",
    "boolean-key.yaml",
    "bracket-never-closed.yaml",
    "calculation-in-set.yaml",
    "call-of-a-word-behind-to.yaml",
    "call-with-settings.yaml",
    "choices-below-a-template.yaml",
    "colon-inside-a-text.yaml",
    "colon-left-out.yaml",
    "comma-in-says.yaml",
    "comparison-in-a-template.yaml",
    "duplicate-key.yaml",
    "duplicate-keyword.yaml",
    "emit-with-a-list.yaml",
    "emit-without-a-name.yaml",
    "exclamation-in-if.yaml",
    "five-ice-breakers.yaml",
    "forget-an-unknown-reminder.yaml",
    "gather-too-long.yaml",
    "greeting-too-long.yaml",
    "greeting-with-a-variable.yaml",
    "hash-cuts-the-text.yaml",
    "ice-breaker-that-leads-nowhere.yaml",
    "impossible-outcome.yaml",
    "inline-secret.yaml",
    "label-too-long.yaml",
    "language-that-is-none.yaml",
    "loop-through-a-call.yaml",
    "loop-without-a-wait.yaml",
    "missing-key.yaml",
    "module-named-like-a-target.yaml",
    "module-named-with-capitals.yaml",
    "moved-a-module-to-a-button.yaml",
    "moved-in-a-circle.yaml",
    "moved-to-an-unknown-button.yaml",
    "moved-to-an-unknown-module.yaml",
    "nested-too-deep.yaml",
    "no-modules.yaml",
    "page-token-for-another-host.yaml",
    "persona-with-letters.yaml",
    "phone-in-the-menu.yaml",
    "phone-with-spaces.yaml",
    "question-mark-in-if.yaml",
    "quote-never-closed.yaml",
    "ref-with-a-dot.yaml",
    "remind-at-no-moment.yaml",
    "remind-before-a-number.yaml",
    "remind-before-without-by.yaml",
    "remind-to-the-end.yaml",
    "remind-with-two-times.yaml",
    "remind-without-a-time.yaml",
    "return-without-a-call.yaml",
    "secret-in-a-text.yaml",
    "secret-in-an-event.yaml",
    "secret-in-metadata.yaml",
    "smart-quotes.yaml",
    "stay-without-a-wait.yaml",
    "tab.yaml",
    "tag.yaml",
    "take-back-not-first.yaml",
    "template-with-a-capital.yaml",
    "template-with-names-for-its-values.yaml",
    "text-behind-its-quotes.yaml",
    "text-left-out.yaml",
    "text-set-to-a-number.yaml",
    "text-split-at-its-comma.yaml",
    "text-starts-with-a-sign.yaml",
    "text-starts-with-braces.yaml",
    "to-return.yaml",
    "too-many-buttons.yaml",
    "tries-without-a-way.yaml",
    "two-actions-beside-each-other.yaml",
    "two-buttons-of-one-id.yaml",
    "two-documents.yaml",
    "two-receivers.yaml",
    "type-mismatch.yaml",
    "unknown-action.yaml",
    "unknown-button.yaml",
    "unknown-function.yaml",
    "unknown-helper.yaml",
    "unknown-hours.yaml",
    "unknown-key-in-a-handover.yaml",
    "unknown-key-in-a-module.yaml",
    "unknown-key-of-the-bot.yaml",
    "unknown-module.yaml",
    "unknown-persona.yaml",
    "unknown-receiver.yaml",
    "unknown-service.yaml",
    "unknown-value.yaml",
    "unknown-variable-in-a-text.yaml",
    "unknown-variable.yaml",
    "variable-named-like-a-helper.yaml",
    "waits-no-with-a-question.yaml",
    "warning-behind-return.yaml",
    "warning-connection-never-fits.yaml",
    "warning-dead-end.yaml",
    "warning-everyday-return-keyword.yaml",
    "warning-handover-beside-to.yaml",
    "warning-handover-without-a-way-back.yaml",
    "warning-hours-on-a-handover-in-a-do.yaml",
    "warning-http-that-passes-control.yaml",
    "warning-http-without-a-failed-path.yaml",
    "warning-language-without-texts.yaml",
    "warning-moved-and-still-there.yaml",
    "warning-no-fallback.yaml",
    "warning-outside-the-window.yaml",
    "warning-percent-in-metadata.yaml",
    "warning-ref-behind-a-wider-one.yaml",
    "warning-reminder-without-a-template.yaml",
    "warning-return-keyword-is-a-label.yaml",
    "warning-sign-for-word.yaml",
    "warning-text-behind-a-handover.yaml",
    "warning-unreachable-module.yaml",
    "warning-unused-receiver.yaml",
    "warning-unused-service.yaml",
    "warning-unused-variable.yaml",
    "wrong-indentation.yaml",
    "wrong-shape.yaml",
];

fn expected(text: &str) -> &str {
    let first = text.lines().next().unwrap_or("");
    first.strip_prefix("# expect: ").unwrap_or_else(|| panic!("no expectation: {first}"))
}

#[test]
fn each_broken_flow_is_told_its_fault_and_no_other() {
    let told = |(name, text): &(&str, &str)| {
        let loaded = load(vec![file(name, text)]);
        let right = codes(&loaded) == [expected(text)]
            && loaded.diagnostics.iter().all(|found| !found.help.is_empty())
            && loaded.bot.is_some() == name.starts_with("warning-");
        (!right).then(|| format!("{name}: {}\n{}", expected(text), render(&loaded, false)))
    };
    let wrong: Vec<String> = FILES.iter().filter_map(told).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_code_has_its_page() {
    let pages = include_str!("../../../../docs/reference/diagnostics.md");
    for (name, text) in FILES {
        let code = expected(text).split(' ').next().unwrap_or("");
        assert!(pages.contains(&format!("### {code}\n")), "{name}: {code}");
    }
}

#[test]
fn each_broken_folder_is_told_its_fault_in_the_right_file() {
    let folders = [
        (broken!["bot-key-twice/bot.yaml", "bot-key-twice/more.yaml"].to_vec()),
        (broken!["duplicate-module/bot.yaml", "duplicate-module/two.yaml"].to_vec()),
        (broken!["missing-start/bot.yaml", "missing-start/thanks.yaml"].to_vec()),
        (broken!["unfit-translation/bot.yaml", "unfit-translation/lang/da.yaml"].to_vec()),
        (broken![
            "warning-missing-translation/bot.yaml",
            "warning-missing-translation/lang/da.yaml"
        ]
        .to_vec()),
        (broken!["warning-stale-translation/bot.yaml", "warning-stale-translation/lang/da.yaml"]
            .to_vec()),
        (broken![
            "warning-undeclared-language/bot.yaml",
            "warning-undeclared-language/lang/da.yaml"
        ]
        .to_vec()),
    ];
    for files in folders {
        let (name, text) = files
            .iter()
            .find(|(_, text)| text.starts_with("# expect:"))
            .expect("one file of the folder has the expectation");
        let inside = |name: &str| name.split_once('/').expect("a folder").1.to_owned();
        let all = files.iter().map(|(name, text)| file(&inside(name), text)).collect();
        let loaded = load(all);
        assert_eq!(codes(&loaded), [expected(text)], "{name}\n{}", render(&loaded, false));
        let found = &loaded.diagnostics[0];
        assert_eq!(loaded.files[found.file].path, inside(name));
    }
}

#[test]
fn another_encoding_is_refused_with_what_to_do() {
    let bytes = include_bytes!("../../../../tests/broken/utf-16.yaml");
    let loaded = load(vec![SourceFile::from_bytes("utf-16.yaml", bytes)]);
    let expected = expected(include_str!("../../../../tests/broken/utf-16.expect"));
    assert_eq!(codes(&loaded), [expected.trim()]);
    assert!(loaded.diagnostics[0].help.contains("UTF-8"));
}
