//! A message of the sample, and what a careful reader would make of it.

use jiff::Timestamp;

/// The way by which a message comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Mail.
    Mail,
    /// FAX, typed in at the desk as a report form.
    Fax,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleMessage {
    /// How it comes.
    pub way: Way,
    /// When it reaches the desk.
    pub received: Timestamp,
    /// Name for the file, as `2008-01-0007.eml`.
    pub name: String,
    /// The message as it arrives.
    pub bytes: Vec<u8>,
    /// What it says. For tests alone: whoever reads the message must find it out.
    pub truth: Truth,
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Incidents.
    Report,
    /// A question.
    Question,
    /// Information without an incident.
    Information,
    /// Thanks.
    Thanks,
}

/// The kinds of incidents of the activity report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Probes and scans.
    Scan,
    /// Mail with forged senders.
    Forged,
    /// Intrusion; in the published counts: defaced web sites.
    Intrusion,
    /// Phishing sites.
    Phishing,
    /// Everything else.
    Other,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// What it is about.
    pub topic: Topic,
    /// The incidents of a report.
    pub incidents: Vec<Incident>,
    /// Whether it asks the desk to contact the other side.
    pub mediation: bool,
    /// How many contacts of the [contact book](super::contact_book) answer for its incidents.
    pub contacts: usize,
    /// Top-level domain of the sender; none for a FAX.
    pub sender_tld: Option<&'static str>,
    /// Whether it is of the style with this name; to find all like one that was misread.
    pub style: &'static str,
}

/// One incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Its kind.
    pub kind: Kind,
    /// An IP address, or for a site its URL in canonical form.
    pub subject: String,
    /// Whether it hands out malware.
    pub malware_site: bool,
    /// Destination ports of a scan.
    pub ports: Vec<u16>,
    /// Whether there are so many ports that they are counted as one thing; `ports` is empty then.
    pub many_ports: bool,
    /// Number of the contact that answers for it.
    pub contact: usize,
}

impl Incident {
    /// One of which nothing but its kind is known yet.
    pub(super) const fn of(kind: Kind, malware_site: bool) -> Self {
        Self { kind, subject: String::new(), malware_site, ports: Vec::new(), many_ports: false, contact: 0 }
    }
}
