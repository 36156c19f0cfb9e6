//! What was put into a ClickHouse cluster, and which of it counts.
//!
//! A number is given out before the first row is written under it, and never again: its row here is made and committed
//! first. `open` becomes `counts` in the transaction that says where the packets came from; what is found `open` when
//! nobody writes is `dead`. A dead number stays here until the cluster has no row of it.

use std::collections::BTreeSet;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};

use super::BATCH;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_load")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: String,
    pub span: i32,
    pub state: String,
    pub made_us: i64,
    pub dead_us: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

const OPEN: &str = "open";
const COUNTS: &str = "counts";
const KEPT: &str = "kept";
const DEAD: &str = "dead";

/// What stands under a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Packets.
    Packets,
    /// Series of a UTC day.
    Day(i32),
    /// Series of an hour.
    Hour(i32),
}

impl Kind {
    const fn parts(self) -> (&'static str, i32) {
        match self {
            Self::Packets => ("packets", 0),
            Self::Day(day) => ("day", day),
            Self::Hour(hour) => ("hour", hour),
        }
    }

    fn of(kind: &str, span: i32) -> Self {
        match kind {
            "day" => Self::Day(span),
            "hour" => Self::Hour(span),
            _ => Self::Packets,
        }
    }

    /// Whether it is about packets, and not about series.
    pub(crate) const fn is_packets(self) -> bool {
        matches!(self, Self::Packets)
    }
}

/// Which numbers count: those up to `newest`, without some.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counting {
    /// 0: none.
    pub newest: i64,
    /// In order.
    pub without: Vec<i64>,
}

/// A number that counts no more, to be cleared away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dead {
    pub id: i64,
    pub kind: Kind,
    /// Since when, in microseconds.
    pub since_us: i64,
}

/// Gives out numbers, one for each kind, in order.
pub(crate) async fn open(db: &impl ConnectionTrait, kinds: &[Kind], now_us: i64) -> Result<Vec<i64>, Error> {
    let mut numbers = Vec::with_capacity(kinds.len());
    for kind in kinds {
        let (kind, span) = kind.parts();
        let row = ActiveModel {
            kind: Set(kind.to_owned()),
            span: Set(span),
            state: Set(OPEN.to_owned()),
            made_us: Set(now_us),
            dead_us: Set(None),
            ..Default::default()
        };
        numbers.push(Entity::insert(row).exec(db).await?.last_insert_id);
    }
    Ok(numbers)
}

/// Lets an open number of packets count. Only the newest such number stays: older ones need no row to count.
pub(crate) async fn count_packets(db: &impl ConnectionTrait, id: i64) -> Result<(), Error> {
    count(db, id).await?;
    let packets = Entity::delete_many().filter(Column::Kind.eq(Kind::Packets.parts().0));
    packets.filter(Column::State.eq(COUNTS)).filter(Column::Id.lt(id)).exec(db).await?;
    Ok(())
}

async fn count(db: &impl ConnectionTrait, id: i64) -> Result<(), Error> {
    let open = Entity::update_many().filter(Column::Id.eq(id)).filter(Column::State.eq(OPEN));
    let done = open.col_expr(Column::State, Expr::value(COUNTS)).exec(db).await?;
    if done.rows_affected != 1 {
        return Err(Error::Refused(format!("load {id} was given up meanwhile")));
    }
    Ok(())
}

/// Puts open numbers of series in the place of what counted for the same day or hour.
pub(crate) async fn replace(
    db: &impl ConnectionTrait,
    derived: &[(Kind, i64)],
    now_us: i64,
) -> Result<(), Error> {
    for &(kind, id) in derived {
        let (name, span) = kind.parts();
        let before = Entity::update_many().filter(Column::Kind.eq(name)).filter(Column::Span.eq(span));
        die(before.filter(Column::State.eq(COUNTS)), now_us).exec(db).await?;
        if let Kind::Day(day) = kind {
            let hours = Entity::update_many().filter(Column::Kind.eq("hour"));
            let hours = hours.filter(Column::Span.gte(day * 24)).filter(Column::Span.lt((day + 1) * 24));
            die(hours.filter(Column::State.eq(COUNTS)), now_us).exec(db).await?;
        }
        count(db, id).await?;
    }
    Ok(())
}

/// Marks what is open although nobody writes.
pub(crate) async fn give_up_open(db: &impl ConnectionTrait, now_us: i64) -> Result<(), Error> {
    die(Entity::update_many().filter(Column::State.eq(OPEN)), now_us).exec(db).await?;
    Ok(())
}

/// Keeps the series of a day for good: its packets are gone, and later ones come beside it.
pub(crate) async fn keep_day(db: &impl ConnectionTrait, day: i32) -> Result<(), Error> {
    let of_day = Entity::update_many().filter(Column::Kind.eq("day")).filter(Column::Span.eq(day));
    let counting = of_day.filter(Column::State.eq(COUNTS));
    counting.col_expr(Column::State, Expr::value(KEPT)).exec(db).await?;
    Ok(())
}

/// Lets the series of days before `day` count no more; says of how many.
pub(crate) async fn drop_series_before(
    db: &impl ConnectionTrait,
    day: i32,
    now_us: i64,
) -> Result<u64, Error> {
    let old = Entity::update_many().filter(Column::Kind.eq("day")).filter(Column::Span.lt(day));
    let done = die(old.filter(Column::State.is_in([COUNTS, KEPT])), now_us).exec(db).await?;
    Ok(done.rows_affected)
}

fn die(some: sea_orm::UpdateMany<Entity>, now_us: i64) -> sea_orm::UpdateMany<Entity> {
    some.col_expr(Column::State, Expr::value(DEAD)).col_expr(Column::DeadUs, Expr::value(now_us))
}

/// Which packets count, and which series.
pub(crate) async fn counting(db: &impl ConnectionTrait) -> Result<(Counting, Counting), Error> {
    let newest = async |packets: bool| -> Result<i64, Error> {
        let of = if packets { Column::Kind.eq("packets") } else { Column::Kind.ne("packets") };
        let found = Entity::find().filter(of).filter(Column::State.is_in([COUNTS, KEPT]));
        let newest = found.order_by_desc(Column::Id).one(db).await?;
        Ok(newest.map_or(0, |row| row.id))
    };
    let mut packets = Counting { newest: newest(true).await?, without: Vec::new() };
    let mut series = Counting { newest: newest(false).await?, without: Vec::new() };
    let others = Entity::find().filter(Column::State.is_in([OPEN, DEAD])).order_by_asc(Column::Id);
    for row in others.all(db).await? {
        let of = if Kind::of(&row.kind, row.span).is_packets() { &mut packets } else { &mut series };
        if row.id < of.newest {
            of.without.push(row.id);
        }
    }
    Ok((packets, series))
}

/// What counts no more.
pub(crate) async fn dead(db: &impl ConnectionTrait) -> Result<Vec<Dead>, Error> {
    let rows = Entity::find().filter(Column::State.eq(DEAD)).order_by_asc(Column::Id).all(db).await?;
    let dead = |row: Model| Dead {
        id: row.id,
        kind: Kind::of(&row.kind, row.span),
        since_us: row.dead_us.unwrap_or(row.made_us),
    };
    Ok(rows.into_iter().map(dead).collect())
}

/// Whether something is open or dead.
pub(crate) async fn is_unsettled(db: &impl ConnectionTrait) -> Result<bool, Error> {
    let unsettled = Entity::find().filter(Column::State.is_in([OPEN, DEAD])).limit(1);
    Ok(unsettled.one(db).await?.is_some())
}

/// Forgets what the cluster has no row of any more.
pub(crate) async fn forget(db: &impl ConnectionTrait, ids: &[i64]) -> Result<(), Error> {
    for batch in ids.chunks(BATCH) {
        let dead = Entity::delete_many().filter(Column::Id.is_in(batch.iter().copied()));
        dead.filter(Column::State.eq(DEAD)).exec(db).await?;
    }
    Ok(())
}

/// The days before `day` that have series with their packets beside them.
pub(crate) async fn days_before(db: &impl ConnectionTrait, day: i32) -> Result<BTreeSet<i32>, Error> {
    let rows = Entity::find().filter(Column::Kind.eq("day")).filter(Column::State.eq(COUNTS));
    Ok(rows.filter(Column::Span.lt(day)).all(db).await?.into_iter().map(|row| row.span).collect())
}

/// Whether days before `day` have series at all.
pub(crate) async fn has_series_before(db: &impl ConnectionTrait, day: i32) -> Result<bool, Error> {
    let rows = Entity::find().filter(Column::Kind.eq("day")).filter(Column::State.is_in([COUNTS, KEPT]));
    Ok(rows.filter(Column::Span.lt(day)).limit(1).one(db).await?.is_some())
}
