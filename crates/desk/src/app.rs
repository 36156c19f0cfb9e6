//! All services, opened over one data folder.
//!
//! ```text
//! hinomi.db       records
//! lake/           packets and series (Parquet)
//! originals/      every message, capture and form as it arrived, by content hash
//! settings.toml   written by people
//! ```

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::{Clock, Database, Originals};
use thiserror::Error;

use crate::flows::activity_report::FontShelf;
use crate::settings::{Settings, SettingsError};

/// The application.
#[derive(Debug, Clone)]
pub struct App {
    /// What sensors saw.
    pub observe: observe::Service,
    /// The incident desk.
    pub incident: incident::Service,
    /// What the organisation does with others.
    pub community: community::Service,
    /// Who may use it.
    pub account: account::Service,
    /// The activity report: its topics, remarks and editions.
    pub report: report::Service,
    /// What the organisation has set.
    pub settings: Arc<Settings>,
    /// What reports are set in.
    pub(crate) fonts: FontShelf,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// Why the application can't start.
#[derive(Debug, Error)]
pub enum AppError {
    /// The data folder can't be made or read.
    #[error("data folder {path}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The settings can't be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The database can't be used.
    #[error(transparent)]
    Database(#[from] kernel::DatabaseError),
    /// Observation can't start.
    #[error(transparent)]
    Observe(#[from] observe::Error),
    /// The incident desk can't start.
    #[error(transparent)]
    Incident(#[from] incident::Error),
    /// The records of work with others can't be opened.
    #[error(transparent)]
    Community(#[from] community::Error),
    /// The accounts can't be opened.
    #[error(transparent)]
    Account(#[from] account::Error),
    /// The report's records can't be opened.
    #[error(transparent)]
    Report(#[from] report::Error),
}

impl App {
    /// Opens the application over the data folder `data`, which is made where it does not exist.
    pub async fn open(data: &Path, clock: Arc<dyn Clock>) -> Result<Self, AppError> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |source| AppError::Folder { path, source }
        };
        std::fs::create_dir_all(data).map_err(at(data))?;
        let settings = Arc::new(Settings::read(&data.join("settings.toml"))?);
        let database = Database::open(&data.join("hinomi.db")).await?;
        let originals = data.join("originals");
        let originals = Originals::open(&originals).map_err(at(&originals))?;
        let config = settings.incident();
        let incident =
            incident::Service::open(database.clone(), originals.clone(), config, Arc::clone(&clock)).await?;
        let community = community::Service::open(database.clone(), Arc::clone(&clock)).await?;
        let account = account::Service::open(database.clone(), Arc::clone(&clock)).await?;
        let report = report::Service::open(database.clone(), originals.clone(), Arc::clone(&clock)).await?;
        let lake = data.join("lake");
        let observe = match settings.lake.clone() {
            Some(cluster) => {
                observe::Service::open_cluster(database, originals, lake, cluster, Arc::clone(&clock)).await?
            }
            None => observe::Service::open(database, originals, lake, Arc::clone(&clock)).await?,
        };
        let fonts = FontShelf::new(&settings.report);
        Ok(Self { observe, incident, community, account, report, settings, fonts, clock })
    }
}
