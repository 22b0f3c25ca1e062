//! Taps: from a payload to the button, choice or menu entry it names, and what it does.

use crate::bot::{Label, Press, owner};
use crate::condition::Phrase;
use crate::condition::fit::Message;
use crate::condition::text::Tier;
use crate::event::Word;
use crate::follow;
use crate::id::{ButtonId, ModuleId};
use crate::limit;
use crate::message;
use crate::note::Note;
use crate::question;
use crate::scene::Scene;
use crate::template::Template;

/// The button a word's payload names, as far as the newest version declares it.
pub(crate) fn named(word: &Word) -> Option<(ModuleId, ButtonId)> {
    word.press.as_ref()?.payload.as_deref().and_then(message::parse_payload)
}

/// Whether the word is a tap on the return button.
pub(crate) fn is_return_button(word: &Word) -> bool {
    named(word).is_some_and(|(owner, id)| {
        owner.as_str() == owner::HANDOVER && id.as_str() == owner::RETURN
    })
}

/// The word as text: a tap that does nothing by itself is its label, and can be asked for by `pressed`.
pub(crate) fn as_message(word: &Word) -> Message<'_> {
    let mut message = Message::new(word);
    let payload = word.press.as_ref().and_then(|press| press.payload.as_deref());
    message.pressed =
        payload.and_then(|payload| payload.strip_prefix("1.")?.split_once('.')).map(|(_, id)| id);
    message
}

/// Whether the message is this label, in any language of the bot.
pub(crate) fn is_label(scene: &Scene, label: &Label, message: &Message, tier: Tier) -> bool {
    let rendered = |text: &Template| {
        let text = text.render_main(scene, limit::RENDERED).unwrap_or_default();
        !text.is_empty() && message.heard.says(&Phrase::new(&text), tier)
    };
    message.says(&label.phrases, tier)
        || (label.varies && label.text.all().filter(|text| text.as_plain().is_none()).any(rendered))
}

/// Takes a tap that the bot declares; `false` when it is to be heard as text.
pub(crate) fn tap(scene: &mut Scene, word: &Word) -> bool {
    let Some((owner, id)) = named(word) else { return false };
    if is_return_button(word) {
        // Nothing is open any more: no miss, and the person sees where we stand.
        question::ask_again(scene);
        return true;
    }
    let own = scene.top().filter(|frame| frame.list.as_str() == owner.as_str());
    let bot = own.map_or(scene.newest(), |frame| scene.bot_of(frame));
    let own = own.is_some();
    let Some(press) = bot.presses.get(&(owner.clone(), id.clone())) else { return false };
    let choice = press.choice.and_then(|index| question::choices(scene).get(usize::from(index)));
    if let Some(choice) = choice.filter(|_| own) {
        question::chose(scene, choice);
        return true;
    }
    if press.leads.list.is_none() && press.leads.to.is_none() {
        return false;
    }
    scene.conversation.misses = 0;
    scene.note(Note::Followed { from: format!("{owner}.{id}"), index: 0 });
    if own {
        follow::lead_own(scene, &press.leads);
    } else {
        follow::jump(scene, bot, &press.leads);
    }
    true
}

/// The pressed button, by its payload or, on standby where the payload is withheld, by its label.
pub(crate) fn take_back<'a>(
    scene: &Scene<'a>,
    word: &Word,
    owners: &[ModuleId],
) -> Option<(ModuleId, ButtonId, &'a Press)> {
    let bot = scene.newest();
    if let Some((owner, id)) = named(word) {
        let press = bot.presses.get(&(owner.clone(), id.clone()))?;
        return press.takes_back.then_some((owner, id, press));
    }
    let press = word.press.as_ref()?;
    let title = press.title.clone().unwrap_or_else(|| word.text.clone());
    let word = Word { text: title, ..Word::default() };
    let message = Message::new(&word);
    let mut found = owners.iter().flat_map(|owner| of_owner(bot, owner));
    found.find(|(_, _, press)| {
        press.takes_back && is_label(scene, &press.label, &message, Tier::Exact)
    })
}

#[allow(clippy::disallowed_methods, reason = "what is found is sorted before anybody sees it")]
fn of_owner<'a>(
    bot: &'a crate::bot::Bot,
    owner: &ModuleId,
) -> Vec<(ModuleId, ButtonId, &'a Press)> {
    let mut all: Vec<_> = bot
        .presses
        .iter()
        .filter(|((of, _), _)| of == owner)
        .map(|((owner, id), press)| (owner.clone(), id.clone(), press))
        .collect();
    // The map has no order of its own; a step must not depend on one.
    all.sort_by(|a, b| a.1.cmp(&b.1));
    all
}
