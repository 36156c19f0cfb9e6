#![doc = include_str!("../README.md")]

pub mod bounce;
mod charset;
mod clean;
mod compose;
mod flowed;
mod header;
mod html;
mod limit;
pub mod lmtp;
mod mbox;
mod message;
mod multipart;
mod nature;
pub mod openpgp;
mod read;
mod signed;
mod source;
mod transfer;

pub use mbox::{Entry, Mbox};
mod smtp;

pub use compose::{Attachment, ComposeError, Draft, check_address, compose, one_line};
pub use message::{Disposition, Mailbox, Message, Nature, Part, Problem};
pub use nature::{LOOP_HEADER, nature};
pub use read::read;
pub use smtp::{Accepted, SendError, SmtpConnection, SmtpServer, SmtpTls};
pub use source::{Source, is_mail, maildir};
