package io.ocs.balance.snapshot;

import io.ocs.core.snapshot.RestoreProgress;
import io.ocs.core.snapshot.SnapshotException;
import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.snapshot.SnapshotLoad;
import io.ocs.core.state.AccountStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the snapshot from which a restart begins: the newest that is good. One that is damaged is put aside, loudly, and the one before it serves
 * together with the journal behind it, which is kept for that. One thread.
 */
public final class SnapshotRestore {

    /** Told what happens. */
    public interface Listener extends RestoreProgress {

        /** A snapshot is damaged; the message says what comes next. */
        void onDamaged(String message);
    }

    private final SnapshotFolder folder;
    private final long journalFirst;
    private final long journalEnd;
    private final Listener listener;
    private final List<Long> damaged = new ArrayList<>();

    /**
     * @param journalFirst oldest position that the journal can be read from
     * @param journalEnd position behind its last batch
     */
    public SnapshotRestore(SnapshotFolder folder, long journalFirst, long journalEnd, Listener listener) {
        this.folder = folder;
        this.journalFirst = journalFirst;
        this.journalEnd = journalEnd;
        this.listener = listener;
    }

    /**
     * Fills an empty image.
     *
     * @return what was loaded; empty: there is no snapshot, and the journal is there from its beginning
     * @throws SnapshotException if no snapshot can be used and the journal does not reach back far enough, or one is of another version, shard or
     *     journal; the folder is as it was
     */
    public Optional<SnapshotHead> into(AccountStore image) {
        List<Long> positions = folder.positions();
        for (int i = positions.size() - 1; i >= 0; i--) {
            Optional<SnapshotHead> loaded = load(positions.get(i), image);
            if (loaded.isPresent()) {
                damaged.forEach(folder::setAside);
                return loaded;
            }
        }
        if (journalFirst > 0) {
            throw SnapshotException.refused("no snapshot in " + folder.location() + " can be used"
                    + (damaged.isEmpty() ? "" : " (damaged: " + damaged.size() + ")")
                    + ", and the journal begins at position " + journalFirst
                    + ", not at 0: put a good snapshot back, or restore the last backup of the whole data folder");
        }
        damaged.forEach(folder::setAside);
        return Optional.empty();
    }

    private Optional<SnapshotHead> load(long position, AccountStore image) {
        checkReach(position);
        try (SnapshotReader reader = folder.read(position)) {
            new SnapshotLoad(reader, image, listener).run();
            return Optional.of(reader.head());
        } catch (SnapshotException e) {
            if (!e.isDamage()) {
                throw e;
            }
            damaged.add(position);
            listener.onDamaged(e.getMessage()
                    + ". It will be put aside; the one before it, or else the whole journal, is used instead");
            image.clear();
            return Optional.empty();
        }
    }

    private void checkReach(long position) {
        if (position > journalEnd) {
            throw SnapshotException.refused("snapshot " + folder.location() + "/" + SnapshotFolder.fileName(position)
                    + " has seen the journal up to " + position + ", but the journal ends at " + journalEnd
                    + ": put the missing segment file back, or restore a backup. Nothing was changed");
        }
        if (position < journalFirst) {
            throw SnapshotException.refused("snapshot " + folder.location() + "/" + SnapshotFolder.fileName(position)
                    + " needs the journal from " + position + " on, but the journal begins at " + journalFirst
                    + ": put the missing segment file back, or restore a backup. Nothing was changed");
        }
    }
}
