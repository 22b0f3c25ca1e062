//! Where the conversation goes: taking connections, entering modules, going back, ending.

use crate::action::Action;
use crate::bot::{Bot, Leads, List};
use crate::calls;
use crate::condition::Connection;
use crate::conversation::{Frame, FrameState, Target, Then};
use crate::id::{ListId, ModuleId};
use crate::limit;
use crate::note::Note;
use crate::question;
use crate::run;
use crate::scene::{Cost, Scene};
use crate::value::Value;

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
        (None, Some(target)) => go(scene, bot, target, Leaving::Module),
        (Some(_), _) => run_then(scene, bot, leads, Then::Goto),
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
fn run_then(scene: &mut Scene, bot: &Bot, leads: &Leads, leaving: fn(Target) -> Then) {
    let Some(list) = &leads.list else { return };
    let then = match &leads.to {
        None => Then::Resume { said_before: Some(scene.conversation.counters.said) },
        Some(Target::Stay) => Then::Resume { said_before: None },
        Some(target) => leaving(target.clone()),
    };
    push_with(scene, bot, list, then, leads.item.as_ref());
}

/// Puts a list on top of what runs, in which `item` is this.
pub(crate) fn push_with(
    scene: &mut Scene,
    bot: &Bot,
    list: &ListId,
    then: Then,
    item: Option<&Value>,
) {
    scene.push(bot, list.clone(), then);
    if let Some(frame) = scene.top_mut() {
        frame.item = item.cloned();
    }
}

/// Follows what belongs to no module on top: a keyword, another module's button, the menu, an entry.
///
/// With a `to` everything that stood is left; without, its list runs aside and what stood goes on after it.
pub(crate) fn jump(scene: &mut Scene, bot: &Bot, leads: &Leads) {
    if leads.to.as_ref().is_some_and(leaves) {
        drop_what_runs(scene);
    }
    match (&leads.list, &leads.to) {
        (None, Some(target)) => go(scene, bot, target, Leaving::All),
        (None, None) => question::ask_again(scene),
        (Some(_), _) => run_then(scene, bot, leads, Then::Jump),
    }
}

/// What a link or ad leads to. One that leads nowhere and says nothing begins a new conversation as any word would:
/// somebody who came for the first time is not met with silence.
pub(crate) fn come_in(scene: &mut Scene, leads: &Leads) {
    let bot = scene.newest();
    let is_new = !scene.conversation.begun && scene.conversation.frames.is_empty();
    let speaks = leads.list.as_ref().and_then(|list| bot.lists.get(list)).is_some_and(speaks);
    if is_new && leads.to.is_none() && !speaks {
        let to = Some(Target::Module(bot.start.clone()));
        return jump(scene, bot, &Leads { to, ..leads.clone() });
    }
    jump(scene, bot, leads);
}

/// Whether the person reads something of a list, or people do.
fn speaks(list: &List) -> bool {
    use Action::{Ask, Call, Handover, Return, Say};
    let heard =
        |action: &Action| matches!(action, Say(_) | Ask(_) | Handover(_) | Call(_) | Return(_));
    list.actions.iter().any(heard)
}

/// Why a list does not run that would lie upon too many others.
pub(crate) fn too_deep() -> String {
    format!("more than {} lists upon each other; does a module call itself?", limit::FRAMES)
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
    let waits = |frame: &Frame| matches!(frame.state, FrameState::Standing | FrameState::Asking);
    let frames = &mut scene.conversation.frames;
    let kept = frames.iter().rposition(waits).map_or(0, |at| at + 1);
    frames.truncate(kept);
}

/// What a target leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaving {
    /// The module on top; what called it still waits for the end of its path.
    Module,
    /// Everything.
    All,
}

/// Goes to a target; `bot` is the version that names it.
pub(crate) fn go(scene: &mut Scene, bot: &Bot, target: &Target, leaving: Leaving) {
    match target {
        Target::Module(id) => enter_of(scene, bot, id, leaving),
        Target::End => end(scene),
        Target::Stay => {}
        Target::Again => question::again(scene),
        Target::Back => back(scene, leaving),
    }
}

/// Enters a module of the newest version; everything that stood is left.
pub(crate) fn enter(scene: &mut Scene, id: &ModuleId) {
    let newest = scene.newest();
    enter_of(scene, newest, id, Leaving::All);
}

fn enter_of(scene: &mut Scene, named_by: &Bot, id: &ModuleId, leaving: Leaving) {
    let kept = match leaving {
        Leaving::Module => calls::floor(scene),
        Leaving::All => 0,
    };
    scene.conversation.frames.truncate(kept);
    if let Err(why) = put(scene, named_by, id) {
        run::give_up(scene, why);
    }
}

/// Puts a module on top and lets it run: in the newest version, or in the one that names it where the newest has
/// neither one of that name nor one that took its place.
pub(crate) fn put(scene: &mut Scene, named_by: &Bot, id: &ModuleId) -> Result<(), String> {
    scene.spend(Cost::Module)?;
    let newest = scene.newest();
    let (bot, module) = match newest.module(id) {
        Some(module) => (newest, Some(module)),
        None => (named_by, named_by.modules.get(id)),
    };
    let module = module.ok_or_else(|| format!("there is no module `{id}`"))?;
    scene.conversation.begun = true;
    scene.push(bot, module.list(), Then::Connections);
    scene.note(Note::Entered(module.id.clone()));
    Ok(())
}

/// The path has ended: who called it goes on; without a call nothing stands or runs any more.
pub(crate) fn end_path(scene: &mut Scene) {
    if !calls::come_back(scene) {
        end(scene);
    }
}

/// Everything ends, whoever called: nothing stands or runs any more.
pub(crate) fn end(scene: &mut Scene) {
    scene.conversation.frames.clear();
    scene.conversation.begun = true;
}

/// Remembers the module on top, which waits, for `to: back`.
pub(crate) fn remember(scene: &mut Scene) {
    let Some(module) = scene.top_module() else { return };
    if scene.conversation.trail.last() == Some(&module.id) {
        return;
    }
    if scene.conversation.trail.len() == limit::TRAIL {
        scene.conversation.trail.remove(0);
        calls::forgot_one(scene);
    }
    scene.conversation.trail.push(module.id.clone());
}

/// Enters the module that waited before the present one: of the same call where there is one, else of those before
/// the call, which is over then; the start where there is none.
fn back(scene: &mut Scene, leaving: Leaving) {
    let newest = scene.newest();
    let here = scene.conversation.module().map(str::to_owned);
    let within = match leaving {
        Leaving::Module => calls::remembered(scene),
        Leaving::All => 0,
    };
    let trail = &mut scene.conversation.trail;
    if trail.len() > within && trail.last().map(ModuleId::as_str) == here.as_deref() {
        trail.pop();
    }
    while let Some(before) = scene.conversation.trail.pop() {
        let inside = scene.conversation.trail.len() >= within;
        if newest.module(&before).is_some() {
            let leaving = if inside { leaving } else { Leaving::All };
            return enter_of(scene, newest, &before, leaving);
        }
    }
    enter(scene, &newest.start);
}
