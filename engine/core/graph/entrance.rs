//! Ways into a bot from everywhere: a new conversation, entries, keywords, the menu, the fallback, what follows when
//! an agent gives back what he took by himself.

use super::act::label;
use super::read::Reading;
use super::{To, Way, WayKind, words};
use crate::bot::{Button, Does, Leads, owner};
use crate::condition::Connection;
use crate::conversation::Target;
use crate::session::AfterEnd;

/// All of them, the start first.
pub(super) fn all(reading: &Reading<'_>) -> Vec<Way> {
    let bot = reading.bot;
    let mut found = Vec::new();
    let to_module = |id| Leads { to: Some(Target::Module(id)), ..Leads::default() };
    let start = to_module(bot.start.clone());
    found.push(reading.way("in-start", WayKind::Start, "a new conversation".into(), &start));
    if bot.session.after_end == AfterEnd::Start {
        let words = "a word after the end".to_owned();
        found.push(reading.way("in-after_end", WayKind::Start, words, &start));
    }
    entries(reading, &mut found);
    for (at, connections) in reading.keywords() {
        found.push(keyword(reading, at, &connections));
    }
    for (owner, kind) in [(owner::MENU, WayKind::Menu), (owner::ICE_BREAKERS, WayKind::Entry)] {
        let buttons = if owner == owner::MENU { &bot.menu } else { &bot.ice_breakers };
        found.extend(buttons.iter().map(|button| tap(reading, button, kind)));
    }
    found.extend(reading.bot_buttons());
    let fallback = Leads { to: bot.fallback.to.clone(), ..Leads::default() };
    let times = bot.fallback.give_up_after;
    let words = match &fallback.to {
        Some(_) => format!("nothing fits, {times} times in a row"),
        None => format!("nothing fits: “{}”", super::act::first_text(&bot.fallback.say)),
    };
    found.push(reading.way("in-fallback", WayKind::Fallback, words, &fallback));
    let after = bot.handover.after.clone().map(to_module);
    let words = "an agent stepped in and is done".to_owned();
    found.extend(after.map(|to| reading.way("in-after_agent", WayKind::AfterAgent, words, &to)));
    found
}

fn entries(reading: &Reading<'_>, found: &mut Vec<Way>) {
    let entries = &reading.bot.entries;
    let mut add = |name: &str, words: String, leads: &Leads| {
        let mut way = reading.way(&format!("in-{name}"), WayKind::Entry, words, leads);
        way.place = reading.place(reading.places.entries.get(name));
        way.taken = Some((format!("entries.{name}"), 0));
        found.push(way);
    };
    if let Some(leads) = &entries.get_started {
        add("get_started", "taps Get Started".into(), leads);
    }
    if let Some(leads) = &entries.passed {
        add("passed", "another app passes the conversation".into(), leads);
    }
    for (name, leads) in &entries.refs {
        add(&format!("ref.{name}"), format!("link or ad {name}"), leads);
    }
    for (form, leads) in &entries.forms {
        let name = form.written();
        add(&format!("ref.{name}"), format!("link or ad {name}"), leads);
    }
}

fn keyword(reading: &Reading<'_>, at: usize, connections: &[&Connection]) -> Way {
    let words = words::when(connections, "anything");
    let nothing = Leads::default();
    let (place, leads) = match connections {
        [first, ..] => (first.place, &first.leads),
        [] => (0, &nothing),
    };
    let mut way = reading.way(&format!("in-keyword.{place}"), WayKind::Keyword, words, leads);
    way.taken = Some(("keywords".into(), place));
    way.place = reading.place(reading.places.keywords.get(at));
    way
}

/// A button of the menu, or an ice breaker.
fn tap(reading: &Reading<'_>, button: &Button, kind: WayKind) -> Way {
    let key = (button.owner.clone(), button.id.clone());
    let press = reading.bot.presses.get(&key).filter(|_| button.does.is_press());
    let nothing = Leads::default();
    let leads = press.map_or(&nothing, |press| &press.leads);
    let of = button.owner.as_str().trim_start_matches('@');
    let words = format!("“{}”", label(&button.label));
    let mut way = reading.way(&format!("in-{of}.{}", button.id), kind, words, leads);
    match &button.does {
        Does::Press => way.taken = Some((format!("{}.{}", button.owner, button.id), 0)),
        Does::Url(address) => {
            way.does.push(format!("opens {}", address.source()));
            way.to = To::Away;
        }
        Does::Phone(number) => {
            way.does.push(format!("calls {}", number.source()));
            way.to = To::Away;
        }
    }
    way.place = reading.place(reading.places.presses.get(&key));
    way
}
