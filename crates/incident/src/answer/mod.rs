//! What the desk answers: lists and single records.

pub(crate) mod history;
mod incident;
mod lists;
mod message;
mod receipt;
mod search;
mod written;

pub use history::HistoryEntry;
pub(crate) use incident::with_ports;
pub use incident::{Common, IncidentDetails, Related};
pub use message::{Attachment, ReportDetails};
pub use search::Found;
pub use written::{PartHead, Written, WrittenText};
