-- Harmful sites that are looked at until they are gone, and after: one row for each incident.
CREATE TABLE incident_watch (
    id {id},
    incident_id BIGINT NOT NULL UNIQUE REFERENCES incident_incident (id),
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    -- new, up, changed, gone or back.
    state TEXT NOT NULL,
    started_us BIGINT NOT NULL,
    -- NULL where there is no further look: see ended_us.
    next_look_us BIGINT,
    last_look_us BIGINT,
    last_outcome TEXT,
    looks BIGINT NOT NULL,
    -- The first look that found it up, and what was seen then.
    first_up_us BIGINT,
    first_title TEXT,
    first_sha256 TEXT,
    -- The row of failing looks that is not long enough yet to call it gone.
    failing_since_us BIGINT,
    failing_looks BIGINT NOT NULL,
    -- Since when it is gone; NULL where it is not.
    gone_us BIGINT,
    -- dns, connection, timeout, status or content; kept when it comes back.
    gone_how TEXT,
    -- The first time that it was gone after it had been up. Days to takedown end here.
    takedown_us BIGINT,
    -- How often it came back, and when last.
    revived BIGINT NOT NULL,
    revived_us BIGINT,
    -- Since when its looks fail together with all others, so that our own network is doubted.
    doubted_since_us BIGINT,
    ended_us BIGINT,
    ended_why TEXT
);
CREATE INDEX incident_watch_next ON incident_watch (next_look_us);
CREATE INDEX incident_watch_state ON incident_watch (state, started_us, incident_id);
CREATE INDEX incident_watch_started ON incident_watch (started_us, incident_id);
CREATE INDEX incident_watch_takedown ON incident_watch (takedown_us);

-- Each look at a site.
CREATE TABLE incident_look (
    id {id},
    watch_id BIGINT NOT NULL REFERENCES incident_watch (id),
    at_us BIGINT NOT NULL,
    -- up, down, unclear, refused or doubted.
    outcome TEXT NOT NULL,
    -- How it is down.
    how TEXT,
    status INTEGER,
    address TEXT,
    -- Where redirects ended.
    final_url TEXT,
    title TEXT,
    -- Of the page's text in its normal form.
    sha256 TEXT,
    -- What was recognised on the page, or what went wrong.
    note TEXT NOT NULL
);
CREATE INDEX incident_look_watch ON incident_look (watch_id, at_us);
