package io.ocs.diameter.codec;

import io.ocs.core.ResultCode;
import java.util.Arrays;

/**
 * Watches the AVPs of one group that may occur once. An identical repeat is borne with, since real clients send some (Kamailio sends Origin-Host
 * twice); one with other content is answered 5009. Reused; a slot is a small number that the user of this class gives each such AVP.
 */
final class SingleAvps {

    private static final int ABSENT = -1;
    private final int[] offsets;

    SingleAvps(int slots) {
        offsets = new int[slots];
    }

    void reset() {
        Arrays.fill(offsets, ABSENT);
    }

    boolean has(int slot) {
        return offsets[slot] != ABSENT;
    }

    /** @throws DiameterException 5005 if the group has no AVP of this slot, whose key is given */
    void require(int slot, int key) throws DiameterException {
        if (!has(slot)) {
            throw DiameterException.missing(key);
        }
    }

    /** Where the AVP of this slot lies; only if it {@link #has} one. */
    int offset(int slot) {
        return offsets[slot];
    }

    /**
     * Notes an AVP.
     *
     * @return whether it is the first one of its slot, to be read
     */
    boolean first(int slot, AvpFlyweight avp) throws DiameterException {
        if (offsets[slot] == ABSENT) {
            offsets[slot] = avp.offset();
            return true;
        }
        if (!avp.isRepeatOf(offsets[slot])) {
            throw DiameterException.refused(
                    ResultCode.AVP_OCCURS_TOO_MANY_TIMES, avp, "AVP " + Avp.code(avp.key()) + " occurs too many times");
        }
        return false;
    }
}
