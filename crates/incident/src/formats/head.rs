//! Header fields and lines of `Name: value` as ARF and X-ARF have them.

/// So many fields are read of one head. A report has about twenty.
const FIELDS: usize = 200;
/// So many bytes of it are looked at.
const BYTES: usize = 256 << 10;

/// Reads fields up to the first empty line: names as written, values unfolded (RFC 5322, 2.2.3). What is no field
/// is skipped.
pub(super) fn fields(text: &str) -> Vec<(String, String)> {
    let text = &text[..text.floor_char_boundary(BYTES)];
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.trim_start_matches(['\r', '\n']).lines() {
        if line.trim().is_empty() || fields.len() >= FIELDS {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                if !value.is_empty() {
                    value.push(' ');
                }
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':')
            && !name.is_empty()
            && name.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        {
            fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    fields
}

/// The first value of a field, whatever its case; none where it is empty.
pub(super) fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    all(fields, name).next()
}

/// All values of a field.
pub(super) fn all<'a>(fields: &'a [(String, String)], name: &str) -> impl Iterator<Item = &'a str> {
    let values = fields.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name));
    values.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

/// The head of a message as it stands: all up to the first empty line.
pub(super) fn of_message(text: &str) -> &str {
    let text = text.trim_start_matches(['\r', '\n']);
    let end = ["\r\n\r\n", "\n\n"].iter().filter_map(|gap| text.find(gap)).min().unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_unfolded_and_end_at_the_empty_line() {
        let read = fields("\r\nSource-IP: 192.0.2.1\r\nA:\r\n  b\r\n\tc\r\nno field\r\n\r\nB: c\r\n");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(read, [pair("Source-IP", "192.0.2.1"), pair("A", "b c")]);
        assert_eq!(field(&read, "source-ip"), Some("192.0.2.1"));
        assert_eq!(of_message("A: b\nC: d\n\nbody"), "A: b\nC: d");
    }
}
