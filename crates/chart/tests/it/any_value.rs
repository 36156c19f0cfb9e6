//! Any value gives a drawing.

use chart::{Bucket, Chart, Civil, Line, Mark, Table, TimeAxis, TimePoint, ValueAxis, Words, line_chart};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::promises::drawings;
use crate::well_formed;

fn number() -> impl Strategy<Value = Option<f64>> {
    let odd = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        5e-324,
        -0.0,
        1e300,
    ];
    prop_oneof![
        Just(None),
        any::<f64>().prop_map(Some),
        (0.0..1000.0).prop_map(Some),
        proptest::sample::select(odd.to_vec()).prop_map(Some),
    ]
}

/// Days in a row, or anything at all.
fn points() -> impl Strategy<Value = Vec<TimePoint>> {
    let wild = (any::<i64>(), any::<i16>(), any::<i8>(), any::<i8>(), any::<i8>(), ".{0,8}").prop_map(
        |(at, year, month, day, hour, label)| TimePoint {
            at,
            civil: Civil { year, month, day, hour },
            label,
        },
    );
    let day = |i: i8| TimePoint {
        at: i64::from(i) * 86_400,
        civil: Civil { year: 1970, month: 1 + i / 28, day: 1 + i % 28, hour: 0 },
        label: i.to_string(),
    };
    prop_oneof![vec(wild, 0..6), (0..60_i8).prop_map(move |count| (0..count).map(day).collect())]
}

fn chart() -> impl Strategy<Value = Chart> {
    let text = "\\PC{0,12}|[a-z /()、。観測]{0,80}|.{0,6}";
    let line = (text, vec(number(), 0..60)).prop_map(|(name, values)| Line { name, values });
    let mark = (any::<i32>(), text).prop_map(|(at, label)| Mark { at: at.into(), label });
    let bucket = prop_oneof![Just(Bucket::Hour), Just(Bucket::Day), Just(Bucket::Week)];
    let words = prop_oneof![Just(Words::japanese()), Just(Words::english())];
    let axes = (text, bucket, points(), text, text, any::<u8>());
    (text, text, axes, vec(line, 0..12), vec(mark, 0..4), words).prop_map(
        |(id, title, axes, lines, marks, words)| {
            let (x_title, bucket, points, y_title, unit, decimals) = axes;
            Chart {
                id,
                description: title.clone(),
                title,
                x: TimeAxis { title: x_title, bucket, points },
                y: ValueAxis { title: y_title, unit, decimals },
                lines,
                marks,
                words,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_chart_is_drawn_well_formed_and_twice_the_same(chart in chart()) {
        for drawing in drawings() {
            let svg = line_chart(&chart, &drawing);
            well_formed::check(&svg).map_err(TestCaseError::fail)?;
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf\""));
        }
        let drawing = drawings()[0];
        prop_assert_eq!(line_chart(&chart, &drawing), line_chart(&chart.clone(), &drawing));
        let table = Table::of(&chart);
        prop_assert_eq!(table.rows.len(), chart.x.points.len());
        prop_assert!(table.records().all(|record| record.len() == chart.lines.len() + 1));
    }
}
