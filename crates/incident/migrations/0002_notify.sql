-- Who can act: the contact book.
CREATE TABLE incident_contact (
    id {id},
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    -- Mail addresses, as a JSON list.
    addresses TEXT NOT NULL,
    -- ja or en.
    lang TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- ISO 3166 code in capitals, or empty.
    country TEXT NOT NULL,
    -- An armoured OpenPGP key, or empty.
    openpgp TEXT NOT NULL,
    note TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    changed_us BIGINT NOT NULL
);
CREATE INDEX incident_contact_name ON incident_contact (name, organisation);

-- What a contact is for.
CREATE TABLE incident_scope (
    id {id},
    incident_contact_id BIGINT NOT NULL REFERENCES incident_contact (id),
    -- As people write it: 192.0.2.0/24, AS64500, example.jp, country:JP.
    name TEXT NOT NULL,
    -- What it is found by: a network is `net:` + first address as 32 hexadecimal digits + / + bits (of 128), so that
    -- an address asks for the at most 129 networks it can lie in; as:64500; domain:example.jp; country:JP.
    key TEXT NOT NULL,
    UNIQUE (key, incident_contact_id)
);
CREATE INDEX incident_scope_contact ON incident_scope (incident_contact_id);

-- Answers of RDAP servers and security.txt files, until they expire.
CREATE TABLE incident_lookup (
    id {id},
    -- rdap or security.txt, and what was asked: rdap ip 192.0.2.0/24.
    question TEXT NOT NULL,
    server TEXT NOT NULL,
    asked_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL,
    -- HTTP status; 0 where none came.
    status INTEGER NOT NULL,
    -- The range of addresses that the answer is about.
    first_key TEXT,
    last_key TEXT,
    -- What was taken from it, as JSON.
    answer TEXT NOT NULL
);
CREATE INDEX incident_lookup_question ON incident_lookup (question, asked_us);
CREATE INDEX incident_lookup_server ON incident_lookup (server, asked_us);

-- Changed texts of notifications; the newest of a name and language counts.
CREATE TABLE incident_template (
    id {id},
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    -- Empty where the built-in text was taken up again.
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    who TEXT NOT NULL
);
CREATE INDEX incident_template_name ON incident_template (name, lang);

-- Our messages to those who can act.
CREATE TABLE incident_notification (
    id {id},
    -- notice, reminder or revival.
    purpose TEXT NOT NULL,
    -- draft, approved, sending, sent, in-doubt, failed, bounced, answered or discarded.
    state TEXT NOT NULL,
    incident_contact_id BIGINT REFERENCES incident_contact (id),
    recipient_name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    -- Mail addresses, as a JSON list.
    recipients TEXT NOT NULL,
    lang TEXT NOT NULL,
    -- Where the contact comes from, as JSON.
    source TEXT NOT NULL,
    template TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    -- CSV that travels with it, or empty.
    attachment TEXT NOT NULL,
    -- The notification that this one reminds of.
    reminds_id BIGINT REFERENCES incident_notification (id),
    -- How many times it was reminded of.
    reminders INTEGER NOT NULL,
    created_us BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    changed_us BIGINT NOT NULL,
    approved_us BIGINT,
    approved_by TEXT,
    -- Made once, at the approval: without angle brackets.
    message_id TEXT UNIQUE,
    -- The exact message, among the originals.
    sha256 TEXT,
    sent_us BIGINT,
    answered_us BIGINT,
    bounced_us BIGINT
);
CREATE INDEX incident_notification_state ON incident_notification (state, id);
CREATE INDEX incident_notification_sent ON incident_notification (sent_us);
CREATE INDEX incident_notification_contact ON incident_notification (incident_contact_id);
CREATE INDEX incident_notification_reminds ON incident_notification (reminds_id);

-- Which incidents a notification is about.
CREATE TABLE incident_notified (
    notification_id BIGINT NOT NULL REFERENCES incident_notification (id),
    incident_id BIGINT NOT NULL REFERENCES incident_incident (id),
    PRIMARY KEY (notification_id, incident_id)
);
CREATE INDEX incident_notified_incident ON incident_notified (incident_id);

-- Approved messages on their way.
CREATE TABLE incident_outbox (
    notification_id BIGINT PRIMARY KEY REFERENCES incident_notification (id),
    -- The envelope's sender.
    sender TEXT NOT NULL,
    -- When to try next; NULL where nothing is to be done.
    next_us BIGINT,
    attempts INTEGER NOT NULL,
    -- When it was last handed to a mail server.
    claimed_us BIGINT,
    -- What the mail server last said.
    reply TEXT NOT NULL
);
CREATE INDEX incident_outbox_next ON incident_outbox (next_us);
