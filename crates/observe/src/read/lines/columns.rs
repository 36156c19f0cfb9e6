//! Which column of a table is what: `time=datetime,src=src,proto=proto,dport=#7`.

use std::str::FromStr;

/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Time,
    Sensor,
    Src,
    Dst,
    Proto,
    Sport,
    Dport,
    IcmpType,
    IcmpCode,
    Ttl,
    Length,
    Flags,
}

impl Key {
    pub(super) const COUNT: usize = 12;

    const ALL: [Self; Self::COUNT] = [
        Self::Time,
        Self::Sensor,
        Self::Src,
        Self::Dst,
        Self::Proto,
        Self::Sport,
        Self::Dport,
        Self::IcmpType,
        Self::IcmpCode,
        Self::Ttl,
        Self::Length,
        Self::Flags,
    ];

    /// Without these a row tells no packet.
    const NEEDED: [Self; 3] = [Self::Time, Self::Src, Self::Proto];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Sensor => "sensor",
            Self::Src => "src",
            Self::Dst => "dst",
            Self::Proto => "proto",
            Self::Sport => "sport",
            Self::Dport => "dport",
            Self::IcmpType => "icmp-type",
            Self::IcmpCode => "icmp-code",
            Self::Ttl => "ttl",
            Self::Length => "length",
            Self::Flags => "flags",
        }
    }
}

/// How a column is found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    /// By its name in the header.
    Name(String),
    /// By its place, from 0.
    Place(usize),
}

/// Which column of a table is what.
///
/// Written `KEY=COLUMN,...`: a key is one of time, sensor, src, dst, proto, sport, dport, icmp-type, icmp-code,
/// ttl, length and flags; a column is its name in the header or `#N`, counted from 1. A table of which no
/// column is named has no header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns([Option<Column>; Key::COUNT]);

/// Columns that were not written as such.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum ColumnsError {
    /// A part that names no column.
    #[error("{0:?} names no column: write KEY=COLUMN, as in time=datetime or src=#3")]
    NoColumn(String),
    /// A key that there is not.
    #[error("no key {0:?}: the keys are {keys}", keys = key_names(&Key::ALL))]
    UnknownKey(String),
    /// A key that is given twice.
    #[error("{0} is given twice")]
    Twice(&'static str),
    /// A place that is no number from 1.
    #[error("{key}: {column:?} is no column: columns are counted from #1")]
    NoPlace {
        /// The key.
        key: &'static str,
        /// What was written.
        column: String,
    },
    /// A key that is needed.
    #[error("no {0}: {needed} are needed", needed = key_names(&Key::NEEDED))]
    Missing(&'static str),
}

fn key_names(keys: &[Key]) -> String {
    keys.iter().map(|key| key.name()).collect::<Vec<_>>().join(", ")
}

impl FromStr for Columns {
    type Err = ColumnsError;

    fn from_str(text: &str) -> Result<Self, ColumnsError> {
        let mut columns = Self([const { None }; Key::COUNT]);
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, column) =
                part.split_once('=').ok_or_else(|| ColumnsError::NoColumn(part.to_owned()))?;
            let (key, column) = (key.trim(), column.trim());
            let key = Key::ALL
                .into_iter()
                .find(|known| known.name() == key)
                .ok_or_else(|| ColumnsError::UnknownKey(key.to_owned()))?;
            let place = match column.strip_prefix('#') {
                _ if column.is_empty() => return Err(ColumnsError::NoColumn(part.to_owned())),
                None => Column::Name(column.to_owned()),
                Some(number) => match number.parse::<u16>() {
                    Ok(number @ 1..) => Column::Place(usize::from(number) - 1),
                    _ => return Err(ColumnsError::NoPlace { key: key.name(), column: column.to_owned() }),
                },
            };
            if columns.0[key as usize].replace(place).is_some() {
                return Err(ColumnsError::Twice(key.name()));
            }
        }
        match Key::NEEDED.into_iter().find(|key| columns.0[*key as usize].is_none()) {
            Some(key) => Err(ColumnsError::Missing(key.name())),
            None => Ok(columns),
        }
    }
}

/// The places of all keys in a row.
pub(super) type Places = [Option<usize>; Key::COUNT];

impl Columns {
    /// Whether rows name their sensor.
    pub fn names_sensor(&self) -> bool {
        self.0[Key::Sensor as usize].is_some()
    }

    /// Whether the table has a header.
    pub(super) fn has_header(&self) -> bool {
        self.0.iter().flatten().any(|column| matches!(column, Column::Name(_)))
    }

    /// The places of the columns below `header`, and the names that it does not have.
    ///
    /// A name is as written, or else without regard to upper and lower case.
    pub(super) fn places(&self, header: &[String]) -> (Places, Vec<&str>) {
        let mut places = [None; Key::COUNT];
        let mut missing = Vec::new();
        for (place, column) in places.iter_mut().zip(&self.0) {
            match column {
                None => {}
                Some(Column::Place(at)) => *place = Some(*at),
                Some(Column::Name(name)) => {
                    *place = header
                        .iter()
                        .position(|title| title == name)
                        .or_else(|| header.iter().position(|title| title.eq_ignore_ascii_case(name)));
                    if place.is_none() {
                        missing.push(name.as_str());
                    }
                }
            }
        }
        (places, missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_or_refused_by_name() {
        let check = |text: &str, expect: &str| {
            let error = text.parse::<Columns>().err().map(|error| error.to_string());
            assert_eq!(error.unwrap_or_default(), expect, "{text}");
        };
        check("time=datetime,sensor=host,src=src,proto=proto,icmp-type=type,sport=spt,dport=dpt", "");
        check(" time = #1 , src=#2,proto=#65535,", "");
        check("time", "\"time\" names no column: write KEY=COLUMN, as in time=datetime or src=#3");
        check("time=", "\"time=\" names no column: write KEY=COLUMN, as in time=datetime or src=#3");
        check("time=a,time=b", "time is given twice");
        check("src=#0", "src: \"#0\" is no column: columns are counted from #1");
        check("src=#x", "src: \"#x\" is no column: columns are counted from #1");
        check("", "no time: time, src, proto are needed");
        check("time=a,src=b", "no proto: time, src, proto are needed");
        check(
            "port=a",
            "no key \"port\": the keys are time, sensor, src, dst, proto, sport, dport, icmp-type, icmp-code, \
             ttl, length, flags",
        );
    }

    #[test]
    fn names_are_found_as_written_first() {
        let columns: Columns = "time=Time,src=SRC,proto=#3,dst=gone".parse().unwrap();
        let header = ["time", "src", "proto", "Time"].map(str::to_owned);
        let (places, missing) = columns.places(&header);
        let place = |key: Key| places[key as usize];
        assert_eq!((place(Key::Time), place(Key::Src), place(Key::Proto)), (Some(3), Some(1), Some(2)));
        assert_eq!(missing, ["gone"]);
    }
}
