//! Incidents in machine formats, out: for partner teams and for programs of those who can act.
//!
//! Pure: from incidents as the desk answers them, and a few words about us. What is written can be read back by
//! `formats` with the same subject, kind, ports and times.

mod iodef;
mod xarf4;

pub use iodef::iodef;
pub use xarf4::xarf4;

/// Who we are, as reports say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Us {
    /// The organisation's name.
    pub organisation: String,
    /// The address that answers go to.
    pub contact: String,
    /// The organisation's domain: with it, our numbers are the only ones of their kind.
    pub domain: String,
}
