-- Clips: what is asked across rooms and listed by time. The audio is in R2 under object_key; a room's Archive decides
-- who may read it. What was deleted leaves its id and its receipt, and nothing of what was said.

CREATE TABLE clips (
  id TEXT NOT NULL PRIMARY KEY,
  room TEXT NOT NULL,
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  waveform TEXT NOT NULL,
  continues TEXT,
  bytes INTEGER NOT NULL,
  checksum TEXT NOT NULL,
  object_key TEXT NOT NULL,
  stored_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX clips_of_room ON clips (room, started_at_ms, id);
CREATE INDEX clips_of_person ON clips (person, started_at_ms);

CREATE TABLE forgotten_clips (
  id TEXT NOT NULL PRIMARY KEY,
  room TEXT NOT NULL,
  forgotten_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far each of the sweeps that look for damage has come.
CREATE TABLE sweeps (
  name TEXT NOT NULL PRIMARY KEY,
  cursor TEXT
) STRICT, WITHOUT ROWID;
