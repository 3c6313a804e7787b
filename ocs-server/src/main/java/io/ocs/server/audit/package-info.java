/**
 * The audit log: who changed what over the administration, and what came of it. One JSON object a line, each with the hash of the one before, so that a line
 * that was changed, left out or put in is found ({@link io.ocs.server.audit.AuditVerifier}). A change begins when its line is on the disk, and not before.
 * Subscribers are named by a keyed hash.
 */
package io.ocs.server.audit;
