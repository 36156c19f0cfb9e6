//! Watched sites.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{Condition, QueryOrder, QuerySelect};

use super::{BATCH, all_set, before, incident};
use crate::error::Error;
use crate::kind::{Kind, Refinement};
use crate::model::IncidentState;
use crate::query::Page;
use crate::watch::{Failing, Print, Standing, Watch, WatchQuery, WatchState};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_watch")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub incident_id: i64,
    pub url: String,
    pub host: String,
    pub state: String,
    pub started_us: i64,
    pub next_look_us: Option<i64>,
    pub last_look_us: Option<i64>,
    pub last_outcome: Option<String>,
    pub looks: i64,
    pub first_up_us: Option<i64>,
    pub first_title: Option<String>,
    pub first_sha256: Option<String>,
    pub failing_since_us: Option<i64>,
    pub failing_looks: i64,
    pub gone_us: Option<i64>,
    pub gone_how: Option<String>,
    pub takedown_us: Option<i64>,
    pub revived: i64,
    pub revived_us: Option<i64>,
    pub doubted_since_us: Option<i64>,
    pub ended_us: Option<i64>,
    pub ended_why: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// A watch that begins now, without a number yet.
    pub(crate) fn begin(incident: i64, url: String, host: String, now: Timestamp) -> Self {
        Self {
            id: 0,
            incident_id: incident,
            url,
            host,
            state: WatchState::New.name().to_owned(),
            started_us: now.as_microsecond(),
            next_look_us: Some(now.as_microsecond()),
            last_look_us: None,
            last_outcome: None,
            looks: 0,
            first_up_us: None,
            first_title: None,
            first_sha256: None,
            failing_since_us: None,
            failing_looks: 0,
            gone_us: None,
            gone_how: None,
            takedown_us: None,
            revived: 0,
            revived_us: None,
            doubted_since_us: None,
            ended_us: None,
            ended_why: None,
        }
    }

    /// How the site stands.
    pub(crate) fn standing(&self) -> Result<Standing, Error> {
        let first = self.first_sha256.clone();
        let failing = self.failing_since_us.map(|since| Failing {
            since: super::time(since),
            looks: u32::try_from(self.failing_looks).unwrap_or(0),
        });
        Ok(Standing {
            state: self.state.parse()?,
            started: super::time(self.started_us),
            first_up: self.first_up_us.map(super::time),
            first: first.map(|sha256| Print { title: self.first_title.clone(), sha256 }),
            failing,
            gone: self.gone_us.map(super::time),
            gone_how: self.gone_how.as_deref().map(str::parse).transpose()?,
            takedown: self.takedown_us.map(super::time),
            revived: u32::try_from(self.revived).unwrap_or(0),
            revived_at: self.revived_us.map(super::time),
            doubted_since: self.doubted_since_us.map(super::time),
        })
    }

    /// Takes over how the site stands now.
    pub(crate) fn stand(&mut self, standing: Standing) {
        let us = |time: Option<Timestamp>| time.map(Timestamp::as_microsecond);
        standing.state.name().clone_into(&mut self.state);
        self.first_up_us = us(standing.first_up);
        (self.first_title, self.first_sha256) =
            standing.first.map_or((None, None), |print| (print.title, Some(print.sha256)));
        self.failing_since_us = us(standing.failing.map(|failing| failing.since));
        self.failing_looks = standing.failing.map_or(0, |failing| i64::from(failing.looks));
        self.gone_us = us(standing.gone);
        self.gone_how = standing.gone_how.map(|how| how.name().to_owned());
        self.takedown_us = us(standing.takedown);
        self.revived = i64::from(standing.revived);
        self.revived_us = us(standing.revived_at);
        self.doubted_since_us = us(standing.doubted_since);
    }
}

/// Writes new watches, which the database numbers; tells how many. An incident that has one keeps it.
pub(crate) async fn insert(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<u64, Error> {
    let mut written = 0;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows.by_ref().take(BATCH).map(|row| {
            let mut model = all_set(row);
            model.id.take();
            model
        });
        let once = OnConflict::column(Column::IncidentId).do_nothing().to_owned();
        written += Entity::insert_many(some).on_conflict(once).exec_without_returning(db).await?;
    }
    Ok(written)
}

/// Writes what became of a watch.
pub(crate) async fn update(db: &impl ConnectionTrait, row: Model) -> Result<(), Error> {
    Entity::update(all_set(row)).exec(db).await?;
    Ok(())
}

/// The watch of an incident.
pub(crate) async fn of(db: &impl ConnectionTrait, incident: i64) -> Result<Option<Model>, Error> {
    Ok(Entity::find().filter(Column::IncidentId.eq(incident)).one(db).await?)
}

/// The watch of this number.
pub(crate) async fn get(db: &impl ConnectionTrait, id: i64) -> Result<Model, Error> {
    Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound { what: "watch", id })
}

/// Watches that are due, the longest due first.
pub(crate) async fn due(db: &impl ConnectionTrait, now: Timestamp, limit: u64) -> Result<Vec<Model>, Error> {
    let rows = Entity::find()
        .filter(Column::NextLookUs.lte(now.as_microsecond()))
        .order_by_asc(Column::NextLookUs)
        .order_by_asc(Column::Id)
        .limit(limit);
    Ok(rows.all(db).await?)
}

/// How many watches are due.
pub(crate) async fn count_due(db: &impl ConnectionTrait, now: Timestamp) -> Result<u64, Error> {
    Ok(Entity::find().filter(Column::NextLookUs.lte(now.as_microsecond())).count(db).await?)
}

/// Watches, newest first; `page.before` is a beginning and a number.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    query: &WatchQuery,
    page: Page,
) -> Result<Vec<Model>, Error> {
    let mut condition = condition(query);
    if let Some((started, id)) = page.before {
        condition = condition.add(before(Column::StartedUs, started, Column::IncidentId, id));
    }
    let rows = Entity::find()
        .filter(condition)
        .order_by_desc(Column::StartedUs)
        .order_by_desc(Column::IncidentId)
        .limit(page.limit);
    Ok(rows.all(db).await?)
}

/// How many watches there are.
pub(crate) async fn count(db: &impl ConnectionTrait, query: &WatchQuery) -> Result<u64, Error> {
    Ok(Entity::find().filter(condition(query)).count(db).await?)
}

fn condition(query: &WatchQuery) -> Condition {
    let present =
        |present: bool| if present { Column::NextLookUs.is_not_null() } else { Column::NextLookUs.is_null() };
    let revived = |revived: bool| if revived { Column::Revived.gt(0) } else { Column::Revived.eq(0) };
    Condition::all()
        .add_option(query.state.map(|state| Column::State.eq(state.name())))
        .add_option(query.active.map(present))
        .add_option(query.revived.map(revived))
}

/// Watches whose site was taken down within these times, first to last.
pub(crate) async fn taken_down(
    db: &impl ConnectionTrait,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<(Model, incident::Model)>, Error> {
    let rows = Entity::find()
        .filter(Column::TakedownUs.gte(from.as_microsecond()))
        .filter(Column::TakedownUs.lt(until.as_microsecond()))
        .order_by_asc(Column::TakedownUs)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for some in rows.chunks(BATCH) {
        let ids = some.iter().map(|row| row.incident_id);
        let incidents = incident::Entity::find()
            .filter(incident::Column::Id.is_in(ids))
            // One that was found to be the same as another is not counted twice.
            .filter(incident::Column::MergedInto.is_null())
            .all(db)
            .await?;
        let mut incidents: std::collections::HashMap<i64, incident::Model> =
            incidents.into_iter().map(|row| (row.id, row)).collect();
        found.extend(some.iter().filter_map(|row| Some((row.clone(), incidents.remove(&row.incident_id)?))));
    }
    Ok(found)
}

/// Sites of phishing and malware incidents that nobody watches and nobody watched, oldest first: time of reception,
/// number and URL. Only those after `after`, a time and a number.
pub(crate) async fn unwatched(
    db: &impl ConnectionTrait,
    after: (i64, i64),
    limit: u64,
) -> Result<Vec<(i64, i64, String)>, Error> {
    use incident::Column as Incident;
    let watched = Query::select().column(Column::IncidentId).from(Entity).to_owned();
    let harmful = Condition::any()
        .add(Incident::Kind.eq(Kind::Phishing.name()))
        .add(Incident::Refinement.eq(Refinement::MalwareSite.name()));
    let same = Condition::all().add(Incident::ReceivedUs.eq(after.0)).add(Incident::Id.gt(after.1));
    let rows = incident::Entity::find()
        .select_only()
        .columns([Incident::ReceivedUs, Incident::Id, Incident::Subject])
        .filter(Incident::ReceivedUs.gte(after.0))
        .filter(Condition::any().add(Incident::ReceivedUs.gt(after.0)).add(same))
        .filter(Incident::SubjectKind.eq("site"))
        .filter(Incident::State.ne(IncidentState::Closed.name()))
        .filter(Incident::MergedInto.is_null())
        .filter(harmful)
        .filter(Incident::Id.not_in_subquery(watched))
        .order_by_asc(Incident::ReceivedUs)
        .order_by_asc(Incident::Id)
        .limit(limit);
    Ok(rows.into_tuple().all(db).await?)
}

impl TryFrom<Model> for Watch {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let time = |us: Option<i64>| us.map(super::time);
        Ok(Self {
            incident: row.incident_id,
            url: row.url,
            host: row.host,
            state: row.state.parse()?,
            started: super::time(row.started_us),
            next_look: time(row.next_look_us),
            last_look: time(row.last_look_us),
            last_outcome: row.last_outcome.map(|word| word.parse()).transpose()?,
            looks: u64::try_from(row.looks).unwrap_or(0),
            first_up: time(row.first_up_us),
            first_title: row.first_title,
            failing_since: time(row.failing_since_us),
            gone: time(row.gone_us),
            gone_how: row.gone_how.map(|word| word.parse()).transpose()?,
            takedown: time(row.takedown_us),
            revived: u64::try_from(row.revived).unwrap_or(0),
            ended: time(row.ended_us),
            ended_why: row.ended_why,
        })
    }
}
