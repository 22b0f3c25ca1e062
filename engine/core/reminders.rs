//! Reminders: jumps that are due later, whatever the conversation does until then.
//!
//! Invariant: a reminder goes when it fires, when one of its id takes its place, or when it is forgotten, and not
//! with a session, a path or a handover.

use serde::{Deserialize, Serialize};

use crate::bot::Leads;
use crate::conversation::{Conversation, Hand, Target};
use crate::effect::{Content, Utility};
use crate::follow;
use crate::hear;
use crate::id::{ModuleId, Timestamp};
use crate::limit;
use crate::message;
use crate::note::Note;
use crate::run;
use crate::scene::Scene;

/// A jump that is due later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reminder {
    /// Its id; a contact has one of each.
    pub id: String,
    /// When.
    pub due: Timestamp,
    /// Where to, in the version that is the newest then.
    pub to: ModuleId,
    /// What goes out where nothing else may, with what was put into it when the reminder was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Utility>,
}

/// Sets a reminder, in place of one of its id.
pub(crate) fn set(scene: &mut Scene, reminder: Reminder) {
    forget(scene, &reminder.id);
    if reminder.due <= scene.now {
        let past = format!("the reminder `{}` is not set: its moment has passed", reminder.id);
        return scene.note(Note::Remark(past));
    }
    if scene.conversation.reminders.len() >= limit::REMINDERS {
        let bound = limit::REMINDERS;
        return scene.fault(format!("`{}` is not set: more than {bound} reminders", reminder.id));
    }
    scene.conversation.reminders.push(reminder);
}

/// Forgets a reminder; one that is not set is no fault.
pub(crate) fn forget(scene: &mut Scene, id: &str) {
    scene.conversation.reminders.retain(|reminder| reminder.id != id);
}

/// When the next reminder can fire. None does while people have the thread, nor while an answer is waited for; while
/// a return waits for the person, only an approved template can go out.
pub(crate) fn next(c: &Conversation) -> Option<Timestamp> {
    let speaks = matches!(c.hand, Hand::Bot { .. });
    if !speaks || hear::waits(c) {
        return None;
    }
    let can = |reminder: &&Reminder| c.held.is_none() || reminder.template.is_some();
    c.reminders.iter().filter(can).map(|reminder| reminder.due).min()
}

/// Fires the reminder that is due first.
pub(crate) fn fire(scene: &mut Scene) {
    let (now, held) = (scene.now, scene.conversation.held.is_some());
    let c = &mut scene.conversation;
    let can = |reminder: &Reminder| reminder.due <= now && (!held || reminder.template.is_some());
    let due = c.reminders.iter().enumerate().filter(|(_, reminder)| can(reminder));
    let Some((at, _)) = due.min_by_key(|(_, reminder)| reminder.due) else { return };
    let reminder = c.reminders.remove(at);
    if scene.newest().module(&reminder.to).is_none() {
        let gone =
            format!("the reminder `{}` leads nowhere: `{}` is gone", reminder.id, reminder.to);
        return scene.note(Note::Remark(gone));
    }
    if !scene.may_write() && !said_approved(scene, &reminder) {
        let unsent = format!("the reminder `{}` was not sent: no approved template", reminder.id);
        return scene.note(Note::Remark(unsent));
    }
    if held {
        // What the return will say comes first; the module is for a conversation that stands.
        return;
    }
    scene.note(Note::Followed { from: format!("reminder.{}", reminder.id), index: 0 });
    let leads = Leads { to: Some(Target::Module(reminder.to)), ..Leads::default() };
    let newest = scene.newest();
    // The template stands in place of the module's first message, and what the person writes answers it.
    scene.said_for_it = !scene.may_write();
    follow::jump(scene, newest, &leads);
    run::run(scene);
    scene.said_for_it = false;
}

/// Sends the approved template of a reminder; `false` where it has none, or nothing reaches the person.
fn said_approved(scene: &mut Scene, reminder: &Reminder) -> bool {
    let Some(template) = reminder.template.clone().filter(|_| scene.may_reach()) else {
        return false;
    };
    if let Err(bound) = scene.send(vec![(0, message::of(Content::Utility(template)))]) {
        scene.fault(bound);
    }
    true
}
