/**
 * What the server asks of a client by itself (RFC 6733 §8.3, §8.5, RFC 8506 §5.5). A shard finds the session and hands a
 * {@link io.ocs.core.initiated.ClientRequest} to {@link io.ocs.core.initiated.ClientRequests}, behind which the wire finds the client; what becomes of it
 * comes back as a {@link io.ocs.core.initiated.ClientAnswer}.
 */
package io.ocs.core.initiated;
