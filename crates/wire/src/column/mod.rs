//! Columns: one field of all packets of a family, in the smallest of a few codings.
//!
//! Packets of a stretch of time have much in common, field by field: one protocol, few destinations, few window
//! sizes. Beside one another the values of a field say it; packet by packet they would hide it. What is random (a
//! sequence number) stays as it is and costs no time.

mod body;
mod list;
mod pack;
mod packets;
mod places;
mod unpack;
mod value;

use list::walk;
pub(crate) use list::{PAYLOAD_LENGTHS, PAYLOADS};
pub(crate) use pack::Packer;
pub(crate) use unpack::{Columns, Kit};
