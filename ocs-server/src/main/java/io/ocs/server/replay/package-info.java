/**
 * What the usage of charging data records would have cost under another catalogue. {@link io.ocs.server.replay.CdrRows} reads the files,
 * {@link io.ocs.server.replay.UsageReplay} prices each record where its service stands, {@link io.ocs.server.replay.ReplaySums} adds up, exactly. Nothing
 * is written.
 */
package io.ocs.server.replay;
