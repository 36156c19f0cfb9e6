//! The crate's tests from outside, in one binary.

#[cfg(test)]
mod averages;
#[cfg(test)]
mod lake;
#[cfg(test)]
mod marx;
#[cfg(test)]
mod world;
