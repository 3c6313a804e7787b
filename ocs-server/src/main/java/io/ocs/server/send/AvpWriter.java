package io.ocs.server.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Consumer;

/** Writes AVPs by their names, in the order of the calls (RFC 6733 §4.1). */
public final class AvpWriter {
    private static final int MANDATORY = 0x40;
    private static final int VENDOR = 0x80;
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    AvpWriter text(String name, String value) {
        return avp(name, value.getBytes(UTF_8));
    }

    AvpWriter integer(String name, long value) {
        return AvpDictionary.find(name).type() == AvpDictionary.DataType.UNSIGNED64
                ? avp(name, ByteBuffer.allocate(8).putLong(value).array())
                : avp(name, ByteBuffer.allocate(4).putInt((int) value).array());
    }

    AvpWriter time(String name, Instant value) {
        return integer(name, value.getEpochSecond() + SECONDS_1900_TO_1970);
    }

    AvpWriter grouped(String name, Consumer<AvpWriter> members) {
        AvpWriter inner = new AvpWriter();
        members.accept(inner);
        return avp(name, inner.toByteArray());
    }

    AvpWriter avp(String name, byte[] data) {
        AvpDictionary.Definition definition = AvpDictionary.find(name);
        boolean vendor = definition.vendor() != 0;
        int length = (vendor ? 12 : 8) + data.length;
        ByteBuffer avp = ByteBuffer.allocate((length + 3) & ~3);
        avp.putInt(definition.code()).putInt((MANDATORY | (vendor ? VENDOR : 0)) << 24 | length);
        if (vendor) {
            avp.putInt(definition.vendor());
        }
        octets.writeBytes(avp.put(data).array());
        return this;
    }

    AvpWriter append(AvpWriter others) {
        octets.writeBytes(others.toByteArray());
        return this;
    }

    byte[] toByteArray() {
        return octets.toByteArray();
    }
}
