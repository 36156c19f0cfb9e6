//! Notifications: who is written to, what, and that it goes out once.

mod book;
mod drafts;
mod outbox;
mod registry;
mod replies;
mod sink;

use incident::notify::{ContactKind, NewContact};
use incident::{IncidentQuery, Page, Service};
use kernel::Lang;

use crate::world::World;

/// A contact for one scope.
async fn contact(desk: &Service, address: &str, scope: &str, lang: Lang) -> i64 {
    let mut contact = NewContact::new(address, &[address], ContactKind::Network, lang);
    contact.scopes = vec![scope.to_owned()];
    desk.add_contact(contact, "aoki").await.unwrap()
}

/// Incidents about these addresses, in their order.
async fn incidents(world: &World, addresses: &[String]) -> Vec<i64> {
    let mut ids = Vec::with_capacity(addresses.len());
    // More than a mail is read for come in several.
    for some in addresses.chunks(1000) {
        let mail = format!(
            "From: Reporter <reporter@victim.example>\nTo: desk@csirt.example\nSubject: scan\n\
             Message-ID: <{}.{}@victim.example>\n\nfrom {}\n",
            some[0],
            some.len(),
            some.join(" ")
        );
        let arrived = world.receive(&mail).await;
        let query = IncidentQuery { message: Some(arrived.message), ..Default::default() };
        let page = Page { before: None, limit: 100_000 };
        let found = world.desk.incidents(&query, page).await.unwrap();
        ids.extend(found.iter().map(|incident| incident.id));
    }
    ids.sort_unstable();
    assert_eq!(ids.len(), addresses.len());
    ids
}

/// One draft to one address.
async fn one_draft(world: &World, address: &str) -> i64 {
    contact(&world.desk, address, "192.0.2.1", Lang::En).await;
    let ids = incidents(world, &["192.0.2.1".to_owned()]).await;
    world.desk.draft(&ids, None, "aoki").await.unwrap().notifications[0]
}
