//! Imports: which originals are in the lake, and what could not be read of them.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::BATCH;
use crate::error::Error;
use capture::{Problem, Reading};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_import")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub sha256: String,
    pub name: String,
    pub bytes: i64,
    pub sensor: Option<String>,
    pub format: String,
    pub packets: i64,
    pub not_ip: String,
    pub problem_count: i64,
    pub imported_us: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The problems of imports.
pub(crate) mod problem {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "observe_problem")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub import_id: i64,
        pub byte_offset: i64,
        pub line: Option<i64>,
        pub reason: String,
        pub excerpt: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An original to be recorded as imported.
#[derive(Debug)]
pub(crate) struct New {
    pub sha256: String,
    pub name: String,
    pub bytes: u64,
    pub sensor: Option<String>,
    pub format: String,
    pub reading: Reading,
}

/// The import of the original with this hash.
pub(crate) async fn by_hash(db: &impl ConnectionTrait, sha256: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find().filter(Column::Sha256.eq(sha256)).one(db).await?)
}

/// What a recorded import came to, with the problems that were kept.
pub(crate) async fn reading(db: &impl ConnectionTrait, import: &Model) -> Result<Reading, Error> {
    let rows = problem::Entity::find().filter(problem::Column::ImportId.eq(import.id)).all(db).await?;
    let problems = rows.into_iter().map(|row| Problem {
        offset: row.byte_offset.unsigned_abs(),
        line: row.line.map(i64::unsigned_abs),
        reason: row.reason,
        excerpt: row.excerpt,
    });
    Ok(Reading {
        packets: import.packets.unsigned_abs(),
        not_ip: serde_json::from_str(&import.not_ip).unwrap_or_default(),
        problem_count: import.problem_count.unsigned_abs(),
        problems: problems.collect(),
    })
}

/// Records an import with its problems.
pub(crate) async fn record(db: &impl ConnectionTrait, new: New, now_us: i64) -> Result<(), Error> {
    let not_ip = serde_json::to_string(&new.reading.not_ip).unwrap_or_default();
    let import = ActiveModel {
        sha256: Set(new.sha256),
        name: Set(new.name),
        bytes: Set(signed(new.bytes)),
        sensor: Set(new.sensor),
        format: Set(new.format),
        packets: Set(signed(new.reading.packets)),
        not_ip: Set(not_ip),
        problem_count: Set(signed(new.reading.problem_count)),
        imported_us: Set(now_us),
        ..Default::default()
    };
    let import_id = Entity::insert(import).exec(db).await?.last_insert_id;
    let mut rows = new.reading.problems.into_iter().map(|found| problem::ActiveModel {
        import_id: Set(import_id),
        byte_offset: Set(signed(found.offset)),
        line: Set(found.line.map(signed)),
        reason: Set(found.reason),
        excerpt: Set(found.excerpt),
        ..Default::default()
    });
    loop {
        let batch: Vec<_> = rows.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        problem::Entity::insert_many(batch).exec_without_returning(db).await?;
    }
}

/// As the database stores counts; no count here comes near the limit.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
