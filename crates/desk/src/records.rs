//! Where the records are: in the data folder, or in a PostgreSQL database that belongs to it.
//!
//! | settings | folder | what happens |
//! |---|---|---|
//! | no database | no mark | `hinomi.db` is opened, or made |
//! | no database | mark | refused: its records are in PostgreSQL |
//! | a database | the database's mark | it is opened |
//! | a database without mark | no mark, no files | both are marked |
//! | anything else | | refused: with records that are not its own, a folder would lose files |

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::{Clock, Copied, Database, journal};

use crate::app::{App, AppError};
use crate::settings::Settings;

/// The records in the data folder.
const FILE: &str = "hinomi.db";

/// What [`FILE`] is called once its records are elsewhere.
const MOVED: &str = "hinomi.db.moved";

/// Why a folder is refused.
const FOREIGN: &str = "the database that settings.toml names belongs to another folder";

/// The mark of a folder whose records are in PostgreSQL.
const MARK: &str = "database-mark";

/// Opens the database of records, wherever it is.
pub(crate) async fn open(data: &Path, settings: &Settings) -> Result<Database, AppError> {
    let folder = Folder(data);
    let (file, mark) = (data.join(FILE), folder.mark()?);
    let Some(place) = &settings.database else {
        if mark.is_some() {
            let reason = "its records are in PostgreSQL, and settings.toml names no database";
            return Err(folder.refused(reason));
        }
        return Database::open(&file).await.map_err(named(&file.display()));
    };
    let database = Database::open_postgres(place).await.map_err(named(place))?;
    match (mark, database.folder_mark().await.map_err(named(place))?) {
        (Some(here), Some(there)) if here == there => Ok(database),
        (None, None) if file.exists() => Err(folder.refused(
            "its records are in hinomi.db, and settings.toml names a database: hinomi database move",
        )),
        (None, None) if folder.has_files()? => {
            Err(folder.refused("it has a lake or originals of which the database knows nothing"))
        }
        (None, None) => {
            // Another command that was started at the same time may have been faster.
            if !folder.join(&database).await?
                && folder.mark()? != database.folder_mark().await.map_err(named(place))?
            {
                return Err(folder.refused(FOREIGN));
            }
            Ok(database)
        }
        (Some(_), None) => {
            Err(folder.refused("its records are in another database than the one that settings.toml names"))
        }
        (_, Some(_)) => Err(folder.refused(FOREIGN)),
    }
}

/// Moves the records of `data` from its file into the PostgreSQL database that its settings name; tells what went.
/// Until all is there and held against the original, the file stays what it is.
pub async fn move_records(data: &Path, clock: Arc<dyn Clock>) -> Result<Vec<Copied>, AppError> {
    let folder = Folder(data);
    let settings = Settings::read(&data.join("settings.toml"))?;
    let Some(place) = &settings.database else {
        return Err(folder.refused("settings.toml names no database that its records could move to"));
    };
    let file = data.join(FILE);
    if !file.exists() {
        return Err(folder.refused("it has no hinomi.db whose records could move"));
    }
    let target = Database::open_postgres(place).await.map_err(named(place))?;
    if target.folder_mark().await.map_err(named(place))?.is_some() {
        return Err(folder.refused("the database that settings.toml names has records already"));
    }
    if !Database::is_free(&file).await.map_err(named(&file.display()))? {
        return Err(folder.refused("another program works with it, perhaps the server: end it first"));
    }
    let source = Database::open(&file).await.map_err(named(&file.display()))?;
    // Opening the application brings tables to their newest form. Over the new database it has a lake of its own for
    // that: with the folder's, it would miss all its files.
    App::over(data, &data.join("lake"), settings.clone(), source.clone(), Arc::clone(&clock)).await?;
    let lake = tempfile::tempdir_in(data).map_err(folder.failed())?;
    App::over(data, lake.path(), settings.clone(), target.clone(), clock).await?;
    let copied = target.copy_all(&source).await.map_err(named(place))?;
    let chains = (journal::verify(&source).await, journal::verify(&target).await);
    if chains.0.map_err(named(&file.display()))? != chains.1.map_err(named(place))? {
        return Err(folder.refused("the journal's chain is another one in the database than in hinomi.db"));
    }
    if !folder.join(&target).await? {
        return Err(folder.refused(FOREIGN));
    }
    // Closed first: the newest records may still be in the file beside it.
    source.close().await.map_err(named(&file.display()))?;
    std::fs::rename(&file, data.join(MOVED)).map_err(folder.failed())?;
    Ok(copied)
}

/// An error of this database, by its place.
fn named<P: ToString + ?Sized>(place: &P) -> impl Fn(kernel::DatabaseError) -> AppError + use<P> {
    let place = place.to_string();
    move |source| AppError::Database { place: place.clone(), source }
}

/// A data folder.
#[derive(Clone, Copy)]
struct Folder<'a>(&'a Path);

impl Folder<'_> {
    fn failed(self) -> impl FnOnce(std::io::Error) -> AppError {
        let path = self.0.to_owned();
        move |source| AppError::Folder { path, source }
    }

    fn refused(self, reason: &'static str) -> AppError {
        AppError::Records { folder: self.0.to_owned(), reason }
    }

    /// Its mark.
    fn mark(self) -> Result<Option<String>, AppError> {
        match std::fs::read_to_string(self.0.join(MARK)) {
            Ok(text) => Ok(Some(text.trim().to_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed()(error)),
        }
    }

    /// Whether there is anything in it that records tell of.
    fn has_files(self) -> Result<bool, AppError> {
        for below in ["lake", "originals"] {
            if holds_a_file(&self.0.join(below)).map_err(self.failed())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Marks folder and database as belonging together; says whether the database had no mark yet.
    async fn join(self, database: &Database) -> Result<bool, AppError> {
        let named = || named("database");
        let transaction = database.begin_write().await.map_err(named())?;
        let Some(mark) = transaction.mark_folder().await.map_err(named())? else {
            return Ok(false);
        };
        // On the disk before the database's: a database that belongs to a folder that does not know it is refused.
        let written = || -> std::io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(self.0)?;
            writeln!(file, "{mark}")?;
            file.as_file().sync_all()?;
            file.persist(self.0.join(MARK))?;
            std::fs::File::open(self.0)?.sync_all()
        };
        written().map_err(self.failed())?;
        transaction.commit().await.map_err(|error| named()(error.into()))?;
        Ok(true)
    }
}

/// Whether there is a file in a folder, at whatever depth. The folder need not be there.
fn holds_a_file(folder: &Path) -> std::io::Result<bool> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let path: PathBuf = entry.path();
        if !entry.file_type()?.is_dir() || holds_a_file(&path)? {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use testkit::DataFolder;

    use super::*;

    const NOW: &str = "2008-04-01T00:00:00+09:00";

    async fn opened(data: &Path) -> Result<App, String> {
        App::open(data, testkit::clock(NOW)).await.map_err(|error| error.to_string())
    }

    async fn refused(data: &Path, said: &str) {
        let error = opened(data).await.map(drop).unwrap_err();
        assert!(error.contains(said), "{error}");
    }

    #[tokio::test]
    async fn a_folder_whose_records_are_elsewhere_makes_no_new_ones() {
        let folder = DataFolder::new();
        fs::write(folder.path().join(MARK), "of-a-database\n").unwrap();
        refused(folder.path(), "its records are in PostgreSQL").await;
        assert!(!folder.path().join(FILE).exists());
    }

    #[tokio::test]
    async fn records_move_only_where_there_is_a_place_for_them() {
        let folder = DataFolder::new();
        let error = move_records(folder.path(), testkit::clock(NOW)).await.unwrap_err();
        assert!(error.to_string().contains("names no database"), "{error}");
    }

    /// Writes into the settings of a folder where its records are on the tests' server; nothing where there is none.
    async fn settings(folder: &DataFolder, database_of: &DataFolder) -> Option<()> {
        let Some((_, url)) = testkit::postgres_of(database_of.path()).await else {
            println!("left out: no PostgreSQL server in {}", testkit::POSTGRES);
            return None;
        };
        fs::write(folder.path().join("settings.toml"), format!("database = \"{url}\"\n")).unwrap();
        Some(())
    }

    #[tokio::test]
    async fn a_folder_and_a_database_know_each_other() {
        let (folder, other) = (DataFolder::new(), DataFolder::new());
        let Some(()) = settings(&folder, &folder).await else { return };
        // Two commands at once, as after an installation.
        let both = tokio::join!(opened(folder.path()), opened(folder.path()));
        assert!(both.0.is_ok() && both.1.is_ok(), "{both:?}");
        opened(folder.path()).await.unwrap();
        assert!(!folder.path().join(FILE).exists());

        settings(&other, &folder).await.unwrap();
        refused(other.path(), "belongs to another folder").await;
        settings(&folder, &other).await.unwrap();
        refused(folder.path(), "in another database").await;
        fs::remove_file(folder.path().join("settings.toml")).unwrap();
        refused(folder.path(), "settings.toml names no database").await;
        let strange = DataFolder::new();
        settings(&strange, &strange).await.unwrap();
        fs::create_dir_all(strange.path().join("lake/packets/day=2008-01-01")).unwrap();
        fs::write(strange.path().join("lake/packets/day=2008-01-01/1.parquet"), "").unwrap();
        refused(strange.path(), "the database knows nothing").await;
    }

    fn new_user(name: &str) -> account::NewUser<'_> {
        let password = "a password of some length";
        account::NewUser {
            name,
            display: "青木",
            role: account::Role::Admin,
            lang: kernel::Lang::Ja,
            password,
        }
    }

    #[tokio::test]
    async fn all_records_move() {
        let folder = DataFolder::new();
        let app = opened(folder.path()).await.unwrap();
        app.account.add_user(new_user("aoki"), "system").await.unwrap();
        let Some(()) = settings(&folder, &folder).await else { return };
        refused(folder.path(), "hinomi database move").await;
        let moving = async || move_records(folder.path(), testkit::clock(NOW)).await;
        let error = moving().await.unwrap_err().to_string();
        assert!(error.contains("another program works with it"), "{error}");
        let journal = app.account.journal(None, None, 10).await.unwrap();
        drop(app);
        // The connections of a dropped application end by themselves, soon.
        let mut moved = moving().await;
        while moved.as_ref().is_err_and(|error| error.to_string().contains("another program")) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            moved = moving().await;
        }
        let moved = moved.unwrap();
        assert!(moved.iter().any(|copied| copied.table == "account_user" && copied.rows == 1), "{moved:?}");
        assert!(folder.path().join(MOVED).exists() && !folder.path().join(FILE).exists());
        let app = opened(folder.path()).await.unwrap();
        assert_eq!(app.account.journal(None, None, 10).await.unwrap(), journal);
        app.account.add_user(new_user("baba"), "aoki").await.unwrap();
        let names: Vec<_> = app.account.users().await.unwrap().into_iter().map(|user| user.name).collect();
        assert_eq!(names, ["aoki", "baba"]);
    }
}
