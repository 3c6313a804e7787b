package io.ocs.core;

/**
 * The service specific document that a Service-Context-Id names (RFC 8506 §8.42, TS 32.299): its last digits before
 * {@code @3gpp.org}, whatever stands before them. Ordinals never change.
 */
public enum ServiceContext {
    /** Any other context: generic events and units. */
    OTHER(""),
    /** Packet-switched data, TS 32.251. */
    DATA("32251"),
    /** IMS, TS 32.260: voice and video; also the voice call service of TS 32.276. */
    VOICE("32260"),
    /** SMS, TS 32.274. */
    SMS("32274"),
    /** MMS, TS 32.270. */
    MMS("32270");

    private static final ServiceContext[] VALUES = values();
    private static final String DOMAIN = "@3gpp.org";
    /** Voice call service of circuit-switched networks (TS 32.276): voice, too. */
    private static final String VOICE_CALL_SERVICE = "32276";

    private final String document;

    ServiceContext(String document) {
        this.document = document;
    }

    /** Number of the 3GPP document without the dot; empty for {@link #OTHER}. */
    public String document() {
        return document;
    }

    /** The context stored as {@code ordinal}. */
    public static ServiceContext of(int ordinal) {
        return VALUES[ordinal];
    }

    /** The context of a Service-Context-Id; {@link #OTHER} if it names none of these documents. */
    public static ServiceContext of(Octets contextId) {
        if (!contextId.endsWith("", DOMAIN)) {
            return OTHER;
        }
        for (ServiceContext value : VALUES) {
            if (value != OTHER && contextId.endsWith(value.document, DOMAIN)) {
                return value;
            }
        }
        return contextId.endsWith(VOICE_CALL_SERVICE, DOMAIN) ? VOICE : OTHER;
    }
}
