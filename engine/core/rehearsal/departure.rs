//! Where a test went another way than it says, as people read it: what happened until then, the place in the test,
//! and why the bot went the way it did.

use super::meet::Differs;
use super::tale::Tale;
use super::why::Why;
use super::{Subject, Suite};
use crate::language::{Place, pointed};

/// Where a test departs.
#[derive(Debug, Clone)]
pub struct Departure {
    pub(crate) found: Differs,
    pub(crate) tale: Tale,
    pub(crate) why: Vec<Why>,
}

impl Departure {
    /// In one line.
    pub fn title(&self) -> String {
        format!("{}; {}", self.found.title, self.found.beside)
    }

    /// Where in the test: `file:line`.
    pub fn place(&self, suite: &Suite) -> String {
        Place::from(self.found.spot).shown(&suite.files)
    }

    /// In full.
    pub fn render(&self, subject: &Subject, suite: &Suite, colour: bool) -> String {
        let mut out = self.tale.shown(&subject.bots.newest);
        if !out.is_empty() {
            out.push('\n');
        }
        let found = &self.found;
        out.push_str(&pointed(&suite.files, found.spot, &found.title, &found.beside, colour));
        out.push('\n');
        for why in &self.why {
            out.push('\n');
            out.push_str(&why.shown(subject));
        }
        out
    }
}
