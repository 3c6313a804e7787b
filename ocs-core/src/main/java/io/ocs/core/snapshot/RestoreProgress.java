package io.ocs.core.snapshot;

/** Told how far a snapshot is loaded. */
@FunctionalInterface
public interface RestoreProgress {

    /**
     * @param loaded entries that are in the image
     * @param total entries of the snapshot
     */
    void onEntries(long loaded, long total);
}
