//! The real binary as a child process: started with an environment of its own, its lines read, ended with the test.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long the binary may take to say something that a test waits for; a loaded machine is slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// Everything a process has printed so far, and a bell for the next line.
#[derive(Default)]
struct Heard {
    lines: Mutex<Vec<String>>,
    bell: Condvar,
}

/// A running `baton`.
pub(crate) struct Server {
    child: Child,
    heard: Arc<Heard>,
    /// `http://127.0.0.1:PORT`.
    pub(crate) url: String,
}

impl Server {
    /// Starts `baton` with these arguments in this folder, and waits until it listens.
    pub(crate) fn start(arguments: &[&str], folder: &Path, env: &[(String, String)]) -> Self {
        Self::spawn(baton(arguments, folder, env)).listening()
    }

    /// The same on a disk that fails: no file grows beyond so many bytes, and what is written there is an error.
    pub(crate) fn start_on_a_bad_disk(
        arguments: &[&str],
        folder: &Path,
        env: &[(String, String)],
        bytes: usize,
    ) -> Self {
        let command = baton(arguments, folder, env);
        let blocks = bytes / 512;
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let program = command.get_program().to_owned();
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(limited).arg(program).args(command.get_args());
        shell.current_dir(folder).env_clear();
        shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Self::spawn(shell).listening()
    }

    fn listening(mut self) -> Self {
        let line = self.wait_for("its address", |line| port(line).is_some());
        let port = port(&line).expect("the line was chosen for its port");
        self.url = format!("http://127.0.0.1:{port}");
        self
    }

    /// Starts it without waiting for anything.
    fn spawn(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let heard = Arc::new(Heard::default());
        listen(child.stdout.take().expect("it is piped"), &heard);
        listen(child.stderr.take().expect("it is piped"), &heard);
        Self { child, heard, url: String::new() }
    }

    /// The first line that fits, printed already or soon.
    pub(crate) fn wait_for(&self, what: &str, fits: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + PATIENCE;
        let mut lines = self.heard.lines.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(line) = lines.iter().find(|line| fits(line)) {
                return line.clone();
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "baton never said {what}; it said:\n{}", lines.join("\n"));
            let waited = self.heard.bell.wait_timeout(lines, left);
            lines = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Everything it has printed so far.
    pub(crate) fn log(&self) -> String {
        self.heard.lines.lock().unwrap_or_else(PoisonError::into_inner).join("\n")
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it is our child");
        self.child.wait().expect("it ends when it is killed");
    }

    /// Its exit code, once it has ended.
    pub(crate) fn ended(&mut self) -> Option<i32> {
        self.child.try_wait().expect("it is our child").and_then(|status| status.code())
    }

    /// Asks it to end, as a service manager does, and waits until it has.
    pub(crate) fn stop(&mut self) {
        self.signal("-TERM");
        self.child.wait().expect("it ends when it is asked to");
    }

    /// Stops it in the middle of everything, as a machine does that is moved or overbooked.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on, as if nothing had been.
    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "SIG{name} could not be sent");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(Some(ended)) = self.child.try_wait()
            && std::thread::panicking()
        {
            eprintln!("baton had ended by itself: {ended}");
        }
        // Fails only where it has ended already.
        drop(self.child.kill());
        drop(self.child.wait());
        if std::thread::panicking() {
            eprintln!("baton said:\n{}", self.log());
        }
    }
}

/// The binary with nothing of the tester's own environment that could change what it does.
pub(crate) fn baton(arguments: &[&str], folder: &Path, env: &[(String, String)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.args(arguments).current_dir(folder).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.envs(env.iter().map(|(name, value)| (name, value)));
    command
}

fn listen(pipe: impl Read + Send + 'static, heard: &Arc<Heard>) {
    let heard = Arc::clone(heard);
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            heard.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            heard.bell.notify_all();
        }
    });
}

/// The port in `listening on http://127.0.0.1:4100`, or in what `dev` tells about its webhook.
fn port(line: &str) -> Option<u16> {
    let told = ["listening on http://127.0.0.1:", "Webhook        http://localhost:"];
    let rest = told.iter().find_map(|words| Some(line.split_once(words)?.1))?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
