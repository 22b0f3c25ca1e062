//! What a new bot can begin as. The files stand in `templates/` beside this, where they are bots like any other,
//! checked and tested; the binary carries them along.

use clap::ValueEnum;

/// What a new bot begins as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Template {
    /// The smallest bot that talks, to learn or to begin from nothing
    Blank,
    /// Answers what people ask most, by keywords; a person helps when it does not know
    Faq,
    /// Looks up orders in a shop's system, and hands over to the Page's inbox
    Order,
    /// Asks a few questions, checks the answers, and keeps them: a lead
    Lead,
    /// Stands in front of a live chat in another app, and comes back from it
    Handover,
}

/// A file of a template: where it lies in the new folder, and what stands in it.
pub(super) type File = (&'static str, &'static str);

macro_rules! files {
    ($template:literal: $($path:literal),+) => {
        &[$(($path, include_str!(concat!("templates/", $template, "/", $path)))),+]
    };
}

/// What stands below every README.
pub(super) const COMMANDS: &str = include_str!("templates/commands.md");

/// What every new folder has besides.
pub(super) const SHARED: &[File] = &[
    (".env.example", include_str!("templates/env.example")),
    (".gitignore", include_str!("templates/gitignore")),
];

impl Template {
    /// Its own files; the flows in `flows/`, their tests in `flows/tests/`.
    pub(super) fn files(self) -> &'static [File] {
        match self {
            Self::Blank => files!("blank":
                "README.md", "flows/bot.yaml", "flows/tests/welcome.test.yaml"),
            Self::Faq => files!("faq":
                "README.md", "flows/bot.yaml", "flows/tests/answers.test.yaml",
                "flows/tests/person.test.yaml"),
            Self::Order => files!("order":
                "README.md", "flows/bot.yaml", "flows/orders.yaml", "flows/person.yaml",
                "flows/tests/orders.test.yaml", "flows/tests/person.test.yaml"),
            Self::Lead => files!("lead":
                "README.md", "flows/bot.yaml", "flows/tests/lead.test.yaml"),
            Self::Handover => files!("handover":
                "README.md", "flows/bot.yaml", "flows/tests/handover.test.yaml",
                "flows/tests/nobody.test.yaml"),
        }
    }

    /// As it is written behind `--template`.
    pub(super) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// What it is, in a sentence.
    pub(super) fn sentence(self) -> String {
        let help = self.to_possible_value().and_then(|value| value.get_help().cloned());
        help.map_or_else(String::new, |help| help.to_string())
    }

    /// The one that is meant by its number in the list, from 1, or by its name.
    pub(super) fn chosen(word: &str) -> Option<Self> {
        let word = word.trim();
        let number = word.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match number {
            Some(place) => Self::value_variants().get(place).copied(),
            None => Self::from_str(word, true).ok(),
        }
    }
}
