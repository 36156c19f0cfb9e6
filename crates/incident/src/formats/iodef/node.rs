//! Systems: who they are, and what runs on them.

use crate::candidate::{Candidate, Port};

use super::super::found;
use super::tree::Element;

/// More ports than this are "many ports": nobody reads the list, and each is a row.
const MANY: usize = 100;

/// Adds a candidate for each address and site of a system; for its names where it has no address. Gives what
/// could not be read.
pub(super) fn candidates(system: &Element, id: &'static str, found: &mut Vec<Candidate>) -> Vec<String> {
    let mut problems = Vec::new();
    for node in system.all("Node") {
        let (mut addresses, mut sites) = (Vec::new(), Vec::new());
        for address in node.all("Address") {
            let text = address.attribute("value").unwrap_or(address.text.trim());
            match address.attribute("category").unwrap_or("ipv4-addr") {
                "site-uri" => sites.push(found::site(text, id)),
                // Neither is an address of the Internet.
                "mac" | "asn" | "atm" | "e-mail" | "vm" => {}
                _ => addresses.push(found::anything(text, id)),
            }
        }
        let names: Vec<&str> = names(node).collect();
        let one = addresses.iter().flatten().map(|candidate| candidate.address).next().flatten();
        // The address of a site is behind it, and no incident of its own.
        let is_site = !sites.is_empty() && (found::is_of_sites(id) || addresses.is_empty());
        let chosen = if is_site { sites } else { addresses };
        let unnamed = chosen.is_empty();
        for made in chosen {
            match made {
                Ok(mut candidate) => {
                    candidate.address = candidate.address.or(one);
                    candidate.host =
                        candidate.host.take().or_else(|| names.first().and_then(|n| found::host(n)));
                    found.push(candidate);
                }
                Err(reason) => problems.push(reason),
            }
        }
        for name in names.iter().filter(|_| unnamed) {
            match found::anything(name, id) {
                Ok(candidate) => found.push(candidate),
                Err(reason) => problems.push(reason),
            }
        }
    }
    problems
}

/// Domain names of a node: `DomainData/Name`, and `NodeName` of the first version.
fn names(node: &Element) -> impl Iterator<Item = &str> {
    let domains = node.all("DomainData").filter_map(|data| data.text_of("Name"));
    let names = node.all("NodeName").map(|name| name.text.trim());
    domains.chain(names).filter(|name| !name.is_empty())
}

/// How a system is called: by an address, or else a name.
pub(super) fn name(system: &Element) -> Option<String> {
    let node = system.all("Node").next()?;
    let address = node.all("Address").map(|address| address.text.trim()).find(|text| !text.is_empty());
    address.or_else(|| names(node).next()).map(str::to_owned)
}

/// Adds the ports of a system's services; says whether they are too many to be listed.
pub(super) fn ports(system: &Element, ports: &mut Vec<Port>) -> bool {
    for service in system.all("Service") {
        let protocol = service.attribute("ip-protocol").or_else(|| service.attribute("ip_protocol"));
        let protocol = match protocol.unwrap_or_default() {
            "6" => "tcp".to_owned(),
            "17" => "udp".to_owned(),
            "1" | "58" => "icmp".to_owned(),
            "132" => "sctp".to_owned(),
            other => other.to_lowercase(),
        };
        let lists = service.all("Port").chain(service.all("Portlist"));
        for piece in lists.flat_map(|list| list.text.split(',')) {
            let (from, to) = piece.split_once('-').unwrap_or((piece, piece));
            let (Ok(from), Ok(to)) = (from.trim().parse::<u16>(), to.trim().parse::<u16>()) else { continue };
            if usize::from(to.saturating_sub(from)) >= MANY {
                ports.clear();
                return true;
            }
            ports.extend((from..=to).map(|number| Port { protocol: protocol.clone(), number }));
        }
    }
    ports.sort();
    ports.dedup();
    let many = ports.len() > MANY;
    if many {
        ports.clear();
    }
    many
}

/// The observables of an incident's indicators: addresses, names and bulk lists of them.
pub(super) fn indicators(incident: &Element, id: &'static str, found: &mut Vec<Candidate>) {
    let mut observables = Vec::new();
    incident.all("IndicatorData").for_each(|data| data.deep("Observable", &mut observables));
    for observable in observables {
        for system in observable.all("System") {
            candidates(system, id, found);
        }
        let addresses = observable.all("Address").map(|address| address.text.trim());
        let domains = observable.all("DomainData").filter_map(|data| data.text_of("Name"));
        let mut lists = Vec::new();
        observable.all("BulkObservable").for_each(|bulk| bulk.deep("BulkObservableList", &mut lists));
        let bulk = lists.iter().flat_map(|list| list.text.lines()).map(str::trim);
        let texts = addresses.chain(domains).chain(bulk).filter(|text| !text.is_empty());
        found.extend(texts.filter_map(|text| found::anything(text, id).ok()));
    }
}
