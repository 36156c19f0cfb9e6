//! Where figures and the numbers of charts are to be had, and where a figure stands in the report.

use kernel::Period;

use crate::document::figure_path;

/// Where the site is that explains the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// What stands before paths: nothing on the site itself, else its address without a slash at its end, such as
    /// `https://www.cert.example`.
    pub base: String,
    /// The report's period.
    pub period: Period,
    /// Which report of the period the figures are of.
    pub which: Which,
}

/// Which report of a period is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The newest edition; for staff today's draft where there is none.
    Newest,
    /// An edition by its number.
    Edition(u32),
    /// Today's draft. For staff.
    Draft,
}

impl Which {
    /// What stands after `edition=` in an address; nothing for the newest.
    pub fn asked(self) -> Option<String> {
        match self {
            Self::Newest => None,
            Self::Edition(number) => Some(number.to_string()),
            Self::Draft => Some("draft".to_owned()),
        }
    }
}

impl Links {
    /// Where a figure is explained.
    pub fn figure(&self, id: &str) -> String {
        let path = figure_path(self.period, &encoded(id));
        match self.which.asked() {
            Some(edition) => format!("{}{path}?edition={edition}", self.base),
            None => format!("{}{path}", self.base),
        }
    }

    /// Where data is to be had that lies at a path of the site.
    pub(super) fn data(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// The anchor of the place where a figure's number stands first.
pub fn anchor(id: &str) -> String {
    format!("figure-{id}")
}

/// An id as a part of a path (RFC 3986, 3.3): a sender's domain may have letters of any language.
fn encoded(id: &str) -> String {
    id.bytes().fold(String::with_capacity(id.len()), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => {
                out.push(byte.into());
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

/// The address, where a browser can be sent there: nothing of `javascript:` or the like.
pub(super) fn outward(url: &str) -> Option<&str> {
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_lead_to_their_pages() {
        let check = |base: &str, which, id: &str, expect: &str| {
            let links = Links { base: base.to_owned(), period: "2008Q1".parse().unwrap(), which };
            assert_eq!(links.figure(id), expect);
        };
        check("", Which::Newest, "incident.reports", "/activity/2008Q1/figure/incident.reports");
        check(
            "",
            Which::Edition(2),
            "incident.kind.scan@2008-01",
            "/activity/2008Q1/figure/incident.kind.scan@2008-01?edition=2",
        );
        check(
            "https://www.cert.example",
            Which::Draft,
            "a.日/\"",
            "https://www.cert.example/activity/2008Q1/figure/a.%E6%97%A5%2F%22?edition=draft",
        );
    }

    #[test]
    fn only_web_addresses_are_led_to() {
        for (url, leads) in [
            ("https://www.example/", true),
            ("http://www.example/", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("//www.example", false),
            ("", false),
        ] {
            assert_eq!(outward(url).is_some(), leads, "{url}");
        }
    }
}
