//! What each figure is, in words that a reader of the report understands.
//!
//! One entry for every id that [`crate::figures`] makes; a test asks for the definition of each.

use kernel::{Definition, Lang, Text};

use crate::figures::port_of;
use crate::port::Port;

/// What the figure of this name (its id without the period) is; none where there is no such figure.
pub fn define(name: &str) -> Option<Definition> {
    let of = name.strip_prefix("observe.")?;
    match of.split_once('.') {
        None => single(of),
        Some(("average", port)) => Some(average(port_of(port)?)),
        Some(("packets", port)) => Some(packets(port_of(port)?)),
        Some(("change", port)) => Some(change(port_of(port)?)),
        Some(_) => None,
    }
}

fn text((ja, en): (impl Into<String>, impl Into<String>)) -> Text {
    Text { ja: ja.into(), en: en.into() }
}

/// The port in both languages.
fn labels(port: Port) -> (String, String) {
    (port.label(Lang::Ja), port.label(Lang::En))
}

fn single(of: &str) -> Option<Definition> {
    match of {
        "packets" => Some(Definition {
            name: text(("観測パケット数", "packets observed")),
            meaning: text((
                "期間中に全センサーが観測した、すべてのポート宛てのパケットの数です。",
                "Packets that all sensors together saw in the period, to any port.",
            )),
            computed: text((
                "各センサーの記録から取り込んだパケットを1個ずつ数えます。同じ記録は一度しか取り込みません。\
                 読み取れなかった部分は含みません。",
                "Every packet that was read from the sensors' records counts once; the same record is taken in only \
                 once. What could not be read is not part of it.",
            )),
        }),
        "sensors" => Some(Definition {
            name: text(("稼働センサー数", "sensors alive")),
            meaning: text((
                "期間中に少なくとも1時間稼働していたセンサーの数です。",
                "Sensors that were alive in at least one hour of the period.",
            )),
            computed: text((
                "センサーは最初の記録から最後の記録まで稼働していたものとし、届け出のあった停止時間を除きます。",
                "A sensor counts as alive from its first record to its last, but for the hours in which it was \
                 declared to be down.",
            )),
        }),
        _ => None,
    }
}

fn average(port: Port) -> Definition {
    let (ja, en) = labels(port);
    Definition {
        name: text((format!("{ja}のセンサー平均"), format!("{en}: average per sensor"))),
        meaning: text((
            format!("期間中に{ja}宛てのパケットをセンサー1台あたり平均でいくつ観測したかを示します。"),
            format!("How many packets to {en} one sensor saw in the period, on average."),
        )),
        computed: text((
            "1時間ごとにパケット数をその時間に稼働していたセンサーの台数で割り、期間内で合計します。\
             稼働センサーのない時間は欠測とし、ゼロとはしません。",
            "For every hour the packets are divided by the sensors alive in that hour, and the quotients are added \
             up. Hours in which no sensor was alive are gaps and not zeros.",
        )),
    }
}

fn packets(port: Port) -> Definition {
    let (ja, en) = labels(port);
    Definition {
        name: text((format!("{ja}のパケット数"), format!("{en}: packets"))),
        meaning: text((
            format!("期間中に全センサーが観測した{ja}宛てのパケットの数です。"),
            format!("Packets to {en} that all sensors together saw in the period."),
        )),
        computed: text((
            "各センサーの記録から取り込んだパケットのうち、該当するものを1個ずつ数えます。",
            "Every such packet that was read from the sensors' records counts once.",
        )),
    }
}

fn change(port: Port) -> Definition {
    let (ja, en) = labels(port);
    Definition {
        name: text((format!("{ja}の増減"), format!("{en}: change"))),
        meaning: text((
            format!("{ja}のセンサー平均が、同じ長さの直前の期間と比べて何%増減したかを示します。"),
            format!(
                "By how many per cent the average of {en} changed against the period of the same length before."
            ),
        )),
        computed: text((
            "2つの期間のセンサー平均を、それぞれ観測のあった時間で割って1日あたりにそろえてから比べます。\
             欠測は減少とは扱いません。",
            "Both periods' averages are brought to a day of observation first, each by its own hours with sensors \
             alive, and then compared. A gap is no fall.",
        )),
    }
}
