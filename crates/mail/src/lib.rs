#![doc = include_str!("../README.md")]

pub mod lmtp;
mod message;
pub mod openpgp;
mod read;

pub use message::{Disposition, Mailbox, Message, Nature, Part, Problem};
pub use read::read;
