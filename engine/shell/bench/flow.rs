//! What is said in the bench, and what must come back. The reference has the same flow by hand.
//!
//! Invariant: every answer but two shows something the turn before it left behind, so a lost or
//! doubled step is seen in its words.

/// The bot, as an author would write it.
pub(super) const BOT: &str = r#"bot: bench
language: en
start: welcome
variables:
  times: { type: number, default: 0 }
keywords:
  - when: [hi]
    to: welcome
fallback:
  say: Sorry, I did not get that.
modules:
  welcome:
    say: Hello! Shall I count one more?
    choices:
      - { label: "Yes", to: counted }
      - { label: "No", to: bye }
  counted:
    actions:
      - compute: { times: times + 1 }
      - say: That makes {{times}} for you. Write agent for a person.
    connections:
      - when: [agent]
        to: agent
  agent:
    say: A colleague will read what you wrote.
    to: end
  bye:
    say: Good bye.
    to: end
"#;

/// The answer to `hi`; it comes with two quick replies.
pub(super) const WELCOME: &str = "Hello! Shall I count one more?";
/// The answer to `agent`.
pub(super) const AGENT: &str = "A colleague will read what you wrote.";
/// Titles of the quick replies.
pub(super) const CHOICES: [&str; 2] = ["Yes", "No"];

/// The answer to `yes`, so many times said in the conversation.
pub(super) fn counted(times: usize) -> String {
    format!("That makes {times} for you. Write agent for a person.")
}

/// One round of a conversation: what the person writes, and the answer. `times` counts the rounds,
/// this one included.
pub(super) fn round(times: usize) -> [(&'static str, String); 3] {
    [("hi", WELCOME.to_owned()), ("yes", counted(times)), ("agent", AGENT.to_owned())]
}

#[cfg(test)]
mod tests {
    use baton_core::language::{SourceFile, load};

    #[test]
    fn the_bot_of_the_bench_is_a_good_bot() {
        let loaded =
            load(vec![SourceFile { path: "bench.yaml".to_owned(), text: super::BOT.to_owned() }]);
        assert!(
            loaded.bot.is_some() && loaded.diagnostics.is_empty(),
            "{}",
            baton_core::language::render(&loaded, false)
        );
    }
}
