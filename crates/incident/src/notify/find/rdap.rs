//! What a registry's answer says about whom to write to (RFC 9083).
//!
//! Entities lie within entities; a mail address stands in their jCard (RFC 7095). Of all of them the one with the
//! best role counts: abuse before technical before registrant. Registries leave out and misspell what they like, so
//! a field of another shape than expected is as good as absent.

use std::net::IpAddr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A longer answer is not read; real ones have some ten thousand bytes.
const BYTES: usize = 2 << 20;
/// Addresses that are kept of one role.
const ADDRESSES: usize = 5;
/// Remarks that are kept, and how long each may be.
const NOTES: (usize, usize) = (10, 200);

/// The roles that are written to, the best first (RFC 9083, 10.2.4).
const ROLES: [&str; 3] = ["abuse", "technical", "registrant"];

/// What was taken from an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Registered {
    /// The network or domain.
    pub handle: String,
    /// ISO 3166 code of the network, or of the best contact.
    pub country: Option<String>,
    /// First and last address of the network.
    pub first: Option<IpAddr>,
    pub last: Option<IpAddr>,
    /// Autonomous systems that announce it.
    pub systems: Vec<u32>,
    /// The role that the addresses are registered for; empty without addresses.
    pub role: String,
    /// Person, role or organisation.
    pub name: String,
    pub addresses: Vec<String>,
    /// What the registry left out, and says about it.
    pub notes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Object {
    #[serde(deserialize_with = "lenient")]
    handle: String,
    #[serde(deserialize_with = "lenient")]
    ldh_name: String,
    #[serde(deserialize_with = "lenient")]
    country: String,
    #[serde(deserialize_with = "lenient")]
    start_address: String,
    #[serde(deserialize_with = "lenient")]
    end_address: String,
    #[serde(deserialize_with = "each")]
    #[serde(rename = "arin_originas0_originautnums")]
    origins: Vec<u32>,
    #[serde(deserialize_with = "each")]
    entities: Vec<Entity>,
    #[serde(deserialize_with = "each")]
    redacted: Vec<Redacted>,
    #[serde(deserialize_with = "each")]
    remarks: Vec<Remark>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Entity {
    #[serde(deserialize_with = "each")]
    roles: Vec<String>,
    vcard_array: Value,
    #[serde(deserialize_with = "each")]
    entities: Vec<Entity>,
}

/// RFC 9537.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Redacted {
    name: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Remark {
    #[serde(deserialize_with = "lenient")]
    title: String,
    #[serde(deserialize_with = "each")]
    description: Vec<String>,
}

/// A value of another shape is no value.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(input: D) -> Result<T, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(input)?).unwrap_or_default())
}

/// The elements of a list that have the expected shape.
fn each<'de, D: Deserializer<'de>, T: DeserializeOwned>(input: D) -> Result<Vec<T>, D::Error> {
    Ok(match Value::deserialize(input)? {
        Value::Array(all) => all.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect(),
        _ => Vec::new(),
    })
}

/// Reads an answer.
pub(super) fn read(body: &[u8]) -> Result<Registered, String> {
    if body.len() > BYTES {
        return Err(format!("the answer is longer than {BYTES} bytes"));
    }
    let object: Object = serde_json::from_slice(body).map_err(|error| format!("no RDAP answer: {error}"))?;
    let mut best = Best::default();
    for entity in &object.entities {
        best.look(entity);
    }
    let line = |text: &str| mail::one_line(text, NOTES.1);
    let redacted = object.redacted.iter().filter_map(|one| {
        let name = ["description", "type"].iter().find_map(|key| one.name.get(key)?.as_str())?;
        Some(format!("redacted: {}", line(name)))
    });
    let remarks = object.remarks.iter().map(|one| {
        let text = one.description.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        line(&format!("{} {text}", one.title))
    });
    let country = super::super::scope::country(&object.country).or(best.country);
    Ok(Registered {
        handle: line(if object.handle.is_empty() { &object.ldh_name } else { &object.handle }),
        country,
        first: object.start_address.parse().ok(),
        last: object.end_address.parse().ok(),
        systems: object.origins,
        role: best.role.map_or("", |rank| ROLES[rank]).to_owned(),
        name: best.name,
        addresses: best.addresses,
        notes: redacted.chain(remarks).filter(|note| !note.is_empty()).take(NOTES.0).collect(),
    })
}

#[derive(Debug, Default)]
struct Best {
    /// The role's place in [`ROLES`].
    role: Option<usize>,
    name: String,
    addresses: Vec<String>,
    country: Option<String>,
}

impl Best {
    fn look(&mut self, entity: &Entity) {
        let has = |role: &str| entity.roles.iter().any(|one| one.eq_ignore_ascii_case(role));
        let rank = ROLES.iter().position(|role| has(role));
        let card = Card::of(&entity.vcard_array);
        if let Some(rank) = rank
            && !card.addresses.is_empty()
        {
            if self.role.is_none_or(|known| rank < known) {
                self.role = Some(rank);
                self.name = card.name;
                self.addresses.clear();
            }
            if self.role == Some(rank) {
                for address in card.addresses {
                    if self.addresses.len() < ADDRESSES && !self.addresses.contains(&address) {
                        self.addresses.push(address);
                    }
                }
            }
        }
        // That of the holder, not of a registrar elsewhere.
        if has("registrant") && self.country.is_none() {
            self.country = card.country;
        }
        for inner in &entity.entities {
            self.look(inner);
        }
    }
}

/// What a jCard says: `["vcard", [[name, parameters, type, value], ...]]`.
#[derive(Debug, Default)]
struct Card {
    name: String,
    addresses: Vec<String>,
    country: Option<String>,
}

impl Card {
    fn of(card: &Value) -> Self {
        let mut known = Self::default();
        let properties = card.get(1).and_then(Value::as_array);
        for property in properties.into_iter().flatten() {
            let (Some(name), Some(value)) = (property.get(0).and_then(Value::as_str), property.get(3)) else {
                continue;
            };
            match name {
                "email" => {
                    let texts = match value {
                        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
                        one => one.as_str().into_iter().collect::<Vec<_>>(),
                    };
                    let addresses = texts
                        .into_iter()
                        .map(str::trim)
                        .map(|text| text.strip_prefix("mailto:").unwrap_or(text).to_ascii_lowercase());
                    known.addresses.extend(addresses.filter(|one| mail::check_address(one).is_ok()));
                }
                "fn" => known.name = mail::one_line(value.as_str().unwrap_or_default(), 200),
                // RFC 8605: the country's code as a parameter.
                "adr" => {
                    let code = property.get(1).and_then(|parameters| parameters.get("cc")?.as_str());
                    known.country = code.and_then(super::super::scope::country);
                }
                _ => {}
            }
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(email: &str) -> String {
        format!(r#"["vcard", [["version", {{}}, "text", "4.0"], ["fn", {{}}, "text", "Desk"], {email}]]"#)
    }

    #[test]
    fn the_best_role_counts_however_deep_it_lies() {
        let answer = format!(
            r#"{{"handle": "NET-1", "startAddress": "192.0.2.0", "endAddress": "192.0.2.255", "country": "jp",
            "entities": [
              {{"roles": ["registrant"], "vcardArray": {}, "entities": [
                {{"roles": ["noc", "abuse"], "vcardArray": {}}}]}},
              {{"roles": ["technical"], "vcardArray": {}}},
              {{"roles": ["abuse"], "vcardArray": {}}},
              {{"roles": "abuse", "vcardArray": 5}}, 17],
            "redacted": [{{"name": {{"description": "Registrant Name"}}}}],
            "remarks": [{{"title": "Note", "description": ["mail first"]}}]}}"#,
            card(r#"["email", {}, "text", "owner@example.jp"]"#),
            card(r#"["email", {}, "text", "Abuse@example.jp"]"#),
            card(r#"["email", {}, "text", "noc@example.jp"]"#),
            card(r#"["email", {}, "text", ["abuse2@example.jp", "not an address\r\nBcc: x", 3]]"#),
        );
        let read = read(answer.as_bytes()).unwrap();
        assert_eq!(read.addresses, ["abuse@example.jp", "abuse2@example.jp"]);
        assert_eq!((read.role.as_str(), read.handle.as_str()), ("abuse", "NET-1"));
        assert_eq!(read.country.as_deref(), Some("JP"));
        assert_eq!(read.last, "192.0.2.255".parse().ok());
        assert_eq!(read.notes, ["redacted: Registrant Name", "Note mail first"]);
    }

    #[test]
    fn odd_answers_are_no_failure_of_ours() {
        for odd in
            ["{}", r#"{"entities": {}}"#, r#"{"entities": [null, [], {"vcardArray": [[]]}], "handle": 3}"#]
        {
            assert_eq!(read(odd.as_bytes()).unwrap(), Registered::default(), "{odd}");
        }
        assert!(read(b"<html>").is_err());
        assert!(read(&[b'['; 4 << 20]).is_err());
        assert!(read("[".repeat(100_000).as_bytes()).is_err(), "too deep");
    }
}
