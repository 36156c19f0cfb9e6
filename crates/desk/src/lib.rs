//! The application: all services over one data folder, and what happens between domains.
//!
//! A face (the web pages, the command line) opens one [`App`] and speaks to the domains through it. Only this
//! crate and `cli` know where settings come from.

pub mod answer;
mod app;
pub mod flows;
pub mod pki;
mod records;
pub mod schedule;
mod settings;
mod ways;

pub use app::{App, AppError};
pub use records::move_records;
pub use settings::{
    Contact, Outgoing, PublicationSettings, ReportSettings, SensorSettings, Settings, SettingsError,
};
