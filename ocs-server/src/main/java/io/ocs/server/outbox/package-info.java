/**
 * Tells others what subscribers are to be notified of. The journal is the outbox: a notification is a record in the batch of what has brought it about. An
 * {@link io.ocs.server.outbox.Outbox} reads them in order, delivers each by a {@link io.ocs.server.outbox.Delivery}, and keeps its position in a file.
 */
package io.ocs.server.outbox;
