package io.ocs.diameter.peer;

import io.ocs.diameter.support.AvpBuilder;
import java.util.Arrays;

/**
 * One kind of bad input: what is wrong, where, and what the specifications ask for.
 *
 * @param name the rule and the place, no two alike
 * @param source section of the specification
 * @param stranger whether it is the first thing that comes over a connection
 * @param octets what is sent
 * @param reaction what is done about it
 * @param resultCode of the answer, if there is one
 * @param failedPath codes of the AVPs in the Failed-AVP, from the outermost group to the offending one; empty if there must be no Failed-AVP
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BadInput(
        String name,
        String source,
        boolean stranger,
        byte[] octets,
        Reaction reaction,
        int resultCode,
        int... failedPath) {

    enum Reaction {
        /** Answered; the connection serves on. */
        ANSWERED,
        /** Answered, then the connection is closed. */
        ANSWERED_AND_CLOSED,
        /** No answer; the connection serves on. */
        IGNORED,
        /** No answer, and the connection is closed. */
        CLOSED
    }

    static BadInput answered(String name, String source, byte[] octets, int resultCode, int... failedPath) {
        return new BadInput(name, source, false, octets, Reaction.ANSWERED, resultCode, failedPath);
    }

    static BadInput endsConnection(String name, String source, byte[] octets, int resultCode, int... failedPath) {
        return new BadInput(name, source, false, octets, Reaction.ANSWERED_AND_CLOSED, resultCode, failedPath);
    }

    /** A good request all the same. */
    static BadInput borneWith(String name, String source, byte[] octets) {
        return answered(name, source, octets, 2001);
    }

    static BadInput ignored(String name, String source, byte[] octets) {
        return new BadInput(name, source, false, octets, Reaction.IGNORED, 0);
    }

    /** As the first message: a CER that is refused with a CEA. */
    static BadInput refusedPeer(String name, String source, byte[] cer, int resultCode, int... failedPath) {
        return new BadInput(name, source, true, cer, Reaction.ANSWERED_AND_CLOSED, resultCode, failedPath);
    }

    /** As the first message: a CER that is good all the same. */
    static BadInput welcomePeer(String name, String source, byte[] cer) {
        return new BadInput(name, source, true, cer, Reaction.ANSWERED, 2001);
    }

    /** As the first octets: nothing that is answered. */
    static BadInput turnedAway(String name, String source, byte[] octets) {
        return new BadInput(name, source, true, octets, Reaction.CLOSED, 0);
    }

    /** The path to an AVP that lies in these groups. */
    static int[] path(int[] groups, int code) {
        int[] path = Arrays.copyOf(groups, groups.length + 1);
        path[groups.length] = code;
        return path;
    }

    /** A Diameter message of these octets with another octet at {@code at}. */
    static byte[] with(byte[] message, int at, int octet) {
        byte[] changed = message.clone();
        changed[at] = (byte) octet;
        return changed;
    }

    /** A message with other octets behind its last AVP. */
    static byte[] append(byte[] message, byte[] more) {
        byte[] longer = AvpBuilder.join(message, more);
        return withLength(longer, longer.length);
    }

    static byte[] withLength(byte[] message, int length) {
        return with(with(with(message, 1, length >>> 16), 2, length >>> 8), 3, length);
    }

    @Override
    public String toString() {
        return name;
    }
}
