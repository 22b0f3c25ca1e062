//! The tutorial, followed to the letter: in an empty folder, command by command and edit by edit, with the real binary.
//!
//! A mark above a block of a page says what its reader does with it:
//!
//! - `run`: types the commands behind `$`, and in a chat what stands behind `>`; sees what stands between them;
//! - `find: FILE` and `make`: finds these lines in a file, and writes the others in their place;
//! - `file: FILE`: makes a file of this; `add: FILE`: puts it at the end, behind an empty line;
//! - `line: FILE`: writes the line with this key anew;
//! - `shows: FILE`: sees that the file has these lines;
//! - `server`: types the command, sees the lines, and ends it.
//!
//! At the end of a step the reader's flows are those in the folder of the step. `BATON_BLESS` writes anew what is seen,
//! and those folders.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use baton_core::language::schema::LINE;

use crate::world::{Server, baton, repository};

const STEPS: usize = 8;
/// The tests of the first steps do not go through everything yet.
const COVERED_FROM: usize = 3;

fn folder() -> PathBuf {
    repository().join("docs/tutorial")
}

fn page(step: usize) -> PathBuf {
    folder().join(format!("step-{step}.md"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Who follows the tutorial, and where.
struct Reader {
    at: PathBuf,
    home: PathBuf,
    /// What is to be replaced next.
    found: Option<(PathBuf, String)>,
}

impl Reader {
    /// What a page looks like whose blocks show what this reader sees.
    fn follow(&mut self, page: &str) -> String {
        let mut seen = Vec::new();
        let mut mark: Option<(&str, &str)> = None;
        let mut lines = page.lines();
        while let Some(line) = lines.next() {
            seen.push(line.to_owned());
            if let Some(said) = line.strip_prefix("<!-- ").and_then(|it| it.strip_suffix(" -->")) {
                mark = Some(said.split_once(": ").unwrap_or((said, "")));
            }
            let opens = line.strip_prefix("```").filter(|kind| !kind.is_empty());
            let Some(kind) = opens else { continue };
            let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            let marked = mark.take();
            assert!(marked.is_some() || kind != "yaml", "what is done with this?\n{block:#?}");
            match marked {
                Some(("run", _)) => seen.extend(self.console(&block)),
                marked => {
                    if let Some((act, path)) = marked {
                        self.act(act, path, &(block.join("\n") + "\n"));
                    }
                    seen.extend(block.iter().map(|line| (*line).to_owned()));
                }
            }
            seen.push("```".to_owned());
        }
        seen.join("\n") + "\n"
    }

    fn act(&mut self, act: &str, path: &str, text: &str) {
        let path = self.at.join(path);
        match act {
            "file" => write(&path, text),
            "add" => write(&path, &format!("{}\n{text}", read(&path))),
            "find" => {
                // The last line may be the beginning of one.
                let whole = read(&path);
                let lines = if whole.contains(text) { text } else { text.trim_end_matches('\n') };
                let times = whole.matches(lines).count();
                assert_eq!(times, 1, "not once in {}:\n{lines}\n{whole}", path.display());
                self.found = Some((path, lines.to_owned()));
            }
            "make" => {
                let (path, lines) = self.found.take().expect("something was found before");
                let text = if lines.ends_with('\n') { text } else { text.trim_end_matches('\n') };
                write(&path, &read(&path).replacen(&lines, text, 1));
            }
            "line" => {
                let key = text.split_inclusive(':').next().unwrap();
                let old = read(&path);
                let kept = old.split_inclusive('\n');
                let new = kept.map(|line| if line.starts_with(key) { text } else { line });
                write(&path, &new.collect::<String>());
            }
            "shows" => assert!(read(&path).contains(text), "{}", read(&path)),
            "server" => self.serve(text),
            other => panic!("nobody knows what `{other}` is"),
        }
    }

    /// Starts a server, and sees the lines it says. Its port is another one here: tests run side by side.
    fn serve(&self, text: &str) {
        let (command, says) = text.split_once('\n').unwrap();
        let command = command.strip_prefix("$ baton ").unwrap();
        let env = [("BATON_LISTEN".to_owned(), "127.0.0.1:0".to_owned())];
        let arguments: Vec<_> = command.split(' ').collect();
        let server = Server::start(&arguments, &self.at, &env);
        let port = server.url.rsplit(':').next().unwrap();
        for line in says.lines().filter(|line| !line.is_empty()) {
            // How far things are apart depends on how long they are.
            let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
            let line = words(&line.replace("4100", port));
            server.wait_for(&line, |said| words(said) == line);
        }
    }

    /// The commands of a block, each with what is seen then.
    fn console(&mut self, block: &[&str]) -> Vec<String> {
        let mut seen = Vec::new();
        for (number, line) in block.iter().enumerate() {
            let Some(command) = line.strip_prefix("$ ") else { continue };
            if !seen.is_empty() {
                seen.push(String::new());
            }
            let rest = block[number + 1..].iter().take_while(|line| !line.starts_with("$ "));
            let typed: String =
                rest.filter_map(|line| Some(line.strip_prefix("> ")?.to_owned() + "\n")).collect();
            seen.push((*line).to_owned());
            let said = self.run(command, &typed);
            seen.extend(said.trim_end().lines().map(str::to_owned));
        }
        seen
    }

    fn run(&mut self, command: &str, typed: &str) -> String {
        if let Some(folder) = command.strip_prefix("cd ") {
            self.at.push(folder);
            return String::new();
        }
        assert!(command.starts_with("baton "), "the tutorial runs nothing else: {command}");
        // Through one pipe, so that what is said stands in its order.
        let known = baton(&[], &self.at, &[]);
        let program = Path::new(known.get_program()).parent().unwrap().display().to_string();
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("exec {command} 2>&1")).current_dir(&self.at).env_clear();
        shell.env("PATH", format!("{program}:/usr/bin:/bin")).env("HOME", &self.home);
        shell.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = shell.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(typed.as_bytes()).unwrap();
        drop(stdin);
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    }

    /// The flows and tests as they are now, as they lie in the folder of a step: with the schemas of the repository.
    fn flows(&self) -> BTreeMap<PathBuf, String> {
        let mut found = files(&self.at.join("flows"));
        found.retain(|path, _| path.extension().is_some_and(|ending| ending == "yaml"));
        for (path, text) in &mut found {
            let up = "../".repeat(path.components().count() + 1);
            let kind = if path.starts_with("tests") { "test" } else { "flow" };
            if let Some((_, rest)) =
                text.split_once('\n').filter(|(line, _)| line.starts_with(LINE))
            {
                *text = format!("{LINE}{up}schema/{kind}.json\n{rest}");
            }
        }
        found
    }
}

/// Every file below a folder, by its path in it; none where there is no such folder.
fn files(root: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), read(&path));
            }
        }
    }
    found
}

#[test]
fn whoever_follows_the_tutorial_sees_what_it_shows_and_has_the_flows_of_each_step() {
    let bless = std::env::var_os("BATON_BLESS").is_some();
    let place = tempfile::tempdir().unwrap();
    let home = place.path().to_owned();
    let mut reader = Reader { at: home.clone(), home, found: None };
    let mut other = Vec::new();
    for step in 1..=STEPS {
        let text = read(&page(step));
        let seen = reader.follow(&text);
        let theirs = folder().join(format!("step-{step}"));
        let flows = reader.flows();
        if bless {
            write(&page(step), &seen);
            if theirs.exists() {
                std::fs::remove_dir_all(&theirs).unwrap();
            }
            flows.iter().for_each(|(path, text)| write(&theirs.join(path), text));
        }
        let differs = seen.lines().zip(text.lines()).find(|(seen, shown)| seen != shown);
        if let Some((seen, shown)) = differs.filter(|_| !bless) {
            other.push(format!("step {step}: shown is\n  {shown}\nand seen is\n  {seen}"));
        } else if seen != text && !bless {
            other.push(format!("step {step} shows more or less than is seen"));
        }
        if files(&theirs) != flows {
            other.push(format!("step {step}: its folder is not what a reader has"));
        }
    }
    let bless = "run BATON_BLESS=1 cargo test --test baton tutorial, and read the difference";
    assert!(other.is_empty(), "{bless}\n{}", other.join("\n"));
}

#[test]
fn every_step_is_a_bot_without_a_warning_whose_tests_pass() {
    for step in 1..=STEPS {
        let bot = folder().join(format!("step-{step}"));
        let bot = bot.to_str().unwrap();
        let least = if step < COVERED_FROM { "0" } else { "100" };
        let commands: [&[&str]; 3] = [
            &["check", bot, "--strict"],
            &["fmt", bot, "--check"],
            &["test", bot, "--min-coverage", least],
        ];
        for command in commands {
            let output = baton(command, repository(), &[]).output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            let said = String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.code(), Some(0), "{command:?}\n{said}{told}");
        }
    }
}
