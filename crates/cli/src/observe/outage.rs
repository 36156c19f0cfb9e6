//! `hinomi observe outage`: a sensor was down.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::output;
use crate::period::ZoneArg;

#[derive(Debug, Args)]
pub(crate) struct Outage {
    /// The sensor.
    #[arg(long, value_name = "NAME")]
    sensor: String,
    /// When it went down: 2008-02-11, 2008-02-11T09:30, or with an offset from UTC.
    #[arg(long, value_name = "TIME")]
    from: String,
    /// When it was back.
    #[arg(long, value_name = "TIME")]
    to: String,
    #[command(flatten)]
    zone: ZoneArg,
}

impl Outage {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let zone = self.zone.or(&app.settings.zone);
        let (since, until) = (instant(&self.from, &zone)?, instant(&self.to, &zone)?);
        let alive = app.observe.declare_outage(&self.sensor, since, until).await?;
        let said = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        output::say(&format!("{}: down from {} to {}", self.sensor, said(since), said(until)));
        if alive == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        output::say(&format!(
            "but {} of that {} packets all the same, and still {} as alive",
            output::counted(alive as u64, "hour"),
            if alive == 1 { "has" } else { "have" },
            if alive == 1 { "counts" } else { "count" },
        ));
        Ok(ExitCode::from(1))
    }
}

/// A time with its own offset, or a civil time in `zone`.
fn instant(text: &str, zone: &TimeZone) -> anyhow::Result<Timestamp> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let Ok(civil) = text.parse::<DateTime>() else {
        bail!("{text:?} is no time: write 2008-02-11, 2008-02-11T09:30 or 2008-02-11T09:30+09:00");
    };
    Ok(civil.to_zoned(zone.clone())?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_without_offset_is_the_zones() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        for (text, utc) in [
            ("2008-02-11", "2008-02-10T15:00:00Z"),
            ("2008-02-11T09:30", "2008-02-11T00:30:00Z"),
            ("2008-02-11T09:30Z", "2008-02-11T09:30:00Z"),
            ("2008-02-11T09:30+01:00", "2008-02-11T08:30:00Z"),
        ] {
            assert_eq!(instant(text, &tokyo).unwrap().to_string(), utc, "{text}");
        }
        assert!(instant("yesterday", &tokyo).is_err());
    }
}
