//! What a world is made of before it begins.

use std::path::{Path, PathBuf};

use baton_simulator::{OtherApp, PAGE_INBOX, Routing, Setup};

use super::{APP, DEFAULT_ELSEWHERE, PAGE, TOKEN, World};

/// A world to be: the bot, the platform's state, settings beside the usual ones.
pub(crate) struct Plan {
    bot: Bot,
    pub(super) routing: &'static str,
    pub(super) apps: Vec<String>,
    pub(super) env: Vec<(String, String)>,
    pub(super) setup: Option<Change>,
    edits: Vec<(String, String)>,
}

/// What a test changes about the platform before it begins.
type Change = Box<dyn FnOnce(&mut Setup)>;

/// Where the bot's text comes from. It is copied, so that a test may change it.
enum Bot {
    Folder(PathBuf),
    Text(String),
}

impl Bot {
    /// Writes the bot into a folder of the world's own.
    fn copy_to(&self, target: &Path) {
        std::fs::create_dir_all(target).unwrap();
        match self {
            Self::Text(text) => std::fs::write(target.join("bot.yaml"), text).unwrap(),
            Self::Folder(source) => {
                for entry in std::fs::read_dir(source).unwrap() {
                    let path = entry.unwrap().path();
                    if path.extension().is_some_and(|ending| ending == "yaml") {
                        std::fs::copy(&path, target.join(path.file_name().unwrap())).unwrap();
                    }
                }
            }
        }
    }
}

impl Plan {
    fn new(bot: Bot) -> Self {
        Self {
            bot,
            routing: "auto",
            apps: Vec::new(),
            env: Vec::new(),
            setup: None,
            edits: Vec::new(),
        }
    }

    /// A folder of the repository, like `examples/…` or `flows`.
    pub(crate) fn folder(path: &str) -> Self {
        Self::new(Bot::Folder(super::repository().join(path)))
    }

    /// A bot written in the test.
    pub(crate) fn yaml(text: &str) -> Self {
        Self::new(Bot::Text(text.to_owned()))
    }

    /// Replaces a piece of the bot's text, which must be there, before it begins.
    pub(crate) fn edit(mut self, old: &str, new: &str) -> Self {
        self.edits.push((old.to_owned(), new.to_owned()));
        self
    }

    /// Another app connected to the page.
    pub(crate) fn app(mut self, id: &str) -> Self {
        self.apps.push(id.to_owned());
        self
    }

    /// How the page routes, told to the engine and true on the platform.
    pub(crate) fn routing(mut self, mode: &'static str) -> Self {
        self.routing = mode;
        self
    }

    /// A setting beside the usual ones, or another value for one of them.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Changes the platform before it begins; with `serve` only.
    pub(crate) fn platform(mut self, change: impl FnOnce(&mut Setup) + 'static) -> Self {
        self.setup = Some(Box::new(change));
        self
    }

    /// Runs it as `baton dev`: the platform lives inside, and its clock can be moved.
    pub(crate) fn dev(self) -> World {
        World::dev(self)
    }

    /// Runs it as `baton serve` against a platform in the test's own process.
    pub(crate) fn serve(self) -> World {
        World::serve(self)
    }

    /// Writes the bot into a folder of the world's own.
    pub(super) fn write_bot(&self, target: &Path) {
        self.bot.copy_to(target);
        for (old, new) in &self.edits {
            let mut found = false;
            for entry in std::fs::read_dir(target).unwrap() {
                let path = entry.unwrap().path();
                let text = std::fs::read_to_string(&path).unwrap();
                found |= text.contains(old);
                std::fs::write(&path, text.replace(old, new)).unwrap();
            }
            assert!(found, "`{old}` stands nowhere in the bot");
        }
    }

    /// The platform as this plan has it.
    pub(super) fn setup(&mut self) -> Setup {
        let mut setup = Setup::one_page(APP, PAGE, TOKEN);
        setup.redelivery.pauses = vec![50];
        match self.routing {
            "shared" => setup.pages[0].routing = Routing::NoDefault,
            "other_default" => {
                setup.pages[0].routing = Routing::DefaultApp(DEFAULT_ELSEWHERE.to_owned());
            }
            _ => {}
        }
        let apps = self.apps.iter().filter(|id| *id != PAGE_INBOX);
        setup.other_apps = apps.map(|id| OtherApp::new(id, &format!("App {id}"))).collect();
        setup.other_apps.push(OtherApp::new(DEFAULT_ELSEWHERE, "Another app"));
        if let Some(change) = self.setup.take() {
            change(&mut setup);
        }
        setup
    }
}
