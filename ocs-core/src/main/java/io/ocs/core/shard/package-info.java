/**
 * One writer per set of accounts: a {@link io.ocs.core.shard.ChargingShard} drains the rings of the event loops and its queue of commands,
 * decides each in the image, with a log that can undo it, makes the batch durable once, and only then answers.
 */
package io.ocs.core.shard;
