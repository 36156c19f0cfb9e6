//! Observation, from bytes to rows.

mod captures;
mod counts;
mod formats;
mod frames;
mod made;
