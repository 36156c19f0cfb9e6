//! A watched port's life by quarter: carried, proposed for dropping, dropped.

use serde::Serialize;

use super::model::Choice;
use super::notable::Change;
use super::quarter::Quarter;

/// How a record stands in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is carried on.
    Carried,
    /// Nothing notable this quarter: without a change it is dropped after the next.
    Proposed,
    /// It is no longer printed. The record stays.
    Dropped,
}

impl State {
    /// The name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Proposed => "proposed",
            Self::Dropped => "dropped",
        }
    }
}

/// One quarter of a life.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Standing {
    /// The quarter.
    pub quarter: Quarter,
    /// How it stood.
    pub state: State,
    /// What the packets say; not asked for once it was dropped.
    pub change: Option<Change>,
    /// What a person decided.
    pub decided: Option<Choice>,
}

/// How a record stands after a quarter, from how it stood before. In its first quarter it has been found worth
/// entering, so it is carried.
fn step(before: Option<State>, change: Change, decided: Option<Choice>) -> State {
    match (decided, before, change) {
        (Some(Choice::Keep), ..) => State::Carried,
        (Some(Choice::Drop), ..) => State::Dropped,
        (None, None, _) => State::Carried,
        (None, Some(State::Dropped), _) => State::Dropped,
        (None, Some(state), Change::Unknown) => state,
        (None, Some(_), Change::Notable(_)) => State::Carried,
        (None, Some(State::Carried), Change::Quiet) => State::Proposed,
        (None, Some(State::Proposed), Change::Quiet) => State::Dropped,
    }
}

/// The life from `entered` up to and with `last`; `change` tells what the packets of a quarter say, and is not
/// asked about a record that was dropped.
pub(super) fn life<E>(
    entered: Quarter,
    last: Quarter,
    decided: impl Fn(Quarter) -> Option<Choice>,
    mut change: impl FnMut(Quarter) -> Result<Change, E>,
) -> Result<Vec<Standing>, E> {
    let mut standings: Vec<Standing> = Vec::new();
    let mut quarter = entered;
    while quarter <= last {
        let before = standings.last().map(|standing| standing.state);
        let decided = decided(quarter);
        let asleep = before == Some(State::Dropped) && decided.is_none();
        let change = if asleep { None } else { Some(change(quarter)?) };
        let state = step(before, change.unwrap_or(Change::Unknown), decided);
        standings.push(Standing { quarter, state, change, decided });
        quarter = quarter.after();
    }
    Ok(standings)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::super::notable::Why;
    use super::*;

    /// A quarter a letter, from 2007Q1: `!` notable, `.` quiet, `?` unknown, `k` kept, `d` dropped though quiet.
    /// The lives are the first letters of carried, proposed, dropped (`x`).
    fn check(quarters: &str, expect: &str) {
        let first: Quarter = "2007Q1".parse().unwrap();
        let mut all = vec![first];
        all.extend((1..quarters.len()).scan(first, |quarter, _| {
            *quarter = quarter.after();
            Some(*quarter)
        }));
        let letter = |quarter: Quarter| {
            let place = all.iter().position(|of| *of == quarter).unwrap();
            quarters.as_bytes()[place]
        };
        let decided = |quarter| match letter(quarter) {
            b'k' => Some(Choice::Keep),
            b'd' => Some(Choice::Drop),
            _ => None,
        };
        let change = |quarter| -> Result<Change, Infallible> {
            Ok(match letter(quarter) {
                b'!' => Change::Notable(Why::Rose),
                b'?' => Change::Unknown,
                _ => Change::Quiet,
            })
        };
        let lived = life(first, *all.last().unwrap(), decided, change).unwrap();
        let lived: String = lived
            .into_iter()
            .map(|standing| match standing.state {
                State::Carried => 'c',
                State::Proposed => 'p',
                State::Dropped => 'x',
            })
            .collect();
        assert_eq!(lived, expect, "{quarters}");
    }

    #[test]
    fn a_life_follows_from_its_quarters() {
        check(".", "c");
        check("?", "c");
        check("!.", "cp");
        check("!..", "cpx");
        check("!.!.", "cpcp");
        check("!..!", "cpxx");
        check("!.?.", "cppx");
        check("!?.", "ccp");
        check("!.k..", "cpcpx");
        check("!..k.", "cpxcp");
        check("!d!", "cxx");
        check("d", "x");
    }

    #[test]
    fn a_dropped_records_packets_are_not_read() {
        let (first, last) = ("2007Q1".parse().unwrap(), "2010Q4".parse().unwrap());
        let mut asked = 0;
        let change = |_| -> Result<Change, Infallible> {
            asked += 1;
            Ok(Change::Quiet)
        };
        let lived = life(first, last, |_| None, change).unwrap();
        assert_eq!((lived.len(), asked), (16, 3));
    }

    #[test]
    fn a_life_that_has_not_begun_is_empty() {
        let (first, last) = ("2008Q1".parse().unwrap(), "2007Q4".parse().unwrap());
        let lived =
            life(first, last, |_| None, |_| -> Result<Change, Infallible> { Ok(Change::Quiet) }).unwrap();
        assert!(lived.is_empty());
    }
}
