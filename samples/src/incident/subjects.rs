//! What incidents are counted by: addresses, sites, and the ports that scans go to.

use super::contacts;
use super::counts::{self, Ports};
use super::deal::{in_proportion, shuffle};
use super::message::{Incident, Kind, Truth};
use super::plan::Plan;
use crate::random::Random;

/// The number of the quarter of which ports, senders and other messages are published.
pub(super) const Q1_2008: u64 = 2008 * 4;
/// The number of the quarter of which senders are published.
pub(super) const Q2_2004: u64 = 2004 * 4 + 1;
/// Stands for many ports at once in a table of ports.
const MANY: u16 = 0;

/// Gives each scan incident of a quarter its port, one report's all the same where that can be.
pub(super) fn deal_ports(quarter: u64, plans: &mut [Plan], random: &mut Random) {
    let scans: u32 = plans.iter().map(|plan| scans(&plan.truth) as u32).sum();
    let mut left: Vec<(u16, u32)> = table(quarter, scans);
    let mut order: Vec<usize> = (0..plans.len()).filter(|&at| scans_any(&plans[at].truth)).collect();
    shuffle(&mut order, random);
    let two_ports = left.iter().map(|(_, number)| number).sum::<u32>() > scans;
    if two_ports && let Some(at) = order.iter().position(|&at| plans[at].truth.incidents.len() == 1) {
        let at = order.remove(at);
        plans[at].truth.incidents[0].ports = vec![take(&mut left, 10_000), take(&mut left, 20_000)];
    }
    order.sort_by_key(|&at| std::cmp::Reverse(plans[at].truth.incidents.len()));
    for at in order {
        let incidents = &mut plans[at].truth.incidents;
        let size = incidents.len() as u32;
        // Many ports at once are told of one source at a time.
        let fits = |(port, number): &(u16, u32)| *number >= size && (*port != MANY || size == 1);
        let weights: Vec<u32> = left.iter().map(|one| if fits(one) { one.1 } else { 0 }).collect();
        let chosen = draw(&weights, random);
        for incident in incidents {
            let of =
                chosen.or_else(|| draw(&left.iter().map(|(_, number)| *number).collect::<Vec<_>>(), random));
            let Some((port, number)) = of.and_then(|of| left.get_mut(of)) else { continue };
            *number -= 1;
            incident.many_ports = *port == MANY;
            incident.ports = if incident.many_ports { Vec::new() } else { vec![*port] };
        }
    }
}

fn scans_any(truth: &Truth) -> bool {
    scans(truth) > 0
}

fn scans(truth: &Truth) -> usize {
    truth.incidents.iter().filter(|incident| incident.kind == Kind::Scan).count()
}

/// One less of this port.
fn take(left: &mut [(u16, u32)], port: u16) -> u16 {
    for (known, number) in left {
        *number -= u32::from(*known == port);
    }
    port
}

/// A place drawn with these weights; none where all are zero.
fn draw(weights: &[u32], random: &mut Random) -> Option<usize> {
    let mut roll = random.below(weights.iter().sum());
    weights.iter().position(|&weight| {
        let here = roll < weight;
        roll = roll.saturating_sub(weight);
        here
    })
}

fn table(quarter: u64, scans: u32) -> Vec<(u16, u32)> {
    let usual: Ports = match quarter {
        Q1_2008 => return counts::PORTS_2008_Q1.to_vec(),
        early if early < 2006 * 4 => counts::PORTS_OF_WORMS,
        _ => counts::PORTS_OF_SERVERS,
    };
    let weights: Vec<u32> = usual.iter().map(|(_, share)| *share).collect();
    usual.iter().map(|(port, _)| *port).zip(in_proportion(scans, &weights)).collect()
}

/// Gives each incident of a message its own address or site, at the contact that it belongs to.
pub(super) fn name(truth: &mut Truth, random: &mut Random) {
    let mut seen: Vec<String> = Vec::new();
    for incident in &mut truth.incidents {
        loop {
            let subject = subject(incident, random);
            if !seen.contains(&subject) {
                seen.push(subject.clone());
                incident.subject = subject;
                break;
            }
        }
    }
}

fn subject(incident: &Incident, random: &mut Random) -> String {
    let contact = contacts::of(incident.contact);
    match incident.kind {
        Kind::Scan | Kind::Forged => contact.address(random).to_string(),
        Kind::Other if !incident.malware_site => contact.address(random).to_string(),
        Kind::Other => {
            let file =
                random.pick(["1.js", "b.js", "setup.exe", "update/load.exe", "codec/video.exe", "x/ad.htm"]);
            format!("http://{}/{file}", contact.host(random))
        }
        Kind::Intrusion => {
            let page = random.pick(["", "index.html", "news/index.asp", "item.asp?id=12", "bbs/"]);
            format!("http://www.{}/{page}", contact.shop(random))
        }
        Kind::Phishing => {
            let scheme = if random.below(12) == 0 { "https" } else { "http" };
            let host = match random.below(4) {
                0 => contact.address(random).to_string(),
                _ => contact.host(random),
            };
            let port = random.pick(["", "", "", "", "", ":8080", ":82"]);
            let path = random.pick([
                "login/",
                "signin.html",
                "~webmaster/bank/index.html",
                "images/.bank/login.php",
                "secure/update.php?cmd=login",
                "ebank/logon.htm",
                "account/verify/",
                "cgi-bin/.auction/index.htm",
                "",
            ]);
            format!("{scheme}://{host}{port}/{path}")
        }
    }
}
