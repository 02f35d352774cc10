-- Doors: API keys, invites, and what makes a repeated request the same one. No secret is stored, only the SHA-256 of each.

-- A key of a developer's server. Scopes are words separated by spaces.
CREATE TABLE api_keys (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  last_used_at_ms INTEGER,
  revoked_at_ms INTEGER
) STRICT, WITHOUT ROWID;

-- The key that made a room; null: whoever holds its owner's link. `live`: somebody was in it when it was last heard of.
ALTER TABLE rooms ADD COLUMN api_key TEXT;
ALTER TABLE rooms ADD COLUMN live INTEGER NOT NULL DEFAULT 0;
CREATE INDEX rooms_of_key ON rooms (api_key, created_at_ms, id) WHERE api_key IS NOT NULL;
CREATE INDEX live_rooms_of_key ON rooms (api_key, created_at_ms, id) WHERE api_key IS NOT NULL AND live = 1;

-- Every link into a room is an invite; a room begins with two. `max_people` null: as many as like.
CREATE TABLE invites (
  id TEXT NOT NULL PRIMARY KEY,
  room TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  secret_hash TEXT NOT NULL,
  role TEXT NOT NULL,
  label TEXT,
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER,
  max_people INTEGER,
  revoked_at_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX invites_of_room ON invites (room, created_at_ms);

INSERT INTO invites (id, room, secret_hash, role, created_at_ms)
  SELECT hex(randomblob(11)), room, secret_hash, CASE role WHEN 'owner' THEN 'owner' ELSE 'speaker' END, created_at_ms
  FROM room_links;
DROP TABLE room_links;

-- Who has come by an invite that counts people: each of them once.
CREATE TABLE invite_people (
  invite TEXT NOT NULL REFERENCES invites (id) ON DELETE CASCADE,
  person TEXT NOT NULL,
  came_at_ms INTEGER NOT NULL,
  PRIMARY KEY (invite, person)
) STRICT, WITHOUT ROWID;

-- Requests that may come twice (RFC draft httpapi-idempotency-key-header), for a day. What was answered is made anew, not
-- stored; `key` is the SHA-256 of what was sent, because to who knows it the answer is given again.
CREATE TABLE idempotency_keys (
  caller TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  seed_kid TEXT NOT NULL,
  made_at_ms INTEGER NOT NULL,
  answered_at_ms INTEGER,
  PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (made_at_ms);
