-- Sensors, by the name that captures and records give them.
CREATE TABLE observe_sensor (
    id {id},
    name TEXT NOT NULL UNIQUE,
    -- First and last hour (Unix time div 3600) with a record; the sensor counts as alive from one to the other.
    first_hour INTEGER NOT NULL,
    last_hour INTEGER NOT NULL
);

-- Times in which a sensor was down, as somebody declared them. Microseconds since the epoch; `until` is exclusive.
CREATE TABLE observe_outage (
    id {id},
    sensor_id BIGINT NOT NULL REFERENCES observe_sensor (id),
    since_us BIGINT NOT NULL,
    until_us BIGINT NOT NULL,
    declared_us BIGINT NOT NULL,
    UNIQUE (sensor_id, since_us, until_us)
);

-- One row for each original whose packets are in the lake. The hash makes an import happen once.
CREATE TABLE observe_import (
    id {id},
    sha256 TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    -- Default sensor and how it was read, so that the same original is never taken for another sensor's.
    sensor TEXT,
    format TEXT NOT NULL,
    packets BIGINT NOT NULL,
    not_ip TEXT NOT NULL,
    problem_count BIGINT NOT NULL,
    imported_us BIGINT NOT NULL
);

-- The first problems of an import, with their place; problem_count has them all.
CREATE TABLE observe_problem (
    id {id},
    import_id BIGINT NOT NULL REFERENCES observe_import (id),
    byte_offset BIGINT NOT NULL,
    line BIGINT,
    reason TEXT NOT NULL,
    excerpt TEXT
);
CREATE INDEX observe_problem_import ON observe_problem (import_id);

-- The Parquet files of packets that make up the lake; a file that is not listed here is not in it.
CREATE TABLE observe_segment (
    path TEXT PRIMARY KEY,
    -- Days since 1970-01-01, UTC.
    day INTEGER NOT NULL,
    packets BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    first_us BIGINT NOT NULL,
    last_us BIGINT NOT NULL
);
CREATE INDEX observe_segment_day ON observe_segment (day);

-- What is derived from the packets of a month (year * 12 + month - 1, UTC).
CREATE TABLE observe_month (
    month INTEGER PRIMARY KEY,
    series_path TEXT NOT NULL,
    totals_path TEXT NOT NULL
);

-- Days whose packets changed after their month was derived.
CREATE TABLE observe_stale_day (
    day INTEGER PRIMARY KEY
);

-- Counts up with every change, so that whoever keeps an answer knows when it is old.
CREATE TABLE observe_generation (
    id INTEGER PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO observe_generation (id, value) VALUES (1, 0);
