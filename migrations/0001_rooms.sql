-- Rooms and the links that lead into them: what is asked by a room's id alone, before its Archive is.
-- A secret is never stored; a link keeps only the SHA-256 of its own.

CREATE TABLE rooms (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT,
  created_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE room_links (
  room TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  secret_hash TEXT NOT NULL,
  role TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (room, secret_hash)
) STRICT, WITHOUT ROWID;
