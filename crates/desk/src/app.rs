//! All services, opened over one data folder.
//!
//! ```text
//! hinomi.db       records, where settings name no PostgreSQL database
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
    /// The data folder.
    pub(crate) data: PathBuf,
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
    #[error("{place}: {source}")]
    Database {
        /// Which one: the file, or the server and the database.
        place: String,
        /// What is wrong with it.
        source: kernel::DatabaseError,
    },
    /// The data folder and the database of records are not each other's.
    #[error("{folder}: {reason}")]
    Records {
        /// The folder.
        folder: PathBuf,
        /// Why.
        reason: &'static str,
    },
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
        std::fs::create_dir_all(data).map_err(|source| AppError::Folder { path: data.to_owned(), source })?;
        let settings = Settings::read(&data.join("settings.toml"))?;
        let database = crate::records::open(data, &settings).await?;
        Self::over(data, &data.join("lake"), settings, database, clock).await
    }

    /// Opens the application over these parts; tables are made, or brought to their newest form.
    pub(crate) async fn over(
        data: &Path,
        lake: &Path,
        settings: Settings,
        database: Database,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, AppError> {
        let settings = Arc::new(settings);
        let originals = data.join("originals");
        let originals = Originals::open(&originals)
            .map_err(|source| AppError::Folder { path: originals.clone(), source })?;
        let config = settings.incident();
        let incident =
            incident::Service::open(database.clone(), originals.clone(), config, Arc::clone(&clock)).await?;
        let community = community::Service::open(database.clone(), Arc::clone(&clock)).await?;
        let account = account::Service::open(database.clone(), Arc::clone(&clock)).await?;
        let report = report::Service::open(database.clone(), originals.clone(), Arc::clone(&clock)).await?;
        let observe = match settings.lake.clone() {
            Some(cluster) => {
                let clock = Arc::clone(&clock);
                observe::Service::open_cluster(database, originals, lake.to_owned(), cluster, clock).await?
            }
            None => observe::Service::open(database, originals, lake.to_owned(), Arc::clone(&clock)).await?,
        };
        let fonts = FontShelf::new(&settings.report);
        Ok(Self {
            observe,
            incident,
            community,
            account,
            report,
            settings,
            fonts,
            clock,
            data: data.to_owned(),
        })
    }
}
