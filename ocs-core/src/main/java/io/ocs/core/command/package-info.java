/**
 * Commands of provisioning and care, and what they and queries return: immutable values that travel to a shard and back. Each command is
 * decided by the shard that owns the account, journaled, and idempotent by its key.
 */
package io.ocs.core.command;
