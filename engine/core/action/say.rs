//! Sends messages: texts, media, cards, with buttons, one of several, with a typing pause.

use crate::bot::Button;
use crate::duration::Duration;
use crate::effect::Media;
use crate::question;
use crate::run::Progress;
use crate::scene::Scene;
use crate::template::Template;

/// Sends messages, in order.
///
/// ```yaml
/// - say:
///     - Hi {{user.first_name}}!
///     - image: https://cdn.example.com/map.png
///     - text: Shall we?
///       buttons: [ { label: Our shop, url: "https://example.com" } ]
/// ```
#[derive(Debug, Clone, Default)]
pub struct Say {
    /// The messages.
    pub parts: Vec<Part>,
}

/// One message, or a pause before one.
#[derive(Debug, Clone)]
pub enum Part {
    /// A text with buttons.
    Text {
        /// The text.
        text: Template,
        /// At most three.
        buttons: Vec<Button>,
    },
    /// A picture, film, sound or file.
    Media {
        /// What it is.
        kind: Media,
        /// Its address.
        url: Template,
    },
    /// Cards side by side.
    Cards(Vec<Card>),
    /// One of these, by chance.
    OneOf(Vec<Part>),
    /// Typing dots for so long before the next message.
    Typing(Duration),
}

/// One card.
#[derive(Debug, Clone)]
pub struct Card {
    /// Up to 80 characters.
    pub title: Template,
    /// Up to 80 characters.
    pub subtitle: Option<Template>,
    /// Address of the picture.
    pub image: Option<Template>,
    /// Where a tap on the card leads.
    pub url: Option<Template>,
    /// At most three.
    pub buttons: Vec<Button>,
}

impl Say {
    /// Sends the messages; outside the 24-hour window it waits for the person's next word.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        if !scene.window_open() {
            return Progress::Hold;
        }
        match question::say(scene, self, scene.place(), false) {
            Ok(()) => Progress::Next,
            Err(why) => Progress::Fault(why),
        }
    }
}
