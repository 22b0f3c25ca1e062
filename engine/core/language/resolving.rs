//! Words that stand for something else: one of a few, a receiver, an app id; and what services say
//! by default.

use super::diagnostic::Diagnostic;
use super::hints;
use super::loading::{Site, Words};
use super::services::{RETRIES, TIMEOUT};
use super::tree::{Kind, Node};
use crate::duration::Duration;
use crate::id::AppId;
use crate::limit;
use crate::suggest;

/// Whether a text is a language tag such as `da` or `pt-BR`.
pub(crate) fn is_tag(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let first = parts.next().unwrap_or("");
    let letters = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(letters)
}

impl Site<'_> {
    /// One of a few words.
    pub(crate) fn one_of<W: AsRef<str>, T: Copy>(
        &self,
        words: &Words,
        what: &str,
        options: &[(W, T)],
    ) -> Option<T> {
        let word = words.text.as_str();
        if let Some((_, found)) = options.iter().find(|(option, _)| option.as_ref() == word) {
            return Some(*found);
        }
        let names = options.iter().map(|(option, _)| option.as_ref());
        let message = format!("{what} cannot be `{word}`");
        let found = Diagnostic::error("unknown-value", words.spot, message);
        self.report(match hints::value(word, names.clone()) {
            Some(near) => found.meant(&near, words.spot),
            None => found.help(format!("it can be: {}", names.collect::<Vec<_>>().join(", "))),
        });
        None
    }

    /// A receiver by its name.
    pub(crate) fn receiver(&self, node: &Node) -> Option<AppId> {
        let words = self.words(node, "`receiver`")?;
        let receivers = self.loading.receivers.borrow();
        if let Some((app, _)) = receivers.get(&words.text) {
            self.loading.uses(|uses| uses.receivers.push(words.text.clone()));
            return Some(app.clone());
        }
        if self.loading.incomplete.get() {
            return None;
        }
        let digits = !words.text.is_empty() && words.text.bytes().all(|b| b.is_ascii_digit());
        let message = format!("there is no receiver `{}`", words.text);
        let found = Diagnostic::error("unknown-receiver", words.spot, message);
        let near = hints::value(&words.text, receivers.keys().map(String::as_str));
        self.report(match near {
            _ if digits => {
                found.help(format!("an app id is written `target_app_id: \"{}\"`", words.text))
            }
            Some(near) => found.meant(&near, words.spot),
            None => found.help(format!(
                "declare it: `receivers: {{ {}: \"1234567890\" }}`",
                super::reading::as_name(&words.text)
            )),
        });
        None
    }

    /// A language tag such as `da` or `pt-BR`.
    pub(crate) fn language(&self, words: &Words) -> Option<String> {
        if is_tag(&words.text) {
            return Some(words.text.clone());
        }
        let message = format!("`{}` is no language", words.text);
        let found = Diagnostic::error("unknown-value", words.spot, message);
        self.report(match hints::language(&words.text) {
            Some(code) => found.help(format!("write its code: `{code}`")).meant_word(
                words.spot,
                &words.text,
                code,
            ),
            None => found.help("write its code: en, da, de, pt-BR"),
        });
        None
    }

    /// A persona by its name, or by its id.
    pub(crate) fn persona(&self, node: &Node) -> Option<String> {
        let words = self.words(node, "`persona`")?;
        let personas = self.loading.personas.borrow();
        if let Some(id) = personas.get(&words.text) {
            return Some(id.clone());
        }
        if !words.text.is_empty() && words.text.bytes().all(|b| b.is_ascii_digit()) {
            return Some(words.text);
        }
        if self.loading.incomplete.get() {
            return None;
        }
        let message = format!("there is no persona `{}`", words.text);
        let found = Diagnostic::error("unknown-persona", words.spot, message);
        let near = suggest::guess(&words.text, personas.keys().map(String::as_str));
        self.report(match near {
            Some(near) => found.meant(&near, words.spot),
            None => found.help(format!(
                "declare it: `personas: {{ {}: \"1234567890\" }}`",
                super::reading::as_name(&words.text)
            )),
        });
        None
    }

    /// An app id: digits, as text or number.
    pub(crate) fn app_id(&self, node: &Node) -> Option<AppId> {
        let text = match &node.kind {
            Kind::Text { text, .. } => text.as_str(),
            Kind::Broken => return None,
            Kind::Nothing | Kind::List { .. } | Kind::Map { .. } => "",
        };
        let digits =
            !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit());
        if digits {
            return Some(AppId::new(text));
        }
        let shown =
            node.as_text().map_or_else(|| node.described().to_owned(), |text| format!("`{text}`"));
        self.report(
            Diagnostic::error("bad-app-id", node.spot, format!("{shown} is no app id")).help(
                "an app id is digits, like \"1234567890\"; Meta shows it under Apps in the \
                      Messenger settings",
            ),
        );
        None
    }

    /// A length of time the bot waits for; warns where its next words fall outside the 24-hour
    /// window.
    pub(crate) fn pause(&self, node: &Node, what: &str) -> Option<Duration> {
        let pause = self.duration(node, what)?;
        if pause >= limit::WINDOW {
            self.report(
                Diagnostic::warning(
                    "outside-window",
                    node.spot,
                    "this ends after the 24 hours in \
                    which a bot may write",
                )
                .help(
                    "what comes then is held until the person writes; take a shorter time, \
                          like 20h",
                ),
            );
        }
        Some(pause)
    }

    /// How long a service may take.
    pub(crate) fn service_timeout(&self, node: &Node) -> Option<Duration> {
        let timeout = self.duration(node, "`timeout`")?;
        if timeout <= limit::HTTP_SUM && timeout.as_millis() > 0 {
            return Some(timeout);
        }
        self.report(
            Diagnostic::error(
                "bad-duration",
                node.spot,
                "a person waits for the service: at most 60s",
            )
            .help("write for example `timeout: 5s`"),
        );
        None
    }

    /// The time limit and repetitions of a service.
    pub(crate) fn service_defaults(&self, name: &str) -> (Duration, u8) {
        let services = self.loading.services.borrow();
        services.get(name).map_or((TIMEOUT, RETRIES), |service| (service.timeout, service.retries))
    }
}
