#![doc = include_str!("../README.md")]

pub mod clock;
pub mod config;
pub mod daemon;
pub mod deliver;
pub mod firewall;
pub mod gathering;
pub mod identity;
pub mod link;
pub mod live;
mod notify;
mod payload;
pub mod replay;
pub mod spool;
pub mod status;
