//! Messages that arrive.

use incident::intake::{Arrival, Content, When};
use incident::{Channel, Disposition, Format, IncidentQuery, Kind, MessageQuery, Page};

use crate::world::World;

const MAIL: &str = "From: Aoki <aoki@example.co.jp>\nTo: info@csirt.example\nSubject: scan\n\
     Message-ID: <1@example.co.jp>\nDate: Mon, 07 Jan 2008 10:00:00 +0900\n\nfrom 192.0.2.1 and 192.0.2.2\n";

#[tokio::test]
async fn the_same_message_twice_is_one_message() {
    let world = World::new().await;
    let first = world.receive(MAIL).await;
    assert_eq!((first.already, first.disposition, first.incidents), (false, Disposition::Report, 2));
    let again = world.receive(MAIL).await;
    assert!(again.already);
    assert_eq!((again.message, again.incidents), (first.message, 2));
    assert_eq!(world.desk.count_messages(&MessageQuery::default()).await.unwrap(), 1);
    let messages = world.desk.messages(&MessageQuery::default(), Page::default()).await.unwrap();
    assert_eq!(messages[0].sender_tld.as_deref(), Some("jp"));
    assert_eq!(messages[0].received.to_string(), "2008-04-06T15:00:00Z", "when it came, not when it says");
    assert!(world.folder.path().join("originals").join(&first.sha256[..2]).join(&first.sha256).is_file());
}

#[tokio::test]
async fn a_list_of_any_length_is_one_report_and_its_urls_are_counted_once() {
    let world = World::new().await;
    let mut list = "date,URL,description\n".to_owned();
    for i in 0..2500 {
        list += &format!("2020/01/02 10:00:00,http://s{}.example/login,Bank\n", i % 2400);
    }
    list += "2020/01/02 10:00:00,nonsense,Bank\n";
    let arrival = Arrival {
        content: Content::Bytes(list.into_bytes()),
        name: "list.csv".to_owned(),
        channel: None,
        when: When::Said,
        receipt: None,
    };
    let arrived = world.desk.receive(vec![arrival]).await.unwrap().remove(0);
    assert_eq!((arrived.incidents, arrived.problem_count), (2400, 1));
    let query = IncidentQuery { kind: Some(Kind::Phishing), ..Default::default() };
    assert_eq!(world.desk.count_incidents(&query).await.unwrap(), 2400);
    let message = world.desk.messages(&MessageQuery::default(), Page::default()).await.unwrap().remove(0);
    assert_eq!((message.channel, message.format), (Channel::Feed, Format::PhishingList));
    let twice = world.desk.incidents(&query, Page { before: None, limit: 5000 }).await.unwrap();
    assert_eq!(twice.iter().filter(|incident| incident.sightings == 2).count(), 100);
}
