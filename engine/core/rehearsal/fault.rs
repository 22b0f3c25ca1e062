//! Calls of the platform that a test lets fail, and what the failure means.
//!
//! The platform's codes are known in `shell/messenger`, which has a test that this table agrees with its own.

use super::definition;
use crate::event::{Refusal, Refused};
use crate::language::{Diagnostic, Fields, Node, Site, Word, word};

/// Calls of the platform that can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlatformCall {
    /// A message.
    Messages,
    /// Control is passed.
    Pass,
    /// Control is taken.
    Take,
    /// Who owns the thread?
    Owner,
    /// Who is the person?
    Profile,
}

/// The calls as tests name them.
pub(super) const CALLS: [(Word, PlatformCall); 5] = [
    (word("messages", "A message of the bot."), PlatformCall::Messages),
    (word("pass_thread_control", "Control is passed."), PlatformCall::Pass),
    (word("take_thread_control", "Control is taken back."), PlatformCall::Take),
    (word("thread_owner", "The question who has the conversation."), PlatformCall::Owner),
    (word("profile", "The question who the person is."), PlatformCall::Profile),
];

/// Calls that are to fail.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    /// Which.
    pub(crate) call: PlatformCall,
    /// With this code
    pub(crate) code: i64,
    /// and subcode; 0 for none.
    pub(crate) subcode: i64,
    /// So often.
    pub(crate) times: u8,
}

impl Planned {
    /// Reads `graph_fails`.
    pub(crate) fn read(node: &Node, site: &Site<'_>) -> Option<Self> {
        let mut fields = Fields::of(site, node, &definition::FAILS)?;
        let call = fields.need("call", "messages").and_then(|node| site.words(node, "`call`"));
        let call = call.and_then(|words| site.one_of(&words, "`call`", &CALLS));
        let code = fields.need("code", "190").and_then(|node| number(node, "`code`", site));
        let subcode = fields.take("subcode").and_then(|node| number(node, "`subcode`", site));
        let times = fields.take("times").and_then(|node| site.count(node, "`times`", 1, 100));
        fields.finish();
        Some(Self {
            call: call?,
            code: code?,
            subcode: subcode.unwrap_or_default(),
            times: times.unwrap_or(1),
        })
    }
}

fn number(node: &Node, what: &str, site: &Site<'_>) -> Option<i64> {
    let number = node.as_text().and_then(|text| text.parse().ok());
    if number.is_none() {
        let message = format!("{what} must be a whole number");
        let found = Diagnostic::error("bad-number", node.spot, message);
        site.report(found.help("write the code of the platform: `code: 190`"));
    }
    number
}

/// What a failed call means: refused for good, or `None`: it is tried again, and nothing is lost.
pub fn meaning(call: PlatformCall, code: i64, subcode: i64) -> Option<Refused> {
    let detail = if subcode == 0 { code } else { subcode };
    let class = match (code, detail) {
        (102 | 190, _) => return None,
        (_, 2_018_300 | 2_534_037 | 2_018_321) => Refusal::AnotherAppControls,
        (_, 2_018_278 | 2_534_022 | 2_018_065) => Refusal::OutsideWindow,
        (551, _) | (_, 2_018_108 | 1_545_041 | 2_018_001) => Refusal::PersonGone,
        (1, 2_018_382) | (_, 2_534_068) => Refusal::BadMessage,
        (_, 2_018_344 | 2_018_354 | 1_893_016 | 2_018_338) => Refusal::Other,
        (4 | 17 | 32 | 341 | 613, _) => return None,
        (80_001 | 80_002 | 80_006 | 80_007 | 80_008, _) => return None,
        (1 | 2 | 1200, _) => return None,
        (100, 33 | 2_534_029) => Refusal::Other,
        (100, _) if call == PlatformCall::Messages => Refusal::BadMessage,
        _ => Refusal::Other,
    };
    Some(Refused { class, code, subcode })
}
