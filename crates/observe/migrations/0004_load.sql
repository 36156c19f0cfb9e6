-- What was put into a ClickHouse cluster, each under a number of its own that its rows there carry: the records say
-- which of them count.
CREATE TABLE observe_load (
    id {id},
    -- packets; or series of a day or of an hour.
    kind TEXT NOT NULL,
    -- The day (since 1970-01-01, UTC) or the hour (Unix time div 3600) of series; 0 for packets.
    span INTEGER NOT NULL,
    -- open: being written. counts. kept: series whose packets were dropped. dead: to be cleared away.
    state TEXT NOT NULL,
    made_us BIGINT NOT NULL,
    dead_us BIGINT
);
CREATE INDEX observe_load_state ON observe_load (state, kind, span);

-- The shards of the cluster, and how many packets that count each must hold.
CREATE TABLE observe_shard (
    shard INTEGER PRIMARY KEY,
    packets BIGINT NOT NULL
);

-- Days of which packets were dropped because they were old enough; their series stay.
CREATE TABLE observe_dropped_day (
    id {id},
    day INTEGER NOT NULL,
    packets BIGINT NOT NULL,
    dropped_us BIGINT NOT NULL,
    -- Whether the cluster has done it.
    done BOOLEAN NOT NULL
);
CREATE INDEX observe_dropped_day_day ON observe_dropped_day (day);
