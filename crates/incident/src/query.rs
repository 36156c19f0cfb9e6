//! Questions to the desk, and the records that answer them.

use jiff::Timestamp;
use serde::Serialize;

use crate::candidate::Port;
use crate::kind::{Kind, Refinement};
use crate::model::{Channel, Disposition, Format, IncidentState, MessageState};

/// Which part of a list is wanted: the records after (older than) `before`, `limit` at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Only records whose sorting key, time of reception and number, lies before this one.
    pub before: Option<(i64, i64)>,
    /// At most so many.
    pub limit: u64,
}

impl Default for Page {
    fn default() -> Self {
        Self { before: None, limit: 50 }
    }
}

/// Which messages are asked for; what is `None` or empty does not narrow the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageQuery {
    /// Received at or after.
    pub from: Option<Timestamp>,
    /// Received before.
    pub until: Option<Timestamp>,
    /// Turned out to be one of these.
    pub dispositions: Vec<Disposition>,
    /// Came by this way.
    pub channel: Option<Channel>,
    /// How far they are.
    pub state: Option<MessageState>,
    /// Top-level domain of the sender.
    pub sender_tld: Option<String>,
    /// Whom they were given to.
    pub assignee: Option<String>,
}

/// Which incidents are asked for. Those merged into another are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IncidentQuery {
    /// Received at or after.
    pub from: Option<Timestamp>,
    /// Received before.
    pub until: Option<Timestamp>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Of this later kind.
    pub refinement: Option<Refinement>,
    /// How far they are.
    pub state: Option<IncidentState>,
    /// With this destination port.
    pub port: Option<u16>,
    /// With (or without) many ports at once.
    pub many_ports: Option<bool>,
    /// Of this message.
    pub message: Option<i64>,
}

/// A message as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Its number.
    pub id: i64,
    /// SHA-256 of the original.
    pub sha256: String,
    /// The way by which it came.
    pub channel: Channel,
    /// When it reached the organisation.
    pub received: Timestamp,
    /// Address of the sender.
    pub sender: Option<String>,
    /// Name of the sender.
    pub sender_name: Option<String>,
    /// Top-level domain of the sender.
    pub sender_tld: Option<String>,
    /// The subject.
    pub subject: String,
    /// How it was read.
    pub format: Format,
    /// What it turned out to be.
    pub disposition: Disposition,
    /// Who decided that; none where a reader did.
    pub decided_by: Option<String>,
    /// Whether the reporter asks us to contact the other side.
    pub mediation: bool,
    /// How many places of it could not be read.
    pub problem_count: u64,
    /// How far it is.
    pub state: MessageState,
    /// Who deals with it.
    pub assignee: Option<String>,
    /// The notification that it answers.
    pub notification: Option<i64>,
    /// The receipt that the reporter was given.
    pub receipt: Option<String>,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Incident {
    /// Its number.
    pub id: i64,
    /// The message that it came in.
    pub message: i64,
    /// When that was received.
    pub received: Timestamp,
    /// Its kind.
    pub kind: Kind,
    /// Its RSIT type.
    pub rsit: String,
    /// Its later kind.
    pub refinement: Option<Refinement>,
    /// What is counted.
    pub subject: String,
    /// address, site or host.
    pub subject_kind: String,
    /// The address behind it.
    pub address: Option<std::net::IpAddr>,
    /// The host behind it.
    pub host: Option<String>,
    /// The brand that is abused.
    pub brand: Option<String>,
    /// Destination ports.
    #[serde(serialize_with = "port_names")]
    pub ports: Vec<Port>,
    /// Whether the source told of many ports at once.
    pub many_ports: bool,
    /// Who was attacked.
    pub victim: Option<String>,
    /// First sighting.
    pub first: Option<Timestamp>,
    /// Last sighting.
    pub last: Option<Timestamp>,
    /// Whether the source said the zone of these times.
    pub zone_known: bool,
    /// How often the message names it.
    pub sightings: u64,
    /// Log lines and the like.
    pub evidence: String,
    /// What else the source said.
    pub details: std::collections::BTreeMap<String, String>,
    /// How far it is.
    pub state: IncidentState,
    /// Who decided its kind; none where a reader did.
    pub decided_by: Option<String>,
    /// The incident that it was merged into.
    pub merged_into: Option<i64>,
}

fn port_names<S: serde::Serializer>(ports: &[Port], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(ports.iter().map(ToString::to_string))
}
