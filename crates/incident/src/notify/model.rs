//! Contacts, notifications, and where a contact was found.

use jiff::Timestamp;
use kernel::Lang;
use serde::{Deserialize, Serialize};

use crate::answer::HistoryEntry;
use crate::word::words;

words! {
    /// What somebody can do about an incident.
    ContactKind {
        /// Runs the network.
        Network = "network",
        /// Runs the machine for somebody else.
        Hosting = "hosting",
        /// Sold the domain name.
        Registrar = "registrar",
        /// Owns the site.
        SiteOwner = "site-owner",
        /// The CSIRT that looks after a country.
        NationalCsirt = "national-csirt",
        /// Makes the product.
        Vendor = "vendor",
        /// Owns the name that is abused.
        Brand = "brand",
    }
}

words! {
    /// How far a notification is.
    NotificationState {
        /// Somebody has to look at it.
        Draft = "draft",
        /// It may go out.
        Approved = "approved",
        /// It is being handed to the mail server.
        Sending = "sending",
        /// The mail server took it.
        Sent = "sent",
        /// The mail server may have taken it: a person decides.
        InDoubt = "in-doubt",
        /// The mail server will not take it.
        Failed = "failed",
        /// It came back.
        Bounced = "bounced",
        /// Somebody answered.
        Answered = "answered",
        /// It is not to go out.
        Discarded = "discarded",
    }
}

words! {
    /// Why we write.
    Purpose {
        /// To tell of incidents.
        Notice = "notice",
        /// To remind of a notice; counted apart.
        Reminder = "reminder",
        /// To tell that a site is back.
        Revival = "revival",
    }
}

impl Purpose {
    /// What the activity report counts as a notification.
    pub const COUNTED: &'static [Self] = &[Self::Notice, Self::Revival];
}

/// What is known of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewContact {
    /// The person, or the role: `abuse desk`.
    pub name: String,
    /// The organisation.
    pub organisation: String,
    /// Mail addresses; a notification goes to all of them.
    pub addresses: Vec<String>,
    /// The language to write in.
    pub lang: Lang,
    /// What they can do.
    pub kind: ContactKind,
    /// ISO 3166 code in capitals, or empty.
    pub country: String,
    /// An armoured OpenPGP key, or empty.
    pub openpgp: String,
    /// For the desk alone.
    pub note: String,
    /// Whether they are written to.
    pub enabled: bool,
    /// What they are for: `192.0.2.0/24`, `AS64500`, `example.jp`, `country:JP`.
    pub scopes: Vec<String>,
}

impl NewContact {
    /// A contact of which nothing else is known.
    pub fn new(name: &str, addresses: &[&str], kind: ContactKind, lang: Lang) -> Self {
        Self {
            name: name.to_owned(),
            organisation: String::new(),
            addresses: addresses.iter().map(|&address| address.to_owned()).collect(),
            lang,
            kind,
            country: String::new(),
            openpgp: String::new(),
            note: String::new(),
            enabled: true,
            scopes: Vec::new(),
        }
    }
}

/// A contact of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Its number.
    pub id: i64,
    /// What is known of it.
    #[serde(flatten)]
    pub is: NewContact,
}

/// Where a contact was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(tag = "from", rename_all = "kebab-case")]
pub enum Source {
    /// In our own book, by this scope.
    Book {
        /// As it stands in the book.
        scope: String,
    },
    /// At a registry (RFC 9083).
    Rdap {
        /// Which one.
        server: String,
        /// The network or domain.
        handle: String,
        /// As what the address is registered: abuse, technical, registrant.
        role: String,
        /// When it was asked.
        fetched: Timestamp,
    },
    /// On the site itself (RFC 9116).
    SecurityTxt {
        /// The file.
        url: String,
        /// Until when it holds.
        expires: Option<Timestamp>,
        /// Whether it carries an OpenPGP signature, which nobody has verified.
        signed: bool,
    },
    /// The CSIRT of the country, from our own book.
    NationalCsirt {
        /// ISO 3166 code.
        country: String,
    },
    /// A person said so.
    #[default]
    Manual,
}

/// Somebody who can act, and how we know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The contact of the book, if it is one.
    pub contact: Option<i64>,
    /// Person or role.
    pub name: String,
    /// The organisation.
    pub organisation: String,
    /// Mail addresses.
    pub addresses: Vec<String>,
    /// The language to write in.
    pub lang: Lang,
    /// How we know.
    pub source: Source,
}

/// Which notifications are asked for; what is `None` or empty does not narrow the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NotificationQuery {
    /// In one of these states.
    pub states: Vec<NotificationState>,
    /// Written for one of these reasons.
    pub purposes: Vec<Purpose>,
    /// Sent at or after.
    pub sent_from: Option<Timestamp>,
    /// Sent before.
    pub sent_until: Option<Timestamp>,
    /// To this contact.
    pub contact: Option<i64>,
    /// About this incident.
    pub incident: Option<i64>,
}

/// A notification as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notification {
    /// Its number.
    pub id: i64,
    /// Why we write.
    pub purpose: Purpose,
    /// How far it is.
    pub state: NotificationState,
    /// The contact of the book that it goes to.
    pub contact: Option<i64>,
    /// Person or role.
    pub recipient_name: String,
    /// Their organisation.
    pub organisation: String,
    /// Mail addresses.
    pub recipients: Vec<String>,
    /// The language that it is written in.
    pub lang: Lang,
    /// How the contact was found.
    pub source: Source,
    /// The template that it was written from.
    pub template: String,
    /// The subject, without the token that is added when it goes out.
    pub subject: String,
    /// When it was drafted.
    pub created: Timestamp,
    /// By whom.
    pub created_by: String,
    /// When it was last changed.
    pub changed: Timestamp,
    /// When it was approved.
    pub approved: Option<Timestamp>,
    /// By whom.
    pub approved_by: Option<String>,
    /// Its `Message-ID`, without angle brackets.
    pub message_id: Option<String>,
    /// The exact message, among the originals.
    pub sha256: Option<String>,
    /// When the mail server took it.
    pub sent: Option<Timestamp>,
    /// When somebody answered first.
    pub answered: Option<Timestamp>,
    /// When it came back.
    pub bounced: Option<Timestamp>,
    /// The notification that this one reminds of.
    pub reminds: Option<i64>,
    /// How many times it was reminded of.
    pub reminders: u32,
}

/// A notification with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotificationDetails {
    /// As lists show it.
    #[serde(flatten)]
    pub notification: Notification,
    /// The text.
    pub body: String,
    /// CSV that travels with it, or empty.
    pub attachment: String,
    /// The incidents that it is about.
    pub incidents: Vec<i64>,
    /// How often it was handed to the mail server.
    pub attempts: u32,
    /// When it is tried next.
    pub next: Option<Timestamp>,
    /// What the mail server last said.
    pub reply: String,
    /// What became of it, oldest first.
    pub history: Vec<HistoryEntry>,
}
