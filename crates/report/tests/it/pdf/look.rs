//! What the tests look at in a PDF.

use std::io::Write;
use std::process::{Command, Stdio};

use lopdf::{Dictionary, Document, Object};

/// A PDF that was read.
pub(super) struct Read(pub(super) Document);

impl Read {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(Document::load_mem(bytes).unwrap())
    }

    pub(super) fn catalog(&self) -> &Dictionary {
        self.0.catalog().unwrap()
    }

    /// What `key` of a dictionary says, wherever it is kept.
    pub(super) fn at<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> &'a Object {
        self.0
            .dereference(dictionary.get(key.as_bytes()).unwrap_or_else(|_| panic!("{key} in {dictionary:?}")))
            .unwrap()
            .1
    }

    pub(super) fn dictionary<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> &'a Dictionary {
        self.at(dictionary, key).as_dict().unwrap()
    }

    /// All dictionaries of the file, those inside others too.
    pub(super) fn dictionaries(&self) -> Vec<&Dictionary> {
        let mut all = Vec::new();
        for object in self.0.objects.values() {
            inside(object, &mut all);
        }
        all
    }

    /// Elements of the tree of tags with this tag.
    pub(super) fn tagged(&self, tag: &str) -> Vec<&Dictionary> {
        let is = |dictionary: &&Dictionary| {
            name(dictionary, "S").as_deref() == Some(tag) && dictionary.has(b"P") && !dictionary.has(b"URI")
        };
        self.dictionaries().into_iter().filter(is).collect()
    }

    /// Titles of bookmarks, each with its depth, in order.
    pub(super) fn bookmarks(&self) -> Vec<(usize, String)> {
        let mut all = Vec::new();
        self.bookmarks_under(self.dictionary(self.catalog(), "Outlines"), 0, &mut all);
        all
    }

    fn bookmarks_under(&self, node: &Dictionary, depth: usize, all: &mut Vec<(usize, String)>) {
        let mut next = node.get(b"First").ok();
        while let Some(child) = next {
            let child = self.0.dereference(child).unwrap().1.as_dict().unwrap();
            all.push((depth, lopdf::decode_text_string(self.at(child, "Title")).unwrap()));
            self.bookmarks_under(child, depth + 1, all);
            next = child.get(b"Next").ok();
        }
    }

    /// Where its links lead.
    pub(super) fn links(&self) -> Vec<String> {
        let uri = |dictionary: &&Dictionary| {
            dictionary.get(b"URI").and_then(Object::as_str).ok().map(<[u8]>::to_vec)
        };
        self.dictionaries().iter().filter_map(uri).map(|uri| String::from_utf8(uri).unwrap()).collect()
    }

    pub(super) fn metadata(&self) -> String {
        let stream = self.at(self.catalog(), "Metadata").as_stream().unwrap();
        String::from_utf8(stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())).unwrap()
    }
}

fn inside<'a>(object: &'a Object, all: &mut Vec<&'a Dictionary>) {
    match object {
        Object::Dictionary(dictionary) => {
            all.push(dictionary);
            dictionary.iter().for_each(|(_, value)| inside(value, all));
        }
        Object::Stream(stream) => all.push(&stream.dict),
        Object::Array(values) => values.iter().for_each(|value| inside(value, all)),
        _ => {}
    }
}

/// The name that `key` of a dictionary says.
pub(super) fn name(dictionary: &Dictionary, key: &str) -> Option<String> {
    let name = dictionary.get(key.as_bytes()).ok()?.as_name().ok()?;
    Some(String::from_utf8_lossy(name).into_owned())
}

/// The PDF's text in the order in which it is written, which is that of its tags; none where it is not installed.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let mut command = Command::new("pdftotext");
    let command =
        command.args(["-raw", "-enc", "UTF-8", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = command.stderr(Stdio::null()).spawn() else {
        eprintln!("left out: the PDF's text, as pdftotext (poppler-utils) is not installed");
        return None;
    };
    let mut input = child.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Text without spaces, line feeds and page feeds: fonts and columns set them differently.
pub(super) fn joined(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
