//! The records behind a figure, listed one by one.
//!
//! A figure is counted in groups by the database; here the same question lists numbers of records, and their number
//! is what is compared. The public line of a record says its kind, ports, way or reason, and nothing of the people
//! and machines in it.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Record, Records, Stretch, Text, Transaction};

use crate::candidate::Port;
use crate::error::Error;
use crate::evidence::Evidence;
use crate::kind::{Kind, Refinement};
use crate::model::{Channel, Disposition};
use crate::notify::Purpose;
use crate::query::{Incident, Message};
use crate::service::Service;
use crate::spoken::{self, both};
use crate::{answer, store};

impl Service {
    /// The records behind a figure, newest first: how many in all, and those of `stretch`.
    pub async fn records(&self, question: &str, stretch: Stretch) -> Result<Records, Error> {
        // One transaction, so that the number and the records are of one moment.
        let db = self.inner.database.begin().await?;
        match Evidence::parse(question, &self.inner.config.zone)? {
            Evidence::Messages(query) => {
                let ids = store::message::ids(&db, &query).await?;
                self.messages_behind(&db, &ids, stretch).await
            }
            Evidence::Incidents(query) => {
                let ids = store::incident::ids(&db, &query).await?;
                self.incidents_behind(&db, &ids, stretch).await
            }
            Evidence::Notifications(query) => {
                let ids = store::notification::sent_ids(&db, &query).await?;
                self.notifications_behind(&db, &ids, stretch).await
            }
            Evidence::Takedowns(from, until) => self.takedowns_behind(&db, from, until, stretch).await,
        }
    }

    async fn messages_behind(
        &self,
        db: &Transaction,
        ids: &[i64],
        stretch: Stretch,
    ) -> Result<Records, Error> {
        let rows = store::message::of(db, part(ids, stretch)).await?;
        let messages = rows.into_iter().map(Message::try_from);
        let record = |message: Message| Record {
            sort: "message",
            id: message.id.to_string(),
            day: Some(self.day(message.received)),
            public: message_line(message.disposition, message.channel),
        };
        let records = messages.map(|message| message.map(record)).collect::<Result<_, _>>()?;
        Ok(Records { total: ids.len() as u64, records })
    }

    async fn incidents_behind(
        &self,
        db: &Transaction,
        ids: &[i64],
        stretch: Stretch,
    ) -> Result<Records, Error> {
        let ids_wanted = part(ids, stretch);
        let mut rows = store::notified::incident_rows(db, ids_wanted).await?;
        let rows = ids_wanted.iter().filter_map(|id| rows.remove(id)).collect();
        let incidents = answer::with_ports(db, rows).await?;
        let record = |incident: Incident| Record {
            sort: "incident",
            id: incident.id.to_string(),
            day: Some(self.day(incident.received)),
            public: incident_line(&incident),
        };
        Ok(Records { total: ids.len() as u64, records: incidents.into_iter().map(record).collect() })
    }

    async fn notifications_behind(
        &self,
        db: &Transaction,
        ids: &[i64],
        stretch: Stretch,
    ) -> Result<Records, Error> {
        let mut rows = store::notification::some(db, part(ids, stretch)).await?;
        rows.sort_by_key(|row| std::cmp::Reverse((row.sent_us, row.id)));
        let mut records = Vec::with_capacity(rows.len());
        for row in rows {
            let (ja, en) = spoken::purpose(row.purpose.parse::<Purpose>()?);
            records.push(Record {
                sort: "notification",
                id: row.id.to_string(),
                day: row.sent_us.map(|sent| self.day(store::time(sent))),
                public: both(ja, en),
            });
        }
        Ok(Records { total: ids.len() as u64, records })
    }

    async fn takedowns_behind(
        &self,
        db: &Transaction,
        from: Timestamp,
        until: Timestamp,
        stretch: Stretch,
    ) -> Result<Records, Error> {
        let mut rows = store::watch::taken_down(db, from, until).await?;
        rows.reverse();
        let mut records = Vec::new();
        for (watch, incident) in part(&rows, stretch) {
            let gone = self.day(store::time(watch.takedown_us.unwrap_or(watch.started_us)));
            let received = self.day(store::time(incident.received_us));
            let days = self.inner.config.calendar.business_days_between(received, gone);
            let refinement = incident.refinement.as_deref().map(str::parse).transpose()?;
            records.push(Record {
                sort: "incident",
                id: incident.id.to_string(),
                day: Some(gone),
                public: takedown_line(incident.kind.parse()?, refinement, days),
            });
        }
        Ok(Records { total: rows.len() as u64, records })
    }

    /// The day of the organisation's zone.
    pub(crate) fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.inner.config.zone.clone()).date()
    }
}

/// Those of the rows that are wanted.
fn part<T>(rows: &[T], stretch: Stretch) -> &[T] {
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX).min(rows.len());
    &rows[place(stretch.skip)..place(stretch.skip.saturating_add(stretch.limit))]
}

fn message_line(disposition: Disposition, channel: Channel) -> Text {
    let (what, way) = (spoken::disposition(disposition), spoken::channel(channel));
    both(format!("{}({})", what.0, way.0), format!("{} ({})", what.1, way.1))
}

/// The kind, or where it is known the later kind within it.
fn sort_line(kind: Kind, refinement: Option<Refinement>) -> (&'static str, &'static str) {
    refinement.map_or_else(|| spoken::kind(kind), spoken::refinement)
}

fn incident_line(incident: &Incident) -> Text {
    let (ja, en) = sort_line(incident.kind, incident.refinement);
    // Only of scans, whose table the report has: elsewhere a port may tell which machine it is.
    if incident.kind != Kind::Scan {
        return both(ja, en);
    }
    let named: Vec<String> = incident.ports.iter().take(MOST_PORTS).map(port).collect();
    let beyond = incident.ports.len().saturating_sub(named.len());
    let (mut ja_ports, mut en_ports) = (named.join("、"), named.join(", "));
    if beyond > 0 {
        ja_ports.push_str(&format!(" ほか{beyond}"));
        en_ports.push_str(&format!(" and {beyond} more"));
    }
    match (incident.many_ports, named.is_empty()) {
        (false, true) => both(ja, en),
        (false, false) => both(format!("{ja}({ja_ports})"), format!("{en} ({en_ports})")),
        (true, true) => both(format!("{ja}(多数のポート)"), format!("{en} (many ports)")),
        (true, false) => {
            both(format!("{ja}(多数のポート: {ja_ports})"), format!("{en} (many ports: {en_ports})"))
        }
    }
}

/// A port; its protocol only where it is one of the known words, as a source may have written anything there.
fn port(port: &Port) -> String {
    match port.protocol.as_str() {
        "tcp" | "udp" | "sctp" | "dccp" => port.to_string(),
        _ => port.number.to_string(),
    }
}

/// Ports that a line names; a scan over all of them would fill pages.
const MOST_PORTS: usize = 8;

fn takedown_line(kind: Kind, refinement: Option<Refinement>, days: u32) -> Text {
    let (ja, en) = sort_line(kind, refinement);
    let unit = if days == 1 { "business day" } else { "business days" };
    both(format!("{ja}: {days}営業日で閉鎖"), format!("{en}: gone after {days} {unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(skip: u64, limit: u64, expect: &[u8]) {
        assert_eq!(part(&[1, 2, 3], Stretch { skip, limit }), expect, "{skip} {limit}");
    }

    #[test]
    fn a_stretch_never_reaches_over_the_end() {
        check(0, 2, &[1, 2]);
        check(2, 2, &[3]);
        check(3, 1, &[]);
        check(9, 1, &[]);
        check(1, 0, &[]);
        check(1, u64::MAX, &[2, 3]);
        check(u64::MAX, u64::MAX, &[]);
    }
}
