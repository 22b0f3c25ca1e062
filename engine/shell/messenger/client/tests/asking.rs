//! Questions: what is asked, and how the answers are read.

use baton_core::event::Profile;

use super::*;
use crate::messenger::reply::Receiver;

#[tokio::test]
async fn the_owner_is_asked_for_and_a_refusal_is_an_answer() {
    let us = r#"{"data":[{"thread_owner":{"app_id":77,"expiration":1}}]}"#;
    let platform =
        StandIn::start([(200, us.to_owned()), (400, error(10, 0)), (500, String::new())]).await;
    let client = client(&platform);
    let ask = Effect::AskOwner { id: EffectId(1) };
    assert_eq!(perform(&client, &ask).await, Outcome::Owner(Owner::Us));
    assert_eq!(perform(&client, &ask).await, Outcome::Owner(Owner::Failed));
    assert!(matches!(perform(&client, &ask).await, Outcome::NotSent { .. }));
    let request = platform.request(0);
    assert_eq!((request.method, request.path.as_str()), (Method::GET, "/v25.0/100/thread_owner"));
    assert!(request.query.ends_with("&recipient=200"), "{}", request.query);
}

#[tokio::test]
async fn each_page_is_asked_and_answered_for_as_its_own_app() {
    let owned = r#"{"data":[{"thread_owner":{"app_id":88,"expiration":1}}]}"#;
    let platform = StandIn::start([(200, owned), (200, owned)]).await;
    let other = PageAccess {
        app: AppId::new("88"),
        app_secret: SecretString::from("87654321"),
        ..access(PageId::new("101"), "messenger")
    };
    let pages = vec![access(page(), "messenger"), other];
    let client = Client::new(settings(&platform.base), pages, names()).unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    let owner = async |page: &PageId| client.owner(page, &person(), deadline).await.unwrap();
    assert_eq!(owner(&page()).await, Owner::Other(AppId::new("88")));
    assert_eq!(owner(&PageId::new("101")).await, Owner::Us);
    let proof = |at: usize| {
        let request = platform.request(at);
        request
            .query
            .split('&')
            .find(|part| part.starts_with("appsecret_proof="))
            .unwrap()
            .to_owned()
    };
    assert_ne!(proof(0), proof(1), "the same token, another app's secret");
}

#[tokio::test]
async fn a_profile_is_asked_for_with_fewer_fields_once_more_were_refused() {
    let named = r#"{"first_name":"Ada","id":"200"}"#.to_owned();
    let replies = [
        (400, error(2_018_247, 0)),
        (200, named.clone()),
        (200, named),
        (400, error(100, 2_018_218)),
    ];
    let platform = StandIn::start(replies).await;
    let client = client(&platform);
    let ask = Effect::AskProfile { id: EffectId(1) };
    let ada = Profile { first_name: Some("Ada".into()), ..Profile::default() };
    assert_eq!(perform(&client, &ask).await, Outcome::Profile(Some(ada.clone())));
    assert_eq!(perform(&client, &ask).await, Outcome::Profile(Some(ada)));
    assert_eq!(perform(&client, &ask).await, Outcome::Profile(None));
    let asked: Vec<_> = platform
        .requests()
        .iter()
        .map(|request| (request.path.clone(), request.query.contains("timezone")))
        .collect();
    let expect = |many| ("/v25.0/200".to_owned(), many);
    assert_eq!(asked, [expect(true), expect(false), expect(false), expect(false)]);
}

#[tokio::test]
async fn a_strange_contact_stays_one_part_of_the_path() {
    let platform = StandIn::start([(200, "{}")]).await;
    let client = client(&platform);
    let ask = Effect::AskProfile { id: EffectId(1) };
    let strange = ContactId::new("../1?x=<y>");
    let deadline = Instant::now() + Duration::from_secs(10);
    client.perform(&page(), &strange, &ask, &NAME, deadline).await;
    assert_eq!(platform.request(0).path, "/v25.0/..%2F1%3Fx=%3Cy%3E");
}

#[tokio::test]
async fn questions_about_the_page_are_answered() {
    let replies = [
        r#"{"data":[{"id":"77","subscribed_fields":["messages","standby"]}]}"#,
        DONE,
        r#"{"messaging_feature_status":{"hop_v2":true},"id":"100"}"#,
        r#"{"data":[{"id":"1","name":"Desk"}]}"#,
        r#"{"data":[{"messages":{"data":[{"id":"m_1","from":{"id":"100"},"message":"x"}]}}]}"#,
    ];
    let platform = StandIn::start(replies.map(|body| (200, body))).await;
    let client = client(&platform);
    assert_eq!(client.subscribed_fields(&page()).await.unwrap(), ["messages", "standby"]);
    client.subscribe(&page(), &["messages", "message_echoes"]).await.unwrap();
    assert_eq!(client.routing_status(&page()).await.unwrap().hop_v2, Some(true));
    let desk = Receiver { app: AppId::new("1"), name: "Desk".into() };
    assert_eq!(client.secondary_receivers(&page()).await.unwrap(), [desk]);
    assert!(client.conversations(&page(), &person()).await.unwrap()[0].by_page);

    let requests = platform.requests();
    let paths: Vec<_> = requests.iter().map(|request| request.path.as_str()).collect();
    let edge = |name: &str| format!("/v25.0/100/{name}");
    let (apps, receivers) = (edge("subscribed_apps"), edge("secondary_receivers"));
    assert_eq!(paths, [&apps, &apps, "/v25.0/me", &receivers, &edge("conversations")]);
    assert_eq!(requests[1].method, Method::POST);
    assert!(requests[1].query.ends_with("&subscribed_fields=messages%2Cmessage_echoes"));
    assert!(requests[4].query.contains("user_id=200"));
}
