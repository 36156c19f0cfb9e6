//! The sample's watched ports, as a book that observation imports.
//!
//! Ports, days and courses are those of the activity report for January to March 2008, section 3.II; the words are
//! ours. Each is entered for the quarter from which the rule, and for ICMP a person, leads to what that report says
//! of its quarter: 2967/tcp and 5168/tcp are proposed for dropping, 5900/tcp is carried for a rise of some weeks,
//! ICMP is kept though it stays at its halved level.

/// The book, as JSON.
pub fn book() -> &'static str {
    include_str!("watched/book.json")
}
