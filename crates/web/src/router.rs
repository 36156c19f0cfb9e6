//! The one list of routes.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::error::{self, Failure};
use crate::site::Site;
use crate::{activity, api, assets, desk, pages, report_form, security, staff};

/// An address, and who answers.
pub(crate) struct Route {
    /// The path, in axum's notation.
    pub(crate) path: &'static str,
    handler: fn() -> MethodRouter<Site>,
}

const fn at(path: &'static str, handler: fn() -> MethodRouter<Site>) -> Route {
    Route { path, handler }
}

/// All of them. `HEAD` is answered wherever `GET` is.
pub(crate) const ROUTES: &[Route] = &[
    at("/", || get(pages::home::get)),
    at("/observe", || get(pages::observe::get)),
    at("/observe/icmp", || get(pages::icmp::get)),
    at("/observe/port", || get(pages::find_port::get)),
    at("/observe/port/{protocol}/{number}", || get(pages::port::get)),
    at("/activity", || get(activity::list::get)),
    at("/activity/{period}", || get(activity::report::get)),
    at("/activity/{period}/{file}", || get(activity::file::get)),
    at("/activity/{period}/figure/{id}", || get(activity::figure::get)),
    at("/about/data", || get(pages::data_terms::get)),
    at("/api", || get(pages::api_guide::get)),
    at("/language/{lang}", || get(pages::language::get)),
    at("/assets/{hash}/{name}", || get(assets::get)),
    at("/healthz", || get(pages::health::get)),
    at("/api/v1/observe/top", || get(api::top::get)),
    at("/api/v1/observe/series", || get(api::series::get)),
    at("/api/v1/observe/graph.svg", || get(api::graph::get)),
    at("/api/v1/activity", || get(api::activity::reports::get)),
    at("/api/v1/activity/{period}/figures", || get(api::activity::figures::get)),
    at("/api/v1/activity/{period}/figures/{id}/records", || get(api::activity::records::get)),
    at("/api/v1/account", || get(api::account::get)),
    at("/api/v1/openapi.json", || get(api::openapi::get)),
    at("/api/v1/incident/messages", || get(api::incident::messages::list)),
    at("/api/v1/incident/messages/{id}", || get(api::incident::messages::one)),
    at("/api/v1/incident/incidents", || get(api::incident::incidents::list)),
    at("/api/v1/incident/incidents/{id}", || get(api::incident::incidents::one)),
    at("/api/v1/incident/notifications", || get(api::incident::notifications::list)),
    at("/api/v1/incident/takedowns", || get(api::incident::takedowns::list)),
    at("/api/v1/incident/search", || get(api::incident::search::get)),
    at("/api/v1/incident/statistics", || get(api::incident::statistics::get)),
    at("/api/v1/incident/figures", || get(api::incident::figures::get)),
    at("/api/v1/sensors", || get(api::sensors::get)),
    at("/api/v1/incident/reports", || {
        post(api::incident::reports::post).layer(DefaultBodyLimit::max(api::incident::reports::BODY_LIMIT))
    }),
    at("/login", || get(staff::login::get).post(staff::login::post)),
    at("/login/code", || get(staff::code::get).post(staff::code::post)),
    at("/logout", || post(staff::logout::post)),
    at("/report", || {
        get(report_form::get).post(report_form::post).layer(DefaultBodyLimit::max(report_form::BODY_LIMIT))
    }),
    at("/report/form.txt", || get(report_form::blank)),
    at("/report/received/{receipt}", || get(report_form::received)),
    at("/desk", || get(desk::inbox::open)),
    at("/desk/messages", || get(desk::inbox::any)),
    at("/desk/messages/{act}", || post(desk::message_acts::many)),
    at("/desk/message/{id}", || get(desk::message::get)),
    at("/desk/message/{id}/original", || get(desk::download::original)),
    at("/desk/message/{id}/part/{number}", || get(desk::download::part)),
    at("/desk/message/{id}/{act}", || post(desk::message_acts::one)),
    at("/desk/entry", || {
        get(desk::entry::get).post(desk::entry::post).layer(DefaultBodyLimit::max(report_form::BODY_LIMIT))
    }),
    at("/desk/incidents", || get(desk::incidents::get)),
    at("/desk/incidents/{act}", || post(desk::incident_acts::many)),
    at("/desk/incident/{id}", || get(desk::incident::get)),
    at("/desk/incident/{id}/{act}", || post(desk::incident_acts::one)),
    at("/desk/notifications", || get(desk::notifications::list)),
    at("/desk/notifications/{id}", || get(desk::notifications::one).post(desk::notifications::many)),
    at("/desk/notifications/{id}/{act}", || post(desk::notifications::act)),
    at("/desk/contacts", || get(desk::contacts::list).post(desk::contacts::add)),
    at("/desk/contacts/{id}", || get(desk::contacts::one).post(desk::contacts::change)),
    at("/desk/contacts.csv", || {
        get(desk::contacts::export)
            .post(desk::contacts::import)
            .layer(DefaultBodyLimit::max(report_form::BODY_LIMIT))
    }),
    at("/desk/community", || get(desk::community::overview::get)),
    at("/desk/community/first", || {
        post(desk::community::first::post).layer(DefaultBodyLimit::max(report_form::BODY_LIMIT))
    }),
    at("/desk/community/{kind}", || get(desk::community::list::get).post(desk::community::form::add)),
    at("/desk/community/{kind}/new", || get(desk::community::form::new)),
    at("/desk/community/{kind}/file", || {
        get(desk::community::file::export)
            .post(desk::community::file::import)
            .layer(DefaultBodyLimit::max(report_form::BODY_LIMIT))
    }),
    at("/desk/community/{kind}/{id}", || get(desk::community::form::one).post(desk::community::form::change)),
    at("/desk/community/{kind}/{id}/remove", || post(desk::community::form::remove)),
    at("/desk/takedown", || get(desk::takedown::list)),
    at("/desk/takedowns", || get(desk::takedowns::get)),
    at("/desk/templates", || get(desk::templates::list)),
    at("/desk/templates/{name}/{lang}", || get(desk::templates::one)),
    at("/desk/templates/{name}/{lang}/{act}", || post(desk::templates::act)),
    at("/desk/takedown/{id}/{act}", || post(desk::takedown::act)),
    at("/desk/search", || get(desk::search::get)),
    at("/desk/statistics", || get(desk::statistics::get)),
    at("/desk/watched-ports", || get(desk::watched_ports::list::get).post(desk::watched_ports::list::add)),
    at("/desk/watched-ports/{id}", || {
        get(desk::watched_ports::one::get).post(desk::watched_ports::one::change)
    }),
    at("/desk/watched-ports/{id}/decide", || post(desk::watched_ports::one::decide)),
    at("/desk/sensors", || get(desk::sensors::list::get)),
    at("/desk/sensors/invite", || get(desk::sensors::invite::get).post(desk::sensors::invite::post)),
    at("/desk/sensors/invite/{id}/withdraw", || post(desk::sensors::invite::withdraw)),
    at("/desk/sensors/alarms/{id}", || post(desk::sensors::acts::seen)),
    at("/desk/sensors/{name}", || get(desk::sensors::one::get)),
    at("/desk/sensors/{name}/{act}", || post(desk::sensors::acts::one)),
    at("/desk/activity", || get(activity::writing::list::get)),
    at("/desk/activity/{period}", || get(activity::writing::one::get)),
    at("/desk/activity/{period}/issue", || {
        get(activity::writing::issue::get).post(activity::writing::issue::post)
    }),
    at("/desk/activity/{period}/topic/{id}", || {
        get(activity::writing::topic::get).post(activity::writing::topic::post)
    }),
    at("/desk/activity/{period}/topic/{id}/{act}", || post(activity::writing::topic::act)),
    at("/desk/activity/{period}/remark/{section}", || {
        get(activity::writing::remark::get).post(activity::writing::remark::post)
    }),
    at("/desk/account", || get(staff::account::get)),
    at("/desk/account/profile", || post(staff::account::profile::post)),
    at("/desk/account/password", || post(staff::account::password::post)),
    at("/desk/account/second-factor", || {
        get(staff::account::second_factor::get).post(staff::account::second_factor::post)
    }),
    at("/desk/account/second-factor/confirm", || post(staff::account::second_factor::confirm)),
    at("/desk/account/second-factor/off", || post(staff::account::second_factor::off)),
    at("/desk/account/recovery-codes", || post(staff::account::second_factor::renew)),
    at("/desk/account/tokens", || post(staff::account::tokens::post)),
    at("/desk/account/tokens/{id}/end", || post(staff::account::tokens::end)),
    at("/desk/account/sessions/{id}/end", || post(staff::account::sessions::end)),
    at("/desk/account/sessions/end-others", || post(staff::account::sessions::end_others)),
    at("/desk/users", || get(staff::users::list::get).post(staff::users::list::post)),
    at("/desk/users/{name}", || get(staff::users::one::get)),
    at("/desk/users/{name}/profile", || post(staff::users::one::profile)),
    at("/desk/users/{name}/role", || post(staff::users::one::role)),
    at("/desk/users/{name}/disable", || post(staff::users::one::disable)),
    at("/desk/users/{name}/enable", || post(staff::users::one::enable)),
    at("/desk/users/{name}/password", || post(staff::users::one::password)),
    at("/desk/users/{name}/second-factor/off", || post(staff::users::one::second_factor_off)),
    at("/desk/users/{name}/tokens/{id}/end", || post(staff::users::one::end_token)),
    at("/desk/journal", || get(staff::journal::get)),
    at("/desk/journal/verify", || post(staff::journal::verify)),
];

/// The paths of all routes, in axum's notation: so that a test can knock at every door.
pub fn addresses() -> impl Iterator<Item = &'static str> {
    ROUTES.iter().map(|route| route.path)
}

/// Serves the site on `listener` until `until` is done; requests under way are answered first.
pub async fn serve(
    listener: TcpListener,
    app: ::desk::App,
    until: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    // Each request knows the address that it came from: sign-ins are throttled by it.
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(until).await
}

/// The whole site.
pub fn router(app: ::desk::App) -> Router {
    let site = Site::new(app);
    ROUTES
        .iter()
        .fold(Router::new(), |router, route| router.route(route.path, (route.handler)()))
        .fallback(async || Failure::NotFound)
        .method_not_allowed_fallback(async || Failure::MethodNotAllowed)
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn_with_state(site.clone(), error::present))
        .layer(from_fn(security::harden))
        .layer(CompressionLayer::new())
        .with_state(site)
}
