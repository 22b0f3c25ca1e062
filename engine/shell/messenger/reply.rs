//! Reads the answers of the Graph API (messenger-platform 3.2, 4.1, 6.5, 6.7, 6.12).
//!
//! Invariant: pure and lenient; an answer of an unexpected form is an answer that tells nothing.

use baton_core::event::{Owner, Profile};
use baton_core::id::{AppId, PageId, Timestamp};
use serde::Deserialize;

use super::lenient::{Elements, Raw, decimal, fields, id, id_of, owned, text, yes};
use super::moment::moment;

/// An app that can be given a thread, as the (legacy) list of receivers names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    /// The app.
    pub app: AppId,
    /// Its name.
    pub name: String,
}

/// Which routing a page has; `None` where the platform does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoutingStatus {
    /// Conversation routing with handover.
    pub hop_v2: Option<bool>,
    /// Several apps may answer on Messenger.
    pub messenger_multi_app: Option<bool>,
    /// Several apps may answer on Instagram.
    pub instagram_multi_app: Option<bool>,
}

/// A message of a thread's past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastMessage {
    /// The platform's id of it.
    pub mid: String,
    /// When it was written.
    pub at: Option<Timestamp>,
    /// The page wrote it, by whatever app.
    pub by_page: bool,
    /// Its text.
    pub text: String,
}

#[derive(Deserialize, Default)]
struct Data<'a> {
    #[serde(borrow, default)]
    data: Elements<'a>,
}

fn data(body: &[u8]) -> Option<Data<'_>> {
    serde_json::from_slice(body).ok()
}

/// The id of an accepted message.
pub fn message_id(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Accepted<'a> {
        #[serde(borrow)]
        message_id: Raw<'a>,
    }
    let accepted: Accepted<'_> = serde_json::from_slice(body).ok()?;
    owned(accepted.message_id).filter(|mid| !mid.is_empty())
}

/// Whether a change of control was made; both forms of "yes" are known. `None`: not to be told.
pub fn succeeded(body: &[u8]) -> Option<bool> {
    #[derive(Deserialize)]
    struct Success<'a> {
        #[serde(borrow)]
        success: Raw<'a>,
        #[serde(borrow)]
        data: Raw<'a>,
    }
    let answer: Success<'_> = serde_json::from_slice(body).ok()?;
    match answer.success {
        Some(success) => Some(yes(Some(success))),
        None => answer.data.map(|_| true),
    }
}

/// Who owns the thread. The owner and the default app see an app id; others only that it is owned
/// for a while; an idle thread gives an empty answer.
pub fn owner(body: &[u8], own: &AppId) -> Owner {
    #[derive(Deserialize)]
    struct Row<'a> {
        #[serde(borrow)]
        thread_owner: Raw<'a>,
    }
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow)]
        app_id: Raw<'a>,
        #[serde(borrow)]
        expiration: Raw<'a>,
    }
    let Some(answer) = data(body).filter(|answer| !answer.data.odd) else {
        return Owner::Failed;
    };
    let row = fields::<Row<'_>>(answer.data.all.first().copied());
    let Some(wire) = row.and_then(|row| fields::<Wire<'_>>(row.thread_owner)) else {
        return Owner::Idle;
    };
    match id(wire.app_id) {
        Some(app) if app == own.as_str() => Owner::Us,
        Some(app) => Owner::Other(AppId::new(app)),
        None if wire.expiration.is_some() => Owner::Hidden,
        None => Owner::Idle,
    }
}

/// The person's profile; `None` when nothing of it is told.
pub fn profile(body: &[u8]) -> Option<Profile> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow)]
        first_name: Raw<'a>,
        #[serde(borrow)]
        last_name: Raw<'a>,
        // Instagram has one name only.
        #[serde(borrow)]
        name: Raw<'a>,
        #[serde(borrow)]
        profile_pic: Raw<'a>,
        #[serde(borrow)]
        locale: Raw<'a>,
        #[serde(borrow)]
        timezone: Raw<'a>,
    }
    let wire: Wire<'_> = serde_json::from_slice(body).ok()?;
    let profile = Profile {
        first_name: owned(wire.first_name.or(wire.name)),
        last_name: owned(wire.last_name),
        locale: owned(wire.locale),
        timezone: decimal(wire.timezone),
        picture: owned(wire.profile_pic),
    };
    (profile != Profile::default()).then_some(profile)
}

/// The webhook fields our app is subscribed to; `None` when the answer does not name our app.
pub fn subscribed(body: &[u8], own: &AppId) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    struct Row<'a> {
        #[serde(borrow)]
        id: Raw<'a>,
        #[serde(borrow, default)]
        subscribed_fields: Elements<'a>,
    }
    let rows = data(body)?.data.all;
    let mut rows = rows.into_iter().filter_map(|raw| fields::<Row<'_>>(Some(raw)));
    let row = rows.find(|row| id(row.id).is_some_and(|app| app == own.as_str()))?;
    Some(row.subscribed_fields.all.into_iter().filter_map(|raw| owned(Some(raw))).collect())
}

/// Which routing the page has.
pub fn routing(body: &[u8]) -> RoutingStatus {
    #[derive(Deserialize)]
    struct Outer<'a> {
        #[serde(borrow)]
        messaging_feature_status: Raw<'a>,
    }
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow)]
        hop_v2: Raw<'a>,
        #[serde(borrow)]
        msgr_multi_app: Raw<'a>,
        #[serde(borrow)]
        ig_multi_app: Raw<'a>,
    }
    let outer: Option<Outer<'_>> = serde_json::from_slice(body).ok();
    let wire = outer.and_then(|outer| fields::<Wire<'_>>(outer.messaging_feature_status));
    let told = |raw: Raw<'_>| raw.map(|raw| yes(Some(raw)));
    wire.map_or_else(RoutingStatus::default, |wire| RoutingStatus {
        hop_v2: told(wire.hop_v2),
        messenger_multi_app: told(wire.msgr_multi_app),
        instagram_multi_app: told(wire.ig_multi_app),
    })
}

/// The apps that can be given a thread.
pub fn receivers(body: &[u8]) -> Vec<Receiver> {
    #[derive(Deserialize)]
    struct Row<'a> {
        #[serde(borrow)]
        id: Raw<'a>,
        #[serde(borrow)]
        name: Raw<'a>,
    }
    let rows = data(body).unwrap_or_default().data.all;
    let rows = rows.into_iter().filter_map(|raw| fields::<Row<'_>>(Some(raw)));
    rows.filter_map(|row| {
        Some(Receiver { app: AppId::new(id(row.id)?), name: owned(row.name).unwrap_or_default() })
    })
    .collect()
}

/// The last messages of a thread, newest first as they came; `None` when the answer is unreadable.
pub fn past_messages(body: &[u8], page: &PageId) -> Option<Vec<PastMessage>> {
    #[derive(Deserialize)]
    struct Thread<'a> {
        #[serde(borrow)]
        messages: Raw<'a>,
    }
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow)]
        id: Raw<'a>,
        #[serde(borrow)]
        created_time: Raw<'a>,
        #[serde(borrow)]
        from: Raw<'a>,
        #[serde(borrow)]
        message: Raw<'a>,
    }
    let answer = data(body).filter(|answer| !answer.data.odd)?;
    let mut past = Vec::new();
    for thread in answer.data.all {
        let thread = fields::<Thread<'_>>(Some(thread));
        let messages = thread.and_then(|thread| fields::<Data<'_>>(thread.messages));
        for raw in messages.unwrap_or_default().data.all {
            let Some(wire) = fields::<Wire<'_>>(Some(raw)) else {
                continue;
            };
            let Some(mid) = text(wire.id) else { continue };
            past.push(PastMessage {
                mid: mid.into_owned(),
                at: moment(wire.created_time),
                by_page: id_of(wire.from).is_some_and(|from| from == page.as_str()),
                text: owned(wire.message).unwrap_or_default(),
            });
        }
    }
    Some(past)
}

#[cfg(test)]
mod tests;
