//! The records of the community, on a real database.

mod files;
mod first;
mod quarter;
mod random;
mod verbs;
mod world;
