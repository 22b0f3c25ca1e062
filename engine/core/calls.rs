//! Calls: a module that runs as a part of another list. The list that called waits beneath and goes on when the path
//! of the called module has ended.
//!
//! Invariant: right above a list that calls stands the module it called, or the one that path has led to since.

use crate::bot::Bot;
use crate::conversation::{Frame, FrameState};
use crate::follow;
use crate::id::ModuleId;
use crate::limit;
use crate::scene::Scene;

/// Runs a module on top of the list that calls it.
pub(crate) fn call(scene: &mut Scene, named_by: &Bot, id: &ModuleId) -> Result<(), String> {
    if scene.conversation.frames.len() >= limit::FRAMES {
        return Err(follow::too_deep());
    }
    let remembered = u8::try_from(scene.conversation.trail.len()).unwrap_or(u8::MAX);
    if let Some(frame) = scene.top_mut() {
        frame.state = FrameState::Calling { remembered };
    }
    follow::put(scene, named_by, id)
}

fn calls(frame: &Frame) -> bool {
    matches!(frame.state, FrameState::Calling { .. })
}

/// Where the innermost call begins: what lies below belongs to whoever called.
pub(crate) fn floor(scene: &Scene) -> usize {
    scene.conversation.frames.iter().rposition(calls).map_or(0, |caller| caller + 1)
}

/// How many modules were remembered for `to: back` when the innermost call began.
pub(crate) fn remembered(scene: &Scene) -> usize {
    let states = scene.conversation.frames.iter().rev().map(|frame| &frame.state);
    let mut calling = states.filter_map(|state| match state {
        FrameState::Calling { remembered } => Some(usize::from(*remembered)),
        FrameState::Running
        | FrameState::Standing
        | FrameState::Asking
        | FrameState::Http { .. }
        | FrameState::Away
        | FrameState::Sleeping { .. }
        | FrameState::Ready { .. }
        | FrameState::OutsideWindow => None,
    });
    calling.next().unwrap_or(0)
}

/// The oldest remembered module was forgotten for want of room.
pub(crate) fn forgot_one(scene: &mut Scene) {
    for frame in &mut scene.conversation.frames {
        if let FrameState::Calling { remembered } = &mut frame.state {
            *remembered = remembered.saturating_sub(1);
        }
    }
}

/// The path of the innermost call has ended: its caller goes on. `false` outside of calls.
pub(crate) fn come_back(scene: &mut Scene) -> bool {
    let floor = floor(scene);
    if floor == 0 {
        return false;
    }
    let remembered = remembered(scene);
    scene.conversation.trail.truncate(remembered);
    scene.conversation.frames.truncate(floor);
    if let Some(caller) = scene.top_mut() {
        caller.state = FrameState::Running;
    }
    true
}

/// Drops the list on top with the lists that called it.
pub(crate) fn drop_list(scene: &mut Scene) -> Option<Frame> {
    let mut dropped = scene.conversation.frames.pop();
    while let Some(caller) = scene.conversation.frames.pop_if(|frame| calls(frame)) {
        dropped = Some(caller);
    }
    dropped
}

/// Whether the list on top belongs to no module of the path that runs: a keyword's, or another module's button's.
pub(crate) fn is_aside(scene: &Scene) -> bool {
    let Some(list) = scene.top().and_then(|frame| scene.list_of(frame)) else { return true };
    let Some(module) = &list.module else { return true };
    let mut path = scene.conversation.frames[floor(scene)..].iter();
    !path.any(|frame| frame.list.as_str() == module.as_str())
}
