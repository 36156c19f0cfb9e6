//! Machine formats through the ordinary intake into the database.

use incident::intake::{Arrival, Content, When};
use incident::{Disposition, Format, IncidentQuery, MessageQuery, Page};

use super::files::public;
use crate::world::World;

fn arrival(name: &str, bytes: Vec<u8>) -> Arrival {
    Arrival {
        content: Content::Bytes(bytes),
        name: name.to_owned(),
        channel: None,
        when: When::Said,
        receipt: None,
    }
}

#[tokio::test]
async fn a_table_becomes_an_incident_for_each_address() {
    let world = World::new().await;
    let mut table = "timestamp,ip,protocol,port,tag\n".to_owned();
    for i in 0..1500 {
        let (row, port) = (i % 1200, 53 + i / 1200);
        table += &format!("2007-10-15 01:09:24,2001:db8::{row:x},udp,{port},openresolver\n");
    }
    table += "2007-10-15 01:09:24,nobody,udp,53,openresolver\n";
    let arrived =
        world.desk.receive(vec![arrival("scan_dns.csv", table.into_bytes())]).await.unwrap().remove(0);
    assert_eq!((arrived.incidents, arrived.problem_count), (1200, 1));
    let query = IncidentQuery { port: Some(54), ..Default::default() };
    assert_eq!(world.desk.count_incidents(&query).await.unwrap(), 300);
    let message = world.desk.messages(&MessageQuery::default(), Page::default()).await.unwrap().remove(0);
    assert_eq!((message.format, message.disposition), (Format::Shadowserver, Disposition::Report));
    let refused =
        world.desk.receive(vec![arrival("x.json", b"{\"Version\": \"3\"}".to_vec())]).await.unwrap();
    assert_eq!((refused[0].disposition, refused[0].incidents), (Disposition::Unreadable, 0));
    assert_eq!(refused[0].problem_count, 2, "reporter and report are missing");
}

#[tokio::test]
async fn public_notifier_mails_are_all_kept() {
    let world = World::new().await;
    let paths = public("notifier-mails");
    let arrivals = paths.iter().map(|path| arrival("", std::fs::read(path).unwrap())).collect();
    let arrived = world.desk.receive(arrivals).await.unwrap();
    assert_eq!(arrived.len(), paths.len());
    for (path, one) in paths.iter().zip(&arrived) {
        let original = world.folder.path().join("originals").join(&one.sha256[..2]).join(&one.sha256);
        assert_eq!(std::fs::read(original).unwrap(), std::fs::read(path).unwrap());
        println!("{}: {} {}", path.file_name().unwrap().display(), one.disposition, one.incidents);
    }
}
