#![doc = include_str!("../README.md")]

pub mod community;
pub mod incident;
mod packet;
mod pcap;
mod quarter;
mod random;
mod sensors;
mod sources;
mod stories;
mod story;
pub mod topics;
mod traffic;
mod visit;
pub mod watched;

pub use quarter::{Capture, SampleQuarter};
pub use sensors::{Outage, Sensor, outage, sensors};
pub use stories::{FIRST_DAY, LAST_DAY};

/// What must stand wherever the sample is shown, in English.
pub const NOTICE_EN: &str = "Sample data. These packets, sensors and addresses are made up.";

/// What must stand wherever the sample is shown, in Japanese.
pub const NOTICE_JA: &str = "見本データです。パケット、センサー、アドレスはすべて架空のものです。";

/// The whole sample: 2006-11-01 to 2008-03-31, days of Asia/Tokyo.
pub fn quarter() -> SampleQuarter {
    SampleQuarter::default()
}
