//! Where the conversation goes: taking connections, entering modules, going back, ending.

use crate::bot::{Bot, Leads};
use crate::condition::Connection;
use crate::conversation::{FrameState, Target, Then};
use crate::id::ModuleId;
use crate::limit;
use crate::note::Note;
use crate::question;
use crate::run;
use crate::scene::{Cost, Scene};

/// Whether a connection's `if` holds; a fault in it is noted nowhere and counts as no.
pub(crate) fn given(scene: &Scene, connection: &Connection) -> bool {
    match &connection.given {
        Some(expression) => expression.holds(scene).unwrap_or(false),
        None => true,
    }
}

/// Takes a connection of the module on top.
pub(crate) fn take_own(scene: &mut Scene, connection: &Connection) {
    let from = scene.top().map_or(String::new(), |frame| frame.list.to_string());
    scene.note(Note::Followed { from, index: connection.place });
    lead_own(scene, &connection.leads);
}

/// Follows what belongs to the module on top: its list runs, then `to` replaces the module.
pub(crate) fn lead_own(scene: &mut Scene, leads: &Leads) {
    let Some(frame) = scene.top() else { return };
    let bot = scene.bot_of(frame);
    settle_down(scene);
    match (&leads.list, &leads.to) {
        (None, None) => {}
        (None, Some(target)) => leave(scene, target),
        (Some(list), None) => {
            let said_before = Some(scene.conversation.counters.said);
            scene.push(bot, list.clone(), Then::Resume { said_before });
        }
        (Some(list), Some(Target::Stay)) => {
            scene.push(bot, list.clone(), Then::Resume { said_before: None });
        }
        (Some(list), Some(Target::Again)) => {
            scene.push(bot, list.clone(), Then::Goto(Target::Again));
        }
        (Some(list), Some(target @ (Target::Module(_) | Target::End | Target::Back))) => {
            scene.conversation.frames.pop();
            scene.push(bot, list.clone(), Then::Goto(target.clone()));
        }
    }
}

/// A module whose connection is taken no longer runs; it waits unless it is left.
fn settle_down(scene: &mut Scene) {
    if let Some(frame) = scene.top_mut()
        && frame.state == FrameState::Running
    {
        frame.state = FrameState::Standing;
    }
}

fn leave(scene: &mut Scene, target: &Target) {
    match target {
        Target::Stay => {}
        Target::Again => question::ask_again(scene),
        Target::Module(_) | Target::End | Target::Back => {
            scene.conversation.frames.pop();
            go(scene, target);
        }
    }
}

/// Follows what belongs to no module on top: a keyword, another module's button, the menu, an entry.
///
/// With a `to` everything that stood is left; without, its list runs aside and what stood goes on after it.
pub(crate) fn jump(scene: &mut Scene, bot: &Bot, leads: &Leads) {
    let leaves = match &leads.to {
        Some(Target::Module(_) | Target::End | Target::Back) => true,
        Some(Target::Stay | Target::Again) | None => false,
    };
    if leaves {
        scene.conversation.frames.clear();
    }
    match (&leads.list, &leads.to) {
        (None, Some(target)) => go(scene, target),
        (None, None) => question::ask_again(scene),
        (Some(list), Some(Target::Stay)) => {
            scene.push(bot, list.clone(), Then::Resume { said_before: None });
        }
        (Some(list), Some(target)) => scene.push(bot, list.clone(), Then::Goto(target.clone())),
        (Some(list), None) => {
            let said_before = Some(scene.conversation.counters.said);
            scene.push(bot, list.clone(), Then::Resume { said_before });
        }
    }
    scene.conversation.begun = true;
    if scene.conversation.frames.len() > limit::FRAMES {
        run::give_up(scene, format!("more than {} lists upon each other", limit::FRAMES));
    }
}

/// Goes to a target; what is to be left has been left.
pub(crate) fn go(scene: &mut Scene, target: &Target) {
    match target {
        Target::Module(id) => enter(scene, id),
        Target::End => end(scene),
        Target::Stay => {}
        Target::Again => question::ask_again(scene),
        Target::Back => back(scene),
    }
}

/// Enters a module, in the newest version that has it.
pub(crate) fn enter(scene: &mut Scene, id: &ModuleId) {
    if let Err(bound) = scene.spend(Cost::Module) {
        return run::give_up(scene, bound);
    }
    let newest = scene.newest();
    let older = || scene.bots.by_hash.values().find(|bot| bot.modules.contains_key(id));
    let bot: &Bot = match newest.modules.contains_key(id) {
        true => newest,
        false => older().map_or(newest, AsRef::as_ref),
    };
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
    // The last of the trail is the module that is being left.
    scene.conversation.trail.pop();
    let before = scene.conversation.trail.pop();
    let target = before.unwrap_or_else(|| scene.newest().start.clone());
    scene.conversation.frames.clear();
    enter(scene, &target);
}
