-- Live sensors, as people and enrolment know them: a row for each enrolment. A sensor that was enrolled again under its
-- name has several; the one with the highest number is in use, and the keys of the others are revoked.
CREATE TABLE observe_fleet (
    id {id},
    -- 32 hexadecimal digits: what frames and certificates name.
    wire_id TEXT NOT NULL UNIQUE,
    -- The sensor's name in the lake. It never changes, because files carry it.
    name TEXT NOT NULL,
    -- What people call it.
    title TEXT NOT NULL,
    -- ISO 3166-1 alpha-2, or empty.
    country TEXT NOT NULL,
    -- Kind of network, or empty.
    network TEXT NOT NULL,
    -- A JSON list of the addresses it listens on. For staff with the right only.
    addresses TEXT NOT NULL,
    note TEXT NOT NULL,
    -- SHA-256 of the certificate, in hexadecimal.
    certificate TEXT NOT NULL UNIQUE,
    enrolled_us BIGINT NOT NULL,
    -- From then on its deliveries are refused: because it is no longer used, or because its key is no longer trusted.
    retired_us BIGINT,
    revoked_us BIGINT
);
CREATE INDEX observe_fleet_name ON observe_fleet (name);

-- What a live sensor's deliveries came to so far; written with every commit.
CREATE TABLE observe_live (
    fleet_id BIGINT PRIMARY KEY REFERENCES observe_fleet (id),
    -- Every frame up to this number is in the lake.
    acknowledged BIGINT NOT NULL,
    -- When it last delivered, by our clock.
    seen_us BIGINT NOT NULL,
    -- When its newest frame was closed, by our clock.
    made_us BIGINT NOT NULL,
    -- The stretch in which it is listening now; earlier ones are in observe_covered.
    since_us BIGINT NOT NULL,
    until_us BIGINT NOT NULL,
    version TEXT NOT NULL,
    -- What waits in its spool.
    waiting_frames BIGINT NOT NULL,
    waiting_bytes BIGINT NOT NULL,
    -- How far its clock is ahead of ours, where that is known, and what was done about it.
    offset_us BIGINT,
    clock TEXT NOT NULL,
    packets BIGINT NOT NULL,
    lost BIGINT NOT NULL,
    not_ip BIGINT NOT NULL,
    unreadable BIGINT NOT NULL
);

-- Stretches in which a live sensor listened, by our clock; `until` is exclusive.
CREATE TABLE observe_covered (
    id {id},
    fleet_id BIGINT NOT NULL REFERENCES observe_fleet (id),
    since_us BIGINT NOT NULL,
    until_us BIGINT NOT NULL
);
CREATE INDEX observe_covered_fleet ON observe_covered (fleet_id, since_us);

-- Packets that a sensor knows it lost.
CREATE TABLE observe_loss (
    id {id},
    fleet_id BIGINT NOT NULL REFERENCES observe_fleet (id),
    cause TEXT NOT NULL,
    packets BIGINT NOT NULL,
    since_us BIGINT NOT NULL,
    until_us BIGINT NOT NULL,
    -- The frame that said so.
    frame BIGINT NOT NULL,
    recorded_us BIGINT NOT NULL
);
CREATE INDEX observe_loss_fleet ON observe_loss (fleet_id, since_us);

-- One-time tokens for enrolment; the secret itself is not kept.
CREATE TABLE observe_token (
    id {id},
    secret_sha256 TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    country TEXT NOT NULL,
    network TEXT NOT NULL,
    addresses TEXT NOT NULL,
    note TEXT NOT NULL,
    -- Who made it.
    who TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL,
    used_us BIGINT,
    withdrawn_us BIGINT
);

-- Deliveries and enrolments that were refused, counted by day, reason, and sensor where it is known.
CREATE TABLE observe_refusal (
    id {id},
    -- Days since 1970-01-01, UTC.
    day INTEGER NOT NULL,
    reason TEXT NOT NULL,
    -- 0 where nobody could be told.
    fleet_id BIGINT NOT NULL,
    count BIGINT NOT NULL,
    last_us BIGINT NOT NULL,
    -- The last one's words.
    detail TEXT NOT NULL,
    UNIQUE (day, reason, fleet_id)
);

-- What somebody should look at; open until `until`.
CREATE TABLE observe_alarm (
    id {id},
    -- 0: of none that is known.
    fleet_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    since_us BIGINT NOT NULL,
    until_us BIGINT,
    detail TEXT NOT NULL,
    seen_by TEXT,
    seen_us BIGINT
);
CREATE INDEX observe_alarm_fleet ON observe_alarm (fleet_id, kind);

-- Hours (Unix time div 3600) whose series stand in a file of their own, because they still move.
CREATE TABLE observe_hot_hour (
    hour INTEGER PRIMARY KEY,
    -- Empty until they are derived for the first time.
    series_path TEXT NOT NULL,
    stale BOOLEAN NOT NULL
);

-- A second counter: of the changes that touch an hour that is over.
INSERT INTO observe_generation (id, value) VALUES (2, 0);
