-- Everything that arrived, one row for each original.
CREATE TABLE incident_message (
    id {id},
    sha256 TEXT NOT NULL UNIQUE,
    -- The file it came from, or empty.
    name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    channel TEXT NOT NULL,
    -- When it reached the organisation: this decides the day, month and quarter that it is counted in.
    received_us BIGINT NOT NULL,
    -- When this program took it in.
    taken_us BIGINT NOT NULL,
    sent_us BIGINT,
    -- Message-ID without angle brackets.
    message_id TEXT,
    sender TEXT,
    sender_name TEXT,
    -- Top-level domain of the sender, in lower case without a dot.
    sender_tld TEXT,
    subject TEXT NOT NULL,
    nature TEXT NOT NULL,
    format TEXT NOT NULL,
    disposition TEXT NOT NULL,
    -- Who decided the disposition; NULL where a reader did.
    decided_by TEXT,
    -- Whether the reporter asks us to contact the other side.
    mediation BOOLEAN NOT NULL,
    -- What came of signature and encryption; NULL where there was neither.
    openpgp TEXT,
    problem_count BIGINT NOT NULL,
    -- The notification that it answers.
    notification_id BIGINT,
    -- The number that a reporter by form was given.
    receipt TEXT UNIQUE,
    -- open or closed: whether the desk is done with it.
    state TEXT NOT NULL,
    assignee TEXT
);
CREATE INDEX incident_message_received ON incident_message (received_us);
CREATE INDEX incident_message_state ON incident_message (state, received_us);
CREATE INDEX incident_message_message_id ON incident_message (message_id);
CREATE INDEX incident_message_notification ON incident_message (notification_id);

-- The first problems of a message with their place; problem_count has them all.
CREATE TABLE incident_problem (
    id {id},
    incident_message_id BIGINT NOT NULL REFERENCES incident_message (id),
    place TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX incident_problem_message ON incident_problem (incident_message_id);

CREATE TABLE incident_incident (
    id {id},
    incident_message_id BIGINT NOT NULL REFERENCES incident_message (id),
    -- That of its message, here so that a period is counted from one index.
    received_us BIGINT NOT NULL,
    kind TEXT NOT NULL,
    rsit TEXT NOT NULL,
    refinement TEXT,
    -- What is counted, once in a message: an address, a URL, or a host name, in canonical form.
    subject TEXT NOT NULL,
    -- address, site or host.
    subject_kind TEXT NOT NULL,
    -- The address as 32 hexadecimal digits (IPv4 as mapped IPv6), so that a prefix is a range.
    address_key TEXT,
    host TEXT,
    brand TEXT,
    many_ports BOOLEAN NOT NULL,
    victim TEXT,
    first_us BIGINT,
    last_us BIGINT,
    -- Whether the source said the time zone of these times.
    zone_known BOOLEAN NOT NULL,
    -- How often the message names it.
    sightings BIGINT NOT NULL,
    -- Log lines and the like, as they stood.
    evidence TEXT NOT NULL,
    -- What else the source said, as JSON.
    details TEXT NOT NULL,
    -- open, notified or closed.
    state TEXT NOT NULL,
    closed_us BIGINT,
    decided_by TEXT,
    -- The incident that it was found to be the same as; it is not counted then.
    merged_into BIGINT REFERENCES incident_incident (id),
    UNIQUE (incident_message_id, subject)
);
CREATE INDEX incident_incident_received ON incident_incident (received_us, kind);
CREATE INDEX incident_incident_state ON incident_incident (state, received_us);
CREATE INDEX incident_incident_subject ON incident_incident (subject);
CREATE INDEX incident_incident_address ON incident_incident (address_key);
CREATE INDEX incident_incident_host ON incident_incident (host);
CREATE INDEX incident_incident_merged ON incident_incident (merged_into) WHERE merged_into IS NOT NULL;

-- The destination ports of an incident.
CREATE TABLE incident_port (
    incident_id BIGINT NOT NULL REFERENCES incident_incident (id),
    protocol TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (incident_id, protocol, number)
);
CREATE INDEX incident_port_number ON incident_port (number);

-- What became of records, and who did it. Nothing is ever removed from here.
CREATE TABLE incident_history (
    id {id},
    -- message, incident, notification, contact or watch.
    about TEXT NOT NULL,
    about_id BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX incident_history_about ON incident_history (about, about_id);

-- Incidents that belong together without being the same.
CREATE TABLE incident_link (
    one_id BIGINT NOT NULL REFERENCES incident_incident (id),
    other_id BIGINT NOT NULL REFERENCES incident_incident (id),
    PRIMARY KEY (one_id, other_id)
);
