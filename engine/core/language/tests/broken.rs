//! Every flow of `tests/broken` is told exactly what its first line says, and nothing else.

use super::{codes, file};
use crate::language::{SourceFile, load, render};

/// A broken flow by the name of its file.
macro_rules! broken {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../../tests/broken/", $name)))),*]
    };
}

const FILES: [(&str, &str); 71] = broken![
    "anchor.yaml",
    "apostrophe-in-single-quotes.yaml",
    "app-id-with-letters.yaml",
    "bad-duration.yaml",
    "bad-expression.yaml",
    "bad-number.yaml",
    "bad-regex.yaml",
    "bad-template.yaml",
    "boolean-key.yaml",
    "calculation-in-set.yaml",
    "colon-inside-a-text.yaml",
    "comma-in-says.yaml",
    "comparison-in-a-template.yaml",
    "duplicate-key.yaml",
    "duplicate-keyword.yaml",
    "exclamation-in-if.yaml",
    "hash-cuts-the-text.yaml",
    "impossible-outcome.yaml",
    "inline-secret.yaml",
    "label-too-long.yaml",
    "loop-without-a-wait.yaml",
    "missing-key.yaml",
    "page-token-for-another-host.yaml",
    "quote-never-closed.yaml",
    "secret-in-a-text.yaml",
    "smart-quotes.yaml",
    "stay-without-a-wait.yaml",
    "tab.yaml",
    "tag.yaml",
    "take-back-not-first.yaml",
    "text-set-to-a-number.yaml",
    "text-starts-with-braces.yaml",
    "too-many-buttons.yaml",
    "tries-without-a-way.yaml",
    "two-actions-beside-each-other.yaml",
    "two-receivers.yaml",
    "type-mismatch.yaml",
    "unknown-action.yaml",
    "unknown-button.yaml",
    "unknown-helper.yaml",
    "unknown-hours.yaml",
    "unknown-key-in-a-handover.yaml",
    "unknown-key-in-a-module.yaml",
    "unknown-key-of-the-bot.yaml",
    "unknown-module.yaml",
    "unknown-receiver.yaml",
    "unknown-service.yaml",
    "unknown-value.yaml",
    "unknown-variable-in-a-text.yaml",
    "unknown-variable.yaml",
    "variable-named-like-a-helper.yaml",
    "waits-no-with-a-question.yaml",
    "warning-connection-never-fits.yaml",
    "warning-dead-end.yaml",
    "warning-everyday-return-keyword.yaml",
    "warning-handover-beside-to.yaml",
    "warning-handover-without-a-way-back.yaml",
    "warning-hours-on-a-handover-in-a-do.yaml",
    "warning-http-that-passes-control.yaml",
    "warning-http-without-a-failed-path.yaml",
    "warning-no-fallback.yaml",
    "warning-outside-the-window.yaml",
    "warning-percent-in-metadata.yaml",
    "warning-return-keyword-is-a-label.yaml",
    "warning-text-behind-a-handover.yaml",
    "warning-unreachable-module.yaml",
    "warning-unused-receiver.yaml",
    "warning-unused-service.yaml",
    "warning-unused-variable.yaml",
    "wrong-indentation.yaml",
    "wrong-shape.yaml",
];

fn told(name: &str, files: Vec<SourceFile>, expected: &str) {
    let loaded = load(files);
    assert_eq!(codes(&loaded), [expected], "{name}\n{}", render(&loaded, false));
    let found = &loaded.diagnostics[0];
    assert!(!found.message.is_empty() && !found.help.is_empty(), "{name}: {found:?}");
    assert_eq!(loaded.bot.is_some(), name.starts_with("warning-"), "{name}");
}

fn expected(text: &str) -> &str {
    let first = text.lines().next().unwrap_or("");
    first.strip_prefix("# expect: ").unwrap_or_else(|| panic!("no expectation: {first}"))
}

#[test]
fn each_broken_flow_is_told_its_fault_and_no_other() {
    for (name, text) in FILES {
        told(name, vec![file(name, text)], expected(text));
    }
}

#[test]
fn each_broken_folder_is_told_its_fault_in_the_right_file() {
    let folders = [
        (broken!["bot-key-twice/bot.yaml", "bot-key-twice/more.yaml"].to_vec()),
        (broken!["duplicate-module/bot.yaml", "duplicate-module/two.yaml"].to_vec()),
        (broken!["missing-start/bot.yaml", "missing-start/thanks.yaml"].to_vec()),
    ];
    for files in folders {
        let (name, text) = files
            .iter()
            .find(|(_, text)| text.starts_with("# expect:"))
            .expect("one file of the folder has the expectation");
        let all = files.iter().map(|(name, text)| file(name, text)).collect();
        let loaded = load(all);
        assert_eq!(codes(&loaded), [expected(text)], "{name}\n{}", render(&loaded, false));
        let found = &loaded.diagnostics[0];
        assert_eq!(loaded.files[found.file].path, *name);
    }
}

#[test]
fn another_encoding_is_refused_with_what_to_do() {
    let bytes = include_bytes!("../../../../tests/broken/utf-16.yaml");
    let file = SourceFile::from_bytes("utf-16.yaml", bytes);
    told(
        "utf-16.yaml",
        vec![file],
        expected(include_str!("../../../../tests/broken/utf-16.expect")),
    );
}
