-- Voice messages: clips that their authors recorded alone. `message` is what a talk does not have, as JSON: what it answers,
-- when it burns, whether it was passed on.

ALTER TABLE clips ADD COLUMN message TEXT;
