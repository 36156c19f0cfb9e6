//! Entities: `&amp;`, `&#12354;`, `&#x3042;`. One without its semicolon stays as it is.

use mail_parser::decoders::html::add_html_token;

/// The longest entity that HTML names is 33 long.
const ENTITY: usize = 40;

/// Adds `text` with its entities decoded.
pub(super) fn decode(text: &str, to: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        to.push_str(&rest[..at]);
        rest = &rest[at..];
        let look = &rest.as_bytes()[..rest.len().min(ENTITY)];
        match look.iter().position(|byte| *byte == b';') {
            Some(end)
                if end > 1
                    && look[1..end].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#') =>
            {
                add_html_token(to, &look[..=end], false);
                rest = &rest[end + 1..];
            }
            _ => {
                to.push('&');
                rest = &rest[1..];
            }
        }
    }
    to.push_str(rest);
}
