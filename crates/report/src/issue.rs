//! Issuing: a report and its files become an edition.
//!
//! What an edition consists of lies durably among the originals before the transaction that makes it one; a kill in
//! between leaves files that nobody names. The number is the report's own, because it is printed in the files: where
//! somebody else has taken it meanwhile, issuing is refused.

use std::collections::BTreeSet;

use kernel::{Lang, Original, Originals, Period, Text};
use sha2::{Digest, Sha256};

use crate::edition::{EditionHead, FileHead, Issued, IssuedFile, Media};
use crate::error::{Error, Refusal};
use crate::model::ActivityReport;
use crate::service::{Service, note};
use crate::store;

impl Service {
    /// All editions: the newest period first, and in it the newest edition.
    pub async fn editions(&self) -> Result<Vec<EditionHead>, Error> {
        store::edition::all(self.inner.database.connection(), None).await
    }

    /// The editions of a period, the newest first.
    pub async fn editions_of(&self, period: Period) -> Result<Vec<EditionHead>, Error> {
        store::edition::all(self.inner.database.connection(), Some(period)).await
    }

    /// An edition of a period, the newest where no number is given; none where there is none.
    pub async fn edition(&self, period: Period, number: Option<u32>) -> Result<Option<Issued>, Error> {
        let heads = self.editions_of(period).await?;
        let head = heads.into_iter().find(|head| number.is_none_or(|number| head.number == number));
        let Some(head) = head else { return Ok(None) };
        let bytes = self.kept(&head, &head.sha256).await?;
        let report = serde_json::from_slice(&bytes).map_err(|error| kept(&head, error))?;
        Ok(Some(Issued { head, report }))
    }

    /// A file of an edition, byte for byte as it was issued.
    pub async fn file(&self, head: &EditionHead, lang: Lang, media: Media) -> Result<Vec<u8>, Error> {
        let (period, number) = (head.period, head.number);
        let missing = || Error::NotFound(format!("{media} in {lang} of edition {number} of {period}"));
        let file = head.file(lang, media).ok_or_else(missing)?;
        self.kept(head, &file.sha256).await
    }

    /// Issues a report with its files. It has its number, its day and what changed in [`ActivityReport::edition`].
    pub async fn issue(
        &self,
        report: &ActivityReport,
        files: Vec<IssuedFile>,
        who: &str,
    ) -> Result<EditionHead, Error> {
        let edition = report.edition.clone().ok_or(Refusal::Draft)?;
        let period = report.period;
        if edition.issued <= period.to {
            return Err(Refusal::NotOver.into());
        }
        let different: BTreeSet<_> = files.iter().map(|file| (file.lang, file.media)).collect();
        if files.is_empty() || different.len() < files.len() {
            return Err(Refusal::Files.into());
        }
        match self.edition(period, None).await? {
            None if !edition.changes.is_empty() => return Err(Refusal::First.into()),
            None => {}
            Some(before) => may_correct(&before.report, report, &edition.changes)?,
        }
        let json = serde_json::to_vec(report)?;
        let originals = self.inner.originals.clone();
        let keeping = tokio::task::spawn_blocking(move || keep(&originals, &json, &files));
        let (sha256, files) = keeping.await?.map_err(Error::Originals)?;

        let transaction = self.inner.database.begin_write().await?;
        let next = store::edition::newest(&transaction, period).await? + 1;
        if edition.number != next {
            return Err(Refusal::Overtaken.into());
        }
        let issued = self.inner.clock.now();
        let (number, changes, by) = (edition.number, edition.changes, who.to_owned());
        let head = EditionHead { period, number, issued, by, sha256, changes, files };
        store::edition::insert(&transaction, &head).await?;
        let detail = format!("edition {number}, {}", head.sha256);
        note(&transaction, issued, who, "report.issue", &format!("report/{period}"), &detail).await?;
        transaction.commit().await?;
        Ok(head)
    }

    /// The bytes of an original that an edition names; an error where they are not what they were.
    async fn kept(&self, head: &EditionHead, sha256: &str) -> Result<Vec<u8>, Error> {
        let path =
            self.inner.originals.find(sha256).ok_or_else(|| kept(head, format!("{sha256} is gone")))?;
        let bytes = tokio::task::spawn_blocking(move || std::fs::read(path)).await?;
        let bytes = bytes.map_err(Error::Originals)?;
        let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if found == sha256 { Ok(bytes) } else { Err(kept(head, format!("{sha256} has other bytes now"))) }
    }
}

fn kept(head: &EditionHead, reason: impl ToString) -> Error {
    Error::Kept { period: head.period, number: head.number, reason: reason.to_string() }
}

/// Whether a report may follow another as its correction: it differs, and says in what.
fn may_correct(before: &ActivityReport, report: &ActivityReport, changes: &[Text]) -> Result<(), Refusal> {
    if before.says_the_same(report) {
        return Err(Refusal::Unchanged);
    }
    let unsaid = |text: &Text| text.ja.trim().is_empty() || text.en.trim().is_empty();
    if changes.is_empty() || changes.iter().any(unsaid) { Err(Refusal::ChangesUnsaid) } else { Ok(()) }
}

/// Makes the report and its files durable.
fn keep(
    originals: &Originals,
    json: &[u8],
    files: &[IssuedFile],
) -> std::io::Result<(String, Vec<FileHead>)> {
    let report = originals.take(json)?;
    let sha256 = report.sha256.clone();
    let mut taken: Vec<Original> = vec![report];
    let mut heads = Vec::with_capacity(files.len());
    for file in files {
        let original = originals.take(file.bytes.as_slice())?;
        let (sha256, bytes) = (original.sha256.clone(), original.bytes);
        heads.push(FileHead { lang: file.lang, media: file.media, sha256, bytes });
        taken.push(original);
    }
    originals.keep(taken)?;
    heads.sort_by_key(|file| (file.lang, file.media));
    Ok((sha256, heads))
}
