//! Rows as they come from the readers, numbered here, written in large pieces.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::net::IpAddr;

use jiff::Timestamp;
use kernel::Transaction;
use sha2::{Digest, Sha256};
use url::{Host, Url};

use super::batch::{Ended, PIECE, Read};
use super::classify;
use super::receive::Arrived;
use crate::candidate::{Candidate, OpenIndicator, Port, Problem, Reading, Subject, address_key};
use crate::error::Error;
use crate::model::{Disposition, IncidentState, MessageState};
use crate::notify::{self, Answered};
use crate::store::{self, incident, message};

/// An incident of the message at hand, as far as it has to be remembered.
#[derive(Debug)]
struct Tally {
    id: i64,
    sightings: i64,
    first_us: Option<i64>,
    last_us: Option<i64>,
    many_ports: bool,
}

/// Gathers rows and writes them in large pieces.
#[derive(Debug)]
pub(super) struct Writer {
    /// Messages that are here: another process may have been faster since the readers were sent out.
    known: HashMap<String, i64>,
    next_message: i64,
    next_incident: i64,
    /// The message at hand.
    at_hand: Option<message::Model>,
    /// Whether its row is in the database already, because its incidents are.
    begun: bool,
    tallies: HashMap<[u8; 16], Tally>,
    /// How many incidents a message may hold.
    most: usize,
    /// How many sightings of further subjects the message at hand has.
    left_out: u64,
    /// The ports of each of them: one set for all, because most have one port or none.
    seen_ports: HashSet<(i64, Port)>,
    messages: Vec<message::Model>,
    incidents: Vec<incident::Model>,
    ports: Vec<(i64, Port)>,
    problems: Vec<(i64, Problem)>,
    open: Vec<(i64, OpenIndicator)>,
    /// The messages of each term.
    terms: HashMap<String, Vec<i64>>,
    done: HashMap<String, Arrived>,
}

impl Writer {
    pub(super) async fn begin(db: &Transaction, hashes: &[String], most: usize) -> Result<Self, Error> {
        Ok(Self {
            known: store::message::known(db, hashes).await?,
            next_message: store::next_id(db, message::Column::Id).await?,
            next_incident: store::next_id(db, incident::Column::Id).await?,
            at_hand: None,
            begun: false,
            tallies: HashMap::new(),
            most,
            left_out: 0,
            seen_ports: HashSet::new(),
            messages: Vec::new(),
            incidents: Vec::new(),
            ports: Vec::new(),
            problems: Vec::new(),
            open: Vec::new(),
            terms: HashMap::new(),
            done: HashMap::new(),
        })
    }

    /// What became of the messages, by hash.
    pub(super) fn arrived(self) -> HashMap<String, Arrived> {
        self.done
    }

    pub(super) async fn write(&mut self, db: &Transaction, piece: Read) -> Result<(), Error> {
        match piece {
            Read::Begun(row) => {
                self.tallies.clear();
                self.left_out = 0;
                self.seen_ports.clear();
                self.begun = false;
                self.at_hand = (!self.known.contains_key(&row.sha256))
                    .then_some(message::Model { id: self.next_message, ..*row });
                self.next_message += i64::from(self.at_hand.is_some());
            }
            Read::Found(candidates) => {
                let Some(message) = self.at_hand.clone() else { return Ok(()) };
                for candidate in candidates {
                    self.count(&message, candidate);
                }
                if self.incidents.len() >= PIECE {
                    self.flush_with_message(db).await?;
                }
            }
            Read::Ended(ended) => self.end(db, ended).await?,
        }
        Ok(())
    }

    /// Counts a candidate: a subject that the message has named before is the same incident.
    fn count(&mut self, message: &message::Model, candidate: Candidate) {
        let subject = candidate.subject.text();
        let mut key = [0; 16];
        key.copy_from_slice(&Sha256::digest(subject.as_bytes())[..16]);
        let us = |time: Option<Timestamp>| time.map(Timestamp::as_microsecond);
        if let Some(tally) = self.tallies.get_mut(&key) {
            tally.sightings += 1;
            tally.many_ports |= candidate.many_ports;
            tally.first_us = [tally.first_us, us(candidate.first)].into_iter().flatten().min();
            tally.last_us =
                [tally.last_us, us(candidate.last), us(candidate.first)].into_iter().flatten().max();
            let id = tally.id;
            return self.add_ports(id, candidate.ports);
        }
        if self.tallies.len() >= self.most {
            self.left_out += 1;
            return;
        }
        let id = self.next_incident;
        self.next_incident += 1;
        let (host, address) = place(&candidate);
        self.add_ports(id, candidate.ports);
        let (first_us, last_us) = (us(candidate.first), us(candidate.last.or(candidate.first)));
        self.incidents.push(incident::Model {
            id,
            incident_message_id: message.id,
            received_us: message.received_us,
            kind: candidate.kind.name().to_owned(),
            rsit: candidate.rsit.to_owned(),
            refinement: candidate.refinement.map(|refinement| refinement.name().to_owned()),
            subject_kind: candidate.subject.kind().to_owned(),
            subject,
            address_key: address.map(address_key),
            host,
            brand: candidate.brand,
            many_ports: candidate.many_ports,
            victim: candidate.victim,
            first_us,
            last_us,
            zone_known: candidate.zone_known,
            sightings: 1,
            evidence: candidate.evidence,
            details: serde_json::to_string(&candidate.details).unwrap_or_default(),
            state: IncidentState::Open.name().to_owned(),
            closed_us: None,
            decided_by: None,
            merged_into: None,
        });
        let many_ports = candidate.many_ports;
        self.tallies.insert(key, Tally { id, sightings: 1, first_us, last_us, many_ports });
    }

    /// Adds the ports that the incident does not have yet.
    fn add_ports(&mut self, id: i64, ports: Vec<Port>) {
        for port in ports {
            if self.seen_ports.insert((id, port.clone())) {
                self.ports.push((id, port));
            }
        }
    }

    /// Writes what has gathered, with the message at hand, which goes on.
    async fn flush_with_message(&mut self, db: &Transaction) -> Result<(), Error> {
        if let Some(message) = &self.at_hand
            && !self.begun
        {
            self.messages.push(message.clone());
            self.begun = true;
        }
        self.flush(db).await
    }

    /// The message at hand is read to its end.
    async fn end(&mut self, db: &Transaction, ended: Ended) -> Result<(), Error> {
        let Some(mut row) = self.at_hand.take() else { return Ok(()) };
        let Ended { mut reading, terms, mail } = ended;
        if self.left_out > 0 {
            let (most, more) = (self.most, self.left_out);
            reading.problem(
                "message",
                format!("it names more than {most} incidents; {more} times one was left out"),
            );
        }
        for term in terms {
            self.terms.entry(term).or_default().push(row.id);
        }
        // Anybody may write any sender and subject into a form: it answers no notification.
        let by_form = row.channel.parse().is_ok_and(classify::is_form);
        if let Some(mail) = mail.filter(|_| !by_form) {
            self.answer(db, &mut row, &mut reading, &mail).await?;
        }
        row.format = reading.format.name().to_owned();
        row.disposition = reading.disposition.name().to_owned();
        row.mediation = reading.mediation;
        row.problem_count = i64::try_from(reading.problem_count).unwrap_or(i64::MAX);
        row.sender = reading.reporter.map(|address| address.to_lowercase()).or(row.sender);
        row.sender_name = reading.reporter_name.or(row.sender_name);
        row.sender_tld = row.sender.as_deref().and_then(classify::top_level_domain);
        let needs_nobody = classify::needs_nobody(reading.disposition);
        let state = if needs_nobody { MessageState::Closed } else { MessageState::Open };
        state.name().clone_into(&mut row.state);
        self.problems.extend(reading.problems.into_iter().map(|problem| (row.id, problem)));
        self.open.extend(reading.open.into_iter().map(|open| (row.id, open)));
        let arrived = Arrived {
            message: row.id,
            sha256: row.sha256.clone(),
            already: false,
            disposition: reading.disposition,
            incidents: self.tallies.len() as u64,
            problem_count: reading.problem_count,
        };
        self.done.insert(row.sha256.clone(), arrived);
        if self.begun {
            store::message::update(db, row).await?;
        } else {
            self.messages.push(row);
        }
        let again: Vec<Tally> =
            self.tallies.drain().map(|(_, tally)| tally).filter(|tally| tally.sightings > 1).collect();
        if !again.is_empty() {
            self.flush(db).await?;
        }
        for tally in again {
            let Tally { id, sightings, first_us, last_us, many_ports } = tally;
            incident::seen_again(db, id, sightings, first_us, last_us, many_ports).await?;
        }
        if self.messages.len() >= PIECE || self.incidents.len() >= PIECE {
            self.flush(db).await?;
        }
        Ok(())
    }

    /// Where the mail answers a notification, or is a bounce of one, that is written down, and no incident is taken
    /// from it: what it names is what we named.
    async fn answer(
        &mut self,
        db: &Transaction,
        row: &mut message::Model,
        reading: &mut Reading,
        mail: &mail::Message,
    ) -> Result<(), Error> {
        let Some(notification) = notify::matching(db, mail).await? else { return Ok(()) };
        let how = Answered::of(mail.nature);
        notify::answered(db, notification, how, store::time(row.received_us), store::time(row.taken_us))
            .await?;
        row.notification_id = Some(notification);
        reading.open.clear();
        // More candidates than one piece were written already; so long an answer brings a list of its own.
        if how == Answered::Reply && !self.begun {
            reading.disposition = Disposition::Reply;
            self.incidents.retain(|incident| incident.incident_message_id != row.id);
            let taken: BTreeSet<i64> = self.tallies.drain().map(|(_, tally)| tally.id).collect();
            self.ports.retain(|(incident, _)| !taken.contains(incident));
        }
        Ok(())
    }

    /// Writes what is left, and the index of words.
    pub(super) async fn finish(&mut self, db: &Transaction) -> Result<(), Error> {
        self.flush(db).await?;
        let terms: BTreeMap<_, _> = self.terms.drain().collect();
        store::posting::write(db, terms).await
    }

    /// Writes what has gathered.
    async fn flush(&mut self, db: &Transaction) -> Result<(), Error> {
        store::message::insert(db, &std::mem::take(&mut self.messages)).await?;
        store::incident::insert(db, &std::mem::take(&mut self.incidents)).await?;
        store::port::insert(db, &std::mem::take(&mut self.ports)).await?;
        store::problem::insert(db, &std::mem::take(&mut self.problems)).await?;
        store::open::insert(db, &std::mem::take(&mut self.open)).await
    }
}

/// The host name and address behind a candidate: as the reader said, or as the URL of a site says.
fn place(candidate: &Candidate) -> (Option<String>, Option<IpAddr>) {
    let url = match &candidate.subject {
        Subject::Site(url) => Url::parse(url).ok(),
        Subject::Address(_) | Subject::Host(_) => None,
    };
    let host = url.as_ref().and_then(Url::host);
    let address = match host {
        Some(Host::Ipv4(address)) => Some(IpAddr::from(address)),
        Some(Host::Ipv6(address)) => Some(IpAddr::from(address)),
        _ => None,
    };
    let named = candidate.host.clone().or_else(|| host.map(|host| host.to_string()));
    (named, candidate.address.or(address))
}
