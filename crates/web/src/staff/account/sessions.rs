//! `POST /desk/account/sessions/...`: ends sessions of one's own.

use axum::extract::State;
use axum::response::Response;

use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, StaffForm, see_other};

/// `/desk/account/sessions/{id}/end`
pub(crate) async fn end(
    State(site): State<Site>,
    Path(id): Path<i64>,
    sent: StaffForm<Fields>,
) -> Result<Response, Failure> {
    site.app.account.end_session(&sent.staff.session, id).await?;
    Ok(see_other("/desk/account?done=session-ended"))
}

/// `/desk/account/sessions/end-others`
pub(crate) async fn end_others(
    State(site): State<Site>,
    sent: StaffForm<Fields>,
) -> Result<Response, Failure> {
    site.app.account.end_other_sessions(&sent.staff.session).await?;
    Ok(see_other("/desk/account?done=others-ended"))
}
