#![doc = include_str!("../README.md")]

pub mod clock;
pub mod config;
pub mod deliver;
pub mod gathering;
pub mod identity;
pub mod link;
mod payload;
pub mod replay;
pub mod spool;
