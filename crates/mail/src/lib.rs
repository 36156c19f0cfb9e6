#![doc = include_str!("../README.md")]

pub mod bounce;
mod charset;
mod clean;
mod flowed;
mod header;
mod html;
mod limit;
mod message;
mod multipart;
mod nature;
mod read;
mod transfer;

pub use message::{Disposition, Mailbox, Message, Nature, Part, Problem};
pub use nature::{LOOP_HEADER, nature};
pub use read::read;
