//! The journal's chain holds in every database.

use jiff::Timestamp;
use kernel::journal::{self, Deed};
use sea_orm::ConnectionTrait as _;
use testkit::DataFolder;

#[tokio::test]
async fn writers_at_once_make_one_chain() {
    let folder = DataFolder::new();
    let database = testkit::database(folder.path()).await;
    journal::open(&database).await.unwrap();
    let writers = (0..4).map(|writer| {
        let database = database.clone();
        tokio::spawn(async move {
            for entry in 0..5 {
                let transaction = database.begin_write().await.unwrap();
                let (object, detail) = (format!("incident/{writer}"), format!("語\0{entry}"));
                let deed = Deed { who: "aoki", what: "incident.view", object: &object, detail: &detail };
                journal::write(&transaction, Timestamp::UNIX_EPOCH, deed).await.unwrap();
                transaction.commit().await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let verified = journal::verify(&database).await.unwrap();
    assert_eq!((verified.entries, verified.broken_at), (20, None));
    assert_eq!(journal::list(database.connection(), Some("incident/3"), None, 10).await.unwrap().len(), 5);

    let transaction = database.begin_write().await.unwrap();
    transaction.execute_unprepared("UPDATE kernel_journal SET who = 'bando' WHERE id = 7").await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(journal::verify(&database).await.unwrap().broken_at, Some(7));
}
