//! Brings the conversation back from people. Only the first action of a button, choice or menu entry.

/// Brings the conversation back; while the bot has it, does nothing.
///
/// ```yaml
/// - { label: Back to the bot, do: [ take_back ] }
/// ```
#[derive(Debug, Clone, Default)]
pub struct TakeBack {}
