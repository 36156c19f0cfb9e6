//! What stands around every page for staff: where one can go, and who one is.

use account::Role;
use serde::Serialize;

use crate::staff::Staff;

/// The places of the desk, in order: the path, the text, and who may go there.
const PLACES: [(&str, &str, Role); 14] = [
    ("/desk", "desk-inbox", Role::Reader),
    ("/desk/incidents", "desk-incidents", Role::Reader),
    ("/desk/notifications", "desk-notifications", Role::Reader),
    ("/desk/takedown", "desk-takedown", Role::Reader),
    ("/desk/contacts", "desk-contacts", Role::Reader),
    ("/desk/community", "desk-community", Role::Reader),
    ("/desk/templates", "desk-templates", Role::Coordinator),
    ("/desk/watched-ports", "desk-watched-ports", Role::Reader),
    ("/desk/sensors", "desk-sensors", Role::Reader),
    ("/desk/search", "desk-search", Role::Reader),
    ("/desk/statistics", "desk-statistics", Role::Reader),
    ("/desk/activity", "desk-activity", Role::Reader),
    ("/desk/users", "desk-users", Role::Admin),
    ("/desk/journal", "desk-journal", Role::Admin),
];

/// Pages that belong to a place whose path they do not begin with.
const WITHIN: [(&str, &str); 4] = [
    ("/desk/message", "/desk"),
    ("/desk/entry", "/desk"),
    ("/desk/incident", "/desk/incidents"),
    ("/desk/takedowns", "/desk/takedown"),
];

/// The frame of a page for staff.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Desk {
    display: String,
    role: &'static str,
    /// The token for the page's forms.
    csrf: String,
    places: Vec<Place>,
    /// Whether this is the page about oneself.
    at_account: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Place {
    path: &'static str,
    text: &'static str,
    current: bool,
}

impl Desk {
    pub(crate) fn new(staff: &Staff, address: &str) -> Self {
        Self::framed(staff.display(), staff.role(), staff.csrf(), address)
    }

    fn framed(display: &str, role: Role, csrf: String, address: &str) -> Self {
        let here = place_of(address);
        let places = PLACES.iter().filter(|(_, _, needed)| role >= *needed);
        Self {
            display: display.to_owned(),
            role: role.name(),
            csrf,
            places: places.map(|(path, text, _)| Place { path, text, current: *path == here }).collect(),
            at_account: is_below(address, "/desk/account"),
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(address: &str) -> Self {
        Self::framed("Aoki <b>", Role::Admin, "c5f".to_owned(), address)
    }
}

/// The place of a page; empty where it has none.
fn place_of(address: &str) -> &'static str {
    if path(address) == "/desk" {
        return "/desk";
    }
    if let Some((_, place)) = WITHIN.iter().find(|(page, _)| is_below(address, page)) {
        return place;
    }
    let found = PLACES.iter().skip(1).find(|(place, _, _)| is_below(address, place));
    found.map_or("", |(place, _, _)| place)
}

fn path(address: &str) -> &str {
    address.split_once('?').map_or(address, |(path, _)| path)
}

fn is_below(address: &str, place: &str) -> bool {
    path(address).strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_its_place() {
        for (address, expect) in [
            ("/desk", "/desk"),
            ("/desk?state=open", "/desk"),
            ("/desk/message/12", "/desk"),
            ("/desk/incident/12", "/desk/incidents"),
            ("/desk/incidents?kind=scan", "/desk/incidents"),
            ("/desk/users/aoki", "/desk/users"),
            ("/desk/account", ""),
            ("/deskx", ""),
        ] {
            assert_eq!(place_of(address), expect, "{address}");
        }
    }

    #[test]
    fn places_are_shown_by_role() {
        let places = |role| Desk::framed("x", role, String::new(), "/desk").places.len();
        assert_eq!((places(Role::Reader), places(Role::Coordinator), places(Role::Admin)), (11, 12, 14));
    }
}
