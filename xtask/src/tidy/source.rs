//! A Rust file as the rules see it: code without comments, strings and tests.
//!
//! A rule that greps the plain text would find its words in comments and messages, and would take a test's
//! `unwrap` for the program's. Offsets are kept, so that a finding has its line.

use super::tree::{crate_of, line_of};

/// A Rust file, cut into code and string literals.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) path: String,
    /// Same length as the file: comments, contents of literals and `#[cfg(test)]` items are spaces.
    pub(super) code: String,
    /// Offset and contents of each string literal outside `#[cfg(test)]` items.
    pub(super) strings: Vec<(usize, String)>,
    /// Files and folders that are modules of it for tests only, without ending.
    test_modules: Vec<String>,
    in_test_module: bool,
}

impl Source {
    /// Cuts up `text`.
    pub(super) fn of(path: &str, text: &str) -> Self {
        let (mut code, mut strings) = blank(text);
        let mut test_modules = Vec::new();
        while let Some((start, end)) = test_item(&code) {
            let named =
                strings.iter().find(|(at, _)| (start..end).contains(at)).map(|(_, text)| text.as_str());
            test_modules.extend(module_file(path, &code[start..end], named));
            strings.retain(|(at, _)| !(start..end).contains(at));
            code = code
                .char_indices()
                .map(|(at, c)| if (start..end).contains(&at) && c != '\n' { ' ' } else { c })
                .collect();
        }
        Self { path: path.to_owned(), code, strings, test_modules, in_test_module: false }
    }

    /// Tells the files of one tree which of them only tests see.
    pub(super) fn mark_test_modules(sources: &mut [Self]) {
        let modules: Vec<String> = sources.iter().flat_map(|s| s.test_modules.iter().cloned()).collect();
        for source in sources {
            let rest = modules.iter().find_map(|module| source.path.strip_prefix(module.as_str()));
            source.in_test_module = rest.is_some_and(|rest| rest.starts_with(['.', '/']));
        }
    }

    /// The crate that it belongs to.
    pub(super) fn crate_name(&self) -> &str {
        crate_of(&self.path)
    }

    /// Whether the whole file is no part of the program: it serves tests, or shows something.
    pub(super) fn is_test(&self) -> bool {
        const FOLDERS: [&str; 5] = ["tests", "benches", "examples", "testkit", "fuzz"];
        self.in_test_module || self.path.split('/').any(|part| FOLDERS.contains(&part))
    }

    /// `path:line` of an offset.
    pub(super) fn place(&self, at: usize) -> String {
        format!("{}:{}", self.path, line_of(&self.code, at))
    }

    /// Offsets at which `word` stands in the code and is not the tail of a longer word.
    pub(super) fn find<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.code.match_indices(word).map(|(at, _)| at).filter(move |at| {
            let before = self.code.as_bytes()[..*at].last();
            !word.starts_with(is_word) || before.is_none_or(|b| !is_word(*b as char))
        })
    }
}

pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Where `mod name;` in the file `path` is written, without ending; `named` is what a `#[path = ".."]` says.
fn module_file(path: &str, item: &str, named: Option<&str>) -> Option<String> {
    let (_, declared) = item.strip_suffix(';')?.rsplit_once("mod ")?;
    let (folder, file) = path.rsplit_once('/')?;
    if let Some(named) = named {
        return Some(format!("{folder}/{}", named.strip_suffix(".rs")?));
    }
    let stem = file.strip_suffix(".rs")?;
    let own = if matches!(stem, "mod" | "lib" | "main") { String::new() } else { format!("/{stem}") };
    Some(format!("{folder}{own}/{}", declared.trim()))
}

/// The first item under `#[cfg(test)]`, from the attribute to its closing brace or semicolon.
fn test_item(code: &str) -> Option<(usize, usize)> {
    let start = code.find("#[cfg(test)]")?;
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return Some((start, at + 1)),
            b'}' => depth -= 1,
            b';' if depth == 0 => return Some((start, at + 1)),
            _ => {}
        }
    }
    Some((start, code.len()))
}

/// The code with comments and contents of literals blanked, and the string literals.
fn blank(text: &str) -> (String, Vec<(usize, String)>) {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut strings = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        if rest.starts_with(b"//") {
            let end = rest.iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n);
            wipe(&mut code, at, end);
            at = end;
        } else if rest.starts_with(b"/*") {
            let end = comment_end(bytes, at);
            wipe(&mut code, at, end);
            at = end;
        } else if let Some((open, close)) = string_start(bytes, at) {
            let start = at + open;
            let end = string_end(bytes, start, &close);
            strings.push((at, text.get(start..end).unwrap_or_default().to_owned()));
            wipe(&mut code, start, end);
            at = (end + close.len()).min(bytes.len());
        } else if rest[0] == b'\'' {
            let end = char_end(bytes, at);
            wipe(&mut code, at + 1, end.max(at + 2) - 1);
            at = end;
        } else if is_word(rest[0] as char) {
            // A whole word at once, so that the r of `for"` opens no raw string.
            at += rest.iter().position(|b| !is_word(*b as char)).unwrap_or(rest.len());
        } else {
            at += 1;
        }
    }
    (String::from_utf8_lossy(&code).into_owned(), strings)
}

fn wipe(code: &mut [u8], start: usize, end: usize) {
    let end = end.min(code.len());
    for byte in code.get_mut(start..end).unwrap_or_default() {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

/// The end of a block comment; they nest.
fn comment_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    at
}

/// Where a string literal begins at `at`: how long its opening is, and what closes it.
fn string_start(bytes: &[u8], at: usize) -> Option<(usize, Vec<u8>)> {
    let rest = &bytes[at..];
    let prefix = rest.iter().take(2).take_while(|b| b"bcr".contains(b)).count();
    let raw = rest[..prefix].contains(&b'r');
    let hashes = if raw { rest[prefix..].iter().take_while(|b| **b == b'#').count() } else { 0 };
    (rest.get(prefix + hashes) == Some(&b'"')).then(|| {
        let mut close = vec![b'"'];
        close.extend(std::iter::repeat_n(b'#', hashes));
        (prefix + hashes + 1, close)
    })
}

fn string_end(bytes: &[u8], start: usize, close: &[u8]) -> usize {
    let raw = bytes[..start].iter().rev().skip(1).find(|b| **b != b'#') == Some(&b'r');
    let mut at = start;
    while at < bytes.len() {
        if bytes[at..].starts_with(close) {
            return at;
        }
        at += if bytes[at] == b'\\' && !raw { 2 } else { 1 };
    }
    bytes.len()
}

/// The end of a character literal; of a lifetime, the offset after its quote.
fn char_end(bytes: &[u8], at: usize) -> usize {
    if bytes.get(at + 1) == Some(&b'\\') {
        let close = bytes.iter().skip(at + 3).position(|b| *b == b'\'');
        return close.map_or(bytes.len(), |n| at + 3 + n + 1);
    }
    // One character of up to four bytes, then the quote.
    (at + 2..at + 6).find(|end| bytes.get(*end) == Some(&b'\'')).map_or(at + 1, |end| {
        let one = std::str::from_utf8(&bytes[at + 1..end]).is_ok_and(|s| s.chars().count() == 1);
        if one { end + 1 } else { at + 1 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_literals_and_tests_are_no_code() {
        let text = r##"
fn a<'x>(s: &'x str) -> char { /* unwrap( /* nested */ */ let c = '"'; let q = '\''; b'{' as char } // unwrap(
const S: &str = "unwrap( \" {"; const R: &str = r#"panic!(" { "#; const J: char = '火';
#[cfg(test)]
mod tests { fn t() { x.unwrap(); let s = "of a test"; } }
fn after() { done() }
"##;
        let source = Source::of("crates/x/src/a.rs", text);
        assert_eq!(source.code.len(), text.len());
        assert!(!source.code.contains("unwrap") && !source.code.contains("panic"), "{}", source.code);
        assert!(source.code.contains("fn after() { done() }") && source.code.contains("fn a<'x>"));
        let strings: Vec<&str> = source.strings.iter().map(|(_, s)| s.as_str()).collect();
        assert_eq!(strings, [r#"unwrap( \" {"#, r#"panic!(" { "#]);
        assert_eq!(source.place(source.code.find("after").unwrap()), "crates/x/src/a.rs:6");
    }

    #[test]
    fn a_module_that_only_tests_see_is_a_test() {
        let outer = "#[cfg(test)]\npub(crate) mod sample;\nmod sampled;\n#[cfg(test)]\nmod tests;\n\
                     #[cfg(test)]\n#[path = \"a_tests.rs\"]\nmod more;";
        let files = [
            ("x/src/a.rs", false),
            ("x/src/a/sample.rs", true),
            ("x/src/a/sampled.rs", false),
            ("x/src/a/tests.rs", true),
            ("x/src/a_tests.rs", true),
            ("x/src/sample.rs", false),
        ];
        let text = |path: &str| if path == files[0].0 { outer } else { "" };
        let mut sources: Vec<Source> = files.iter().map(|(path, _)| Source::of(path, text(path))).collect();
        Source::mark_test_modules(&mut sources);
        let tests: Vec<(&str, bool)> = sources.iter().map(|s| (s.path.as_str(), s.is_test())).collect();
        assert_eq!(tests, files);
    }

    #[test]
    fn a_word_is_found_whole() {
        let source = Source::of("a.rs", "now(); known(); x.now(); snow()");
        assert_eq!(source.find("now(").collect::<Vec<_>>(), [0, 18]);
    }
}
