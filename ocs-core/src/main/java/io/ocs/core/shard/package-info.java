/**
 * One writer per set of accounts: a {@link io.ocs.core.shard.ChargingShard} drains the rings of the event loops and its queue of commands,
 * decides each on an overlay, makes the batch durable once, applies it to the image, and only then answers.
 */
package io.ocs.core.shard;
