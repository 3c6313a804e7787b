package io.ocs.core;

/**
 * The service specific document that a Service-Context-Id names (RFC 8506 §8.42, TS 32.299): its last digits before
 * {@code @3gpp.org}, whatever stands before them. Ordinals never change.
 */
public enum ServiceContext {
    /** Any other context: generic events and units. */
    OTHER,
    /** Packet-switched data, TS 32.251. */
    DATA,
    /** IMS, TS 32.260: voice and video; also the voice call service of TS 32.276. */
    VOICE,
    /** SMS, TS 32.274. */
    SMS,
    /** MMS, TS 32.270. */
    MMS;

    private static final ServiceContext[] VALUES = values();
    private static final String DOMAIN = "@3gpp.org";
    private static final int DOCUMENT_DIGITS = 5;
    /** Voice call service of circuit-switched networks (TS 32.276): voice, too. */
    private static final int VOICE_CALL_SERVICE = 32276;

    /** The context stored as {@code ordinal}. */
    public static ServiceContext of(int ordinal) {
        return VALUES[ordinal];
    }

    /** The context of a Service-Context-Id; {@link #OTHER} if it names none of these documents. */
    public static ServiceContext of(Octets contextId) {
        return contextId.endsWith("", DOMAIN)
                ? ofDocument(digitsBefore(contextId, contextId.length() - DOMAIN.length()))
                : OTHER;
    }

    private static ServiceContext ofDocument(int number) {
        return switch (number) {
            case 32251 -> DATA;
            case 32260, VOICE_CALL_SERVICE -> VOICE;
            case 32274 -> SMS;
            case 32270 -> MMS;
            default -> OTHER;
        };
    }

    /** The number that the digits before {@code end} are, or -1 if they are none. */
    private static int digitsBefore(Octets text, int end) {
        if (end < DOCUMENT_DIGITS) {
            return -1;
        }
        int number = 0;
        for (int i = end - DOCUMENT_DIGITS; i < end; i++) {
            int digit = text.array()[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
