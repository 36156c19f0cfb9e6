//! The crate's tests from outside, in one binary.

mod lake;
