//! One batch: originals on the disk, and readers on a thread of their own.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::{Original, Originals};
use tokio::sync::mpsc::Sender;

use super::receive::{Arrival, Content, When};
use super::{Input, classify, closed, sealed};
use crate::candidate::{Candidate, Reading};
use crate::error::Error;
use crate::model::{Channel, Disposition, Format};
use crate::store::message;
use crate::{form, formats, reading, search};

/// So many candidates travel together from reader to writer.
pub(super) const PIECE: usize = 1000;

/// An original that is on the disk.
#[derive(Debug)]
pub(super) struct Kept {
    pub sha256: String,
    bytes: u64,
    /// Its content, where it came in memory: it need not be read again.
    content: Option<Vec<u8>>,
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
        let (original, content) = match content {
            Content::Bytes(bytes) => {
                (originals.take(bytes.as_slice()).map_err(Error::at("originals"))?, Some(bytes))
            }
            Content::File(path) => {
                let file = File::open(&path).map_err(Error::at(&path))?;
                (originals.take(file).map_err(Error::at(&path))?, None)
            }
        };
        let (sha256, bytes) = (original.sha256.clone(), original.bytes);
        kept.push(Kept { sha256, bytes, content, name, channel, when, receipt });
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
    pub keys: Arc<mail::openpgp::Keyring>,
    /// What our own messages carry, so that one that comes back is known.
    pub mark: String,
    pub now: Timestamp,
    pub kept: Vec<Kept>,
}

/// What comes from the readers, in this order for each message: `Begun`, any number of `Found`, `Ended`.
#[derive(Debug)]
pub(super) enum Read {
    Begun(Box<message::Model>),
    Found(Vec<Candidate>),
    Ended(Ended),
}

/// What is known when a message was read to its end.
#[derive(Debug)]
pub(super) struct Ended {
    pub reading: Reading,
    /// The terms that the message is found by.
    pub terms: Vec<String>,
    /// The mail, if it is one.
    pub mail: Option<Box<mail::Message>>,
}

/// Reads all of it, message by message.
pub(super) fn read(work: &Work, sender: &Sender<Read>) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for kept in &work.kept {
        // The same bytes twice in one batch.
        if !seen.insert(&kept.sha256) {
            continue;
        }
        let bytes = match &kept.content {
            Some(bytes) => Cow::Borrowed(bytes.as_slice()),
            None => Cow::Owned(original(&work.originals, &kept.sha256)?),
        };
        read_one(work, kept, &bytes, sender);
    }
    Ok(())
}

/// The bytes of an original that was kept.
fn original(originals: &Originals, sha256: &str) -> Result<Vec<u8>, Error> {
    let path = originals
        .find(sha256)
        .ok_or_else(|| Error::at(sha256)(std::io::Error::other("the original is not where it was put")))?;
    std::fs::read(&path).map_err(Error::at(path))
}

/// Reads one message. That the writer has gone is its own error, and is said there.
fn read_one(work: &Work, kept: &Kept, bytes: &[u8], sender: &Sender<Read>) {
    let read = classify::looks_like_mail(bytes, kept.channel).then(|| {
        let (mut mail, seal) = sealed::read(bytes, &work.keys, work.now);
        // Who fills in a form chooses its words: they make it no answer of a program, which nobody would look at.
        let by_form = kept.channel.is_some_and(classify::is_form);
        mail.nature = if by_form { mail::Nature::Person } else { mail::nature(&mail, Some(&work.mark)) };
        (mail, seal)
    });
    let (mail, seal) = read.as_ref().map_or((None, None), |(mail, seal)| (Some(mail), seal.as_ref()));
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
    row.openpgp = seal.and_then(|seal| serde_json::to_string(seal).ok());
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
    for (place, reason) in mail.map(closed::closed).unwrap_or_default() {
        reading.problem(place, reason);
    }
    if !piece.is_empty() {
        let _ = sender.blocking_send(Read::Found(piece));
    }
    let terms = mail.map(search::of_mail).unwrap_or_default();
    let mail = read.map(|(mail, _)| Box::new(mail));
    let _ = sender.blocking_send(Read::Ended(Ended { reading, terms, mail }));
}
