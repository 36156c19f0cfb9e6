-- Addresses and URLs of which the message does not say whose part they had. A person decides.
CREATE TABLE incident_open (
    id {id},
    incident_message_id BIGINT NOT NULL REFERENCES incident_message (id),
    -- In canonical form, as an incident's subject.
    text TEXT NOT NULL,
    -- The line that it stands in, as it is.
    line TEXT NOT NULL
);
CREATE INDEX incident_open_message ON incident_open (incident_message_id);
