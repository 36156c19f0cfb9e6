//! Foreign bytes in, packets and problems out: captures by the crate `capture`, lines of text here.

mod any;
pub mod lines;

pub use any::{NoSensor, any};
pub use capture::{Kind, SNIFF, Sink, capture, decompressed, frame, open, sniff};
