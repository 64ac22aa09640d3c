-- The log: entries, the nodes of their tree, the checkpoints that were signed. All record.
-- Only core/log.c writes here, and nothing here is ever changed or removed.

-- record. The entries, as the bytes that are hashed, numbered from 0 without a gap.
CREATE TABLE log_entry (
    idx   INTEGER PRIMARY KEY CHECK (idx >= 0),
    leaf  BLOB NOT NULL CHECK (length(leaf) = 32),
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 16384)
) STRICT;

-- record. The roots of complete subtrees of 2^level leaves, from level 1 on: level 0 is log_entry.
CREATE TABLE log_node (
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 63),
    idx   INTEGER NOT NULL CHECK (idx >= 0),
    hash  BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

-- record. The leaves of 256 entries, one hash behind the other, once there are so many: what the log
-- serves and exports as a tile, which would else be gathered from as many rows.
CREATE TABLE log_tile (
    idx    INTEGER PRIMARY KEY CHECK (idx >= 0),
    hashes BLOB NOT NULL CHECK (length(hashes) = 8192)
) STRICT;

-- record. Every checkpoint signed. The primary key makes two roots of one size impossible.
CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY CHECK (size > 0),
    root BLOB NOT NULL CHECK (length(root) = 32),
    note TEXT NOT NULL CHECK (note <> '')
) STRICT;

CREATE TRIGGER log_entry_follows_the_last BEFORE INSERT ON log_entry
WHEN NEW.idx <> coalesce((SELECT max(idx) + 1 FROM log_entry), 0)
BEGIN SELECT raise(ABORT, 'an entry follows the last one'); END;
CREATE TRIGGER checkpoint_only_grows BEFORE INSERT ON checkpoint
WHEN NEW.size <= coalesce((SELECT max(size) FROM checkpoint), 0)
BEGIN SELECT raise(ABORT, 'a checkpoint is larger than the last one'); END;

CREATE TRIGGER log_entry_is_never_changed BEFORE UPDATE ON log_entry
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_entry_is_never_removed BEFORE DELETE ON log_entry
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_node_is_never_changed BEFORE UPDATE ON log_node
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_node_is_never_removed BEFORE DELETE ON log_node
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_tile_is_never_changed BEFORE UPDATE ON log_tile
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_tile_is_never_removed BEFORE DELETE ON log_tile
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER checkpoint_is_never_changed BEFORE UPDATE ON checkpoint
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER checkpoint_is_never_removed BEFORE DELETE ON checkpoint
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
