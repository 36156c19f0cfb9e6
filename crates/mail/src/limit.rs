//! How much of a message is read. What lies beyond is left out and said as a problem; the original keeps it.

/// Bytes of a message that are read. Larger, and a few senders at once fill the memory; smaller, and evidence with
/// captures attached is cut.
pub(crate) const MESSAGE_BYTES: usize = 128 << 20;

/// Bytes that the parts of a message may have together, transfer encodings undone. A message within a message
/// counts at each level, so this bounds what nesting multiplies.
pub(crate) const PARTS_BYTES: usize = 512 << 20;

/// The same as so many times the message: no real one holds itself that often, and a made one of ten megabytes would
/// cost 24 times as much memory.
pub(crate) const PARTS_TIMES: usize = 8;

/// Bytes that the parts of a small message may have together, however they are nested.
pub(crate) const PARTS_ROOM: usize = 16 << 20;

/// Characters' bytes of one text part. Larger texts are feeds, and come as attachments with their bytes whole.
pub(crate) const TEXT_BYTES: usize = 32 << 20;

/// Header fields of one message or part. Real ones stay below 300.
pub(crate) const FIELDS: usize = 5_000;

/// Bytes of one header field.
pub(crate) const FIELD_BYTES: usize = 1 << 20;

/// Mailboxes in one header field.
pub(crate) const MAILBOXES: usize = 10_000;

/// Parts of a message, those of messages within it counted too.
pub(crate) const PARTS: usize = 2_000;

/// Multiparts and messages within each other. Reading recurses so deep: much more would not fit on a thread's
/// stack. Real ones stay below 10.
pub(crate) const DEPTH: usize = 24;

/// Problems that are listed, with one more that says there were others.
pub(crate) const PROBLEMS: usize = 100;

/// `Received` fields after which a message is held to go in circles. Postfix gives up at 50 as well
/// (`hopcount_limit`).
pub(crate) const HOPS: usize = 50;

/// Message identifications in `References`.
pub(crate) const REFERENCES: usize = 200;
