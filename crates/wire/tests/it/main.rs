//! Batches as frames, frames as batches, and everything that is neither.

mod batches;
mod round_trip;
