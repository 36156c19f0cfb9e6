//! Every number that stands in the seed, the report of January to March 2008 that people wrote by hand, is explained:
//! our report of the sample quarter says it too, or it is a part of a name, or its domain does not exist yet.
//!
//! The seed is no part of this project. Where it is not there, that is said; that our report says what the rules claim is
//! tested with the demo all the same (`proof`).

mod numbers;
pub mod proof;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use numbers::{Line, claimed};
use rules::{RULES, Rule, Why};

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seed/activity-report-2008q1.ja.txt");

/// The seed's lines with numbers; none where it is not there.
fn seed() -> Option<Vec<Line>> {
    std::fs::read_to_string(SEED).ok().map(|text| numbers::lines(&text))
}

fn is_of(rule: &Rule, line: &Line) -> bool {
    rule.0 == "*" || rule.0 == line.section
}

/// What kind of reason it is, as the summary names it.
fn kind(why: Why) -> &'static str {
    match why {
        Why::Figure(_) => "reproduced, a figure",
        Why::Printed(_) => "reproduced, printed",
        Why::Name(_) => "a part of a name",
        Why::Missing(_) => "not yet: domain missing",
        Why::Slip(..) => "wrong in the seed, right in ours",
    }
}

/// Whether the reason can be that of this number.
fn accounts(why: Why, digits: &str) -> bool {
    let number: u32 = digits.parse().unwrap_or(u32::MAX);
    match why {
        // A year may have been said before, and a day may lie between the first and the last.
        Why::Printed(words) => {
            let said = numbers::numbers(&numbers::normal(words));
            let said: Vec<u32> = said.iter().filter_map(|number| number.digits.parse().ok()).collect();
            number >= 1900 || said.iter().any(|one| *one >= number) && said.iter().any(|one| *one <= number)
        }
        Why::Slip(reason, words) => !reason.is_empty() && words.contains("2007"),
        Why::Figure(id) => number > 0 && (id.starts_with("incident.") || id.starts_with("community.")),
        Why::Name(of) | Why::Missing(of) => !of.is_empty(),
    }
}

#[test]
fn each_number_of_the_seed_is_explained_once() {
    let Some(lines) = seed() else {
        println!("LEFT OUT: the seed is not there; its numbers were not listed");
        return;
    };
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    let mut sums: BTreeMap<(&str, &'static str), usize> = BTreeMap::new();
    for line in &lines {
        let mut reasons: BTreeMap<usize, Vec<Why>> = BTreeMap::new();
        for (place, rule) in RULES.iter().enumerate().filter(|(_, rule)| is_of(rule, line)) {
            for number in claimed(line, rule.1) {
                used.insert(place);
                reasons.entry(number).or_default().push(rule.2);
            }
        }
        for (place, number) in line.numbers.iter().enumerate() {
            let at = format!("line {}, section {}: {}", line.place, line.section, number.digits);
            match reasons.get(&place).map(Vec::as_slice) {
                Some([why]) if !accounts(*why, &number.digits) => {
                    wrong.push(format!("{at} does not stand in {why:?}"));
                }
                Some([why]) => *sums.entry((&line.section, kind(*why))).or_default() += 1,
                Some(several) => wrong.push(format!("{at} has several reasons: {several:?}")),
                None => wrong.push(format!("{at} has no reason")),
            }
        }
    }
    let idle = RULES.iter().enumerate().filter(|(place, _)| !used.contains(place));
    wrong.extend(idle.map(|(_, rule)| format!("no number for {rule:?}")));
    assert_eq!(wrong, Vec::<String>::new(), "{}", wrong.join("\n"));
    println!("{}", summary(&sums));
    let all: usize = lines.iter().map(|line| line.numbers.len()).sum();
    assert_eq!(sums.values().sum::<usize>(), all);
    let missing = sums.keys().filter(|(_, kind)| *kind == "not yet: domain missing");
    let sections: Vec<&str> = missing.map(|(section, _)| *section).collect();
    assert_eq!(sections, ["1", "4", "5"], "all other sections have their domain");
}

/// How many numbers of each section are explained in which way.
fn summary(sums: &BTreeMap<(&str, &'static str), usize>) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut text = String::new();
    for ((section, kind), numbers) in sums {
        text.push_str(&format!("{section:>8}  {numbers:>4}  {kind}\n"));
        *kinds.entry(kind).or_default() += numbers;
    }
    for (kind, numbers) in kinds {
        text.push_str(&format!("{:>8}  {numbers:>4}  {kind}\n", "all"));
    }
    text
}
