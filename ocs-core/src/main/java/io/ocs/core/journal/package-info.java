/**
 * What is made durable: the records of a shard and the port behind which they are written. A {@link io.ocs.core.journal.JournalBatch} is
 * the one buffer into which decisions encode their records; {@link io.ocs.core.journal.Journal} forces it as a whole; a
 * {@link io.ocs.core.journal.JournalReader} gives the records back to recovery, to the projector of charging data records and to tools.
 * Records carry results (amounts, buckets, prices applied), so that replay needs no catalogue.
 */
package io.ocs.core.journal;
