CREATE TABLE account_user (
    id {id},
    -- Lower case; how the journal and the desk's records name somebody. Never given to another person.
    name TEXT NOT NULL UNIQUE,
    display TEXT NOT NULL,
    -- reader, analyst, coordinator or admin.
    role TEXT NOT NULL,
    -- ja or en.
    lang TEXT NOT NULL,
    -- PHC string (argon2id).
    password TEXT NOT NULL,
    -- The shared secret of the second factor in base32; NULL where there is none. It has to be readable to compute codes.
    totp TEXT,
    -- A secret that was shown but not confirmed by a code.
    totp_offered TEXT,
    -- The newest time step whose code was taken: a code is good once.
    totp_step BIGINT NOT NULL,
    disabled BOOLEAN NOT NULL,
    created_us BIGINT NOT NULL,
    password_us BIGINT NOT NULL
);

CREATE TABLE account_session (
    id {id},
    account_user_id BIGINT NOT NULL REFERENCES account_user (id),
    -- Of the token; the token itself is known to the browser alone.
    sha256 TEXT NOT NULL UNIQUE,
    created_us BIGINT NOT NULL,
    seen_us BIGINT NOT NULL,
    -- Where it was begun and with what browser, for its owner to recognise it.
    client TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX account_session_user ON account_session (account_user_id);

-- Password given, second factor not yet.
CREATE TABLE account_challenge (
    id {id},
    account_user_id BIGINT NOT NULL REFERENCES account_user (id),
    sha256 TEXT NOT NULL UNIQUE,
    created_us BIGINT NOT NULL,
    tries BIGINT NOT NULL
);

-- Sign-ins that failed lately, by user name and by client. The key is a hash: people type passwords in the name's place.
CREATE TABLE account_attempt (
    key TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_us BIGINT NOT NULL,
    until_us BIGINT NOT NULL
);
CREATE INDEX account_attempt_last ON account_attempt (last_us);

-- For who has lost the second factor; each is good once.
CREATE TABLE account_recovery (
    id {id},
    account_user_id BIGINT NOT NULL REFERENCES account_user (id),
    sha256 TEXT NOT NULL UNIQUE
);
CREATE INDEX account_recovery_user ON account_recovery (account_user_id);

CREATE TABLE account_token (
    id {id},
    account_user_id BIGINT NOT NULL REFERENCES account_user (id),
    -- What its owner calls it.
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    -- Whether it may change anything, or only read.
    may_write BOOLEAN NOT NULL,
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL,
    used_us BIGINT
);
CREATE INDEX account_token_user ON account_token (account_user_id);
