-- The inverted index: for each term and segment the messages that have it, as LEB128 distances.
CREATE TABLE incident_posting (
    term TEXT NOT NULL,
    segment_id BIGINT NOT NULL,
    messages BLOB NOT NULL,
    PRIMARY KEY (term, segment_id)
);
CREATE INDEX incident_posting_segment ON incident_posting (segment_id);

-- Which segments there are. Those of a level are merged into one of the next when they are many.
CREATE TABLE incident_segment (
    id {id},
    level INTEGER NOT NULL
);
CREATE INDEX incident_segment_level ON incident_segment (level);
