//! A person says in which zone an incident's times are.

use jiff::tz::{Offset, TimeZone};

use super::evidence;
use crate::error::Error;
use crate::service::Service;
use crate::store::{self, history};

impl Service {
    /// Sets the zone of incidents whose source did not say one: an IANA name (`Asia/Tokyo`) or an offset (`+09:00`).
    /// Their times were taken in the organisation's zone so far, and are moved. Gives how many were changed; those
    /// whose zone is known are left alone.
    pub async fn set_zone(&self, incidents: &[i64], zone: &str, who: &str) -> Result<u64, Error> {
        let name = zone.trim();
        let zone =
            read_zone(name).ok_or_else(|| Error::Refused(format!("there is no time zone {name:?}")))?;
        let now = self.inner.clock.now();
        let transaction = self.inner.database.begin_write().await?;
        let mut changed = 0;
        for &id in incidents {
            let mut row = store::incident::get(&transaction, id).await?;
            if row.zone_known {
                continue;
            }
            let moved = |us: i64| {
                let wall = self.inner.config.zone.to_datetime(store::time(us));
                zone.to_ambiguous_zoned(wall)
                    .compatible()
                    .map_or(us, |zoned| zoned.timestamp().as_microsecond())
            };
            row.first_us = row.first_us.map(moved);
            row.last_us = row.last_us.map(moved);
            row.zone_known = true;
            let mut details = evidence::details(&row);
            details.insert(evidence::ZONE.to_owned(), name.to_owned());
            row.details = serde_json::to_string(&details).unwrap_or(row.details);
            store::incident::update(&transaction, row).await?;
            let change = history::Change {
                about: "incident",
                id,
                who,
                what: "zone",
                before: "",
                after: name,
                note: "",
            };
            history::write(&transaction, now, change).await?;
            changed += 1;
        }
        transaction.commit().await.map_err(Error::from)?;
        Ok(changed)
    }
}

/// `Asia/Tokyo`, `UTC`, `+09:00`, `+0900`, `UTC+9`.
fn read_zone(name: &str) -> Option<TimeZone> {
    let offset = match name.strip_prefix("UTC").or_else(|| name.strip_prefix("GMT")) {
        Some("") => return Some(TimeZone::UTC),
        Some(offset) => offset,
        None => name,
    };
    let (sign, digits) = match offset.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return TimeZone::get(name).ok(),
    };
    let number = |text: &str| text.parse::<i32>().ok();
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (number(hours)?, number(minutes)?),
        None if digits.len() == 4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        None => (number(digits)?, 0),
    };
    if !(0..=14).contains(&hours) || !(0..60).contains(&minutes) {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok().map(TimeZone::fixed)
}

#[cfg(test)]
mod tests {
    use kernel::{Lang, Originals, Text};

    use super::super::{ContactKind, NewContact, NotifyConfig};
    use super::*;
    use crate::intake::Arrival;

    /// A desk with one incident that has log lines, of a reporter who is not to be named.
    async fn desk(folder: &testkit::DataFolder, details: &str) -> (Service, i64) {
        let database = testkit::database(folder.path()).await;
        let originals = Originals::open(folder.path().join("originals")).unwrap();
        let organisation = Text { ja: "見本".to_owned(), en: "Sample".to_owned() };
        let notify = NotifyConfig { from: "desk@csirt.example".to_owned(), ..NotifyConfig::default() };
        let usual = crate::Config::new(organisation, TimeZone::get("Asia/Tokyo").unwrap());
        let config = crate::Config { notify, ..usual };
        let clock = testkit::clock("2008-04-07T00:00:00+09:00");
        let desk = Service::open(database, originals, config, clock).await.unwrap();
        let mut contact = NewContact::new("abuse", &["abuse@example.net"], ContactKind::Network, Lang::En);
        contact.scopes.push("192.0.2.0/24".to_owned());
        desk.add_contact(contact, "aoki").await.unwrap();
        let mail = b"From: Aoki Hanako <aoki@victim.example>\r\nSubject: scan\r\n\r\n192.0.2.1\r\n".to_vec();
        desk.receive(vec![Arrival::mail(mail)]).await.unwrap();
        let transaction = desk.inner.database.begin_write().await.unwrap();
        let mut row = store::incident::get(&transaction, 1).await.unwrap();
        row.zone_known = false;
        row.first_us = Some("2008-01-07T10:00:00+09:00".parse::<jiff::Timestamp>().unwrap().as_microsecond());
        row.last_us = row.first_us;
        row.victim = Some("198.51.100.9".to_owned());
        row.evidence =
            "Jan  7 10:00:00 gate.victim.example sshd: 192.0.2.1 -> 198.51.100.9 for AOKI@victim.example"
                .to_owned();
        details.clone_into(&mut row.details);
        store::incident::update(&transaction, row).await.unwrap();
        transaction.commit().await.unwrap();
        (desk, 1)
    }

    /// Log lines without a zone are no evidence: they wait for a person.
    #[tokio::test]
    async fn evidence_without_a_zone_is_held_back_until_somebody_sets_it() {
        let folder = testkit::DataFolder::new();
        let (desk, id) = desk(&folder, "{}").await;
        let drafted = desk.draft(&[id], None, "aoki").await.unwrap();
        assert_eq!((drafted.notifications.len(), drafted.without_zone), (0, vec![id]));
        assert!(desk.set_zone(&[id], "Mars/Olympus", "aoki").await.is_err());
        assert_eq!(desk.set_zone(&[id], "UTC", "aoki").await.unwrap(), 1);
        assert_eq!(desk.set_zone(&[id], "+09:00", "aoki").await.unwrap(), 0, "it is known now");
        let drafted = desk.draft(&[id], None, "aoki").await.unwrap();
        let body = desk.notification(drafted.notifications[0]).await.unwrap().body;
        assert!(body.contains("2008-01-07T19:00:00+09:00 (2008-01-07T10:00:00Z)"), "{body}");
        assert!(body.contains("times of the lines: UTC"), "{body}");
        assert!(body.contains("198.51.100.9") && body.contains("gate.victim.example"), "{body}");
        assert!(!body.to_lowercase().contains("aoki@"), "the reporter is not named: {body}");
    }

    #[tokio::test]
    async fn who_wants_to_stay_unknown_does() {
        for (details, named, reporter) in [
            (r#"{"anonymous": "yes"}"#, false, false),
            (r#"{"anonymous": "yes", "disclose": "yes"}"#, false, false),
            (r#"{"disclose": "yes"}"#, true, true),
        ] {
            let folder = testkit::DataFolder::new();
            let (desk, id) = desk(&folder, details).await;
            desk.set_zone(&[id], "Asia/Tokyo", "aoki").await.unwrap();
            let drafted = desk.draft(&[id], None, "aoki").await.unwrap();
            let body = desk.notification(drafted.notifications[0]).await.unwrap().body;
            assert_eq!(body.contains("198.51.100.9"), named, "{details} {body}");
            assert_eq!(body.contains("victim.example"), named, "{details} {body}");
            assert_eq!(body.contains("AOKI@"), reporter, "{details} {body}");
            assert!(body.contains("sshd: 192.0.2.1"), "{body}");
        }
    }

    fn check(name: &str, seconds: Option<i32>) {
        let at = "2008-01-07T01:00:00Z".parse().unwrap();
        assert_eq!(read_zone(name).map(|zone| zone.to_offset(at).seconds()), seconds, "{name:?}");
    }

    #[test]
    fn zones_are_read() {
        check("Asia/Tokyo", Some(9 * 3600));
        check("UTC", Some(0));
        check("+09:00", Some(9 * 3600));
        check("-0330", Some(-(3 * 3600 + 1800)));
        check("UTC+9", Some(9 * 3600));
        check("GMT", Some(0));
        check("+25:00", None);
        check("+09:99", None);
        check("+-9", None);
        check("Tokyo", None);
        check("", None);
        check("+あ", None);
    }
}
