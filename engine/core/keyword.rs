//! The bot's keywords: words that act wherever the conversation stands, as far as the module there lets them.

use crate::bot::KeywordsHere;
use crate::condition::fit::Message;
use crate::condition::text::Tier;
use crate::condition::{Class, Connection};
use crate::event::Word;
use crate::follow;
use crate::hear;
use crate::note::Note;
use crate::question;
use crate::scene::Scene;

/// Whether a keyword that names something takes the message, in this pass.
pub(crate) fn takes(scene: &mut Scene, message: &Message, tier: Tier) -> bool {
    let here = hear::listening(scene).and_then(|module| module.keywords);
    let free_text = question::asked(scene).is_some_and(|ask| !question::is_narrow(scene, ask));
    let exact_only = match here {
        Some(KeywordsHere::None) => return false,
        Some(KeywordsHere::Exact) => true,
        Some(KeywordsHere::All) => false,
        None => free_text,
    };
    let bot = scene.newest();
    for connection in bot.keywords.that_may_fit(&message.heard, tier) {
        let exact = connection.when.as_ref().is_some_and(|when| when.is_exact());
        let open = connection.class == Class::Named && (exact || !exact_only);
        if open && hear::try_connection(scene, connection, message, tier) {
            take(scene, connection);
            return true;
        }
    }
    false
}

/// The keyword of the bot that a return keyword also is.
pub(crate) fn named<'a>(scene: &Scene<'a>, text: &str) -> Option<&'a Connection> {
    let word = Word { text: text.to_owned(), ..Word::default() };
    let message = Message::new(&word);
    let bot: &'a crate::bot::Bot = scene.newest();
    Tier::ALL.into_iter().find_map(|tier| {
        let mut named = bot.keywords.that_may_fit(&message.heard, tier);
        named.find(|connection| hear::fits(scene, connection, &message, tier).is_some())
    })
}

/// Takes a keyword from wherever the conversation stands.
pub(crate) fn take(scene: &mut Scene, connection: &Connection) {
    scene.conversation.misses = 0;
    scene.note(Note::Followed { from: "keywords".into(), index: connection.place });
    let bot = scene.newest();
    follow::jump(scene, bot, &connection.leads);
}
