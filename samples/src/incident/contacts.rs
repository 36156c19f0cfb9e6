//! The made-up internet behind the sample's incidents: who answers for which addresses and host names.
//!
//! Each contact has a network and a domain of its own, so it can be told in advance how many contacts a report's
//! incidents have. Networks: 198.18.0.0/15 (RFC 2544) in pieces, and the upper halves of the ranges for
//! documentation (RFC 5737), whose lower halves are the victims'. Domains end in `.example` and `.test` (RFC 2606).

use std::net::Ipv4Addr;

use super::deal::shuffle;
use crate::random::Random;

/// How many networks 198.18.0.0/15 is cut into, 1,024 addresses each.
const NETWORKS: usize = 96;
/// Two in the upper half of each of the three ranges for documentation, 64 addresses each.
const SMALL_NETWORKS: usize = 6;
/// How many contacts there are.
pub(super) const CONTACTS: usize = NETWORKS + SMALL_NETWORKS;

/// Who answers for a network and a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contact {
    pub(super) number: usize,
    /// First address and length of the prefix.
    pub(super) network: (Ipv4Addr, u32),
    pub(super) domain: String,
    pub(super) organisation: String,
    pub(super) country: &'static str,
}

/// The contact of this number, below [`CONTACTS`].
pub(super) fn of(number: usize) -> Contact {
    const COLOURS: [(&str, &str); 12] = [
        ("akane", "あかね"),
        ("aoba", "あおば"),
        ("fuji", "ふじ"),
        ("hiwa", "ひわ"),
        ("kikyo", "ききょう"),
        ("kohaku", "こはく"),
        ("midori", "みどり"),
        ("momo", "もも"),
        ("nadeshiko", "なでしこ"),
        ("ruri", "るり"),
        ("sumire", "すみれ"),
        ("yamabuki", "やまぶき"),
    ];
    const TRADES: [(&str, &str); 9] = [
        ("net", "ネット"),
        ("hosting", "ホスティング"),
        ("online", "オンライン"),
        ("cable", "ケーブル"),
        ("datacenter", "データセンター"),
        ("telecom", "テレコム"),
        ("web", "ウェブ"),
        ("server", "サーバー"),
        ("link", "リンク"),
    ];
    const COUNTRIES: [&str; 9] = ["JP", "KR", "US", "CN", "TW", "DE", "BR", "RU", "NL"];
    let (colour, colour_ja) = COLOURS[number % COLOURS.len()];
    let (trade, trade_ja) = TRADES[number / COLOURS.len() % TRADES.len()];
    let country = COUNTRIES[number % COUNTRIES.len()];
    let organisation = match country {
        "JP" => format!("{colour_ja}{trade_ja}(見本)"),
        _ => format!("{colour} {trade} (sample)"),
    };
    let top = if number.is_multiple_of(3) { "test" } else { "example" };
    Contact {
        number,
        network: network(number),
        domain: format!("{colour}-{trade}.{top}"),
        organisation,
        country,
    }
}

fn network(number: usize) -> (Ipv4Addr, u32) {
    let number = number as u32;
    match number.checked_sub(NETWORKS as u32) {
        None => (Ipv4Addr::from_bits(Ipv4Addr::new(198, 18, 0, 0).to_bits() + number * 1024), 22),
        Some(small) => {
            let [a, b, c] = [[192, 0, 2], [198, 51, 100], [203, 0, 113]][small as usize / 2];
            (Ipv4Addr::new(a, b, c, 128 + 64 * (small % 2) as u8), 26)
        }
    }
}

impl Contact {
    /// An address of the network, neither its first nor its last, nor one that ends in 0 or 255.
    pub(super) fn address(&self, random: &mut Random) -> Ipv4Addr {
        let (first, length) = self.network;
        loop {
            let address = Ipv4Addr::from_bits(first.to_bits() + random.between(1, (1 << (32 - length)) - 2));
            if !matches!(address.octets()[3], 0 | 255) {
                return address;
            }
        }
    }

    /// A host name of the domain, of the kind that phishers like.
    pub(super) fn host(&self, random: &mut Random) -> String {
        let customer =
            random.pick(["yamada", "web12", "ns2", "shop", "mail", "user-1047", "ftp", "members", "w3"]);
        match random.below(3) {
            0 => format!("login-mihon-bank.{customer}.{}", self.domain),
            1 => format!("www.{customer}.{}", self.domain),
            _ => format!("{customer}.{}", self.domain),
        }
    }

    /// The domain of a customer's shop or club.
    pub(super) fn shop(&self, random: &mut Random) -> String {
        let customer = random.pick([
            "ringo-shop",
            "mokuzai",
            "onsen-yado",
            "jazz-club",
            "hanaya",
            "kogu",
            "shodo",
            "pan",
        ]);
        format!("{customer}.{}", self.domain)
    }
}

/// So many different contacts, at least one.
pub(super) fn some(how_many: usize, random: &mut Random) -> Vec<usize> {
    let mut all: Vec<usize> = (0..CONTACTS).collect();
    shuffle(&mut all, random);
    all.truncate(how_many.max(1));
    all
}

/// The contact book: everybody who answers for anything in the sample, as CSV (RFC 4180) with a header line.
///
/// Whoever tells each contact of each report that asks for mediation sends as many notifications as are published.
pub fn contact_book() -> String {
    let mut book = "name,organisation,addresses,lang,kind,country,scopes,note\r\n".to_owned();
    for Contact { number, network, domain, organisation, country } in (0..CONTACTS).map(of) {
        let lang = if country == "JP" { "ja" } else { "en" };
        let kind = if number.is_multiple_of(2) { "network" } else { "hosting" };
        let (first, length) = network;
        book += &format!(
            "Abuse desk,{organisation},abuse@{domain},{lang},{kind},{country},{first}/{length} {domain},made up\r\n"
        );
    }
    book
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_contacts_share_a_network_or_a_domain() {
        let all: Vec<Contact> = (0..CONTACTS).map(of).collect();
        let domains: BTreeSet<&str> = all.iter().map(|contact| contact.domain.as_str()).collect();
        assert_eq!(domains.len(), CONTACTS);
        let mut ranges: Vec<(u32, u32)> = all
            .iter()
            .map(|contact| (contact.network.0.to_bits(), 1 << (32 - contact.network.1)))
            .map(|(first, size): (u32, u32)| (first, first + (size - 1)))
            .collect();
        ranges.sort_unstable();
        assert!(ranges.windows(2).all(|pair| pair[0].1 < pair[1].0));
        let mut random = Random::of(&[1]);
        for (contact, number) in all.iter().zip(0..) {
            let address = contact.address(&mut random).to_bits();
            assert_eq!(
                address >> (32 - contact.network.1),
                contact.network.0.to_bits() >> (32 - contact.network.1)
            );
            assert_eq!(contact.number, number);
        }
    }
}
