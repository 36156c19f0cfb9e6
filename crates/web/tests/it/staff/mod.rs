//! Staff: signing in and out, the pages about users, and what keeps others out.

mod accounts;
pub(crate) mod desk;
mod others;
mod programs;
mod sign_in;
