//! The sensor against a collector that can be told to fail.

mod collector;
mod captures;
mod program;
mod replay;
