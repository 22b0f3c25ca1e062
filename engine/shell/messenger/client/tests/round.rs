//! The room as a whole against the simulated platform: what leaves comes back and is known again.

use std::sync::Mutex;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use baton_core::event::Event;
use baton_simulator::{PersonAct, Platform, Setup};
use bytes::Bytes;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use super::*;
use crate::messenger::inbound::{self, Inbound, Item};
use crate::messenger::signature;
use crate::platform::{self, Front};

/// The token and the app's secret of these tests are the same word.
const SECRET: &str = "12345678";

/// Reads webhooks as the server does; every delivery is one reading.
async fn webhook() -> (String, mpsc::Receiver<Vec<Item>>) {
    let (got, all) = mpsc::channel(100);
    let take = move |headers: HeaderMap, body: Bytes| async move {
        let values = headers.get_all(signature::HEADER).iter().map(|value| value.as_bytes());
        if signature::verify(&signature::Keys::new(&[SecretString::from(SECRET)]), values, &body)
            .is_err()
        {
            return StatusCode::FORBIDDEN;
        }
        got.send(inbound::read(&body, &names()).items).await.unwrap();
        StatusCode::OK
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhook", listener.local_addr().unwrap());
    let router = Router::new().route("/webhook", post(take));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, all)
}

/// The next delivery's only item.
async fn next(all: &mut mpsc::Receiver<Vec<Item>>) -> Item {
    let wait = tokio::time::timeout(Duration::from_secs(10), all.recv());
    let mut items = wait.await.expect("a webhook within 10 s").expect("the webhook lives");
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0)
}

fn write(front: &Front, text: &str) {
    let now = platform::system_clock()();
    let mut platform = front.platform().lock().unwrap();
    platform.person(now, "100", "200", &PersonAct::write(text)).unwrap();
    drop(platform);
    front.wake();
}

#[tokio::test]
async fn a_conversation_with_the_simulated_platform_goes_all_the_way_round() {
    let (url, mut all) = webhook().await;
    let platform = Arc::new(Mutex::new(Platform::new(Setup::one_page("77", "100", SECRET))));
    let front = Front::start(platform, platform::Settings::new(&url, SECRET)).await.unwrap();
    let client = client_at(&front.graph_url(), "messenger").unwrap();

    write(&front, "hi ä");
    let Item::Event(Inbound { page, contact, event: Event::Word(word), .. }) = next(&mut all).await
    else {
        panic!("no word")
    };
    assert_eq!((word.text.as_str(), &contact), ("hi ä", &person()));

    let conversation = ConversationId::of("messenger", &page, &contact);
    let name = EffectName { conversation, sequence: 1, stamp: 2 };
    let deadline = Instant::now() + Duration::from_secs(10);
    let outcome = client.perform(&page, &contact, &hello(), &name, deadline).await;
    let Outcome::Sent { mid } = outcome else { panic!("{outcome:?}") };
    assert_eq!(next(&mut all).await, Item::OwnEcho { page, contact, name, mid });

    let (id, epoch) = (EffectId(1), 0);
    let to = Some(AppId::new(AppId::PAGE_INBOX));
    let pass = Effect::Pass { id, epoch, to, metadata: "a question".into() };
    assert_eq!(perform(&client, &pass).await, Outcome::Sent { mid: None });
    let refused = perform(&client, &hello()).await;
    assert!(
        matches!(
            refused,
            Outcome::Refused(Refused {
                class: Refusal::AnotherAppControls,
                code: 10,
                subcode: 2_018_300
            })
        ),
        "{refused:?}"
    );
    let owner = perform(&client, &Effect::AskOwner { id }).await;
    assert_eq!(owner, Outcome::Owner(Owner::Other(AppId::new(AppId::PAGE_INBOX))));
    front.stop().await;
}
