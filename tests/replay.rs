//! `baton trace` and `baton replay`: a conversation as it was recorded, against another version of its bot.

use crate::authoring::{folder, run};
use crate::world::{PAGE, Plan, baton, repository, says};

const OLD: &str = "
bot: shop
language: en
start: welcome
fallback: { say: Pardon? }
modules:
  welcome:
    say: How can I help?
    choices: [ { label: Order, to: order }, { label: Person, to: person } ]
  order: { ask: 'Which one?', save_as: what, to: done }
  done: { say: 'So {{what}}.', to: end }
  person: { handover: { say: One moment., timeout: 1h }, to: done }
";

#[test]
fn a_conversation_of_a_running_server_is_played_against_another_version() {
    let world = Plan::yaml(OLD).serve();
    let anna = world.person("anna");
    anna.says("hi");
    world.expect("anna", [says("How can I help?")]);
    anna.taps("Order");
    world.expect("anna", [says("Which one?")]);
    anna.says("oak");
    world.expect("anna", [says("So oak.")]);
    let new = OLD.replace("So {{what}}.", "Thank you for {{what}}.");
    let bots = folder(&[("old/bot.yaml", OLD), ("new/bot.yaml", &new)]);
    let database = format!("sqlite://{}", world.database().display());
    let env = [
        ("BATON_DATABASE_URL", database.as_str()),
        ("BATON_PAGE_ID", PAGE),
        ("BATON_PAGE_TOKEN", "x"),
    ];
    let env: Vec<(String, String)> =
        env.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let traced = baton(&["trace", "anna", "-o", "anna.json"], bots.path(), &env).output().unwrap();
    assert!(traced.status.success(), "{}", String::from_utf8_lossy(&traced.stderr));
    let same = run(&["replay", "anna.json", "--bot", "old"], bots.path());
    assert_eq!(same.exit, Some(0), "{}{}", same.out, same.told);
    assert!(
        same.out.contains("user  taps [Order]") || same.out.contains("user  Order"),
        "{}",
        same.out
    );
    let other = run(&["replay", "anna.json", "--bot", "new"], bots.path());
    assert_eq!(other.exit, Some(1), "{}", other.out);
    assert!(other.out.contains("Here it departs, after\n  user  oak"), "{}", other.out);
    assert!(other.out.contains("bot  So oak."), "{}", other.out);
    assert!(other.out.contains("| "), "{}", other.out);
    assert!(other.out.contains("bot  Thank you for oak."), "{}", other.out);
    let json = run(&["replay", "anna.json", "--bot", "new", "--format", "json"], bots.path());
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["departs"]["now"], "bot  Thank you for oak.", "{json:#}");
    let saved =
        baton(&["trace", "anna", "-o", "new/anna.test.yaml"], bots.path(), &env).output().unwrap();
    assert!(saved.status.success(), "{}", String::from_utf8_lossy(&saved.stderr));
    let test = run(&["test", "new"], bots.path());
    assert_eq!(test.exit, Some(1), "{}", test.out);
    assert!(test.out.contains("the bot says: Thank you for oak."), "{}", test.out);
    let nobody = baton(&["trace", "bob"], bots.path(), &env).output().unwrap();
    assert_eq!(nobody.status.code(), Some(3));
}

#[test]
fn a_conversation_of_baton_dev_is_traced_without_settings() {
    let world = Plan::yaml(OLD).dev();
    world.person("anna").says("hi");
    world.expect("anna", [says("How can I help?")]);
    let bots = folder(&[("old/bot.yaml", OLD)]);
    let database = format!("sqlite://{}", world.database().display());
    let env = [("BATON_DATABASE_URL".to_owned(), database)];
    let traced =
        baton(&["trace", "anna", "--dev", "-o", "anna.json"], bots.path(), &env).output().unwrap();
    assert!(traced.status.success(), "{}", String::from_utf8_lossy(&traced.stderr));
    assert_eq!(run(&["replay", "anna.json", "--bot", "old"], bots.path()).exit, Some(0));
    let served = baton(&["trace", "anna"], bots.path(), &env).output().unwrap();
    assert_eq!(served.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&served.stderr).contains("add --dev"));
    let nowhere = run(&["trace", "anna", "--dev"], bots.path());
    assert_eq!(nowhere.exit, Some(3));
    assert!(nowhere.told.contains("go to the folder it runs in"), "{}", nowhere.told);
}

#[test]
fn a_chat_is_saved_as_a_trace_and_as_a_test_and_both_are_played() {
    let new = OLD.replace("One moment.", "Please wait.");
    let bots = folder(&[("old/bot.yaml", OLD), ("new/bot.yaml", &new)]);
    let lines = "hi\n/tap Person\n/agent Hello\n/done\n/wait 5m\n/save chat.trace.json\n/save chat.test.yaml\n";
    let mut chat = baton(&["chat", "old"], bots.path(), &[]);
    let mut chat = chat
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut chat.stdin.take().unwrap(), lines.as_bytes()).unwrap();
    let out = chat.wait_with_output().unwrap();
    let out = String::from_utf8(out.stdout).unwrap();
    assert!(
        out.contains("saved: chat.trace.json") && out.contains("saved: chat.test.yaml"),
        "{out}"
    );
    for file in ["chat.trace.json", "chat.test.yaml"] {
        let same = run(&["replay", file, "--bot", "old"], bots.path());
        assert_eq!(same.exit, Some(0), "{file}: {}{}", same.out, same.told);
        let other = run(&["replay", file, "--bot", "new"], bots.path());
        assert_eq!(other.exit, Some(1), "{file}: {}", other.out);
        assert!(other.out.contains("Please wait."), "{file}: {}", other.out);
    }
}

#[test]
fn what_is_no_trace_is_wrong_use() {
    let bots = folder(&[("x.json", "{}")]);
    let strange = run(
        &["replay", "x.json", "--bot", repository().join("flows").to_str().unwrap()],
        bots.path(),
    );
    assert_eq!(strange.exit, Some(2), "{}", strange.told);
    assert!(strange.told.contains("x.json is no trace"), "{}", strange.told);
}
