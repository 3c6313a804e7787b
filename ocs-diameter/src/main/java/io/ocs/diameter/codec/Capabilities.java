package io.ocs.diameter.codec;

/**
 * What a Capabilities-Exchange-Request or -Answer (RFC 6733 §5.3) says.
 *
 * @param creditControl whether the peer names application 4
 * @param relay whether the peer is one (application 0xffffffff), which has every application in common: its requests may be those of other hosts
 */
public record Capabilities(
        String originHost, String originRealm, String productName, boolean creditControl, boolean relay) {}
