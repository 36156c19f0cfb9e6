-- What people want said first in the report of a period. Days are ISO 8601, so that they sort as texts.
CREATE TABLE report_topic (
    id {id},
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    -- From the least to the greatest; among equals the older one first.
    place BIGINT NOT NULL,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL,
    text_ja TEXT NOT NULL,
    text_en TEXT NOT NULL,
    -- JSON: [{"title": {"ja", "en"}, "url"}].
    links TEXT NOT NULL,
    changed_us BIGINT NOT NULL,
    changed_by TEXT NOT NULL
);
CREATE INDEX report_topic_period ON report_topic (first_day, last_day);

-- What people say about a section of the report of a period.
CREATE TABLE report_remark (
    id {id},
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    -- The section's id in the report.
    section TEXT NOT NULL,
    text_ja TEXT NOT NULL,
    text_en TEXT NOT NULL,
    changed_us BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    UNIQUE (first_day, last_day, section)
);

-- A report as it was issued. Rows are written once and never changed.
CREATE TABLE report_edition (
    id {id},
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    -- From 1 within a period.
    number BIGINT NOT NULL,
    issued_us BIGINT NOT NULL,
    issued_by TEXT NOT NULL,
    -- Of the report as JSON, which lies among the originals.
    sha256 TEXT NOT NULL,
    -- JSON: [{"ja", "en"}], what changed since the edition before it.
    changes TEXT NOT NULL,
    UNIQUE (first_day, last_day, number)
);

-- The files of an edition, which lie among the originals.
CREATE TABLE report_edition_file (
    id {id},
    report_edition_id BIGINT NOT NULL REFERENCES report_edition (id),
    -- ja or en.
    lang TEXT NOT NULL,
    -- html or pdf.
    media TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    UNIQUE (report_edition_id, lang, media)
);
