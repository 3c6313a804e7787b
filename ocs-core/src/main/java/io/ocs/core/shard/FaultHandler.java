package io.ocs.core.shard;

/** Where broken invariants end. Called on a shard's thread, which stops afterwards: the evidence is kept, nothing more is answered. */
@FunctionalInterface
public interface FaultHandler {

    /**
     * @param shard the shard that stops
     * @param what says what is wrong and what to do
     * @param cause the exception, or null
     */
    void onFault(int shard, String what, Throwable cause);

    /** A decision failed in a way that must not happen; it was undone and answered 5012, the shard goes on. To be logged and looked into. */
    default void onContained(int shard, RuntimeException cause) {
        onFault(shard, "a decision failed", cause);
    }
}
