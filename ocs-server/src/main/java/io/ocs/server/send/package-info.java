/**
 * A small Diameter client for {@code ocs send}: writes one request, shows the answer by AVP names. It shares no code with the server's
 * codec, so that the two check each other: {@link io.ocs.server.send.AvpWriter} → {@link io.ocs.server.send.DiameterClient} →
 * {@link io.ocs.server.send.DecodedAvp}, with the names of {@link io.ocs.server.send.AvpDictionary}.
 */
package io.ocs.server.send;
