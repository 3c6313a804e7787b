package io.ocs.core.state;

/** Told what happens to the entries of an image, on the thread that does it: how a snapshot learns what it must copy first. */
public interface StateObserver {

    /** Wants to know nothing. */
    StateObserver NONE = new StateObserver() {
        @Override
        public void beforeChange(Table table, long address) {
            // nobody looks
        }

        @Override
        public void created(Table table, long address) {
            // nobody looks
        }
    };

    /** The entry at {@code address} is about to be changed or deleted; told perhaps more than once for one change. */
    void beforeChange(Table table, long address);

    /** An entry has come into being at {@code address}. */
    void created(Table table, long address);
}
