//! What people decide about a sensor, and alarms that they have seen.

use account::Role;
use axum::extract::State;
use axum::response::Response;

use super::PATH;
use super::invite::about;
use crate::desk::acts::back;
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, StaffForm, see_other};

/// `POST /desk/sensors/{name}/{act}`
pub(crate) async fn one(
    State(site): State<Site>,
    Path((name, act)): Path<(String, String)>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Admin)?;
    let (observe, who) = (&site.app.observe, staff.name());
    match act.as_str() {
        "describe" => observe.describe_sensor(&name, about(&form)?, who).await?,
        "reinstate" => observe.reinstate_sensor(&name, who).await?,
        "retire" | "revoke" if form.one("sure") != "yes" => {
            return Err(Failure::Refused(format!("{name}: the box that confirms it is not ticked")));
        }
        "retire" => observe.retire_sensor(&name, who).await?,
        "revoke" => observe.revoke_sensor(&name, who).await?,
        _ => return Err(Failure::NotFound),
    }
    Ok(see_other(&format!("{PATH}/{name}")))
}

/// `POST /desk/sensors/alarms/{id}`: somebody has seen it.
pub(crate) async fn seen(
    State(site): State<Site>,
    Path(id): Path<i64>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    site.app.observe.mark_alarm_seen(id, staff.name()).await?;
    Ok(back(&form, PATH))
}
