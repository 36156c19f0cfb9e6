//! From incidents to those who can act, and back.
//!
//! ```text
//! incidents -> contacts (book, RDAP, security.txt, national CSIRT) -> drafts -> a person -> outbox -> mail server
//!                                                                                  replies, bounces, reminders <-
//! ```
//!
//! - One message goes to one contact, with all its incidents.
//! - Nothing goes out that no person has approved.
//! - What is approved is written down as exact bytes with an identifier that never changes, and is marked as being
//!   sent before the mail server hears of it. It is sent once, or stands visibly in doubt.
//! - Evidence carries time zones, or is held back. Reporters are not named, nor are victims who asked for that.

mod approve;
mod config;
mod contact;
mod contact_csv;
mod count;
mod draft;
mod evidence;
mod find;
mod matching;
mod model;
mod outbox;
mod remind;
mod review;
mod scope;
mod template;
mod transport;
mod zone;

pub use approve::Approved;
pub use config::NotifyConfig;
pub use contact_csv::Imported;
pub use draft::Drafted;
pub use find::{Answer, Ask, Asking, Contacts, Registry, Target};
pub use matching::{Answered, answered, matching};
pub use model::{
    Contact, ContactKind, Found, NewContact, Notification, NotificationDetails, NotificationQuery,
    NotificationState, Purpose, Source,
};
pub use outbox::{Decision, Round};
pub use review::Edit;
pub(crate) use scope::Scope;
pub use template::{Preview, Template, TemplateVersion};
pub use transport::{Folder, Outbound, Sending, Session, Transport};
