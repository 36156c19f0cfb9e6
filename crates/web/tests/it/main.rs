//! The site over a real lake: three months of made-up sensors, imported as any rows are.

#[cfg(test)]
mod activity;
#[cfg(test)]
mod api;
#[cfg(test)]
mod attacks;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod report;
#[cfg(test)]
mod schemathesis;
#[cfg(test)]
mod staff;
#[cfg(test)]
mod world;
