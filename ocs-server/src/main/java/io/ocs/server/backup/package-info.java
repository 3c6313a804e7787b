/**
 * Backup and restore of a data folder.
 *
 * <p>{@code Backup} runs in the server: per shard it copies the newest good snapshot and the journal from there (or from what charging data records still
 * need) up to a position at which it is durable, then names everything, with hashes, in {@code backup.json}, last. {@code BackupFolder} reads that and checks
 * each octet. {@code Restore} copies it into an empty data folder, begins a later epoch at the end of each journal, and leaves {@code restored.json}, from
 * which {@code Restored} tells the next start where new places of charging data records begin.
 */
package io.ocs.server.backup;
