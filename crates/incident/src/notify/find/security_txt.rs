//! What a site says about whom to write to: `/.well-known/security.txt` (RFC 9116).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Lines that are looked at; the RFC's own advice is to stop at some size (5.8).
const LINES: usize = 1000;
/// Addresses that are kept; the first is the one that the site prefers (2.5.3).
const ADDRESSES: usize = 3;

/// What was taken from a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct SecurityTxt {
    pub addresses: Vec<String>,
    pub expires: Option<Timestamp>,
    /// Languages that the site reads, in lower case.
    pub languages: Vec<String>,
    /// Whether it is signed. The signature is not verified: whose key should it be?
    pub signed: bool,
}

/// Where the file of a host lies.
pub(super) fn url(host: &str) -> String {
    format!("https://{host}/.well-known/security.txt")
}

/// Reads a file that was fetched from `url`, at `now`; an error where it is none to go by.
pub(super) fn read(body: &[u8], url: &str, now: Timestamp) -> Result<SecurityTxt, String> {
    let text = std::str::from_utf8(body).map_err(|_| "not in UTF-8".to_owned())?;
    let mut file = SecurityTxt::default();
    let mut canonical = Vec::new();
    for line in text.lines().take(LINES) {
        if line.starts_with("-----BEGIN PGP SIGNED MESSAGE-----") {
            file.signed = true;
        } else if line.starts_with("-----BEGIN PGP SIGNATURE-----") {
            break;
        }
        // Dashes escaped in a signed text (RFC 9580, 7.2).
        let line = line.strip_prefix("- ").unwrap_or(line);
        if line.starts_with('#') {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "contact" => {
                let address = value.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
                if address.is_some() && file.addresses.len() < ADDRESSES {
                    let address = value[7..].split('?').next().unwrap_or_default().to_ascii_lowercase();
                    if mail::check_address(&address).is_ok() && !file.addresses.contains(&address) {
                        file.addresses.push(address);
                    }
                }
            }
            "expires" => file.expires = value.parse().ok(),
            "canonical" => canonical.push(value.to_owned()),
            "preferred-languages" => {
                file.languages = value.split(',').map(|one| one.trim().to_ascii_lowercase()).collect();
            }
            _ => {}
        }
    }
    if file.addresses.is_empty() {
        return Err("no contact by mail".to_owned());
    }
    if file.expires.is_some_and(|expires| expires < now) {
        return Err("expired".to_owned());
    }
    if !canonical.is_empty() && !canonical.iter().any(|one| one == url) {
        return Err("it says that it belongs elsewhere".to_owned());
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<&[&str], &str>) {
        let now = "2008-04-07T00:00:00Z".parse().unwrap();
        let read = read(text.as_bytes(), &url("example.jp"), now);
        let addresses = read.map(|file| file.addresses.join(" "));
        assert_eq!(addresses, expect.map(|many| many.join(" ")).map_err(str::to_owned), "{text}");
    }

    #[test]
    fn files_are_read() {
        let ok = "Contact: mailto:sec@example.jp\nContact: https://example.jp/form\nExpires: 2008-12-31T00:00:00Z\n";
        check(ok, Ok(&["sec@example.jp"]));
        check("contact: MAILTO:Sec@example.jp?subject=x\r\n", Ok(&["sec@example.jp"]));
        check("Contact: tel:+81-3-0000-0000\n", Err("no contact by mail"));
        check("Contact: mailto:a@example.jp\nExpires: 2008-01-01T00:00:00Z\n", Err("expired"));
        check(
            "Contact: mailto:a@example.jp\nCanonical: https://example.org/.well-known/security.txt\n",
            Err("it says that it belongs elsewhere"),
        );
        check(
            "Contact: mailto:a@example.jp\nCanonical: https://example.jp/.well-known/security.txt\n",
            Ok(&["a@example.jp"]),
        );
        check("<html><body>not found</body></html>", Err("no contact by mail"));
        check("Contact: mailto:a@example.jp, b\u{1}@x\n", Err("no contact by mail"));
        let signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- Contact: mailto:s@example.jp\n\
             -----BEGIN PGP SIGNATURE-----\nContact: mailto:no@example.jp\n";
        check(signed, Ok(&["s@example.jp"]));
    }
}
