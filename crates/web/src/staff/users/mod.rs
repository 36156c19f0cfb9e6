//! `/desk/users`: who may use the desk; for admins.

pub(crate) mod list;
pub(crate) mod one;

/// The page.
pub(crate) const PATH: &str = "/desk/users";
