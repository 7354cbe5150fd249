-- Names of columns are the names of the domain's fields; JSON is text; times are ISO 8601 in UTC, of one
-- width, so that text sorts as time. In `articles` the small columns stand first: a list never reads on
-- into the pages that hold the texts.

CREATE TABLE brand_voices (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    style_dna TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now')),
    version INTEGER DEFAULT 1
);

CREATE TABLE articles (
    id TEXT PRIMARY KEY NOT NULL,
    keyword TEXT NOT NULL,
    title TEXT GENERATED ALWAYS AS (
        CASE WHEN json_valid(outline) THEN json_extract(outline, '$.title') END
    ) STORED,
    sections_planned INTEGER GENERATED ALWAYS AS (
        CASE WHEN json_valid(outline) THEN json_array_length(outline, '$.sections') END
    ) STORED,
    voice_id TEXT NOT NULL REFERENCES brand_voices (id),
    status TEXT DEFAULT 'queued',
    mode TEXT DEFAULT 'guided',
    current_step_index INTEGER DEFAULT 0,
    failed_at_phase TEXT,
    run INTEGER DEFAULT 0,
    version INTEGER DEFAULT 1,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now')),
    error_message TEXT DEFAULT '',
    brief TEXT,
    outline TEXT,
    competitor_data TEXT,
    raw_content TEXT DEFAULT '',
    final_html TEXT DEFAULT ''
);

-- The first also answers a search, without a look at the rows that do not match.
CREATE INDEX articles_by_update ON articles (updated_at, id, keyword, title, status, voice_id);
CREATE INDEX articles_by_status ON articles (status, updated_at, id);
CREATE INDEX articles_by_voice ON articles (voice_id, updated_at, id);

CREATE TABLE sources (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    url TEXT,
    title TEXT NOT NULL,
    origin TEXT DEFAULT 'web',
    included INTEGER DEFAULT 1,
    published TEXT DEFAULT '',
    read_characters INTEGER DEFAULT 0,
    own INTEGER DEFAULT 0,
    note TEXT DEFAULT '',
    text TEXT NOT NULL,
    PRIMARY KEY (article_id, id)
);

CREATE TABLE sections (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    state TEXT DEFAULT 'pending',
    stale INTEGER DEFAULT 0,
    use_polished INTEGER DEFAULT 1,
    fingerprint TEXT DEFAULT '',
    polish_fingerprint TEXT DEFAULT '',
    revision INTEGER DEFAULT 0,
    findings TEXT,
    polish_findings TEXT,
    markdown TEXT DEFAULT '',
    polished TEXT DEFAULT '',
    PRIMARY KEY (article_id, id)
);

CREATE TABLE partials (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    section_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (article_id, section_id)
);

CREATE TABLE progress (
    article_id TEXT PRIMARY KEY NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    phase TEXT NOT NULL,
    step TEXT NOT NULL,
    done INTEGER DEFAULT 0,
    total INTEGER DEFAULT 0,
    at TEXT NOT NULL
);

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    subject TEXT NOT NULL,
    author TEXT NOT NULL,
    note TEXT DEFAULT '',
    at TEXT NOT NULL,
    content TEXT NOT NULL
);

CREATE INDEX revisions_by_article ON revisions (article_id, at);

-- No reference to `articles`: what an article cost stays known when it is deleted.
CREATE TABLE usage_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT DEFAULT '',
    phase TEXT NOT NULL,
    step TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT DEFAULT '',
    model_version TEXT DEFAULT '',
    input_tokens INTEGER DEFAULT 0,
    output_tokens INTEGER DEFAULT 0,
    cached_tokens INTEGER DEFAULT 0,
    thinking_tokens INTEGER DEFAULT 0,
    credits REAL DEFAULT 0,
    seconds REAL DEFAULT 0,
    cost REAL DEFAULT 0,
    saved REAL DEFAULT 0,
    cached INTEGER DEFAULT 0,
    note TEXT DEFAULT '',
    at TEXT NOT NULL
);

CREATE INDEX usage_by_article ON usage_events (article_id, at);
CREATE INDEX usage_by_time ON usage_events (at);

CREATE TABLE self_check (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL
);
