//! The sample's captures, read back from their bytes.

// clippy takes a module for a test's, where unwrap() is fine, only if it says so.
#[cfg(test)]
mod bytes;
#[cfg(test)]
mod census;
#[cfg(test)]
mod incident;
#[cfg(test)]
mod shape;
#[cfg(test)]
mod stories;
