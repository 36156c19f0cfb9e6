-- One table a kind of record. Cells are kept as they are written in CSV files, in their one canonical form: days as
-- 2008-03-19, months as 2008-03, lists with line feeds between.
-- identity: what makes two records the same one; of the cells that the kind names, so that a file read twice changes
-- nothing. first_day, last_day: from the cells, for questions about periods; NULL where the record says none.

CREATE TABLE community_organisation (
    id {id}, identity TEXT NOT NULL UNIQUE, first_day TEXT, last_day TEXT,
    short_name TEXT NOT NULL, name_ja TEXT NOT NULL, name_en TEXT NOT NULL, kind TEXT NOT NULL,
    country TEXT NOT NULL, constituency_ja TEXT NOT NULL, constituency_en TEXT NOT NULL, website TEXT NOT NULL,
    associations TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, contacts TEXT NOT NULL,
    keys TEXT NOT NULL, note TEXT NOT NULL
);

CREATE TABLE community_event (
    id {id}, identity TEXT NOT NULL UNIQUE, first_day TEXT, last_day TEXT,
    title_ja TEXT NOT NULL, title_en TEXT NOT NULL, begins TEXT NOT NULL, ends TEXT NOT NULL,
    place_ja TEXT NOT NULL, place_en TEXT NOT NULL, country TEXT NOT NULL, role TEXT NOT NULL,
    kind TEXT NOT NULL, section TEXT NOT NULL, what_ja TEXT NOT NULL, what_en TEXT NOT NULL,
    link TEXT NOT NULL, note TEXT NOT NULL
);

CREATE TABLE community_training (
    id {id}, identity TEXT NOT NULL UNIQUE, first_day TEXT, last_day TEXT,
    title_ja TEXT NOT NULL, title_en TEXT NOT NULL, begins TEXT NOT NULL, ends TEXT NOT NULL, days TEXT NOT NULL,
    organiser_ja TEXT NOT NULL, organiser_en TEXT NOT NULL, countries TEXT NOT NULL, what_ja TEXT NOT NULL,
    what_en TEXT NOT NULL, link TEXT NOT NULL, note TEXT NOT NULL
);

CREATE TABLE community_support (
    id {id}, identity TEXT NOT NULL UNIQUE, first_day TEXT, last_day TEXT,
    organisation TEXT NOT NULL, sort TEXT NOT NULL, day TEXT NOT NULL, what TEXT NOT NULL, note TEXT NOT NULL
);

CREATE TABLE community_lecture (
    id {id}, identity TEXT NOT NULL UNIQUE, first_day TEXT, last_day TEXT,
    title_ja TEXT NOT NULL, title_en TEXT NOT NULL, speakers TEXT NOT NULL, event_ja TEXT NOT NULL,
    event_en TEXT NOT NULL, day TEXT NOT NULL, link TEXT NOT NULL, note TEXT NOT NULL
);

CREATE TABLE community_article (
    id {id}, identity TEXT NOT NULL UNIQUE, first_day TEXT, last_day TEXT,
    title_ja TEXT NOT NULL, title_en TEXT NOT NULL, authors TEXT NOT NULL, medium_ja TEXT NOT NULL,
    medium_en TEXT NOT NULL, pages TEXT NOT NULL, day TEXT NOT NULL, link TEXT NOT NULL, note TEXT NOT NULL
);

CREATE TABLE community_engagement (
    id {id}, identity TEXT NOT NULL UNIQUE, first_day TEXT, last_day TEXT,
    association_ja TEXT NOT NULL, association_en TEXT NOT NULL, role_ja TEXT NOT NULL, role_en TEXT NOT NULL,
    section TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, what_ja TEXT NOT NULL, what_en TEXT NOT NULL,
    link TEXT NOT NULL, note TEXT NOT NULL
);

CREATE INDEX community_organisation_days ON community_organisation (first_day);
CREATE INDEX community_event_days ON community_event (first_day);
CREATE INDEX community_training_days ON community_training (first_day);
CREATE INDEX community_support_days ON community_support (first_day);
CREATE INDEX community_lecture_days ON community_lecture (first_day);
CREATE INDEX community_article_days ON community_article (first_day);
