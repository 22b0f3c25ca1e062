//! What people did in a chat, kept in order, so that it can be saved as a conversation test.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use baton_core::bot::Bot;
use baton_core::id::Timestamp;
use baton_core::language::{self, SourceFile};
use baton_core::rehearsal::{Had, Session, Subject, as_test};
use baton_simulator::{AgentAct, PersonAct};

/// A chat so far.
pub(super) struct Record {
    bot: Arc<Bot>,
    sources: Vec<SourceFile>,
    session: Session,
}

impl Record {
    /// Nothing was done yet.
    pub(super) fn new(
        bot: Arc<Bot>,
        sources: Vec<SourceFile>,
        name: &str,
        locale: &str,
        now: Timestamp,
    ) -> Self {
        let person = name.split_whitespace().next().unwrap_or(name).to_owned();
        let (name, locale) = (String::new(), locale.to_owned());
        let session = Session { name, person, locale, at: now, ..Session::default() };
        Self { bot, sources, session }
    }

    /// Something was done.
    pub(super) fn had(&mut self, had: Had) {
        self.session.had.push(had);
    }

    /// The person did something. What a chat has no command for is left out.
    pub(super) fn person(&mut self, act: &PersonAct) {
        let had = match act {
            PersonAct::Write { text } => Had::Wrote(text.clone()),
            PersonAct::Tap { label } => Had::Tapped(label.clone()),
            PersonAct::GetStarted { .. } => Had::Started,
            _ => return,
        };
        self.had(had);
    }

    /// A colleague did something.
    pub(super) fn agent(&mut self, act: &AgentAct) {
        let had = match act {
            AgentAct::Write { text } => Had::Agent(text.clone()),
            AgentAct::Done => Had::PassedBack,
            AgentAct::Take => Had::Took,
            AgentAct::Request => Had::Requested,
            _ => return,
        };
        self.had(had);
    }

    /// Writes the chat so far into a new file, as a test named like it, with a line for editors at its top.
    ///
    /// # Errors
    /// Why it cannot be written; a file that is there already stays as it is.
    pub(super) fn save(&self, file: &Path, line: Option<&str>) -> anyhow::Result<()> {
        let loaded = language::load(self.sources.clone());
        let subject = Subject::new(Arc::clone(&self.bot), loaded.places, loaded.files);
        let name = name_of(file);
        let session = Session { name, ..self.session.clone() };
        let text = as_test(&subject, &session).map_err(anyhow::Error::msg)?;
        let text = line.map_or(text.clone(), |line| format!("{line}\n\n{text}"));
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        let mut new = std::fs::File::create_new(file)
            .with_context(|| format!("{} cannot be written", file.display()))?;
        new.write_all(text.as_bytes())
            .with_context(|| format!("{} cannot be written", file.display()))?;
        Ok(())
    }
}

/// What a test is called that is saved in this file.
pub(super) fn name_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.trim_end_matches(".yaml").trim_end_matches(".test").replace(['_', '-'], " ")
}
