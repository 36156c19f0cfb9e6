#![doc = include_str!("../README.md")]

pub mod lmtp;
mod message;
mod read;

pub use message::{Disposition, Mailbox, Message, Nature, Part, Problem};
pub use read::read;
