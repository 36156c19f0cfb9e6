//! `format=flowed` (RFC 3676): lines that end with a space go on in the next one. Log lines and long URLs in reports
//! are broken so, and have to be whole to be found.

/// Joins what flows. `delete_space` is the parameter `DelSp=yes`: the space at the break is not part of the text.
pub(crate) fn join(text: &str, delete_space: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    // The depth of quotes of a line that goes on in the next.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        let content = content.strip_prefix(' ').unwrap_or(content);
        match open.take() {
            Some(before) if before == depth => {
                if delete_space {
                    joined.pop();
                }
            }
            Some(_) => {
                joined.push('\n');
                quote(depth, content, &mut joined);
            }
            None => quote(depth, content, &mut joined),
        }
        joined.push_str(content);
        // The line before a signature never flows.
        if content.ends_with(' ') && content != "-- " {
            open = Some(depth);
        } else {
            joined.push('\n');
        }
    }
    if open.is_some() {
        joined.push('\n');
    }
    joined
}

fn quote(depth: usize, content: &str, to: &mut String) {
    to.extend(std::iter::repeat_n('>', depth));
    if depth > 0 && !content.is_empty() {
        to.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flowing_lines_are_joined() {
        assert_eq!(join("a \nb\nc\n", false), "a b\nc\n");
        assert_eq!(join("http://example.jp/ \npath\n", true), "http://example.jp/path\n");
        assert_eq!(join("> a \n> b\nc \n> d\n", false), "> a b\nc \n> d\n");
        assert_eq!(join(" stuffed\n-- \nname\n", false), "stuffed\n-- \nname\n");
        assert_eq!(join("a ", false), "a \n");
    }
}
