/**
 * Octets to requests and back. {@link io.ocs.diameter.codec.DiameterFrameDecoder} cuts a stream into messages,
 * {@link io.ocs.diameter.codec.CreditControlCodec} reads a CCR in place into a
 * {@link io.ocs.core.request.CreditControlRequest} and writes the CCA of an answered exchange; {@link io.ocs.diameter.codec.ErrorAnswer}
 * answers what cannot be decoded, {@link io.ocs.diameter.codec.BaseMessages} writes the peer-to-peer messages. Nothing is allocated on the
 * way of a well-formed message; every instance belongs to one event loop.
 */
package io.ocs.diameter.codec;
