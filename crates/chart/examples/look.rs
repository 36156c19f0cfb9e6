//! Draws made-up charts into a folder, with a page that shows them all, to look at before a change of the
//! drawing is called done: `cargo run -p chart --example look -- FOLDER`.

use std::fs;
use std::io::Result;
use std::path::PathBuf;

use chart::{
    Bucket, CSS, Chart, Civil, Drawing, Line, Mark, Scheme, Size, Svg, TimeAxis, TimePoint, ValueAxis, Words,
    line_chart,
};

/// 2008-01-01 in Unix seconds.
const NEW_YEAR: i64 = 13_879 * 86_400;

const PORTS: [&str; 10] = [
    "445/tcp", "135/tcp", "1026/udp", "ICMP", "22/tcp", "139/tcp", "1433/tcp", "2967/tcp", "5900/tcp",
    "1027/udp",
];

fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "chart-look".to_owned()));
    fs::create_dir_all(&folder)?;
    let mut sections = String::new();
    for words in [Words::japanese(), Words::english()] {
        for chart in charts(&words) {
            for scheme in [Scheme::Light, Scheme::Dark] {
                for size in [Size::Wide, Size::Narrow] {
                    let drawing = Drawing { svg: Svg::Standalone(scheme), size, heading: true };
                    let name = format!("{}-{size:?}-{scheme:?}.svg", chart.id).to_lowercase();
                    fs::write(folder.join(name), line_chart(&chart, &drawing))?;
                }
            }
            let [wide, narrow] = [Size::Wide, Size::Narrow]
                .map(|size| line_chart(&chart, &Drawing { svg: Svg::Inline, size, heading: false }));
            sections.push_str(&format!(
                "<h2>{}</h2>\n<div class=\"chart-pair\">\n{wide}{narrow}</div>\n",
                chart.title
            ));
        }
    }
    let page = "body { margin: 16px; background: var(--chart-paper); color: var(--chart-ink); \
                font: 15px sans-serif; }\nh2 { font-size: 17px; }\n";
    let html = format!(
        "<!doctype html>\n<html lang=\"ja\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" \
         content=\"light dark\"><title>charts</title>\n<style>{CSS}{page}</style>\n<body>\n{sections}"
    );
    fs::write(folder.join("index.html"), html)
}

fn charts(words: &Words) -> Vec<Chart> {
    let say = |ja: &str, en: &str| if words.lang == "ja" { ja.to_owned() } else { en.to_owned() };
    let quarter = |id: &str, title: String, lines| Chart {
        id: format!("{id}-{}", words.lang),
        title,
        description: say("センサー1台あたりの1日平均。", "Daily average per sensor."),
        x: days(91),
        y: ValueAxis {
            title: say("センサー平均パケット数", "Average packets per sensor"),
            unit: say("個／日", "packets/day"),
            decimals: 1,
        },
        lines,
        marks: Vec::new(),
        words: words.clone(),
    };

    let mut gap = quarter(
        "gap",
        say("アクセス先ポート別グラフ top1-5（2008年1月1日～3月31日）", "Top 5 ports, January to March 2008"),
        lines(5, 91, 60.0),
    );
    for line in &mut gap.lines {
        line.values[43..47].fill(None);
        line.values[60..63].fill(None);
        line.values[61] = Some(40.0);
    }
    gap.marks = vec![
        Mark {
            at: NEW_YEAR + 41 * 86_400,
            label: say("月例の修正プログラム公開", "Monthly patches published"),
        },
        Mark { at: NEW_YEAR + 70 * 86_400, label: say("センサー追加", "Sensor added") },
    ];

    let plain = quarter(
        "quarter",
        say("アクセス先ポート別グラフ top1-5", "Top 5 destination ports"),
        lines(5, 91, 60.0),
    );
    let mut ten = quarter("ten", say("上位10ポート", "Top 10 ports"), lines(10, 91, 60.0));
    ten.x.title = say("日付（日本標準時）", "Date (Japan Standard Time)");

    let mut near =
        quarter("near", say("終わりが近い線", "Lines that end close together"), lines(5, 91, 60.0));
    for (i, line) in near.lines.iter_mut().enumerate() {
        line.values[90] = Some(30.0 + i as f64 * 0.4);
    }

    let mut spike = quarter("spike", say("急増", "A spike"), lines(3, 91, 30.0));
    spike.lines[1].values[52] = Some(2345.6);

    let mut year = quarter(
        "year",
        say("TCP 2967番ポートの推移（2007年4月～2008年3月）", "Port 2967/tcp, April 2007 to March 2008"),
        lines(5, 52, 400.0),
    );
    year.x = axis(Bucket::Week, 13_605 * 86_400, 52);

    let mut hours = quarter("hours", say("1時間ごとの推移", "By the hour"), lines(3, 744, 8.0));
    hours.x = axis(Bucket::Hour, NEW_YEAR, 744);
    let mut day = quarter("day", say("ある日の推移", "One day"), lines(2, 24, 8.0));
    day.x = axis(Bucket::Hour, NEW_YEAR + 43 * 86_400, 24);

    let mut few = quarter("few", say("一つの線", "A single line"), lines(1, 14, 5.0));
    few.x = days(14);
    let mut none = quarter("none", say("データのない四半期", "A quarter without data"), lines(2, 91, 5.0));
    none.lines.iter_mut().for_each(|line| line.values.fill(None));

    let mut long = quarter("long", say("長い名前の線", "Lines with long names"), lines(3, 91, 5000.0));
    long.lines[0].name = say(
        "445/tcp（Windows のファイル共有、Microsoft-DS。ワームの感染活動で多く見られる）",
        "445/tcp (Windows file sharing, Microsoft-DS, often seen in the spread of worms)",
    );
    vec![gap, plain, ten, near, spike, year, hours, day, few, none, long]
}

fn days(count: i64) -> TimeAxis {
    axis(Bucket::Day, NEW_YEAR, count)
}

fn axis(bucket: Bucket, from: i64, count: i64) -> TimeAxis {
    let points = (0..count).map(|i| point(bucket, from + i * bucket.seconds())).collect();
    TimeAxis { title: String::new(), bucket, points }
}

/// A point of 2007 or 2008.
fn point(bucket: Bucket, at: i64) -> TimePoint {
    let mut left = at / 86_400 - 13_514;
    let (mut year, mut month) = (2007, 1);
    for length in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30]
    {
        if left < length {
            break;
        }
        left -= length;
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    let (day, hour) = (left as i8 + 1, (at % 86_400 / 3600) as i8);
    let mut label = format!("{year}-{month:02}-{day:02}");
    if bucket == Bucket::Hour {
        label.push_str(&format!(" {hour:02}:00"));
    }
    TimePoint { at, civil: Civil { year, month, day, hour }, label }
}

/// Lines that look like traffic: a level, a weekly wave, and noise from a fixed sequence.
fn lines(count: usize, points: usize, level: f64) -> Vec<Line> {
    let mut state = 20_080_213_u64;
    let mut noise = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 24)
    };
    let line = |i: usize| {
        let height = level * 0.78_f64.powi(i32::try_from(i).unwrap_or(0));
        let values = (0..points)
            .map(|p| {
                let wave = 1.0
                    + 0.15 * (p as f64 * 0.9 + i as f64).sin()
                    + 0.3 * (p as f64 / 17.0 + i as f64 * 2.0).sin();
                Some(height * (wave + 0.35 * (noise() - 0.5)))
            })
            .collect();
        Line { name: PORTS[i % PORTS.len()].to_owned(), values }
    };
    let mut line = line;
    (0..count).map(&mut line).collect()
}
