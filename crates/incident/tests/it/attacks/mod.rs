//! What senders of mail try where no page is involved. The table of all classes is in the web crate's tests
//! (`crates/web/tests/it/attacks`).

mod control;
mod flood;
mod outward;
mod replies;

use incident::notify::{ContactKind, NewContact};
use incident::{IncidentQuery, Page, Service};
use kernel::Lang;

use crate::world::World;

/// A contact for one scope.
async fn contact(desk: &Service, scope: &str) {
    let mut contact = NewContact::new("abuse desk", &["abuse@example.net"], ContactKind::Network, Lang::En);
    contact.scopes = vec![scope.to_owned()];
    desk.add_contact(contact, "aoki").await.unwrap();
}

/// A draft to abuse@example.net, about a report whose times have a zone.
async fn one_draft(world: &World) -> i64 {
    contact(&world.desk, "192.0.2.1").await;
    let mail = "From: reporter@victim.example\nSubject: scan\n\n\
                2008-04-01 10:00:00 +0900 SRC=192.0.2.1 DST=198.51.100.1 PROTO=TCP DPT=22\n";
    let message = world.receive(mail).await.message;
    let query = IncidentQuery { message: Some(message), ..Default::default() };
    let incident = world.desk.incidents(&query, Page::default()).await.unwrap().remove(0);
    let drafted = world.desk.draft(&[incident.id], None, "aoki").await.unwrap();
    assert_eq!(drafted.notifications.len(), 1, "{drafted:?}");
    drafted.notifications[0]
}
