//! `hinomi demo`: from nothing to the activity report, by the ordinary path.

mod fonts;
mod guest;
mod report;
mod reports;
mod team;

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use indicatif::ProgressBar;
use jiff::tz::TimeZone;
use observe::read::lines::LineOptions;
use observe::{ImportFile, ImportRequest};

use crate::output;
use crate::progress::ImportBar;
use crate::serve::Listen;

/// Who does what the sample's staff would do.
const STAFF: &str = "sample";

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Do everything but serve.
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    listen: Listen,
}

impl Demo {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        std::fs::create_dir_all(data).with_context(|| data.display().to_string())?;
        let mut app = crate::open(data).await?;
        let known: Vec<_> = samples::sensors().iter().map(|sensor| sensor.name).collect();
        if let Some(stranger) =
            app.observe.sensors().await?.iter().find(|name| !known.contains(&name.as_str()))
        {
            bail!(
                "{} holds real data (sensor {stranger}); the sample needs a folder of its own",
                data.display()
            );
        }

        if mark_as_sample(data)? {
            app = crate::open(data).await?;
        }

        let folder = tempfile::Builder::new().prefix("captures-").tempdir_in(data)?;
        let files = make_captures(folder.path())?;
        import(&app, files).await?;
        folder.close()?;
        let outage = samples::outage();
        app.observe.declare_outage(outage.sensor, outage.from, outage.to).await?;

        reports::play(data).await?;
        team::enter(&app).await?;
        report::issue_report(data).await?;
        let guest = guest::invite(&app).await?;

        output::say(&format!("\n{}\n", samples::NOTICE_EN));
        if self.once {
            output::say(&format!(
                "{guest}\nReady in {}; see it with: hinomi serve --data {}\n\
                 The activity report is at /activity/{} there, and in {}",
                data.display(),
                data.display(),
                report::PERIOD,
                data.join("report").display()
            ));
            return Ok(ExitCode::SUCCESS);
        }
        self.listen
            .serve(app, |address| {
                output::say(&format!(
                    "{}\n{guest}\nCtrl-C ends it.",
                    what_to_look_at(&format!("http://{address}"))
                ));
            })
            .await
    }
}

/// Of a key that nobody has.
const FINGERPRINT: &str = "0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567";

fn what_to_look_at(site: &str) -> String {
    format!(
        "Look at\n  \
           {site}/                       the home page\n  \
           {site}/activity/2008Q1        the activity report; each number leads to its records\n  \
           {site}/observe                the quarter's and the year's most hit ports\n  \
           {site}/observe/port/tcp/2967  a worm's ebb\n  \
           {site}/observe/port/tcp/5168  a rise the day after a patch, calming down\n  \
           {site}/observe/port/tcp/5900  a bump in February 2008\n  \
           {site}/observe/icmp           halved since November 2007\n  \
           {site}/api                    the same as CSV and JSON\n  \
           {site}/report                 where anybody reports an incident\n  \
           {site}/desk                   the incident desk: 545 reports and 684 incidents in 2008Q1\n  \
           {site}/desk/statistics?period=2008Q1"
    )
}

/// Settings that say on every page that the data is made up; written once, so that they can be changed. Says
/// whether they are new.
fn mark_as_sample(data: &Path) -> anyhow::Result<bool> {
    let path = data.join("settings.toml");
    if path.exists() {
        return Ok(false);
    }
    let text = format!(
        "time-zone = \"Asia/Tokyo\"\n\n[notice]\nja = \"{}\"\nen = \"{}\"\n\n\
         # Notifications go nowhere: they are written into this folder.\n[mail]\nfrom = \"desk@csirt.example\"\n\
         folder = \"sent\"\n\n# The sites are made up, too: there is nothing to look at.\n[watch]\nenabled = false\n\n\
         [contacts]\nsecurity-txt = false\nreminders = 0\n\n\
         # How the organisation is reached; it stands at the end of the activity report.\n\
         [contact]\nmail = \"info@csirt.example\"\nform = \"https://www.csirt.example/report\"\n\
         fingerprint = \"{FINGERPRINT}\"\n\n\
         # Where the numbers in the report's files lead.\n[report]\nsite = \"http://127.0.0.1:8080\"\n",
        samples::NOTICE_JA,
        samples::NOTICE_EN
    );
    std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    Ok(true)
}

/// Writes the sample's captures.
fn make_captures(folder: &Path) -> anyhow::Result<Vec<ImportFile>> {
    let captures: Vec<_> = samples::quarter().captures().collect();
    output::say(&format!("making {} captures of {} sensors", captures.len(), samples::sensors().len()));
    let bar = ProgressBar::new(captures.len() as u64);
    let mut files = Vec::new();
    for capture in captures {
        let path = folder.join(&capture.name);
        capture.write_to(BufWriter::new(File::create(&path)?))?;
        files.push(ImportFile { path, sensor: Some(capture.sensor.to_owned()) });
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(files)
}

/// Imports them as any captures are imported.
async fn import(app: &desk::App, files: Vec<ImportFile>) -> anyhow::Result<()> {
    output::say("importing them");
    let bar = Arc::new(ImportBar::new(files.len()));
    let lines = LineOptions { format: None, columns: None, year: None, zone: TimeZone::UTC };
    let progress: Arc<dyn observe::Progress> = Arc::clone(&bar) as _;
    let done = app.observe.import(ImportRequest { files, lines }, progress).await;
    bar.end();
    let done = done?;
    let packets = done.iter().map(|file| file.reading.packets).sum();
    let already = done.iter().filter(|file| file.already).count();
    output::say(&format!(
        "{} packets in {} captures ({already} were there already)",
        output::thousands(packets),
        done.len()
    ));
    Ok(())
}
