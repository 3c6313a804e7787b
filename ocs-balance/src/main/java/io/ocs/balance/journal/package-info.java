/**
 * The journal of a shard as segment files. {@link io.ocs.balance.journal.SegmentJournal} frames each batch, writes and forces it at once;
 * {@link io.ocs.balance.journal.SegmentSupply} keeps the next segment standing; {@link io.ocs.balance.journal.SegmentRecovery} finds, at
 * the start, where the journal ends; {@link io.ocs.balance.journal.SegmentReader} follows it. All file access goes through
 * {@link io.ocs.balance.journal.SegmentStorage}. {@link io.ocs.balance.journal.DataFolder} guards the folder that holds it all. The octets
 * are drawn in docs/JOURNAL_FORMAT.md.
 */
package io.ocs.balance.journal;
