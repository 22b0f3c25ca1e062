//! `baton graph`, through the binary: its four formats, where they go, and that nothing an author writes breaks one.

use std::path::Path;

use serde_json::Value;

use crate::world::{baton, repository};
use crate::xml::well_formed;

/// What it printed, and how it ended.
struct Ran {
    exit: Option<i32>,
    out: String,
    told: String,
}

fn graph(arguments: &[&str], folder: &Path) -> Ran {
    let arguments = [&["graph"], arguments].concat();
    let output = baton(&arguments, folder, &[]).output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { exit: output.status.code(), out: text(output.stdout), told: text(output.stderr) }
}

const HOSTILE: &str = r##"
bot: hostile
name: '<script>alert(1)</script> & "quotes" \N `md` #35; | end'
fallback: { say: Pardon? }
modules:
  end_it:
    name: '1. "]] --> x; subgraph <b>bold</b> {{a}} \ %% end'
    say: '</title></svg><img src=x onerror=alert(1)> "]); style'
    choices:
      - { label: '"><script>x', to: graph }
      - { label: 'a|b', to: class }
      - { label: 'o]-)}', to: graph }
    connections:
      - { when: { matches: '^[a-z]+"\|\d{2}<!--' }, to: graph }
      - { when: ["the \\ \"end\"", "كلمة", "注文", "👍🏽"], if: '1 < 2 and "x" == "x"', to: class }
  graph: { name: "style\u0001click\nhref javascript:alert(1)", say: Hm, to: end }
  class: { name: 'Ærø ]]> &lt; &amp;', say: "-->", to: end }
"##;

fn folder(text: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("bot.yaml"), text).unwrap();
    directory
}

/// A string of DOT or a label of Mermaid: how many quotes a line has that are not escaped.
fn quotes(line: &str) -> usize {
    line.replace("\\\\", "").replace("\\\"", "").matches('"').count()
}

#[test]
fn every_bot_of_the_repository_is_drawn_in_every_format() {
    let mut bots = vec!["flows".to_owned()];
    for entry in std::fs::read_dir(repository().join("examples")).unwrap() {
        bots.push(format!("examples/{}", entry.unwrap().file_name().display()));
    }
    for bot in &bots {
        let run = |format: &str| {
            let ran = graph(&[bot, "--format", format], repository());
            assert_eq!(ran.exit, Some(0), "{bot} {format}: {}", ran.told);
            ran.out
        };
        let json: Value = serde_json::from_str(&run("json")).unwrap();
        let edges = json["edges"].as_array().unwrap();
        let ids = well_formed(&run("svg"));
        for edge in edges {
            assert!(ids.iter().any(|id| edge["id"] == id.as_str()), "{bot}: {}", edge["id"]);
        }
        let mut once = ids.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "{bot}: ids are of one element each");
        let arrows = |text: &str, arrows: &[&str]| {
            text.lines().filter(|line| arrows.iter().any(|arrow| line.contains(arrow))).count()
        };
        assert_eq!(arrows(&run("dot"), &[" -> "]), edges.len(), "{bot}");
        assert_eq!(arrows(&run("mermaid"), &[" -->|", " ==>|", " -.->|"]), edges.len(), "{bot}");
    }
}

#[test]
fn what_an_author_writes_is_never_markup() {
    let bot = folder(HOSTILE);
    let run = |format: &str| {
        let ran = graph(&["bot.yaml", "--format", format], bot.path());
        assert_eq!(ran.exit, Some(0), "{}", ran.told);
        ran.out
    };
    let svg = run("svg");
    well_formed(&svg);
    assert!(!svg.contains("<script") && !svg.contains("<img"), "{svg}");
    assert!(
        svg.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;"),
        "{svg}"
    );
    for line in run("dot").lines() {
        assert!(quotes(line).is_multiple_of(2), "{line}");
    }
    for line in run("mermaid").lines().filter(|line| line.contains('"')) {
        assert_eq!(quotes(line), 2, "{line}");
        let label = line.split('"').nth(1).unwrap().replace("<br/>", "");
        assert!(!label.contains(['<', '>', '|', '`', '[', ']', '{', '}', '\\', '%']), "{label}");
    }
}

#[test]
fn the_picture_goes_into_a_file_whose_name_says_the_format() {
    let bot = folder(HOSTILE);
    let svg = graph(&["bot.yaml", "-o", "bot.svg"], bot.path());
    assert_eq!((svg.exit, svg.out.as_str()), (Some(0), ""));
    assert!(svg.told.contains("wrote bot.svg"), "{}", svg.told);
    let text = |name: &str| std::fs::read_to_string(bot.path().join(name)).unwrap();
    assert!(text("bot.svg").starts_with("<svg "));
    let again = graph(&["bot.yaml", "-o", "bot.svg"], bot.path());
    assert!(again.told.contains("nothing has changed in bot.svg"), "{}", again.told);
    assert_eq!(graph(&["bot.yaml", "--output", "bot.mmd"], bot.path()).exit, Some(0));
    assert!(text("bot.mmd").starts_with("flowchart LR\n"));
    assert_eq!(graph(&["bot.yaml", "-o", "x.svg", "--format", "dot"], bot.path()).exit, Some(0));
    assert!(text("x.svg").starts_with("digraph "), "what is asked for comes before the name");
}

#[test]
fn the_picture_names_no_folder_outside_of_the_bot() {
    let bot = folder(HOSTILE);
    let from_inside = graph(&["bot.yaml", "--format", "json"], bot.path());
    let whole = bot.path().join("bot.yaml");
    let from_outside = graph(&[whole.to_str().unwrap(), "--format", "json"], repository());
    assert_eq!(from_inside.out, from_outside.out);
    assert!(from_inside.out.contains("\"file\": \"bot.yaml\""), "{}", from_inside.out);
}

#[test]
fn a_broken_bot_is_told_and_not_drawn() {
    let ran = graph(&["tests/broken/unknown-module.yaml"], repository());
    assert_eq!((ran.exit, ran.out.as_str()), (Some(1), ""));
    assert!(ran.told.contains("unknown-module"), "{}", ran.told);
    let missing = graph(&["nowhere"], repository());
    assert_eq!(missing.exit, Some(2), "{}", missing.told);
}
