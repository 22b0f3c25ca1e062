//! Taps: from a payload to the button, choice or menu entry it names, and what it does.

use crate::bot::{Leads, Press, owner};
use crate::condition::fit::Message;
use crate::condition::text::Tier;
use crate::conversation::{Frame, Tapped};
use crate::event::Word;
use crate::follow;
use crate::id::{ButtonId, ModuleId};
use crate::message::{self, Named};
use crate::note::Note;
use crate::offer::{self, Chosen};
use crate::question;
use crate::scene::Scene;

/// The button a word's payload names, as far as the newest version declares it.
pub(crate) fn named(word: &Word) -> Option<Named> {
    word.press.as_ref()?.payload.as_deref().and_then(message::parse_payload)
}

/// Whether the word is a tap on the return button.
pub(crate) fn is_return_button(word: &Word) -> bool {
    named(word).is_some_and(|named| {
        named.owner.as_str() == owner::HANDOVER && named.id.as_str() == owner::RETURN
    })
}

/// The button a word's payload names, in the newest version: as it is, or what took its place.
pub(crate) fn known<'a>(scene: &Scene<'a>, word: &Word) -> Option<(Named, &'a Press)> {
    let mut named = named(word)?;
    let (at, press) = scene.newest().press(&named.owner, &named.id)?;
    (named.owner, named.id) = at;
    Some((named, press))
}

/// The word as text: a tap that does nothing by itself is its label, and can be asked for by `pressed`.
pub(crate) fn as_message<'w>(scene: &Scene<'w>, word: &'w Word) -> Message<'w> {
    let mut message = Message::new(word);
    let payload = word.press.as_ref().and_then(|press| press.payload.as_deref());
    let rest = payload.and_then(|payload| payload.strip_prefix("1.")?.split_once('.'));
    message.pressed = rest.and_then(|(_, id)| id.split('.').next());
    if let Some((now, _)) = known(scene, word)
        && let Some(((_, id), _)) = scene.newest().presses.get_key_value(&(now.owner, now.id))
    {
        message.pressed = Some(id.as_str());
    }
    message
}

/// The list on top, where it is the owner's own.
fn stands<'s>(scene: &'s Scene, owner: &ModuleId) -> Option<&'s Frame> {
    scene.top().filter(|frame| frame.list.as_str() == owner.as_str())
}

/// Takes a tap that the bot declares; `false` when it is to be heard as text.
pub(crate) fn tap(scene: &mut Scene, word: &Word) -> bool {
    let Some(Named { owner, id, item }) = named(word) else { return false };
    if is_return_button(word) {
        // Nothing is open any more: no miss, and the person sees where we stand.
        question::ask_again(scene);
        return true;
    }
    if stands(scene, &owner).is_some() && id.as_str() == offer::MORE && offer::next_page(scene) {
        question::ask_again(scene);
        return true;
    }
    let of_version = stands(scene, &owner).and_then(|frame| {
        let bot = scene.bot_of(frame);
        Some((bot, bot.presses.get(&(owner.clone(), id.clone()))?))
    });
    let (owner, id, bot, press) = match of_version {
        Some((bot, press)) => (owner, id, bot, press),
        None => match known(scene, word) {
            Some((now, press)) => (now.owner, now.id, scene.newest(), press),
            None => return false,
        },
    };
    let own = stands(scene, &owner).is_some();
    let choices = offer::module(scene).map_or(&[] as &[_], |module| &module.choices);
    let choice = press.choice.and_then(|index| choices.get(usize::from(index)));
    if let Some(choice) = choice.filter(|_| own) {
        let tapped = Some(title(word));
        question::chose(scene, &Chosen { choice, item, tapped });
        return true;
    }
    if press.leads.list.is_none() && press.leads.to.is_none() {
        return false;
    }
    scene.conversation.misses = 0;
    scene.note(Note::Followed { from: format!("{owner}.{id}"), index: 0 });
    let module = press.choice.and_then(|index| Some((bot.modules.get(&owner)?, index)));
    if let Some(choice) = module.and_then(|(module, at)| module.choices.get(usize::from(at))) {
        question::take_note_of(scene, &Chosen { choice, item: item.clone(), tapped: None });
    }
    let leads = Leads { item, ..press.leads.clone() };
    if own {
        follow::lead_own(scene, &leads);
    } else {
        follow::jump(scene, bot, &leads);
    }
    true
}

/// The label that was tapped.
fn title(word: &Word) -> String {
    let title = word.press.as_ref().and_then(|press| press.title.clone());
    title.unwrap_or_else(|| word.text.clone())
}

/// The pressed button, by its payload or, on standby where the payload is withheld, by its label.
pub(crate) fn take_back<'a>(
    scene: &Scene<'a>,
    word: &Word,
    owners: &[ModuleId],
) -> Option<(Tapped, &'a Press)> {
    let bot = scene.newest();
    if named(word).is_some() {
        let (Named { owner, id, item }, press) = known(scene, word)?;
        return press.takes_back.then_some((Tapped { owner, id, item }, press));
    }
    word.press.as_ref()?;
    let word = Word { text: title(word), ..Word::default() };
    let message = Message::new(&word);
    let mut found = owners.iter().flat_map(|owner| of_owner(bot, owner));
    let (owner, id, press) = found.find(|(_, _, press)| {
        press.takes_back && offer::is_label(scene, &press.label, &message, Tier::Exact)
    })?;
    // Without a payload nothing is known of the item it was made from.
    Some((Tapped { owner, id, item: None }, press))
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
