//! Questions to the platform. They change nothing, so each may be asked again at any time.

use std::sync::atomic::Ordering;
use std::time::Instant;

use baton_core::event::{Owner, Profile};
use baton_core::id::{ContactId, PageId};
use bytes::Bytes;

use super::exchange::{Call, exchange};
use super::line::Line;
use super::{CALL, Client, admitted, lacks_permission};
use crate::messenger::budget::Weight;
use crate::messenger::failure;
use crate::messenger::outcome::{Scope, Trouble};
use crate::messenger::reply::{self, PastMessage, Receiver, RoutingStatus};

/// What is asked for of a person, in falling order of what a page may be permitted to see.
const PROFILE: [&str; 2] =
    ["first_name,last_name,profile_pic,locale,timezone", "first_name,last_name,profile_pic"];
const INSTAGRAM_PROFILE: [&str; 1] = ["name,profile_pic"];
/// What is asked for of a thread's past.
const PAST: &str = "messages.limit(20){id,created_time,from,to,message}";
/// There is no profile of this person.
const NO_PROFILE: i64 = 2_018_218;

impl Client {
    /// Who owns the thread.
    ///
    /// # Errors
    /// [`Trouble::Refused`] when the platform will not say.
    pub async fn owner(
        &self,
        page: &PageId,
        contact: &ContactId,
        deadline: Instant,
    ) -> Result<Owner, Trouble> {
        let line = self.line(page)?;
        let call = self.question(line, "thread_owner", &[("recipient", contact.as_str())]);
        let body = self.answer(line, Weight::Free, call, deadline).await?;
        Ok(reply::owner(&body, &line.app))
    }

    /// The webhook fields our app is subscribed to on the page; none when it is not subscribed.
    ///
    /// # Errors
    /// When the platform does not answer.
    pub async fn subscribed_fields(&self, page: &PageId) -> Result<Vec<String>, Trouble> {
        let line = self.line(page)?;
        let call = self.question(line, "subscribed_apps", &[]);
        let body = self.answer(line, Weight::Free, call, soon()).await?;
        Ok(reply::subscribed(&body, &line.app).unwrap_or_default())
    }

    /// Subscribes our app to these webhook fields of the page, in place of the ones before.
    ///
    /// # Errors
    /// When the platform refuses or does not answer; asking again does no harm.
    pub async fn subscribe(&self, page: &PageId, fields: &[&str]) -> Result<(), Trouble> {
        let line = self.line(page)?;
        let access = line.access();
        let mut url = line.edge(&self.root, &access, "subscribed_apps");
        url.query_pairs_mut().append_pair("subscribed_fields", &fields.join(","));
        let deadline = soon();
        let call = access.post(url, Vec::new(), deadline);
        self.answer(line, Weight::Free, call, deadline).await?;
        Ok(())
    }

    /// Which routing the page has.
    ///
    /// # Errors
    /// When the platform does not answer.
    pub async fn routing_status(&self, page: &PageId) -> Result<RoutingStatus, Trouble> {
        let line = self.line(page)?;
        let access = line.access();
        let mut url = access.url(&self.root, &["me"]);
        url.query_pairs_mut().append_pair("fields", "messaging_feature_status");
        let body = self.answer(line, Weight::Free, access.get(url), soon()).await?;
        Ok(reply::routing(&body))
    }

    /// The apps that can be given a thread, as far as the page's routing still lists them.
    ///
    /// # Errors
    /// When the platform refuses (only some apps may ask) or does not answer.
    pub async fn secondary_receivers(&self, page: &PageId) -> Result<Vec<Receiver>, Trouble> {
        let line = self.line(page)?;
        let platform = if line.instagram { "instagram" } else { "messenger" };
        let with = [("fields", "id,name"), ("platform", platform)];
        let call = self.question(line, "secondary_receivers", &with);
        let body = self.answer(line, Weight::Free, call, soon()).await?;
        Ok(reply::receivers(&body))
    }

    /// The last messages of a thread, newest first, to see whether an unknown send arrived.
    ///
    /// # Errors
    /// When the platform does not answer, or not in a form that can be read.
    pub async fn conversations(
        &self,
        page: &PageId,
        contact: &ContactId,
    ) -> Result<Vec<PastMessage>, Trouble> {
        let line = self.line(page)?;
        let mut with = vec![("user_id", contact.as_str()), ("fields", PAST)];
        if line.instagram {
            with.push(("platform", "instagram"));
        }
        let call = self.question(line, "conversations", &with);
        let body = self.answer(line, Weight::Listing, call, soon()).await?;
        reply::past_messages(&body, page).ok_or_else(|| Trouble::Later {
            after_ms: 10_000,
            scope: Scope::Conversation,
            why: "a listing that cannot be read".into(),
        })
    }

    /// Asks for all fields first, and from then on for those the page turned out to be granted.
    pub(super) async fn profile(
        &self,
        line: &Line,
        contact: &ContactId,
        deadline: Instant,
    ) -> Result<Option<Profile>, Trouble> {
        let lists: &[&str] = if line.instagram { &INSTAGRAM_PROFILE } else { &PROFILE };
        let mut at = line.profile_fields.load(Ordering::Relaxed).min(lists.len() - 1);
        loop {
            let access = line.access();
            let mut url = access.url(&self.root, &[contact.as_str()]);
            url.query_pairs_mut().append_pair("fields", lists[at]);
            match self.answer(line, Weight::Free, access.get(url), deadline).await {
                Ok(body) => {
                    line.profile_fields.store(at, Ordering::Relaxed);
                    return Ok(reply::profile(&body));
                }
                Err(Trouble::Refused(refused)) if refused.code == NO_PROFILE => return Ok(None),
                Err(Trouble::Refused(refused)) if refused.subcode == NO_PROFILE => return Ok(None),
                Err(Trouble::Refused(refused))
                    if lacks_permission(&refused) && at + 1 < lists.len() =>
                {
                    at += 1;
                }
                Err(trouble) => return Err(trouble),
            }
        }
    }

    fn line(&self, page: &PageId) -> Result<&Line, Trouble> {
        self.lines.get(page).ok_or(Trouble::TokenDead)
    }

    /// A question to an edge of the page.
    fn question(&self, line: &Line, edge: &str, with: &[(&str, &str)]) -> Call {
        let access = line.access();
        let mut url = line.edge(&self.root, &access, edge);
        url.query_pairs_mut().extend_pairs(with);
        access.get(url)
    }

    async fn answer(
        &self,
        line: &Line,
        weight: Weight,
        call: Call,
        deadline: Instant,
    ) -> Result<Bytes, Trouble> {
        admitted(line, weight, deadline).await?;
        let answer = exchange(&self.http, call, deadline).await.map_err(|lost| Trouble::Later {
            after_ms: 1_000,
            scope: Scope::Conversation,
            why: lost.why.into(),
        })?;
        line.budget.heed(&answer.usage);
        let read = failure::answer(&answer.answered());
        if matches!(read, Err(Trouble::Later { scope: Scope::Page, .. })) {
            line.budget.close(&answer.usage);
        }
        read?;
        Ok(answer.body.unwrap_or_default())
    }
}

fn soon() -> Instant {
    Instant::now() + CALL
}
