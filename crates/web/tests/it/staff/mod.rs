//! Staff: signing in and out, and what keeps others out.

mod desk;
mod sign_in;

pub(crate) use desk::Desk;
