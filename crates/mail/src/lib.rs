#![doc = include_str!("../README.md")]

pub mod lmtp;
mod compose;
mod message;
pub mod openpgp;
pub mod bounce;
mod charset;
mod clean;
mod flowed;
mod header;
mod html;
mod limit;
mod mbox;
mod multipart;
mod nature;
mod read;
mod source;
mod transfer;

pub use mbox::{Entry, Mbox};
mod smtp;

pub use compose::{Attachment, ComposeError, Draft, check_address, compose, one_line};
pub use message::{Disposition, Mailbox, Message, Nature, Part, Problem};
pub use nature::{LOOP_HEADER, nature};
pub use read::read;
pub use source::{Source, is_mail, maildir};
pub use smtp::{Accepted, SendError, SmtpConnection, SmtpServer, SmtpTls};
