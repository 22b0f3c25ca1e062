//! Hands the conversation to people. Outcomes: `returned`, `timed_out`, `nobody_answered`, `closed`, `failed`.

use super::Say;
use crate::bot::Label;
use crate::condition::Phrase;
use crate::conversation::{Cause, FrameState, HandoverSource, Outcome};
use crate::duration::Duration;
use crate::handover::{self, Opening};
use crate::id::AppId;
use crate::message;
use crate::run::Progress;
use crate::scene::Scene;
use crate::scope::Scope;
use crate::template::Template;

/// Hands the conversation to the Page inbox or another app; the bot is silent until it comes back.
///
/// Every key is resolved: what the action leaves out is the bot-wide `handover`'s, `nothing` is none.
///
/// ```yaml
/// - handover: { receiver: page_inbox, metadata: "order_{{order.id}}", timeout: 30m }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Handover {
    /// To whom; `None`: the channel's own inbox.
    pub receiver: Option<AppId>,
    /// Given along.
    pub metadata: Option<Template>,
    /// Said before control is passed.
    pub say: Option<Say>,
    /// Label of the button that brings the conversation back.
    pub return_button: Option<Label>,
    /// Opening hours by name; outside them nothing is passed or said.
    pub hours: Option<String>,
    /// Since the handover.
    pub timeout: Option<Duration>,
    /// Since the last word of either side.
    pub idle: Option<Duration>,
    /// Until an agent's first word.
    pub pickup: Option<Duration>,
    /// What the person types to come back.
    pub return_keywords: Vec<Phrase>,
    /// Said when it comes back.
    pub say_on_return: OnReturn,
}

/// What is said when the conversation comes back.
#[derive(Debug, Clone, Default)]
pub enum OnReturn {
    /// The default text, where the next thing said is not the flow's own.
    #[default]
    Default,
    /// Nothing.
    Nothing,
    /// This.
    Say(Say),
}

impl Handover {
    /// Says what is to be said, passes control and waits for the return.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        if self.hours.as_ref().is_some_and(|hours| !scene.open(hours)) {
            return Progress::Ended(Outcome::Closed);
        }
        let Some(frame) = scene.top() else { return Progress::Next };
        let at = Some((frame.list.clone(), scene.place()));
        let source = HandoverSource { bot: frame.bot.clone(), at };
        let inbox = || scene.conversation.page.inbox_app.clone();
        let receiver = self.receiver.clone().unwrap_or_else(inbox);
        let metadata = match &self.metadata {
            Some(template) => message::text_of(scene, template),
            None => Ok(String::new()),
        };
        let metadata = match metadata {
            Ok(metadata) => metadata,
            Err(why) => {
                scene.fault(format!("metadata: {why}"));
                String::new()
            }
        };
        handover::open(scene, Opening { source, cause: Cause::Flow, receiver, metadata });
        Progress::Suspend(FrameState::Away)
    }
}
