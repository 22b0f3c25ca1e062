//! Every link of a document leads to a file that is there, and to a heading that file has.

use std::path::{Component, Path, PathBuf};

use crate::tidy::{files, none};

/// The anchor of a heading, as GitHub and mdBook make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|sign| sign.is_alphanumeric() || " -_".contains(*sign));
    kept.map(|sign| if sign == ' ' { '-' } else { sign }).collect()
}

/// What a link can lead to in a document: headings outside of blocks, a second one of the same words with `-1`.
fn anchors(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        let title = line.trim_start_matches('#');
        if !fenced && title.len() < line.len() && title.starts_with(' ') {
            let name = anchor(title);
            let before = found.iter().filter(|one| **one == name).count();
            found.push(if before > 0 { format!("{name}-{before}") } else { name });
        }
    }
    found
}

/// A path without the steps back in it.
fn straight(path: &Path) -> PathBuf {
    let mut found = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(found.pop()),
            Component::CurDir => {}
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => found.push(part),
        }
    }
    found
}

/// A document without its blocks and its code, in which brackets are no links.
fn prose(text: &str) -> String {
    let mut fenced = false;
    let mut found = String::new();
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        if !fenced {
            let parts = line.split('`').enumerate();
            found.extend(parts.map(|(at, part)| if at % 2 == 0 { part } else { "" }));
            found.push('\n');
        }
    }
    found
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let documents = files(".md");
    let mut broken = Vec::new();
    for (path, text) in &documents {
        let prose = prose(text);
        let links = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://")) {
            let (target, heading) = link.split_once('#').unwrap_or((link, ""));
            let folder = path.parent().unwrap_or(Path::new(""));
            let to = if target.is_empty() { path.clone() } else { straight(&folder.join(target)) };
            let is_there = crate::world::repository().join(&to).exists();
            let document = documents.iter().find(|(other, _)| *other == to);
            let has_heading = heading.is_empty()
                || document.is_some_and(|(_, text)| anchors(text).iter().any(|one| one == heading));
            if !is_there || !has_heading {
                broken.push(format!("{}: {link}", path.display()));
            }
        }
    }
    none("links to nothing", broken);
}

#[test]
fn an_anchor_is_made_as_it_is_on_the_web() {
    assert_eq!(anchor(" 12. Several languages"), "12-several-languages");
    assert_eq!(anchor(" `to` beside a handover?"), "to-beside-a-handover");
    assert_eq!(anchors("# A\n```sh\n# B\n```\n## A"), ["a", "a-1"]);
}
