//! `baton trigger`, `baton config`, and what shells and `man` are told of the commands.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::authoring::{folder, run};
use crate::world::{APP, PAGE, Plan, SECRET, baton, says, sign};

const BOT: &str = "
bot: shop
language: en
start: welcome
fallback: { say: Pardon? }
modules:
  welcome:
    say: How can I help?
    choices: [ { label: Person, to: person } ]
  person: { handover: { say: One moment. }, to: done }
  done: { say: Welcome back., to: end }
";

/// The environment in which the server's own settings are those of the command.
fn env(url: &str) -> Vec<(String, String)> {
    let listen = url.trim_start_matches("http://");
    [
        ("BATON_LISTEN", listen),
        ("BATON_APP_SECRET", SECRET),
        ("BATON_APP_ID", APP),
        ("BATON_PAGE_ID", PAGE),
        ("BATON_PAGE_TOKEN", "t"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

#[test]
fn a_word_and_a_return_reach_the_running_server_signed() {
    let world = Plan::yaml(BOT).serve();
    let empty = folder(&[]);
    let trigger = |more: &[&str]| {
        let all: Vec<&str> = ["trigger"].iter().chain(more).copied().collect();
        let ran = baton(&all, empty.path(), &env(&world.server.url)).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    };
    // The simulated platform only delivers to whom it has met.
    world.person("4711").says("hi");
    world.expect("4711", [says("How can I help?")]);
    trigger(&["message", "--contact", "4711", "--text", "What?"]);
    world.wait_until("the word is heard", |world| {
        world.heard("4711").contains(&("What?".to_owned(), false)).then_some(())
    });
    trigger(&["handover-take", "--contact", "4711"]);
    world.wait_until("people have it", |world| (world.hand("4711") == "people").then_some(()));
    trigger(&["handover-return", "--contact", "4711"]);
    world.wait_until("it is back", |world| (world.hand("4711") == "bot").then_some(()));
}

#[test]
fn what_would_be_sent_is_printed_with_its_signature() {
    let empty = folder(&[]);
    let ran = run(
        &["trigger", "postback", "--dev", "--print", "--title", "Anna's", "--payload", "1.a.b"],
        empty.path(),
    );
    assert_eq!(ran.exit, Some(0), "{}", ran.told);
    let lines: Vec<&str> = ran.out.lines().collect();
    let body: Value = serde_json::from_str(lines[0]).unwrap();
    assert_eq!(body["entry"][0]["messaging"][0]["postback"]["payload"], "1.a.b");
    assert_eq!(lines[1], format!("x-hub-signature-256: {}", sign(lines[0].as_bytes())));
    assert!(
        lines[2].starts_with("curl -X POST") && lines[2].contains("Anna'\\''s"),
        "{}",
        lines[2]
    );
}

#[test]
fn nothing_goes_to_another_machine_or_out_unsigned() {
    let empty = folder(&[]);
    let far = run(
        &["trigger", "message", "--dev", "--url", "https://bot.example.com/webhook"],
        empty.path(),
    );
    assert_eq!(far.exit, Some(2));
    assert!(far.told.contains("is not on this machine"), "{}", far.told);
    let unsigned = run(&["trigger", "message"], empty.path());
    assert_eq!(unsigned.exit, Some(2));
    assert!(unsigned.told.contains("BATON_APP_SECRET is missing"), "{}", unsigned.told);
    let nobody =
        run(&["trigger", "message", "--dev", "--url", "http://127.0.0.1:1/webhook"], empty.path());
    assert_eq!(nobody.exit, Some(3), "{}", nobody.told);
}

#[test]
fn settings_are_shown_with_their_source_and_without_secrets() {
    let here = folder(&[("baton.yaml", "routing: shared\nverify_token: hidden-word\n")]);
    let env = [("BATON_APP_SECRET".to_owned(), "hidden-secret".to_owned())];
    let ran = baton(&["config", "--listen", "127.0.0.1:5000"], here.path(), &env).output().unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let row = |name: &str| {
        let line =
            out.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{out}"));
        line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(row("BATON_LISTEN"), ["BATON_LISTEN", "127.0.0.1:5000", "--listen"]);
    assert_eq!(row("BATON_ROUTING"), ["BATON_ROUTING", "shared", "baton.yaml:1:10"]);
    assert_eq!(row("BATON_APP_SECRET"), ["BATON_APP_SECRET", "********", "BATON_APP_SECRET"]);
    assert!(!out.contains("hidden"), "{out}");
    let json = baton(&["config", "--format", "json"], here.path(), &env).output().unwrap();
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    let graph =
        json.as_array().unwrap().iter().find(|one| one["name"] == "BATON_GRAPH_VERSION").unwrap();
    assert_eq!(
        (&graph["source"], &graph["secret"]),
        (&Value::from("default"), &Value::from(false))
    );
    assert!(!json.to_string().contains("hidden"), "{json}");
}

/// The commands as the help lists them.
fn commands() -> Vec<String> {
    let help = run(&["--help"], folder(&[]).path());
    let below = help.out.split("Commands:").nth(1).unwrap_or_default();
    let lines = below.lines().skip(1).take_while(|line| !line.trim().is_empty());
    let names = lines.filter_map(|line| line.split_whitespace().next());
    let names: Vec<String> = names.filter(|name| *name != "help").map(str::to_owned).collect();
    assert!(names.len() > 15, "{names:?}");
    names
}

#[test]
fn every_shell_completes_every_command() {
    let empty = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell], empty.path());
        assert_eq!(script.exit, Some(0), "{shell}: {}", script.told);
        for command in commands() {
            assert!(script.out.contains(&command), "{shell} does not know {command}");
        }
        if shell == "bash" {
            let mut bash = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn().unwrap();
            bash.stdin.take().unwrap().write_all(script.out.as_bytes()).unwrap();
            assert!(bash.wait().unwrap().success(), "bash reads its own script");
        }
    }
}

#[test]
fn every_command_has_its_page() {
    let empty = folder(&[]);
    let made = run(&["man", "-o", "pages"], empty.path());
    assert_eq!(made.exit, Some(0), "{}", made.told);
    let whole = std::fs::read_to_string(empty.path().join("pages/baton.1")).unwrap();
    for command in commands() {
        let page = empty.path().join(format!("pages/baton-{command}.1"));
        let text =
            std::fs::read_to_string(&page).unwrap_or_else(|_| panic!("{command} has no page"));
        assert!(text.contains(".SH SYNOPSIS"), "{command}");
        // In the source of a page a hyphen is written with a backslash.
        assert!(whole.replace('\\', "").contains(&format!("baton-{command}(1)")), "{command}");
    }
    assert!(!empty.path().join("pages/baton-bench-reference.1").exists());
}
