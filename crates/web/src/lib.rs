//! The face towards browsers and programs: public pages, and the JSON API under `/api/v1`.
//!
//! A request passes, from outside: compression, security headers (`security`), the place where failures are
//! put in words (`error`), the catching of panics, the one list of routes (`router`). A handler reads its
//! parameters strictly (`parameters`), asks the application, and draws a document that is kept until the lake
//! changes (`cache`). Pages work without script: there is none. The desk (`desk`, behind `staff`) is never kept; what
//! others wrote is shown as text with its hidden characters made visible (`inert`). Anybody may report (`report_form`),
//! and read the activity reports (`activity`).
//!
//! Pages for staff (`staff`, below `/desk`) need a session, are kept by nobody and never come from that cache.
//!
//! Sensors enrol and deliver at a listener of their own (`collector`).
//!
//! What public pages see of sensors is numbers: how many were alive, and how far apart they lie: never a
//! sensor's name or address.

mod activity;
mod api;
mod assets;
mod cache;
mod collector;
mod desk;
mod error;
mod inert;
mod language;
mod observation;
mod pages;
mod parameters;
mod path;
mod periods;
mod report_form;
mod router;
mod security;
mod site;
mod staff;
mod templates;
mod texts;
mod words;

pub use collector::{CollectError, collect};
pub use router::{addresses, router, serve};
