-- Lists of incidents, newest first, and counts by kind, are read from an index alone. Merged incidents are in neither.
DROP INDEX incident_incident_received;
DROP INDEX incident_incident_state;
CREATE INDEX incident_incident_newest ON incident_incident (received_us, id) WHERE merged_into IS NULL;
CREATE INDEX incident_incident_kind ON incident_incident (kind, received_us, id, refinement, many_ports)
    WHERE merged_into IS NULL;
CREATE INDEX incident_incident_open ON incident_incident (state, received_us, id, kind) WHERE merged_into IS NULL;
CREATE INDEX incident_incident_of ON incident_incident (incident_message_id, received_us, id)
    WHERE merged_into IS NULL;
