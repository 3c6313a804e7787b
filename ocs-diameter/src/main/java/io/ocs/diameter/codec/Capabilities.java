package io.ocs.diameter.codec;

/**
 * What a Capabilities-Exchange-Request (RFC 6733 §5.3.1) says.
 *
 * @param creditControl whether the peer has application 4 or is a relay
 * @param relay whether the peer is one (application 0xffffffff): its requests may be those of other hosts
 */
public record Capabilities(
        String originHost, String originRealm, String productName, boolean creditControl, boolean relay) {}
