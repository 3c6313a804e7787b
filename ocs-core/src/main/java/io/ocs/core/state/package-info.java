/**
 * The state of one shard as entries of fixed layout in few tables, addressed by 128-bit keys. {@link io.ocs.core.state.State} is what
 * decisions read and {@code apply} writes: the image itself in recovery, and through an {@link io.ocs.core.state.UndoLog} while a batch is
 * decided. The flyweights ({@code *Entry}) are the one place that knows an entry's octets; all of them are reused.
 */
package io.ocs.core.state;
