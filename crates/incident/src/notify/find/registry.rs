//! Which registry is asked about what (RFC 9224): a table in the settings, the longest prefix wins.

use ipnet::IpNet;
use serde::Deserialize;

use super::super::scope::Scope;

/// Questions a minute, unless the settings say otherwise. Registries ban who asks more: LACNIC allows ten.
const PER_MINUTE: u32 = 10;

/// A registry, and what it knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registry {
    /// A network, a domain (usually a top-level one), or `AS64496-64511`.
    pub serves: String,
    /// The URL before `ip/…`, `domain/…` and `autnum/…`.
    pub base: String,
    /// How many questions a minute it takes.
    pub per_minute: u32,
}

impl Registry {
    /// A registry with the usual limit.
    pub fn new(serves: impl Into<String>, base: impl Into<String>) -> Self {
        Self { serves: serves.into(), base: base.into(), per_minute: PER_MINUTE }
    }

    /// The registries of a bootstrap file of IANA (RFC 9224, 3): of several URLs the first with TLS. Entries that
    /// are none of ours (AS ranges) are left out.
    pub fn bootstrap(text: &str) -> Result<Vec<Self>, String> {
        #[derive(Deserialize)]
        struct File {
            services: Vec<Vec<Vec<String>>>,
        }
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut registries = Vec::new();
        for service in file.services {
            let [serves, urls] = service.as_slice() else {
                return Err("a service is a list of what it serves and a list of URLs".to_owned());
            };
            let url = urls.iter().find(|url| url.starts_with("https:")).or_else(|| urls.first());
            let Some(url) = url else { continue };
            registries.extend(serves.iter().map(|one| Self::new(one.clone(), url.clone())));
        }
        Ok(registries)
    }

    /// The name by which questions to it are counted: the same server under any path.
    pub(super) fn server(&self) -> String {
        url::Url::parse(&self.base)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_else(|| self.base.clone())
    }

    /// The URL of a question.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.base.trim_end_matches('/'))
    }
}

/// Who knows about an address.
pub(super) fn for_address(registries: &[Registry], address: std::net::IpAddr) -> Option<&Registry> {
    let with_length = registries.iter().filter_map(|registry| {
        let network: IpNet = registry.serves.trim().parse().ok()?;
        network.contains(&address).then_some((network.prefix_len(), registry))
    });
    with_length.max_by_key(|(length, _)| *length).map(|(_, registry)| registry)
}

/// Who knows about a host name.
pub(super) fn for_host<'a>(registries: &'a [Registry], host: &str) -> Option<&'a Registry> {
    let with_length = registries.iter().filter_map(|registry| {
        let Ok(Scope::Domain(domain)) = registry.serves.parse() else { return None };
        let below = host == domain || host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'));
        below.then_some((domain.len(), registry))
    });
    with_length.max_by_key(|(length, _)| *length).map(|(_, registry)| registry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_is_asked() {
        let file = r#"{"version": "1.0", "services": [
            [["192.0.0.0/8", "2001:db8::/32"], ["http://one.example/rdap", "https://one.example/rdap/"]],
            [["192.0.2.0/24"], ["https://two.example"]],
            [["jp", "xn--zckzah"], ["https://names.example/"]],
            [["64496-64511"], ["https://as.example/"]]]}"#;
        let registries = Registry::bootstrap(file).unwrap();
        let of =
            |address: &str| for_address(&registries, address.parse().unwrap()).map(|one| one.url("ip/x"));
        assert_eq!(of("192.0.2.1").as_deref(), Some("https://two.example/ip/x"));
        assert_eq!(of("192.1.0.1").as_deref(), Some("https://one.example/rdap/ip/x"));
        assert_eq!(of("2001:db8::1").as_deref(), Some("https://one.example/rdap/ip/x"));
        assert_eq!(of("198.51.100.1"), None);
        assert_eq!(for_host(&registries, "www.example.jp").unwrap().server(), "names.example");
        assert_eq!(for_host(&registries, "www.example.njp"), None);
        assert!(Registry::bootstrap("{}").is_err());
        assert!(Registry::bootstrap(r#"{"services": [[["a"]]]}"#).is_err());
    }
}
