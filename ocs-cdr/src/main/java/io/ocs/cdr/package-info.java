/**
 * Charging data records, exactly once. A {@link io.ocs.cdr.CdrProjector} reads one shard's journal up to the forced position at its own pace,
 * makes a charging data record of each numbered service and balance change, and gives it to one {@link io.ocs.cdr.CdrSink}: files
 * ({@link io.ocs.cdr.file.CdrFileSink}) or the billing database ({@link io.ocs.cdr.database.CdrDatabaseSink}). Each sink keeps, together with
 * its records, the position from which to go on; after a crash and after any failure it is opened again from there. Charging never waits for it.
 */
package io.ocs.cdr;
