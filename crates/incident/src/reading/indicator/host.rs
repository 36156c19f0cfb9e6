//! Host names (RFC 1123, 2.1), told from file names and other words with dots by the Public Suffix List.

use psl::Psl as _;

use super::{Found, What};

/// Endings that are both top-level domains and those of files: with no further dot, it is rather a file.
const FILES: &[&str] = &[
    "sh", "pl", "py", "zip", "rs", "md", "ps", "so", "cc", "mov", "app", "gz", "tar", "pm", "java", "sql",
    "do", "as", "bat", "mm", "ai", "ml", "st", "la",
];
/// Top-level domains that nobody has (RFC 2606): people put them into examples, and samples use them.
const RESERVED: &[&str] = &["example", "test"];

/// The host name that a word is.
pub(super) fn host_at(line: &str, at: usize, end: usize) -> Option<Found> {
    let bytes = line.as_bytes();
    if at > 0 && matches!(bytes[at - 1], b'.' | b'-' | b'/' | b'@' | b'%' | b'_' | b'\\' | b'&' | b'?') {
        return None;
    }
    // A colon ends it: `host.example:22`.
    let word = &line[at..end];
    let word = word.split(':').next().unwrap_or_default().trim_end_matches(['.', '-', '_', '+']);
    is_host(word).then(|| Found { span: at..at + word.len(), what: What::Host(word.to_ascii_lowercase()) })
}

/// Whether a word is a host's name under a suffix that exists.
pub(in crate::reading) fn is_host(word: &str) -> bool {
    let Some((rest, last)) = word.rsplit_once('.') else { return false };
    if word.len() > 253
        || last.len() < 2
        || !last.bytes().all(|b| b.is_ascii_alphabetic()) && !last.starts_with("xn--")
    {
        return false;
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if !rest.split('.').all(label) {
        return false;
    }
    let last = last.to_ascii_lowercase();
    let file = !rest.contains('.') && FILES.contains(&last.as_str());
    // `e.g.`, `U.S.`, `a.m`.
    let short = rest.len() < 2 && last.len() < 3;
    !file && !short && (RESERVED.contains(&last.as_str()) || known(word))
}

fn known(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    psl::List
        .suffix(lower.as_bytes())
        .is_some_and(|suffix| suffix.is_known() && suffix.as_bytes().len() < lower.len())
}

/// The name that somebody registered, of a host: `example.co.jp` of `www.example.co.jp`.
pub(in crate::reading) fn registrable(host: &str) -> Option<String> {
    let lower = host.trim_end_matches('.').to_ascii_lowercase();
    let domain = psl::List.domain(lower.as_bytes())?;
    std::str::from_utf8(domain.as_bytes()).ok().map(str::to_owned)
}
