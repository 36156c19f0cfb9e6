-- Ports that the activity report follows from quarter to quarter.
CREATE TABLE observe_watched_port (
    id {id},
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL,
    -- As people write them, one after the other: `2967/tcp icmp`.
    ports TEXT NOT NULL,
    -- Days as yyyy-mm-dd.
    first_seen TEXT,
    chart_from TEXT NOT NULL,
    thought_ja TEXT NOT NULL,
    thought_en TEXT NOT NULL,
    advice_ja TEXT NOT NULL,
    advice_en TEXT NOT NULL,
    -- A JSON list of title and url.
    reading TEXT NOT NULL,
    -- The quarter whose report has it first: `2007Q4`.
    entered TEXT NOT NULL,
    changed_us BIGINT NOT NULL,
    UNIQUE (title_en, entered)
);

-- What people decided for a quarter, over the rule.
CREATE TABLE observe_watched_decision (
    id {id},
    watched_id BIGINT NOT NULL REFERENCES observe_watched_port (id),
    quarter TEXT NOT NULL,
    decision TEXT NOT NULL,
    note_ja TEXT NOT NULL,
    note_en TEXT NOT NULL,
    who TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    UNIQUE (watched_id, quarter)
);
