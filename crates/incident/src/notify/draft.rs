//! Drafts: one message to one contact, with all its incidents, in the contact's language.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use kernel::{Lang, Transaction};
use serde::Serialize;

use super::evidence;
use super::find::{Ask, Finder, target};
use super::model::{Found, NotificationState, Purpose, Source};
use super::template::{self, Values, render};
use crate::error::Error;
use crate::inner::Inner;
use crate::query::Incident;
use crate::service::Service;
use crate::store::{self, history, incident, message, notification};

/// Log lines in one text; the rest is for those who ask.
const EVIDENCE: usize = 300;
/// The longest subject in characters; the token comes after it.
const SUBJECT: usize = 200;
/// Subjects that are told in a text even where a table is attached.
const TOLD: usize = 10;
/// Incidents of one notification; more go out in further ones.
const INCIDENTS: usize = 5_000;

/// What came of drafting.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Drafted {
    /// The new drafts.
    pub notifications: Vec<i64>,
    /// Incidents that nobody is known for.
    pub without_contact: Vec<i64>,
    /// Incidents held back: their log lines have no known zone. [`Service::set_zone`] sets it.
    pub without_zone: Vec<i64>,
    /// Incidents left out, and why: merged, unknown, or told of already.
    pub left_out: Vec<(i64, String)>,
    /// What the search for contacts noted, by incident.
    pub notes: Vec<(i64, String)>,
}

/// A message to be: who gets it, and what it is about.
struct Group {
    to: Found,
    incidents: Vec<i64>,
}

impl Service {
    /// Drafts notices of these incidents to those who can act. Without `ask`, only the book and kept answers tell
    /// who that is.
    pub async fn draft(&self, incidents: &[i64], ask: Option<&dyn Ask>, who: &str) -> Result<Drafted, Error> {
        let mut drafted = Drafted::default();
        let rows = self.fit(incidents, &mut drafted).await?;
        let mut finder = Finder::new(&self.inner, ask);
        let mut groups: Vec<Group> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for row in &rows {
            let contacts = finder.find(&target(row)).await?;
            drafted.notes.extend(contacts.notes.into_iter().map(|note| (row.id, note)));
            if contacts.found.is_empty() {
                drafted.without_contact.push(row.id);
            }
            for found in contacts.found {
                let key = found.contact.map_or_else(|| found.addresses.join(" "), |id| format!("#{id}"));
                let place = *places.entry(key).or_insert_with(|| {
                    groups.push(Group { to: found, incidents: Vec::new() });
                    groups.len() - 1
                });
                groups[place].incidents.push(row.id);
            }
        }
        self.write_drafts(groups, &rows, Purpose::Notice, drafted, who).await
    }

    /// Drafts one notice of these incidents to somebody whom a person names.
    pub async fn draft_to(&self, incidents: &[i64], to: Found, who: &str) -> Result<Drafted, Error> {
        for address in &to.addresses {
            mail::check_address(address).map_err(|error| Error::Refused(error.to_string()))?;
        }
        if let Some(contact) = to.contact {
            self.contact(contact).await?;
        }
        let mut drafted = Drafted::default();
        let rows = self.fit(incidents, &mut drafted).await?;
        let ids = rows.iter().map(|row| row.id).collect();
        let groups = vec![Group { to: Found { source: Source::Manual, ..to }, incidents: ids }];
        self.write_drafts(groups, &rows, Purpose::Notice, drafted, who).await
    }

    /// Drafts messages that a site which was gone is back.
    pub async fn draft_revival(
        &self,
        incident: i64,
        ask: Option<&dyn Ask>,
        who: &str,
    ) -> Result<Drafted, Error> {
        let mut drafted = Drafted::default();
        let rows = self.fit(&[incident], &mut drafted).await?;
        let Some(row) = rows.first() else { return Ok(drafted) };
        let contacts = Finder::new(&self.inner, ask).find(&target(row)).await?;
        drafted.notes.extend(contacts.notes.into_iter().map(|note| (row.id, note)));
        if contacts.found.is_empty() {
            drafted.without_contact.push(row.id);
        }
        let groups = contacts.found.into_iter().map(|to| Group { to, incidents: vec![incident] }).collect();
        self.write_drafts(groups, &rows, Purpose::Revival, drafted, who).await
    }

    /// The incidents that may be written about, in the order given, each once.
    async fn fit(&self, ids: &[i64], drafted: &mut Drafted) -> Result<Vec<incident::Model>, Error> {
        let mut seen = BTreeSet::new();
        let ids: Vec<i64> = ids.iter().copied().filter(|id| seen.insert(*id)).collect();
        let mut known = store::notified::incident_rows(self.inner.database.connection(), &ids).await?;
        let mut fit = Vec::with_capacity(ids.len());
        for id in ids {
            match known.remove(&id) {
                None => drafted.left_out.push((id, "there is no such incident".to_owned())),
                Some(row) if row.merged_into.is_some() => {
                    let into = row.merged_into.unwrap_or_default();
                    drafted.left_out.push((id, format!("merged into incident {into}")));
                }
                Some(row) if evidence::lacks_zone(&row) => drafted.without_zone.push(id),
                Some(row) => fit.push(row),
            }
        }
        Ok(fit)
    }

    async fn write_drafts(
        &self,
        groups: Vec<Group>,
        rows: &[incident::Model],
        purpose: Purpose,
        mut drafted: Drafted,
        who: &str,
    ) -> Result<Drafted, Error> {
        let inner = &self.inner;
        let now = inner.clock.now();
        let transaction = inner.database.begin_write().await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let told = match purpose {
            Purpose::Notice => Told::read(&transaction, &ids).await?,
            _ => Told::default(),
        };
        let known: HashMap<i64, &incident::Model> = rows.iter().map(|row| (row.id, row)).collect();
        let mut writer = Writer::begin(inner, &transaction, rows, now).await?;
        let mut next = store::next_id(&transaction, notification::Column::Id).await?;
        let (mut new, mut pairs) = (Vec::new(), Vec::new());
        for group in groups {
            let mut about = Vec::with_capacity(group.incidents.len());
            for id in group.incidents {
                match told.by(id, &group.to) {
                    Some(by) => drafted.left_out.push((id, format!("notification {by} tells it already"))),
                    None => about.extend(known.get(&id).copied()),
                }
            }
            for about in about.chunks(INCIDENTS) {
                let row = writer.write(&transaction, next, &group.to, about, purpose, who).await?;
                pairs.extend(about.iter().map(|incident| (next, incident.id)));
                new.push(row);
                drafted.notifications.push(next);
                next += 1;
            }
        }
        insert(&transaction, now, &new, &pairs, who, |row| store::text_list(&row.recipients).join(" "))
            .await?;
        transaction.commit().await.map_err(Error::from)?;
        Ok(drafted)
    }
}

/// Writes drafts with the incidents that they are about; `note` says of each what its history notes.
pub(super) async fn insert(
    transaction: &Transaction,
    now: Timestamp,
    drafts: &[notification::Model],
    about: &[(i64, i64)],
    who: &str,
    note: impl Fn(&notification::Model) -> String,
) -> Result<(), Error> {
    notification::insert(transaction, drafts).await?;
    store::notified::insert(transaction, about).await?;
    for row in drafts {
        let change = history::Change {
            about: "notification",
            id: row.id,
            who,
            what: "draft",
            before: "",
            after: &row.state,
            note: &note(row),
        };
        history::write(transaction, now, change).await?;
    }
    Ok(())
}

/// Who is told of an incident already.
#[derive(Debug, Default)]
struct Told(HashMap<i64, Vec<(i64, Option<i64>, String)>>);

impl Told {
    async fn read(db: &Transaction, incidents: &[i64]) -> Result<Self, Error> {
        let mut told = Self::default();
        for (incident, by, contact, recipients) in store::notified::told(db, incidents).await? {
            told.0.entry(incident).or_default().push((by, contact, recipients));
        }
        Ok(told)
    }

    /// The notification that tells `to` of this incident.
    fn by(&self, incident: i64, to: &Found) -> Option<i64> {
        let same = |(_, contact, recipients): &&(i64, Option<i64>, String)| match to.contact {
            Some(id) => *contact == Some(id),
            None => *recipients == store::list_text(&to.addresses),
        };
        self.0.get(&incident)?.iter().find(same).map(|(by, ..)| *by)
    }
}

/// Writes the texts of a batch.
struct Writer<'a> {
    inner: &'a Inner,
    now: Timestamp,
    messages: HashMap<i64, message::Model>,
    ports: HashMap<i64, Vec<crate::candidate::Port>>,
    templates: HashMap<(&'static str, Lang), template::Template>,
}

impl<'a> Writer<'a> {
    async fn begin(
        inner: &'a Inner,
        db: &Transaction,
        rows: &[incident::Model],
        now: Timestamp,
    ) -> Result<Self, Error> {
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let messages: BTreeSet<i64> = rows.iter().map(|row| row.incident_message_id).collect();
        let messages: Vec<i64> = messages.into_iter().collect();
        Ok(Self {
            inner,
            now,
            messages: store::notified::message_rows(db, &messages).await?,
            ports: store::port::of(db, &ids).await?,
            templates: HashMap::new(),
        })
    }

    async fn write(
        &mut self,
        db: &Transaction,
        id: i64,
        to: &Found,
        about: &[&incident::Model],
        purpose: Purpose,
        who: &str,
    ) -> Result<notification::Model, Error> {
        let incidents = about
            .iter()
            .map(|row| {
                let ports = self.ports.get(&row.id).cloned().unwrap_or_default();
                incident::incident((*row).clone(), ports)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let name = match purpose {
            Purpose::Revival => "revival",
            _ => template::name_for(
                incidents
                    .iter()
                    .map(|one| (one.kind.name(), one.refinement.map(crate::kind::Refinement::name))),
            ),
        };
        let text = match self.templates.entry((name, to.lang)) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(place) => place.insert(template::newest(db, name, to.lang).await?).clone(),
        };
        let values = self.values(to, about, &incidents);
        let wrong =
            |part: &str, wrong: String| Error::Refused(format!("text {name} {}, {part}, {wrong}", to.lang));
        let subject = render(&text.subject, &values).map_err(|error| wrong("subject", error))?;
        let body = render(&text.body, &values).map_err(|error| wrong("body", error))?;
        let attachment =
            if values.attached.is_empty() { String::new() } else { self.table(&incidents, about, to.lang)? };
        Ok(notification::Model {
            id,
            purpose: purpose.name().to_owned(),
            state: NotificationState::Draft.name().to_owned(),
            incident_contact_id: to.contact,
            recipient_name: mail::one_line(&to.name, SUBJECT),
            organisation: mail::one_line(&to.organisation, SUBJECT),
            recipients: store::list_text(&to.addresses),
            lang: to.lang.tag().to_owned(),
            source: serde_json::to_string(&to.source).unwrap_or_default(),
            template: text
                .version
                .map_or_else(|| name.to_owned(), |version| format!("{name}, version {version}")),
            subject: mail::one_line(&subject, SUBJECT),
            body,
            attachment,
            reminds_id: None,
            reminders: 0,
            created_us: self.now.as_microsecond(),
            created_by: who.to_owned(),
            changed_us: self.now.as_microsecond(),
            approved_us: None,
            approved_by: None,
            message_id: None,
            sha256: None,
            sent_us: None,
            answered_us: None,
            bounced_us: None,
        })
    }

    fn values(&self, to: &Found, about: &[&incident::Model], incidents: &[Incident]) -> Values {
        let config = &self.inner.config;
        let (zone, lang) = (&config.zone, to.lang);
        let attached = incidents.len() > config.notify.table_above;
        let told = if attached { TOLD.min(incidents.len()) } else { incidents.len() };
        let kinds: BTreeSet<&str> = incidents.iter().map(|one| kind_words(one.kind.name(), lang)).collect();
        let brands: BTreeSet<String> = incidents
            .iter()
            .filter_map(|one| one.brand.as_deref())
            .map(|brand| mail::one_line(brand, 100))
            .collect();
        let mut lines = Vec::new();
        for row in about {
            if lines.len() >= EVIDENCE {
                break;
            }
            lines.extend(evidence::lines(row, self.messages.get(&row.incident_message_id), zone, lang));
        }
        lines.truncate(EVIDENCE);
        Values {
            organisation: config.organisation.get(lang).to_owned(),
            our_address: config.notify.reply_to.clone().unwrap_or_else(|| config.notify.from.clone()),
            contact: mail::one_line(&to.name, SUBJECT),
            contact_organisation: mail::one_line(&to.organisation, SUBJECT),
            salutation: salutation(&to.name, &to.organisation, lang),
            count: incidents.len().to_string(),
            kinds: kinds.into_iter().map(str::to_owned).collect(),
            incidents: incidents[..told].iter().map(|one| self.line(one, lang)).collect(),
            subjects: incidents[..told].iter().map(shown).collect(),
            attached: if attached { "yes".to_owned() } else { String::new() },
            evidence: lines,
            brands: brands.into_iter().take(TOLD).collect(),
            today: self.now.to_zoned(zone.clone()).date().to_string(),
            first_sent: String::new(),
            first_subject: String::new(),
        }
    }

    /// One line for an incident: what, when, where to.
    fn line(&self, one: &Incident, lang: Lang) -> String {
        let zone = &self.inner.config.zone;
        let mut line = format!("  {}", shown(one));
        if one.subject_kind != "address"
            && let Some(address) = one.address
        {
            line = format!("{line}  {address}");
        }
        if let Some(first) = one.first.filter(|_| one.zone_known) {
            line = format!("{line}  {}", evidence::time(first, zone));
        }
        let ports = ports(one, lang);
        if !ports.is_empty() {
            line = format!("{line}  {ports}");
        }
        line
    }

    /// All incidents as CSV that no spreadsheet runs anything of.
    fn table(&self, incidents: &[Incident], about: &[&incident::Model], lang: Lang) -> Result<String, Error> {
        let failed = |error: csv::Error| Error::Refused(error.to_string());
        let mut lines = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        lines
            .write_record([
                "number",
                "subject",
                "kind",
                "rsit",
                "address",
                "ports",
                "first",
                "last",
                "sightings",
                "evidence",
            ])
            .map_err(failed)?;
        let time = |at: Option<Timestamp>, known: bool| {
            at.filter(|_| known).map_or(String::new(), |at| evidence::time(at, &self.inner.config.zone))
        };
        for (one, row) in incidents.iter().zip(about) {
            let log = evidence::lines(
                row,
                self.messages.get(&row.incident_message_id),
                &self.inner.config.zone,
                lang,
            );
            let cells = [
                one.id.to_string(),
                shown(one),
                one.kind.name().to_owned(),
                one.rsit.clone(),
                one.address.map(|address| address.to_string()).unwrap_or_default(),
                ports(one, lang),
                time(one.first, one.zone_known),
                time(one.last, one.zone_known),
                one.sightings.to_string(),
                log.into_iter().skip(1).take(3).collect::<Vec<_>>().join("\n"),
            ];
            lines.write_record(cells.iter().map(|cell| kernel::inert_cell(cell))).map_err(failed)?;
        }
        let bytes = lines.into_inner().map_err(|error| Error::Refused(error.to_string()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// What is counted, as it is told: sites and hosts so that nobody opens them by accident.
fn shown(one: &Incident) -> String {
    match one.subject_kind.as_str() {
        "address" => one.subject.clone(),
        _ => mail::one_line(&evidence::defanged(&one.subject), 2000),
    }
}

fn ports(one: &Incident, lang: Lang) -> String {
    let mut names: Vec<String> = one
        .ports
        .iter()
        .take(20)
        .map(|port| match port.protocol.as_str() {
            "" => port.number.to_string(),
            protocol => format!("{}/{protocol}", port.number),
        })
        .collect();
    if one.many_ports || one.ports.len() > 20 {
        names.push(if lang == Lang::Ja { "多数のポート" } else { "many ports" }.to_owned());
    }
    names.join(" ")
}

/// Whom to address.
pub(super) fn salutation(name: &str, organisation: &str, lang: Lang) -> String {
    let (name, organisation) = (mail::one_line(name, SUBJECT), mail::one_line(organisation, SUBJECT));
    match (lang, name.as_str(), organisation.as_str()) {
        (Lang::Ja, "", "") => "ご担当者様".to_owned(),
        (Lang::Ja, "", organisation) => format!("{organisation}\nご担当者様"),
        (Lang::Ja, name, "") => format!("{name} 様"),
        (Lang::Ja, name, organisation) => format!("{organisation}\n{name} 様"),
        (Lang::En, "", "") => "Dear administrator,".to_owned(),
        (Lang::En, "", organisation) => format!("Dear colleagues at {organisation},"),
        (Lang::En, name, _) => format!("Dear {name},"),
    }
}

/// A kind in words.
fn kind_words(kind: &str, lang: Lang) -> &'static str {
    match (lang, kind) {
        (Lang::Ja, "scan") => "プローブ、スキャン、その他不審なアクセス",
        (Lang::Ja, "forged") => "送信元を詐称した電子メール",
        (Lang::Ja, "intrusion") => "システムへの侵入",
        (Lang::Ja, "phishing") => "フィッシング",
        (Lang::Ja, _) => "その他",
        (Lang::En, "scan") => "suspicious access",
        (Lang::En, "forged") => "forged mail",
        (Lang::En, "intrusion") => "intrusion",
        (Lang::En, "phishing") => "phishing",
        (Lang::En, _) => "other",
    }
}
