//! The ten sensors and the one outage among them.

use std::net::Ipv4Addr;

use jiff::Timestamp;

/// A made-up sensor: one unused address that only listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sensor {
    /// Its name; begins with `sample-`, so that nobody takes it for a real one.
    pub name: &'static str,
    /// Its address, from the ranges that are set aside for documentation (RFC 5737).
    pub address: Ipv4Addr,
    /// First two bytes of the addresses around it, where worms look for each other first.
    pub(crate) neighbourhood: [u8; 2],
}

/// How many sensors there are; the weights in [`crate::traffic`] share each story out among just as many.
pub(crate) const SENSORS: usize = 10;

/// Each sensor's neighbourhood is a different part of 100.64.0.0/10 (RFC 6598), as documentation ranges
/// are too small to have neighbours in.
static SENSOR_LIST: [Sensor; SENSORS] = [
    sensor("sample-01", [192, 0, 2, 17], 64),
    sensor("sample-02", [192, 0, 2, 86], 70),
    sensor("sample-03", [192, 0, 2, 140], 77),
    sensor("sample-04", [192, 0, 2, 201], 83),
    sensor("sample-05", [198, 51, 100, 9], 90),
    sensor("sample-06", [198, 51, 100, 77], 96),
    sensor("sample-07", [198, 51, 100, 190], 103),
    sensor("sample-08", [203, 0, 113, 33], 109),
    sensor("sample-09", [203, 0, 113, 118], 116),
    sensor("sample-10", [203, 0, 113, 230], 122),
];

const fn sensor(name: &'static str, [a, b, c, d]: [u8; 4], second_byte: u8) -> Sensor {
    Sensor { name, address: Ipv4Addr::new(a, b, c, d), neighbourhood: [100, second_byte] }
}

/// The sensors, in the order of their names.
pub fn sensors() -> &'static [Sensor] {
    &SENSOR_LIST
}

/// A time in which a sensor recorded nothing because it was down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// The sensor's name.
    pub sensor: &'static str,
    /// From this instant on.
    pub from: Timestamp,
    /// Up to, not including, this one.
    pub to: Timestamp,
}

/// The sample's one outage: four whole days of Asia/Tokyo, 2008-02-11 up to and including 2008-02-14.
///
/// The capture of the month runs on before and after it, so whoever imports it must declare the outage;
/// otherwise the averages of these days are a tenth too low.
pub fn outage() -> Outage {
    Outage {
        sensor: "sample-07",
        from: Timestamp::constant(1_202_655_600, 0),
        to: Timestamp::constant(1_203_001_200, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outage_is_four_days_of_tokyo() {
        let outage = outage();
        assert_eq!(outage.from.to_string(), "2008-02-10T15:00:00Z");
        assert_eq!(outage.to.to_string(), "2008-02-14T15:00:00Z");
        assert!(sensors().iter().any(|s| s.name == outage.sensor));
    }

    #[test]
    fn sensors_stand_in_documentation_ranges() {
        for sensor in sensors() {
            assert!(sensor.address.is_documentation(), "{}", sensor.address);
            assert!((64..128).contains(&sensor.neighbourhood[1]));
            assert!(sensor.name.starts_with("sample-"));
        }
    }
}
