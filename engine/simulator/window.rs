//! The 24-hour window and the tags that reach beyond it (messenger-platform 4.3, 4.4).

use crate::error::Refusal;

/// The standard window after the person's last action, in ms.
pub(crate) const WINDOW: i64 = 24 * 60 * 60 * 1000;

/// How far the two tags that are left reach, in ms.
pub(crate) const TAG_WINDOW: i64 = 7 * WINDOW;

/// What a send says about itself.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Claim<'a> {
    pub(crate) messaging_type: Option<&'a str>,
    pub(crate) tag: Option<&'a str>,
    /// The message is a customer feedback template.
    pub(crate) feedback: bool,
    /// Our app passed the review for `HUMAN_AGENT`.
    pub(crate) human_agent: bool,
}

/// Whether a message may reach a person whose last action was then.
pub(crate) fn check(last_action: Option<i64>, now: i64, claim: Claim<'_>) -> Result<(), Refusal> {
    let reach = match (claim.messaging_type, claim.tag) {
        (Some("UTILITY"), _) => return Ok(()),
        (Some("RESPONSE" | "UPDATE") | None, None) => WINDOW,
        (Some("MESSAGE_TAG") | None, Some("HUMAN_AGENT")) if claim.human_agent => TAG_WINDOW,
        (Some("MESSAGE_TAG") | None, Some("HUMAN_AGENT")) => {
            return Err(Refusal::new(10, None, "The tag HUMAN_AGENT needs app review."));
        }
        (Some("MESSAGE_TAG") | None, Some("CUSTOMER_FEEDBACK")) if claim.feedback => TAG_WINDOW,
        (Some("MESSAGE_TAG"), None) => {
            return Err(Refusal::parameter("MESSAGE_TAG needs the parameter tag"));
        }
        (_, Some(tag)) => {
            return Err(Refusal::parameter(format!("Invalid message tag {tag}")));
        }
        (Some(other), None) => {
            return Err(Refusal::parameter(format!("Invalid messaging_type {other}")));
        }
    };
    let open = last_action.is_some_and(|at| now - at <= reach);
    if open { Ok(()) } else { Err(Refusal::window()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tagged(tag: &str) -> Claim<'_> {
        Claim { messaging_type: Some("MESSAGE_TAG"), tag: Some(tag), ..Claim::default() }
    }

    #[test]
    fn the_standard_window_is_open_for_24_hours_after_the_last_action() {
        let claim = Claim { messaging_type: Some("RESPONSE"), ..Claim::default() };
        assert_eq!(check(Some(0), WINDOW, claim), Ok(()));
        assert_eq!(check(Some(0), WINDOW + 1, claim), Err(Refusal::window()));
        assert_eq!(check(None, 0, claim), Err(Refusal::window()));
    }

    #[test]
    fn human_agent_reaches_seven_days_with_the_permission_only() {
        let claim = Claim { human_agent: true, ..tagged("HUMAN_AGENT") };
        assert_eq!(check(Some(0), TAG_WINDOW, claim), Ok(()));
        assert_eq!(check(Some(0), TAG_WINDOW + 1, claim), Err(Refusal::window()));
        assert_eq!(check(Some(0), 1, tagged("HUMAN_AGENT")).unwrap_err().code, 10);
    }

    #[test]
    fn the_retired_tags_are_refused_with_100_even_inside_the_window() {
        for tag in ["ACCOUNT_UPDATE", "CONFIRMED_EVENT_UPDATE", "POST_PURCHASE_UPDATE"] {
            assert_eq!(check(Some(0), 1, tagged(tag)).unwrap_err().code, 100);
        }
    }
}
