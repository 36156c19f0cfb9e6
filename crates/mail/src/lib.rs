#![doc = include_str!("../README.md")]

mod compose;
mod message;
mod read;
mod smtp;

pub use compose::{Attachment, ComposeError, Draft, check_address, compose, one_line};
pub use message::{Disposition, Mailbox, Message, Nature, Part, Problem};
pub use read::read;
pub use smtp::{Accepted, SendError, SmtpConnection, SmtpServer, SmtpTls};
