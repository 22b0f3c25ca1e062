//! `baton config`: every setting with its value and where it comes from; secrets are masked.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Failure, talk};
use crate::config::{Config, Need, Places, Problem, Problems, Told};

/// Shows every setting with where it comes from: a flag, a variable, baton.yaml, or the default. Secrets are masked.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Show {
    pub(super) fn run(&self, places: &Places) -> Result<(), Failure> {
        let (told, mut problems) = places.told();
        let shown = match self.format {
            Format::Json => {
                let one = |one: &Told| json!({ "name": one.name, "value": one.value, "source": one.source, "secret": one.secret });
                format!("{:#}", serde_json::Value::Array(told.iter().map(one).collect()))
            }
            Format::Text => table(&told),
        };
        talk::result(&shown);
        places.strangers().iter().for_each(|stranger| talk::say(&format!("warning: {stranger}")));
        if let Err(wrong) = Config::read(places, Need::Rehearsal) {
            problems = wrong.0;
        }
        let known: Vec<Problem> = problems;
        if known.is_empty() { Ok(()) } else { Err(Problems(known).into()) }
    }
}

fn table(told: &[Told]) -> String {
    let value = |one: &Told| one.value.clone().unwrap_or_else(|| "-".to_owned());
    let wide = |of: &dyn Fn(&Told) -> usize| told.iter().map(of).max().unwrap_or(0);
    let name = wide(&|one| one.name.chars().count());
    let values = wide(&|one| value(one).chars().count()).min(48);
    let row = |one: &Told| format!("{:name$}  {:values$}  {}", one.name, value(one), one.source);
    told.iter().map(row).collect::<Vec<_>>().join("\n")
}
