//! Batches as frames, frames as batches, and everything that is neither.

mod batches;
mod deliveries;
mod enrolment;
mod examples;
mod refused;
mod round_trip;
mod sealed;
