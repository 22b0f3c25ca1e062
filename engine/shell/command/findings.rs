//! What `serve` finds out about the pages when it starts: one sentence a finding, each saying what to do.
//!
//! Invariant: nothing here keeps the server from starting.

use baton_core::id::{AppId, PageId};

/// What the platform told of a page; an error is its own sentence, without a token in it.
#[derive(Debug)]
pub(super) struct Seen {
    /// Webhook fields the page has subscribed our app to.
    pub(super) fields: Result<Vec<String>, String>,
    /// Whether Conversation Routing is on for the page; `None`: it does not tell.
    pub(super) routed: Result<Option<bool>, String>,
    /// The other apps of the page, which only its main app may see.
    pub(super) receivers: Result<Vec<AppId>, String>,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Something will not work.
    Warning,
    /// Something to see to once.
    Advice,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) weight: Weight,
    /// A stable word.
    pub(super) code: &'static str,
    /// The sentence.
    pub(super) says: String,
}

/// Fields a bot needs, and what does not work without each (messenger-platform 6.7).
const FIELDS: [(&str, &str); 6] = [
    ("messages", "nothing people write arrives"),
    ("messaging_postbacks", "taps on buttons, the menu and Get Started are lost"),
    (
        "messaging_handovers",
        "returns and requests of control are not heard; only the daily owner check finds them",
    ),
    (
        "standby",
        "what people write while a colleague has the conversation is not heard, so return keywords \
         do nothing",
    ),
    (
        "message_echoes",
        "a colleague who just writes is not noticed, and a send of unknown outcome cannot be settled",
    ),
    ("messaging_referrals", "links and ads in a running conversation are not heard"),
];

/// The fields every bot needs.
pub(super) fn fields_needed() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(name, _)| *name)
}

/// Everything worth a sentence about a page.
pub(super) fn of(page: &PageId, graph_version: &str, seen: &Seen) -> Vec<Finding> {
    let mut found = Vec::new();
    fields(page, graph_version, seen, &mut found);
    routing(seen, &mut found);
    receivers(seen, &mut found);
    // No API tells how this is set.
    let says = "in the Page's messaging settings, Responses, choose \"Responses are partially \
                automated, with some support by people\"; no API tells whether it is chosen";
    found.push(Finding { weight: Weight::Advice, code: "responses_setting", says: says.into() });
    found
}

fn fields(page: &PageId, graph_version: &str, seen: &Seen, found: &mut Vec<Finding>) {
    let subscribed = match &seen.fields {
        Ok(subscribed) => subscribed,
        Err(why) => {
            let says = format!(
                "the Page's webhook fields could not be read ({why}); if that stays, see that its \
                 token has pages_manage_metadata"
            );
            found.push(Finding { weight: Weight::Warning, code: "fields_unknown", says });
            return;
        }
    };
    let missing: Vec<_> =
        FIELDS.iter().filter(|(name, _)| !subscribed.iter().any(|one| one == name)).collect();
    for (name, without) in &missing {
        let says = format!("the Page is not subscribed to `{name}`: {without}");
        found.push(Finding { weight: Weight::Warning, code: "field_missing", says });
    }
    if missing.is_empty() {
        return;
    }
    let all: Vec<_> = fields_needed().collect();
    let says = format!(
        "to subscribe it: curl -X POST \
         https://graph.facebook.com/{graph_version}/{page}/subscribed_apps \
         -H \"Authorization: Bearer $BATON_PAGE_TOKEN\" -d subscribed_fields={}; the same fields \
         must be ticked in the webhook settings of the app",
        all.join(",")
    );
    found.push(Finding { weight: Weight::Warning, code: "how_to_subscribe", says });
}

fn routing(seen: &Seen, found: &mut Vec<Finding>) {
    let how = "in Page settings, Messaging, Conversation Routing, choose your app as the default \
               app, and allow it to take control of conversations";
    let (weight, says) = match &seen.routed {
        Ok(Some(true)) => (
            Weight::Advice,
            format!("Conversation Routing is on; {how} (no API tells which app is chosen)"),
        ),
        Ok(Some(false)) => (
            Weight::Warning,
            format!(
                "Conversation Routing is off: no app is the main receiver, so every app may \
                 answer and control cannot be taken back; {how}"
            ),
        ),
        Ok(None) => (Weight::Advice, format!("{how}; no API tells whether that is done")),
        Err(why) => {
            (Weight::Advice, format!("the Page's routing could not be read ({why}); {how}"))
        }
    };
    found.push(Finding { weight, code: "routing", says });
}

fn receivers(seen: &Seen, found: &mut Vec<Finding>) {
    let (weight, says) = match &seen.receivers {
        Ok(apps) if apps.iter().any(AppId::is_inbox) => return,
        Ok(apps) if apps.is_empty() => (
            Weight::Warning,
            "no other app is connected to the Page, not even its inbox, so there is nobody to \
             hand over to; connect the Page inbox in Page settings, Messaging"
                .to_owned(),
        ),
        Ok(_) => (
            Weight::Advice,
            "the Page inbox is not among the Page's other apps; a handover without a receiver \
             goes there"
                .to_owned(),
        ),
        Err(why) => (
            Weight::Advice,
            format!(
                "the Page's other apps could not be read ({why}); only the Page's default app may \
                 ask, so this may mean that your app is not the default app"
            ),
        ),
    };
    found.push(Finding { weight, code: "receivers", says });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(fields: &[&str]) -> Seen {
        Seen {
            fields: Ok(fields.iter().map(|name| (*name).to_owned()).collect()),
            routed: Ok(Some(true)),
            receivers: Ok(vec![AppId::new(AppId::PAGE_INBOX)]),
        }
    }

    fn all() -> Vec<&'static str> {
        FIELDS.iter().map(|(name, _)| *name).collect()
    }

    fn said(seen: &Seen) -> String {
        let found = of(&PageId::new("42"), "v25.0", seen);
        found.into_iter().map(|one| format!("{}: {}\n", one.code, one.says)).collect()
    }

    #[test]
    fn a_missing_field_is_told_with_what_does_not_work_and_the_call_that_mends_it() {
        let fields: Vec<_> =
            all().into_iter().filter(|name| *name != "messaging_handovers").collect();
        let said = said(&seen(&fields));
        assert!(said.contains("not subscribed to `messaging_handovers`"), "{said}");
        assert!(said.contains("/v25.0/42/subscribed_apps"), "{said}");
        assert_eq!(said.matches("field_missing").count(), 1, "{said}");
    }

    #[test]
    fn a_page_in_order_gets_advice_only() {
        let found = of(&PageId::new("42"), "v25.0", &seen(&all()));
        assert!(found.iter().all(|one| one.weight == Weight::Advice), "{found:?}");
        assert!(found.iter().any(|one| one.says.contains("partially automated")));
    }

    #[test]
    fn a_page_without_routing_and_receivers_is_told() {
        let seen = Seen { routed: Ok(Some(false)), receivers: Ok(Vec::new()), ..seen(&all()) };
        let said = said(&seen);
        assert!(said.contains("choose your app as the default app"), "{said}");
        assert!(said.contains("nobody to hand over to"), "{said}");
    }

    #[test]
    fn what_cannot_be_asked_is_told_too() {
        let no = || Err("(#200) permission".to_owned());
        let seen = Seen { fields: no(), routed: Err("x".into()), receivers: Err("y".into()) };
        let said = said(&seen);
        assert!(said.contains("pages_manage_metadata"), "{said}");
        assert_eq!(said.lines().count(), 4, "{said}");
    }
}
