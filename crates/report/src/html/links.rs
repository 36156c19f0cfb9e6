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
    /// The edition whose figures are meant; the newest where none is given.
    pub edition: Option<u32>,
}

impl Links {
    /// Where a figure is explained.
    pub fn figure(&self, id: &str) -> String {
        let path = figure_path(self.period, &encoded(id));
        match self.edition {
            Some(number) => format!("{}{path}?edition={number}", self.base),
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
        let check = |base: &str, edition, id: &str, expect: &str| {
            let links = Links { base: base.to_owned(), period: "2008Q1".parse().unwrap(), edition };
            assert_eq!(links.figure(id), expect);
        };
        check("", None, "incident.reports", "/activity/2008Q1/figure/incident.reports");
        check(
            "",
            Some(2),
            "incident.kind.scan@2008-01",
            "/activity/2008Q1/figure/incident.kind.scan@2008-01?edition=2",
        );
        check(
            "https://www.cert.example",
            None,
            "a.日/\"",
            "https://www.cert.example/activity/2008Q1/figure/a.%E6%97%A5%2F%22",
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
