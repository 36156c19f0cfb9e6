//! The figures of a report while it is put together: each once, with its definition, and comparisons between them.

use std::collections::HashMap;

use kernel::{Definition, Figure, Period, Text, Unit, words};
use report::{Cell, Phrase, Reported, Table, Value};

/// What the id of a comparison begins with: `compare.incident.reports@2007Q4`.
pub(super) const COMPARE: &str = "compare.";

/// The figures of a report while it is put together.
#[derive(Debug)]
pub(super) struct Figures {
    /// What the report is about.
    pub(super) period: Period,
    list: Vec<Reported>,
    places: HashMap<String, usize>,
}

impl Figures {
    pub(super) fn new(period: Period) -> Self {
        Self { period, list: Vec::new(), places: HashMap::new() }
    }

    /// Takes figures in that `define` knows; what it does not know is not a figure of the report.
    pub(super) fn add(
        &mut self,
        figures: impl IntoIterator<Item = Figure>,
        define: impl Fn(&str) -> Option<Definition>,
    ) {
        for figure in figures {
            if let Some(definition) = define(figure.name()) {
                self.push(Reported { figure, definition });
            }
        }
    }

    /// The same of another period: its figures are told apart by its name.
    pub(super) fn add_of(
        &mut self,
        other: Period,
        figures: impl IntoIterator<Item = Figure>,
        define: impl Fn(&str) -> Option<Definition>,
    ) {
        let named = figures.into_iter().filter(|figure| !figure.id.contains('@')).map(|mut figure| {
            figure.id = of(&figure.id, other);
            figure
        });
        self.add(named, define);
    }

    fn push(&mut self, reported: Reported) {
        if !self.places.contains_key(&reported.figure.id) {
            self.places.insert(reported.figure.id.clone(), self.list.len());
            self.list.push(reported);
        }
    }

    /// The figure with this id.
    pub(super) fn get(&self, id: &str) -> Option<&Reported> {
        self.list.get(*self.places.get(id)?)
    }

    /// Its number; nothing where there is no such figure.
    pub(super) fn value(&self, id: &str) -> Option<i64> {
        self.get(id).map(|reported| reported.figure.value)
    }

    /// A cell with its number; an empty one where there is no such figure.
    pub(super) fn cell(&self, id: &str) -> Cell {
        if self.places.contains_key(id) { Cell::Figure(id.to_owned()) } else { Cell::Nothing }
    }

    /// The figures of the period whose id begins with `prefix`, with the rest of the id, the largest first.
    pub(super) fn largest(&self, prefix: &str) -> Vec<(String, i64)> {
        let mut found: Vec<(String, i64)> = self
            .list
            .iter()
            .filter_map(|reported| {
                let rest = reported.figure.id.strip_prefix(prefix).filter(|rest| !rest.contains('@'))?;
                Some((rest.to_owned(), reported.figure.value))
            })
            .collect();
        // Stable, so that equals stay in the domain's order.
        found.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
        found
    }

    /// Compares the figure `id` with the same of `other`; the comparison's cell.
    fn compare(&mut self, id: &str, other: Period) -> Cell {
        let (Some(now), Some(then)) = (self.get(id), self.get(&of(id, other))) else { return Cell::Nothing };
        let (now, then) = (now.clone(), then.clone());
        let Some(change) = change(now.figure.value, then.figure.value) else { return Cell::Nothing };
        let id = format!("{COMPARE}{}", then.figure.id);
        let figure = Figure {
            id: id.clone(),
            period: self.period,
            value: change,
            unit: Unit::PercentChange,
            evidence: format!(
                "figures?{}={}&{}={}",
                now.figure.id, now.figure.value, then.figure.id, then.figure.value
            ),
        };
        self.push(Reported { figure, definition: comparison(&now.definition.name, other) });
        Cell::Figure(id)
    }

    /// A table of figures of the period beside those of the period before and of the same a year ago.
    pub(super) fn compared(&mut self, id: &str, caption: &str, rows: &[(Phrase, &str)]) -> Table {
        let period = self.period;
        let others = [period.before(), period.year_before()];
        let months = |period| Phrase::new("said").with("text", Value::Months(period));
        let change = || Phrase::new("comparison-change");
        let header = [Phrase::new("comparison-what"), months(period)];
        let header = header.into_iter().chain(others.into_iter().flat_map(|other| [months(other), change()]));
        let header = header.collect();
        let row = |(name, id): &(Phrase, &str)| {
            let compared = others.map(|other| [self.cell(&of(id, other)), self.compare(id, other)]);
            let cells = [Cell::Words(name.clone()), self.cell(id)];
            cells.into_iter().chain(compared.into_iter().flatten()).collect()
        };
        let rows = rows.iter().map(row).collect();
        Table { id: id.to_owned(), caption: Phrase::new(caption), header, rows, notes: Vec::new() }
    }

    pub(super) fn into_list(self) -> Vec<Reported> {
        self.list
    }
}

/// The id of the figure `id` for another period.
pub(super) fn of(id: &str, period: Period) -> String {
    format!("{id}@{period}")
}

/// The change from `then` to `now` in per cent, rounded to the nearest; none from nothing.
fn change(now: i64, then: i64) -> Option<i64> {
    let (now, then) = (i128::from(now), i128::from(then));
    let hundredfold = (now - then) * 200;
    (then > 0).then(|| i64::try_from((hundredfold + then).div_euclid(2 * then)).unwrap_or(i64::MAX))
}

fn comparison(name: &Text, other: Period) -> Definition {
    let months = |lang| words::months(other, lang);
    let (ja, en) = (months(kernel::Lang::Ja), months(kernel::Lang::En));
    Definition {
        name: Text {
            ja: format!("{}：{ja}からの増減", name.ja),
            en: format!("{}: change from {en}", name.en),
        },
        meaning: Text {
            ja: format!("{ja}の値を基準とした増減の割合（%）。"),
            en: format!("By how many per cent the value is larger or smaller than that of {en}."),
        },
        computed: Text {
            ja: "（今期の値 − 基準の値）÷ 基準の値 × 100 を四捨五入したもの。基準の値が0の場合は示さない。".to_owned(),
            en: "(this period's value − the other value) ÷ the other value × 100, rounded to the nearest; not given where the other value is 0.".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_rounded_to_the_nearest() {
        for (now, then, expect) in [
            (545, 545, Some(0)),
            (110, 100, Some(10)),
            (0, 10, Some(-100)),
            (3, 8, Some(-62)),
            (13, 8, Some(63)),
            (1000, 3, Some(33_233)),
            (1, 0, None),
            (0, 0, None),
        ] {
            assert_eq!(change(now, then), expect, "{then} to {now}");
        }
    }

    #[test]
    fn a_comparison_has_both_numbers_as_its_evidence() {
        let period: Period = "2008Q1".parse().unwrap();
        let mut figures = Figures::new(period);
        let figure = |period, value| Figure {
            id: "incident.reports".to_owned(),
            period,
            value,
            unit: Unit::Reports,
            evidence: "messages?".to_owned(),
        };
        figures.add([figure(period, 545)], incident::define);
        figures.add_of(period.before(), [figure(period.before(), 500)], incident::define);
        let table = figures.compared("t", "c", &[(Phrase::new("said"), "incident.reports")]);
        let expect = ["incident.reports", "incident.reports@2007Q4", "compare.incident.reports@2007Q4"];
        let expect: Vec<Cell> = expect.iter().map(|id| Cell::Figure((*id).to_owned())).collect();
        assert_eq!(table.rows[0][1..4], expect);
        assert_eq!(table.rows[0][4..], [Cell::Nothing, Cell::Nothing], "there is nothing of a year ago");
        let change = figures.get("compare.incident.reports@2007Q4").unwrap();
        assert_eq!(change.figure.value, 9);
        assert_eq!(change.figure.evidence, "figures?incident.reports=545&incident.reports@2007Q4=500");
    }
}
