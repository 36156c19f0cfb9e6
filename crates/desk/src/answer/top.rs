//! The ports that were hit most.

use observe::{By, Class, Port, Sensors, Spread, Top, TopRow};
use serde::Serialize;

use super::{PeriodHead, rounded, told};

/// A top list.
#[derive(Debug, Serialize)]
pub struct TopAnswer {
    /// The days.
    pub period: PeriodHead,
    /// What the first place is given for.
    pub by: By,
    /// Only packets of this class; all where none.
    pub class: Option<Class>,
    /// Packets of all ports.
    pub packets: u64,
    /// Who was listening.
    pub sensors: Sensors,
    /// The places, the first first.
    pub rows: Vec<TopPlace>,
    /// Where it says who may use the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<&'static str>,
}

/// One place.
#[derive(Debug, Serialize)]
pub struct TopPlace {
    /// From 1.
    pub rank: usize,
    /// As `445/tcp`.
    pub port: Port,
    /// IP protocol number.
    pub protocol: u8,
    /// Port or ICMP type.
    pub number: Option<u16>,
    /// Packets divided by the sensors alive, summed over the hours.
    pub average: f64,
    /// Packets of all sensors.
    pub packets: u64,
    /// Distinct sources, where the list is ranked by them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<u64>,
    /// How differently the sensors saw it.
    pub spread: Spread,
}

impl TopAnswer {
    /// The columns of [`Self::records`].
    pub const COLUMNS: [&str; 10] = [
        "rank",
        "port",
        "average",
        "packets",
        "sources",
        "sensor_low",
        "sensor_median",
        "sensor_high",
        "sensors_saw",
        "one_sensor",
    ];

    /// What the lake said of `period`.
    pub fn new(period: PeriodHead, by: By, class: Option<Class>, top: Top) -> Self {
        let rows = top.rows.into_iter().zip(1..).map(|(row, rank)| TopPlace::new(rank, row)).collect();
        Self { period, by, class, packets: top.packets, sensors: top.sensors, rows, terms: None }
    }

    /// The places as rows of CSV.
    pub fn records(&self) -> impl Iterator<Item = [String; 10]> {
        self.rows.iter().map(|row| {
            let Spread { low, median, high, saw, one_sensor } = row.spread;
            [
                row.rank.to_string(),
                row.port.to_string(),
                row.average.to_string(),
                row.packets.to_string(),
                told(row.sources),
                low.to_string(),
                median.to_string(),
                high.to_string(),
                saw.to_string(),
                one_sensor.to_string(),
            ]
        })
    }
}

impl TopPlace {
    fn new(rank: usize, row: TopRow) -> Self {
        let TopRow { port, average, packets, sources, spread } = row;
        let (protocol, number) = (port.proto, port.number);
        Self { rank, port, protocol, number, average: rounded(average), packets, sources, spread }
    }
}
