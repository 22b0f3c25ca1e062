//! Messages of the page that we hear of: ours, an agent's, another app's.

use crate::condition::Phrase;
use crate::condition::text::{Heard, Tier};
use crate::conversation::{Cause, Hand, Routing};
use crate::event::Echo;
use crate::handover::open::{close, over};
use crate::handover::{ask_owner_of_people, doors};
use crate::limit;
use crate::note::Note;
use crate::scene::Scene;

/// Somebody wrote to the person in the page's name.
pub(crate) fn overheard(scene: &mut Scene, echo: &Echo) {
    // Ours has settled its send already; another sender under our app is neither ours nor an agent.
    if echo.ours || echo.app.as_ref().is_some_and(|app| scene.is_us(app)) {
        return;
    }
    let agent = is_agent(scene, echo) && !is_automatic(scene, echo);
    let text = echo.text.clone().unwrap_or_default();
    scene.note(Note::Overheard { app: echo.app.clone(), text, agent });
    if !agent {
        return;
    }
    let now = scene.now;
    match &scene.conversation.hand {
        Hand::Bot { since, .. } => {
            if echo.sent_at > *since && doors(scene).pause {
                let taken = takes_over(scene, echo);
                close(scene, Cause::Wrote, echo.app.clone(), taken);
                answered(scene);
            }
        }
        Hand::Opening { h, cancelled, .. } => {
            let (mut h, cancelled) = (h.clone(), *cancelled);
            // What we have not said yet is dropped; whether the pass went through, the owner tells.
            h.owner = echo.app.clone().or(h.owner);
            h.first_agent_word_at = Some(now);
            let number = h.number;
            scene.note(Note::AgentAnswered { number, at: now });
            over(scene, h, cancelled, false);
            ask_owner_of_people(scene);
        }
        Hand::People { .. } => {
            answered(scene);
            if let Hand::People { h } = &mut scene.conversation.hand {
                h.last_word_at = now;
            }
        }
        Hand::Taking { .. } => {}
    }
}

/// An agent's first word ends the wait for one.
fn answered(scene: &mut Scene) {
    let now = scene.now;
    let Hand::People { h } = &mut scene.conversation.hand else { return };
    if h.first_agent_word_at.is_some() {
        return;
    }
    h.first_agent_word_at = Some(now);
    h.pickup_at = None;
    let number = h.number;
    scene.note(Note::AgentAnswered { number, at: now });
}

/// An inbox, a declared receiver, the target of the open handover, or a sender the platform does not name.
fn is_agent(scene: &Scene, echo: &Echo) -> bool {
    let Some(app) = &echo.app else { return !echo.has_metadata };
    let target = scene.conversation.handover();
    app.is_inbox()
        || scene.newest().receivers.values().any(|receiver| receiver == app)
        || target.is_some_and(|h| h.receiver == *app || h.owner.as_ref() == Some(app))
}

/// Away texts and instant replies of an inbox: faster than a person types, or of a text the author lists.
fn is_automatic(scene: &Scene, echo: &Echo) -> bool {
    let listed = |text: &String| {
        let heard = Heard::new(text);
        let says = |phrase: &Phrase| heard.says(phrase, Tier::Exact);
        doors(scene).not_agents.iter().any(says)
    };
    if echo.text.as_ref().is_some_and(listed) {
        return true;
    }
    let inbox = echo.app.as_ref().is_some_and(|app| app.is_inbox());
    let last = scene.conversation.person.last_word_at;
    inbox
        && last.is_some_and(|last| {
            echo.sent_at >= last && echo.sent_at.ms_since(last) < limit::AUTOMATIC.as_millis()
        })
}

/// On a page with a default app the inbox takes the thread by writing (messenger-platform 3.3).
fn takes_over(scene: &Scene, echo: &Echo) -> bool {
    let routed = match scene.conversation.page.routing {
        Routing::WeAreDefault | Routing::AnotherIsDefault => true,
        Routing::Shared => false,
    };
    routed && echo.app.as_ref().is_none_or(|app| app.is_inbox())
}
