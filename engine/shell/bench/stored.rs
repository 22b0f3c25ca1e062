//! Conversations that were there before: a database with many of them, so that what they cost a
//! turn can be seen.

use std::path::Path;
use std::sync::Arc;

use baton_core::conversation::{Conversation, PageFacts};
use baton_core::id::{ContactId, PageId, Timestamp};

use super::world::{PAGES, contact, page};
use crate::store::{Changes, Store, Written, pack};

/// Conversations of one batch.
const BATCH: usize = 10_000;
/// The first of them on a page; people of the bench have lower numbers.
const STRANGER: usize = 1_000_000;

/// Makes a database with so many conversations, each as the first event leaves it.
pub(super) async fn fill(database: &Path, count: usize) -> anyhow::Result<()> {
    let store = Store::open(&format!("sqlite://{}", database.display())).await?;
    let mut writer = store.writer().await?;
    for from in (0..count).step_by(BATCH) {
        let people = from..count.min(from + BATCH);
        let rows: Vec<_> = people.map(stranger).collect();
        let conversations = rows.iter().map(|(conversation, state)| Written {
            conversation,
            state,
            was: None,
            history: None,
        });
        let conversations = conversations.collect();
        writer.commit(&Changes { stamp: 1, conversations, ..Changes::default() }).await?;
        writer.fold(false).await?;
    }
    writer.close().await?;
    Arc::new(store).close().await;
    Ok(())
}

fn stranger(number: usize) -> (Conversation, Box<[u8]>) {
    let page = page(number % PAGES);
    let contact = ContactId::new(contact(&page, STRANGER + number / PAGES));
    let facts = PageFacts { id: PageId::new(page), ..PageFacts::unknown() };
    let conversation = Conversation::new(facts.into(), contact, Timestamp(0));
    let state = pack(&conversation);
    (conversation, state)
}
