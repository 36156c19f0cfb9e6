#![doc = include_str!("../README.md")]

pub mod bounce;
mod charset;
mod clean;
mod flowed;
mod header;
mod html;
mod limit;
mod mbox;
mod message;
mod multipart;
mod nature;
mod read;
mod signed;
mod source;
mod transfer;

pub use mbox::{Entry, Mbox};
pub use message::{Disposition, Mailbox, Message, Nature, Part, Problem};
pub use nature::{LOOP_HEADER, nature};
pub use read::read;
pub use signed::{Signed, signed};
pub use source::{Source, is_mail, maildir};
