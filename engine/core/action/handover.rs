//! Hands the conversation to people. Outcomes: `returned`, `timed_out`, `nobody_answered`, `closed`, `failed`.

use super::Say;
use crate::bot::Label;
use crate::condition::Phrase;
use crate::duration::Duration;
use crate::id::AppId;
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
