//! What a quarter's messages are to say, before a word of them is written.
//!
//! The months' counts are met exactly, by this construction: every report holds incidents of one kind (but for
//! defaced sites, see below). Where a
//! month has more incidents than reports, the surplus is shared among the kinds in proportion, and in each kind
//! some reports hold several. Where it has fewer, see [`Counts::forged`]. Senders and ports are dealt over the
//! whole quarter, as they are published by the quarter, so a quarter is always planned whole.

use jiff::ToSpan;
use jiff::civil::Date;

use super::contacts;
use super::counts::{self, Counts};
use super::deal::{heaps, in_proportion, shuffle, within_limits};
use super::message::{Incident, Kind, Topic, Truth};
use super::subjects;
use crate::random::Random;

/// A message to be written.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// The day on which it arrives, in Asia/Tokyo.
    pub(super) day: Date,
    /// Second of that day.
    pub(super) second: u32,
    /// What it is to say.
    pub(super) truth: Truth,
    /// Seeds whatever is still open.
    pub(super) seed: u64,
}

/// The messages of a quarter in the order of their arrival.
pub(super) fn quarter(months: &[Counts]) -> Vec<Plan> {
    let Some(first) = months.first() else { return Vec::new() };
    let quarter = first.quarter();
    let mut random = Random::of(&[0x696e_6369, quarter]);
    let mut plans = Vec::new();
    for month in months {
        let from = plans.len();
        reports(month, &mut random, &mut plans);
        mediate(month.notifications, &mut plans[from..], &mut random);
        spread(month, &mut plans[from..], &mut random);
    }
    subjects::deal_ports(quarter, &mut plans, &mut random);
    for plan in &mut plans {
        subjects::name(&mut plan.truth, &mut random);
    }
    deal_senders(quarter, &mut plans, &mut random);
    let others = other_messages(quarter, months, &mut random);
    plans.extend(others);
    plans.sort_by_key(|plan| (plan.day, plan.second));
    plans
}

/// A plan about `topic` of which the rest is still open.
fn blank(topic: Topic, random: &mut Random) -> Plan {
    let truth =
        Truth { topic, incidents: Vec::new(), mediation: false, contacts: 0, sender_tld: None, style: "" };
    Plan { day: Date::MIN, second: 0, truth, seed: random.next() }
}

/// The month's reports with incidents that have a kind and nothing else yet.
fn reports(month: &Counts, random: &mut Random, plans: &mut Vec<Plan>) {
    // Where several sites were defaced, a malware site is told of together with one of them: that is where the
    // script in their pages led to.
    let led_to = u32::from(month.defacement >= 3 && month.malware > 0 && month.incidents() > month.reports);
    let kinds = [
        (Kind::Scan, false, month.scan),
        (Kind::Phishing, false, month.phishing),
        (Kind::Other, false, month.other),
        (Kind::Other, true, month.malware - led_to),
        (Kind::Intrusion, false, month.defacement),
        (Kind::Forged, false, month.forged()),
    ];
    // Each kind that there is has a report at least; what goes beyond one incident a report can be joined.
    let spare: Vec<u32> = kinds.iter().map(|(_, _, incidents)| incidents.saturating_sub(1)).collect();
    let joined = within_limits(month.incidents() - month.reports - led_to, &spare, &spare);
    for ((kind, malware_site, incidents), joined) in kinds.into_iter().zip(joined) {
        for size in heaps(incidents, incidents - joined, random) {
            let mut plan = blank(Topic::Report, random);
            plan.truth.incidents = vec![Incident::of(kind, malware_site); size as usize];
            plans.push(plan);
        }
    }
    let defaced = plans.iter_mut().rev().find(|plan| plan.truth.incidents[0].kind == Kind::Intrusion);
    if let Some(plan) = defaced.filter(|_| led_to > 0) {
        plan.truth.incidents.push(Incident::of(Kind::Other, true));
    }
}

/// Has just so many reports ask for mediation that telling each contact of each makes `notifications`.
fn mediate(notifications: u32, plans: &mut [Plan], random: &mut Random) {
    let mut order: Vec<usize> = (0..plans.len()).collect();
    shuffle(&mut order, random);
    // Some never ask, where the month's counts leave room for that.
    let most = notifications.min((plans.len() * 15 / 16) as u32) as usize;
    // The reports of several incidents first: only they can have several contacts.
    order[..].sort_by_key(|&at| plans[at].truth.incidents.len() < 2);
    let several = order.iter().filter(|&&at| plans[at].truth.incidents.len() > 1).count();
    let asking_several = several.min(most * 3 / 4);
    let singles = &order[several..];
    let asking: Vec<usize> =
        order[..asking_several].iter().chain(singles.iter().take(most - asking_several)).copied().collect();
    let mut left = notifications as usize - asking.len();
    for &at in &asking {
        plans[at].truth.mediation = true;
        plans[at].truth.contacts = 1;
    }
    // A second contact to each that can have one, then a third, until the sum is reached.
    for contacts in 2.. {
        let can = asking.iter().filter(|&&at| plans[at].truth.incidents.len() >= contacts);
        let can: Vec<usize> = can.copied().take(left).collect();
        if can.is_empty() {
            break;
        }
        left -= can.len();
        for at in can {
            plans[at].truth.contacts = contacts;
        }
    }
    // Were there still some left, reports of one incident would have to ask: those that were to be silent.
    let silent = order.iter().filter(|&&at| !plans[at].truth.mediation).copied().take(left);
    for at in silent.collect::<Vec<_>>() {
        plans[at].truth.mediation = true;
        plans[at].truth.contacts = 1;
    }
    for plan in plans.iter_mut() {
        let truth = &mut plan.truth;
        let contacts = if truth.mediation { truth.contacts } else { truth.incidents.len().min(2) };
        truth.contacts = contacts;
        let several = contacts::some(contacts, random);
        for (at, incident) in truth.incidents.iter_mut().enumerate() {
            incident.contact = several[at % contacts];
        }
    }
}

/// Days and times: working days more than others, mornings and afternoons more than nights.
fn spread(month: &Counts, plans: &mut [Plan], random: &mut Random) {
    let first = month.first_day();
    for plan in plans {
        let mut day = first;
        for _ in 0..3 {
            day = first.saturating_add(i64::from(random.below(first.days_in_month() as u32)).days());
            if day.weekday().to_monday_one_offset() < 6 {
                break;
            }
        }
        let hour = if random.below(4) == 0 { random.below(24) } else { random.between(9, 18) };
        plan.day = day;
        plan.second = hour * 3600 + random.below(3600);
    }
}

/// Gives each report a sender's top-level domain, and those that are left over a FAX.
fn deal_senders(quarter: u64, plans: &mut [Plan], random: &mut Random) {
    let mut cards: Vec<Option<&'static str>> = Vec::new();
    for (tld, number) in senders(quarter, plans.len() as u32) {
        cards.extend(std::iter::repeat_n(Some(tld), number as usize));
    }
    cards.resize(plans.len(), None);
    shuffle(&mut cards, random);
    for (plan, card) in plans.iter_mut().zip(cards) {
        plan.truth.sender_tld = card;
    }
}

fn senders(quarter: u64, reports: u32) -> Vec<(&'static str, u32)> {
    let table = match quarter {
        subjects::Q1_2008 => counts::SENDERS_2008_Q1,
        subjects::Q2_2004 => counts::SENDERS_2004_Q2,
        _ => {
            let usual = counts::SENDERS_USUAL;
            let by_mail: u32 = usual.iter().map(|(_, share)| share).sum();
            let weights: Vec<u32> = usual.iter().map(|(_, share)| *share).collect();
            let shares = in_proportion(reports * by_mail / 1000, &weights);
            return usual.iter().map(|(tld, _)| *tld).zip(shares).collect();
        }
    };
    table.to_vec()
}

/// Questions, information and thanks.
fn other_messages(quarter: u64, months: &[Counts], random: &mut Random) -> Vec<Plan> {
    let total = match quarter {
        subjects::Q1_2008 => counts::OTHER_MESSAGES_2008_Q1,
        _ => random.between(60, 110) * months.len() as u32 / 3,
    };
    let mut others = Vec::new();
    for (month, share) in months.iter().zip(in_proportion(total, &vec![1; months.len()])) {
        let from = others.len();
        for _ in 0..share {
            let topic = random.pick([
                Topic::Question,
                Topic::Question,
                Topic::Question,
                Topic::Information,
                Topic::Information,
                Topic::Thanks,
                Topic::Thanks,
            ]);
            let mut plan = blank(topic, random);
            plan.truth.sender_tld =
                Some(random.pick(["jp", "jp", "jp", "jp", "jp", "com", "org", "net", "edu"]));
            others.push(plan);
        }
        spread(month, &mut others[from..], random);
    }
    others
}
