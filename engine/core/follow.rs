//! Where the conversation goes: taking connections, entering modules, going back, ending.

use crate::bot::{Bot, Leads};
use crate::condition::Connection;
use crate::conversation::{FrameState, Target, Then};
use crate::id::{ListId, ModuleId};
use crate::limit;
use crate::note::Note;
use crate::question;
use crate::run;
use crate::scene::{Cost, Scene};

/// Whether a connection's `if` holds; what cannot be calculated is noted and counts as no.
pub(crate) fn given(scene: &Scene, connection: &Connection) -> bool {
    let Some(expression) = &connection.given else { return true };
    expression.holds(scene).unwrap_or_else(|fault| {
        scene.overlook(format!("`if`: {fault}"));
        false
    })
}

/// Takes a connection of the module on top.
pub(crate) fn take_own(scene: &mut Scene, connection: &Connection) {
    let from = scene.top().map_or(String::new(), |frame| frame.list.to_string());
    scene.note(Note::Followed { from, index: connection.place });
    lead_own(scene, &connection.leads);
}

/// Leaves in the trace that people came in here.
pub(crate) fn note_entry(scene: &mut Scene, name: &str) {
    scene.note(Note::Followed { from: format!("entries.{name}"), index: 0 });
}

/// Follows what belongs to the module on top: its list runs, then `to` replaces the module.
pub(crate) fn lead_own(scene: &mut Scene, leads: &Leads) {
    let Some(frame) = scene.top() else { return };
    let bot = scene.bot_of(frame);
    settle_down(scene);
    match (&leads.list, &leads.to) {
        (None, None) => {}
        (None, Some(target)) => go(scene, bot, target),
        (Some(list), to) => run_then(scene, bot, list, to.as_ref()),
    }
}

/// A module whose connection is taken no longer runs; it waits unless it is left.
fn settle_down(scene: &mut Scene) {
    let now = scene.now;
    if let Some(frame) = scene.top_mut()
        && frame.state == FrameState::Running
    {
        frame.state = FrameState::Standing;
        frame.since = now;
    }
}

/// Runs a list on top of what stands; its `to` is taken when it has ended well.
fn run_then(scene: &mut Scene, bot: &Bot, list: &ListId, to: Option<&Target>) {
    let then = match to {
        None => Then::Resume { said_before: Some(scene.conversation.counters.said) },
        Some(Target::Stay) => Then::Resume { said_before: None },
        Some(target) => Then::Goto(target.clone()),
    };
    scene.push(bot, list.clone(), then);
}

/// Follows what belongs to no module on top: a keyword, another module's button, the menu, an entry.
///
/// With a `to` everything that stood is left; without, its list runs aside and what stood goes on after it.
pub(crate) fn jump(scene: &mut Scene, bot: &Bot, leads: &Leads) {
    if leads.to.as_ref().is_some_and(leaves) {
        drop_what_runs(scene);
    }
    match (&leads.list, &leads.to) {
        (None, Some(target)) => go(scene, bot, target),
        (None, None) => question::ask_again(scene),
        (Some(list), to) => run_then(scene, bot, list, to.as_ref()),
    }
    if scene.conversation.frames.len() > limit::FRAMES {
        run::give_up(scene, format!("more than {} lists upon each other", limit::FRAMES));
    }
}

/// Whether a target leaves what stands.
pub(crate) fn leaves(target: &Target) -> bool {
    match target {
        Target::Module(_) | Target::End | Target::Back => true,
        Target::Stay | Target::Again => false,
    }
}

/// What is jumped away from no longer runs, sleeps or calls. The module that waits for the person stays until
/// the new module is entered: should the list before it come to nothing, its question is still the open one.
fn drop_what_runs(scene: &mut Scene) {
    let first = scene.conversation.frames.first().map(|frame| &frame.state);
    let waits = matches!(first, Some(FrameState::Standing | FrameState::Asking));
    scene.conversation.frames.truncate(usize::from(waits));
}

/// Goes to a target; `bot` is the version that names it.
pub(crate) fn go(scene: &mut Scene, bot: &Bot, target: &Target) {
    match target {
        Target::Module(id) => enter_of(scene, bot, id),
        Target::End => end(scene),
        Target::Stay => {}
        Target::Again => question::again(scene),
        Target::Back => back(scene),
    }
}

/// Enters a module of the newest version.
pub(crate) fn enter(scene: &mut Scene, id: &ModuleId) {
    let newest = scene.newest();
    enter_of(scene, newest, id);
}

/// Enters a module in the newest version, or in the version that names it where the newest has none of that name.
fn enter_of(scene: &mut Scene, named_by: &Bot, id: &ModuleId) {
    scene.conversation.frames.clear();
    if let Err(bound) = scene.spend(Cost::Module) {
        return run::give_up(scene, bound);
    }
    let newest = scene.newest();
    let bot = if newest.modules.contains_key(id) { newest } else { named_by };
    let Some(module) = bot.modules.get(id) else {
        return run::give_up(scene, format!("there is no module `{id}`"));
    };
    scene.conversation.begun = true;
    scene.push(bot, module.list(), Then::Connections);
    scene.note(Note::Entered(id.clone()));
}

/// The path has ended: nothing stands or runs any more.
pub(crate) fn end(scene: &mut Scene) {
    scene.conversation.frames.clear();
    scene.conversation.begun = true;
}

/// Remembers the module on top, which waits, for `to: back`.
pub(crate) fn remember(scene: &mut Scene) {
    let Some(module) = scene.top_module() else { return };
    let trail = &mut scene.conversation.trail;
    if trail.last() == Some(&module.id) {
        return;
    }
    if trail.len() == limit::TRAIL {
        trail.remove(0);
    }
    trail.push(module.id.clone());
}

/// Enters the module that waited before the present one; the start where there is none.
fn back(scene: &mut Scene) {
    let newest = scene.newest();
    let here = scene.conversation.frames.first().map(|frame| frame.list.to_string());
    let trail = &mut scene.conversation.trail;
    if trail.last().map(ModuleId::as_str) == here.as_deref() {
        trail.pop();
    }
    while let Some(before) = scene.conversation.trail.pop() {
        if newest.modules.contains_key(&before) {
            return enter(scene, &before);
        }
    }
    enter(scene, &newest.start);
}
