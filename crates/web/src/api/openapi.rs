//! `GET /api/v1/openapi.json`: the API described for programs (OpenAPI 3.1), made here by hand, and by the
//! names that the endpoints themselves read. A test holds it against the list of routes.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use crate::api::{
    self, FORMATS, MOST_PLACES, MOST_PORTS, account, activity, graph, incident, json as as_json, sensors,
    series, top,
};
use crate::cache::Reader;
use crate::error::Failure;
use crate::observation::question::CLASSES;
use crate::periods::SIZES;
use crate::site::Site;

/// The address.
pub(crate) const PATH: &str = "/api/v1/openapi.json";

pub(crate) async fn get(State(site): State<Site>, reader: Reader) -> Result<Response, Failure> {
    let settings = &site.app.settings;
    let organisation = settings.organisation.get(kernel::Lang::En).to_owned();
    site.answer(&reader, PATH.to_owned(), async move { as_json(&document(&organisation)) }).await
}

/// The whole document.
pub(crate) fn document(organisation: &str) -> Value {
    let mut document = observation(organisation);
    for (place, more) in [
        ("/paths", activity::paths()),
        ("/components/schemas", activity::schemas()),
        ("/paths", sensors::paths()),
        ("/components/schemas", sensors::schemas()),
        ("/paths", incident::paths()),
        ("/components/schemas", incident::schemas()),
    ] {
        if let Some(all) = document.pointer_mut(place).and_then(Value::as_object_mut) {
            all.extend(more);
        }
    }
    document
}

/// The public part, and what both parts have.
fn observation(organisation: &str) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("Internet observation of {organisation}"),
            "version": "1",
            "summary": "What sensors on unused addresses heard.",
            "description": "Averages are packets divided by the sensors that were alive, summed over hours. \
                Days run in the organisation's time zone, which each answer names. Where no sensor was alive \
                there is a gap (null), never a zero. No sensor's name or address is ever given: the newest hour \
                is withheld, a sensor counts for little more than others bear out, and averages are rounded.",
            "license": { "name": "See the terms", "url": api::TERMS },
        },
        "paths": {
            top::PATH: { "get": top_operation() },
            series::PATH: { "get": series_operation() },
            graph::PATH: { "get": graph_operation() },
            account::PATH: { "get": account_operation() },
            PATH: { "get": {
                "operationId": "openapi",
                "summary": "This document",
                "parameters": [],
                "responses": { "200": answer("application/json", &json!({ "type": "object" })) },
            } },
        },
        "components": { "schemas": schemas(), "responses": { "Problem": {
            "description": "A parameter is wrong, or we have made a mistake (RFC 9457).",
            "content": { "application/problem+json": { "schema": reference("Problem") } },
        } }, "securitySchemes": { "token": {
            "type": "http", "scheme": "bearer",
            "description": "A token that a user has made (hin_...); what staff alone may ask needs one.",
        } } },
    })
}

fn account_operation() -> Value {
    json!({
        "operationId": "accountSelf",
        "summary": "In whose name a token speaks, and what it may do",
        "security": [{ "token": [] }],
        "parameters": [lang()],
        "responses": {
            "200": answer("application/json", &reference("Caller")),
            "401": { "$ref": "#/components/responses/Problem" },
            "403": { "$ref": "#/components/responses/Problem" },
            "500": { "$ref": "#/components/responses/Problem" },
        },
    })
}

fn top_operation() -> Value {
    json!({
        "operationId": "observeTop",
        "summary": "The ports that were hit most",
        "parameters": [
            from(), to(), class(),
            choice("by", &names(&top::RANKINGS), "average", "What the first place is given for"),
            { "name": "limit", "in": "query", "description": "How many places",
              "schema": { "type": "integer", "minimum": 1, "maximum": MOST_PLACES, "default": 10 } },
            choice("format", &names(&FORMATS), "json", "The form of the answer"),
            lang(),
        ],
        "responses": responses(&["application/json", "text/csv"], "Top"),
    })
}

fn series_operation() -> Value {
    json!({
        "operationId": "observeSeries",
        "summary": "The course of chosen ports",
        "parameters": [
            ports(true), from(), to(), class(),
            choice("bucket", &names(&SIZES), "day", "The width of a point"),
            choice("sources", &names(&series::SOURCES), "no", "Whether distinct sources are counted; hours have them anyway"),
            choice("format", &names(&FORMATS), "json", "The form of the answer"),
            lang(),
        ],
        "responses": responses(&["application/json", "text/csv"], "Series"),
    })
}

fn graph_operation() -> Value {
    json!({
        "operationId": "observeGraph",
        "summary": "The course as a picture; either of port or of top is needed",
        "parameters": [
            ports(false),
            { "name": "top", "in": "query", "description": "Places of the list, in place of ports",
              "schema": { "type": "string", "enum": names(&graph::PLACES) } },
            from(), to(), class(),
            { "name": "bucket", "in": "query",
              "description": "The width of a point; where not given, as fits the period",
              "schema": { "type": "string", "enum": names(&SIZES) } },
            choice("shape", &names(&graph::SHAPES), "wide", "For wide or narrow screens"),
            choice("scheme", &names(&graph::SCHEMES), "auto", "Colours; auto follows the reader's system"),
            lang(),
        ],
        "responses": {
            "200": answer("image/svg+xml", &json!({ "type": "string" })),
            "400": { "$ref": "#/components/responses/Problem" },
            "500": { "$ref": "#/components/responses/Problem" },
        },
    })
}

fn names<T>(choices: &[(&'static str, T)]) -> Vec<&'static str> {
    choices.iter().map(|(name, _)| *name).collect()
}

fn choice(name: &str, values: &[&str], usual: &str, description: &str) -> Value {
    json!({ "name": name, "in": "query", "description": description,
            "schema": { "type": "string", "enum": values, "default": usual } })
}

fn from() -> Value {
    json!({ "name": "from", "in": "query",
            "description": "First day. Neither from nor to: the last quarter that has data",
            "schema": { "type": "string", "format": "date" }, "example": "2008-01-01" })
}

fn to() -> Value {
    json!({ "name": "to", "in": "query", "description": "Last day, included",
            "schema": { "type": "string", "format": "date" }, "example": "2008-03-31" })
}

fn class() -> Value {
    json!({ "name": "class", "in": "query", "description": "Only packets of this class; all where not given",
            "schema": { "type": "string", "enum": names(&CLASSES) } })
}

pub(super) fn lang() -> Value {
    json!({ "name": "lang", "in": "query", "description": "Language of messages and pictures, before Accept-Language",
            "schema": { "type": "string", "enum": kernel::Lang::ALL.map(kernel::Lang::tag) } })
}

fn ports(required: bool) -> Value {
    json!({ "name": "port", "in": "query", "required": required, "explode": true,
            "description": "Port, ICMP type, or all of a protocol; may be repeated",
            "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Port" },
                        "minItems": 1, "maxItems": MOST_PORTS } })
}

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn answer(media: &str, schema: &Value) -> Value {
    json!({ "description": "The answer", "content": { media: { "schema": schema } } })
}

fn responses(media: &[&str; 2], schema: &str) -> Value {
    json!({
        "200": { "description": "The answer", "content": {
            media[0]: { "schema": reference(schema) },
            media[1]: { "schema": { "type": "string" } },
        } },
        "400": { "$ref": "#/components/responses/Problem" },
        "500": { "$ref": "#/components/responses/Problem" },
    })
}

pub(super) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn number(description: &str) -> Value {
    json!({ "type": "number", "description": description })
}

/// An object all of whose properties are there.
pub(super) fn object(properties: &Value) -> Value {
    let required: Vec<_> = properties.as_object().into_iter().flat_map(|all| all.keys()).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn schemas() -> Value {
    let class = json!({ "type": ["string", "null"], "enum": ["scan", "backscatter", "other", null] });
    let mut period = object(&json!({
        "from": { "type": "string", "format": "date" }, "to": { "type": "string", "format": "date" },
        "time_zone": { "type": "string", "examples": ["Asia/Tokyo"] },
    }));
    period["properties"]["notice"] = json!({ "type": "string", "description":
        "What the organisation says of its data, such as that it is made up; only where it does" });
    let mut row = object(&json!({
        "rank": count(), "port": reference("Port"), "protocol": count(),
        "number": { "type": ["integer", "null"] },
        "average": number("Sum over the hours of packets divided by the sensors alive"),
        "packets": count(), "spread": reference("Spread"),
    }));
    row["properties"]["sources"] = json!({ "type": "integer", "description":
        "Distinct source addresses over the period; only where ranked by sources" });
    json!({
        "Port": { "type": "string", "examples": ["445/tcp", "1026/udp", "8/icmp", "icmp"] },
        "Sensors": { "type": "object", "required": ["alive", "fewest", "most", "dark_hours"], "properties": {
            "alive": count(), "fewest": count(), "most": count(), "dark_hours": count(),
            "withheld_hours": { "type": "integer", "minimum": 0,
                "description": "Of the dark hours, those that are not public: too new, or with too few sensors" } } },
        "Spread": object(&json!({
            "low": count(), "median": { "type": "number" }, "high": count(), "saw": count(),
            "one_sensor": { "type": "boolean", "description": "One sensor makes up more than half" } })),
        "Caller": object(&json!({
            "name": { "type": "string" }, "display": { "type": "string" },
            "role": { "enum": ["reader", "analyst", "coordinator", "admin"] },
            "scope": { "enum": ["read", "write"] } })),
        "Period": period,
        "Top": object(&json!({
            "period": reference("Period"), "by": { "enum": names(&top::RANKINGS) }, "class": class,
            "packets": count(), "sensors": reference("Sensors"),
            "rows": { "type": "array", "items": row }, "terms": { "type": "string" } })),
        "Point": object(&json!({
            "packets": count(), "average": number("Sum over the bucket's hours"),
            "sources": { "type": ["integer", "null"], "description": "Distinct source addresses, where counted" },
            "hours": count() })),
        "Series": object(&json!({
            "period": reference("Period"), "bucket": { "enum": names(&SIZES) }, "class": class,
            "buckets": { "type": "array", "items": object(&json!({
                "start": { "type": "string", "format": "date-time" }, "hours": count(),
                "sensors": reference("Sensors") })) },
            "lines": { "type": "array", "items": object(&json!({
                "port": reference("Port"), "spread": reference("Spread"),
                "points": { "type": "array", "items": {
                    "oneOf": [reference("Point"), { "type": "null" }] } } })) },
            "terms": { "type": "string" } })),
        "Problem": { "type": "object", "required": ["type", "title", "status"], "properties": {
            "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
            "detail": { "type": "string" }, "parameter": { "type": "string" },
            "errors": { "type": "array", "items": object(&json!({
                "parameter": { "type": "string" }, "detail": { "type": "string" } })) } } },
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::router::ROUTES;

    #[test]
    fn every_route_of_the_api_is_described_and_nothing_else() {
        let document = document("x");
        let described: BTreeSet<_> = document["paths"].as_object().unwrap().keys().cloned().collect();
        let routed: BTreeSet<_> =
            ROUTES.iter().map(|route| route.path.to_owned()).filter(|p| p.starts_with("/api/")).collect();
        assert_eq!(described, routed);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document("x");
        let text = document.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1) {
            let pointer = reference.split('"').next().unwrap();
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
    }
}
