//! The store's story: what was written together is there together, and nothing else.

use std::collections::HashSet;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use baton_core::conversation::{Conversation, FORMAT, PageFacts};
use baton_core::id::{ContactId, ConversationId, PageId, Timestamp};

use super::*;

async fn open(directory: &tempfile::TempDir) -> Store {
    let address = format!("sqlite://{}/baton.db", directory.path().display());
    Store::open(&address).await.unwrap()
}

fn conversation(contact: &str) -> Conversation {
    let page = PageFacts { id: PageId::new("p"), ..PageFacts::unknown() };
    Conversation::new(page.into(), ContactId::new(contact), Timestamp(1_000))
}

fn key(conversation: &Conversation, byte: u8) -> Key {
    Key { conversation: conversation.id, key: [byte; 16], at: 1_700_000_000_000 }
}

async fn write(writer: &mut Writer, stamp: i64, conversation: &Conversation, was: Option<i64>) {
    let state = pack(conversation);
    let written = Written { conversation, state: &state, was, history: None };
    let changes = Changes { stamp, conversations: vec![written], ..Changes::default() };
    writer.commit(&changes).await.unwrap();
}

#[tokio::test]
async fn what_a_batch_wrote_is_read_by_the_next() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(&directory).await;
    let mut writer = store.writer().await.unwrap();
    let mut anna = conversation("anna");
    anna.epoch = 3;
    let opening = Opening { stamp: 7, keys: vec![key(&anna, 1)], load: vec![anna.id] };
    let opened = writer.open(&opening).await.unwrap();
    assert_eq!(opened.fresh, HashSet::from([(anna.id, [1; 16])]));
    assert!(opened.loaded.is_empty());
    write(&mut writer, 7, &anna, None).await;

    let opened = writer.open(&Opening { stamp: 8, ..opening }).await.unwrap();
    assert!(opened.fresh.is_empty(), "the key was drawn in before");
    let stored = &opened.loaded[0];
    assert_eq!((stored.stamp, stored.page.as_str(), stored.contact.as_str()), (7, "p", "anna"));
    assert_eq!(stored.conversation.as_ref().unwrap().epoch, 3);
    write(&mut writer, 8, &anna, Some(7)).await;
    assert_eq!(store.readers().conversation(anna.id).await.unwrap().unwrap().stamp, 8);
}

#[tokio::test]
async fn a_state_of_the_former_format_is_read_and_one_of_a_later_is_not() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(&directory).await;
    let mut writer = store.writer().await.unwrap();
    let anna = conversation("anna");
    write(&mut writer, 7, &anna, None).await;
    for (format, readable) in [(FORMAT - 1, true), (FORMAT, true), (FORMAT + 1, false)] {
        writer.connection.execute("update conversation set format = ?1", [format]).unwrap();
        let stored = store.readers().conversation(anna.id).await.unwrap().unwrap();
        assert_eq!(stored.conversation.is_ok(), readable, "format {format}");
    }
}

#[tokio::test]
async fn a_conversation_that_changed_behind_our_back_stops_the_whole_batch() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(&directory).await;
    let mut writer = store.writer().await.unwrap();
    let anna = conversation("anna");
    write(&mut writer, 7, &anna, None).await;
    let opening = Opening { stamp: 9, keys: vec![key(&anna, 2)], load: vec![] };
    writer.open(&opening).await.unwrap();
    let state = pack(&anna);
    let written = Written { conversation: &anna, state: &state, was: Some(6), history: None };
    let changes = Changes { stamp: 9, conversations: vec![written], ..Changes::default() };
    let problem = writer.commit(&changes).await.unwrap_err();
    assert!(matches!(problem, CommitProblem::Refused(_)), "{problem}");
    let opened = writer.open(&opening).await.unwrap();
    assert_eq!(opened.fresh.len(), 1, "the key went with the batch");
}

#[tokio::test]
async fn a_batch_that_was_not_opened_is_refused_when_one_of_its_keys_is_there() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(&directory).await;
    let mut writer = store.writer().await.unwrap();
    let (anna, bert) = (conversation("anna"), conversation("bert"));
    let first = [key(&anna, 1)];
    let state = pack(&anna);
    let written =
        |conversation| vec![Written { conversation, state: &state, was: None, history: None }];
    let changes =
        Changes { stamp: 7, keys: &first, conversations: written(&anna), ..Changes::default() };
    writer.commit(&changes).await.unwrap();
    let both = [key(&bert, 2), key(&anna, 1)];
    let changes =
        Changes { stamp: 8, keys: &both, conversations: written(&bert), ..Changes::default() };
    let problem = writer.commit(&changes).await.unwrap_err();
    assert!(matches!(problem, CommitProblem::Refused(_)), "{problem}");
    assert!(store.readers().conversation(bert.id).await.unwrap().is_none(), "all or nothing");
}

#[tokio::test]
async fn a_file_has_one_process() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(&directory).await;
    let address = format!("sqlite://{}", store.path().display());
    assert!(matches!(Store::open(&address).await, Err(Problem::InUse(_))));
    drop(store);
    Store::open(&address).await.unwrap();
}

#[tokio::test]
async fn the_file_syncs_and_can_give_space_back() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(&directory).await;
    let writer = store.writer().await.unwrap();
    let ask = |pragma: &str| -> i64 {
        writer.connection.pragma_query_value(None, pragma, |row| row.get(0)).unwrap()
    };
    assert_eq!(ask("synchronous"), 2);
    assert_eq!(ask("auto_vacuum"), 2);
    assert_eq!(ask("wal_autocheckpoint"), 0);
}

#[tokio::test]
async fn a_batch_in_doubt_is_known_by_its_stamp() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(&directory).await;
    let mut writer = store.writer().await.unwrap();
    let anna = conversation("anna");
    write(&mut writer, 7, &anna, None).await;
    assert!(writer.resolve(7, &[anna.id], &[]).await.unwrap());
    assert!(!writer.resolve(8, &[anna.id], &[]).await.unwrap());
    let opening = Opening { stamp: 9, keys: vec![key(&anna, 2)], load: vec![] };
    writer.open(&opening).await.unwrap();
    let keys = [key(&anna, 2)];
    assert!(!writer.resolve(9, &[anna.id], &keys).await.unwrap(), "it was never committed");
    writer.open(&opening).await.unwrap();
    writer.commit(&Changes { stamp: 9, ..Changes::default() }).await.unwrap();
    assert!(writer.resolve(9, &[], &keys).await.unwrap(), "its key was");
}

#[tokio::test]
async fn the_log_stays_small_under_a_writer_that_never_rests() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(&directory).await;
    let mut writer = store.writer().await.unwrap();
    let mut most = Pages(0);
    for round in 0..120_i64 {
        let written: Vec<_> = (0..100).map(|n| conversation(&format!("c{round}-{n}"))).collect();
        let state = pack(&written[0]);
        let written = written.iter();
        let rows = written.map(|conversation| Written {
            conversation,
            state: &state,
            was: None,
            history: None,
        });
        let changes = Changes { stamp: round, conversations: rows.collect(), ..Changes::default() };
        writer.commit(&changes).await.unwrap();
        most = most.max(writer.log_pages());
        writer.fold(false).await.unwrap();
    }
    assert!(most > Pages(0) && most < Pages(9_000), "{most:?}");
}

#[tokio::test]
async fn keys_older_than_eight_days_go_and_younger_ones_stay() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(&directory).await;
    let mut writer = store.writer().await.unwrap();
    let day = |n: u8| Key {
        conversation: ConversationId(5),
        key: [n; 16],
        at: i64::from(n) * 86_400_000,
    };
    let keys = vec![day(100), day(92), day(91), Key { at: 0, ..day(1) }];
    writer.open(&Opening { stamp: 1, keys: keys.clone(), load: vec![] }).await.unwrap();
    writer.commit(&Changes { stamp: 1, ..Changes::default() }).await.unwrap();
    assert!(writer.forget_old(Timestamp(100 * 86_400_000), i64::MAX).await.unwrap());
    let opened = writer.open(&Opening { stamp: 2, keys, load: vec![] }).await.unwrap();
    assert_eq!(opened.fresh, HashSet::from([(ConversationId(5), [91; 16])]));
}

#[tokio::test]
async fn keys_without_a_day_go_nine_days_after_they_were_seen() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(&directory).await;
    let mut writer = store.writer().await.unwrap();
    let undated = |n: u8| Key { conversation: ConversationId(5), key: [n; 16], at: 0 };
    let day = |n: i64| Timestamp(n * 86_400_000);
    let take = async |writer: &mut Writer, stamp: i64, key: Key| {
        let opening = Opening { stamp, keys: vec![key], load: vec![] };
        let is_new = !writer.open(&opening).await.unwrap().fresh.is_empty();
        writer.commit(&Changes { stamp, ..Changes::default() }).await.unwrap();
        is_new
    };
    assert!(take(&mut writer, 1, undated(1)).await);
    writer.forget_old(day(100), i64::MAX).await.unwrap();
    assert!(take(&mut writer, 2, undated(2)).await);
    writer.forget_old(day(105), i64::MAX).await.unwrap();
    // Nine days after the first was seen, four after the second.
    writer.forget_old(Timestamp(day(109).0 + 1), i64::MAX).await.unwrap();
    assert!(!take(&mut writer, 3, undated(2)).await, "still known");
    assert!(take(&mut writer, 4, undated(1)).await, "forgotten, and new again");
    // What is remembered of keys goes with them.
    for n in [110, 120, 130, 140] {
        writer.forget_old(day(n), i64::MAX).await.unwrap();
    }
    assert_eq!(glimpse::count(store.path(), "event_key").await, 0);
    assert_eq!(glimpse::count(store.path(), "undated_key").await, 0);
}

/// Looks at a database without a moment in which nobody looks, until it is dropped.
struct Watcher {
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    /// With two readers each look begins before the other ends; with one, right behind it.
    fn begin(path: &Path, readers: usize) -> Self {
        let (stop, over) = sync_channel(1);
        let path = path.to_owned();
        let watch = move || {
            let looks: Vec<_> = (0..readers).map(|_| glimpse::reader(&path)).collect();
            for turn in 0_usize.. {
                let now = &looks[turn % readers];
                if !now.is_autocommit() {
                    now.execute_batch("commit").unwrap();
                }
                now.execute_batch(glimpse::LOOK).unwrap();
                let before = &looks[(turn + 1) % readers];
                if readers > 1 && !before.is_autocommit() {
                    before.execute_batch("commit").unwrap();
                }
                if over.recv_timeout(Duration::from_millis(20)) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
        };
        Self { stop: Some(stop), thread: Some(std::thread::spawn(watch)) }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        drop(self.stop.take());
        self.thread.take().unwrap().join().unwrap();
    }
}

#[tokio::test]
async fn the_log_stays_small_beside_looks_that_follow_each_other_without_a_gap() {
    for readers in [1, 2] {
        assert_log_stays_small(readers).await;
    }
}

async fn assert_log_stays_small(readers: usize) {
    let directory = tempfile::tempdir().unwrap();
    let store = open(&directory).await;
    let mut writer = store.writer().await.unwrap();
    let (mut most, mut written) = (Pages(0), 0);
    let _watcher = Watcher::begin(store.path(), readers);
    for round in 0..800_i64 {
        let people: Vec<_> = (0..100).map(|n| conversation(&format!("c{round}-{n}"))).collect();
        let state = pack(&people[0]);
        let rows = people.iter().map(|conversation| Written {
            conversation,
            state: &state,
            was: None,
            history: None,
        });
        let changes = Changes { stamp: round, conversations: rows.collect(), ..Changes::default() };
        let before = writer.log_pages();
        writer.commit(&changes).await.unwrap();
        let after = writer.log_pages();
        written += after.0.saturating_sub(before.0);
        most = most.max(after);
        writer.fold(false).await.unwrap();
    }
    assert!(written > 40_000, "only {written} pages were written");
    // 64 MiB.
    assert!(most < Pages(32_768), "{readers} readers: {most:?} of {written}");
}
