//! From the files of tests to tests: what holds for a file, and each test of it, with `each` and `include` put in.

use std::collections::BTreeMap;

use super::definition;
use super::fake::Fake;
use super::fill;
use super::person::{Person, Start};
use super::step;
use super::test::{Step, Test};
use super::{Subject, Suite};
use crate::language::{self, Diagnostic, Fields, Kind, Loading, Node, Site, SourceFile, Words};
use crate::suggest;

/// Parts within parts.
const INCLUDED: usize = 8;
/// Steps of one test: more is a loop of `include` and `each`.
const STEPS: usize = 10_000;
/// Tests that `each` makes of one, and rounds of one step.
const ROWS: usize = 1_000;

/// Everything about reading one suite.
pub(super) struct Reading<'a> {
    /// Where findings go.
    pub(super) site: Site<'a>,
    /// The bot.
    pub(super) subject: &'a Subject,
    /// The services it declares.
    pub(super) services: Vec<&'a str>,
    /// Steps that several tests share, by name.
    parts: BTreeMap<String, &'a Node>,
}

/// What holds for all tests of a file.
#[derive(Default)]
struct OfFile {
    person: Option<Person>,
    start: Option<Start>,
}

/// Reads the files.
pub(super) fn suite(subject: &Subject, files: Vec<SourceFile>) -> Suite {
    let files: Vec<SourceFile> = files.into_iter().map(language::without_mark).collect();
    let mut suite = Suite::default();
    {
        let loading = Loading::new(&files);
        let apps = subject.bots.newest.receivers.iter();
        let apps = apps.map(|(name, app)| (name.clone(), (app.clone(), None)));
        loading.receivers.borrow_mut().extend(apps);
        let trees: Vec<Option<Node>> = files
            .iter()
            .enumerate()
            .map(|(number, file)| {
                let mut found = Vec::new();
                let tree = language::tree(number, file, &mut found);
                found.into_iter().for_each(|one| loading.report(one));
                tree
            })
            .collect();
        let site = Site::bot_wide(&loading, None);
        let services = subject.bots.newest.services.keys().map(String::as_str).collect();
        let mut reading = Reading { site, subject, services, parts: BTreeMap::new() };
        trees.iter().flatten().for_each(|tree| reading.gather_parts(tree));
        for tree in &trees {
            suite.fakes.push(Vec::new());
            if let Some(tree) = tree {
                reading.file(tree, &mut suite);
            }
        }
        suite.diagnostics = loading.found.take();
    }
    language::in_order(&mut suite.diagnostics, &files);
    suite.files = files;
    suite
}

impl<'a> Reading<'a> {
    fn gather_parts(&mut self, tree: &'a Node) {
        let Kind::Map { entries, .. } = &tree.kind else { return };
        let parts = entries.iter().find(|(key, _)| key.text == "parts");
        let Some((_, Node { kind: Kind::Map { entries, .. }, .. })) = parts else { return };
        for (key, value) in entries {
            if self.parts.insert(key.text.clone(), value).is_some() {
                let message = format!("there are two parts called `{}`", key.text);
                let found = Diagnostic::error("duplicate-id", key.spot, message);
                self.site.report(found.help("parts are shared by all test files of a bot"));
            }
        }
    }

    fn file(&self, tree: &Node, suite: &mut Suite) {
        let Some(mut fields) = Fields::of(&self.site, tree, &definition::TEST_FILE) else { return };
        let number = suite.fakes.len() - 1;
        let of_file = OfFile { person: self.person(&mut fields), start: self.start(&mut fields) };
        suite.fakes[number] = self.fakes(&mut fields);
        let parts = fields.take("parts");
        let tests = match parts {
            Some(_) => fields.take("tests"),
            None => fields.need("tests", "[ { test: It greets, steps: [ … ] } ]"),
        };
        fields.finish();
        if let Some(parts) = parts {
            self.try_parts(parts);
        }
        let tests = tests.map(|node| self.items(node, "`tests`", "- test: It greets"));
        for node in tests.unwrap_or_default() {
            self.test(node, &of_file, suite);
        }
    }

    /// Reads what is shared once for its own sake, so that what nobody includes is right too.
    fn try_parts(&self, parts: &Node) {
        let Some(mut fields) = Fields::of(&self.site, parts, &definition::PARTS) else { return };
        for (_, value) in fields.rest() {
            let rows = fill::names(value);
            if rows.is_empty() {
                self.steps(value, true, 1, &mut Vec::new());
            }
        }
    }

    fn person(&self, fields: &mut Fields<'_, '_>) -> Option<Person> {
        fields.take("person").and_then(|node| Person::read(node, &self.site))
    }

    fn start(&self, fields: &mut Fields<'_, '_>) -> Option<Start> {
        fields.take("starts_at").and_then(|node| Start::read(node, &self.site))
    }

    fn fakes(&self, fields: &mut Fields<'_, '_>) -> Vec<Fake> {
        let Some(node) = fields.take("fake_http") else { return Vec::new() };
        let items = self.items(node, "`fake_http`", "- request: GET shop/orders");
        items.iter().filter_map(|node| Fake::read(node, &self.site, &self.services)).collect()
    }

    /// The items of a list.
    pub(super) fn items<'n>(&self, node: &'n Node, what: &str, example: &str) -> &'n [Node] {
        match &node.kind {
            Kind::List { items, .. } => items,
            Kind::Text { .. } | Kind::Map { .. } => {
                let help = format!("write a list, each with a dash: `{example}`");
                self.site.wrong_shape(node, what, &help);
                &[]
            }
            Kind::Nothing | Kind::Broken => &[],
        }
    }

    /// One test, or one for each row of its `each`.
    fn test(&self, node: &Node, of_file: &OfFile, suite: &mut Suite) {
        let key = |key: &str| match &node.kind {
            Kind::Map { entries, .. } => {
                entries.iter().find(|(found, _)| found.text == key).map(|(_, value)| value)
            }
            Kind::Nothing | Kind::Text { .. } | Kind::List { .. } | Kind::Broken => None,
        };
        let Some(rows) = key("each") else {
            suite.tests.extend(self.one_test(node, of_file, false));
            return;
        };
        let named = key("test").is_some_and(|name| !fill::names(name).is_empty());
        for row in self.rows(rows) {
            let Some(mut test) = self.one_test(&fill::filled(node, &row), of_file, true) else {
                continue;
            };
            if !named {
                test.name = format!("{} ({})", test.name, fill::shown(&row));
            }
            suite.tests.push(test);
        }
    }

    fn one_test(&self, node: &Node, of_file: &OfFile, shared: bool) -> Option<Test> {
        let mut fields = Fields::of(&self.site, node, &definition::TEST)?;
        let name = fields.need("test", "It greets").and_then(|n| self.site.words(n, "`test`"));
        let person = self.person(&mut fields).or_else(|| of_file.person.clone());
        let start = self.start(&mut fields).or_else(|| of_file.start.clone());
        let fakes = self.fakes(&mut fields);
        let written = fields.need("steps", "[ { user: hi }, { bot: Hello! } ]");
        // Put in before.
        fields.take("each");
        fields.finish();
        let mut steps = Vec::new();
        if let Some(written) = written {
            self.steps(written, shared, 0, &mut steps);
        }
        let Words { text, spot, .. } = name?;
        Some(Test {
            name: text,
            spot,
            person: person.unwrap_or_default(),
            start: start.unwrap_or_default(),
            fakes,
            of_row: shared,
            steps,
        })
    }

    /// Steps, with those of parts and rows put in.
    pub(super) fn steps(&self, node: &Node, shared: bool, depth: usize, steps: &mut Vec<Step>) {
        for item in self.items(node, "`steps`", "- user: hi") {
            if steps.len() >= STEPS {
                return;
            }
            step::read(self, item, shared, depth, steps);
        }
    }

    /// The steps of a part.
    pub(super) fn include(&self, words: &Words, depth: usize, steps: &mut Vec<Step>) {
        let Some(part) = self.parts.get(&words.text) else {
            let message = format!("there is no part `{}`", words.text);
            let found = Diagnostic::error("unknown-value", words.spot, message);
            let near = suggest::nearest(&words.text, self.parts.keys().map(String::as_str));
            self.site.report(match near {
                Some(near) => found.help(format!("did you mean `{near}`?")),
                None => found.help(format!(
                    "declare it at the top of a test file: `parts: {{ {}: [ … ] }}`",
                    words.text
                )),
            });
            return;
        };
        if depth >= INCLUDED {
            let message = format!("`{}` includes itself, or parts lie too deep", words.text);
            self.site.report(
                Diagnostic::error("too-deep", words.spot, message)
                    .help("put the steps into one part that includes no other"),
            );
            return;
        }
        self.steps(part, true, depth + 1, steps);
    }

    /// The rows of an `each`.
    pub(super) fn rows(&self, node: &Node) -> Vec<fill::Row> {
        let items = self.items(node, "`each`", "- { word: yes }");
        let rows = items.iter().take(ROWS).filter_map(|item| {
            let fields = Fields::of(&self.site, item, &definition::ROW)?;
            Some(fill::row(fields))
        });
        rows.collect()
    }

    /// A module of the bot.
    pub(super) fn module(&self, words: &Words) -> Option<crate::id::ModuleId> {
        let modules = &self.subject.bots.newest.modules;
        let id = crate::id::ModuleId::new(&words.text);
        if modules.contains_key(&id) {
            return Some(id);
        }
        self.unknown("module", words, modules.keys().map(|id| id.as_str()));
        None
    }

    /// Reports a name the bot does not have.
    pub(super) fn unknown<'n>(
        &self,
        what: &str,
        words: &Words,
        known: impl Iterator<Item = &'n str>,
    ) {
        let code = if what == "module" { "unknown-module" } else { "unknown-variable" };
        let message = format!("the bot has no {what} `{}`", words.text);
        let found = Diagnostic::error(code, words.spot, message);
        self.site.report(match suggest::nearest(&words.text, known) {
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found.help(format!("write the id of a {what} of the bot")),
        });
    }
}
