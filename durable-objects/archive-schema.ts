/**
 * The tables of an Archive's own storage: what they are now, for a room that is made now, and the way there for one that
 * was made earlier. A test holds that both come to the same.
 */

/** Applied in order, each once; never edited after release. */
const MIGRATIONS = [
  `CREATE TABLE room (
     id TEXT PRIMARY KEY, name TEXT, created_at_ms INTEGER NOT NULL,
     locked INTEGER NOT NULL DEFAULT 0, last_member INTEGER NOT NULL DEFAULT 0
   );
   CREATE TABLE sessions (
     session TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, person TEXT NOT NULL,
     seen_at_ms INTEGER NOT NULL, left_at_ms INTEGER
   );
   CREATE INDEX sessions_by_person ON sessions (person);
   CREATE TABLE standings (
     person TEXT PRIMARY KEY, banned INTEGER NOT NULL DEFAULT 0, silenced INTEGER NOT NULL DEFAULT 0
   );
   CREATE TABLE entries (
     number INTEGER PRIMARY KEY, person TEXT NOT NULL, client_id TEXT NOT NULL, entry TEXT NOT NULL,
     UNIQUE (person, client_id)
   );`,
  'ALTER TABLE room ADD COLUMN max_speakers INTEGER NOT NULL DEFAULT 4',
  `ALTER TABLE room ADD COLUMN keep_talk INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE room ADD COLUMN keep_days INTEGER;
   CREATE TABLE talkers (
     session TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, member INTEGER NOT NULL,
     began_at_ms INTEGER, seen_at_ms INTEGER NOT NULL
   );
   CREATE INDEX talkers_by_time ON talkers (seen_at_ms);
   CREATE TABLE talks (
     clip TEXT PRIMARY KEY, session TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, member INTEGER NOT NULL,
     state TEXT NOT NULL, first_slot INTEGER NOT NULL, end_slot INTEGER NOT NULL, runs TEXT NOT NULL,
     bytes INTEGER NOT NULL, ended INTEGER NOT NULL, continues TEXT, started_at_ms INTEGER NOT NULL, arrived_at_ms INTEGER NOT NULL,
     due_at_ms INTEGER, attempts INTEGER NOT NULL DEFAULT 0, failing_since_ms INTEGER, failure TEXT,
     clip_json TEXT, checksum TEXT, object_key TEXT, entry INTEGER, receipt TEXT
   );
   CREATE INDEX talks_of_session ON talks (session, first_slot);
   CREATE INDEX talks_due ON talks (due_at_ms) WHERE due_at_ms IS NOT NULL;
   CREATE INDEX talks_by_state ON talks (state, started_at_ms);
   CREATE TABLE chunks (number INTEGER PRIMARY KEY, clip TEXT NOT NULL, bytes BLOB NOT NULL);
   CREATE INDEX chunks_of_clip ON chunks (clip);
   CREATE TABLE heard (
     clip TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (clip, person)
   ) WITHOUT ROWID;`,
  `ALTER TABLE room ADD COLUMN joined_at_ms INTEGER;
   ALTER TABLE room ADD COLUMN destroyed INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE sessions ADD COLUMN address TEXT;
   ALTER TABLE standings ADD COLUMN role TEXT;
   CREATE TABLE people (
     person TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, invite TEXT,
     first_seen_at_ms INTEGER NOT NULL, seen_at_ms INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX people_by_time ON people (seen_at_ms);
   CREATE TABLE kept_out (
     address TEXT NOT NULL, person TEXT NOT NULL, until_ms INTEGER NOT NULL, PRIMARY KEY (address, person)
   ) WITHOUT ROWID;
   CREATE TABLE turn_credentials (
     username TEXT PRIMARY KEY, person TEXT NOT NULL, provider TEXT NOT NULL, expires_at_ms INTEGER NOT NULL,
     revoke_at_ms INTEGER
   ) WITHOUT ROWID;
   CREATE INDEX turn_credentials_of_person ON turn_credentials (person);
   UPDATE room SET joined_at_ms = unixepoch() * 1000;
   INSERT INTO people (person, name, role, first_seen_at_ms, seen_at_ms)
     SELECT person, IFNULL((SELECT name FROM talkers WHERE talkers.person = known.person LIMIT 1), substr(person, 1, 64)),
       'speaker', IFNULL(MIN(seen_at_ms), 0), IFNULL(MAX(seen_at_ms), 0)
     FROM (SELECT person, seen_at_ms FROM sessions UNION ALL SELECT person, NULL FROM standings) AS known
     GROUP BY person;`,
  `ALTER TABLE heard ADD COLUMN upto_ms INTEGER;
   ALTER TABLE heard ADD COLUMN burnt_at_ms INTEGER;
   CREATE TABLE uploads (
     upload TEXT PRIMARY KEY, person TEXT NOT NULL, message TEXT, clip TEXT NOT NULL, kind TEXT NOT NULL,
     begun_at_ms INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0
   ) WITHOUT ROWID;
   CREATE UNIQUE INDEX uploads_of_message ON uploads (person, message) WHERE message IS NOT NULL;
   CREATE INDEX uploads_by_time ON uploads (begun_at_ms);
   CREATE TABLE burning (clip TEXT PRIMARY KEY, at_ms INTEGER NOT NULL) WITHOUT ROWID;
   CREATE INDEX burning_by_time ON burning (at_ms);
   CREATE TABLE awaited (clip TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (clip, person)) WITHOUT ROWID;`,
  `ALTER TABLE uploads ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX uploads_unfinished ON uploads (person, bytes) WHERE done = 0;`,
  'ALTER TABLE uploads ADD COLUMN made INTEGER NOT NULL DEFAULT 1',
  `ALTER TABLE burning ADD COLUMN told_at_ms INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE burning ADD COLUMN awaited INTEGER NOT NULL DEFAULT 0;
   CREATE TABLE spared (clip TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (clip, person)) WITHOUT ROWID;
   UPDATE burning SET told_at_ms = (SELECT IFNULL(MAX(first_seen_at_ms), 0) + 1 FROM people),
     awaited = (SELECT COUNT(*) FROM awaited WHERE awaited.clip = burning.clip);
   INSERT INTO spared (clip, person) SELECT clip, person FROM burning, people
     WHERE NOT EXISTS (SELECT 1 FROM awaited WHERE awaited.clip = burning.clip AND awaited.person = people.person);
   DROP TABLE awaited;`,
]

/** What all migrations together make of nothing: change it with them. Each `ALTER TABLE` reads all tables anew. */
const TABLES = `
  CREATE TABLE room (
    id TEXT PRIMARY KEY, name TEXT, created_at_ms INTEGER NOT NULL,
    locked INTEGER NOT NULL DEFAULT 0, last_member INTEGER NOT NULL DEFAULT 0,
    max_speakers INTEGER NOT NULL DEFAULT 4, keep_talk INTEGER NOT NULL DEFAULT 0, keep_days INTEGER,
    joined_at_ms INTEGER, destroyed INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE sessions (
    session TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, person TEXT NOT NULL,
    seen_at_ms INTEGER NOT NULL, left_at_ms INTEGER, address TEXT
  );
  CREATE INDEX sessions_by_person ON sessions (person);
  CREATE TABLE standings (
    person TEXT PRIMARY KEY, banned INTEGER NOT NULL DEFAULT 0, silenced INTEGER NOT NULL DEFAULT 0, role TEXT
  );
  CREATE TABLE entries (
    number INTEGER PRIMARY KEY, person TEXT NOT NULL, client_id TEXT NOT NULL, entry TEXT NOT NULL,
    UNIQUE (person, client_id)
  );
  CREATE TABLE talkers (
    session TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, member INTEGER NOT NULL,
    began_at_ms INTEGER, seen_at_ms INTEGER NOT NULL
  );
  CREATE INDEX talkers_by_time ON talkers (seen_at_ms);
  CREATE TABLE talks (
    clip TEXT PRIMARY KEY, session TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, member INTEGER NOT NULL,
    state TEXT NOT NULL, first_slot INTEGER NOT NULL, end_slot INTEGER NOT NULL, runs TEXT NOT NULL,
    bytes INTEGER NOT NULL, ended INTEGER NOT NULL, continues TEXT, started_at_ms INTEGER NOT NULL, arrived_at_ms INTEGER NOT NULL,
    due_at_ms INTEGER, attempts INTEGER NOT NULL DEFAULT 0, failing_since_ms INTEGER, failure TEXT,
    clip_json TEXT, checksum TEXT, object_key TEXT, entry INTEGER, receipt TEXT
  );
  CREATE INDEX talks_of_session ON talks (session, first_slot);
  CREATE INDEX talks_due ON talks (due_at_ms) WHERE due_at_ms IS NOT NULL;
  CREATE INDEX talks_by_state ON talks (state, started_at_ms);
  CREATE TABLE chunks (number INTEGER PRIMARY KEY, clip TEXT NOT NULL, bytes BLOB NOT NULL);
  CREATE INDEX chunks_of_clip ON chunks (clip);
  CREATE TABLE heard (
    clip TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, upto_ms INTEGER, burnt_at_ms INTEGER,
    PRIMARY KEY (clip, person)
  ) WITHOUT ROWID;
  CREATE TABLE people (
    person TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, invite TEXT,
    first_seen_at_ms INTEGER NOT NULL, seen_at_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX people_by_time ON people (seen_at_ms);
  CREATE TABLE kept_out (
    address TEXT NOT NULL, person TEXT NOT NULL, until_ms INTEGER NOT NULL, PRIMARY KEY (address, person)
  ) WITHOUT ROWID;
  CREATE TABLE turn_credentials (
    username TEXT PRIMARY KEY, person TEXT NOT NULL, provider TEXT NOT NULL, expires_at_ms INTEGER NOT NULL,
    revoke_at_ms INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX turn_credentials_of_person ON turn_credentials (person);
  CREATE TABLE uploads (
    upload TEXT PRIMARY KEY, person TEXT NOT NULL, message TEXT, clip TEXT NOT NULL, kind TEXT NOT NULL,
    begun_at_ms INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
    made INTEGER NOT NULL DEFAULT 1
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX uploads_of_message ON uploads (person, message) WHERE message IS NOT NULL;
  CREATE INDEX uploads_by_time ON uploads (begun_at_ms);
  CREATE INDEX uploads_unfinished ON uploads (person, bytes) WHERE done = 0;
  CREATE TABLE burning (
    clip TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, told_at_ms INTEGER NOT NULL DEFAULT 0,
    awaited INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE INDEX burning_by_time ON burning (at_ms);
  CREATE TABLE spared (clip TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (clip, person)) WITHOUT ROWID;`

const NOTE = 'INSERT INTO migrations (applied) VALUES (?)'

/** Makes the tables, or what they lack. */
export function bringUpToDate(sql: SqlStorage, nowMs: number): void {
  const applied = countApplied(sql)
  if (applied === 0) {
    sql.exec(TABLES)
    for (const _ of MIGRATIONS) sql.exec(NOTE, nowMs)
  } else migrate(sql, nowMs)
}

/** Applies what has not been applied yet, one after the other. */
export function migrate(sql: SqlStorage, nowMs: number): void {
  for (const migration of MIGRATIONS.slice(countApplied(sql))) {
    sql.exec(migration)
    sql.exec(NOTE, nowMs)
  }
}

function countApplied(sql: SqlStorage): number {
  sql.exec('CREATE TABLE IF NOT EXISTS migrations (applied INTEGER NOT NULL)')
  return sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM migrations').one().count
}
