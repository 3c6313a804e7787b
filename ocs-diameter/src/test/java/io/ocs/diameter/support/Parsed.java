package io.ocs.diameter.support;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.api.AvpSet;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.impl.parser.MessageParser;

/** A message as the independent parser of jDiameter reads it. */
public final class Parsed {

    private static final MessageParser PARSER = new MessageParser();
    /** The groups that the server composes. What it only repeats, inside Failed-AVP or Proxy-Info, may be broken. */
    private static final Set<Integer> GROUPS_SENT = Set.of(413, 423, 430, 431, 434, 445, 456, 621, 623, 665, 669);

    private final IMessage message;
    private final byte[] octets;

    private Parsed(byte[] octets) {
        this.octets = octets;
        try {
            message = PARSER.createMessage(ByteBuffer.wrap(octets));
        } catch (AvpDataException e) {
            throw new AssertionError("jDiameter cannot parse the message", e);
        }
    }

    /** Parses octets whose AVP lengths have been checked first, because the parser never ends on broken ones. */
    public static Parsed of(byte[] octets) {
        checkLengths(octets, 20, octets.length);
        return new Parsed(octets);
    }

    private static void checkLengths(byte[] octets, int from, int to) {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        int at = from;
        while (at < to) {
            int length = to - at < 8 ? 0 : buffer.getInt(at + 4) & 0xffffff;
            int next = at + ((length + 3) & ~3);
            if (length < 8 || next > to) {
                throw new AssertionError("AVP at " + at + " has the length " + length);
            }
            if (GROUPS_SENT.contains(buffer.getInt(at))) {
                checkLengths(octets, at + 8, at + length);
            }
            at = next;
        }
    }

    public byte[] octets() {
        return octets;
    }

    public int command() {
        return message.getCommandCode();
    }

    public boolean isRequest() {
        return message.isRequest();
    }

    public boolean isError() {
        return message.isError();
    }

    public boolean isProxiable() {
        return message.isProxiable();
    }

    public int hopByHop() {
        return (int) message.getHopByHopIdentifier();
    }

    public int endToEnd() {
        return (int) message.getEndToEndIdentifier();
    }

    public AvpSet avps() {
        return message.getAvps();
    }

    /** AVP codes of the command level in their order. */
    public List<Integer> codes() {
        return Arrays.stream(message.getAvps().asArray()).map(Avp::getCode).toList();
    }

    public boolean has(int... path) {
        return find(path) != null;
    }

    public long number(int... path) {
        try {
            return require(path).getUnsigned32();
        } catch (AvpDataException e) {
            throw new AssertionError(e);
        }
    }

    public long number64(int... path) {
        try {
            return require(path).getInteger64();
        } catch (AvpDataException e) {
            throw new AssertionError(e);
        }
    }

    public String text(int... path) {
        try {
            return require(path).getUTF8String();
        } catch (AvpDataException e) {
            throw new AssertionError(e);
        }
    }

    public byte[] octets(int... path) {
        try {
            return require(path).getRaw();
        } catch (AvpDataException e) {
            throw new AssertionError(e);
        }
    }

    public int resultCode() {
        return (int) number(268);
    }

    public AvpSet members(int... path) {
        try {
            return require(path).getGrouped();
        } catch (AvpDataException e) {
            throw new AssertionError(e);
        }
    }

    /** The first AVP inside Failed-AVP, or inside the parents that it must have there, each alone in its own. */
    public Avp failedAvp(int... parents) {
        AvpSet set = members(279);
        try {
            for (int parent : parents) {
                Avp avp = set.getAvpByIndex(0);
                if (set.size() != 1 || avp.getCode() != parent) {
                    throw new AssertionError("not only " + parent + " but " + avp.getCode() + " in Failed-AVP");
                }
                set = avp.getGrouped();
            }
        } catch (AvpDataException e) {
            throw new AssertionError(e);
        }
        return set.getAvpByIndex(0);
    }

    private Avp require(int... path) {
        Avp avp = find(path);
        if (avp == null) {
            throw new AssertionError("no AVP " + Arrays.toString(path) + " in " + codes());
        }
        return avp;
    }

    private Avp find(int... path) {
        AvpSet set = message.getAvps();
        Avp avp = null;
        try {
            for (int code : path) {
                avp = set.getAvp(code);
                if (avp == null) {
                    return null;
                }
                set = code == path[path.length - 1] ? null : avp.getGrouped();
            }
        } catch (AvpDataException e) {
            throw new AssertionError(e);
        }
        return avp;
    }
}
