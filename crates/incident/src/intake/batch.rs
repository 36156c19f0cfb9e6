//! One batch: originals on the disk, readers on a thread of their own, rows as they come.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::{Original, Originals};
use sea_orm::DatabaseTransaction;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::Sender;

use super::receive::{Arrival, Arrived, Content, When};
use super::{Input, classify};
use crate::candidate::{Candidate, Port, Problem, Reading, address_key};
use crate::error::Error;
use crate::model::{Channel, Disposition, Format, IncidentState, MessageState};
use crate::store::{self, incident, message};
use crate::{form, formats, reading};

/// So many candidates travel together from reader to writer.
const PIECE: usize = 1000;

/// An original that is on the disk.
#[derive(Debug)]
pub(super) struct Kept {
    pub sha256: String,
    bytes: u64,
    name: String,
    channel: Option<Channel>,
    when: When,
    receipt: Option<String>,
}

/// Makes all originals durable.
pub(super) fn keep(originals: &Originals, arrivals: Vec<Arrival>) -> Result<Vec<Kept>, Error> {
    let mut kept = Vec::with_capacity(arrivals.len());
    let mut taken: Vec<Original> = Vec::with_capacity(arrivals.len());
    for Arrival { content, name, channel, when, receipt } in arrivals {
        let original = match &content {
            Content::Bytes(bytes) => originals.take(bytes.as_slice()).map_err(Error::at("originals"))?,
            Content::File(path) => {
                let file = File::open(path).map_err(Error::at(path))?;
                originals.take(file).map_err(Error::at(path))?
            }
        };
        let (sha256, bytes) = (original.sha256.clone(), original.bytes);
        kept.push(Kept { sha256, bytes, name, channel, when, receipt });
        taken.push(original);
    }
    originals.keep(taken).map_err(Error::at("originals"))?;
    Ok(kept)
}

/// What the readers work on.
#[derive(Debug)]
pub(super) struct Work {
    pub originals: Originals,
    pub zone: TimeZone,
    pub now: Timestamp,
    pub kept: Vec<Kept>,
}

/// What comes from the readers, in this order for each message: `Begun`, any number of `Found`, `Ended`.
#[derive(Debug)]
pub(super) enum Read {
    Begun(Box<message::Model>),
    Found(Vec<Candidate>),
    Ended(Reading),
}

/// Reads all of it, message by message.
pub(super) fn read(work: &Work, sender: &Sender<Read>) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for kept in &work.kept {
        // The same bytes twice in one batch.
        if !seen.insert(&kept.sha256) {
            continue;
        }
        let path = work.originals.find(&kept.sha256).ok_or_else(|| {
            Error::at(&kept.sha256)(std::io::Error::other("the original is not where it was put"))
        })?;
        let bytes = std::fs::read(&path).map_err(Error::at(path))?;
        read_one(work, kept, &bytes, sender);
    }
    Ok(())
}

/// Reads one message. That the writer has gone is its own error, and is said there.
fn read_one(work: &Work, kept: &Kept, bytes: &[u8], sender: &Sender<Read>) {
    let mail = classify::looks_like_mail(bytes, kept.channel).then(|| mail::read(bytes));
    let mail = mail.as_ref();
    let said = || mail.and_then(|mail| mail.received.or(mail.date)).filter(|said| *said <= work.now);
    let received = match kept.when {
        When::Now => work.now,
        When::At(at) => at,
        When::Said => said().unwrap_or(work.now),
    };
    let mut row = message::blank(0, kept.sha256.clone(), received);
    row.name.clone_from(&kept.name);
    row.bytes = i64::try_from(kept.bytes).unwrap_or(i64::MAX);
    row.taken_us = work.now.as_microsecond();
    row.receipt.clone_from(&kept.receipt);
    let channel = kept.channel.unwrap_or(if mail.is_some() { Channel::Mail } else { Channel::Feed });
    channel.name().clone_into(&mut row.channel);
    if let Some(mail) = mail {
        row.sent_us = mail.date.map(Timestamp::as_microsecond);
        row.message_id.clone_from(&mail.message_id);
        row.sender = mail.sender().map(str::to_lowercase);
        row.sender_name = mail.from.first().and_then(|from| from.name.clone());
        row.subject.clone_from(&mail.subject);
        classify::nature(mail.nature).clone_into(&mut row.nature);
    }
    if sender.blocking_send(Read::Begun(Box::new(row))).is_err() {
        return;
    }
    let mut piece = Vec::new();
    let input = Input { bytes, name: &kept.name, mail, zone: &work.zone, received };
    let mut sink = |candidate| {
        piece.push(candidate);
        if piece.len() >= PIECE {
            let _ = sender.blocking_send(Read::Found(std::mem::take(&mut piece)));
        }
    };
    // A mistake in a reader must not cost the message: it is kept, and says that it could not be read.
    let reading = catch_unwind(AssertUnwindSafe(|| {
        if let Some(apart) = classify::set_apart(mail) {
            return Reading::new(Format::FreeText, apart);
        }
        formats::read(&input, &mut sink)
            .or_else(|| form::read(&input, &mut sink))
            .unwrap_or_else(|| reading::read(&input, &mut sink))
    }));
    let mut reading = reading.unwrap_or_else(|_| {
        let mut unreadable = Reading::new(Format::FreeText, Disposition::Unreadable);
        unreadable.problem("message", "reading it failed by a mistake of this program");
        unreadable
    });
    for problem in mail.into_iter().flat_map(|mail| &mail.problems) {
        reading.problem(problem.place.clone(), problem.reason.clone());
    }
    if !piece.is_empty() {
        let _ = sender.blocking_send(Read::Found(piece));
    }
    let _ = sender.blocking_send(Read::Ended(reading));
}

/// An incident of the message at hand, as far as it has to be remembered.
#[derive(Debug)]
struct Tally {
    id: i64,
    sightings: i64,
    first_us: Option<i64>,
    last_us: Option<i64>,
    many_ports: bool,
    ports: BTreeSet<Port>,
}

/// Gathers rows and writes them in large pieces.
#[derive(Debug)]
pub(super) struct Writer {
    next_message: i64,
    next_incident: i64,
    /// The message at hand.
    at_hand: Option<message::Model>,
    /// Whether its row is in the database already, because its incidents are.
    begun: bool,
    tallies: HashMap<[u8; 16], Tally>,
    messages: Vec<message::Model>,
    incidents: Vec<incident::Model>,
    ports: Vec<(i64, Port)>,
    problems: Vec<(i64, Problem)>,
    done: HashMap<String, Arrived>,
}

impl Writer {
    pub(super) async fn begin(db: &DatabaseTransaction) -> Result<Self, Error> {
        Ok(Self {
            next_message: store::next_id(db, message::Column::Id).await?,
            next_incident: store::next_id(db, incident::Column::Id).await?,
            at_hand: None,
            begun: false,
            tallies: HashMap::new(),
            messages: Vec::new(),
            incidents: Vec::new(),
            ports: Vec::new(),
            problems: Vec::new(),
            done: HashMap::new(),
        })
    }

    /// What became of the messages, by hash.
    pub(super) fn arrived(self) -> HashMap<String, Arrived> {
        self.done
    }

    pub(super) async fn write(&mut self, db: &DatabaseTransaction, piece: Read) -> Result<(), Error> {
        match piece {
            Read::Begun(row) => {
                // Another process may have been faster since the reader was sent out.
                let known = store::message::known(db, std::slice::from_ref(&row.sha256)).await?;
                self.tallies.clear();
                self.begun = false;
                self.at_hand = known.is_empty().then(|| message::Model { id: self.next_message, ..*row });
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
            Read::Ended(reading) => self.end(db, reading).await?,
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
            for port in candidate.ports {
                if tally.ports.insert(port.clone()) {
                    self.ports.push((tally.id, port));
                }
            }
            return;
        }
        let id = self.next_incident;
        self.next_incident += 1;
        let ports: BTreeSet<Port> = candidate.ports.into_iter().collect();
        self.ports.extend(ports.iter().map(|port| (id, port.clone())));
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
            address_key: candidate.address.map(address_key),
            host: candidate.host,
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
        self.tallies.insert(key, Tally { id, sightings: 1, first_us, last_us, many_ports, ports });
    }

    /// Writes what has gathered, with the message at hand, which goes on.
    async fn flush_with_message(&mut self, db: &DatabaseTransaction) -> Result<(), Error> {
        if let Some(message) = &self.at_hand
            && !self.begun
        {
            self.messages.push(message.clone());
            self.begun = true;
        }
        self.flush(db).await
    }

    /// The message at hand is read to its end.
    async fn end(&mut self, db: &DatabaseTransaction, reading: Reading) -> Result<(), Error> {
        let Some(mut row) = self.at_hand.take() else { return Ok(()) };
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
            let Tally { id, sightings, first_us, last_us, many_ports, .. } = tally;
            incident::seen_again(db, id, sightings, first_us, last_us, many_ports).await?;
        }
        if self.messages.len() >= PIECE || self.incidents.len() >= PIECE {
            self.flush(db).await?;
        }
        Ok(())
    }

    /// Writes what has gathered.
    pub(super) async fn flush(&mut self, db: &DatabaseTransaction) -> Result<(), Error> {
        store::message::insert(db, &std::mem::take(&mut self.messages)).await?;
        store::incident::insert(db, &std::mem::take(&mut self.incidents)).await?;
        store::port::insert(db, &std::mem::take(&mut self.ports)).await?;
        store::problem::insert(db, &std::mem::take(&mut self.problems)).await
    }
}
