//! Messages and what they turned out to be.

use crate::word::words;

words! {
    /// The way by which a message came.
    Channel {
        /// Electronic mail.
        Mail = "mail",
        /// FAX, written down by the person at the desk.
        Fax = "fax",
        /// Telephone, written down by the person at the desk.
        Telephone = "telephone",
        /// The public web form.
        Form = "form",
        /// A file of a feed.
        Feed = "feed",
    }
}

words! {
    /// How a message was read.
    Format {
        /// Words and log lines.
        FreeText = "text",
        /// Our plain-text report form, or the web form, which is kept as one.
        Form = "form",
        /// Abuse Reporting Format (RFC 5965).
        Arf = "arf",
        /// X-ARF 0.2: YAML in mail.
        Xarf2 = "x-arf-0.2",
        /// XARF version 3: JSON.
        Xarf3 = "xarf-3",
        /// XARF version 4: JSON.
        Xarf4 = "xarf-4",
        /// Shadowserver's CSV.
        Shadowserver = "shadowserver",
        /// A list of phishing URLs: date, URL, description.
        PhishingList = "phishing-list",
        /// IODEF version 2 (RFC 7970).
        Iodef = "iodef",
    }
}

words! {
    /// What a message turned out to be. All but the first are counted apart, as not incidents.
    Disposition {
        /// About incidents.
        Report = "report",
        /// A question, or anything else that needs an answer.
        Question = "question",
        /// Information without an incident.
        Information = "information",
        /// Thanks, and other answers that need none.
        Thanks = "thanks",
        /// An answer to a notification.
        Reply = "reply",
        /// Nobody asked for it.
        Spam = "spam",
        /// An automatic reply.
        AutoReply = "auto-reply",
        /// A report of non-delivery.
        Bounce = "bounce",
        /// It has been here before.
        Loop = "loop",
        /// It could not be read at all.
        Unreadable = "unreadable",
    }
}

words! {
    /// How far a message is.
    MessageState {
        /// Somebody has to look at it.
        Open = "open",
        /// Done.
        Closed = "closed",
    }
}

words! {
    /// How far an incident is.
    IncidentState {
        /// Nobody was told yet.
        Open = "open",
        /// Somebody who can act was told.
        Notified = "notified",
        /// Done.
        Closed = "closed",
    }
}

impl Disposition {
    /// Whether the activity report counts it among the messages other than incident reports that somebody had
    /// to deal with: machine mail and spam are not, nor answers to our own notifications.
    pub const fn is_other_message(self) -> bool {
        matches!(self, Self::Question | Self::Information | Self::Thanks)
    }
}
