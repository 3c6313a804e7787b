/**
 * Charging data records in PostgreSQL. {@link io.ocs.cdr.database.BillingDatabase} is a server of the operator or an embedded one;
 * {@link io.ocs.cdr.database.CdrDatabaseSink} loads rows with binary {@code COPY} and moves the shard's position in the same transaction, so that a row
 * is there exactly once; {@link io.ocs.cdr.database.CdrDatabaseVerifier} counts and sums what is there.
 */
package io.ocs.cdr.database;
