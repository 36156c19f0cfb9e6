//! XML as a tree, as far as a document of incidents needs it: no document type, no entities but XML's own five and
//! character references. What isn't there can't expand.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting. IODEF's own classes need about fifteen; events may hold events.
const DEPTH: usize = 40;
/// So many elements of one document are taken.
const ELEMENTS: usize = 500_000;

/// An element. Names are without their prefixes.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    /// An attribute; none where it is empty.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut known = self.attributes.iter().filter(|(known, _)| known == name);
        known.next().map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Children of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Elements of a name at any depth, itself left out.
    pub(super) fn deep<'a>(&'a self, name: &str, found: &mut Vec<&'a Element>) {
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            child.deep(name, found);
        }
    }

    /// The text of the first child of a name; none where it is blank.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        let texts = self.children.iter().filter(|child| child.name == name).map(|child| child.text.trim());
        texts.into_iter().find(|text| !text.is_empty())
    }
}

/// Reads a document to its root element.
pub(super) fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut count = 0;
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| format!("byte {at}: {error}"))?;
        match event {
            Event::Start(start) => {
                count += 1;
                if open.len() >= DEPTH || count > ELEMENTS {
                    return Err(format!("byte {at}: more or deeper elements than a report has"));
                }
                open.push(element(&start));
            }
            Event::Empty(start) => {
                count += 1;
                let element = element(&start);
                match open.last_mut() {
                    Some(parent) if count <= ELEMENTS => parent.children.push(element),
                    Some(_) => return Err(format!("byte {at}: more elements than a report has")),
                    None => return Ok(element),
                }
            }
            Event::End(_) => {
                let Some(element) = open.pop() else {
                    return Err(format!("byte {at}: an end without a start"));
                };
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => return Ok(element),
                }
            }
            Event::Text(text) => append(&mut open, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) => append(&mut open, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) => {
                let name = reference.xml_content(XmlVersion::Implicit1_0);
                match reference.resolve_char_ref() {
                    Ok(Some(character)) => append(&mut open, character.encode_utf8(&mut [0; 4])),
                    _ => match resolve_predefined_entity(&name) {
                        Some(meant) => append(&mut open, meant),
                        None => {
                            return Err(format!("byte {at}: an entity of its own, which is not resolved"));
                        }
                    },
                }
            }
            Event::DocType(_) => return Err(format!("byte {at}: a document type, which is not read")),
            Event::Eof => return Err("it ends within an element".to_owned()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
    // Checking for doubles compares each with each: with many it takes long. The first one counts.
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).filter_map(Result::ok).map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
        (local(attribute.key.0), value)
    });
    Element { name: local(start.name().0), attributes: attributes.collect(), ..Element::default() }
}

fn append(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}
