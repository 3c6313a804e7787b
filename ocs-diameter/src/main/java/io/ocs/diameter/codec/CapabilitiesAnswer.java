package io.ocs.diameter.codec;

/**
 * A Capabilities-Exchange-Answer (RFC 6733 §5.3.2).
 *
 * @param resultCode as on the wire; 2xxx is success
 * @param capabilities of the peer; texts that it left out are empty
 * @param originStateId RFC 6733 §8.16; 0 says nothing
 * @param errorMessage what the peer says about a refusal; empty if nothing
 */
public record CapabilitiesAnswer(long resultCode, Capabilities capabilities, long originStateId, String errorMessage) {

    /** Whether the peer accepts the connection. */
    public boolean isSuccess() {
        return resultCode / 1000 == 2;
    }
}
