//! The crate's tests from outside, in one binary.

#[cfg(test)]
mod averages;
#[cfg(test)]
mod captures;
#[cfg(test)]
mod counts;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod frames;
#[cfg(test)]
mod lake;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod made;
#[cfg(test)]
mod marx;
#[cfg(test)]
mod world;
