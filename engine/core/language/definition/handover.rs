//! The bot-wide `handover`: what holds for every handover, and the doors that agents open.

use super::{Definition, Key, Names, Shape, Word, word, words};
use crate::action::HANDOVER_KEYS;

/// What happens when another app asks for the conversation; `true`: it gets it.
pub(crate) const WHEN_REQUESTED: [(Word, bool); 2] = [
    (word("grant", "It gets the conversation, and a handover begins."), true),
    (word("refuse", "It does not."), false),
];
const REQUESTED_WORDS: [Word; 2] = words(&WHEN_REQUESTED);

/// What happens when an agent writes while the bot has the conversation; `true`: it pauses.
pub(crate) const AGENT_WRITES: [(Word, bool); 2] = [
    (word("pause", "The bot is silent, as in a handover, until the agents are silent."), true),
    (word("ignore", "The bot goes on as if nobody had written."), false),
];
const WRITES_WORDS: [Word; 2] = words(&AGENT_WRITES);

/// The bot-wide `handover`.
pub(crate) static BOT_HANDOVER: Definition = Definition::new(
    "bot_handover",
    "`handover`",
    "What holds for every handover of the bot unless the handover itself says otherwise, and what \
     happens when people come in without being asked: another app asks for the conversation, takes \
     it, or an agent simply writes.",
    &[&HANDOVER_KEYS, &DOORS],
)
.example("return_keywords: [bot]\nidle_timeout: 30m");

const DOORS: [Key; 4] = [
    Key::new(
        "when_requested",
        Shape::Words(&REQUESTED_WORDS),
        "What happens when another app asks for the conversation while the bot has it.",
    )
    .example("when_requested: refuse")
    .default("grant"),
    Key::new(
        "when_agent_writes",
        Shape::Words(&WRITES_WORDS),
        "What happens when an agent writes to the person, in the inbox, while the bot has the \
         conversation.",
    )
    .example("when_agent_writes: ignore")
    .default("pause"),
    Key::new(
        "not_agents",
        Shape::Texts,
        "Texts that look as if an agent wrote them and that a machine sends: automatic answers of \
         the inbox. They do not make the bot pause.",
    )
    .example("not_agents: [\"Thanks for your message! We will answer soon.\"]"),
    Key::new(
        "after",
        Shape::Name(Names::Module),
        "The module that is entered when a handover that people began comes to its end.",
    )
    .example("after: how_was_it")
    .default("the open question is asked again"),
];
