//! Incidents as rows.

use incident::Incident;

use super::told;

/// The columns of a row.
pub const INCIDENT_COLUMNS: [&str; 19] = [
    "id",
    "message",
    "received",
    "kind",
    "rsit",
    "refinement",
    "subject_kind",
    "subject",
    "address",
    "host",
    "brand",
    "ports",
    "many_ports",
    "victim",
    "first",
    "last",
    "zone_known",
    "sightings",
    "state",
];

/// An incident as a row. Whoever writes it as CSV makes its cells inert: what they say comes from strangers.
pub fn incident_row(incident: Incident) -> [String; 19] {
    [
        incident.id.to_string(),
        incident.message.to_string(),
        incident.received.to_string(),
        incident.kind.to_string(),
        incident.rsit,
        told(incident.refinement),
        incident.subject_kind,
        incident.subject,
        told(incident.address),
        incident.host.unwrap_or_default(),
        incident.brand.unwrap_or_default(),
        incident.ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        incident.many_ports.to_string(),
        incident.victim.unwrap_or_default(),
        told(incident.first),
        told(incident.last),
        incident.zone_known.to_string(),
        incident.sightings.to_string(),
        incident.state.to_string(),
    ]
}
