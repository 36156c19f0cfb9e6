//! The pages for people, a file each.

pub(crate) mod api_guide;
pub(crate) mod data_terms;
pub(crate) mod failure;
pub(crate) mod find_port;
pub(crate) mod health;
pub(crate) mod home;
pub(crate) mod icmp;
pub(crate) mod language;
mod layout;
pub(crate) mod observe;
pub(crate) mod port;
#[cfg(test)]
mod tests;

pub(crate) use layout::Layout;
