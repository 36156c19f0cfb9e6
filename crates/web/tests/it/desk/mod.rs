//! The desk's pages, over messages that were received.

mod community;
mod data;
mod hostile;
pub(crate) mod sensors;
mod templates;
mod work;

use account::Role;

use crate::staff::desk::Desk;

/// A mail of somebody who means well.
pub(crate) const MAIL: &str = "From: Aoki <aoki@example.co.jp>\nTo: info@csirt.example\nSubject: scan of our hosts\n\
     Message-ID: <1@example.co.jp>\nDate: Mon, 07 Jan 2008 10:00:00 +0900\n\n\
     Attack source: 192.0.2.1\nAttack source: 192.0.2.2\n";

/// A site with one user of each role.
pub(crate) async fn desk() -> Desk {
    Desk::new(&[("reader", Role::Reader), ("aoki", Role::Analyst), ("kanri", Role::Admin)]).await
}

/// Takes in a mail; says the number of its message.
pub(crate) async fn receive(desk: &Desk, mail: &str) -> i64 {
    let arrival = incident::intake::Arrival::mail(mail.replace('\n', "\r\n").into_bytes());
    desk.app.incident.receive(vec![arrival]).await.unwrap()[0].message
}
