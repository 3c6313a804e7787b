package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;

/**
 * The QoS class that 3GPP-GPRS-Negotiated-QoS-Profile (TS 29.061 §16.4.7.2) of a GGSN comes to, as EPS maps bearers of before (TS 23.401 Annex E): for
 * requests without QoS-Class-Identifier. The profile is text: a release, a hyphen, and the octets of the Quality of Service element from the third on (TS
 * 24.008 §10.5.6.5) in hexadecimal digits. What cannot be read, and the profile of EPS itself (release 08), is passed over. No allocation.
 */
final class NegotiatedQos {

    /** There is no class, or none that is known. */
    static final int NONE = -1;

    private static final int DIGITS = 3;
    // Offsets of octets in the element, of which the first is octet 3
    private static final int DELAY_CLASS = 0;
    private static final int TRAFFIC_CLASS = 3;
    private static final int DELAY_AND_PRIORITY = 8;
    private static final int SIGNALLING_AND_SOURCE = 11;

    private static final int OCTETS_OF_RELEASE_98 = 3;
    private static final int OCTETS_OF_RELEASE_99 = 11;

    // Traffic classes
    private static final int CONVERSATIONAL = 1;
    private static final int STREAMING = 2;
    private static final int INTERACTIVE = 3;
    private static final int BACKGROUND = 4;

    private static final int SPEECH = 1;
    private static final int SIGNALLING = 0x10;
    /** Transfer delays are tens of milliseconds below this, and 150 ms at least from it on. */
    private static final int DELAY_OF_150_MS = 15;

    private static final int CLASS_OF_BACKGROUND = 9;

    private NegotiatedQos() {}

    /** QoS-Class-Identifier 1 to 9, or {@link #NONE}. */
    static int qosClass(ByteBuf buffer, AvpFlyweight profile) {
        int octets = (profile.dataLength() - DIGITS) / 2;
        if (profile.dataLength() < DIGITS || (profile.dataLength() - DIGITS) % 2 != 0) {
            return NONE;
        }
        int release = octet(buffer, profile, -1);
        boolean hyphen = buffer.getByte(profile.dataOffset() + 2) == '-';
        for (int i = 0; i < octets; i++) {
            if (octet(buffer, profile, i) < 0) {
                return NONE;
            }
        }
        return switch (hyphen ? release : NONE) {
            case 0x98 -> octets >= OCTETS_OF_RELEASE_98 ? ofDelay(octet(buffer, profile, DELAY_CLASS)) : NONE;
            case 0x99, 0x05, 0x07 -> octets >= OCTETS_OF_RELEASE_99 ? ofTraffic(buffer, profile, octets) : NONE;
            default -> NONE;
        };
    }

    /** Two digits: octet {@code index} of the element, or the release at -1; negative if they are none. */
    private static int octet(ByteBuf buffer, AvpFlyweight profile, int index) {
        int at = profile.dataOffset() + (index < 0 ? 0 : DIGITS + 2 * index);
        int high = Character.digit(buffer.getByte(at), 16);
        int low = Character.digit(buffer.getByte(at + 1), 16);
        return high < 0 || low < 0 ? NONE : (high << 4) | low;
    }

    /** Of GPRS before traffic classes there is the delay class: three of interactive use by priority, and best effort. */
    private static int ofDelay(int octet) {
        int delayClass = octet >>> 3 & 7;
        return delayClass >= 1 && delayClass <= 4 ? delayClass + 5 : NONE;
    }

    private static int ofTraffic(ByteBuf buffer, AvpFlyweight profile, int octets) {
        int delay = octet(buffer, profile, DELAY_AND_PRIORITY);
        int source = octets > SIGNALLING_AND_SOURCE ? octet(buffer, profile, SIGNALLING_AND_SOURCE) : 0;
        return switch (octet(buffer, profile, TRAFFIC_CLASS) >>> 5) {
            case CONVERSATIONAL ->
                (source & 0xf) == SPEECH ? 1 : (delay >>> 2) < DELAY_OF_150_MS && (delay >>> 2) > 0 ? 3 : 2;
            case STREAMING -> 4;
            case INTERACTIVE -> ofPriority(delay & 3, (source & SIGNALLING) != 0);
            case BACKGROUND -> CLASS_OF_BACKGROUND;
            default -> NONE;
        };
    }

    private static int ofPriority(int priority, boolean signalling) {
        if (priority == 0) {
            return NONE;
        }
        return priority == 1 && signalling ? 5 : priority + 5;
    }
}
