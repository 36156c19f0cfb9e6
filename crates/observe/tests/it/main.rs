//! The readers, lake and series of observation, by their public interface.

mod lines;
