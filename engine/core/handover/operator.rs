//! What a person at the controls of the server asks for.

use crate::conversation::{Cause, Hand, HandoverSource, ReturnedBy};
use crate::event::Operator;
use crate::follow;
use crate::handover::open::{Opening, open};
use crate::handover::{come_back, word};
use crate::id::{AppId, ModuleId};
use crate::message;
use crate::note::Note;
use crate::run;
use crate::scene::Scene;

/// Does what the operator asks, or notes why not.
pub(crate) fn asked(scene: &mut Scene, operator: &Operator) {
    match operator {
        Operator::Return => give_back(scene),
        Operator::Open { receiver, metadata } => {
            hand_over(scene, receiver.as_ref(), metadata.as_deref());
        }
        Operator::Goto(module) => go_to(scene, module),
    }
}

fn decline(scene: &mut Scene, why: impl Into<String>) {
    scene.note(Note::Declined { why: why.into() });
}

fn give_back(scene: &mut Scene) {
    match scene.conversation.hand {
        Hand::Bot { .. } => decline(scene, "the bot has the conversation already"),
        Hand::Opening { .. } => word::cancel(scene, word::by_operator()),
        Hand::People { .. } => come_back(scene, ReturnedBy::Operator),
        Hand::Taking { .. } => {}
    }
}

fn hand_over(scene: &mut Scene, receiver: Option<&AppId>, metadata: Option<&str>) {
    if !scene.speaking() {
        return decline(scene, "a handover is open already; return it first");
    }
    let bot = scene.newest();
    let base = &bot.handover.base;
    let default = || base.receiver.clone().unwrap_or(scene.conversation.page.inbox_app.clone());
    let receiver = receiver.cloned().unwrap_or_else(default);
    let metadata = match (metadata, &base.metadata) {
        (Some(metadata), _) => metadata.to_owned(),
        (None, Some(template)) => message::text_of(scene, template).unwrap_or_default(),
        (None, None) => String::new(),
    };
    let source = HandoverSource { bot: bot.hash.clone(), at: None };
    open(scene, Opening { source, cause: Cause::Operator, receiver, metadata });
}

fn go_to(scene: &mut Scene, module: &ModuleId) {
    if !scene.speaking() {
        return decline(scene, "people have the conversation; return it first");
    }
    if scene.newest().module(module).is_none() {
        return decline(scene, format!("the bot has no module `{module}`"));
    }
    scene.conversation.frames.clear();
    scene.conversation.held = None;
    follow::enter(scene, module);
    run::run(scene);
}
