package io.ocs.server.reconcile;

/** The hash of a Session-Id, as the journal and snapshots have it. */
record SessionKey(long high, long low) {}
